"""The house under test, as four processes on a database of its own or all in one; and what surrounds it."""

import asyncio
import base64
import tomllib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from aiosmtpd.smtp import SMTP
from pydantic import SecretStr

from app import clock, embedded
from app.cli.offices import new_office
from app.db import migrate
from app.embedded.server import free_port
from app.office import Office
from app.profiles import Profile
from app.settings import Settings
from app.vocabulary import Role
from app.workflows.applying import apply
from chaos.plan import Plan
from chaos.processes import Program
from chaos.register import NAME, SYSTEM, make_register
from tests.counterparts.smtp_capture import Capture
from tests.house import give_token

SLUG = "chaos"
INBOX = "privacy@chaos.example"
PROFILE = f"""
slug = "{SLUG}"
name = "Kaos AB"
country = "SE"
language = "sv"
reference_prefix = "KA"

[contact]
email = "{INBOX}"

[[inboxes]]
address = "{INBOX}"

[[inboxes]]
address = "info@chaos.example"

[[people]]
name = "Hilda Handläggare"
email = "handler@chaos.example"
role = "handler"

[register.general]
purposes = ["Rekrytering"]
categories = ["Kontaktuppgifter"]
recipients = []
retention = "Två år"
source = "Du själv"
automated = {{ used = false }}
countries = ["SE"]
{SYSTEM}"""
LEASE_SECONDS = 5
MASTER_KEY = base64.b64encode(bytes(range(32))).decode()


@dataclass
class House:
    """Processes that are up, the addresses they answer at, and tokens to call them with."""

    programs: list[Program]
    web: str
    smtp_port: int
    env: dict[str, str]
    folder: Path
    capture: Capture
    register_url: str
    own_database: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Requests answered 500: nobody had foreseen what went wrong."""

    @property
    def database_url(self) -> str:
        """Give the database of the house as its owner; in one process it is wherever that one has it now."""
        if self.own_database:
            return self.own_database
        server = embedded.running(self.folder / "home" / "postgres")
        assert server is not None
        return server.url

    @asynccontextmanager
    async def office(self) -> AsyncGenerator[Office]:
        """Give an office of our own on its database, to prepare and to look."""
        settings = Settings(home=self.folder / "home", master_key=SecretStr(MASTER_KEY))
        office = new_office(settings, self.database_url)
        yield office
        await office.db.close()

    async def up(self) -> None:
        """Wait until every program takes connections."""
        for program in self.programs:
            await program.up()


@asynccontextmanager
async def running(plan: Plan, folder: Path) -> AsyncGenerator[House]:
    """Give the house, with one organisation that has one system of record."""
    folder.chmod(0o711)  # noqa: ASYNC240 - once, before anything runs
    async with embedded.postgres(folder / "surroundings", fast=True) as server, _captured() as capture:
        await make_register(server.url, server.database(NAME))
        house = _house(plan, folder, server, capture)
        if house.own_database:
            admin = await asyncpg.connect(server.url)
            await admin.execute("CREATE DATABASE utdrag")
            await admin.close()
            await asyncio.to_thread(migrate, house.own_database)
        try:
            for program in house.programs:
                await program.start()
            await house.up()
            await _furnish(house)
            yield house
        finally:
            for program in house.programs:
                await program.stop()


@asynccontextmanager
async def _captured() -> AsyncGenerator[Capture]:
    """Give the mail server that letters go out through."""
    capture, loop = Capture(), asyncio.get_running_loop()
    listener = await loop.create_server(
        lambda: SMTP(capture, enable_SMTPUTF8=True, loop=loop), capture.host, 0
    )
    capture.port = listener.sockets[0].getsockname()[1]
    yield capture
    listener.close()
    await listener.wait_closed()


def _house(plan: Plan, folder: Path, server: embedded.Server, capture: Capture) -> House:
    port, smtp_port = free_port(), free_port()
    env = {
        "UTDRAG_HOME": str(folder / "home"),
        "UTDRAG_MASTER_KEY": MASTER_KEY,
        "UTDRAG_SMTP_URL": capture.url,
        "UTDRAG_WORKER_LEASE_SECONDS": str(LEASE_SECONDS),
        "UTDRAG_RETRY_FIRST_SECONDS": "0.2",
        "UTDRAG_RETRY_LONGEST_SECONDS": "2",
        "UTDRAG_BLOB_URL": (folder / "blobs").as_uri(),
        "UTDRAG_LOG_LEVEL": "warning",
        "CHAOS_REGISTER_URL": server.database(NAME),
        "PORT": str(port),
        "SMTP_PORT": str(smtp_port),
    }
    own = "" if plan.together else server.database("utdrag")
    if own:
        env["UTDRAG_DATABASE_URL"] = own

    def program(name: str, *command: str, port: int | None = None) -> Program:
        return Program(name, command, port, env, folder / f"{name}.log")

    programs = (
        [program("all in one", "demo", port=port)]
        if plan.together
        else [
            program("web", "serve", "--alone", port=port),
            program("listener", "listen", "--port", str(smtp_port), port=smtp_port),
            program("worker 1", "worker"),
            program("worker 2", "worker"),
        ]
    )
    return House(
        programs, f"http://127.0.0.1:{port}", smtp_port, env, folder, capture, server.database(NAME), own
    )


async def _furnish(house: House) -> None:
    """Put the organisation in force, and make tokens to call the house with."""
    async with house.office() as office:
        applied = await apply(office, Profile.model_validate(tomllib.loads(PROFILE)), clock.now())
        for role in (Role.INBOX, Role.HANDLER):
            house.tokens[role] = await give_token(office, applied.organisation_id, role)
