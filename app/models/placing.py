"""What people say about messages nobody could place, and what became of each."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.models import hints
from app.models.action import Text
from app.models.message import MessageShape
from app.vocabulary import Right


class Placement(BaseModel):
    """What a message asks for, as a person reads it."""

    model_config = ConfigDict(extra="forbid")

    rights: tuple[Right, ...] = Field(min_length=1, title="Rights asked for")


class Chosen(BaseModel):
    """Messages to do the same with."""

    model_config = ConfigDict(extra="forbid")

    ids: tuple[UUID, ...] = Field(
        min_length=1, max_length=100, title="Messages", json_schema_extra={**hints.widget("selection")}
    )


class Several(BaseModel):
    """Messages to take up as they suggest; with rights, as requests for these."""

    model_config = ConfigDict(extra="forbid")

    ids: tuple[UUID, ...] = Field(
        min_length=1, max_length=100, title="Messages", json_schema_extra={**hints.widget("selection")}
    )
    rights: tuple[Right, ...] = Field(
        default=(), title="Rights asked for", description="Left empty, as each was read."
    )


class Dismissal(BaseModel):
    """Messages that are no requests, and why."""

    model_config = ConfigDict(extra="forbid")

    ids: tuple[UUID, ...] = Field(
        min_length=1, max_length=100, title="Messages", json_schema_extra={**hints.widget("selection")}
    )
    reason: Text = Field(title="Reason")


class Result(BaseModel):
    """What became of one message: where it is now, or why nothing was done."""

    id: UUID
    message: MessageShape | None
    code: str | None
    reason: str | None


class Results(BaseModel):
    """What became of each message, in the order asked."""

    items: list[Result]


class Linking(BaseModel):
    """The case a message belongs to."""

    model_config = ConfigDict(extra="forbid")

    case_id: UUID = Field(title="Case", json_schema_extra={**hints.options(hints.CASES)})
