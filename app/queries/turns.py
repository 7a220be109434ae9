"""One after the other: whoever would do the very same thing at the same moment waits for its turn."""

from sqlalchemy import Text, bindparam, func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of

_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=Text()), 0)))


async def take_turn(session: AsyncSession, *what: str) -> None:
    """Wait until nobody else in the organisation is at this, and keep others from it until the commit."""
    await session.exec(_TURN, params={"name": "\x1f".join((str(organisation_of(session)), *what))})
