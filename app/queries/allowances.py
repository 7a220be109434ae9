"""Taking from an allowance: one statement decides, however many ask at once."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, Interval, bindparam, delete, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.allowance import Allowance
from app.queries.here import HERE, given, organisation_of

# A bucket as one moment: what is taken moves the moment it is full again, and never beyond its size.
_TAKE: Final = text(
    "INSERT INTO allowances (organisation_id, key, full_at) VALUES (:here, :key, :at + :cost) "
    "ON CONFLICT (organisation_id, key) DO UPDATE "
    "SET full_at = greatest(allowances.full_at, :at) + :cost "
    "WHERE greatest(allowances.full_at, :at) + :cost <= :at + :size RETURNING key"
).bindparams(
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("cost", type_=Interval),
    bindparam("size", type_=Interval),
)
_TOUCHED: Final = select(Allowance.key).where(
    Allowance.organisation_id == HERE,
    Allowance.key == bindparam("key"),
    Allowance.full_at > bindparam("at"),
)


async def take(session: AsyncSession, key: bytes, at: datetime, cost: timedelta, size: timedelta) -> bool:
    """Take from an allowance of a size, if it holds that much; tell whether it did.

    Both are the time in which as much comes back; `cost` is no more than `size`. Whoever takes from the same
    one meanwhile waits for the end of the transaction.
    """
    given = {"here": organisation_of(session), "key": key, "at": at, "cost": cost, "size": size}
    found = await (await session.connection()).execute(_TAKE, given)
    return found.one_or_none() is not None


async def is_touched(session: AsyncSession, key: bytes, at: datetime) -> bool:
    """Tell whether something was taken that has not come back."""
    return (await session.exec(_TOUCHED, params=given(session, key=key, at=at))).first() is not None


async def forget_full(session: AsyncSession, at: datetime) -> None:
    """Remove the rows of which everything has come back."""
    await session.exec(
        delete(Allowance).where(
            col(Allowance.organisation_id) == organisation_of(session), col(Allowance.full_at) <= at
        )
    )
