"""Tasks and findings: what systems were asked, and what they hold."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, UniqueConstraint, literal_column
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, json, sealed, word
from app.vocabulary import (
    Certainty,
    CorrectionDecision,
    CorrectionKind,
    Disposal,
    Review,
    TaskState,
    Verb,
)


class Task(SQLModel, table=True):
    """One system, one verb, one round of a case: asked once, however often the job is tried."""

    __tablename__ = "tasks"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("case_id", "round", "system", "verb"),
        Index("ix_tasks_waiting", "organisation_id", "state", "internal_due"),
        Index("ix_tasks_failed", "state", postgresql_where=literal_column("state = 'failed'")),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    round: int
    system: str
    verb: Verb = word(Verb)
    state: TaskState = word(TaskState)
    reason: str
    """In words of ours, or of the system's definition."""
    told: bytes | None = sealed(nullable=True)
    """In words of who ended it by hand, which may name people; then there is no other reason."""
    handle: str
    attempts: int
    found: int
    evidence: bytes | None = sealed(nullable=True)
    retained: list[dict[str, Any]] = json()
    internal_due: date
    poll_at: datetime | None = instant(nullable=True)
    reminded_at: datetime | None = instant(nullable=True)
    asked_at: datetime = instant()
    settled_at: datetime | None = instant(nullable=True)


class Finding(SQLModel, table=True):
    """One thing a system holds about the person; its content is a sealed blob."""

    __tablename__ = "findings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("task_id", "position"),
        Index("ix_findings_case", "case_id", "round", "system", "position"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    task_id: UUID = Field(foreign_key="tasks.id")
    round: int
    position: int
    system: str
    collection: str
    ref: bytes = sealed()
    label: bytes = sealed()
    certainty: Certainty = word(Certainty)
    purpose: str
    field_labels: dict[str, dict[str, str]] = json()
    sha256: bytes | None = None
    """Of the content, whose blob bears the id of the finding; None once the copy was purged."""
    file_name: bytes | None = sealed(nullable=True)
    media_type: str
    size: int
    review: Review | None = word(Review, nullable=True)
    review_ground: str | None = None
    redactions: bytes | None = sealed(nullable=True)
    disposal: Disposal | None = word(Disposal, nullable=True)
    retain_ground: str | None = None
    retain_statute: str | None = None
    keep_until: date | None = None
    gone: bool | None = None
    """Whether it was no longer found after its erasure; None before that was looked at."""


class Correction(SQLModel, table=True):
    """One value the person says is wrong: what is claimed, what was decided, and the proof."""

    __tablename__ = "corrections"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    finding_id: UUID = Field(foreign_key="findings.id")
    system: str
    field: str
    kind: CorrectionKind = word(CorrectionKind)
    claimed: bytes = sealed()
    old: bytes = sealed()
    evidence: bytes | None = sealed(nullable=True)
    decision: CorrectionDecision | None = word(CorrectionDecision, nullable=True)
    reason: bytes | None = sealed(nullable=True)
    written: TaskState | None = word(TaskState, nullable=True)
    verified: bool | None = None
    claimed_at: datetime = instant()
    decided_at: datetime | None = instant(nullable=True)


class FindingShape(BaseModel):
    """One thing a system holds, as it was found; `data` is empty for a file."""

    id: UUID
    round: int
    system: str
    collection: str
    ref: str
    label: str
    certainty: Certainty
    media_type: str
    file_name: str
    size: int
    data: dict[str, Any]
    review: Review | None
    review_ground: str | None
    disposal: Disposal | None
    retain_ground: str | None
    keep_until: date | None
    gone: bool | None


class FindingPage(BaseModel):
    """The findings of the latest search, by system."""

    items: list[FindingShape]
    next_cursor: str | None
