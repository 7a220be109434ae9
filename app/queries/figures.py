"""Counts and ages for operators; no row of any person."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import SWEEP_ROLE

STALE_SECONDS = 300.0


async def oldest_job_seconds(session: AsyncSession) -> float:
    """Give how long the oldest job that is due has waited."""
    connection = await session.connection()
    found = await connection.execute(
        text(
            "SELECT coalesce(extract(epoch FROM now() - min(execute_after)), 0) FROM pgqueuer "
            "WHERE status = 'queued' AND execute_after <= now()"
        )
    )
    return float(found.scalar_one())


async def jobs_by_kind(session: AsyncSession) -> dict[tuple[str, str], int]:
    """Give how many jobs of each kind stand in which state."""
    connection = await session.connection()
    found = await connection.execute(
        text("SELECT entrypoint, status::text, count(*) FROM pgqueuer GROUP BY 1, 2")
    )
    return {(row[0], row[1]): row[2] for row in found}


_COUNTED = {
    "cases_to_escalate": (
        "Cases whose escalation is due",
        "SELECT count(*) FROM cases WHERE escalate_at <= :at",
    ),
    "cases_unanswered": (
        "Cases whose answer has not left",
        "SELECT count(*) FROM cases WHERE escalate_at IS NOT NULL",
    ),
    "mailboxes_failing": (
        "Mailboxes that cannot be read",
        "SELECT count(*) FROM mail_cursors WHERE failing_since < CAST(:at AS timestamptz)",
    ),
    "mails_missing": (
        "Mails that mail servers held and that were not stored, when last compared",
        "SELECT coalesce(sum(missing), 0) FROM mail_cursors",
    ),
    "systems_failing": (
        "Systems of record that did not answer",
        "SELECT count(*) FROM tasks WHERE state = 'failed'",
    ),
}


async def counted(session: AsyncSession, at: datetime) -> dict[str, tuple[str, float]]:
    """Give figures over all organisations that the sweeping role may see: their words and values."""
    connection = await session.connection()
    await connection.exec_driver_sql(f"SET LOCAL ROLE {SWEEP_ROLE}")
    figures: dict[str, tuple[str, float]] = {}
    for name, (words, query) in _COUNTED.items():
        given = {"at": at} if ":at" in query else {}
        figures[name] = (words, float((await connection.execute(text(query), given)).scalar_one()))
    return figures
