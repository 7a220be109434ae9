"""What happened, for those who look on: by its position in the history, and from where one left off."""

import json
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of
from app.vocabulary import Doing

CHANNEL: Final = "utdrag_live"
_OVERTAKEN: Final = 10_000
"""Positions drawn before one was seen whose transactions may have been committed after it."""


class Happened(NamedTuple):
    """An event of a case, which is at `version` now; `horizon` is the oldest transaction under way then."""

    position: int
    case_id: UUID
    version: int
    event: str
    actor: str
    horizon: int


class Mark(NamedTuple):
    """How much somebody has seen: up to a position, but for what older transactions had not committed."""

    position: int
    horizon: int


_HAPPENED: Final = """
SELECT event.position, event.case_id, cases.version, event.event,
  coalesce(nullif(event.actor, ''), event.actor_kind), pg_snapshot_xmin(pg_current_snapshot())::text::bigint
FROM audit_events AS event JOIN cases ON cases.id = event.case_id
WHERE event.organisation_id = :here AND {which} ORDER BY event.position
"""
_AT: Final = text(_HAPPENED.format(which="event.position = ANY(:positions)"))
# A row keeps 32 bits of its transaction's id: it is later when it lies in the half after the horizon's.
_SINCE: Final = text(
    _HAPPENED.format(
        which="event.position > CAST(:position AS bigint) - CAST(:overtaken AS bigint) "
        "AND (event.position > CAST(:position AS bigint) OR mod(event.xmin::text::bigint + 4294967296 "
        "- mod(CAST(:horizon AS bigint), 4294967296), 4294967296) < 2147483648)"
    )
    + " LIMIT CAST(:most AS bigint)"
)
_NOW: Final = text(
    "SELECT coalesce(max(position), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
    "FROM audit_events WHERE organisation_id = :here"
)
_TELL: Final = text("SELECT pg_notify(:channel, :payload)")


async def happened_at(session: AsyncSession, positions: Collection[int]) -> Sequence[Happened]:
    """Give the events at these positions of the history."""
    given = {"here": organisation_of(session), "positions": list(positions)}
    return [Happened._make(row) for row in await (await session.connection()).execute(_AT, given)]


async def happened_since(session: AsyncSession, mark: Mark, most: int) -> Sequence[Happened]:
    """Give what was not committed yet when somebody left off at a mark; at most so many events."""
    given = {
        "here": organisation_of(session),
        "position": mark.position,
        "horizon": mark.horizon,
        "overtaken": _OVERTAKEN,
        "most": most,
    }
    return [Happened._make(row) for row in await (await session.connection()).execute(_SINCE, given)]


async def mark_now(session: AsyncSession) -> Mark:
    """Give the mark of somebody who has seen everything."""
    found = await (await session.connection()).execute(_NOW, {"here": organisation_of(session)})
    return Mark._make(found.one())


async def tell_presence(session: AsyncSession, case_id: UUID, name: str, doing: Doing) -> None:
    """Tell every process that somebody is at a case; `name` is the label the history calls them by."""
    payload = json.dumps([str(organisation_of(session)), "presence", str(case_id), name, doing.value])
    await (await session.connection()).execute(_TELL, {"channel": CHANNEL, "payload": payload})
