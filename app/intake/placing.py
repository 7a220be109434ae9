"""Giving a message its place: with a case, or beside the message it repeats."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case
from app.models.message import Message
from app.office import CaseFile, Desk, Office
from app.queries import cases, places
from app.vocabulary import Happening, MessageState
from app.workflows.history import SYSTEM, record


async def link(office: Office, session: AsyncSession, message: Message, case: Case, at: datetime) -> None:
    """Put a message with its case; its content is from then on sealed with the case."""
    locked = await cases.lock_case(session, case.id)
    file = await office.file(session, locked)
    belongs_to(await office.desk(session), message, file, MessageState.CASE)
    data = {"message": str(message.id)}
    await record(session, locked, Happening.MESSAGE_RECEIVED, SYSTEM, at, data=data)


def belongs_to(desk: Desk, message: Message, file: CaseFile, state: MessageState) -> None:
    """Give a message to a case: its content moves from the organisation's seal to the case's."""
    raw = desk.seal.open_bytes("messages", "raw", message.id, message.raw)
    message.raw = file.seal.close_bytes("messages", "raw", message.id, raw)
    if message.because is not None:
        because = desk.seal.open_bytes("messages", "because", message.id, message.because)
        message.because = file.seal.close_bytes("messages", "because", message.id, because)
    message.case_id, message.state = file.case.id, state


async def follow(office: Office, session: AsyncSession, first: Message) -> None:
    """Let every copy of a message stand where the message stands now."""
    for copy in await places.copies_of(session, first.id):
        await stand_beside(office, session, copy, first)


async def stand_beside(office: Office, session: AsyncSession, copy: Message, first: Message) -> None:
    """Put a message where the one stands that it repeats."""
    copy.duplicate_of, copy.decision = first.id, "duplicate"
    if first.case_id is not None and copy.case_id is None:
        file = await office.file(session, await cases.get_case(session, first.case_id))
        belongs_to(await office.desk(session), copy, file, first.state)
    copy.state = first.state
