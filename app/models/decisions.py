"""What is decided item by item: corrections, erasures, and what of an answer is given out."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.models import hints
from app.models.action import Action, Line
from app.vocabulary import (
    CorrectionDecision,
    CorrectionKind,
    Disposal,
    RefusalGround,
    Review,
)

_ITEMS = "Left empty, everything that is certain to be the person's. Mentions are named one by one."


class ClaimCorrection(Action):
    """Say that a value is wrong (Art. 16)."""

    finding_id: UUID = Field(
        title="Item",
        description="What a system holds, as it was found.",
        json_schema_extra={**hints.options(hints.FINDINGS)},
    )
    field: Line = Field(title="Field", description="The name of the field in the item.")
    claimed: Annotated[str, StringConstraints(max_length=8000)] = Field(
        title="Right value",
        description="Empty, if the value is to be taken away.",
        json_schema_extra={**hints.widget("textarea")},
    )
    kind: CorrectionKind = Field(default=CorrectionKind.WRONG, title="What is wrong with it")
    evidence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000)] = Field(
        default="", title="What supports it", json_schema_extra={**hints.widget("textarea")}
    )


class DecideCorrection(Action):
    """Accept or decline a claimed correction."""

    correction_id: UUID = Field(title="Correction", json_schema_extra={**hints.options(hints.CORRECTIONS)})
    decision: CorrectionDecision = Field(title="Decision")
    reason: str = Field(
        default="",
        max_length=8000,
        title="Reason",
        description="The person reads this. Needed to decline.",
        json_schema_extra={**hints.widget("textarea")},
    )

    @model_validator(mode="after")
    def _declined_with_reason(self) -> Self:
        if self.decision is CorrectionDecision.DECLINE and not self.reason.strip():
            raise ValueError("say why the correction is declined")
        return self


class DecideItems(Action):
    """Erase or keep what was found (Art. 17)."""

    items: tuple[UUID, ...] | None = Field(
        default=None, title="Items", description=_ITEMS, json_schema_extra={**hints.options(hints.FINDINGS)}
    )
    disposal: Disposal = Field(title="Erase or keep")
    ground: RefusalGround | None = Field(
        default=None, title="Ground for keeping", description="Needed to keep."
    )
    statute: str = Field(
        default="",
        max_length=300,
        title="Statute",
        description="Needed to keep: the law and its section, as the person will read it.",
    )
    keep_until: date | None = Field(default=None, title="Kept until", description="Needed to keep.")

    @model_validator(mode="after")
    def _kept_with_ground(self) -> Self:
        if self.disposal is Disposal.RETAIN and not (self.ground and self.statute and self.keep_until):
            raise ValueError("what is kept needs its ground, its statute and the day it is kept until")
        return self


class ReviewItems(Action):
    """Say what becomes of items of the answer."""

    items: tuple[UUID, ...] | None = Field(
        default=None, title="Items", description=_ITEMS, json_schema_extra={**hints.options(hints.FINDINGS)}
    )
    review: Review = Field(title="Include, withhold or black out")
    ground: RefusalGround | None = Field(
        default=None, title="Ground in law", description="Needed to withhold or black out."
    )
    fields: tuple[Line, ...] = Field(
        default=(), title="Fields to black out", description="Needed to black out: their names in the item."
    )

    @model_validator(mode="after")
    def _with_ground(self) -> Self:
        if self.review is not Review.INCLUDE and self.ground is None:
            raise ValueError("say on which ground it is withheld or blacked out")
        if self.review is Review.REDACT and not (self.fields and self.items):
            raise ValueError("name the items and the fields to black out")
        return self
