"""Extracts and letters: what goes out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, literal_column
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, sealed, word
from app.vocabulary import ExtractKind, Language, Letter, LetterState


class Extract(SQLModel, table=True):
    """A package for the person; a new version is made after every correction."""

    __tablename__ = "extracts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        UniqueConstraint("case_id", "round"),
        Index("ix_extracts_expire", "expires_at", postgresql_where=literal_column("purged_at IS NULL")),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    version: int
    step: int
    round: int
    kind: ExtractKind = word(ExtractKind)
    sha256: bytes
    size: int
    items: int
    withheld: int
    made_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    purged_at: datetime | None = instant(nullable=True)
    downloads: int


class OutgoingLetter(SQLModel, table=True):
    """A letter on its way: written once, sealed, then sent under one Message-ID however often tried."""

    __tablename__ = "letters"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("organisation_id", "occasion"),
        Index("ix_letters_case", "case_id", "written_at"),
        Index("ix_letters_newest", "organisation_id", "written_at"),
        Index(
            "ix_letters_undelivered",
            "organisation_id",
            "state",
            "written_at",
            postgresql_where=literal_column("state IN ('queued', 'failed', 'bounced')"),
        ),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    letter: Letter = word(Letter)
    language: Language = word(Language)
    occasion: str
    message_id: str
    recipient: bytes = sealed()
    content: bytes = sealed()
    state: LetterState = word(LetterState)
    attempts: int
    error: str
    written_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
