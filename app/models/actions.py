"""What each action needs to be told: one shape an event, checked before anything is written."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from app.vocabulary import (
    CorrectionDecision,
    CorrectionKind,
    Disposal,
    Event,
    ExtensionReason,
    IdentityMethod,
    IdentKind,
    Language,
    RefusalGround,
    Review,
    Right,
    TaskState,
)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=8000)]


class Action(BaseModel):
    """An action that needs nothing but the decision to take it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValueError("holds a character that no text has")
        return value


class Accept(Action):
    """Say what the person asks for."""

    rights: tuple[Right, ...] = Field(min_length=1, title="Rights asked for")
    name: Line | None = Field(default=None, title="The person's name, if it was read wrongly")
    email: Address | None = Field(default=None, title="The person's address, if it was read wrongly")
    language: Language | None = Field(default=None, title="Language to answer in")


class Reasoned(Action):
    """An action that is only understood with its reason."""

    reason: Text = Field(title="Reason")


class MarkDuplicate(Action):
    """Name the case this one repeats."""

    reference: Line = Field(title="Reference of the case it repeats")


class Forward(Action):
    """Name the controller the request belongs to."""

    controller: Line = Field(title="Controller it was passed on to")
    reason: Text = Field(title="Why it is theirs")


class RequestIdentity(Action):
    """Ask for more, which takes a reasonable doubt (Art. 12(6))."""

    doubt: Text = Field(title="What is in doubt, and why")
    question: Text = Field(title="What the person is asked for")


class Proven(Action):
    """One thing about the person that was proven."""

    kind: IdentKind = Field(title="What was proven")
    value: Line = Field(title="Its value")


class ConfirmIdentity(Action):
    """Record how the person was identified by hand, and what that proved."""

    method: Literal[IdentityMethod.CALL_BACK, IdentityMethod.LETTER, IdentityMethod.IN_PERSON] = Field(
        title="How the person was identified"
    )
    reason: Text = Field(title="What was checked, and why it is enough")
    attributes: tuple[Proven, ...] = Field(min_length=1, title="What it proved")


class AskClarification(Action):
    """Ask what is meant, when the request is too wide to answer (Recital 63)."""

    question: Text = Field(title="Question to the person")
    reason: Text = Field(title="Why it cannot be answered without")


class Extend(Action):
    """Take two months more (Art. 12(3))."""

    reason: ExtensionReason = Field(title="Reason in law")
    explanation: Text = Field(title="Explanation to the person")


class Approve(Action):
    """Send the answer."""

    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000)] = Field(
        default="", title="Words to go with the answer"
    )


class Refuse(Action):
    """Refuse, wholly (Art. 12(4))."""

    ground: RefusalGround = Field(title="Ground")
    facts: Text = Field(title="The facts it rests on, as the person will read them")


class Assign(Action):
    """Give the case to a handler."""

    to: Line = Field(title="Handler")


class TakeNote(Action):
    """Write something down for colleagues."""

    text: Text = Field(title="Internal note")


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


class SettleTask(Action):
    """Say how a task ended that a system could not end itself."""

    task_id: UUID = Field(title="Task")
    state: Literal[TaskState.DONE, TaskState.PARTIAL, TaskState.REFUSED] = Field(title="Outcome")
    reason: Text = Field(title="What was done, or why not")


class RetryTask(Action):
    """Ask a system again."""

    task_id: UUID = Field(title="Task")


class RevokeExtract(Action):
    """Stop a package from being downloaded."""

    extract_id: UUID = Field(title="Extract")
    reason: Text = Field(title="Reason")


INPUTS: dict[Event, type[Action]] = {
    Event.ACCEPT: Accept,
    Event.DISMISS: Reasoned,
    Event.MARK_DUPLICATE: MarkDuplicate,
    Event.FORWARD: Forward,
    Event.REQUEST_IDENTITY: RequestIdentity,
    Event.CONFIRM_IDENTITY: ConfirmIdentity,
    Event.CLOSE_UNIDENTIFIED: Reasoned,
    Event.ASK_CLARIFICATION: AskClarification,
    Event.CLARIFIED: Reasoned,
    Event.EXTEND: Extend,
    Event.CLAIM_CORRECTION: ClaimCorrection,
    Event.DECIDE_CORRECTION: DecideCorrection,
    Event.DECIDE_ITEMS: DecideItems,
    Event.DECIDE: Action,
    Event.SETTLE_TASK: SettleTask,
    Event.RETRY_TASK: RetryTask,
    Event.COLLECT_AGAIN: Reasoned,
    Event.REVIEW_ITEMS: ReviewItems,
    Event.APPROVE: Approve,
    Event.REFUSE: Refuse,
    Event.CLOSE: Action,
    Event.WITHDRAW: Reasoned,
    Event.ASSIGN: Assign,
    Event.NOTE: TakeNote,
    Event.SEND_LINK: Action,
    Event.REVOKE_EXTRACT: RevokeExtract,
    Event.REISSUE_EXTRACT: Action,
}
"""Every action a person may take, and what it needs. The others happen by themselves."""
