"""Everything that happened in a case, in one order: newest first, a page at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.models.audit import AuditEvent
from app.models.message import Message
from app.queries.here import organisation_of
from app.vocabulary import Event, Happening

SHOWN_ITSELF: Final = (Event.NOTE.value, Happening.MESSAGE_RECEIVED.value, Happening.FILES_ADDED.value)
"""Events of the history that only say that something is there which the timeline shows itself."""
_PAGE = text(
    """
    SELECT at, kind, key FROM (
        SELECT at, 'log' AS kind, lpad(sequence::text, 12, '0') AS key FROM audit_events
        WHERE case_id = :case_id AND organisation_id = :here AND event <> ALL(:silent)
        UNION ALL
        SELECT received_at, 'message_in', id::text FROM messages
        WHERE case_id = :case_id AND organisation_id = :here
        UNION ALL
        SELECT written_at, 'letter_out', id::text FROM letters
        WHERE case_id = :case_id AND organisation_id = :here
        UNION ALL
        SELECT at, 'note', id::text FROM notes
        WHERE case_id = :case_id AND organisation_id = :here AND event = :note
    ) told
    WHERE (at, kind, key) < (:at, :kind, :key)
    ORDER BY at DESC, kind DESC, key DESC LIMIT :limit
    """
)


class Entry(NamedTuple):
    """A place in the timeline: when, what, and which (the number of an event, or an id)."""

    at: datetime
    kind: str
    key: str


NEWEST: Final = Entry(datetime.max.replace(tzinfo=UTC), "", "")


async def page_of(session: AsyncSession, case_id: UUID, after: Entry, limit: int) -> list[Entry]:
    """Give the places after one, towards the past."""
    given = {
        "case_id": case_id,
        "here": organisation_of(session),
        "silent": list(SHOWN_ITSELF),
        "note": Event.NOTE.value,
        **after._asdict(),
        "limit": limit,
    }
    return [Entry(*row) for row in await (await session.connection()).execute(_PAGE, given)]


async def events(session: AsyncSession, case_id: UUID, numbers: Sequence[int]) -> Sequence[AuditEvent]:
    """Give events of a case by their numbers."""
    found = await session.exec(
        select(AuditEvent).where(
            AuditEvent.case_id == case_id,
            AuditEvent.organisation_id == organisation_of(session),
            col(AuditEvent.sequence).in_(numbers),
        )
    )
    return found.all()


async def messages(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Message]:
    """Give messages by their ids."""
    found = await session.exec(
        select(Message).where(Message.organisation_id == organisation_of(session), col(Message.id).in_(ids))
    )
    return found.all()


async def letters(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[OutgoingLetter]:
    """Give letters by their ids."""
    found = await session.exec(
        select(OutgoingLetter).where(
            OutgoingLetter.organisation_id == organisation_of(session), col(OutgoingLetter.id).in_(ids)
        )
    )
    return found.all()
