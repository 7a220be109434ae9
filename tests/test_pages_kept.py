"""A status page is shown as it was drawn last only while it would be drawn the same, and never after an erasure."""

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event

from app import clock
from app.main import create_app
from app.pages.drawn import DrawnPages, Ground
from app.queries import cases, credentials
from app.queries.credentials import Sight
from app.routers import status as router
from app.trust.keys import SealBroken
from app.trust.sealing import Seal
from app.trust.tokens import token_hash
from app.vocabulary import Audience, Happening
from app.workflows import portal, visits
from app.workflows import status as looking
from app.workflows.history import SYSTEM, record
from app.workflows.links import new_link
from app.workflows.portrait import StatusView
from app.workflows.status import status
from tests.offices import an_organisation
from tests.past import Past, a_past

HANG = (
    "pauses",
    "contacts",
    "verified_attributes",
    "corrections",
    "extracts",
    "letters",
    "messages",
    "notes",
)
"""The tables whose rows of a case the page shows."""
BESIDE = {"cases", "case_keys", "audit_events", "organisation_keys", "profiles"}
"""The others: the case and its key are looked at too, events move the case, and the profile has a version."""
SECOND = timedelta(seconds=1)
VALUES = {
    "uuid": "gen_random_uuid()", "bytea": "'x'", "integer": "7", "timestamp with time zone": "now()",
    "date": "now()", "jsonb": "'[]'", "character varying": "left(gen_random_uuid()::text, 20)",
}  # fmt: skip


@pytest.fixture
async def past(database: str, tmp_path: Path) -> AsyncGenerator[Past]:
    async with a_past(database, tmp_path) as house:
        yield house


async def session_of(past: Past, case_id: UUID) -> str:
    """Give the session of somebody who came by a link."""
    at = clock.now()
    async with past.office.db.transaction(past.organisation.id) as session:
        file = await past.office.file(session, await cases.get_case(session, case_id))
        link = await new_link(past.office, session, file, Audience.STATUS, at)
    entered = await portal.enter(past.office, link.rpartition("/")[2], Audience.STATUS, at)
    assert entered is not None
    return entered


async def seen(past: Past, token: str) -> Sight:
    sight = await credentials.look(past.office.db, token_hash(token))
    assert sight is not None
    return sight


async def row_in(past: Past, table: str, case_id: UUID) -> None:
    """Put a row of the case into a table, with whatever it must hold."""
    asked = await past.root.fetch(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 "
        "AND is_nullable = 'NO' AND column_default IS NULL AND column_name NOT IN ('case_id', 'organisation_id')",
        table,
    )
    names = ", ".join(row["column_name"] for row in asked)
    values = ", ".join(VALUES[row["data_type"]] for row in asked)
    async with past.root.transaction():
        await past.root.execute(
            "SET LOCAL session_replication_role = replica"
        )  # what it points at is not there
        await past.root.execute(
            f"INSERT INTO {table} (case_id, organisation_id, {names}) VALUES ($1, $2, {values})",
            case_id, past.organisation.id,
        )  # fmt: skip


# How the case stands is told apart.


async def test_the_page_reads_no_table_that_could_change_unseen(past: Past) -> None:
    token, read, asked = await session_of(past, past.open), set[str](), list[str]()
    at = clock.now()
    who = await portal.visit(past.office, token, Audience.STATUS, at)
    assert who is not None

    def executing(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)
        read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    event.listen(past.office.db.engine.sync_engine, "before_cursor_execute", executing)
    await status(past.office, replace(who, level=portal.UNLOCKED), at)
    # The function by which the organisation is entered reads its keys and its profile.
    assert read == {"enter_organisation", *HANG, *BESIDE} - {"organisation_keys", "profiles"}
    # The organisation entered with what is in force there, the case with its key, and all that hangs on it.
    assert len(asked) == 3


@pytest.mark.parametrize("table", HANG)
async def test_whatever_hangs_on_a_case_comes_changes_and_goes_seen(past: Past, table: str) -> None:
    token = await session_of(past, past.open)
    stood = [(await seen(past, token)).stands]
    await row_in(past, table, past.open)
    stood.append((await seen(past, token)).stands)
    for statement in (f"UPDATE {table} SET case_id = case_id", f"DELETE FROM {table}"):
        await past.root.execute(f"{statement} WHERE case_id = $1", past.open)
        stood.append((await seen(past, token)).stands)
    assert None not in stood
    assert all(before != after for before, after in pairwise(stood))
    await row_in(past, table, past.closed)
    assert (await seen(past, token)).stands == stood[-1]  # that was somebody else's


async def test_a_change_of_the_case_its_key_and_its_history_is_seen(past: Past) -> None:
    token = await session_of(past, past.open)
    stood = [(await seen(past, token)).stands]
    for statement in (
        "UPDATE cases SET step = step WHERE id = $1",
        "UPDATE case_keys SET version = 2 WHERE case_id = $1",
    ):
        await past.root.execute(statement, past.open)
        stood.append((await seen(past, token)).stands)
    async with past.office.db.transaction(past.organisation.id) as session:
        case = await cases.lock_case(session, past.open)
        await record(session, case, Happening.LINK_OPENED, SYSTEM, clock.now())
    stood.append((await seen(past, token)).stands)
    assert None not in stood
    assert len(set(stood)) == len(stood)


async def test_looking_changes_nothing_and_stays_within_the_walls(past: Past) -> None:
    token = await session_of(past, past.open)
    assert await seen(past, token) == await seen(past, token)
    other = await an_organisation(past.office, "fjellkraft")
    await past.root.execute(
        "UPDATE credentials SET organisation_id = $1 WHERE hash = $2", other, token_hash(token)
    )
    strayed = await seen(past, token)
    assert (strayed.organisation_id, strayed.wrapped, strayed.stands) == (other, None, None)
    assert await past.office.db.alone("SELECT current_setting('app.organisation', true)") in {("",), (None,)}
    assert await past.office.db.alone("SELECT id FROM cases LIMIT 1") is None


# The page over HTTP.


class Drawing:
    """Draws pages as the house does, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self._draw = 0, looking.status
        monkeypatch.setattr(router, "status_of", self)

    async def __call__(self, *given: Any) -> StatusView:
        self.count += 1
        return await self._draw(*given)


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawing:
    return Drawing(monkeypatch)


@pytest.fixture
async def browser(past: Past) -> AsyncGenerator[httpx.AsyncClient]:
    token = await session_of(past, past.open)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(past.office)),
        base_url="http://here",
        cookies={"utdrag-status": token},
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        yield client


async def shown(browser: httpx.AsyncClient) -> str:
    answer = await browser.get("/status")
    assert answer.status_code == 200
    return answer.text


async def test_what_stands_is_drawn_once(browser: httpx.AsyncClient, drawing: Drawing) -> None:
    first = await browser.get("/status")
    again = await browser.get("/status")
    assert (again.content, again.headers, drawing.count) == (first.content, first.headers, 1)


async def test_what_changes_is_drawn_anew(browser: httpx.AsyncClient, drawing: Drawing) -> None:
    before = await shown(browser)
    assert (await browser.post("/status/messages", data={"text": "Jag väntar."})).status_code == 303
    after = await shown(browser)
    assert after.count('<li class="in">') == before.count('<li class="in">') + 1
    assert after == await shown(browser)
    assert drawing.count == 2


async def test_what_was_done_is_said_and_not_kept(browser: httpx.AsyncClient, drawing: Drawing) -> None:
    said = (await browser.get("/status?done=written")).text
    assert "notice done" in said
    assert "notice done" not in await shown(browser)
    assert drawing.count == 2


async def test_a_visit_that_reaches_further_sees_more_and_the_other_one_does_not(
    past: Past, browser: httpx.AsyncClient, drawing: Drawing
) -> None:
    await browser.post("/status/messages", data={"text": "Bara för er."})
    assert "Bara för er." not in await shown(browser)
    nearer = token_hash(browser.cookies["utdrag-status"])
    await past.root.execute("UPDATE credentials SET level = 1 WHERE hash = $1", nearer)
    assert "Bara för er." in await shown(browser)
    await past.root.execute("UPDATE credentials SET level = 0 WHERE hash = $1", nearer)
    assert "Bara för er." not in await shown(browser)
    assert drawing.count == 2


@pytest.mark.parametrize("over", ["revoked_at = now()", "expires_at = now()", "label = 'task'"])
async def test_a_visit_that_is_over_is_shown_nothing(
    past: Past, browser: httpx.AsyncClient, over: str
) -> None:
    await shown(browser)
    await past.root.execute(f"UPDATE credentials SET {over} WHERE audience = 'session'")
    assert (await browser.get("/status")).status_code == 404


async def test_what_was_erased_is_not_shown(past: Past, browser: httpx.AsyncClient, drawing: Drawing) -> None:
    reference = await past.root.fetchval("SELECT reference FROM cases WHERE id = $1", past.open)
    assert reference in await shown(browser)
    await past.root.execute("DELETE FROM case_keys WHERE case_id = $1", past.open)
    answer = await browser.get("/status")
    assert answer.status_code == 404
    assert reference not in answer.text
    assert drawing.count == 2  # tried, and refused


async def test_a_new_profile_is_shown_at_once(past: Past, browser: httpx.AsyncClient) -> None:
    assert "Nordbemanning" in await shown(browser)
    await past.root.execute(
        "INSERT INTO profiles SELECT organisation_id, 2, jsonb_set(content, '{name}', '\"Nytt Namn\"'), now() "
        "FROM profiles WHERE organisation_id = $1",
        past.organisation.id,
    )
    page = await shown(browser)
    assert "Nytt Namn" in page
    assert "Nordbemanning" not in page


async def test_the_next_day_and_an_hour_later_it_is_drawn_anew(
    past: Past, browser: httpx.AsyncClient, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await past.root.execute("UPDATE credentials SET expires_at = NULL")
    now = datetime.fromisoformat("2026-03-04T12:00:00+01:00")
    for moment, count in (
        (now, 1), (now + timedelta(minutes=29), 1), (now + visits.LASTS, 2),
        (datetime.fromisoformat("2026-03-04T23:59:59+01:00"), 3),
        (datetime.fromisoformat("2026-03-05T00:00:00+01:00"), 4),
    ):  # fmt: skip
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        await shown(browser)
        assert drawing.count == count


async def test_a_package_is_not_offered_longer_than_it_can_be_fetched(
    past: Past, browser: httpx.AsyncClient, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await past.root.execute("UPDATE credentials SET expires_at = NULL, level = 1")
    ends = await past.root.fetchval("SELECT expires_at FROM extracts WHERE case_id = $1", past.open)
    for moment, offered in ((ends - SECOND, True), (ends, False)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert ("/status/extracts/" in await shown(browser)) is offered
    assert drawing.count == 2


# What is kept.


def a_seal(case_id: UUID, secret: bytes = bytes(32)) -> Seal:
    return Seal(secret, UUID(int=9), case_id)


def keeping(drawn: DrawnPages, at: datetime) -> Callable[[int], None]:
    def keep(number: int) -> None:
        case_id = UUID(int=number)
        drawn.keep(case_id, 0, Ground(1, "a"), a_seal(case_id), b"secret page", at + SECOND)

    return keep


def test_what_is_kept_opens_with_the_secret_of_its_case_only() -> None:
    drawn, case_id, at = DrawnPages(), UUID(int=1), clock.now()
    keeping(drawn, at)(1)
    assert b"secret page" not in repr(vars(drawn)).encode()
    assert drawn.found(case_id, 0, Ground(1, "a"), a_seal(case_id), at) == b"secret page"
    with pytest.raises(SealBroken):
        drawn.found(case_id, 0, Ground(1, "a"), a_seal(case_id, bytes(31) + b"x"), at)


@pytest.mark.parametrize(
    ("level", "ground", "later"),
    [(1, Ground(1, "a"), 0), (0, Ground(2, "a"), 0), (0, Ground(1, "b"), 0), (0, Ground(1, "a"), 1)],
)
def test_another_reach_ground_or_time_finds_nothing(level: int, ground: Ground, later: int) -> None:
    drawn, case_id, at = DrawnPages(), UUID(int=1), clock.now()
    keeping(drawn, at)(1)
    assert drawn.found(case_id, level, ground, a_seal(case_id), at + later * SECOND) is None
    assert len(drawn) == level  # what no longer stands is not kept either


def test_few_are_kept_those_seen_last() -> None:
    drawn, at = DrawnPages(most=2), clock.now()
    keep = keeping(drawn, at)
    keep(1)
    keep(2)
    assert drawn.found(UUID(int=1), 0, Ground(1, "a"), a_seal(UUID(int=1)), at)
    keep(3)
    found = [drawn.found(UUID(int=n), 0, Ground(1, "a"), a_seal(UUID(int=n)), at) for n in (1, 2, 3)]
    assert [page is not None for page in found] == [True, False, True]
    drawn.forget(UUID(int=1))
    assert len(drawn) == 1
