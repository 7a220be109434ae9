"""Giving a message its place: with a case, or beside the message it repeats."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.details import details_of
from app.models.case import Case
from app.models.message import SEALED, Message
from app.office import CaseFile, Desk, Office
from app.queries import cases, places
from app.trust.sealing import Seal
from app.vocabulary import Happening, MessageState
from app.workflows.history import SYSTEM, record


async def link(office: Office, session: AsyncSession, message: Message, case: Case, at: datetime) -> None:
    """Put a message with its case; its content is from then on sealed with the case."""
    file = await office.lock_file(session, case.id)
    belongs_to(file.desk, message, file, MessageState.CASE)
    data = {"message": str(message.id)}
    await record(session, file.case, Happening.MESSAGE_RECEIVED, SYSTEM, at, data=data)


def belongs_to(desk: Desk, message: Message, file: CaseFile, state: MessageState) -> None:
    """Give a message to a case: its content moves from the organisation's seal to the case's."""
    for column in SEALED:
        sealed = getattr(message, column)
        if sealed is not None:
            plain = desk.seal.open_bytes("messages", column, message.id, sealed)
            setattr(message, column, file.seal.close_bytes("messages", column, message.id, plain))
    message.case_id, message.state = file.case.id, state


async def follow(office: Office, session: AsyncSession, first: Message) -> None:
    """Let every copy of a message stand where the message stands now."""
    for copy in await places.copies_of(session, first.id):
        await stand_beside(office, session, copy, first)


async def stand_beside(office: Office, session: AsyncSession, copy: Message, first: Message) -> None:
    """Put a message where the one stands that it repeats; it holds the same files, for as long."""
    copy.duplicate_of, copy.decision, copy.scan = first.id, "duplicate", first.scan
    copy.state = first.state
    if first.case_id is not None and await cases.find_case(session, first.case_id) is None:
        return  # its case was forgotten, and what it held
    desk = await office.desk(session)
    if first.case_id is not None and copy.case_id is None:
        file = await office.file(session, await cases.get_case(session, first.case_id))
        belongs_to(desk, copy, file, first.state)
    cut = details_of(await seal_of(office, session, copy), copy).forgotten
    if not cut and details_of(await seal_of(office, session, first), first).papers:
        copy.forget_at = copy.received_at + timedelta(days=desk.profile.files.identity_days)


async def seal_of(office: Office, session: AsyncSession, message: Message) -> Seal:
    """Give the seal a message lies under: its case's, or the organisation's before it has one."""
    if message.case_id is None:
        return (await office.desk(session)).seal
    return (await office.file(session, await cases.get_case(session, message.case_id))).seal
