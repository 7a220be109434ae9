"""The work list as the API shows it: its lines, its pages and its views."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from app.vocabulary import Channel, Language, Outcome, Pressure, Right, State, View


class NextAction(BaseModel):
    """The action that takes a case on, as far as its state tells; the case itself says whether it may be."""

    operation_id: str
    title: str


class CaseLine(BaseModel):
    """A case in the work list. Days are counted where the controller is."""

    id: UUID
    reference: str
    person: str
    rights: list[Right]
    state: State
    outcome: Outcome | None
    channel: Channel
    language: Language
    assignee: str | None
    assignee_name: str | None
    """What a member is called whose label the assignee is; else the same."""
    received_at: datetime
    legal_due: date
    effective_due: date
    days_left: int | None
    """Until the last day to answer; below 0 when it has passed, None once answered."""
    share_used: float | None
    """Of the legal time, 0 to 1; None once answered."""
    pressure: Pressure
    stage: str
    next_action: NextAction | None
    unread: int
    """Messages of the person since somebody last did something."""
    suspect: bool
    trial: bool
    """Sent from the settings to try the house; nobody asked for anything."""
    version: int


class CasePage(BaseModel):
    """Cases in the order of their due dates. A page may be short and yet not the last."""

    items: list[CaseLine]
    next_cursor: str | None


class SimilarCases(BaseModel):
    """Cases of a person who may be the one described: the surest first, then the newest."""

    items: list[CaseLine]


class ViewShape(BaseModel):
    """A part of the work list; `more` when there is more than was counted."""

    view: View
    title: str
    count: int
    more: bool


class ViewPage(BaseModel):
    """Every part of the work list."""

    items: list[ViewShape]
