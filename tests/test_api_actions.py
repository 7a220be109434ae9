"""Actions: what is offered is what can be done, refusals say everything, and nothing is done twice."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app import embedded
from app.models.columns import new_id
from app.vocabulary import Event, Role, State
from app.workflows.presenting import place_of
from app.workflows.reasons import not_while
from tests.clockwork import ANNA
from tests.doors import Doors, doors, paths, problem
from tests.test_api_description import DESCRIPTION

ONE = {"kind": "email", "value": "anna@post.example"}
NONE = {"kind": "shoe_size", "value": "38"}
LONG = "Uppgifterna finns i tre system och måste granskas post för post eftersom de rör flera personer."


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
async def never_noted(house: Doors) -> AsyncGenerator[None]:
    """The commit of any note fails, after every statement went well."""
    await house.owner.execute(
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;"
        "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION never()"
    )
    yield
    await house.owner.execute("DROP TRIGGER never ON notes; DROP FUNCTION never")


class TestVersions:
    async def test_an_action_moves_the_version_on(self, house: Doors) -> None:
        case = await house.written()
        answer = await house.post(case["id"], "note", {"text": "Ringer i morgon."})
        assert answer.json()["version"] == case["version"] + 1

    async def test_a_stale_version_is_refused_and_nothing_is_done(self, house: Doors) -> None:
        case = await house.written()
        await house.house.act(case["id"], "note", text="Någon var snabbare.")
        told = problem(
            await house.post(case["id"], "withdraw", {"reason": "Ångrade sig."}, version=case["version"]),
            412,
            "changed_meanwhile",
        )
        assert "Read it again" in told["detail"]
        assert (await house.house.case(case["id"]))["state"] == "verifying"

    async def test_of_two_handlers_at_once_one_wins(self, house: Doors) -> None:
        case = await house.written()
        answers = await asyncio.gather(*(
            house.post(case["id"], "withdraw", {"reason": "Ångrade sig."}, version=case["version"])
            for _ in range(4)
        ))  # fmt: skip
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
        assert (await house.house.events(case["id"])).count("withdraw") == 1

    @pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "9" * 40, "*"])
    async def test_a_version_nobody_can_read_is_refused(self, house: Doors, version: str) -> None:
        case = await house.written()
        answer = await house.post(case["id"], "note", {"text": "abc"}, version=version)
        assert paths(answer) == ["header.If-Match"]

    async def test_digits_of_other_scripts_are_no_version(self, house: Doors) -> None:
        case = await house.written()
        request = house.house.http.build_request(
            "POST",
            f"/api/v1/cases/{case['id']}/actions/note",
            json={"text": "abc"},
            headers=[
                (b"authorization", f"Bearer {house.house.tokens[Role.HANDLER]}".encode()),
                (b"if-match", "²".encode("latin-1")),
                (b"content-type", b"application/json"),
            ],
        )
        assert paths(await house.house.http.send(request)) == ["header.If-Match"]

    async def test_without_a_version_nothing_is_done(self, house: Doors) -> None:
        case = await house.written()
        answer = await house.house.api("POST", f"/cases/{case['id']}/actions/note", json={"text": "abc"})
        assert paths(answer) == ["header.If-Match"]

    async def test_the_tag_of_a_read_is_the_version_to_send(self, house: Doors) -> None:
        case = await house.written()
        tag = (await house.house.api("GET", f"/cases/{case['id']}")).headers["etag"]
        answer = await house.house.api(
            "POST",
            f"/cases/{case['id']}/actions/note",
            json={"text": "Så står det."},
            headers={"If-Match": f"W/{tag}"},
        )
        assert answer.status_code == 200


class TestRefusals:
    async def test_every_reason_is_given(self, house: Doors) -> None:
        case = await house.written("information_request", "complaint")
        await house.house.act(case["id"], "approve")
        await house.house.in_state(case["id"], "reviewing")  # the second right, once the first has left
        told = problem(await house.post(case["id"], "close"), 409, "action_not_possible")
        assert told["reasons"] == ["Det går inte när ärendet är under granskning."]
        assert told["detail"] == " ".join(told["reasons"])

    async def test_two_reasons_are_two(self, house: Doors) -> None:
        case = await house.written()
        told = problem(
            await house.post(case["id"], "close_unidentified", {"reason": "Svarar inte."}),
            409,
            "action_not_possible",
        )
        assert told["reasons"] == ["Personen har inte fått veta vad vi behöver för att bekräfta vem det är."]
        once = {"reason": "complexity", "explanation": LONG}
        await house.house.act(case["id"], "extend", **once)
        told = problem(await house.post(case["id"], "extend", once), 409, "action_not_possible")
        assert told["reasons"] == ["Svarstiden har redan förlängts en gång. Den kan inte förlängas igen."]

    async def test_an_unknown_case_or_action_is_not_there(self, house: Doors) -> None:
        case = await house.written()
        problem(await house.post(str(new_id()), "note", {"text": "abc"}, version=1), 404, "not_found")
        problem(await house.post(case["id"], "explode"), 404, "not_found")
        problem(await house.post(case["id"], "begin"), 404, "not_found")
        answer = await house.house.api("GET", f"/cases/{case['id']}/actions/note")
        assert problem(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "POST"

    @pytest.mark.usefixtures("never_noted")
    async def test_a_commit_that_fails_is_no_success(self, house: Doors) -> None:
        case = await house.written()
        answer = await house.post(case["id"], "note", {"text": "Kommer aldrig fram."})
        told = problem(answer, 500, "error")
        assert "never" not in str(told)
        after = await house.house.case(case["id"])
        assert (after["version"], after["notes"]) == (case["version"], [])
        assert "note" not in await house.house.events(case["id"])

    @pytest.mark.usefixtures("never_noted")
    async def test_a_commit_that_fails_is_not_remembered(self, house: Doors) -> None:
        case = await house.written()
        headers, given = {"Idempotency_Key": "k-9"}, {"text": "Kommer aldrig fram."}
        problem(await house.post(case["id"], "note", given, version=case["version"], **headers), 500, "error")
        assert await house.owner.fetch("SELECT key FROM idempotency_keys WHERE key = 'k-9'") == []


@pytest.mark.parametrize(
    ("action", "given", "path"),
    [
        ("note", {}, "text"),
        ("note", {"text": "  "}, "text"),
        ("note", {"text": "x" * 8001}, "text"),
        ("note", {"text": "abc", "colour": "red"}, "colour"),
        ("accept", {"rights": []}, "rights"),
        ("accept", {"rights": ["everything"]}, "rights.0"),
        ("accept", {"rights": ["access"], "email": "anna"}, "email"),
        ("withdraw", {}, "reason"),
        ("dismiss", {"reason": ""}, "reason"),
        ("forward", {"controller": "", "reason": "Deras."}, "controller"),
        ("request_identity", {"question": "Vem är du?"}, "doubt"),
        ("confirm_identity", {"method": "email_code", "reason": "abc", "attributes": [ONE]}, "method"),
        (
            "confirm_identity",
            {"method": "letter", "reason": "abc", "attributes": [NONE]},
            "attributes.0.kind",
        ),
        ("confirm_identity", {"method": "letter", "reason": "abc", "attributes": []}, "attributes"),
        ("extend", {"reason": "workload", "explanation": LONG}, "reason"),
        ("refuse", {"ground": "dislike", "facts": "abc"}, "ground"),
        ("refuse", {"ground": "excessive"}, "facts"),
        ("retry_task", {"task_id": "17"}, "task_id"),
        ("settle_task", {"task_id": str(uuid4()), "state": "open", "reason": "abc"}, "state"),
        ("claim_correction", {"finding_id": str(uuid4()), "field": "x"}, "claimed"),
        ("revoke_extract", {"extract_id": str(uuid4())}, "reason"),
        ("decide", {"now": True}, "now"),
    ],
)
async def test_a_wrong_field_is_named(house: Doors, action: str, given: dict[str, Any], path: str) -> None:
    case = await house.written()
    assert paths(await house.post(case["id"], action, given, version=1)) == [path]


@pytest.mark.parametrize(
    ("action", "given", "sentence"),
    [
        ("decide_items", {"disposal": "retain"}, "its ground, its statute and the day"),
        ("decide_items", {"disposal": "retain", "ground": "legal_obligation"}, "its ground, its statute"),
        ("review_items", {"review": "withhold"}, "on which ground"),
        ("review_items", {"review": "redact", "ground": "secrecy"}, "name the items and the fields"),
        ("decide_correction", {"correction_id": str(uuid4()), "decision": "decline"}, "why the correction"),
    ],
)
async def test_what_belongs_together_is_asked_for_together(
    house: Doors, action: str, given: dict[str, Any], sentence: str
) -> None:
    case = await house.written()
    answer = await house.post(case["id"], action, given, version=1)
    fields = problem(answer, 422, "invalid_input")["fields"]
    assert sentence in " ".join(field["message"] for field in fields)


@pytest.mark.parametrize("content", [b"{", b"", b"[]", b"null", b"\xff"])
async def test_what_is_no_json_is_no_action(house: Doors, content: bytes) -> None:
    case = await house.written()
    answer = await house.house.api(
        "POST",
        f"/cases/{case['id']}/actions/note",
        content=content,
        headers={"If-Match": '"1"', "Content-Type": "application/json"},
    )
    problem(answer, 422, "invalid_input")
    if content == b"{":
        assert problem(answer, 422, "invalid_input")["fields"] == [
            {"path": "body", "message": "cannot be read as JSON"}
        ]


@pytest.mark.parametrize(
    ("action", "given", "message"),
    [
        ("confirm_identity", {"method": "x"}, "must be one of call_back, letter, in_person"),
        ("accept", {"rights": []}, "needs at least 1 of them"),
        (
            "accept",
            {"rights": ["access"], "email": "anna"},
            "must be an e-mail address, as name@post.example",
        ),
        ("note", {}, "Fill this in."),
        ("note", {"text": "  "}, "needs at least 3 characters"),
        ("note", {"text": "abc", "colour": "red"}, "there is no such field here"),
        ("retry_task", {"task_id": "17"}, "must be an id, as we gave it"),
        (
            "decide_items",
            {"disposal": "retain"},
            "what is kept needs its ground, its statute and the day it is kept until",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_plain_words(
    house: Doors, action: str, given: dict[str, Any], message: str
) -> None:
    case = await house.written()
    told = problem(await house.post(case["id"], action, given), 422, "invalid_input")
    assert message in [field["message"] for field in told["fields"]]
    assert "<" not in str(told)


@pytest.mark.parametrize(
    ("content", "version"), [(b"{", '"1"'), (b"\xff", '"1"'), (b"{}", '"1"'), (b'{"text": "abc"}', "x")]
)
async def test_a_case_that_is_not_ours_is_not_there_whatever_was_sent(
    house: Doors, content: bytes, version: str
) -> None:
    headers = {"If-Match": version, "Content-Type": "application/json"}
    action = f"/cases/{new_id()}/actions/note"
    problem(await house.house.api("POST", action, content=content, headers=headers), 404, "not_found")
    placing = f"/messages/{new_id()}/link"
    problem(await house.house.api("POST", placing, content=content, headers=headers), 404, "not_found")
    events = f"/cases/{new_id()}/events?limit=0"
    problem(await house.house.api("GET", events), 404, "not_found")
    headers["Authorization"] = "Bearer nobody"
    problem(
        await house.house.http.post(f"/api/v1{action}", content=content, headers=headers),
        401,
        "not_signed_in",
    )


@pytest.mark.parametrize("action", ["assign", "mark_duplicate", "forward"])
async def test_what_no_database_can_hold_is_named_by_its_field(house: Doors, action: str) -> None:
    given = {
        "assign": {"to": "a\0b"},
        "mark_duplicate": {"reference": "a\0b"},
        "forward": {"controller": "a\0b", "reason": "Deras."},
    }[action]
    case = await house.written()
    assert paths(await house.post(case["id"], action, given)) == [next(iter(given))]


class TestSentAgain:
    async def test_the_same_request_is_answered_as_the_first_time_and_done_once(self, house: Doors) -> None:
        case = await house.written()
        first = await house.post(
            case["id"], "note", {"text": "En gång."}, version=case["version"], Idempotency_Key="k-1"
        )
        again = await house.post(
            case["id"], "note", {"text": "En gång."}, version=case["version"], Idempotency_Key="k-1"
        )
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert (await house.house.events(case["id"])).count("note") == 1

    async def test_a_case_is_written_down_once(self, house: Doors) -> None:
        note = {
            "name": "Elsa En Gång",
            "email": "elsa@post.example",
            "words": "Radera allt.",
            "rights": ["erasure"],
        }
        answers = [
            await house.house.api("POST", "/cases", json=note, headers={"Idempotency-Key": "k-2"})
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json()["id"] == answers[1].json()["id"]
        assert len((await house.house.read("/cases?q=elsa@post.example"))["items"]) == 1

    async def test_at_the_same_moment_it_is_done_once(self, house: Doors) -> None:
        note = {"name": "Ture", "email": "ture@post.example", "words": "Radera allt.", "rights": ["erasure"]}
        answers = await asyncio.gather(*(
            house.house.api("POST", "/cases", json=note, headers={"Idempotency-Key": "k-3"}) for _ in range(4)
        ))  # fmt: skip
        assert [answer.status_code for answer in answers] == [201] * 4
        assert len({answer.json()["id"] for answer in answers}) == 1

    async def test_another_request_under_the_same_key_is_refused(self, house: Doors) -> None:
        case = await house.written()
        first = await house.post(case["id"], "note", {"text": "Ett."}, Idempotency_Key="k-4")
        assert first.status_code == 200
        for given, version in (({"text": "Två."}, case["version"]), ({"text": "Ett."}, case["version"] + 1)):
            answer = await house.post(case["id"], "note", given, version=version, Idempotency_Key="k-4")
            assert "used for another request" in problem(answer, 422, "invalid_input")["detail"]

    async def test_a_refusal_is_not_remembered(self, house: Doors) -> None:
        case = await house.written()
        headers = {"Idempotency_Key": "k-5"}
        problem(
            await house.post(case["id"], "note", {"text": "abc"}, version=99, **headers),
            412,
            "changed_meanwhile",
        )
        answer = await house.post(case["id"], "note", {"text": "abc"}, version=case["version"], **headers)
        assert answer.status_code == 200

    async def test_two_callers_do_not_share_a_key(self, house: Doors) -> None:
        case = await house.written()
        await house.post(case["id"], "note", {"text": "Handläggarens."}, Idempotency_Key="k-6")
        version = (await house.house.case(case["id"]))["version"]
        answer = await house.house.api(
            "POST",
            f"/cases/{case['id']}/actions/note",
            role=Role.DPO,
            json={"text": "Ombudets."},
            headers={"If-Match": f'"{version}"', "Idempotency-Key": "k-6"},
        )
        assert answer.status_code == 200
        assert (await house.house.events(case["id"])).count("note") == 2

    async def test_what_is_remembered_lies_sealed(self, house: Doors) -> None:
        await house.post((await house.written())["id"], "note", {"text": "abc"}, Idempotency_Key="k-7")
        (row,) = await house.owner.fetch("SELECT answer FROM idempotency_keys WHERE key = 'k-7'")
        assert ANNA.name.encode() not in row["answer"]

    async def test_what_is_remembered_goes_with_the_key_of_its_case(self, house: Doors) -> None:
        note = {"name": "Ida", "email": "ida@post.example", "words": "Radera allt.", "rights": ["erasure"]}

        async def written() -> httpx.Response:
            return await house.house.api("POST", "/cases", json=note, headers={"Idempotency-Key": "k-10"})

        case = (await written()).json()
        acted = await house.post(
            case["id"], "note", {"text": "Ett ord."}, version=case["version"], Idempotency_Key="k-11"
        )
        assert acted.status_code == 200
        assert (await written()).json() == case
        await house.owner.execute("DELETE FROM case_keys WHERE case_id = $1", UUID(case["id"]))
        problem(await written(), 410, "forgotten")
        again = await house.post(
            case["id"], "note", {"text": "Ett ord."}, version=case["version"], Idempotency_Key="k-11"
        )
        problem(again, 410, "forgotten")

    async def test_a_key_too_long_is_named(self, house: Doors) -> None:
        answer = await house.post(
            (await house.written())["id"], "note", {"text": "abc"}, Idempotency_Key="k" * 201
        )
        assert paths(answer) == ["header.Idempotency-Key"]


# What each action is given where nothing else is needed; the others need something of the case.
BODIES: dict[str, dict[str, Any]] = {
    "accept": {"rights": ["access"]},
    "dismiss": {"reason": "Ingen begäran."},
    "forward": {"controller": "Kund AB", "reason": "De är ansvariga."},
    "request_identity": {"doubt": "Okänd adress.", "question": "Vilket nummer har vi?"},
    "close_unidentified": {"reason": "Svarar inte på frågor."},
    "ask_clarification": {"question": "Vilken tid?", "reason": "Tjugo års anställning."},
    "clarified": {"reason": "Bara 2025."},
    "extend": {"reason": "complexity", "explanation": LONG},
    "decide_items": {"disposal": "erase"},
    "decide": {},
    "collect_again": {"reason": "Ett system saknades."},
    "review_items": {"review": "include"},
    "approve": {"message": "Här är svaret."},
    "refuse": {"ground": "manifestly_unfounded", "facts": "Tionde gången utan ändring."},
    "close": {},
    "withdraw": {"reason": "Ångrade sig."},
    "assign": {"to": "hilda"},
    "note": {"text": "Ringde."},
    "write": {"text": "Vi har tagit emot dina uppgifter och hör av oss."},
    "send_link": {},
    "reissue_extract": {},
    "resend_answer": {"reason": "Hittade inte brevet."},
    "hand_over": {"how": "desk", "reason": "Lämnades i receptionen."},
    "confirm_identity": {
        "method": "call_back",
        "reason": "Ringde upp.",
        "attributes": [{"kind": "email", "value": ANNA.email}],
    },
}


def _task(case: dict[str, Any]) -> str | None:
    return next((task["id"] for task in case["tasks"] if task["state"] == "manual"), None)


def _own_letter(case: dict[str, Any]) -> str | None:
    return next((letter["id"] for letter in case["letters"] if letter["letter"] == "message"), None)


# What an action names of the case, and what else it is given; nothing to name, nothing to try.
NAMED: dict[str, tuple[str, Callable[[dict[str, Any]], str | None], dict[str, Any]]] = {
    "settle_task": ("task_id", _task, {"state": "done", "reason": "Inget fanns."}),
    "retry_task": ("task_id", _task, {}),
    "remind_owner": ("task_id", _task, {}),
    "recall_letter": ("letter_id", _own_letter, {}),
    "decide_correction": (
        "correction_id",
        lambda case: next((row["id"] for row in case["corrections"]), None),
        {"decision": "accept"},
    ),
    "revoke_extract": (
        "extract_id",
        lambda case: next((row["id"] for row in case["extracts"]), None),
        {"reason": "Fel bilaga."},
    ),
}


async def body_for(house: Doors, case: dict[str, Any], action: str) -> dict[str, Any] | None:
    """Give a body an action can be taken with in this case, or None when there is nothing to name."""
    if action == "mark_duplicate":
        return {"reference": (await house.written())["reference"]}
    if action == "claim_correction":
        found = (await house.house.read(f"/cases/{case['id']}/findings"))["items"]
        return {"finding_id": found[0]["id"], "field": "phone", "claimed": "070-1740699"} if found else None
    if action not in NAMED:
        return BODIES[action]
    field, find, rest = NAMED[action]
    named = find(case)
    return {field: named, **rest} if named else None


async def in_triage(house: Doors) -> dict[str, Any]:
    return await house.written(rights=[], words="Hur mycket kostar en truck?")


async def in_verifying(house: Doors) -> dict[str, Any]:
    return await house.written()


async def asked_for_identity(house: Doors) -> dict[str, Any]:
    case = await house.written()
    return await house.house.act(case["id"], "request_identity", **BODIES["request_identity"])


async def in_collecting(house: Doors) -> dict[str, Any]:
    case = await house.identified("access")
    return await by_hand(house, case)


async def by_hand(house: Doors, case: dict[str, Any]) -> dict[str, Any]:
    """Give the case once the one system asked by machine has answered, and only the binder is missing."""
    async with asyncio.timeout(90):
        while True:
            case = await house.house.case(case["id"])
            if sorted(task["state"] for task in case["tasks"])[-1:] == ["manual"] and len(case["tasks"]) == 2:
                return case
            await asyncio.sleep(0.05)


async def in_clarifying(house: Doors) -> dict[str, Any]:
    case = await in_collecting(house)
    return await house.house.act(case["id"], "ask_clarification", **BODIES["ask_clarification"])


async def settled(house: Doors, right: str, state: str) -> dict[str, Any]:
    case = await by_hand(house, await house.identified(right))
    (binder,) = [task for task in case["tasks"] if task["state"] == "manual"]
    await house.house.act(
        case["id"], "settle_task", task_id=binder["id"], state="done", reason="Inget fanns."
    )
    return await house.house.in_state(case["id"], state)


async def in_deciding(house: Doors) -> dict[str, Any]:
    return await settled(house, "rectification", "deciding")


async def in_deciding_an_erasure(house: Doors) -> dict[str, Any]:
    return await settled(house, "erasure", "deciding")


async def in_reviewing(house: Doors) -> dict[str, Any]:
    return await settled(house, "access", "reviewing")


async def in_reviewing_words_only(house: Doors) -> dict[str, Any]:
    case = await house.written("complaint")
    return await house.house.in_state(case["id"], "reviewing")


async def in_answered(house: Doors) -> dict[str, Any]:
    case = await settled(house, "access", "reviewing")
    await house.house.act(case["id"], "review_items", review="include")
    await house.house.act(case["id"], "approve")

    async with asyncio.timeout(90):
        while not (case := await house.house.case(case["id"]))["answered_at"]:
            await asyncio.sleep(0.05)
    return case


async def in_closed(house: Doors) -> dict[str, Any]:
    case = await house.written()
    return await house.house.act(case["id"], "withdraw", reason="Ångrade sig.")


STAGES = [
    in_triage, in_verifying, asked_for_identity, in_collecting, in_clarifying, in_deciding,
    in_deciding_an_erasure, in_reviewing, in_reviewing_words_only, in_answered, in_closed,
]  # fmt: skip


class TestWhatIsOffered:
    @pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
    async def test_is_what_can_be_done_and_refusals_say_what_was_shown(
        self, house: Doors, stage: Any
    ) -> None:
        """Every action is tried on a case of its own, since most of them change where it stands."""
        house.system.rows["1"] = {"email": ANNA.email, "name": ANNA.name, "phone": ANNA.phone}
        # One case for all that is refused; whatever succeeds moves on, and a new one is brought as far.
        case = await stage(house)
        offered = {action["operation_id"]: action for action in case["actions"]}
        assert offered
        possible = [name for name, action in offered.items() if action["enabled"]]
        for name in sorted(set(Event) - set(possible)):
            given = await body_for(house, case, name) if name in BODIES or name in offered else None
            if given is None:
                continue
            told = problem(
                await house.post(case["id"], name, given, version=case["version"]), 409, "action_not_possible"
            )
            if name in offered:
                assert offered[name]["reason"] == told["detail"]
            else:
                assert told["reasons"] == [not_while(State(case["state"])).sv]
        for name in possible:
            given = await body_for(house, case, name)
            if given is None:
                continue
            assert offered[name]["reason"] is None
            answer = await house.post(case["id"], name, given)
            assert answer.status_code == 200, (name, answer.text)
            if (answer.json()["state"], answer.json()["tasks"]) != (case["state"], case["tasks"]):
                case = await stage(house)
        house.system.rows.clear()

    async def test_is_an_address_a_method_and_a_title_in_the_organisations_language(
        self, house: Doors
    ) -> None:
        case = await house.written()
        (withdraw,) = [action for action in case["actions"] if action["operation_id"] == "withdraw"]
        assert withdraw == {
            "operation_id": "withdraw",
            "href": f"/api/v1/cases/{case['id']}/actions/withdraw",
            "method": "POST",
            "title": "Begäran är återkallad",
            "enabled": True,
            "reason": None,
            "key": None,
            "tone": "danger",
            "previews": True,
            "order": place_of(Event.WITHDRAW),
        }

    async def test_every_address_offered_is_in_the_description(self, house: Doors) -> None:
        described = DESCRIPTION["paths"]
        case = await house.written()
        for action in case["actions"]:
            path = action["href"].replace(case["id"], "{case_id}")
            assert described[path]["post"]["operationId"] == action["operation_id"]


async def test_a_caller_is_named_in_the_history_by_role_and_token(house: Doors) -> None:
    case = await house.written()
    answer = await house.house.api(
        "POST",
        f"/cases/{case['id']}/actions/assign",
        role=Role.LEAD,
        json={"to": "hilda"},
        headers={"If-Match": f'"{case["version"]}"'},
    )
    assert answer.json()["assignee"] == "hilda"
    events = (await house.house.read(f"/cases/{case['id']}/events"))["items"]
    (assigned,) = [event for event in events if event["event"] == "assign"]
    assert assigned["actor_kind"] == "lead"
    assert assigned["actor"].startswith("lead-")
