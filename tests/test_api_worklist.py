"""The work list over HTTP: its views, what narrows them, what a line tells, and how much is in each."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from app import clock, embedded
from app.vocabulary import Role, View
from app.workflows import views
from tests.doors import Doors, doors, paths, problem
from tests.house import mail, until


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("worklist")) as house:
        yield house


def ago(**time: float) -> str:
    return (clock.now() - timedelta(**time)).isoformat()


async def listed(house: Doors, **query: Any) -> dict[str, dict[str, Any]]:
    """Give the lines of a whole list by their references, page by page."""
    found: dict[str, dict[str, Any]] = {}
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": 200, **query, **({"cursor": cursor} if cursor else {})}
        page = await house.house.read("/cases", params=asked)
        found |= {item["reference"]: item for item in page["items"]}
        cursor = page["next_cursor"]
    return found


async def counted(house: Doors, **query: Any) -> dict[str, dict[str, Any]]:
    return {item["view"]: item for item in (await house.house.read("/views", params=query))["items"]}


async def line_of(house: Doors, reference: str, **query: Any) -> dict[str, Any]:
    return (await listed(house, q=reference, **query))[reference]


class TestViews:
    async def test_a_case_is_in_the_views_it_belongs_to_and_in_no_other(self, house: Doors) -> None:
        label = (await house.written())["id"]  # whoever wrote it down is who asks
        events = (await house.house.read(f"/cases/{label}/events"))["items"]
        me = events[0]["actor"]
        cases = {
            "mine": await house.written(name="Min Egen"),
            "others": await house.written(name="Någon Annans"),
            "late": await house.written(name="Sen Saga", said_at=ago(days=60)),
            "soon": await house.written(name="Snar Snöre", said_at=ago(days=26)),
            "unclear": await house.written(name="Oklar Olle", rights=[], words="Vad kostar en truck?"),
            "complaint": await house.written("complaint", name="Klara Klagar"),
            "gone": await house.written(name="Borta Bengt"),
        }
        await house.house.act(cases["mine"]["id"], "assign", to=me)
        await house.house.act(cases["others"]["id"], "assign", to="bo-desk")
        await house.house.act(cases["gone"]["id"], "withdraw", reason="Ångrade sig.")
        reference = {name: case["reference"] for name, case in cases.items()}
        expected = {
            "mine": {"mine"},
            "unassigned": {"late", "soon", "unclear", "complaint"},
            "soon": {"late", "soon"},
            "late": {"late"},
            "waiting": {"mine", "others", "late", "soon"},
            "triage": {"unclear"},
            "suspect": set[str](),
            "open": reference.keys() - {"gone"},
            "closed": {"gone"},
        }
        ours = {reference[name]: name for name in reference}
        for view, names in expected.items():
            found = await listed(house, view=view)
            assert {ours[one] for one in found if one in ours} == names, view
            assert (await counted(house))[view]["count"] >= len(names)

    async def test_a_view_is_narrowed_by_what_a_case_is(self, house: Doors) -> None:
        case = await house.written("erasure", name="Rut Radera", channel="desk")
        plain = await house.written(name="Per Plan")
        for query in (
            {"view": "waiting", "right": "erasure"},
            {"view": "open", "channel": "desk"},
            {"view": "open", "state": "verifying", "right": "erasure"},
            {"channel": "desk"},
            {"right": "erasure"},
            {"q": "Rut", "view": "open"},
            {"q": "Rut", "right": "erasure"},
        ):
            found = await listed(house, **query)
            assert case["reference"] in found, query
            assert plain["reference"] not in found, query
        for query in (
            {"view": "closed", "q": "Rut"},
            {"right": "portability"},
            {"q": "Rut", "channel": "phone"},
        ):
            assert case["reference"] not in await listed(house, **query), query

    async def test_somebodys_cases_are_found_in_any_part(self, house: Doors) -> None:
        case = await house.written(name="Tilda Delad", said_at=ago(days=61))
        await house.house.act(case["id"], "assign", to="karin-desk")
        for query in (
            {"assignee": "karin-desk"},
            {"assignee": "karin-desk", "view": "open"},
            {"assignee": "karin-desk", "view": "late"},
            {"assignee": "karin-desk", "state": "verifying"},
            {"assignee": "karin-desk", "q": "Tilda"},
        ):
            assert list(await listed(house, **query)) == [case["reference"]], query
        assert await listed(house, assignee="karin-desk", view="unassigned") == {}
        assert await listed(house, assignee="karin-desk", view="mine") == {}

    async def test_a_list_is_walked_from_either_end(self, house: Doors) -> None:
        for day in (1, 2, 3, 3):
            await house.written(said_at=ago(days=day))
        soonest = [(item["effective_due"], item["id"]) for item in (await listed(house, limit=3)).values()]
        latest = [
            (item["effective_due"], item["id"])
            for item in (await listed(house, limit=3, sort="-due")).values()
        ]
        assert soonest == sorted(soonest)
        assert latest == soonest[::-1]

    async def test_pages_that_fit_nothing_lead_on_to_those_that_do(
        self, house: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.queries.worklist.LOOKED_AT", 2)
        case = await house.written("information_request", name="Ida Insyn")
        for _ in range(3):
            await house.written(said_at=ago(days=9))
        assert case["reference"] in await listed(house, view="open", right="information_request", limit=1)

    @pytest.mark.parametrize(
        ("query", "path"),
        [
            ("view=all", "query.view"),
            ("view=quarantine", "query.view"),
            ("right=everything", "query.right"),
            ("channel=pigeon", "query.channel"),
            ("sort=name", "query.sort"),
            ("lang=xx", "query.lang"),
            (f"assignee={'x' * 81}", "query.assignee"),
        ],
    )
    async def test_what_makes_no_sense_is_named_by_its_field(
        self, house: Doors, query: str, path: str
    ) -> None:
        assert paths(await house.house.api("GET", f"/cases?{query}")) == [path]

    async def test_another_organisation_sees_nothing_of_it(self, house: Doors) -> None:
        await house.written()
        for view in ("mine", "open", "unassigned", "waiting", "soon"):
            assert (await house.stranger.read(f"/cases?view={view}"))["items"] == []
        assert {item["count"] for item in (await house.stranger.read("/views"))["items"]} == {0}

    async def test_only_staff_may_look(self, house: Doors) -> None:
        for path in ("/views", "/cases?view=mine"):
            problem(await house.house.api("GET", path, role=Role.INBOX), 403, "not_permitted")


class TestCounts:
    async def test_every_view_is_named_in_the_callers_language(self, house: Doors) -> None:
        for language in ("sv", "nb", "nn", "en"):
            found = await counted(house, lang=language)
            assert list(found) == [view.value for view in View]
            assert [item["title"] for item in found.values()] == [
                getattr(views.TITLES[view], language) for view in View
            ]
            assert all(item["title"] for item in found.values())

    async def test_what_waits_to_be_sorted_is_counted_as_messages(self, house: Doors) -> None:
        before = (await counted(house))["triage"]["count"]
        message = mail("Fråga", "Hej! Kan ni höra av er om mina uppgifter någon gång?")
        message_id = await house.house.hand_in(message.as_bytes())
        state = "stored"
        while state == "stored":
            state = (await house.house.read(f"/messages/{message_id}"))["state"]
        assert state == "triage"
        assert (await counted(house))["triage"]["count"] == before + 1

    async def test_counts_stop_and_say_so(self, house: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.queries.worklist.COUNTED", 2)
        for _ in range(3):
            await house.written()
        found = await counted(house)
        assert (found["open"]["count"], found["open"]["more"]) == (2, True)
        assert (found["suspect"]["count"], found["suspect"]["more"]) == (0, False)


class TestLines:
    async def test_a_line_tells_how_much_time_is_left(self, house: Doors) -> None:
        case = await house.written(said_at=ago(days=60))
        line = await line_of(house, case["reference"])
        assert line["days_left"] < 0
        assert (line["pressure"], line["share_used"]) == ("late", 1.0)
        fresh = await line_of(house, (await house.written())["reference"])
        assert fresh["days_left"] > 20
        assert (fresh["pressure"], fresh["share_used"]) == ("waiting", 0.0)
        heard = await line_of(house, (await house.written("complaint"))["reference"])
        assert heard["pressure"] == "calm"

    async def test_a_line_says_where_the_case_stands_and_what_comes_next(self, house: Doors) -> None:
        case = await house.written("complaint", name="Nästa Steg")
        line = await line_of(house, case["reference"])
        assert line["stage"] == "Under granskning"
        assert line["next_action"] == {"operation_id": "approve", "title": "Skicka svaret"}
        told = await line_of(house, case["reference"], lang="en")
        assert (told["stage"], told["next_action"]["title"]) == ("Being reviewed", "Send the answer")
        assert line["next_action"]["operation_id"] in {
            action["operation_id"] for action in (await house.house.case(case["id"]))["actions"]
        }

    async def test_a_round_that_waits_for_systems_says_how_many_have_answered(self, house: Doors) -> None:
        case = await house.identified()

        async def asked() -> bool:
            return len((await house.house.case(case["id"]))["tasks"]) == 2

        await until(asked)
        line = await line_of(house, case["reference"])
        assert line["stage"].startswith("Under insamling ")
        counted = line["stage"].removeprefix("Under insamling ")
        assert counted in ("0/2", "1/2")

    async def test_a_closed_case_presses_no_more(self, house: Doors) -> None:
        case = await house.written(said_at=ago(days=60))
        await house.house.act(case["id"], "withdraw", reason="Ångrade sig.")
        line = await line_of(house, case["reference"])
        assert (line["days_left"], line["share_used"], line["pressure"]) == (None, None, "done")
        assert (line["next_action"], line["stage"]) == (None, "Avslutat")

    async def test_what_the_person_wrote_is_unread_until_somebody_acts(self, house: Doors) -> None:
        case = await house.written(name="Skriver Ofta", email="skriver@post.example")
        reference = case["reference"]
        assert (await line_of(house, reference))["unread"] == 0
        for number in (1, 2):
            message = mail(
                f"Re: {reference}",
                f"En sak till, nummer {number}.",
                sender="Skriver Ofta <skriver@post.example>",
            )
            await house.house.case_of(await house.house.hand_in(message.as_bytes()))
            assert (await line_of(house, reference))["unread"] == number
        await house.house.act(case["id"], "note", text="Läst.")
        assert (await line_of(house, reference))["unread"] == 0


async def test_what_looks_like_a_robots_is_marked_until_somebody_accepts_it(house: Doors) -> None:
    form = {
        "kinds": "access",
        "name": "Kanske Robot",
        "email": "kanske@post.example",
        "topic": "https://spam.example/",
    }
    answer = await house.house.http.post("/r/nordstaff/sv", data=form)
    assert answer.status_code in (200, 303), answer.text
    ((reference, line),) = (await listed(house, view="suspect")).items()
    assert (line["suspect"], line["state"]) == (True, "triage")
    assert reference in await listed(house, view="triage")
    await house.house.act(line["id"], "accept", rights=["access"])
    assert await listed(house, view="suspect") == {}
    assert (await line_of(house, reference))["suspect"] is False
