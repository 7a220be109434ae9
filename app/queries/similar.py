"""Cases of people like one that is described, found by their search tokens."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import SearchToken
from app.queries.here import organisation_of


async def newest_with(session: AsyncSession, terms: Sequence[Collection[bytes]], most: int) -> Sequence[UUID]:
    """Give the newest cases that hold a token of every term; ids sort by when their cases were opened."""
    if not terms:
        return ()
    first, *others = terms
    here = organisation_of(session)
    query = select(SearchToken.case_id).where(
        SearchToken.organisation_id == here, col(SearchToken.token).in_(first)
    )
    for term in others:
        holding = select(SearchToken.case_id).where(
            SearchToken.organisation_id == here, col(SearchToken.token).in_(term)
        )
        query = query.where(col(SearchToken.case_id).in_(holding))
    return (await session.exec(query.order_by(col(SearchToken.case_id).desc()).limit(most))).all()
