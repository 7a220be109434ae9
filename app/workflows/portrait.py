"""What the status page shows of a case: its parts, ready to be drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from app.profiles import Contact
from app.vocabulary import Channel, CorrectionDecision, ExtractKind, Language, Letter, Outcome, Right, State
from app.workflows.stages import Stage


@dataclass(frozen=True)
class OrganisationView:
    """Who answers, and how to reach a human there."""

    name: str
    contact: Contact
    zone: ZoneInfo
    slug: str = ""
    """Where its colour and logo are found."""


@dataclass(frozen=True)
class ExtractView:
    """A package that was made."""

    id: UUID
    version: int
    kind: ExtractKind
    made_on: date
    expires_on: date
    available: bool
    size: int
    downloads: int


@dataclass(frozen=True)
class CorrectionView:
    """What became of a claimed correction; values only once the visit is unlocked."""

    system: str
    field: str
    decision: CorrectionDecision | None
    reason: str
    verified: bool | None
    old: str | None
    new: str | None


@dataclass(frozen=True)
class FileView:
    """A file the person sent; `gone` when it was deleted since, as identity documents are."""

    number: int
    name: str
    size: int
    gone: bool


@dataclass(frozen=True)
class MessageView:
    """A letter or a message; its text and its files only where they are shown once unlocked."""

    at: datetime
    direction: Literal["in", "out"]
    title: Letter | Channel
    text: str
    id: UUID | None = None
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True)
class StatusView:
    """Everything on the page. Dates are local to the organisation; `until` is when time alone changes it."""

    organisation: OrganisationView
    reference: str
    language: Language
    state: State
    outcome: Outcome | None
    rights: tuple[Right, ...]
    received_on: date
    legal_due: date
    promise_due: date | None
    effective_due: date
    extended: bool
    extension_explanation: str
    deadline_sentences: tuple[str, ...]
    stages: tuple[Stage, ...]
    question: str
    can_confirm: bool
    code_hint: str
    identified: bool
    extracts: tuple[ExtractView, ...]
    can_unlock: bool
    unlocked: bool
    corrections: tuple[CorrectionView, ...]
    answer: str
    refusal: tuple[str, ...]
    authority_name: str
    authority_url: str
    court: str
    can_withdraw: bool
    messages: tuple[MessageView, ...]
    until: datetime
