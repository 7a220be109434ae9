"""One connection a process that hears what is told in the database, found again whenever it is lost."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final

import asyncpg
import structlog

from app.db import APP_ROLE, CONNECT_SECONDS, plain_url
from app.queries.live import CHANNEL

log = structlog.get_logger()
_STILL_THERE_SECONDS: Final = 15.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


async def listen(url: str, began: Callable[[], None], heard: Callable[[list[Any]], None]) -> None:
    """Hear until cancelled; `began` is called each time there is a connection, the first time too.

    Between two of them anything may have been missed.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            await _listen_once(url, began, heard)
            pause = _FIRST_PAUSE  # there was a connection
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("the database cannot be listened to", kind=type(error).__name__)
            pause = min(pause * 2, _LONGEST_PAUSE)
        await asyncio.sleep(pause)


async def _listen_once(url: str, began: Callable[[], None], heard: Callable[[list[Any]], None]) -> None:
    """Hear until the connection is lost. Raises when there is none."""

    def hear(_: object, __: int, ___: str, payload: object) -> None:
        heard(json.loads(str(payload)))

    lost = asyncio.Event()
    connection = await asyncpg.connect(
        plain_url(url),
        timeout=CONNECT_SECONDS,
        command_timeout=CONNECT_SECONDS,
        server_settings={"role": APP_ROLE, "application_name": "utdrag live"},
    )
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, hear)
        began()
        while not lost.is_set():
            try:
                await asyncio.wait_for(lost.wait(), _STILL_THERE_SECONDS)
            except TimeoutError:
                await connection.execute("SELECT 1")  # a server that is gone without a word is given up
    finally:
        connection.terminate()
