"""The history as proof: events as they were hashed, heads, and seals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Text, cast, exists, func, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.audit import AuditEvent, AuditSeal
from app.models.case import Case
from app.queries.here import organisation_of
from app.trust.audit import AuditRow, Head


class HeadOfCase(NamedTuple):
    """What a case itself says about the end of its history."""

    case_id: UUID
    reference: str
    head: Head


class Placed(NamedTuple):
    """An event as seals see it."""

    position: int
    case_id: UUID
    sequence: int
    hash: bytes


class Unsealed(NamedTuple):
    """How many events no seal covers yet, and when the first of them happened."""

    events: int
    since: datetime | None


async def heads_after(session: AsyncSession, after: UUID | None, limit: int) -> list[HeadOfCase]:
    """Give the heads recorded on the next cases, by case id; page on from the last one."""
    query = select(Case.id, Case.reference, Case.chain_sequence, Case.chain_hash).where(
        Case.organisation_id == organisation_of(session)
    )
    if after:
        query = query.where(Case.id > after)
    found = await session.exec(query.order_by(col(Case.id)).limit(limit))
    return [HeadOfCase(case_id, name, Head(sequence, hash_)) for case_id, name, sequence, hash_ in found]


async def rows_of(session: AsyncSession, case_ids: Sequence[UUID]) -> list[AuditRow]:
    """Give every event of these cases, by case and number, letter by letter as it is stored."""
    return await _rows(session, col(AuditEvent.case_id).in_(case_ids))


async def strays(session: AsyncSession) -> list[AuditRow]:
    """Give the events whose case is not there, by case and number."""
    case = exists().where(
        col(Case.id) == col(AuditEvent.case_id), col(Case.organisation_id) == organisation_of(session)
    )
    return await _rows(session, ~case)


async def _rows(session: AsyncSession, which: ColumnElement[bool]) -> list[AuditRow]:
    event = AuditEvent
    # As text, so that a word nobody knows is a finding and not a failure.
    actor = cast(col(event.actor_kind), Text).concat(literal(":")).concat(col(event.actor))
    states = cast(col(event.from_state), Text), cast(col(event.to_state), Text)
    columns: list[Any] = [event.sequence, event.case_id, event.at, event.event, actor, *states]
    columns += [cast(col(event.data), Text), event.previous, event.hash]
    connection = await session.connection()  # the session's exec takes four columns at most
    found = await connection.execute(
        sa.select(*columns)
        .where(col(event.organisation_id) == organisation_of(session), which)
        .order_by(col(event.case_id), col(event.sequence))
    )
    return [AuditRow(*row) for row in found]


async def events_between(
    session: AsyncSession, after: int, *, until: int | None = None, limit: int | None = None
) -> list[Placed]:
    """Give the organisation's events with a position above `after`, up to `until`, in order."""
    query = select(AuditEvent.position, AuditEvent.case_id, AuditEvent.sequence, AuditEvent.hash).where(
        AuditEvent.organisation_id == organisation_of(session), AuditEvent.position > after
    )
    if until is not None:
        query = query.where(AuditEvent.position <= until)
    found = await session.exec(query.order_by(col(AuditEvent.position)).limit(limit))
    return [Placed(*row) for row in found]


async def unsealed(session: AsyncSession, after: int) -> Unsealed:
    """Give what came after the last sealed position."""
    found = await session.exec(
        select(func.count(), func.min(AuditEvent.at)).where(
            AuditEvent.organisation_id == organisation_of(session), AuditEvent.position > after
        )
    )
    return Unsealed(*found.one())


async def seals(session: AsyncSession) -> Sequence[AuditSeal]:
    """Give every seal of the organisation, in order."""
    found = await session.exec(
        select(AuditSeal)
        .where(AuditSeal.organisation_id == organisation_of(session))
        .order_by(col(AuditSeal.number))
    )
    return found.all()


async def last_seal(session: AsyncSession) -> AuditSeal | None:
    """Give the newest seal of the organisation."""
    found = await session.exec(
        select(AuditSeal)
        .where(AuditSeal.organisation_id == organisation_of(session))
        .order_by(col(AuditSeal.number).desc())
        .limit(1)
    )
    return found.one_or_none()


async def hold_still(session: AsyncSession) -> None:
    """Wait until no event of the organisation is being written, and let none be until the commit."""
    key = func.hashtextextended(literal(f"audit {organisation_of(session)}"), 0)
    await session.exec(select(func.pg_advisory_xact_lock(key)))


async def stand_still(session: AsyncSession) -> None:
    """Let the session see one moment only, however long it reads. To be called before it read anything."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
