"""What stands beside a case in the work list: its key, what nobody acted on, how far its round has come."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of


class Marks(NamedTuple):
    """What stands beside one case."""

    wrapped: bytes | None
    """Its secret; None for a case that was forgotten."""
    unread: int
    """Messages of the person since somebody of the staff last did something."""
    answered: int
    asked: int
    """How many systems of its round have answered, of how many; none unless it waits for systems."""


# One statement for a whole page: each more would cost as much as the rows do.
_MARKS: Final = text(
    """
    SELECT cases.id, case_keys.wrapped,
      (SELECT count(*) FROM audit_events AS event
       WHERE event.organisation_id = :here AND event.case_id = cases.id AND event.event = 'message_received'
         AND event.sequence > coalesce((
           SELECT acted.sequence FROM audit_events AS acted
           WHERE acted.organisation_id = :here AND acted.case_id = cases.id
             AND acted.actor_kind IN ('handler', 'lead', 'dpo')
           ORDER BY acted.sequence DESC LIMIT 1), 0)),
      coalesce(round.answered, 0), coalesce(round.asked, 0)
    FROM cases
    LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.organisation_id = :here
    LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE tasks.state NOT IN ('open', 'failed', 'pending', 'manual')), count(*)
      FROM tasks
      WHERE tasks.organisation_id = :here AND tasks.case_id = cases.id AND tasks.round = cases.round
    ) AS round(answered, asked) ON cases.state IN ('collecting', 'acting')
    WHERE cases.organisation_id = :here AND cases.id = ANY(:cases)
    """
)


async def marks_of(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, Marks]:
    """Give what stands beside each of these cases."""
    given = {"here": organisation_of(session), "cases": list(case_ids)}
    found = await (await session.connection()).execute(_MARKS, given)
    return {row[0]: Marks._make(row[1:]) for row in found}
