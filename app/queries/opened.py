"""How many cases were opened lately."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.models.case import Case, SearchToken
from app.queries.here import organisation_of
from app.vocabulary import Channel


class Lately(NamedTuple):
    """How many cases were opened lately: of one person, and by mail in all; counted as far as asked."""

    of_person: int
    by_mail: int


async def lately(
    session: AsyncSession, token: bytes, of_person: tuple[datetime, int], by_mail: tuple[datetime, int]
) -> Lately:
    """Count the cases of the person behind a search token, and those by mail: since when, up to how many."""
    since, most = of_person
    theirs = (
        select(Case.id)
        .join(SearchToken, col(SearchToken.case_id) == col(Case.id))
        .where(
            SearchToken.organisation_id == organisation_of(session),
            SearchToken.token == token,
            Case.opened_at > since,
        )
        .limit(most)
    )
    since, most = by_mail
    mailed = (
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
    found = await session.exec(select(_size(theirs), _size(mailed)))
    return Lately(*found.one())


def _size(rows: SelectOfScalar[UUID]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _first_of(since: datetime) -> UUID:
    return UUID(int=int(since.timestamp() * 1000) << 80)
