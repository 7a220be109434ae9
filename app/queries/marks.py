"""What stands beside a case in the work list: what nobody has acted on, and how far its round has come."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of

_UNREAD: Final = text(
    """
    SELECT event.case_id, count(*) FROM audit_events AS event
    WHERE event.organisation_id = :here AND event.case_id = ANY(:cases) AND event.event = 'message_received'
      AND event.sequence > coalesce((
        SELECT acted.sequence FROM audit_events AS acted
        WHERE acted.organisation_id = :here AND acted.case_id = event.case_id
          AND acted.actor_kind IN ('handler', 'lead', 'dpo')
        ORDER BY acted.sequence DESC LIMIT 1), 0)
    GROUP BY event.case_id
    """
)


async def unread(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Give how many messages of the person came since somebody of the staff last did something."""
    given = {"here": organisation_of(session), "cases": list(case_ids)}
    found = await (await session.connection()).execute(_UNREAD, given)
    return {row[0]: row[1] for row in found}


_ANSWERED: Final = text(
    """
    SELECT tasks.case_id, count(*) FILTER (WHERE tasks.state NOT IN ('open', 'failed', 'pending', 'manual')),
      count(*)
    FROM tasks JOIN cases ON cases.id = tasks.case_id AND cases.round = tasks.round
    WHERE tasks.organisation_id = :here AND tasks.case_id = ANY(:cases)
    GROUP BY tasks.case_id
    """
)


class Progress(NamedTuple):
    """How many systems of a round have answered, of how many."""

    answered: int
    asked: int


async def progress(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """Give how far the present round of each case has come; cases that ask nobody are left out."""
    given = {"here": organisation_of(session), "cases": list(case_ids)}
    found = await (await session.connection()).execute(_ANSWERED, given)
    return {row[0]: Progress(row[1], row[2]) for row in found}
