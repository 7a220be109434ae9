"""Requests counted in groups: what came, was answered and closed in a period, and what is open.

Requests that only try the way out are left out. No row of a case leaves the database, so an answer is as
small for a hundred thousand cases as for ten.
What a period costs is what happened in it; what is open costs what is open. The whole is never read.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of


class Window(NamedTuple):
    """From an instant (included) to another (not), and the zone whose days are counted."""

    since: datetime
    until: datetime
    zone: str


class Arrived(NamedTuple):
    """How many requests came, by one of: the day, the rights they are about, the channel."""

    by: str
    day: date | None
    rights: Sequence[str] | None
    channel: str | None
    number: int


class Answered(NamedTuple):
    """How many answers left, by one of: the day, rights, channel, reason of extension, ground of refusal.

    By the first three also by how far they were beyond their own last day and that of the law, 0 for in
    time; by rights and channel also by the days from receipt to answer.
    """

    by: str
    day: date | None
    rights: Sequence[str] | None
    channel: str | None
    reason: str | None
    ground: str | None
    waited: int | None
    over: int | None
    over_law: int | None
    number: int


class Open(NamedTuple):
    """How many requests are open, by one of: age in days, state, assignee, reason of extension, last day.

    By the first three also by `left`, the days to the last one: None once answered, -1 for any day that has
    passed, and no more than was asked for.
    """

    by: str
    age: int | None
    state: str | None
    assignee: str | None
    reason: str | None
    due: date | None
    waiting: bool | None
    left: int | None
    number: int


class Closed(NamedTuple):
    """How many cases somebody closed."""

    assignee: str | None
    number: int


_ARRIVED: Final = text(
    """
    SELECT CASE WHEN grouping(day) = 0 THEN 'day' WHEN grouping(rights) = 0 THEN 'rights' ELSE 'channel' END,
      day, rights, channel, count(*)
    FROM (
      SELECT (received_at AT TIME ZONE :zone)::date AS day, rights, channel
      FROM cases
      WHERE organisation_id = :organisation AND received_at >= :since AND received_at < :until AND NOT trial
        AND (outcome IS NULL OR outcome NOT IN ('not_a_request', 'duplicate'))
    ) AS came
    GROUP BY GROUPING SETS ((day), (rights), (channel))
    """
)
# A case that was closed because nobody could be identified was answered by its closing: a refusal left.
_ANSWERED: Final = text(
    """
    WITH answers AS (
      SELECT answered_at AS at, received_at, effective_due, legal_due, rights, channel,
        extension_reason, refusal_ground
      FROM cases
      WHERE organisation_id = :organisation AND answered_at >= :since AND answered_at < :until AND NOT trial
      UNION ALL
      SELECT closed_at, received_at, effective_due, legal_due, rights, channel,
        extension_reason, refusal_ground
      FROM cases
      WHERE organisation_id = :organisation AND closed_at >= :since AND closed_at < :until
        AND outcome = 'identity_not_confirmed' AND answered_at IS NULL AND NOT trial
    ), counted AS (
      SELECT day, rights, channel, extension_reason, refusal_ground,
        day - (received_at AT TIME ZONE :zone)::date AS waited,
        greatest(day - effective_due, 0) AS over, greatest(day - legal_due, 0) AS over_law
      FROM answers, LATERAL (SELECT (at AT TIME ZONE :zone)::date AS day) AS local
    )
    SELECT CASE WHEN grouping(day) = 0 THEN 'day' WHEN grouping(rights) = 0 THEN 'rights'
        WHEN grouping(channel) = 0 THEN 'channel' WHEN grouping(extension_reason) = 0 THEN 'reason'
        ELSE 'ground' END,
      day, rights, channel, extension_reason, refusal_ground, waited, over, over_law, count(*)
    FROM counted
    GROUP BY GROUPING SETS ((day, over, over_law), (rights, waited, over, over_law),
      (channel, waited, over, over_law), (extension_reason), (refusal_ground))
    """
)
_OPEN: Final = text(
    """
    WITH standing AS (
      SELECT CAST(:today AS date) - (received_at AT TIME ZONE :zone)::date AS age, state, assignee,
        extension_reason, CASE WHEN answered_at IS NULL THEN effective_due END AS due,
        state IN ('verifying', 'clarifying') AS waiting,
        CASE WHEN answered_at IS NULL
          THEN greatest(-1, least(effective_due - CAST(:today AS date), :ahead)) END AS days_left
      FROM cases WHERE organisation_id = :organisation AND state <> 'closed' AND NOT trial
    )
    SELECT CASE WHEN grouping(age) = 0 THEN 'age' WHEN grouping(state) = 0 THEN 'state'
        WHEN grouping(assignee) = 0 THEN 'assignee' WHEN grouping(extension_reason) = 0 THEN 'reason'
        ELSE 'due' END,
      age, state, assignee, extension_reason, due, waiting, days_left, count(*)
    FROM standing
    GROUP BY GROUPING SETS ((age, days_left), (state, days_left), (assignee, days_left), (extension_reason),
      (due, waiting))
    """
)
_CLOSED: Final = text(
    """
    SELECT assignee, count(*) FROM cases
    WHERE organisation_id = :organisation AND closed_at >= :since AND closed_at < :until AND NOT trial
    GROUP BY assignee
    """
)


async def arrived(session: AsyncSession, window: Window) -> list[Arrived]:
    """Give what came, without what was no request or the same one again."""
    return [Arrived(*row) for row in await _rows(session, _ARRIVED, window._asdict())]


async def answered(session: AsyncSession, window: Window) -> list[Answered]:
    """Give what was answered: by its last answer, or by a closing that refused it."""
    return [Answered(*row) for row in await _rows(session, _ANSWERED, window._asdict())]


async def open_now(session: AsyncSession, zone: str, today: date, ahead: int) -> list[Open]:
    """Give what is open; days left above `ahead` are given as `ahead`."""
    given = {"zone": zone, "today": today, "ahead": ahead}
    return [Open(*row) for row in await _rows(session, _OPEN, given)]


async def closed(session: AsyncSession, window: Window) -> list[Closed]:
    """Give what was closed, by who had it last."""
    given = {"since": window.since, "until": window.until}
    return [Closed(*row) for row in await _rows(session, _CLOSED, given)]


async def _rows(session: AsyncSession, query: Any, given: dict[str, Any]) -> Sequence[Any]:
    connection = await session.connection()
    found = await connection.execute(query, {"organisation": organisation_of(session), **given})
    return found.all()
