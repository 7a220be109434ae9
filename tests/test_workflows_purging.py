"""Our copies of what systems hold: gone with the case, also those of a program that died over them."""

from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from app.jobs import Job, Kind
from app.models.columns import new_id
from app.office import CaseFile
from app.queries import cases
from app.vocabulary import Event, Right
from app.workflows.perform import perform
from tests.clockwork import ANNA, Clockwork, System, clockwork, manual, profile


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(manual("candidates"))) as house:
        house.systems["candidates"] = System(rows={"1": {"name": ANNA.name, "email": ANNA.email}})
        yield house


async def file_of(house: Clockwork, case_id: UUID) -> CaseFile:
    async with house.office.db.transaction(house.organisation_id) as session:
        return await house.office.file(session, await cases.get_case(session, case_id))


async def some() -> AsyncIterator[bytes]:
    yield b"half an extract"


async def test_what_nobody_names_goes_with_the_rest(house: Clockwork) -> None:
    case_id = await house.identified(Right.ACCESS)
    file = await file_of(house, case_id)
    (copied,) = await file.stored()
    await file.keep(new_id(), some())  # its writer died before the row was written
    await house.act(case_id, Event.WITHDRAW, reason="Personen ångrade sig.")
    assert copied in await file.stored()
    await house.do_jobs()
    assert await file.stored() == []


async def test_a_second_try_leaves_what_the_first_stored(house: Clockwork) -> None:
    """A worker that wakes up late writes its own copies, not over those the rows name."""
    case_id = await house.identified(Right.ACCESS)
    file = await file_of(house, case_id)
    before = await file.stored()
    await house.sql("UPDATE tasks SET state = 'open'")
    await house.sql("UPDATE cases SET state = 'collecting'")
    (task,) = await house.sql("SELECT id, organisation_id FROM tasks")

    await perform(house.office, Job(Kind.RUN_TASK, task["organisation_id"], task["id"]))
    assert set(before) < set(await file.stored())
