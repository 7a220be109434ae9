"""Tokens and one-time codes, found by their hashes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Database
from app.models.credential import Code, Credential, IdempotencyKey
from app.queries import organisations
from app.queries.here import organisation_of
from app.queries.organisations import InForce
from app.queries.turns import take_turn
from app.vocabulary import Audience, CodePurpose, Role


async def credential(session: AsyncSession, hash_: bytes, audience: Audience) -> Credential | None:
    """Give what a token opens, whether or not it still does."""
    found = await session.exec(
        select(Credential).where(Credential.hash == hash_, Credential.audience == audience)
    )
    return found.one_or_none()


class Holder(NamedTuple):
    """Who holds a token of the API: for which organisation, as what, and whether it still lives."""

    organisation_id: UUID
    role: Role | None
    label: str
    expires_at: datetime | None
    revoked_at: datetime | None


class Sight(NamedTuple):
    """A visit of a case's page, and how the case stands at this moment."""

    organisation_id: UUID
    case_id: UUID
    level: int
    expires_at: datetime | None
    revoked_at: datetime | None
    wrapped: bytes | None
    """The case's secret; None when it was destroyed."""
    stands: str | None
    """The same for as long as no row the page shows has come, changed or gone."""
    now: InForce | None


_LINKS_KEPT = timedelta(days=365)
_ENTER = """
    SELECT holder.organisation_id, holder.role, holder.label, holder.expires_at, holder.revoked_at, here.*
    FROM credentials holder LEFT JOIN LATERAL enter_organisation(holder.organisation_id) here ON true
    WHERE holder.hash = $1 AND holder.audience = 'api'
"""
# What is seen of the case depends on what entering gives, so the planner cannot look before it.
_LOOK = """
    SELECT visit.organisation_id, visit.case_id, visit.level, visit.expires_at, visit.revoked_at,
      seen.wrapped, seen.stands, here.*
    FROM credentials visit LEFT JOIN LATERAL enter_organisation(visit.organisation_id) here ON true
    LEFT JOIN LATERAL case_as_it_stands(here.entered, visit.case_id) seen ON true
    WHERE visit.hash = $1 AND visit.audience = 'session' AND visit.label = 'status'
"""
_HOLDER, _SIGHT = len(Holder._fields), len(Sight._fields) - 1


async def enter(session: AsyncSession, hash_: bytes) -> Holder | None:
    """Give who holds a token, and let the session stand in that organisation from here on.

    Both in one statement, as every request begins with it. The caller rolls back when the token is dead.
    """
    connection = await session.connection()
    row = (await connection.exec_driver_sql(_ENTER, (hash_,))).one_or_none()
    if row is None:
        return None
    organisation_id, role, *rest = row[:_HOLDER]
    organisations.enter(session, organisation_id, row[_HOLDER:])
    return Holder(organisation_id, role and Role(role), *rest)


async def look(db: Database, hash_: bytes) -> Sight | None:
    """Give what a visit of the status page sees, in the one statement that is asked."""
    row = await db.alone(_LOOK, hash_)
    return None if row is None else Sight._make((*row[:_SIGHT], organisations.entered(row[_SIGHT:])))


async def raise_level(session: AsyncSession, hash_: bytes, level: int) -> None:
    """Let a session reach further after a one-time code."""
    await session.exec(update(Credential).where(col(Credential.hash) == hash_).values(level=level))


async def revoke(session: AsyncSession, case_id: UUID, audiences: Sequence[Audience], at: datetime) -> None:
    """End every token of a case for these audiences."""
    await session.exec(
        update(Credential)
        .where(
            col(Credential.case_id) == case_id,
            col(Credential.audience).in_(audiences),
            col(Credential.revoked_at).is_(None),
        )
        .values(revoked_at=at)
    )


async def newest_code(session: AsyncSession, case_id: UUID, purpose: CodePurpose) -> Code | None:
    """Give the latest code of a case for a purpose, held until the transaction ends."""
    found = await session.exec(
        select(Code)
        .where(
            Code.case_id == case_id, Code.purpose == purpose, Code.organisation_id == organisation_of(session)
        )
        .order_by(col(Code.sent_at).desc(), col(Code.id).desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def codes_since(session: AsyncSession, case_id: UUID, since: datetime) -> int:
    """Give how many codes a case was sent since a moment."""
    found = await session.exec(
        select(Code.id).where(
            Code.case_id == case_id, Code.sent_at >= since, Code.organisation_id == organisation_of(session)
        )
    )
    return len(found.all())


async def remembered(session: AsyncSession, key: str, caller: str) -> IdempotencyKey | None:
    """Give what a request with this key was answered before; the same one sent meanwhile waits for it."""
    await take_turn(session, "request", caller, key)
    found = await session.exec(
        select(IdempotencyKey).where(
            IdempotencyKey.organisation_id == organisation_of(session),
            IdempotencyKey.key == key,
            IdempotencyKey.caller == caller,
        )
    )
    return found.one_or_none()


async def forget_old(session: AsyncSession, before: datetime) -> None:
    """Forget what nobody can ask for again: answers kept for repeats, codes, and tokens long expired."""
    here = organisation_of(session)
    for model, moment in ((IdempotencyKey, IdempotencyKey.at), (Code, Code.expires_at)):
        await session.exec(delete(model).where(col(model.organisation_id) == here, col(moment) < before))
    await session.exec(
        delete(Credential).where(
            col(Credential.organisation_id) == here,
            col(Credential.expires_at) < before,
            # An old link still tells whom a new one is sent to.
            or_(
                col(Credential.audience) != Audience.STATUS, col(Credential.expires_at) < before - _LINKS_KEPT
            ),
        )
    )


async def end(session: AsyncSession, hash_: bytes, at: datetime) -> None:
    """End one token."""
    await session.exec(update(Credential).where(col(Credential.hash) == hash_).values(revoked_at=at))
