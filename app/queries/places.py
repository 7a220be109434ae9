"""Where messages are: copies beside their original, and what stands in no place where it would be seen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import Kind
from app.models.message import Message
from app.queries.here import HERE, given, organisation_of

_UNREAD = text(
    """
    SELECT id FROM messages
    WHERE organisation_id = :organisation AND state = 'stored' AND stored_at < :before AND id::text NOT IN (
      SELECT convert_from(payload, 'UTF8')::jsonb ->> 'subject' FROM pgqueuer
      WHERE entrypoint = :job AND status IN ('queued', 'picked') AND payload IS NOT NULL)
    ORDER BY received_at, id
    """
)
_ASTRAY = text(
    """
    SELECT message.id FROM messages message LEFT JOIN messages first ON first.id = message.duplicate_of
    LEFT JOIN cases ON cases.id = message.case_id AND message.state = 'triage'
    WHERE message.organisation_id = :organisation AND (
      (message.state = 'case' AND message.case_id IS NULL)
      OR cases.state <> 'triage'
      OR (message.state IN ('stored', 'quarantine', 'dismissed') AND message.case_id IS NOT NULL)
      OR (first.state <> 'stored'
          AND (message.state, message.case_id) IS DISTINCT FROM (first.state, first.case_id)))
    ORDER BY message.id
    """
)
_COPIES = (
    select(Message)
    .where(Message.duplicate_of == bindparam("message_id"), Message.organisation_id == HERE)
    .order_by(col(Message.id))
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def copies_of(session: AsyncSession, message_id: UUID) -> Sequence[Message]:
    """Give the messages that repeat one, held until the transaction ends."""
    return (await session.exec(_COPIES, params=given(session, message_id=message_id))).all()


async def unread(session: AsyncSession, before: datetime) -> Sequence[UUID]:
    """Give the messages stored before an instant that nobody has read and no job is going to."""
    connection = await session.connection()
    given = {"organisation": organisation_of(session), "before": before, "job": Kind.ROUTE_MESSAGE.value}
    return (await connection.execute(_UNREAD, given)).scalars().all()


async def astray(session: AsyncSession) -> Sequence[UUID]:
    """Give the messages whose state and case contradict each other, or their original's."""
    connection = await session.connection()
    return (await connection.execute(_ASTRAY, {"organisation": organisation_of(session)})).scalars().all()
