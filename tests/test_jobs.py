"""The queue: a job lives and dies with the transaction it follows from, and nothing done twice hurts."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app import worker
from app.errors import NotFound
from app.jobs import Job, Kind, enqueue
from app.models.columns import new_id
from app.workflows.perform import perform
from tests.clockwork import Clockwork, clockwork, profile
from tests.house import until

SUBJECT = UUID("019cadc6-9a80-7000-8000-000000000001")


class Changed(Exception):
    """Somebody changed their mind before the commit."""


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(
        database, tmp_path, monkeypatch, profile(), retry_first_seconds=0.05, retry_longest_seconds=0.1
    ) as house:
        yield house


@pytest.fixture
def job(house: Clockwork) -> Job:
    return Job(Kind.PROCEED, house.organisation_id, SUBJECT, "begin")


async def put(
    house: Clockwork, *jobs: Job, once: bool = False, after: timedelta = timedelta(0), fails: bool = False
) -> None:
    async with house.office.db.transaction(house.organisation_id) as session:
        for job in jobs:
            await enqueue(session, job, once=once, after=after)
        if fails:
            raise Changed


async def statuses(house: Clockwork) -> list[str]:
    return [row["status"] for row in await house.sql("SELECT status::text FROM pgqueuer ORDER BY id")]


@pytest.mark.parametrize("kind", Kind)
def test_a_job_reads_back_as_it_was_written(kind: Kind) -> None:
    job = Job(kind, new_id(), new_id(), "answer_ready.7")
    assert Job.read(kind.value, job.payload()) == job


def test_a_job_holds_ids_and_words_only() -> None:
    payload = json.loads(Job(Kind.RUN_TASK, SUBJECT, SUBJECT, "poll").payload())
    assert payload == {"organisation": str(SUBJECT), "subject": str(SUBJECT), "detail": "poll"}


async def test_a_job_is_there_after_the_commit(house: Clockwork, job: Job) -> None:
    await put(house, job)
    rows = await house.sql("SELECT entrypoint, payload FROM pgqueuer")
    assert [Job.read(row["entrypoint"], row["payload"]) for row in rows] == [job]


async def test_a_job_is_gone_after_a_rollback(house: Clockwork, job: Job) -> None:
    # It is the first statement of its transaction: the driver itself would not have begun one yet.
    with pytest.raises(Changed):
        await put(house, job, fails=True)
    assert await statuses(house) == []


async def test_nobody_sees_a_job_before_the_commit(house: Clockwork, job: Job) -> None:
    async with house.office.db.transaction(house.organisation_id) as session:
        await enqueue(session, job)
        assert await statuses(house) == []
    assert await statuses(house) == ["queued"]


async def test_once_puts_the_same_job_on_the_queue_once(house: Clockwork, job: Job) -> None:
    await put(house, job, job, once=True)
    await put(house, job, once=True)
    assert await statuses(house) == ["queued"]


async def test_once_keeps_no_other_job_out(house: Clockwork, job: Job) -> None:
    others = [
        Job(Kind.PROCEED, job.organisation_id, SUBJECT, "round"),
        Job(Kind.START_ROUND, job.organisation_id, SUBJECT, "begin"),
        Job(Kind.PROCEED, job.organisation_id, new_id(), "begin"),
    ]
    await put(house, job, *others, once=True)
    assert len(await statuses(house)) == 4


async def test_once_lets_the_job_in_again_when_it_was_done(house: Clockwork, job: Job) -> None:
    await put(house, job, once=True)
    await house.sql("DELETE FROM pgqueuer")
    await put(house, job, once=True)
    assert await statuses(house) == ["queued"]


async def test_without_once_a_job_may_be_there_twice(house: Clockwork, job: Job) -> None:
    await put(house, job, job)
    assert len(await statuses(house)) == 2


async def test_a_job_put_off_is_not_due_yet(house: Clockwork, job: Job) -> None:
    await put(house, job, after=timedelta(minutes=5))
    ((_, _, wait),) = await house.waiting()
    assert 290 < wait <= 300
    assert await house.do_jobs() == 0


async def test_every_kind_of_job_is_done_by_somebody(house: Clockwork) -> None:
    for kind in Kind:
        job = Job(kind, house.organisation_id, SUBJECT, "1" if kind is Kind.START_ROUND else "round")
        match kind:
            case Kind.ROUTE_MESSAGE | Kind.SCAN_MESSAGE:
                with pytest.raises(AssertionError, match="intake"):
                    await perform(house.office, job)
            case Kind.WRITE_LETTER:
                with pytest.raises(ValueError, match="round"):
                    await perform(house.office, job)
            case _:
                with pytest.raises(NotFound):
                    await perform(house.office, job)


class TestTheWorker:
    @pytest.fixture
    async def done(self, house: Clockwork, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[list[Job]]:
        """A running worker whose jobs fail twice before they are done, or always for the kind `proceed`."""
        tries: list[Job] = []

        async def failing(_: object, job: Job) -> None:
            tries.append(job)
            if job.kind is Kind.PROCEED or tries.count(job) < 3:
                raise RuntimeError

        monkeypatch.setattr(worker, "perform", failing)
        stopping = asyncio.Event()
        running = asyncio.create_task(worker.run(house.office, stopping))
        yield tries
        stopping.set()
        await running

    async def test_tries_a_failing_job_again_until_it_is_done(
        self, house: Clockwork, done: list[Job]
    ) -> None:
        job = Job(Kind.PURGE_COPIES, house.organisation_id, SUBJECT)
        await put(house, job)

        async def gone() -> bool:
            return len(done) >= 3 and not await statuses(house)

        await until(gone)
        assert done == [job] * 3

    async def test_holds_a_job_that_never_works_for_a_person(self, house: Clockwork, done: list[Job]) -> None:
        await put(house, Job(Kind.PROCEED, house.organisation_id, SUBJECT, "round"))

        async def held() -> bool:
            return await statuses(house) not in (["queued"], ["picked"])

        await until(held)
        assert await statuses(house) == ["failed"]
        assert len(done) == house.office.settings.retry_limit + 1

    async def test_goes_on_with_other_jobs_meanwhile(self, house: Clockwork, done: list[Job]) -> None:
        await put(house, Job(Kind.PROCEED, house.organisation_id, SUBJECT, "round"))
        other = Job(Kind.LOCATE_CONTACT, house.organisation_id, SUBJECT)
        await put(house, other)

        async def other_done() -> bool:
            return done.count(other) == 3

        await until(other_done)
