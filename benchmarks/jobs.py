"""Jobs: how many a second one worker does, and how soon after the commit a job starts."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from app import worker
from app.jobs import Job, Kind, enqueue
from app.models.columns import new_id
from app.office import Office
from benchmarks.figures import Figure, Spread
from benchmarks.ground import Ground
from benchmarks.stock import fill, opened

Perform = Callable[[Office, Job], Awaitable[None]]
_PERFORM = "perform"
_JOBS, _SINGLE, _BATCH = 2000, 200, 50


async def jobs(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure the worker's loop with a job that does nothing, then with jobs that read the database."""
    started: dict[UUID, asyncio.Future[float]] = {}
    performed: Perform = getattr(worker, _PERFORM)

    async def nothing(_: Office, job: Job) -> None:
        started[job.subject_id].set_result(time.perf_counter())

    async def real(office: Office, job: Job) -> None:
        await performed(office, job)
        started[job.subject_id].set_result(time.perf_counter())

    await fill(ground, _JOBS, await opened(ground))
    await ground.owner.execute("TRUNCATE pgqueuer")  # what other measures left is not ours to do
    stopping = asyncio.Event()
    working = asyncio.create_task(worker.run(ground.office, stopping))
    try:
        setattr(worker, _PERFORM, nothing)
        await _one(ground, started)  # everything is running
        waits = [await _one(ground, started) for _ in range(_SINGLE)]
        yield Figure("a job, commit to start, p50", Spread.of(waits).p50, "ms", at_most=20)
        yield Figure("a job, commit to start, p95", Spread.of(waits).p95, "ms")
        yield Figure("jobs that do nothing", await _many(ground, started, Kind.PROCEED), "/s", at_least=300)
        setattr(worker, _PERFORM, real)
        rate = await _many(ground, started, Kind.START_ROUND)
        yield Figure("jobs that lock a case and find their round over", rate, "/s", at_least=300)
    finally:
        setattr(worker, _PERFORM, performed)
        stopping.set()
        await working


async def _one(ground: Ground, started: dict[UUID, asyncio.Future[float]]) -> float:
    job = Job(Kind.PROCEED, ground.organisation_id, new_id())
    started[job.subject_id] = asyncio.get_running_loop().create_future()
    async with ground.office.db.transaction(ground.organisation_id) as session:
        await enqueue(session, job)
    committed = time.perf_counter()
    return await started[job.subject_id] - committed


async def _many(ground: Ground, started: dict[UUID, asyncio.Future[float]], kind: Kind) -> float:
    """Give jobs a second, each about a case of its own."""
    rows = await ground.owner.fetch("SELECT id FROM cases LIMIT $1", _JOBS)
    given = [Job(kind, ground.organisation_id, row["id"], "99") for row in rows]
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    started.update({job.subject_id: loop.create_future() for job in given})
    for start in range(0, len(given), _BATCH):
        async with ground.office.db.transaction(ground.organisation_id) as session:
            for job in given[start : start + _BATCH]:
                await enqueue(session, replace(job))
    await asyncio.gather(*(started[job.subject_id] for job in given))
    return len(given) / (time.perf_counter() - began)
