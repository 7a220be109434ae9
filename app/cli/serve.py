"""`utdrag serve`, `worker`, `migrate` and `demo`: the processes of the house."""

import asyncio
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

import structlog
import typer
import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import InterfaceError, OperationalError

from app import clock, embedded, logs, tracing, worker
from app.cli.offices import database_url, new_office
from app.cli.welcome import prepare_demo, welcome
from app.db import migrate
from app.errors import NotReady
from app.inboxes import watch_inboxes
from app.intake.listener import listen
from app.main import create_app, create_watch
from app.office import Office
from app.settings import Settings
from app.sign_in_settings import OWN_MACHINE
from app.workflows.demonstration import refuse_elsewhere
from app.workflows.erased import catch_up_all

log = structlog.get_logger()
GRACE_SECONDS = 5
"""How long open requests have to end once we are asked to."""
LONGEST_SECONDS = 8
"""How long everything has; containers are killed after ten."""
_LOOK_AGAIN_SECONDS = 1.0
Part = Callable[[Office, asyncio.Event], Awaitable[None]]
Alone = Annotated[bool, typer.Option("--alone", help="Without the worker; run `utdrag worker` beside it.")]


def serve_command(*, alone: Alone = False) -> None:
    """Serve the pages and the API, and do the background work in the same process."""
    parts: list[Part] = [_serve] if alone else [_serve, worker.run, watch_inboxes]
    asyncio.run(_run(Settings(), parts))


def worker_command() -> None:
    """Do the background work and watch the mailboxes; as many of these as wanted."""
    asyncio.run(_run(Settings(), [worker.run, watch_inboxes, _watched(needs_worker=True)]))


def listen_command(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8725,
    lmtp: Annotated[bool, typer.Option("--lmtp", help="Speak LMTP instead of SMTP.")] = False,
) -> None:
    """Take mail over SMTP or LMTP, behind the firm's own mail server."""

    async def listening(office: Office, stopping: asyncio.Event) -> None:
        await _listen(office, stopping, host, port, lmtp=lmtp)

    asyncio.run(_run(Settings(), [listening, _watched(needs_worker=False)]))


def migrate_command() -> None:
    """Bring the database up to date; run it as the owner of its schema."""
    settings = Settings()
    logs.configure(settings.log_level)
    if settings.database_url is None:
        raise NotReady("Set UTDRAG_DATABASE_URL to the database to migrate.")
    migrate(settings.database_url.get_secret_value())


def demo_command() -> None:
    """Run everything on this machine with an invented organisation; data stay in the home folder."""
    settings = Settings(demo=True)
    if settings.host not in OWN_MACHINE:
        raise NotReady("The demonstration runs on this machine only: leave UTDRAG_HOST as it is.")
    asyncio.run(_demo(settings))


async def _demo(settings: Settings) -> None:
    async def listening(office: Office, stopping: asyncio.Event) -> None:
        await _listen(office, stopping, settings.host, settings.smtp_port, lmtp=False)

    if embedded.running(settings.database_dir) is None:  # else the launcher says who runs here, and where
        # A taken port is told before anything is prepared.
        bound(settings.host, settings.port).close()
        bound(settings.host, settings.smtp_port, "SMTP_PORT").close()
    async with _opened(settings, upgrade=True) as office:
        await before_serving(office)
        await prepare_demo(office)
        typer.echo(await welcome(office))
        await _together(office, [_serve, worker.run, watch_inboxes, listening])


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


async def _run(settings: Settings, parts: list[Part]) -> None:
    async with _opened(settings, upgrade=settings.database_url is None) as office:
        await before_serving(office)
        await refuse_elsewhere(office)
        await _together(office, parts)


@asynccontextmanager
async def _opened(settings: Settings, *, upgrade: bool) -> AsyncGenerator[Office]:
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


async def _together(office: Office, parts: list[Part]) -> None:
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


async def _serve(office: Office, stopping: asyncio.Event) -> None:
    settings = office.settings
    taken = bound(settings.host, settings.port)
    await _answer(create_app(office), taken, settings.trusted_proxies, stopping)


def _watched(*, needs_worker: bool) -> Part:
    async def watched(office: Office, stopping: asyncio.Event) -> None:
        settings = office.settings
        if settings.watch_port is None:
            await stopping.wait()
            return
        app = create_watch(office, needs_worker=needs_worker)
        await _answer(app, bound(settings.host, settings.watch_port), settings.trusted_proxies, stopping)

    return watched


async def _answer(app: FastAPI, taken: socket.socket, proxies: str, stopping: asyncio.Event) -> None:
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


async def _listen(office: Office, stopping: asyncio.Event, host: str, port: int, *, lmtp: bool) -> None:
    bound(host, port, "--port").close()
    listener = await listen(office, host, port, lmtp=lmtp)
    await stopping.wait()
    await listener.stop()
