"""How many cases were opened lately."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, ScalarSelect, bindparam, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.models.case import Case, SearchToken
from app.queries.here import HERE, given
from app.vocabulary import Channel


class Lately(NamedTuple):
    """How many cases were opened lately: of one person, and by mail in all; counted as far as asked."""

    of_person: int
    by_mail: int


async def lately(
    session: AsyncSession, token: bytes, of_person: tuple[datetime, int], by_mail: tuple[datetime, int]
) -> Lately:
    """Count the cases of the person behind a search token, and those by mail: since when, up to how many."""
    values = given(
        session, token=token, since=of_person[0], most=of_person[1],
        mailed_since=by_mail[0], mailed_most=by_mail[1], first=_first_of(by_mail[0]),
    )  # fmt: skip
    return Lately(*(await session.exec(_LATELY, params=values)).one())


def _size(rows: SelectOfScalar[UUID]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


_THEIRS = (
    select(Case.id)
    .join(SearchToken, col(SearchToken.case_id) == col(Case.id))
    .where(
        SearchToken.organisation_id == HERE,
        SearchToken.token == bindparam("token"),
        Case.opened_at > bindparam("since"),
    )
    .limit(bindparam("most", type_=Integer()))
)
_MAILED = (
    select(Case.id)
    .where(
        Case.organisation_id == HERE,
        # Ids sort by the time they were made in, so no index of its own is needed.
        Case.id >= bindparam("first"),
        Case.opened_at > bindparam("mailed_since"),
        Case.channel == Channel.EMAIL,
    )
    .limit(bindparam("mailed_most", type_=Integer()))
)
_LATELY = select(_size(_THEIRS), _size(_MAILED))


def _first_of(since: datetime) -> UUID:
    return UUID(int=int(since.timestamp() * 1000) << 80)
