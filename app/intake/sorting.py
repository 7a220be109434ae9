"""What people do with messages nobody could place: read them safely, open a case, or link them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible
from app.intake.classify import classify
from app.intake.decode import decode
from app.intake.route import applicant_of, belongs_to, link
from app.models.message import Message
from app.office import CaseFile, Office
from app.queries import cases, messages
from app.trust.sealing import Seal
from app.vocabulary import Channel, MessageState, Right
from app.workflows.history import Actor
from app.workflows.open import NewCase, open_case


class MessageText(BaseModel):
    """A message as text, without anything that runs or loads."""

    sender: str
    subject: str
    text: str
    attachments: list[str]
    defects: list[str]


async def seal_of(office: Office, session: AsyncSession, message: Message) -> Seal:
    """Give the seal a message lies under: its case's, or the organisation's before it has one."""
    if message.case_id is None:
        return (await office.desk(session)).seal
    return (await office.file(session, await cases.get_case(session, message.case_id))).seal


async def because_of(office: Office, session: AsyncSession, message: Message) -> list[str]:
    """Give why a message was read as it was."""
    if message.because is None:
        return []
    seal = await seal_of(office, session, message)
    return list(seal.open_json("messages", "because", message.id, message.because))


async def text_of(office: Office, session: AsyncSession, message: Message) -> MessageText:
    """Give what a message says."""
    seal = await seal_of(office, session, message)
    raw = seal.open_bytes("messages", "raw", message.id, message.raw)
    if message.channel is not Channel.EMAIL:
        return MessageText(sender="", subject="", text=raw.decode(), attachments=[], defects=[])
    mail = decode(raw)
    return MessageText(
        sender=f"{mail.sender.name} <{mail.sender.address}>",
        subject=mail.subject,
        text=mail.text,
        attachments=[attachment.name for attachment in mail.attachments],
        defects=list(mail.defects),
    )


async def accept_message(
    office: Office,
    session: AsyncSession,
    message_id: UUID,
    rights: Sequence[Right],
    actor: Actor,
    at: datetime,
) -> CaseFile:
    """Open the case of a waiting message. Raises ActionNotPossible when it has its place already."""
    message = await _waiting(session, message_id)
    desk = await office.desk(session)
    mail = decode(desk.seal.open_bytes("messages", "raw", message.id, message.raw))
    new = NewCase(
        rights=rights,
        channel=message.channel,
        language=classify(mail).language,
        received_at=message.received_at,
        applicant=applicant_of(mail),
        words=f"{mail.subject}\n\n{mail.text}".strip(),
    )
    file = await open_case(office, session, new, actor=actor, at=at)
    belongs_to(desk, message, file, MessageState.CASE)
    return file


async def link_message(
    office: Office, session: AsyncSession, message_id: UUID, case_id: UUID, at: datetime
) -> Message:
    """Put a waiting message with a case. Raises ActionNotPossible when it has its place already."""
    message = await _waiting(session, message_id)
    await link(office, session, message, await cases.get_case(session, case_id), at)
    return message


async def _waiting(session: AsyncSession, message_id: UUID) -> Message:
    message = await messages.lock_message(session, message_id)
    if message.case_id is not None or message.duplicate_of is not None:
        raise ActionNotPossible("This message has its place already.")
    return message
