"""How many cases mail has opened lately."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case, SearchToken
from app.queries.here import organisation_of
from app.vocabulary import Channel


async def count_of(session: AsyncSession, token: bytes, since: datetime, most: int) -> int:
    """Give how many cases of the person behind a search token were opened since; `most` is enough."""
    found = (
        select(Case.id)
        .join(SearchToken, col(SearchToken.case_id) == col(Case.id))
        .where(
            SearchToken.organisation_id == organisation_of(session),
            SearchToken.token == token,
            Case.opened_at > since,
        )
        .limit(most)
    )
    return (await session.exec(select(func.count()).select_from(found.subquery()))).one()


async def count(session: AsyncSession, since: datetime, most: int) -> int:
    """Give how many cases were opened by mail since; `most` is enough."""
    found = (
        select(Case.id)
        .where(
            Case.organisation_id == organisation_of(session),
            Case.id
            >= _first_of(since),  # ids sort by the time they were made in, so no index of its own is needed
            Case.opened_at > since,
            Case.channel == Channel.EMAIL,
        )
        .limit(most)
    )
    return (await session.exec(select(func.count()).select_from(found.subquery()))).one()


def _first_of(since: datetime) -> UUID:
    return UUID(int=int(since.timestamp() * 1000) << 80)
