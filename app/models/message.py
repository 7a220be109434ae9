"""Messages: everything that came in, kept as it came, and what is shown of it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, UniqueConstraint, literal_column
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, json, sealed, word
from app.vocabulary import Channel, MessageState, Scan

SEALED = ("raw", "because", "details")
"""The sealed columns of a message: under its case's key, or the organisation's before it has one."""


class Message(SQLModel, table=True):
    """An incoming message. `raw` is sealed under the organisation until it belongs to a case."""

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("organisation_id", "source", "source_key"),
        Index("ix_messages_content", "organisation_id", "content_key"),
        Index("ix_messages_state", "organisation_id", "state", "received_at", "id"),
        Index("ix_messages_case", "case_id", "received_at"),
        Index(
            "ix_messages_name", "organisation_id", "name_key",
            postgresql_where=literal_column("name_key IS NOT NULL"),
        ),
        Index("ix_messages_forget", "forget_at", postgresql_where=literal_column("forget_at IS NOT NULL")),
        Index("ix_messages_unscanned", "stored_at", postgresql_where=literal_column("scan = 'unscanned'")),
    )  # fmt: skip

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
    details: bytes | None = sealed(nullable=True)
    """Its files, who passed it on, and what mail servers found: see app/intake/details.py."""
    name_key: bytes | None = None
    """Of its Message-ID, under the organisation's index key."""
    scan: Scan | None = word(Scan, nullable=True)
    """What a search for malware found; None where nothing is searched."""
    forget_at: datetime | None = instant(nullable=True)
    """When the identity documents in it are deleted; None without any, and afterwards."""
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
    same_name: list[UUID]
    """Other messages with its Message-ID and other content: one of them may not be what it seems."""
    due: date | None
    """When it must be answered, if it is a request that waits for a person; its clock runs already."""
    authentication: dict[str, str]
    scan: Scan | None
    size: int
    error: str


class FileShape(BaseModel):
    """A file in a message: what it is called, what it is, and why it is not handed out, if it is not."""

    number: int
    name: str
    type: str
    declared_type: str
    size: int
    is_archive: bool
    is_identity_document: bool
    withheld: str | None


class MessageText(BaseModel):
    """A message as text, without anything that runs or loads."""

    sender: str
    passed_on_by: str | None
    subject: str
    text: str
    files: list[FileShape]
    defects: list[str]


class MessagePage(BaseModel):
    """Messages, oldest first."""

    items: list[MessageShape]
    next_cursor: str | None
