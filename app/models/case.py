"""Cases: one request of one person, with its clock, its people and its key."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Index, LargeBinary, UniqueConstraint, literal_column
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, json, sealed, word
from app.vocabulary import (
    Channel,
    ExtensionReason,
    IdentityMethod,
    IdentKind,
    Language,
    Outcome,
    PauseKind,
    RefusalGround,
    Right,
    State,
)

_OPEN: ColumnElement[bool] = literal_column("state <> 'closed'", Boolean())
UNANSWERED = "answered_at IS NULL AND state <> 'closed'"
UNASSIGNED = "assignee IS NULL AND state <> 'closed'"
WAITING = "state IN ('verifying', 'clarifying')"
SUSPECT = "suspect AND state <> 'closed'"
"""Parts of the work list with an index each; a query says them letter by letter, or loses its index."""
UNIDENTIFIED = "outcome = 'identity_not_confirmed' AND answered_at IS NULL"
"""What was answered by its closing; said letter by letter too."""
_OF_ANSWERS = (
    "received_at", "effective_due", "legal_due", "rights", "channel", "extension_reason", "refusal_ground",
    "trial",
)  # fmt: skip
"""What figures count of an answer, so that they are read from the index alone."""


def _by_due(name: str, where: str, **options: Any) -> Index:
    """Give an index of a part of the work list, in its order."""
    part = literal_column(where, Boolean())
    return Index(name, "organisation_id", "effective_due", "id", postgresql_where=part, **options)


def _by_time(name: str, column: str, where: str, *included: str) -> Index:
    """Give an index of what happened to cases, in the order it did."""
    part = literal_column(where, Boolean())
    return Index(
        name, "organisation_id", column, postgresql_where=part, postgresql_include=list(included) or None
    )


class Case(SQLModel, table=True):
    """A request. Names and words are sealed; states, dates and references are not."""

    __tablename__ = "cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("organisation_id", "reference"),
        Index("ix_cases_due", "organisation_id", "effective_due", "id", postgresql_where=_OPEN),
        Index("ix_cases_state", "organisation_id", "state", "effective_due", "id"),
        Index(
            "ix_cases_assignee", "organisation_id", "assignee", "effective_due", "id", postgresql_where=_OPEN
        ),
        _by_due("ix_cases_due_unanswered", UNANSWERED, postgresql_include=["due_at"]),
        _by_due("ix_cases_unassigned", UNASSIGNED),
        _by_due("ix_cases_waiting", WAITING),
        _by_due("ix_cases_suspect", SUSPECT),
        Index("ix_cases_all", "organisation_id", "effective_due", "id"),
        Index(
            "ix_cases_received",
            "organisation_id",
            "received_at",
            postgresql_include=["rights", "channel", "outcome", "trial"],
        ),
        _by_time("ix_cases_answered", "answered_at", "answered_at IS NOT NULL", *_OF_ANSWERS),
        _by_time("ix_cases_closed", "closed_at", "closed_at IS NOT NULL", "assignee", "trial"),
        _by_time("ix_cases_unidentified", "closed_at", UNIDENTIFIED),
        Index("ix_cases_escalate", "escalate_at", postgresql_where=literal_column("escalate_at IS NOT NULL")),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    reference: str = Field(max_length=40)
    state: State = word(State)
    outcome: Outcome | None = word(Outcome, nullable=True)
    rights: list[Right] = json()
    step: int
    round: int
    version: int
    channel: Channel = word(Channel)
    language: Language = word(Language)
    required_level: int
    identity_level: int
    parent_id: UUID | None = Field(default=None, foreign_key="cases.id")
    assignee: str | None = None
    suspect: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """It looked like a robot's when it came; no more, once somebody accepted it."""

    trial: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Nobody's request: it tries whether a request goes through."""

    person_name: bytes | None = sealed(nullable=True)
    person_email: bytes | None = sealed(nullable=True)
    person_phone: bytes | None = sealed(nullable=True)
    words: bytes | None = sealed(nullable=True)
    answer: bytes | None = sealed(nullable=True)

    received_at: datetime = instant()
    opened_at: datetime = instant()
    answered_at: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)
    nominal_due: date
    legal_due: date
    first_due: date
    promise_due: date | None = None
    effective_due: date
    due_at: datetime = instant()
    deadline_steps: list[dict[str, Any]] = json()
    extended_at: datetime | None = instant(nullable=True)
    extension_reason: ExtensionReason | None = word(ExtensionReason, nullable=True)
    extension_explanation: bytes | None = sealed(nullable=True)
    refusal_ground: RefusalGround | None = word(RefusalGround, nullable=True)
    escalate_at: datetime | None = instant(nullable=True)
    held_at: datetime | None = instant(nullable=True)
    """Since when nothing of it is erased: a complaint, a court or an authority needs it."""

    chain_sequence: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    chain_hash: bytes = Field(default=b"", sa_type=LargeBinary, sa_column_kwargs={"server_default": ""})


class CaseKey(SQLModel, table=True):
    """The wrapped secret of a case; deleting this row makes everything of the case unreadable."""

    __tablename__ = "case_keys"  # pyright: ignore[reportAssignmentType]

    case_id: UUID = Field(foreign_key="cases.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    wrapped: bytes
    version: int


class SearchToken(SQLModel, table=True):
    """A keyed hash of a word of a name, an address or a number: how sealed people are found again."""

    __tablename__ = "search_tokens"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_search_tokens_case", "case_id"),)

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    token: bytes = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", primary_key=True)


class Pause(SQLModel, table=True):
    """A question to the person that may stop the clock (EDPB 01/2022 section 5.3)."""

    __tablename__ = "pauses"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    kind: PauseKind = word(PauseKind)
    question: bytes = sealed()
    doubt: bytes | None = sealed(nullable=True)
    asked_at: datetime = instant()
    answered_at: datetime | None = instant(nullable=True)


class Contact(SQLModel, table=True):
    """A contact point of the person that a system of record holds: where a code may be sent."""

    __tablename__ = "contacts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("case_id", "system", "kind", "token"),)

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    system: str
    kind: IdentKind = word(IdentKind)
    value: bytes = sealed()
    token: bytes


class VerifiedAttribute(SQLModel, table=True):
    """Something about the person that was proven, how and how well; systems are searched by these only."""

    __tablename__ = "verified_attributes"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    kind: IdentKind = word(IdentKind)
    value: bytes = sealed()
    method: IdentityMethod = word(IdentityMethod)
    level: int
    reason: bytes | None = sealed(nullable=True)
    at: datetime = instant()


class Escalation(SQLModel, table=True):
    """A rung of the ladder that was reached: once per case, level and due date."""

    __tablename__ = "escalations"  # pyright: ignore[reportAssignmentType]

    case_id: UUID = Field(foreign_key="cases.id", primary_key=True)
    level: str = Field(primary_key=True, max_length=20)
    due: date = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    audience: str
    at: datetime = instant()
