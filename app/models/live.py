"""What open streams are told: ids, and who did what; never what a case holds."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.vocabulary import Doing, MessageState


class CaseTold(BaseModel):
    """Something happened to a case, which stands at this version now."""

    id: UUID
    version: int
    event: str
    actor: str


class MessageTold(BaseModel):
    """A message is in another place."""

    id: UUID
    state: MessageState


class Somebody(BaseModel):
    """Who is at a case, and what they do there."""

    name: str
    doing: Doing


class PresenceTold(BaseModel):
    """Everybody who is at a case now."""

    case_id: UUID
    people: list[Somebody]


class NothingTold(BaseModel):
    """Something may have been missed."""


class Here(BaseModel):
    """What the caller does at a case."""

    model_config = ConfigDict(extra="forbid")

    doing: Doing = Field(title="What you do there")
