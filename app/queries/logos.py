"""The logos of organisations."""

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.organisation import Logo
from app.queries.here import organisation_of


async def find_logo(session: AsyncSession) -> Logo | None:
    """Give the logo of the organisation, if it has one."""
    return await session.get(Logo, organisation_of(session))


async def remove_logo(session: AsyncSession) -> None:
    """Take the logo of the organisation away."""
    await session.exec(delete(Logo).where(col(Logo.organisation_id) == organisation_of(session)))
