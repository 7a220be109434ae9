"""The running house as callers of its API meet it, for a whole file of tests, beside a stranger's."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from aiosmtpd.smtp import SMTP

from app import clock, embedded
from app.connectors import registry
from app.connectors.contract import Connector
from app.db import plain_url
from app.profiles import Profile
from app.vocabulary import Role
from app.workflows.applying import apply
from tests.clockwork import ANNA, System, a_database, manual, profile
from tests.counterparts.smtp_capture import Capture
from tests.house import House, give_token, running_house

CALL = {"channel": "phone", "name": ANNA.name, "email": ANNA.email, "phone": ANNA.phone}
WORDS = {
    "access": "Jag vill ha ut allt ni har sparat om mig.",
    "complaint": "Jag är missnöjd med hur ni hanterar mina uppgifter.",
}


@dataclass
class Doors:
    """A house and its hands, a second organisation's token holders, and the database itself."""

    house: House
    stranger: House
    system: System
    owner: asyncpg.Connection

    async def written(self, *rights: str, **changes: Any) -> dict[str, Any]:
        """Write down a call, and give its case."""
        note = {**CALL, "words": WORDS["access"], "rights": list(rights or ("access",)), **changes}
        answer = await self.house.api("POST", "/cases", json=note)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def identified(self, *rights: str) -> dict[str, Any]:
        """Write down a call of somebody a handler knows."""
        case = await self.written(*rights)
        return await self.house.act(
            case["id"],
            "confirm_identity",
            method="call_back",
            reason="Ringde upp numret i registret.",
            attributes=[{"kind": "email", "value": ANNA.email}],
        )

    async def post(
        self, case_id: str, action: str, given: object = None, *, version: object = None, **headers: str
    ) -> httpx.Response:
        """Take an action at a version, by default the present one."""
        if version is None:
            version = (await self.house.case(case_id))["version"]
        return await self.house.api(
            "POST",
            f"/cases/{case_id}/actions/{action}",
            json={} if given is None else given,
            headers={
                "If-Match": f'"{version}"',
                **{name.replace("_", "-"): v for name, v in headers.items()},
            },
        )


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Give the problem of an answer, after a look at its form (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = dict(answer.json())
    assert told.keys() == {"type", "title", "status", "detail", "code", "reasons", "fields"}
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"https://utdrag.example/problems/{code.replace('_', '-')}"
    return told


def paths(answer: httpx.Response) -> list[str]:
    """Give the fields an answer found wrong."""
    return [field["path"] for field in problem(answer, 422, "invalid_input")["fields"]]


@asynccontextmanager
async def doors(server: embedded.Server, template: str, folder: Path) -> AsyncGenerator[Doors]:
    """Give a house that serves and works: one system that answers as told, one done by hand, and a stranger."""
    loop, capture, system = asyncio.get_running_loop(), Capture(), System()
    listener = await loop.create_server(
        lambda: SMTP(capture, enable_SMTPUTF8=True, loop=loop, hostname="capture.example"), capture.host, 0
    )
    capture.port = listener.sockets[0].getsockname()[1]
    declared = profile(manual("candidates"), manual("binder", "Pärmen"), promise_days=30)
    other = profile(
        slug="fjellkraft",
        name="Fjellkraft AS",
        country="NO",
        language="nb",
        reference_prefix="FK",
        inboxes=[{"address": "personvern@fjellkraft.example"}],
    )
    real = registry.build

    def build(kind: str, settings: registry.Settings, *others: Any) -> Connector:
        return system if settings.get("owner") == "candidates" else real(kind, settings, *others)

    async with a_database(server, template) as database:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registry, "build", build)
            async with running_house(database, declared, capture, folder) as house:
                applied = await apply(house.office, Profile.model_validate(other), clock.now())
                stranger = House(house.office, applied.organisation_id, house.http, capture)
                for role in Role:
                    stranger.tokens[role] = await give_token(house.office, applied.organisation_id, role)
                owner = await asyncpg.connect(plain_url(database))
                yield Doors(house, stranger, system, owner)
                await owner.close()
    listener.close()
    await listener.wait_closed()
