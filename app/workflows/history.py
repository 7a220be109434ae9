"""The history of a case: one call writes one event; the database numbers, links and hashes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

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


_INSERT = insert(AuditEvent)
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
    """Add an event to the case's chain. `data` holds ids, words and numbers, never personal data."""
    await session.flush()
    connection = await session.connection()  # an insert, and no object the session should keep
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
    await connection.execute(_INSERT, row)
