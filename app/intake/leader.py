"""One process at a time: whoever holds a named lock of the database does the work, the others wait."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Protocol

from app.db import APP_ROLE, plain_url

CONNECT_SECONDS = 10


class _Connection(Protocol):
    """What is used of the driver's connection; it ships no types."""

    async def fetchval(self, query: str, *args: object) -> object: ...
    def add_termination_listener(self, callback: Callable[[object], None]) -> None: ...
    def terminate(self) -> None: ...


_connect: Callable[..., Awaitable[_Connection]] = import_module("asyncpg").connect


@asynccontextmanager
async def leading(url: str, name: str) -> AsyncGenerator[asyncio.Event | None]:
    """Give None when another process leads, else an event that is set once the lead is lost.

    The lock belongs to a connection of its own and ends with it, so a leader that dies is followed at once.
    Raises OSError or asyncpg.PostgresError when the database does not answer.
    """
    settings = {"role": APP_ROLE, "application_name": "utdrag mailbox"}
    connection = await _connect(plain_url(url), timeout=CONNECT_SECONDS, server_settings=settings)
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    try:
        won = await connection.fetchval("SELECT pg_try_advisory_lock($1)", _number(name))
        yield lost if won else None
    finally:
        connection.terminate()  # closing would wait for a server that may be gone


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
