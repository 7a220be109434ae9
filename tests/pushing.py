"""The running house as mail providers meet it, with an inbox behind each of them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app import clock, embedded
from app.intake.push.outside import Outside
from app.main import create_app
from app.models.message import Message
from app.office import Office
from app.profiles import Profile
from app.workflows.applying import apply
from tests.clockwork import manual, profile
from tests.doors import Doors, doors
from tests.posts import INBOX, SIGNING_KEY, TOPIC
from tests.test_intake_door import messages_of

LOGIN = "post:hemligt-lösen"
BUCKET = "inkommande-post"
SECRETS = {"PUSH_MAILGUN": SIGNING_KEY, "PUSH_BASIC": LOGIN, "PUSH_BUCKET": "AKIDEXAMPLE:wJalr"}
PUSHES: tuple[dict[str, str], ...] = (
    {"provider": "mailgun", "secret": "env:PUSH_MAILGUN"},
    {"provider": "postmark", "secret": "env:PUSH_BASIC"},
    {"provider": "sendgrid", "secret": "env:PUSH_BASIC"},
    {"provider": "sendgrid", "secret": "env:PUSH_SENDGRID"},
    {"provider": "ses", "topic": TOPIC, "bucket": BUCKET, "secret": "env:PUSH_BUCKET"},
)


def declared(*pushes: dict[str, str]) -> Profile:
    """Give an organisation with an inbox behind each of these providers."""
    inboxes = [{"address": f"p{number}@nordstaff.example", "push": one} for number, one in enumerate(pushes)]
    return Profile.model_validate(profile(manual("candidates"), inboxes=[{"address": INBOX}, *inboxes]))


@dataclass
class Pushing:
    """A house that serves and works, and how providers reach it."""

    doors: Doors

    @property
    def office(self) -> Office:
        return self.doors.house.office

    async def post(self, provider: str, slug: str = "nordstaff", **given: Any) -> httpx.Response:
        return await self.doors.house.http.post(f"/api/v1/intake/{provider}/{slug}", **given)

    async def rows(self) -> list[Message]:
        return await messages_of(self.office, self.doors.house.organisation_id)

    async def newest(self) -> Message:
        return (await self.rows())[-1]


def with_push(office: Office, outside: Outside | None = None) -> FastAPI:
    """Give the real application; what is given as `outside` stands in for what lies there."""
    app = create_app(office)
    app.state.outside = outside or app.state.outside
    return app


@asynccontextmanager
async def pushing(
    server: embedded.Server, template: str, folder: Path, outside: Outside | None = None, **secrets_: str
) -> AsyncGenerator[Pushing]:
    """Give a house with every provider declared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.house.create_app", lambda office: with_push(office, outside))
        for name, value in {**SECRETS, **secrets_}.items():
            patch.setenv(name, value)
        async with doors(server, template, folder) as running:
            await apply(running.house.office, declared(*PUSHES), clock.now())
            yield Pushing(running)
