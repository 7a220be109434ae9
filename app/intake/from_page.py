"""What a person writes and attaches on their status page: a message of their case, with its files."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.errors import FieldError, InvalidInput, NotFound, NotPermitted
from app.intake.details import Said
from app.intake.enclosing import Enclosed, enclosed, keep_files
from app.intake.showing import file_of
from app.models.columns import new_id
from app.models.message import FileShape, Message
from app.office import Office
from app.queries import cases, messages
from app.vocabulary import Channel, Happening, MessageState
from app.workflows.history import SUBJECT, record
from app.workflows.portal import UNLOCKED, Visit

_PAGES = ("status", "form")


async def write(office: Office, who: Visit, text: str, files: Sequence[Enclosed], at: datetime) -> None:
    """Keep a message from the person, and its files, with the case."""
    words, message_id = text.strip(), new_id(at)
    if not words and not files:
        raise InvalidInput("Write something first.", fields=[FieldError("text", "empty")])
    put = await enclosed(office, Said("", words), files) if files else None
    raw = put.raw if put else words.encode()
    async with office.db.transaction(who.organisation_id) as session:
        case = await cases.lock_case(session, who.case_id)
        file = await office.file(session, case)
        message = Message(
            id=message_id,
            organisation_id=who.organisation_id,
            source="status",
            source_key=str(message_id),
            channel=Channel.FORM,
            raw=file.seal.close_bytes("messages", "raw", message_id, raw),
            sha256=hashlib.sha256(raw).digest(),
            content_key=hashlib.sha256(message_id.bytes + raw).digest(),
            size=len(raw),
            received_at=at,
            stored_at=at,
            state=MessageState.CASE,
            case_id=case.id,
            rights=[],
            defects=0,
            attempts=0,
            error="",
        )
        if put is not None:
            await keep_files(office, session, file.seal, message, put.details)
        session.add(message)
        data = {"message": str(message_id)}
        await record(session, case, Happening.MESSAGE_RECEIVED, SUBJECT, at, data=data)


async def own_file(office: Office, who: Visit, message_id: UUID, number: int) -> tuple[FileShape, bytes]:
    """Give a file the person sent through a page of ours.

    Raises NotPermitted before the code, NotFound, ActionNotPossible when it is not handed out.
    """
    if who.level < UNLOCKED:
        raise NotPermitted("Enter the code first.")
    async with office.db.transaction(who.organisation_id) as session:
        message = await messages.get_message(session, message_id)
        if message.case_id != who.case_id or message.source not in _PAGES:
            raise NotFound("There is no such message in this case.")
        return await file_of(office, session, message, number)
