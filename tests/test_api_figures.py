"""Figures over HTTP: a dozen cases counted by hand, who may see them, behind the walls, and as CSV."""

import csv
import io
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import pytest

from app import clock, embedded
from app.main import create_app
from app.models.member import Invitation
from app.models.reporting import FigureTable
from app.office import Office
from app.vocabulary import Channel, ExtensionReason, Language, Outcome, RefusalGround, Right, Role, State
from app.workflows.members import invite
from tests.clockwork import a_database
from tests.doors import paths, problem
from tests.house import give_token
from tests.offices import a_case, an_office, an_organisation

NOW = datetime(2026, 6, 17, 9, 0, tzinfo=UTC)
"""A Wednesday; in Stockholm it is eleven."""
CLOSED = {"state": State.CLOSED, "outcome": Outcome.FULFILLED}


def june(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def due(day: date, legal: date | None = None) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
    return {"effective_due": day, "legal_due": legal or day, "due_at": at}


HOUSE: dict[str, dict[str, Any]] = {
    # Answered in the period of 1 to 17 June.
    "in time": {
        **CLOSED, "received_at": june(1), "answered_at": june(5), "closed_at": june(5), "assignee": "anna",
        **due(date(2026, 7, 1)),
    },
    "in time on the last minute": {  # half to midnight there, the day after that in UTC is no matter
        **CLOSED, "received_at": datetime(2026, 5, 4, 9, tzinfo=UTC), "answered_at": june(4, 21),
        "closed_at": june(4, 21), "assignee": "anna", "channel": Channel.PHONE, **due(date(2026, 6, 4)),
        "rights": [Right.ACCESS, Right.ERASURE],
    },
    "after the promise": {
        **CLOSED, "received_at": datetime(2026, 5, 5, 9, tzinfo=UTC), "answered_at": june(5, 9),
        "closed_at": june(8), "assignee": "bo", **due(date(2026, 6, 4), date(2026, 6, 5)),
    },
    "late": {  # past midnight there, though not in UTC
        "state": State.ANSWERED, "received_at": datetime(2026, 4, 1, 9, tzinfo=UTC),
        "answered_at": june(1, 22), "assignee": "bo", **due(date(2026, 6, 1)),
        "rights": [Right.RECTIFICATION],
    },
    "extended and refused": {
        **CLOSED, "outcome": Outcome.REFUSED, "received_at": datetime(2026, 3, 20, 9, tzinfo=UTC),
        "answered_at": june(10), "closed_at": june(10), "extended_at": datetime(2026, 4, 2, tzinfo=UTC),
        "extension_reason": ExtensionReason.COMPLEXITY, "refusal_ground": RefusalGround.EXCESSIVE,
        **due(date(2026, 6, 22)), "rights": [Right.ERASURE],
    },
    "nobody could say who it was": {
        **CLOSED, "outcome": Outcome.IDENTITY_NOT_CONFIRMED, "received_at": june(2), "closed_at": june(16),
        "refusal_ground": RefusalGround.CANNOT_IDENTIFY, **due(date(2026, 7, 2)),
    },
    # Closed without an answer: no request, the same again, withdrawn.
    "no request": {**CLOSED, "outcome": Outcome.NOT_A_REQUEST, "received_at": june(3), "closed_at": june(3),
                   "rights": []},
    "the same again": {**CLOSED, "outcome": Outcome.DUPLICATE, "received_at": june(3), "closed_at": june(3)},
    "withdrawn": {**CLOSED, "outcome": Outcome.WITHDRAWN, "received_at": june(9), "closed_at": june(11),
                  "assignee": "anna"},
    # Open.
    "open and late": {"state": State.COLLECTING, "received_at": datetime(2026, 5, 10, 9, tzinfo=UTC),
                      "assignee": "anna", **due(date(2026, 6, 16))},
    "open for today": {"state": State.REVIEWING, "received_at": datetime(2026, 5, 18, 9, tzinfo=UTC),
                       "assignee": "anna", **due(date(2026, 6, 17))},
    "open, waiting": {"state": State.VERIFYING, "received_at": june(16), **due(date(2026, 7, 16))},
    "open, not sorted": {"state": State.TRIAGE, "received_at": june(17, 8), "rights": [],
                         "channel": Channel.FORM, **due(date(2026, 7, 17))},
    "open, extended": {
        "state": State.COLLECTING, "received_at": datetime(2026, 5, 1, 9, tzinfo=UTC), "assignee": "anna",
        "extended_at": june(1), "extension_reason": ExtensionReason.NUMBER_OF_REQUESTS,
        **due(date(2026, 8, 3)),
    },
    # Nobody asked: it only tried the way out.
    "a trial": {**CLOSED, "trial": True, "received_at": june(3), "answered_at": june(4), "closed_at": june(5),
                "assignee": "anna", **due(date(2026, 6, 4))},
    "a trial that nobody could say who": {
        **CLOSED, "trial": True, "outcome": Outcome.IDENTITY_NOT_CONFIRMED, "received_at": june(2),
        "closed_at": june(16), **due(date(2026, 7, 2)),
    },
    "a trial, open": {"trial": True, "state": State.COLLECTING, "received_at": june(3), "assignee": "anna",
                      **due(date(2026, 6, 10))},
    # Outside of it.
    "before": {**CLOSED, "received_at": datetime(2026, 5, 1, 9, tzinfo=UTC),
               "answered_at": datetime(2026, 5, 31, 21, 59, tzinfo=UTC), "closed_at": datetime(2026, 5, 31, tzinfo=UTC),
               "assignee": "anna", **due(date(2026, 6, 1))},
}  # fmt: skip


class Counted(NamedTuple):
    """A house whose cases were counted by hand, a stranger's beside it, and who asks."""

    office: Office
    mine: UUID
    theirs: UUID
    http: httpx.AsyncClient
    tokens: dict[tuple[UUID, Role], str]

    async def ask(
        self, path: str = "", role: Role = Role.LEAD, whose: UUID | None = None, **query: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[whose or self.mine, role]}"}
        return await self.http.get(f"/api/v1/figures{path}", params=query, headers=headers)

    async def read(self, **query: Any) -> dict[str, Any]:
        answer = await self.ask(**query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture(scope="module")
async def counted(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Counted]:
    async with (
        a_database(server, template) as database,
        an_office(database, tmp_path_factory.mktemp("figures")) as office,
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: NOW)
            mine, theirs = [await an_organisation(office, slug) for slug in ("nordbemanning", "vikarservice")]
            tokens = {
                (whose, role): await give_token(office, whose, role)
                for whose in (mine, theirs)
                for role in Role
            }
            async with office.db.transaction(mine) as session:
                session.add_all(a_case(mine, f"NB-{name}", **facts) for name, facts in HOUSE.items())
                free = Invitation(name="Fri Frida", email="frida@nordbemanning.example", role=Role.HANDLER)
                await invite(session, await office.desk(session), free, NOW)
            transport = httpx.ASGITransport(create_app(office))
            async with httpx.AsyncClient(transport=transport, base_url="http://figures") as http:
                yield Counted(office, mine, theirs, http, tokens)


PERIOD: dict[str, Any] = {"from": "2026-06-01", "to": "2026-06-17"}


@pytest.fixture
async def told(counted: Counted) -> dict[str, Any]:
    return await counted.read(**PERIOD)


class TestCountedByHand:
    def test_the_period_is_that_of_the_organisation(self, told: dict[str, Any]) -> None:
        assert told["period"] == {
            "first_day": "2026-06-01", "last_day": "2026-06-17", "zone": "Europe/Stockholm"
        }  # fmt: skip

    def test_the_whole_in_a_line(self, told: dict[str, Any]) -> None:
        assert told["summary"] == [
            {
                # in time, identity, withdrawn, and two of the open
                "arrived": 5,
                "answered": 6,
                "in_time": 4,
                "after_promise": 1,
                "late": 1,
                "in_time_share": 0.667,
                "median_days": 31,  # of 4, 14, 31, 31, 62 and 82
                "nine_of_ten_days": 82,
                "extended": 1,
                "extended_share": 0.167,
                "refused": 2,
                "open_now": 6,
                "late_now": 1,
                "soon_now": 1,
                "extended_now": 1,
            }
        ]

    def test_weeks_begin_on_mondays(self, told: dict[str, Any]) -> None:
        assert told["weeks"] == [
            {"week": "2026-06-01", "arrived": 2, "answered": 4, "in_time": 2},
            {"week": "2026-06-08", "arrived": 1, "answered": 1, "in_time": 1},
            {"week": "2026-06-15", "arrived": 2, "answered": 1, "in_time": 1},
        ]

    def test_what_falls_due_is_told_for_eight_weeks_from_today(self, told: dict[str, Any]) -> None:
        assert [(row["week"], row["due"], row["waiting"]) for row in told["due"]] == [
            ("2026-06-15", 1, 0), ("2026-06-22", 0, 0), ("2026-06-29", 0, 0), ("2026-07-06", 0, 0),
            ("2026-07-13", 2, 1), ("2026-07-20", 0, 0), ("2026-07-27", 0, 0), ("2026-08-03", 1, 0),
        ]  # fmt: skip

    def test_open_ones_by_age_and_by_stage(self, told: dict[str, Any]) -> None:
        assert [(row["from_days"], row["to_days"], row["open"], row["late"]) for row in told["ages"]] == [
            (0, 7, 2, 0), (8, 14, 0, 0), (15, 21, 0, 0), (22, 30, 1, 0), (31, 60, 2, 1), (61, 90, 1, 0),
            (91, None, 0, 0),
        ]  # fmt: skip
        assert {row["state"]: (row["open"], row["late"]) for row in told["stages"] if row["open"]} == {
            "triage": (1, 0), "verifying": (1, 0), "collecting": (2, 1), "reviewing": (1, 0), "answered": (1, 0)
        }  # fmt: skip
        assert [row["state"] for row in told["stages"]] == [state for state in State if state != "closed"]

    def test_days_to_the_answer(self, told: dict[str, Any]) -> None:
        assert [row["answered"] for row in told["days"]] == [1, 1, 0, 0, 2, 2, 0]

    def test_who_works_on_what(self, told: dict[str, Any]) -> None:
        (free,) = [row for row in told["handlers"] if row["name"] == "Fri Frida"]
        assert free["assignee"].startswith("member-")
        assert [{**row, "assignee": row["assignee"] and row["name"]} for row in told["handlers"]] == [
            {"assignee": "anna", "name": "anna", "open": 3, "soon": 1, "late": 1, "closed": 3},
            {"assignee": "bo", "name": "bo", "open": 1, "soon": 0, "late": 0, "closed": 1},
            {"assignee": "Fri Frida", "name": "Fri Frida", "open": 0, "soon": 0, "late": 0, "closed": 0},
            {"assignee": None, "name": None, "open": 2, "soon": 0, "late": 0, "closed": 4},
        ]

    def test_by_right_each_of_several_counts(self, told: dict[str, Any]) -> None:
        assert told["rights"] == [
            {"right": "access", "arrived": 4, "answered": 4, "in_time_share": 0.75, "median_days": 14},
            {"right": "rectification", "arrived": 0, "answered": 1, "in_time_share": 0.0, "median_days": 62},
            {"right": "erasure", "arrived": 0, "answered": 2, "in_time_share": 1.0, "median_days": 31},
            {"right": None, "arrived": 1, "answered": 0, "in_time_share": None, "median_days": None},
        ]

    def test_by_channel(self, told: dict[str, Any]) -> None:
        assert told["channels"] == [
            {"channel": "email", "arrived": 4, "answered": 5, "in_time_share": 0.6, "median_days": 31},
            {"channel": "form", "arrived": 1, "answered": 0, "in_time_share": None, "median_days": None},
            {"channel": "phone", "arrived": 0, "answered": 1, "in_time_share": 1.0, "median_days": 31},
        ]

    def test_refusals_and_extensions(self, told: dict[str, Any]) -> None:
        assert told["refusals"] == [
            {"ground": "excessive", "refused": 1},
            {"ground": "cannot_identify", "refused": 1},
        ]
        assert told["extensions"] == [
            {"reason": "complexity", "answered": 1, "open": 0},
            {"reason": "number_of_requests", "answered": 0, "open": 1},
        ]

    async def test_a_period_without_anything_has_every_table_and_no_share(self, counted: Counted) -> None:
        told = await counted.read(**{"from": "2026-01-05", "to": "2026-01-11"})
        (summary,) = told["summary"]
        assert {summary[name] for name in ("in_time_share", "median_days", "extended_share")} == {None}
        assert told["weeks"] == [{"week": "2026-01-05", "arrived": 0, "answered": 0, "in_time": 0}]
        assert told["rights"] == told["channels"] == told["refusals"] == []
        assert summary["open_now"] == 6, "how it stands is not of a period"

    async def test_ninety_days_when_nobody_says(self, counted: Counted) -> None:
        told = await counted.read()
        assert (told["period"]["first_day"], told["period"]["last_day"]) == ("2026-03-20", "2026-06-17")
        assert told["summary"][0]["answered"] == 7


class TestWhoMaySee:
    @pytest.mark.parametrize("path", ["", "/weeks.csv"])
    @pytest.mark.parametrize("role", list(Role))
    async def test_those_who_answer_for_the_whole(self, counted: Counted, path: str, role: Role) -> None:
        answer = await counted.ask(path, role=role)
        if role in {Role.LEAD, Role.DPO, Role.ADMINISTRATOR}:
            assert answer.status_code == 200
        else:
            assert "leads" in problem(answer, 403, "not_permitted")["detail"]

    async def test_nobody_without_a_name(self, counted: Counted) -> None:
        problem(await counted.http.get("/api/v1/figures"), 401, "not_signed_in")

    async def test_a_stranger_counts_their_own_only(self, counted: Counted) -> None:
        told = await counted.read(whose=counted.theirs, **PERIOD)
        (summary,) = told["summary"]
        assert summary["arrived"] == summary["answered"] == summary["open_now"] == 0
        assert told["handlers"] == []

    async def test_nobody_who_asked_is_named(self, counted: Counted) -> None:
        text = (await counted.ask(**PERIOD)).text
        assert not any(name in text for name in ("NB-", "reference", "person", 'email":'))


class TestAPeriodThatIsNone:
    @pytest.mark.parametrize(
        ("query", "path"),
        [
            ({"from": "2026-06-18"}, "from"),
            ({"to": "2026-06-18"}, "to"),
            ({"from": "2024-06-16", "to": "2026-06-17"}, "from"),
            ({"from": "2026-06-10", "to": "2026-06-09"}, "from"),
            ({"from": "yesterday"}, "query.from"),
            ({"to": "2026-02-30"}, "query.to"),
        ],
    )
    async def test_says_what_to_send(self, counted: Counted, query: dict[str, Any], path: str) -> None:
        assert paths(await counted.ask(**query)) == [path]
        assert paths(await counted.ask("/days.csv", **query)) == [path]
        [said] = (await counted.ask(**query, lang="sv")).json()["fields"]
        assert said["message"].startswith("Måste vara")

    async def test_a_table_nobody_has(self, counted: Counted) -> None:
        answer = await counted.ask("/people.csv")
        assert paths(answer) == ["path.table"]
        assert "summary" in answer.json()["fields"][0]["message"]


def cells(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


class TestSheets:
    @pytest.mark.parametrize("table", list(FigureTable))
    async def test_every_table_says_what_the_figures_say(self, counted: Counted, table: FigureTable) -> None:
        rows = (await counted.read(**PERIOD))[table.value]
        answer = await counted.ask(f"/{table.value}.csv", lang="en", **PERIOD)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert f"utdrag-{table.value}-2026-06-01-2026-06-17.csv" in answer.headers["content-disposition"]
        head, *lines = cells(answer.content, ",")
        assert len(head) == len(set(head)) == len(rows[0])
        numbers = [name for name, value in rows[0].items() if isinstance(value, int | float)]
        places = [list(rows[0]).index(name) for name in numbers]
        assert [[line[place] for place in places] for line in lines] == [
            ["" if row[name] is None else str(row[name]) for name in numbers] for row in rows
        ]

    @pytest.mark.parametrize(
        ("language", "head", "line"),
        [
            (Language.SV, ["Inkom via", "Inkomna", "Besvarade", "Andel i tid", "Mediandagar till svar"],
             ["E-post", "4", "5", "0,6", "31"]),
            (Language.NB, ["Kom via", "Innkommet", "Besvart", "Andel i tide", "Median dager til svar"],
             ["E-post", "4", "5", "0,6", "31"]),
            (Language.NN, ["Kom via", "Innkomne", "Svara på", "Del i tide", "Median dagar til svar"],
             ["E-post", "4", "5", "0,6", "31"]),
        ],
    )  # fmt: skip
    async def test_opens_right_in_a_nordic_spreadsheet(
        self, counted: Counted, language: Language, head: list[str], line: list[str]
    ) -> None:
        answer = await counted.ask("/channels.csv", lang=language.value, **PERIOD)
        assert cells(answer.content, ";")[:2] == [head, line]
        assert b"\r\n" in answer.content

    @pytest.mark.parametrize("label", ["=2+5", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    async def test_no_cell_is_a_formula(self, counted: Counted, label: str) -> None:
        async with counted.office.db.transaction(counted.theirs) as session:
            case = a_case(counted.theirs, f"F-{label}", assignee=label, received_at=NOW - timedelta(days=1))
            session.add(case)
        answer = await counted.ask("/handlers.csv", whose=counted.theirs, role=Role.DPO)
        (line,) = [line for line in cells(answer.content, ";")[1:] if label in line[0]]
        assert line[:3] == [f"'{label}", f"'{label}", "1"]
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
