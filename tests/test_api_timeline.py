"""The case screen: what happened, in whose words; other cases of the person; letters; choices; previews."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from httpx import ASGITransport

from app.intake import from_page
from app.interface.dictionary import _happened, happened
from app.main import create_app
from app.models.actions import INPUTS
from app.vocabulary import Event, Happening, Language, Right, Role
from app.workflows.people import Applicant
from app.workflows.status import status
from app.workflows.visits import Visit
from tests.clockwork import ANNA, Clockwork, System, clockwork, manual, profile
from tests.house import give_token
from tests.postbag import PNG

LONG = "Uppgifterna finns i tre system och måste granskas post för post eftersom de rör flera personer."
ANOTHER = Applicant("Björn Öst", "bjorn@post.example", "+46 70 174 06 99")


class Desk:
    """A handler's hands on the API of a house whose jobs are done one by one."""

    def __init__(self, house: Clockwork, http: httpx.AsyncClient, token: str) -> None:
        self.house, self.http = house, http
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, status: int = 200, **params: Any) -> Any:
        answer = await self.http.get(f"/api/v1{path}", headers=self.headers, params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path: str, body: object, status: int = 200, **headers: str) -> Any:
        answer = await self.http.post(
            f"/api/v1{path}",
            headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()},
            json=body,
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    async def page(self, path: str, status: int = 200, **form: str) -> str:
        """Give a letter as it looks; asked with a form where there is something to send."""
        method = "POST" if "/previews/" in path else "GET"
        answer = await self.http.request(method, f"/api/v1{path}", headers=self.headers, data=form or None)
        assert answer.status_code == status, answer.text
        policy = answer.headers["content-security-policy"]
        if status == 200:
            assert policy.startswith("sandbox; default-src 'none'; ")
            assert "frame-ancestors 'self'" in policy
        return answer.text

    async def timeline(self, case_id: UUID, **params: Any) -> list[dict[str, Any]]:
        return list((await self.get(f"/cases/{case_id}/timeline", **params))["items"])

    async def preview(self, case_id: UUID, action: str, body: object, status: int = 200) -> Any:
        return await self.post(f"/cases/{case_id}/previews/{action}", body, status)


@pytest.fixture
async def desk(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Desk]:
    declared = profile(manual("candidates"), manual("binder", "Pärmen"))
    async with clockwork(database, tmp_path, monkeypatch, declared) as house:
        house.systems["candidates"] = System()
        token = await give_token(house.office, house.organisation_id, Role.HANDLER)
        app = create_app(house.office)
        async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://house.example") as http:
            yield Desk(house, http, token)


async def rows(house: Clockwork) -> dict[str, int]:
    """Give how many rows every table has, the queue's too."""
    tables = await house.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [str(row["tablename"]) for row in tables]
    return {name: (await house.sql(f'SELECT count(*) AS n FROM "{name}"'))[0]["n"] for name in names}


async def everything(house: Clockwork, case_id: UUID) -> str:
    """Give the case's row and its children's as text, to see that nothing of them changed."""
    found = [
        await house.sql(f"SELECT * FROM {table} WHERE {column} = $1 ORDER BY 1, 2", case_id)
        for table, column in (
            ("cases", "id"), ("letters", "case_id"), ("notes", "case_id"), ("tasks", "case_id"),
            ("pauses", "case_id"), ("findings", "case_id"), ("extracts", "case_id"), ("audit_events", "case_id"),
        )
    ]  # fmt: skip
    return str([[dict(row) for row in part] for part in found])


# The timeline.


def test_everything_that_can_happen_is_told_in_every_language() -> None:
    assert set(_happened()) == {*Event, *Happening}
    for words in _happened().values():
        assert all((words.sv, words.nb, words.nn, words.en))
    assert happened("extract_downloaded", Language.SV) == "Utdraget hämtades"
    assert happened("never_heard_of", Language.SV) == "never_heard_of"


async def test_everything_stands_in_one_list_newest_first(desk: Desk) -> None:
    house = desk.house
    case_id = await house.open()
    await house.do_jobs()
    visit = Visit(house.organisation_id, case_id, None, 1, b"")
    await from_page.write(house.office, visit, "Jag bytte namn förra året.", (), house.at)
    await house.act(case_id, Event.NOTE, text="Ringer i morgon.")
    await house.act(case_id, Event.WRITE, text="Tack, det ser vi på.")
    await house.act(
        case_id,
        Event.EXTEND,
        reason="complexity",
        explanation="Uppgifterna finns i tre system och rör flera.",
    )
    items = await desk.timeline(case_id)
    assert [item["at"] for item in items] == sorted((item["at"] for item in items), reverse=True)
    kinds = {
        kind: [item for item in items if item["kind"] == kind]
        for kind in ("note", "message_in", "letter_out", "log")
    }
    (note,), (message,) = kinds["note"], kinds["message_in"]
    assert (note["text"], note["internal"], note["title"]) == ("Ringer i morgon.", True, "Intern anteckning")
    assert (message["text"], message["internal"]) == ("Jag bytte namn förra året.", False)
    assert message["message_id"]
    own = next(item for item in kinds["letter_out"] if item["title"] == "Meddelande till personen")
    assert "Tack, det ser vi på." in own["text"]
    assert (own["state"], own["internal"]) == ("queued", False)
    assert own["actor"] == items[0]["actor"]
    log = {item["event"]: item for item in kinds["log"]}
    assert "note" not in log
    assert "message_received" not in log
    assert log["write"]["text"] == ""
    assert log["extend"]["title"] == "Svarstiden förlängdes"
    assert all(item["internal"] for item in kinds["log"])
    norwegian = {item["event"]: item["title"] for item in await desk.timeline(case_id, lang="nn")}
    assert norwegian["extend"] == "Svarfristen vart forlengd"


async def test_a_reason_stands_with_its_event_and_a_download_with_who_fetched(desk: Desk) -> None:
    house = desk.house
    case_id = await house.open()
    await house.do_jobs()
    await house.act(case_id, Event.FORWARD, controller="Kundbolaget AB", reason="Uppgifterna är deras.")
    (event,) = [item for item in await desk.timeline(case_id) if item["event"] == "forward"]
    assert event["text"] == "Kundbolaget AB\nUppgifterna är deras."
    assert event["state"] == "closed"
    assert [item for item in await desk.timeline(case_id) if item["kind"] == "note"] == []


async def test_pages_join_without_a_gap_or_a_repeat(desk: Desk) -> None:
    house = desk.house
    case_id = await house.open()
    await house.do_jobs()
    for number in range(7):
        await house.act(case_id, Event.NOTE, text=f"Anteckning {number}")  # all at the same instant
    whole = await desk.timeline(case_id, limit=200)
    got: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await desk.get(f"/cases/{case_id}/timeline", limit=2, cursor=cursor or "")
        got += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert got == whole
    assert len(whole) >= 9
    await desk.get(f"/cases/{case_id}/timeline", 422, cursor="nonsense")


async def test_no_link_or_code_of_the_person_is_shown_to_a_handler(desk: Desk) -> None:
    house = desk.house
    case_id = await house.open(Right.ACCESS)
    await house.do_jobs()
    letters = (await house.shown(case_id)).letters
    for letter in letters:
        shown = await desk.get(f"/cases/{case_id}/letters/{letter.id}")
        sheet = str(shown)
        assert "/s/•••" in sheet
        assert not [word for word in sheet.split("/s/")[1:] if not word.startswith("•••")]
    first = await desk.get(f"/cases/{case_id}/letters/{letters[0].id}")
    assert first["to"] == ANNA.email
    assert first["subject"].endswith(f"[{(await house.case(case_id)).reference}]")
    assert "Anna Lindqvist" in first["text"]
    assert first["html"].startswith("<!")
    other = await house.open()
    await desk.get(f"/cases/{other}/letters/{letters[0].id}", 404)


async def test_a_colleague_puts_files_with_a_case_which_the_person_does_not_see(desk: Desk) -> None:
    case_id = await desk.house.open()
    sent = [
        ("files", ("brev.pdf", b"%PDF-1.7\nlapp", "text/plain")),
        ("files", ("bild.png", PNG, "image/png")),
    ]
    path = f"/api/v1/cases/{case_id}/files"
    answer = await desk.http.post(
        path, headers=desk.headers, files=sent, data={"text": "Lämnat i receptionen."}
    )
    assert answer.status_code == 201, answer.text
    (item,) = [item for item in await desk.timeline(case_id) if item["kind"] == "message_in"]
    assert item["message_id"] == answer.json()["message_id"]
    assert (item["internal"], item["title"], item["text"]) == (
        True,
        "Filer lades till",
        "Lämnat i receptionen.",
    )
    shown = await desk.get(f"/messages/{item['message_id']}/text")
    assert [(file["name"], file["size"]) for file in shown["files"]] == [
        ("brev.pdf", 13),
        ("bild.png", len(PNG)),
    ]
    fetched = await desk.http.get(f"/api/v1/messages/{item['message_id']}/files/0", headers=desk.headers)
    assert fetched.content == b"%PDF-1.7\nlapp"
    visit = Visit(desk.house.organisation_id, case_id, None, 2, b"")
    assert (await status(desk.house.office, visit, desk.house.at)).messages == ()
    await desk.get(f"/cases/{case_id}/timeline")
    unknown = await desk.http.post(f"/api/v1/cases/{UUID(int=7)}/files", headers=desk.headers, files=sent)
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("program.pdf", b"MZ\x90\x00"), ("tom.pdf", b""), ("stor.pdf", b"%PDF-1.7" + bytes(5_000_000))],
)
async def test_a_file_of_another_kind_is_refused_by_name_and_nothing_is_kept(
    desk: Desk, name: str, content: bytes
) -> None:
    case_id = await desk.house.open()
    sent = [("files", ("ok.pdf", b"%PDF-1.7\n")), ("files", (name, content))]
    answer = await desk.http.post(f"/api/v1/cases/{case_id}/files", headers=desk.headers, files=sent)
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == "files"
    assert name in answer.json()["fields"][0]["message"]
    assert [item for item in await desk.timeline(case_id) if item["kind"] == "message_in"] == []


async def test_more_files_than_are_taken_at_once_are_refused_and_none_is_lost_unsaid(desk: Desk) -> None:
    case_id = await desk.house.open()
    sent = [("files", (f"{number}.pdf", b"%PDF-1.7\n")) for number in range(11)]
    answer = await desk.http.post(f"/api/v1/cases/{case_id}/files", headers=desk.headers, files=sent)
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == "files"
    assert [item for item in await desk.timeline(case_id) if item["kind"] == "message_in"] == []


async def test_texts_stand_ready_filled_in_from_the_case(desk: Desk) -> None:
    case_id = await desk.house.open()
    texts = (await desk.get(f"/cases/{case_id}/texts"))["items"]
    reference = (await desk.get(f"/cases/{case_id}"))["reference"]
    assert any(reference in one["text"] for one in texts)


async def test_the_log_is_one_page_to_print_in_the_order_of_time(desk: Desk) -> None:
    house = desk.house
    case_id = await house.open()
    await house.do_jobs()
    await house.act(case_id, Event.NOTE, text="<script>alert(1)</script> Ringer i morgon.")
    answer = await desk.http.get(f"/api/v1/cases/{case_id}/log", headers=desk.headers, params={"lang": "nn"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    assert f"Sakslogg {(await house.case(case_id)).reference}" in page
    assert "Slik vart svarfristen rekna ut" in page
    assert page.index("Saka vart opna") < page.index("Internt notat")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert (await house.history(case_id))[-1].hash.hex() in page
    await desk.get(f"/cases/{UUID(int=7)}/log", 404)


# Other cases of the person.


async def test_a_person_is_known_again_by_address_and_number_never_by_name(desk: Desk) -> None:
    house = desk.house
    first = await house.open()
    again = await house.open()
    by_phone = await house.open(applicant=Applicant("A. Lind", "", ANNA.phone))
    await house.open(applicant=ANOTHER)
    await house.open(applicant=Applicant(ANNA.name, "annan.anna@post.example", ""))
    found = {item["id"] for item in (await desk.get(f"/cases/{first}/related"))["items"]}
    assert found == {str(again), str(by_phone)}
    assert (await desk.get(f"/cases/{by_phone}/related"))["items"][0]["reference"]


# What forms let choose from.


async def test_every_address_of_choices_in_a_form_is_answered(desk: Desk) -> None:
    house = desk.house
    case_id = await house.identified(Right.ACCESS)
    await house.act(case_id, Event.WRITE, text="Ett brev som väntar.")
    addresses = {
        str(field.json_schema_extra["x-options"])
        for needs in INPUTS.values()
        for field in needs.model_fields.values()
        if isinstance(field.json_schema_extra, dict) and "x-options" in field.json_schema_extra
    }
    assert len(addresses) >= 8
    for address in addresses:
        path = address.removeprefix("/api/v1").replace("{case_id}", str(case_id))
        for item in (await desk.get(path, q=""))["items"]:
            assert item.keys() == {"value", "label"}
    (task,) = (await desk.get(f"/cases/{case_id}/options/waiting"))["items"]
    assert task["label"] == "Pärmen – sök och lämna ut, väntar på systemägaren"
    assert (await desk.get(f"/cases/{case_id}/options/waiting", q="lön"))["items"] == []
    (letter,) = (await desk.get(f"/cases/{case_id}/options/letters"))["items"]
    await house.act(case_id, Event.RECALL_LETTER, letter_id=letter["value"])
    assert (await desk.get(f"/cases/{case_id}/options/letters"))["items"] == []
    reference = (await house.case(case_id)).reference
    (case,) = (await desk.get("/options/cases", q=reference))["items"]
    assert case == {"value": str(case_id), "label": f"{reference} {ANNA.name}"}
    (named,) = (await desk.get("/options/references", q="lindqv"))["items"]
    assert named["value"] == reference


# Previews.


@pytest.mark.parametrize(
    ("action", "body", "letter", "words"),
    [
        (
            "write",
            {"text": "Vi har hittat två anställningar."},
            "message",
            "Vi har hittat två anställningar.",
        ),
        ("refuse", {"ground": "excessive", "facts": "Tionde gången i år."}, "refusal", "Tionde gången i år."),
        (
            "extend",
            {"reason": "complexity", "explanation": LONG},
            "extension",
            LONG[:40],
        ),
        (
            "ask_clarification",
            {"question": "Vilket år?", "reason": "För vitt."},
            "clarification",
            "Vilket år?",
        ),
        ("forward", {"controller": "Kundbolaget AB", "reason": "Deras."}, "closed", "Kundbolaget AB"),
        ("withdraw", {"reason": "Ångrade sig."}, "closed", "återkall"),
        ("send_link", {}, "acknowledgement", "tagit emot din begäran"),
    ],
)
async def test_a_preview_is_the_letter_itself_and_changes_nothing(
    desk: Desk, action: str, body: dict[str, Any], letter: str, words: str
) -> None:
    house = desk.house
    case_id = await house.open()
    await house.do_jobs()
    before, counts = await everything(house, case_id), await rows(house)
    (shown,) = (await desk.preview(case_id, action, body))["letters"]
    assert (shown["letter"], shown["to"], shown["language"]) == (letter, ANNA.email, "sv")
    assert words in shown["text"]
    assert words in shown["html"]
    page = await desk.page(f"/cases/{case_id}/previews/{action}/page", given=json.dumps(body))
    assert page == shown["html"]
    assert await rows(house) == counts
    assert await everything(house, case_id) == before

    await house.act(case_id, Event(action), **body)
    await house.do_jobs()
    row = [one for one in (await house.shown(case_id)).letters if one.letter == letter][-1]
    sent = await desk.get(f"/cases/{case_id}/letters/{row.id}")
    assert sent["subject"] == shown["subject"]
    assert sent["text"].strip() == shown["text"].strip()
    assert await desk.page(f"/cases/{case_id}/letters/{row.id}/page") == sent["html"]


async def test_the_preview_of_an_answer_counts_what_the_extract_holds(desk: Desk) -> None:
    house = desk.house
    house.systems["candidates"].rows = {
        str(number): {"email": ANNA.email, "note": f"Rad {number}"} for number in range(3)
    }
    case_id = await house.identified(Right.ACCESS)
    (task,) = [one for one in await house.tasks(case_id) if one.system == "binder"]
    await house.act(case_id, Event.SETTLE_TASK, task_id=task.id, state="done", reason="Inget fanns.")
    await house.do_jobs()
    assert (await house.case(case_id)).state == "reviewing"
    found = (await desk.get(f"/cases/{case_id}/findings"))["items"]
    await house.act(case_id, Event.REVIEW_ITEMS, items=None, review="include")
    await house.act(
        case_id, Event.REVIEW_ITEMS, items=[found[0]["id"]], review="withhold", ground="rights_of_others"
    )
    await house.act(
        case_id, Event.REVIEW_ITEMS, items=[found[1]["id"]], review="redact", ground="rights_of_others",
        fields=["note"],
    )  # fmt: skip
    before, counts = await everything(house, case_id), await rows(house)
    told = await desk.preview(case_id, "approve", {"message": "Hej, här är allt."})
    assert await rows(house) == counts
    assert await everything(house, case_id) == before
    (letter,) = told["letters"]
    assert letter["letter"] == "answer_ready"
    extract = told["extract"]
    assert (extract["included"], extract["redacted"], extract["withheld"]) == (1, 1, 1)
    system = {one["system"]: one for one in extract["systems"]}["candidates"]
    assert (system["included"], system["redacted"], system["withheld"]) == (1, 1, 1)
    assert system["outcome"] == "Sökt. 3 poster om dig."


async def test_a_preview_refuses_as_its_action_would(desk: Desk) -> None:
    case_id = await desk.house.open()
    counts = await rows(desk.house)
    told = await desk.preview(case_id, "approve", {}, 409)
    assert told["reasons"]
    wrong = await desk.preview(case_id, "refuse", {"ground": "dislike", "facts": "abc"}, 422)
    assert [field["path"] for field in wrong["fields"]] == ["ground"]
    opened = await desk.preview(case_id, "write", {"text": "Hej [namn], välkommen."}, 422)
    assert [field["path"] for field in opened["fields"]] == ["text"]
    await desk.preview(case_id, "begin", {}, 404)
    await desk.preview(UUID(int=7), "note", {"text": "abc"}, 404)
    page = f"/cases/{case_id}/previews/write/page"
    await desk.page(page, 404, given='{"text": "Hej hopp."}', letter="1")
    await desk.page(page, 422, given='{"text": ')
    await desk.page(page, 422, given='{"text": "[namn]"}')
    await desk.page(page, 422)
    await desk.page(f"/cases/{UUID(int=7)}/previews/write/page", 404, given="{}")
    assert await rows(desk.house) == counts


async def test_what_leaves_nowhere_and_what_holds_a_number_is_warned_of(desk: Desk) -> None:
    house = desk.house
    unreachable = await house.open(applicant=Applicant("Anna Lind", "", ANNA.phone))
    told = await desk.preview(unreachable, "withdraw", {"reason": "Ringde och ångrade sig."})
    assert told["letters"] == []
    assert told["warnings"] == [
        "Personen har ingen e-postadress. Inget brev skickas; lämna beskedet på annat sätt."
    ]
    finnish = await house.open(language=Language.FI)
    told = await desk.preview(finnish, "withdraw", {"reason": "Gäller 121212-1212."})
    assert told["letters"][0]["language"] == "en"
    assert len(told["warnings"]) == 2


async def test_a_number_in_a_note_is_warned_of_and_kept(desk: Desk) -> None:
    case_id = await desk.house.open()
    version = (await desk.house.case(case_id)).version
    told = await desk.post(
        f"/cases/{case_id}/actions/note", {"text": "Hon är 121212-1212."}, 200, if_match=f'"{version}"'
    )
    assert told["warnings"] == [
        "Texten ser ut att innehålla ett personnummer. Ta bort det om det inte behövs."
    ]
    assert told["notes"][0]["text"] == "Hon är 121212-1212."
    assert (await desk.get(f"/cases/{case_id}"))["warnings"] == []


# The description.


async def test_the_description_is_for_callers_and_asked_for_once(desk: Desk) -> None:
    assert (await desk.http.get("/openapi.json")).status_code == 401
    whole = await desk.http.get("/openapi.json", headers=desk.headers)
    assert "/metrics" in whole.json()["paths"]
    told = await desk.http.get("/openapi.json?lang=nb", headers=desk.headers)
    assert "/metrics" not in told.json()["paths"]
    note = told.json()["paths"]["/api/v1/cases/{case_id}/actions/note"]["post"]
    assert note["summary"] == "Skriv et notat"
    assert told.headers["cache-control"] == "private, no-cache"
    again = await desk.http.get(
        "/openapi.json?lang=nb", headers=desk.headers | {"If-None-Match": told.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = await desk.http.get("/openapi.json?lang=nn", headers=desk.headers)
    assert other.headers["etag"] != told.headers["etag"]
