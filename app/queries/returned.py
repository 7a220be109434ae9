"""Letters that were heard of again."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.models.case import CaseKey
from app.queries.here import organisation_of


async def case_of_letter(session: AsyncSession, letter_id: UUID) -> UUID | None:
    """Give the case of a letter, if the organisation wrote it and has not forgotten the case."""
    found = await session.exec(
        select(OutgoingLetter.case_id)
        .join(CaseKey, col(CaseKey.case_id) == col(OutgoingLetter.case_id))
        .where(OutgoingLetter.id == letter_id, OutgoingLetter.organisation_id == organisation_of(session))
    )
    return found.one_or_none()
