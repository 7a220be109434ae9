"""The history: a chain of events per case, and seals over them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import BigInteger, Column, Identity, Index
from sqlmodel import Field, SQLModel

from app.models.columns import instant, json_text, word
from app.vocabulary import ActorKind, State


class AuditEvent(SQLModel, table=True):
    """One thing that happened. The database numbers, links and hashes it, and refuses to change it."""

    __tablename__ = "audit_events"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_audit_events_position", "organisation_id", "position"),)

    case_id: UUID = Field(foreign_key="cases.id", primary_key=True)
    sequence: int = Field(primary_key=True)
    position: int = Field(sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    organisation_id: UUID = Field(foreign_key="organisations.id")
    at: datetime = instant()
    actor_kind: ActorKind = word(ActorKind)
    actor: str
    event: str
    from_state: State | None = word(State, nullable=True)
    to_state: State | None = word(State, nullable=True)
    data: dict[str, Any] = json_text()
    previous: bytes
    hash: bytes


class AuditSeal(SQLModel, table=True):
    """A seal over all events of an organisation up to a position; shows a removed tail or case."""

    __tablename__ = "audit_seals"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    number: int = Field(primary_key=True)
    from_position: int = Field(sa_type=BigInteger)
    to_position: int = Field(sa_type=BigInteger)
    events: int
    root: bytes
    previous: bytes
    at: datetime = instant()


class EventShape(BaseModel):
    """One event of the history."""

    sequence: int
    at: datetime
    actor: str
    actor_kind: ActorKind
    event: str
    from_state: State | None
    to_state: State | None
    data: dict[str, Any]
    hash: str


class EventPage(BaseModel):
    """The history, in order."""

    items: list[EventShape]
    next_cursor: str | None
