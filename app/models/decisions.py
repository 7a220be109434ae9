"""What is decided item by item: corrections, erasures, and what of an answer is given out."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.models.action import Action, Line
from app.vocabulary import (
    CorrectionDecision,
    CorrectionKind,
    Disposal,
    RefusalGround,
    Review,
)


class ClaimCorrection(Action):
    """Say that a value is wrong (Art. 16)."""

    finding_id: UUID = Field(title="Item")
    field: Line = Field(title="Field")
    claimed: Annotated[str, StringConstraints(max_length=8000)] = Field(title="Right value")
    kind: CorrectionKind = Field(default=CorrectionKind.WRONG, title="What is wrong with it")
    evidence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000)] = Field(
        default="", title="What supports it"
    )


class DecideCorrection(Action):
    """Accept or decline a claimed correction."""

    correction_id: UUID = Field(title="Correction")
    decision: CorrectionDecision = Field(title="Decision")
    reason: str = Field(default="", max_length=8000, title="Reason, as the person will read it")

    @model_validator(mode="after")
    def _declined_with_reason(self) -> Self:
        if self.decision is CorrectionDecision.DECLINE and not self.reason.strip():
            raise ValueError("say why the correction is declined")
        return self


class DecideItems(Action):
    """Erase or keep what was found (Art. 17)."""

    items: tuple[UUID, ...] | None = Field(default=None, title="Items; none means all that are certain")
    disposal: Disposal = Field(title="Erase or retain")
    ground: RefusalGround | None = Field(default=None, title="Ground for keeping")
    statute: str = Field(default="", max_length=300, title="Statute")
    keep_until: date | None = Field(default=None, title="Kept until")

    @model_validator(mode="after")
    def _kept_with_ground(self) -> Self:
        if self.disposal is Disposal.RETAIN and not (self.ground and self.statute and self.keep_until):
            raise ValueError("what is kept needs its ground, its statute and the day it is kept until")
        return self


class ReviewItems(Action):
    """Say what becomes of items of the answer."""

    items: tuple[UUID, ...] | None = Field(default=None, title="Items; none means all that are certain")
    review: Review = Field(title="Include, withhold or redact")
    ground: RefusalGround | None = Field(default=None, title="Ground")
    fields: tuple[Line, ...] = Field(default=(), title="Fields to black out")

    @model_validator(mode="after")
    def _with_ground(self) -> Self:
        if self.review is not Review.INCLUDE and self.ground is None:
            raise ValueError("say on which ground it is withheld or blacked out")
        if self.review is Review.REDACT and not (self.fields and self.items):
            raise ValueError("name the items and the fields to black out")
        return self
