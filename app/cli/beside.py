"""`utdrag worker` and `listen`: processes beside the one that serves, as many as wanted."""

import asyncio
from typing import Annotated

import typer

from app import worker
from app.cli.running import Part, answer, bound, run
from app.inboxes import watch_inboxes
from app.intake.listener import listen
from app.office import Office
from app.settings import Settings
from app.watch import create_watch


def worker_command() -> None:
    """Do the background work and watch the mailboxes; as many of these as wanted."""
    asyncio.run(run(Settings(), [worker.run, watch_inboxes, _watched(needs_worker=True)]))


def listen_command(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8725,
    lmtp: Annotated[bool, typer.Option("--lmtp", help="Speak LMTP instead of SMTP.")] = False,
) -> None:
    """Take mail over SMTP or LMTP, behind the firm's own mail server."""

    async def listening(office: Office, stopping: asyncio.Event) -> None:
        await take_mail(office, stopping, host, port, lmtp=lmtp)

    asyncio.run(run(Settings(), [listening, _watched(needs_worker=False)]))


async def take_mail(office: Office, stopping: asyncio.Event, host: str, port: int, *, lmtp: bool) -> None:
    """Take mail over SMTP or LMTP until it is time to stop. Raises NotReady when the port is taken."""
    bound(host, port, "--port").close()
    listener = await listen(office, host, port, lmtp=lmtp)
    await stopping.wait()
    await listener.stop()


def _watched(*, needs_worker: bool) -> Part:
    async def watched(office: Office, stopping: asyncio.Event) -> None:
        settings = office.settings
        if settings.watch_port is None:
            await stopping.wait()
            return
        app = create_watch(office, needs_worker=needs_worker)
        await answer(app, bound(settings.host, settings.watch_port), settings.trusted_proxies, stopping)

    return watched
