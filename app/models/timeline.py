"""What the timeline, the letters, the choices and the previews of a case are shown as."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from app.vocabulary import ExtractKind, Language, Letter, LetterState

TimelineKind = Literal["message_in", "letter_out", "note", "log"]


class TimelineItem(BaseModel):
    """One thing that happened. What is `internal` was never shown to the person."""

    at: datetime
    kind: TimelineKind
    title: str
    actor: str
    text: str
    message_id: UUID | None
    letter_id: UUID | None
    event: str | None
    state: str | None
    """Of a message or a letter its own; of the log where the case went, if it moved."""
    internal: bool


class TimelinePage(BaseModel):
    """What happened, newest first."""

    items: list[TimelineItem]
    next_cursor: str | None


class SentLetter(BaseModel):
    """A letter as it was written; links and one-time codes in it are the reader's and are shown as `•••`."""

    id: UUID
    letter: Letter
    language: Language
    state: LetterState
    written_at: datetime
    sent_at: datetime | None
    error: str
    to: str
    subject: str
    text: str
    html: str


class TextShape(BaseModel):
    """A text that stands ready for a letter, filled in from the case; what is left open is in brackets."""

    key: str
    name: str
    text: str


class ReadyTexts(BaseModel):
    """The texts that stand ready for a letter in the person's language."""

    items: list[TextShape]


class Choice(BaseModel):
    """Something to choose in a form."""

    value: str
    label: str


class Choices(BaseModel):
    """What may be chosen, at most fifty."""

    items: list[Choice]


class LetterPreview(BaseModel):
    """A letter as the person would get it; its link is made when it is written, and is shown as `•••`."""

    letter: Letter
    to: str
    language: Language
    subject: str
    text: str
    html: str


class SystemPreview(BaseModel):
    """What an extract would hold of one system."""

    system: str
    name: str
    outcome: str
    included: int
    redacted: int
    withheld: int


class ExtractPreview(BaseModel):
    """What an extract would hold."""

    kind: ExtractKind
    version: int
    expires_at: datetime
    included: int
    redacted: int
    withheld: int
    systems: list[SystemPreview]


class Preview(BaseModel):
    """What would leave if an action were taken now, and what should be looked at before."""

    letters: list[LetterPreview]
    extract: ExtractPreview | None
    warnings: list[str]
