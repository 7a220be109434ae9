"""What each action needs to be told: one shape an event, checked before anything is written."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models import hints
from app.models.action import Action, Address, Line, Text
from app.models.answering import HandOver, RecallLetter, ResendAnswer, RevokeExtract, Write
from app.models.decisions import ClaimCorrection, DecideCorrection, DecideItems, ReviewItems
from app.vocabulary import (
    Event,
    ExtensionReason,
    IdentityMethod,
    IdentKind,
    Language,
    RefusalGround,
    Right,
    TaskState,
)


class Accept(Action):
    """Say what the person asks for."""

    rights: tuple[Right, ...] = Field(min_length=1, title="Rights asked for")
    name: Line | None = Field(
        default=None, title="The person's name", description="Only if it was read wrongly."
    )
    email: Address | None = Field(
        default=None, title="The person's e-mail address", description="Only if it was read wrongly."
    )
    language: Language | None = Field(
        default=None,
        title="Language to answer in",
        description="Left empty, the language the person wrote in.",
    )


class Reasoned(Action):
    """An action that is only understood with its reason."""

    reason: Text = Field(title="Reason")


class MarkDuplicate(Action):
    """Name the case this one repeats."""

    reference: Line = Field(
        title="Reference of the case it repeats",
        description="The person is told that the answer comes in that case.",
        json_schema_extra={**hints.options(hints.REFERENCES)},
    )


class Forward(Action):
    """Name the controller the request belongs to."""

    controller: Line = Field(
        title="Controller it was passed on to", description="The person is told this name."
    )
    reason: Text = Field(title="Why it is theirs")


class RequestIdentity(Action):
    """Ask for more, which takes a reasonable doubt (Art. 12(6))."""

    doubt: Text = Field(title="What is in doubt, and why", description="The person reads this.")
    question: Text = Field(
        title="What the person is asked for",
        description="The person reads this. Never ask for a copy of an identity document by e-mail.",
    )


class Proven(Action):
    """One thing about the person that was proven."""

    kind: IdentKind = Field(title="What was proven")
    value: Line = Field(
        title="Its value",
        description="As it was proven. The systems are searched by it.",
        json_schema_extra={**hints.SENSITIVE},
    )


class ConfirmIdentity(Action):
    """Record how the person was identified by hand, and what that proved."""

    method: Literal[IdentityMethod.CALL_BACK, IdentityMethod.LETTER, IdentityMethod.IN_PERSON] = Field(
        title="How the person was identified"
    )
    reason: Text = Field(
        title="What was checked, and why it is enough", description="Kept with the case, for colleagues only."
    )
    attributes: tuple[Proven, ...] = Field(min_length=1, title="What it proved")


class AskClarification(Action):
    """Ask what is meant, when the request is too wide to answer (Recital 63)."""

    question: Text = Field(title="Question to the person", description="The person reads this.")
    reason: Text = Field(
        title="Why it cannot be answered without", description="The law asks for it if the clock is to pause."
    )


class Extend(Action):
    """Take two months more (Art. 12(3))."""

    reason: ExtensionReason = Field(title="Reason in law")
    explanation: Text = Field(
        title="Explanation to the person",
        description="The person reads this. Workload is no reason in law.",
    )


class Approve(Action):
    """Send the answer."""

    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000)] = Field(
        default="",
        title="Words to go with the answer",
        description="The person reads them on the status page, after the code.",
        json_schema_extra={**hints.widget("textarea")},
    )


class Refuse(Action):
    """Refuse, wholly (Art. 12(4))."""

    ground: RefusalGround = Field(title="Ground in law")
    facts: Text = Field(title="The facts it rests on", description="The person reads this.")


class Assign(Action):
    """Give the case to a handler."""

    to: Line = Field(title="Handler", json_schema_extra={**hints.options(hints.ASSIGNEES)})


class TakeNote(Action):
    """Write something down for colleagues."""

    text: Text = Field(title="Internal note", description="For colleagues only; the person does not see it.")


class SettleTask(Action):
    """Say how a task ended that a system could not end itself."""

    task_id: UUID = Field(title="Task", json_schema_extra={**hints.options(hints.TASKS)})
    state: Literal[TaskState.DONE, TaskState.PARTIAL, TaskState.REFUSED] = Field(title="Outcome")
    reason: Text = Field(
        title="What was done, or why not", description="The person reads this in the answer."
    )


class RetryTask(Action):
    """Ask a system again."""

    task_id: UUID = Field(title="Task", json_schema_extra={**hints.options(hints.TASKS)})


class RemindOwner(Action):
    """Remind the owner of a system of what they were asked for; at most once a day."""

    task_id: UUID = Field(title="Task", json_schema_extra={**hints.options(hints.WAITING)})


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
    Event.RESEND_ANSWER: ResendAnswer,
    Event.HAND_OVER: HandOver,
    Event.WRITE: Write,
    Event.RECALL_LETTER: RecallLetter,
    Event.REMIND_OWNER: RemindOwner,
}
"""Every action a person may take, and what it needs. The others happen by themselves."""
