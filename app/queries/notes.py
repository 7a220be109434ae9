"""Internal notes of a case."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.note import Note
from app.queries.here import organisation_of


async def notes_of(session: AsyncSession, case_id: UUID) -> Sequence[Note]:
    """Give the notes of a case, oldest first."""
    found = await session.exec(
        select(Note)
        .where(Note.case_id == case_id, Note.organisation_id == organisation_of(session))
        .order_by(col(Note.at), col(Note.id))
    )
    return found.all()
