"""The history of a case: one call writes one event; the database numbers, links and hashes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import insert, inspect
from sqlalchemy.orm import InstanceState
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import at_the_end
from app.models.audit import AuditEvent
from app.models.case import Case
from app.vocabulary import ActorKind, Event, Happening, Role, State


@dataclass(frozen=True)
class Actor:
    """Who does something: a kind, and the label of the token used, which is no personal data."""

    kind: ActorKind
    label: str = ""

    @classmethod
    def of(cls, role: Role, label: str) -> "Actor":
        """Give the actor behind a token's role."""
        return cls(ActorKind(role.value), label)


_INSERT, _BEGINNING = insert(AuditEvent), "beginning"
SYSTEM = Actor(ActorKind.SYSTEM)
SUBJECT = Actor(ActorKind.SUBJECT)
OWNER = Actor(ActorKind.OWNER)


async def record(
    session: AsyncSession,
    case: Case,
    event: Event | Happening,
    actor: Actor,
    at: datetime,
    *,
    data: Mapping[str, Any] | None = None,
    moved: tuple[State, State] | None = None,
) -> None:
    """Add an event to the case's chain. `data` holds ids, words and numbers, never personal data.

    An event of a case that is not written yet waits for `record_beginning`.
    """
    row = {
        "case_id": case.id,
        "sequence": 0,
        "organisation_id": case.organisation_id,
        "at": at,
        "actor_kind": actor.kind,
        "actor": actor.label,
        "event": event.value,
        "from_state": moved[0] if moved else None,
        "to_state": moved[1] if moved else None,
        "data": dict(data or {}),
        "previous": b"",
        "hash": b"",
    }
    if cast("InstanceState[Case]", inspect(case)).transient:
        if _BEGINNING not in session.info:
            session.info[_BEGINNING] = []
            at_the_end(session, _nothing_waits)
        session.info[_BEGINNING].append(row)
    else:
        await session.flush()
        await _insert(session, [row])


async def record_beginning(session: AsyncSession) -> None:
    """Add the events of a case that has just been written, together and in their order."""
    await _insert(session, session.info.pop(_BEGINNING))


async def _nothing_waits(session: AsyncSession) -> None:
    assert _BEGINNING not in session.info  # history that was told and not written would be lost in silence


async def _insert(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    connection = await session.connection()  # an insert, and no objects the session should keep
    await connection.execute(_INSERT, rows)
