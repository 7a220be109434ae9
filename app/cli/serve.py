"""`utdrag serve` and `demo`: the whole house in one process."""

import asyncio
from typing import Annotated

import typer

from app import embedded, worker
from app.cli.beside import take_mail
from app.cli.running import Part, answer, before_serving, bound, opened, run, together
from app.cli.welcome import prepare_demo, welcome
from app.errors import NotReady
from app.inboxes import watch_inboxes
from app.main import create_app
from app.office import Office
from app.settings import Settings
from app.sign_in_settings import OWN_MACHINE

Alone = Annotated[bool, typer.Option("--alone", help="Without the worker; run `utdrag worker` beside it.")]


def serve_command(*, alone: Alone = False) -> None:
    """Serve the pages and the API, and do the background work in the same process."""
    parts: list[Part] = [_serve] if alone else [_serve, worker.run, watch_inboxes]
    asyncio.run(run(Settings(), parts))


def demo_command() -> None:
    """Run everything on this machine with an invented organisation; data stay in the home folder."""
    settings = Settings(demo=True)
    if settings.host not in OWN_MACHINE:
        raise NotReady("The demonstration runs on this machine only: leave UTDRAG_HOST as it is.")
    asyncio.run(_demo(settings))


async def _demo(settings: Settings) -> None:
    async def listening(office: Office, stopping: asyncio.Event) -> None:
        await take_mail(office, stopping, settings.host, settings.smtp_port, lmtp=False)

    if embedded.running(settings.database_dir) is None:  # else the launcher says who runs here, and where
        # A taken port is told before anything is prepared.
        bound(settings.host, settings.port).close()
        bound(settings.host, settings.smtp_port, "SMTP_PORT").close()
    async with opened(settings, upgrade=True) as office:
        await before_serving(office)
        await prepare_demo(office)
        typer.echo(await welcome(office))
        await together(office, [_serve, worker.run, watch_inboxes, listening])


async def _serve(office: Office, stopping: asyncio.Event) -> None:
    settings = office.settings
    taken = bound(settings.host, settings.port)
    await answer(create_app(office), taken, settings.trusted_proxies, stopping)
