"""The escalation sweep: with nothing due, with 500 cases due among all the others, and what follows."""

import asyncio
import time
from collections.abc import AsyncGenerator

from app import clock, worker
from app.jobs import Kind
from app.workflows import escalate
from benchmarks.figures import Figure, Spread
from benchmarks.floor import timed
from benchmarks.ground import Ground
from benchmarks.stock import fill, opened
from tests.house import until

_DUE = 500
_WAITING = "SELECT count(*) FROM pgqueuer WHERE entrypoint = $1"


async def sweep(ground: Ground, cases: int) -> AsyncGenerator[Figure]:
    """Measure the sweep on so many cases, and the jobs it queues: they lock, count anew, record and write."""
    await fill(ground, cases, await opened(ground))
    await ground.owner.execute("TRUNCATE pgqueuer")  # what other measures left is not ours to do
    idle = Spread.of(await timed(lambda _: escalate.sweep(ground.office, clock.now()), 50))
    yield Figure(f"escalation sweep, nothing due of {cases:,}, p50", idle.p50, "ms")
    await ground.owner.execute(
        """UPDATE cases
           SET escalate_at = now() - interval '1 minute', received_at = now() - interval '18 days'
           WHERE id IN (SELECT id FROM cases WHERE state = 'reviewing' LIMIT $1)""",
        _DUE,
    )
    began = time.perf_counter()
    found = await escalate.sweep(ground.office, clock.now())
    took = (time.perf_counter() - began) * 1000
    name = f"escalation sweep, {found} due of {cases:,}, each hundred"
    yield Figure(name, took / found * 100, "ms", at_most=10)
    again = Spread.of(await timed(lambda _: escalate.sweep(ground.office, clock.now()), 20))
    yield Figure("the same again while all of them wait, each hundred", again.p50 / found * 100, "ms")
    yield Figure("escalations told, letters and history written", await _told(ground, found), "/s")


async def _told(ground: Ground, found: int) -> float:
    """Give how many cases a second one worker escalates, with the letters that leave meanwhile."""

    async def told() -> bool:
        return not await ground.owner.fetchval(_WAITING, Kind.ESCALATE.value)

    stopping = asyncio.Event()
    working = asyncio.create_task(worker.run(ground.office, stopping))
    try:
        began = time.perf_counter()
        await until(told, seconds=600)
        return found / (time.perf_counter() - began)
    finally:
        stopping.set()
        await working
        await ground.owner.execute("TRUNCATE pgqueuer")
