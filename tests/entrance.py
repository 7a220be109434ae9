"""The house seen from its door: an application without a worker, with people to sign in as."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import uvicorn
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser as Tree

from app import clock
from app.db import plain_url
from app.demo.demo import ORGANISATIONS
from app.demo.staff import invite_staff
from app.main import create_app
from app.models.member import Invitation
from app.office import Office
from app.profiles import Profile
from app.vocabulary import Role
from app.workflows.applying import apply
from app.workflows.demonstration import mark
from app.workflows.members import invite
from tests.clockwork import profile
from tests.house import until
from tests.offices import an_office

HOST = "http://127.0.0.1:8700"
OTHER = {
    "slug": "fjellkraft",
    "name": "Fjellkraft AS",
    "country": "NO",
    "language": "nb",
    "reference_prefix": "FK",
    "inboxes": [{"address": "personvern@fjellkraft.example"}],
}


@dataclass
class Entrance:
    """The door, what is behind it, and the database itself."""

    office: Office
    app: FastAPI
    ids: dict[str, UUID]
    owner: asyncpg.Connection

    def browser(self, host: str = HOST, **headers: str) -> httpx.AsyncClient:
        """Give a browser of nobody yet; it follows no redirect by itself."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=host,
            headers={"Sec-Fetch-Site": "same-origin", **headers},
        )

    async def invite(self, email: str) -> None:
        """Invite somebody to Nordstaff as a handler."""
        async with self.office.db.transaction(self.ids["nordstaff"]) as session:
            given = Invitation(name="Somebody", email=email, role=Role.HANDLER)
            await invite(session, await self.office.desk(session), given, clock.now())

    @asynccontextmanager
    async def as_(self, name: str, slug: str = "nordstaff") -> AsyncGenerator[httpx.AsyncClient]:
        """Give a browser in which somebody of the demonstration has signed in."""
        async with self.browser() as browser:
            answer = await sign_in(browser, name, slug)
            assert answer.status_code == 303, answer.text
            yield browser


@asynccontextmanager
async def entrance(
    database: str, folder: Path, *, groups: Mapping[str, Mapping[str, str]] | None = None, **limits: Any
) -> AsyncGenerator[Entrance]:
    """Give the door of a demonstration with two organisations, and what groups are in which of them."""
    named = {
        slug: [{"name": name, "role": role} for name, role in of.items()]
        for slug, of in (groups or {}).items()
    }
    async with an_office(database, folder, **{"demo": True, **limits}) as office:
        await mark(office, ORGANISATIONS, clock.now())
        ids = {
            declared["slug"]: (
                await apply(office, Profile.model_validate(declared), clock.now())
            ).organisation_id
            for declared in (
                profile(sign_in={"groups": named.get("nordstaff", [])}),
                profile(**OTHER, sign_in={"groups": named.get("fjellkraft", [])}),
            )
        }
        await invite_staff(office, ids, clock.now())
        owner = await asyncpg.connect(plain_url(database))
        yield Entrance(office, create_app(office), ids, owner)
        await owner.close()


async def sign_in(
    browser: httpx.AsyncClient, name: str, slug: str = "nordstaff", **given: str
) -> httpx.Response:
    """Press the button with somebody's name on it."""
    page = Tree((await browser.get("/auth/demo")).text)
    (button,) = [
        one for one in page.css(f"section[aria-labelledby=room-{slug}] button") if one.text().startswith(name)
    ]
    data = {"organisation": slug, "member": button.attributes["value"] or "", **given}
    return await browser.post("/auth/demo", data=data)


@asynccontextmanager
async def served(app: FastAPI, taken: socket.socket) -> AsyncGenerator[None]:
    """Let the door be knocked at over a real socket."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[taken]))

    async def started() -> bool:
        return server.started

    try:
        await until(started)
        yield
    finally:
        server.should_exit = True
        await serving
