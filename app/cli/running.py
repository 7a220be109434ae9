"""Runs the processes of the house: their parts together, from the first to a signal that asks them to end."""

import asyncio
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import InterfaceError, OperationalError

from app import clock, logs, tracing
from app.cli.offices import database_url, new_office
from app.db import migrate
from app.errors import NotReady
from app.office import Office
from app.settings import Settings
from app.workflows.demonstration import refuse_elsewhere
from app.workflows.erased import catch_up_all

log = structlog.get_logger()
GRACE_SECONDS = 5
"""How long open requests have to end once we are asked to."""
LONGEST_SECONDS = 8
"""How long everything has; containers are killed after ten."""
_LOOK_AGAIN_SECONDS = 1.0
Part = Callable[[Office, asyncio.Event], Awaitable[None]]


async def before_serving(office: Office) -> None:
    """Erase again what a restored database may hold, as soon as the database is there.

    Raises NotReady when what was erased cannot be known.
    """
    while True:
        try:
            await catch_up_all(office, clock.now())
        except (OSError, InterfaceError, OperationalError):
            log.warning("the database does not answer; it is waited for", seconds=_LOOK_AGAIN_SECONDS)
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


async def run(settings: Settings, parts: list[Part]) -> None:
    """Run parts on the database that is set, until a signal or until one of them fails."""
    async with opened(settings, upgrade=settings.database_url is None) as office:
        await before_serving(office)
        await refuse_elsewhere(office)
        await together(office, parts)


@asynccontextmanager
async def opened(settings: Settings, *, upgrade: bool) -> AsyncGenerator[Office]:
    """Give an office, its database brought up to date when that is wanted; closed afterwards."""
    logs.configure(settings.log_level)
    if settings.tracing:
        tracing.switch_on()
    async with database_url(settings) as url:
        if upgrade:
            await asyncio.to_thread(migrate, url)
        office = new_office(settings, url)
        try:
            yield office
        finally:
            await office.db.close()


async def together(office: Office, parts: list[Part]) -> None:
    """Run the parts until a signal or until one of them fails; each is asked to end, then made to."""
    stopping = asyncio.Event()
    _stop_on_signals(stopping)
    running = [asyncio.ensure_future(part(office, stopping)) for part in parts]
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([*running, stop], return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    _, late = await asyncio.wait(running, timeout=LONGEST_SECONDS)
    for part in late:
        part.cancel()
    results = await asyncio.gather(*running, return_exceptions=True)
    stop.cancel()
    for result in results:
        if isinstance(result, Exception):
            raise result


def _stop_on_signals(stopping: asyncio.Event) -> None:
    """Let the first signal ask everything to end, and a second one end the process at once."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        stopping.set()
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it among other parts."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Catch none."""
        yield


async def answer(app: FastAPI, taken: socket.socket, proxies: str, stopping: asyncio.Event) -> None:
    """Answer on a socket until it is time to stop; what is open then has a few seconds."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        loop="uvloop",
        forwarded_allow_ips=proxies,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([serving, stop], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    app.state.live.end()  # a stream that is open would be waited for
    await serving
    stop.cancel()


def bound(host: str, port: int, named: str = "PORT") -> socket.socket:
    """Give a socket on the address. Raises NotReady, with what to set instead, when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio does not switch Nagle's algorithm off and every answer waits 40 ms.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise NotReady(f"Port {port} is taken ({error.strerror}). Set {named} to another one.") from None
    return taken
