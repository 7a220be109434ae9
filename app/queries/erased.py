"""Cases whose content can no longer be read, because their key was destroyed."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import CaseKey
from app.queries.here import organisation_of


async def is_erased(session: AsyncSession, case_id: UUID) -> bool:
    """Tell whether the key of a case is gone, and with it all the case held."""
    found = await session.exec(
        select(CaseKey.case_id).where(
            CaseKey.case_id == case_id, CaseKey.organisation_id == organisation_of(session)
        )
    )
    return found.first() is None
