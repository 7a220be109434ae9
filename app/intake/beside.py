"""Messages that are written beside a case, not mailed: words and files, kept with it in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.intake.details import Said
from app.intake.enclosing import Enclosed, enclosed, keep_files
from app.models.columns import new_id
from app.models.message import Message
from app.office import Office
from app.vocabulary import Channel, Happening, MessageState
from app.workflows.history import Actor, record

FROM_COLLEAGUE: Final = "colleague"
"""The source of what colleagues put with a case; the person is not shown it."""


@dataclass(frozen=True)
class Beside:
    """From which page of ours something came, in whose name, and what the history calls it."""

    source: str
    channel: Channel
    happening: Happening
    sender: str = ""


async def keep_beside(
    office: Office,
    organisation_id: UUID,
    case_id: UUID,
    said: Beside,
    words: str,
    files: Sequence[Enclosed],
    actor: Actor,
    at: datetime,
) -> UUID:
    """Keep words and files with a case, and give the id of the message they are."""
    message_id = new_id(at)
    put = await enclosed(office, Said(said.sender, words), files) if files else None
    raw = put.raw if put else words.encode()
    async with office.db.transaction(organisation_id) as session:
        file = await office.lock_file(session, case_id)
        case = file.case
        message = Message(
            id=message_id,
            organisation_id=organisation_id,
            source=said.source,
            source_key=str(message_id),
            channel=said.channel,
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
        await record(session, case, said.happening, actor, at, data={"message": str(message_id)})
    return message_id
