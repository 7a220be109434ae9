"""A job belongs to one worker at a time: workers frozen, killed and stopped in the middle of one."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.models import Job as Queued

from app.db import plain_url
from app.intake.door import Delivery, accept
from app.jobs import Job, Kind, enqueue
from app.leases import LeasedQueries
from app.office import Office
from app.vocabulary import Channel
from tests.bad_worker import RETRY_LIMIT
from tests.house import until
from tests.offices import AT, a_case, an_office, an_organisation

ROOT = Path(__file__).parents[1]


class Scene:
    """One case with one job, and workers as processes that are started and frozen by hand."""

    def __init__(
        self, office: Office, owner: asyncpg.Connection, folder: Path, stack: AsyncExitStack
    ) -> None:
        self.office, self.owner, self._folder, self._stack = office, owner, folder, stack
        self.organisation_id = self.case_id = UUID(int=0)

    async def prepare(self) -> None:
        self.organisation_id = await an_organisation(self.office)
        async with self.office.db.transaction(self.organisation_id) as session:
            case = a_case(self.organisation_id, "NB-2026-AAAAAA")
            session.add(case)
            self.case_id = case.id

    async def put(self) -> None:
        async with self.office.db.transaction(self.organisation_id) as session:
            await enqueue(session, Job(Kind.PROCEED, self.organisation_id, self.case_id, "begin"))

    async def worker(self, kind: str) -> "Worker":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bad_worker", str(self.office.db.url), str(self._folder), kind,
            cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        worker = Worker(process)
        self._stack.push_async_callback(worker.end)
        return worker

    async def jobs(self) -> list[tuple[str, int]]:
        rows = await self.owner.fetch("SELECT status::text, attempts FROM pgqueuer")
        return [(row["status"], row["attempts"]) for row in rows]

    async def effects(self) -> int:
        """Give how often the case was written."""
        return int(await self.owner.fetchval("SELECT version FROM cases")) - 1


class Worker:
    """A worker in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def says(self, words: str) -> None:
        """Wait until it prints something."""
        assert self.process.stdout is not None
        async with asyncio.timeout(90):
            while words not in (line := (await self.process.stdout.readline()).decode()):
                assert line, f"it ended before it said: {words}"

    async def starts(self) -> None:
        """Wait until it has begun with a job."""
        await self.says("started")

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    async def ended(self) -> int:
        """Give how it ended; what it still has to say is read, or it could not end."""
        await asyncio.wait_for(self.process.communicate(), 90)
        assert self.process.returncode is not None
        return self.process.returncode

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()


@asynccontextmanager
async def a_scene(database: str, folder: Path) -> AsyncGenerator[Scene]:
    owner = await asyncpg.connect(plain_url(database))
    async with an_office(database, folder) as office, AsyncExitStack() as stack:
        scene = Scene(office, owner, folder, stack)
        await scene.prepare()
        yield scene
    await owner.close()


@pytest.fixture
async def scene(database: str, tmp_path: Path) -> AsyncGenerator[Scene]:
    async with a_scene(database, tmp_path) as scene:
        yield scene


async def test_two_starts_one_effect(scene: Scene) -> None:
    """The first worker is frozen past its lease; a second does the job; then the first wakes up."""
    await scene.put()
    first = await scene.worker("freezing")
    await first.starts()
    second = await scene.worker("plain")
    await second.starts()

    async def done() -> bool:
        return not await scene.jobs()

    await until(done)
    first.wake()
    await first.says("job lost to another worker")
    assert await scene.effects() == 1


async def test_who_lost_a_job_does_not_take_it_off_the_queue(scene: Scene) -> None:
    """The second is still busy when the first wakes up, and dies of something else: nothing is lost."""
    await scene.put()
    first = await scene.worker("freezing")
    await first.starts()
    second = await scene.worker("lasting")
    await second.starts()
    first.wake()
    await first.says("job lost to another worker")
    first.process.send_signal(signal.SIGTERM)  # what it had to note about the job is noted by the end
    assert await first.ended() == 0
    assert await scene.jobs() == [("picked", 1)]
    assert await scene.effects() == 0


async def test_a_worker_frozen_in_a_transaction_holds_a_case_only_so_long(scene: Scene) -> None:
    await scene.put()
    first = await scene.worker("holding")
    await first.starts()
    second = await scene.worker("plain")
    await second.starts()

    async def done() -> bool:
        return not await scene.jobs()

    await until(done)
    first.wake()
    await first.says("job failed")
    first.process.send_signal(signal.SIGTERM)
    assert await first.ended() == 0
    assert await scene.effects() == 1
    assert await scene.jobs() == []


async def test_a_job_that_kills_every_worker_is_held(scene: Scene) -> None:
    await scene.put()
    for _ in range(RETRY_LIMIT + 1):
        worker = await scene.worker("killing")
        await worker.starts()
        assert await worker.ended() == -signal.SIGKILL
    survivor = await scene.worker("killing")
    await survivor.says("job given up")

    async def held() -> bool:
        return await scene.jobs() == [("failed", RETRY_LIMIT + 1)]

    await until(held)


async def test_a_mail_that_kills_every_worker_waits_in_quarantine(scene: Scene) -> None:
    delivery = Delivery("test", "1", Channel.EMAIL, b"Subject: Poison\r\n\r\n", AT)
    await accept(scene.office, scene.organisation_id, delivery, AT)
    # Its tries are over: they are counted as in the test above.
    await scene.owner.execute("UPDATE pgqueuer SET attempts = $1", RETRY_LIMIT + 1)
    worker = await scene.worker("killing")
    await worker.says("job given up")

    async def done() -> bool:
        return not await scene.jobs()

    await until(done)
    (message,) = await scene.owner.fetch("SELECT state, error FROM messages")
    assert tuple(message) == ("quarantine", "Every program that tried to read it died of it.")


async def test_a_job_that_takes_too_long_to_end_goes_back_on_the_queue(scene: Scene) -> None:
    await scene.put()
    worker = await scene.worker("lasting")
    await worker.starts()
    worker.process.send_signal(signal.SIGTERM)
    assert await worker.ended() == 0
    assert await scene.jobs() == [("queued", 1)]


async def test_what_fails_while_the_database_is_away_is_not_held(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PgQueuer holds a job it cannot put back; ours comes back by itself when the lease has run out."""
    async with asyncpg.create_pool(plain_url(scene.office.db.url), min_size=1, max_size=2) as pool:
        queries = LeasedQueries(AsyncpgPoolDriver(pool))
        await scene.put()
        row = await scene.owner.fetchrow(
            "UPDATE pgqueuer SET status = 'picked', queue_manager_id = $1 RETURNING *", queries.worker
        )
        assert row is not None

        async def away(*_: object) -> str:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr(queries.driver, "execute", away)
            await queries.retry_job(Queued.model_validate(dict(row)), timedelta(0), None)
    assert await scene.jobs() == [("picked", 0)]
