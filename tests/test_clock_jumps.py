"""A clock that runs ahead, or back: nobody is told twice, nothing is put off, and nothing goes by it alone."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app import clock, worker
from app.jobs import Job, Kind
from app.office import Office
from app.queries import organisations
from app.workflows import escalate
from app.workflows.sealing import prove_history
from tests.clockwork import MONDAY, Clockwork, clockwork, profile


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile()) as house:
        yield house


async def swept(house: Clockwork, at: datetime) -> list[str]:
    """Let the sweep pass at an instant; give what has been told by then."""
    house.at = at
    await escalate.sweep(house.office, at)
    await house.do_jobs()
    rows = await house.sql("SELECT level, due FROM escalations ORDER BY at, level")
    return [f"{row['level']} {row['due']}" for row in rows]


async def due(house: Clockwork, case_id: UUID) -> tuple[object, ...]:
    case = await house.case(case_id)
    return case.legal_due, case.effective_due, case.due_at, case.received_at


async def test_each_rung_is_told_once_however_the_clock_jumps(house: Clockwork) -> None:
    case_id = await house.open()
    await house.do_jobs()
    promised = await due(house, case_id)
    ahead = await swept(house, MONDAY + timedelta(days=400))
    assert ahead
    assert await swept(house, MONDAY - timedelta(days=30)) == ahead
    assert await swept(house, MONDAY) == ahead
    for day in range(0, 60, 5):
        assert await swept(house, MONDAY + timedelta(days=day)) == ahead
    assert await due(house, case_id) == promised
    letters = await house.sql("SELECT occasion FROM letters")
    assert len(letters) == len({row["occasion"] for row in letters})


async def test_a_clock_that_was_behind_catches_up(house: Clockwork) -> None:
    await house.open()
    await house.do_jobs()
    assert await swept(house, MONDAY - timedelta(days=400)) == []
    late = await swept(house, MONDAY + timedelta(days=40))
    assert len(late) == len(set(late)) > 1


async def test_the_history_holds_when_its_times_go_back(house: Clockwork) -> None:
    case_id = await house.open()
    for days in (40, -40, 0):
        house.at = MONDAY + timedelta(days=days)
        await house.do_jobs(later=True)
    await house.confirm(case_id)
    async with house.office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, "nordstaff")
    proof = await prove_history(house.office, organisation)
    assert proof.events > 1
    assert proof.damages == ()


@pytest.mark.parametrize(
    ("apart", "expected"), [(timedelta(0), 1), (timedelta(hours=1), 0), (-timedelta(hours=1), 0)]
)
async def test_nothing_is_done_by_a_clock_the_database_does_not_share(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch, apart: timedelta, expected: int
) -> None:
    """A package that was purged because a machine dreamt of next year does not come back."""
    (row,) = await house.sql("SELECT now() AS now")
    house.at = row["now"].astimezone(UTC) + apart
    monkeypatch.setattr(clock, "now", lambda: house.at)
    done: list[datetime] = []

    async def purge(_: Office, at: datetime) -> None:
        done.append(at)

    await worker._timely(house.office, purge)
    assert done == [house.at] * expected


@pytest.mark.parametrize(("apart", "told"), [(timedelta(0), True), (timedelta(hours=1), False)])
async def test_a_worker_whose_clock_is_wrong_tells_of_no_case_another_found(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch, apart: timedelta, told: bool
) -> None:
    (row,) = await house.sql("SELECT now() AS now")
    case_id = await house.open(received_at=row["now"].astimezone(UTC) - timedelta(days=60))
    monkeypatch.setattr(clock, "now", lambda: row["now"].astimezone(UTC) + apart)
    before = (await house.case(case_id)).escalate_at
    await worker._do_it(house.office, Job(Kind.ESCALATE, house.organisation_id, case_id))
    assert ("escalated" in await house.events(case_id)) is told
    assert ((await house.case(case_id)).escalate_at != before) is told
