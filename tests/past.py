"""A house with a past, for tests: a closed case with a message and files in it, and an open one beside."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import Extract
from app.models.columns import new_id
from app.models.message import Message
from app.models.organisation import Organisation
from app.models.task import Finding, Task
from app.office import CaseFile, Office
from app.queries import organisations
from app.vocabulary import (
    Certainty,
    Channel,
    ExtractKind,
    ForgetReason,
    MessageState,
    Outcome,
    Right,
    TaskState,
    Verb,
)  # fmt: skip
from app.workflows import forgetting
from app.workflows.forgetting import OPERATOR
from app.workflows.history import SYSTEM
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant
from app.workflows.sealing import seal_history
from tests.offices import AT, an_office, an_organisation

COPY, PACKAGE = b"a copy of what a system holds", b"a package for the person"


class Past(NamedTuple):
    """A house with one closed case of Anna's, a message and a file in it, and one open case of Bo's."""

    office: Office
    organisation: Organisation
    closed: UUID
    open: UUID
    root: asyncpg.Connection

    async def forget(self, case_id: UUID | None = None) -> None:
        async with self.office.db.transaction(self.organisation.id) as session:
            await forgetting.forget(
                self.office, session, case_id or self.closed, ForgetReason.ERASURE, OPERATOR, AT
            )


async def a_person(office: Office, organisation_id: UUID, name: str, *, closed: bool) -> UUID:
    async with office.db.transaction(organisation_id) as session:
        new = NewCase(
            rights=[Right.ACCESS],
            channel=Channel.EMAIL,
            language=(await office.desk(session)).profile.language,
            received_at=AT,
            applicant=Applicant(name, f"{name.split(maxsplit=1)[0].lower()}@post.example", ""),
            words="Vad vet ni om mig?",
            acknowledge=False,
        )
        file = await open_case(office, session, new, actor=SYSTEM, at=AT)
        await session.flush()
        case_id = file.case.id
        await files(session, file)
        message_id = new_id(AT)
        session.add(
            Message(
                id=message_id,
                organisation_id=organisation_id,
                source="push",
                source_key=str(message_id),
                channel=Channel.EMAIL,
                raw=file.seal.close_bytes("messages", "raw", message_id, b"From: a@post.example\n\nHej"),
                because=file.seal.close_json("messages", "because", message_id, ["it asks"]),
                sha256=b"",
                content_key=b"",
                size=3,
                received_at=AT,
                stored_at=AT,
                state=MessageState.CASE,
                case_id=case_id,
                rights=[],
                defects=0,
                attempts=0,
                error="",
            )
        )
    if closed:
        root = await asyncpg.connect(office.db.url)
        await root.execute(
            "UPDATE cases SET state = 'closed', outcome = $2, closed_at = $3, escalate_at = NULL WHERE id = $1",
            case_id, Outcome.FULFILLED.value, AT,
        )  # fmt: skip
        await root.close()
    return case_id


async def files(
    session: AsyncSession, file: CaseFile, *, copy: bytes = COPY, number: int = 1
) -> tuple[UUID, UUID]:
    """Give a case a copy of what a system holds, and a package."""
    case, task_id, finding_id, extract_id = file.case, new_id(AT), new_id(AT), new_id(AT)
    copied, packed = await file.keep(finding_id, once(copy)), await file.keep(extract_id, once(PACKAGE))
    session.add(
        Task(
            id=task_id, organisation_id=case.organisation_id, case_id=case.id, round=number,
            system="archive", verb=Verb.EXPORT, state=TaskState.DONE, reason="", handle="", attempts=1, found=1,
            retained=[], internal_due=date(2026, 3, 9), asked_at=AT,
        )
    )  # fmt: skip
    await session.flush()
    session.add(
        Finding(
            id=finding_id, organisation_id=case.organisation_id, case_id=case.id, task_id=task_id,
            round=number, position=1, system="archive", collection="people",
            ref=file.seal.close("findings", "ref", finding_id, "7"),
            label=file.seal.close("findings", "label", finding_id, "Anna"), certainty=Certainty.EXACT,
            purpose="", field_labels={}, sha256=copied.sha256, media_type="text/plain", size=copied.size,
        )
    )  # fmt: skip
    session.add(
        Extract(
            id=extract_id, organisation_id=case.organisation_id, case_id=case.id, version=number, step=0, round=number,
            kind=ExtractKind.ACCESS, sha256=packed.sha256, size=packed.size, items=1, withheld=0, made_at=AT,
            expires_at=AT + timedelta(days=30), downloads=0,
        )
    )  # fmt: skip
    await session.flush()
    return finding_id, extract_id


async def once(content: bytes) -> AsyncGenerator[bytes]:
    yield content


@asynccontextmanager
async def a_past(database: str, home: Path) -> AsyncGenerator[Past]:
    """Give a house with a past."""
    async with an_office(database, home, pool_size=4) as office:
        organisation_id = await an_organisation(office)
        closed = await a_person(office, organisation_id, "Anna Lindqvist", closed=True)
        still_open = await a_person(office, organisation_id, "Bo Ek", closed=False)
        await seal_history(office, AT)
        async with office.db.transaction() as session:
            organisation = await organisations.get_organisation(session, organisation_id)
        root = await asyncpg.connect(database)
        yield Past(office, organisation, closed, still_open, root)
        await root.close()
