"""What happens, from its commit to everybody who looks on: two hundred of them, on two processes."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from time import perf_counter
from uuid import UUID

import asyncpg

from app import clock
from app.queries import cases
from app.queries.live import CHANNEL
from app.vocabulary import Event, Role
from app.workflows.history import SYSTEM, record
from benchmarks.figures import Figure, Spread
from benchmarks.ground import Ground
from benchmarks.processes import Running, utdrag
from benchmarks.stock import opened

_CLIENTS, _EVENTS = 200, 20
_PAUSE = 0.25
"""Seconds between two events: each is alone on its way."""


class _Looker:
    """Somebody who looks on, and when they were told of what."""

    def __init__(self) -> None:
        self.told: dict[int, float] = {}
        self.writer: asyncio.StreamWriter | None = None

    async def begin(self, running: Running, token: str) -> asyncio.Task[None]:
        reader, self.writer = await asyncio.open_connection("127.0.0.1", running.port)
        self.writer.write(
            f"GET /api/v1/live HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        while not (await reader.readline()).startswith(b"retry: "):
            pass
        return asyncio.create_task(self._look(reader))

    async def _look(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                self.told[int(line[4:].split(b"-")[0])] = perf_counter()


async def live(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure how long after its commit an event has reached each client; all of them must be told of all."""
    case_id = await opened(ground)
    floor = Spread.of(await _heard_by_the_driver(ground))
    async with AsyncExitStack() as stack:
        both = [await stack.enter_async_context(utdrag(ground, "--alone")) for _ in range(2)]
        lookers = [_Looker() for _ in range(_CLIENTS)]
        token = ground.tokens[Role.HANDLER]
        began = perf_counter()
        looking = [await one.begin(both[number % 2], token) for number, one in enumerate(lookers)]
        opened_in = (perf_counter() - began) / _CLIENTS
        before = sum(sum(one.process.cpu_times()[:2]) for one in both)
        committed: dict[int, float] = {}
        for _ in range(_EVENTS):
            position, at = await _happen(ground, case_id)
            committed[position] = at
            await asyncio.sleep(_PAUSE)
        await asyncio.sleep(2)
        spent = sum(sum(one.process.cpu_times()[:2]) for one in both) - before
        took = [
            one.told[position] - at
            for one in lookers
            for position, at in committed.items()
            if position in one.told
        ]
        for task, one in zip(looking, lookers, strict=True):
            assert one.writer is not None
            one.writer.close()
            task.cancel()
    told = Spread.of(took)
    yield Figure(
        f"events told to {_CLIENTS} clients", len(took) / (_CLIENTS * _EVENTS) * 100, "%", at_least=100
    )
    yield Figure("from commit to a client, p50; floor: driver alone", told.p50, "ms", floor.p50)
    yield Figure("from commit to a client, p95; floor: driver alone", told.p95, "ms", floor.p95, at_most=200)
    yield Figure("CPU of the servers for an event to a client", spent / len(took) * 1000, "ms")
    yield Figure("a stream begun", opened_in * 1000, "ms")


async def _happen(ground: Ground, case_id: UUID) -> tuple[int, float]:
    """Let something happen to a case; give its position and when it was committed."""
    async with ground.office.db.transaction(ground.organisation_id) as session:
        await record(session, await cases.lock_case(session, case_id), Event.NOTE, SYSTEM, clock.now())
    at = perf_counter()
    position = await ground.owner.fetchval(
        "SELECT max(position) FROM audit_events WHERE case_id = $1", case_id
    )
    return int(position), at


async def _heard_by_the_driver(ground: Ground) -> list[float]:
    """Give how long a notice takes from its commit to a connection that does nothing but listen."""
    heard: asyncio.Queue[float] = asyncio.Queue()
    listener = await asyncpg.connect(ground.url)
    await listener.add_listener(CHANNEL, lambda *_: heard.put_nowait(perf_counter()))
    took: list[float] = []
    for number in range(_EVENTS):
        payload = json.dumps([str(ground.organisation_id), "nothing", number])
        await ground.driver.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
        at = perf_counter()
        took.append(max(await heard.get() - at, 0.0001))
    await listener.close()
    return took
