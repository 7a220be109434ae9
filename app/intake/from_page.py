"""What a person writes and attaches on their status page: a message of their case, with its files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.errors import FieldError, InvalidInput, NotFound, NotPermitted
from app.intake.beside import Beside, keep_beside
from app.intake.enclosing import Enclosed
from app.intake.showing import file_of
from app.models.message import FileShape
from app.office import Office
from app.queries import messages
from app.vocabulary import Channel, Happening
from app.workflows.history import SUBJECT
from app.workflows.portal import UNLOCKED, Visit

_PAGES = ("status", "form")
_WRITTEN = Beside("status", Channel.FORM, Happening.MESSAGE_RECEIVED)


async def write(office: Office, who: Visit, text: str, files: Sequence[Enclosed], at: datetime) -> None:
    """Keep a message from the person, and its files, with the case."""
    words = text.strip()
    if not words and not files:
        raise InvalidInput("Write something first.", fields=[FieldError("text", "empty")])
    await keep_beside(office, who.organisation_id, who.case_id, _WRITTEN, words, files, SUBJECT, at)


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
