"""Counts and ages for operators; no row of any person."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries import sweeps
from app.queries.here import organisation_of

STALE_SECONDS = 300.0
Values = Mapping[tuple[str, ...], float]


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


_EVERYWHERE = {
    "utdrag_cases_to_escalate": "SELECT count(*) FROM cases WHERE escalate_at <= :at",
    "utdrag_mailboxes_failing": "SELECT count(*) FROM mail_cursors WHERE failing_since < :at",
    "utdrag_systems_failing": "SELECT count(*) FROM tasks WHERE state = 'failed'",
    "utdrag_mails_missing": "SELECT coalesce(sum(missing), 0) FROM mail_cursors",
}


async def everywhere(session: AsyncSession, at: datetime) -> dict[str, Values]:
    """Give figures over all organisations that the sweeping role may see."""
    await sweeps.begin(session)
    connection = await session.connection()
    found: dict[str, Values] = {}
    for name, query in _EVERYWHERE.items():
        given = {"at": at} if ":at" in query else {}
        found[name] = {(): float((await connection.execute(text(query), given)).scalar_one())}
    return found


# Each is answered from an index alone, or nearly: their cost follows what waits, not what exists.
_CASES = text(
    """
    SELECT count(*), count(*) FILTER (WHERE due_at <= :at),
      count(*) FILTER (WHERE due_at <= CAST(:at AS timestamptz) + interval '2 days'),
      count(*) FILTER (WHERE due_at <= CAST(:at AS timestamptz) + interval '7 days')
    FROM cases WHERE organisation_id = :organisation AND answered_at IS NULL AND state <> 'closed'
    """
)
_MESSAGES = text(
    """
    SELECT state, count(*), coalesce(extract(epoch FROM CAST(:at AS timestamptz) - min(received_at)), 0)
    FROM messages WHERE organisation_id = :organisation AND state IN ('stored', 'triage', 'quarantine')
    GROUP BY state
    """
)
_LETTERS = text(
    """
    SELECT state, count(*) FROM letters
    WHERE organisation_id = :organisation AND state IN ('queued', 'failed', 'bounced')
      AND (state <> 'bounced' OR written_at > CAST(:at AS timestamptz) - interval '7 days')
    GROUP BY state
    """
)
_TASKS = text(
    """
    SELECT count(*) FROM tasks
    WHERE organisation_id = :organisation AND state IN ('open', 'failed', 'pending', 'manual')
      AND internal_due < CAST(:at AS timestamptz)::date
    """
)
_MAILBOXES = text(
    """
    SELECT coalesce(max(extract(epoch FROM CAST(:at AS timestamptz) - connected_at)), 0)
    FROM mail_cursors WHERE organisation_id = :organisation
    """
)


async def of_one(session: AsyncSession, at: datetime) -> dict[str, Values]:
    """Give the figures of one organisation, to be added to those of the others."""
    connection = await session.connection()
    given = {"organisation": organisation_of(session), "at": at}
    cases = (await connection.execute(_CASES, given)).one()
    messages = {row[0]: (row[1], row[2]) for row in await connection.execute(_MESSAGES, given)}
    letters = {row[0]: row[1] for row in await connection.execute(_LETTERS, {**given})}
    overdue = (await connection.execute(_TASKS, given)).scalar_one()
    silence = (await connection.execute(_MAILBOXES, given)).scalar_one()
    return {
        "utdrag_cases_unanswered": {(): cases[0]},
        "utdrag_cases_due_soon": {("0",): cases[1], ("2",): cases[2], ("7",): cases[3]},
        "utdrag_messages": {
            (state,): messages.get(state, (0, 0))[0] for state in ("stored", "triage", "quarantine")
        },
        "utdrag_intake_lag_seconds": {(): float(messages.get("stored", (0, 0))[1])},
        "utdrag_letters_undelivered": {
            (state,): letters.get(state, 0) for state in ("queued", "failed", "bounced")
        },
        "utdrag_tasks_overdue": {(): overdue},
        "utdrag_mailbox_silence_seconds": {(): float(silence)},
    }
