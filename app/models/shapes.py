"""What the API shows: shapes of their own, so that a new column never leaks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from app.vocabulary import (
    Channel,
    CorrectionDecision,
    CorrectionKind,
    ExtractKind,
    IdentityMethod,
    IdentKind,
    Language,
    Letter,
    LetterState,
    Outcome,
    PauseKind,
    Pressure,
    Right,
    State,
    StepState,
    TaskState,
    Tone,
    Verb,
)


class FieldProblem(BaseModel):
    """One wrong field."""

    path: str
    message: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it; `type` and `code` are stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    reasons: list[str]
    fields: list[FieldProblem]


class PersonShape(BaseModel):
    """Who asks, as they said."""

    name: str
    email: str
    phone: str


class ActionShape(BaseModel):
    """Something a caller may do with the case, now or not yet."""

    operation_id: str
    href: str
    method: str
    title: str
    enabled: bool
    reason: str | None
    key: str | None
    """The letter that takes it; none for what is never to be done by a slip."""
    tone: Tone
    previews: bool
    """A letter will leave; `previews` of the case shows it before."""
    order: int
    """Its place among the others."""


class TaskShape(BaseModel):
    """What one system was asked, and what it answered."""

    id: UUID
    round: int
    system: str
    system_name: str
    owner: str
    """Who answers for the system, as an address; empty where it answers by itself."""
    verb: Verb
    state: TaskState
    reason: str
    found: int
    attempts: int
    internal_due: date
    asked_at: datetime
    settled_at: datetime | None
    retained: list[dict[str, Any]]


class ExtractShape(BaseModel):
    """A package that was made."""

    id: UUID
    version: int
    kind: ExtractKind
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    items: int
    withheld: int
    size: int
    downloads: int


class CorrectionShape(BaseModel):
    """A claimed correction, old and new side by side."""

    id: UUID
    finding_id: UUID
    system: str
    field: str
    kind: CorrectionKind
    old: Any
    claimed: str
    evidence: str
    decision: CorrectionDecision | None
    reason: str
    written: TaskState | None
    verified: bool | None


class PauseShape(BaseModel):
    """A question to the person."""

    kind: PauseKind
    question: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None


class ProvenShape(BaseModel):
    """Something that was proven about the person."""

    kind: IdentKind
    value: str
    method: IdentityMethod
    level: int
    at: datetime


class LetterShape(BaseModel):
    """A letter of the case."""

    id: UUID
    letter: Letter
    language: Language
    state: LetterState
    written_at: datetime
    sent_at: datetime | None
    error: str


class NoteShape(BaseModel):
    """An internal note."""

    event: str
    author: str
    text: str
    at: datetime


class StageShape(BaseModel):
    """A step of a case."""

    title: str
    state: StepState


class CaseShape(BaseModel):
    """A case with everything a handler needs to decide. Dates are local to the controller."""

    id: UUID
    reference: str
    person: PersonShape
    words: str
    rights: list[Right]
    state: State
    outcome: Outcome | None
    channel: Channel
    language: Language
    assignee: str | None
    assignee_name: str | None
    """What a member is called whose label the assignee is; else the same."""
    parent_id: UUID | None
    trial: bool
    """Sent from the settings to try the house; nobody asked for anything."""
    identity_level: int
    required_level: int
    contact_on_file: bool
    received_at: datetime
    nominal_due: date
    legal_due: date
    first_due: date
    extended_due: date | None
    promise_due: date | None
    effective_due: date
    due_instant: datetime
    days_left: int | None
    """Until the last day to answer; below 0 when it has passed, None once answered."""
    share_used: float | None
    """Of the legal time, 0 to 1; None once answered."""
    pressure: Pressure
    deadline_steps: list[str]
    answered_at: datetime | None
    closed_at: datetime | None
    version: int
    stages: list[StageShape]
    missing: list[str]
    tasks: list[TaskShape]
    corrections: list[CorrectionShape]
    pauses: list[PauseShape]
    proven: list[ProvenShape]
    extracts: list[ExtractShape]
    letters: list[LetterShape]
    notes: list[NoteShape]
    actions: list[ActionShape]
    warnings: list[str] = []
    """What to look at in what was just written; nothing was held back for it."""


class Health(BaseModel):
    """Whether the house stands."""

    status: str
    checks: dict[str, str]
