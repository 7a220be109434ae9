"""The history of one case, as people read it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.audit import AuditEvent
from app.queries.here import organisation_of
from app.vocabulary import Happening


async def events_of(
    session: AsyncSession, case_id: UUID, *, after: int = 0, limit: int | None = None
) -> Sequence[AuditEvent]:
    """Give the events of a case after a sequence number, in order."""
    query = (
        select(AuditEvent)
        .where(
            AuditEvent.case_id == case_id,
            AuditEvent.organisation_id == organisation_of(session),
            AuditEvent.sequence > after,
        )
        .order_by(col(AuditEvent.sequence))
    )
    return (await session.exec(query.limit(limit) if limit else query)).all()


async def seen_since(
    session: AsyncSession, case_id: UUID, event: Happening, extract_id: UUID, since: datetime
) -> bool:
    """Tell whether this was written down of an extract since a moment."""
    found = await session.exec(
        select(AuditEvent.sequence)
        .where(
            AuditEvent.case_id == case_id,
            AuditEvent.organisation_id == organisation_of(session),
            AuditEvent.event == event.value,
            AuditEvent.at > since,
            col(AuditEvent.data)["extract"].as_string() == str(extract_id),
        )
        .limit(1)
    )
    return found.first() is not None
