"""What is due in all organisations, as the role sees it that sees ids and times and nothing else."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import APP_ROLE, SWEEP_ROLE
from app.models.answer import Extract
from app.models.case import Case


class Swept(NamedTuple):
    """A row a sweep found: whose, and which."""

    organisation_id: UUID
    row_id: UUID


async def begin(session: AsyncSession) -> None:
    """Take the sweeping role, until the sweep ends or the commit."""
    await _become(session, SWEEP_ROLE)


async def end(session: AsyncSession) -> None:
    """Go back to the usual role, in the same transaction."""
    await _become(session, APP_ROLE)


async def _become(session: AsyncSession, role: str) -> None:
    await (await session.connection()).exec_driver_sql(f"SET LOCAL ROLE {role}")


async def cases_to_escalate(session: AsyncSession, at: datetime, limit: int) -> list[Swept]:
    """Give cases whose escalation time has passed, the longest first."""
    found = await session.exec(
        select(Case.organisation_id, Case.id)
        .where(col(Case.escalate_at) <= at)
        .order_by(col(Case.escalate_at))
        .limit(limit)
    )
    return [Swept(*row) for row in found]


async def extracts_to_purge(session: AsyncSession, at: datetime, limit: int) -> list[Swept]:
    """Give packages whose time is over, the longest first."""
    found = await session.exec(
        select(Extract.organisation_id, Extract.id)
        .where(col(Extract.purged_at).is_(None), Extract.expires_at <= at)
        .order_by(col(Extract.expires_at))
        .limit(limit)
    )
    return [Swept(*row) for row in found]
