"""The same action for many cases: which ones, what could be done with them, and what became of each."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.vocabulary import Tone

MOST = 100
"""Cases at once."""


class Picked(BaseModel):
    """A case, as it was when it was chosen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID = Field(title="Case")
    version: int = Field(ge=0, le=999_999_999, title="The version you read")


class Selection(BaseModel):
    """Cases to do the same with."""

    model_config = ConfigDict(extra="forbid")

    cases: tuple[Picked, ...] = Field(min_length=1, max_length=MOST, title="Cases")


class BulkAction(BaseModel):
    """Cases to do the same with, and what the action needs to be told: the body it takes for one case."""

    model_config = ConfigDict(extra="forbid")

    cases: tuple[Picked, ...] = Field(min_length=1, max_length=MOST, title="Cases")
    given: dict[str, Any] = Field(default_factory=dict[str, Any], title="What the action needs")


class BulkOffer(BaseModel):
    """An action, and with how many of the chosen cases it is possible now."""

    operation_id: str
    title: str
    enabled: int
    of: int
    key: str | None
    tone: Tone


class BulkOffers(BaseModel):
    """What could be done with the chosen cases, in the order it is shown."""

    items: list[BulkOffer]


class BulkResult(BaseModel):
    """What became of one case: done at this version, or every reason why not."""

    id: UUID
    reference: str
    done: bool
    status: int
    reasons: list[str]
    version: int | None


class BulkResults(BaseModel):
    """What became of each case, in the order they were chosen."""

    items: list[BulkResult]
