"""Mail that arrives through the real door and is routed on a real database, and where it is found afterwards."""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import embedded
from app.intake import showing
from app.intake.door import Delivery, accept
from app.intake.placing import seal_of
from app.intake.route import route_message
from app.jobs import Job, Kind
from app.models.message import Message, MessageText
from app.office import CaseFile
from app.queries import cases, messages
from app.vocabulary import Channel, MessageState
from tests.clockwork import Clockwork, a_database, clockwork, profile

ASKED = b"Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
HEAD = b"From: Anna Lindqvist <anna.lindqvist@post.example>\r\nTo: privacy@nordstaff.example\r\n"
PLACES = frozenset((
    MessageState.CASE, MessageState.TRIAGE, MessageState.AUTOMATED, MessageState.QUARANTINE,
))  # fmt: skip


@dataclass(frozen=True)
class Arrived:
    """A message once it has its place; `file` is its case."""

    message: Message
    because: list[str]
    file: CaseFile | None

    @property
    def place(self) -> str:
        return self.message.state.value

    @property
    def reasons(self) -> str:
        return "\n".join(self.because)


@dataclass
class Arrivals:
    """A house mail arrives at, a second after the other."""

    house: Clockwork
    count: int = field(default=0)

    async def come(self, raw: bytes, *, key: str = "") -> Arrived:
        """Let a mail come, and see that it is kept byte for byte and stands in exactly one place."""
        self.house.at += timedelta(seconds=1)
        self.count += 1
        office, organisation_id = self.house.office, self.house.organisation_id
        delivery = Delivery("test", key or str(self.count), Channel.EMAIL, raw, self.house.at)
        receipt = await accept(office, organisation_id, delivery, self.house.at)
        await route_message(office, Job(Kind.ROUTE_MESSAGE, organisation_id, receipt.message_id))
        async with office.db.transaction(organisation_id) as session:
            message = await messages.get_message(session, receipt.message_id)
            seal = await seal_of(office, session, message)
            assert seal.open_bytes("messages", "raw", message.id, message.raw) == raw
            assert (message.sha256, message.size) == (hashlib.sha256(raw).digest(), len(raw))
            assert message.state in PLACES
            because = await showing.because_of(office, session, message)
            case = await cases.get_case(session, message.case_id) if message.case_id else None
            file = await office.file(session, case) if case else None
        return Arrived(message, because, file)

    async def shown(self, arrived: Arrived) -> MessageText:
        """Give what a handler is shown of it."""
        async with self.house.office.db.transaction(self.house.organisation_id) as session:
            return await showing.text_of(self.house.office, session, arrived.message)

    async def others_are_read(self) -> None:
        """See that an ordinary mail still finds its place."""
        arrived = await self.come(HEAD + b"Subject: Registerutdrag\r\n\r\n" + ASKED + b" %d" % self.count)
        assert arrived.place == "case"

    async def letters(self) -> int:
        return int((await self.house.sql("SELECT count(*) AS n FROM letters"))[0]["n"])


@asynccontextmanager
async def arrivals(
    server: embedded.Server, template: str, folder: Path, **changes: Any
) -> AsyncGenerator[Arrivals]:
    """Give a house with a database of its own, for a whole file of tests."""
    with pytest.MonkeyPatch.context() as patch:
        async with (
            a_database(server, template) as database,
            clockwork(database, folder, patch, profile(**changes)) as house,
        ):
            yield Arrivals(house)
