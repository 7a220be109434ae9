"""Messages: everything that came in, kept as it came, and what is shown of it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, json, sealed, word
from app.vocabulary import Channel, MessageState


class Message(SQLModel, table=True):
    """An incoming message. `raw` is sealed under the organisation until it belongs to a case."""

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("organisation_id", "source", "source_key"),
        Index("ix_messages_content", "organisation_id", "content_key"),
        Index("ix_messages_state", "organisation_id", "state", "received_at", "id"),
        Index("ix_messages_case", "case_id", "received_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    source: str
    source_key: str
    channel: Channel = word(Channel)
    raw: bytes = sealed()
    sha256: bytes
    content_key: bytes
    size: int
    received_at: datetime = instant()
    stored_at: datetime = instant()
    state: MessageState = word(MessageState)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id")
    duplicate_of: UUID | None = Field(default=None, foreign_key="messages.id")
    suggested_case_id: UUID | None = Field(default=None, foreign_key="cases.id")
    decision: str | None = None
    automated: str | None = None
    rights: list[str] = json()
    because: bytes | None = sealed(nullable=True)
    defects: int
    attempts: int
    error: str


class Accepted(BaseModel):
    """A message that was stored."""

    message_id: UUID
    duplicate: bool


class MessageShape(BaseModel):
    """Where a message is, and why."""

    id: UUID
    state: MessageState
    channel: Channel
    received_at: datetime
    case_id: UUID | None
    suggested_case_id: UUID | None
    duplicate_of: UUID | None
    decision: str | None
    automated: str | None
    rights: list[str]
    because: list[str]
    size: int
    error: str


class MessagePage(BaseModel):
    """Messages, oldest first."""

    items: list[MessageShape]
    next_cursor: str | None
