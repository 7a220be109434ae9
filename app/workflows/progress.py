"""How far a case has come, step by step, as those who handle it see it."""

from datetime import datetime
from typing import NamedTuple

from app.law.pressure import pressure, share_used
from app.law.words import Words, with_capital
from app.models.case import Case
from app.models.shapes import StageShape
from app.profiles import Profile
from app.vocabulary import ExtractKind, Language, Pressure, State, StepState, Work
from app.workflows.gather import plan_of
from app.workflows.plans import Step
from app.workflows.reasons import STATES, WORKS

WAITING = (State.VERIFYING, State.CLARIFYING)
"""It is the person's turn."""
_BEFORE_WORK = frozenset({State.RECEIVED, State.TRIAGE, State.VERIFYING, State.CLARIFYING})
_OVER = frozenset({State.ANSWERED, State.CLOSED})
IDENTITY = Words(sv="identitet", nb="identitet", nn="identitet", en="identity")
FRESH = Words(sv="nytt utdrag", nb="nytt utdrag", nn="nytt utdrag", en="fresh extract")
"""The answer to a correction, which is a step of its own in everybody's eyes."""


class Due(NamedTuple):
    """How much a due date presses; there are neither days nor a share of the time left once it is met."""

    days_left: int | None
    share_used: float | None
    pressure: Pressure


def stages_of(case: Case, language: Language) -> list[StageShape]:
    """Give the steps of a case: what is done, where it is now, and what is still to come."""
    begun = case.state not in _BEFORE_WORK
    first = [(STATES[State.RECEIVED], StepState.DONE if begun or case.required_level else StepState.NOW)]
    if case.required_level:
        first.append((IDENTITY, StepState.DONE if begun else StepState.NOW))
    work = [(_title(step), _state(case, place, begun=begun)) for place, step in enumerate(plan_of(case))]
    return [
        StageShape(title=with_capital(title.say(language)), state=state) for title, state in (*first, *work)
    ]


def _title(step: Step) -> Words:
    is_fresh = step.work is Work.ANSWER and step.extract is ExtractKind.FRESH
    return FRESH if is_fresh else WORKS[step.work]


def _state(case: Case, place: int, *, begun: bool) -> StepState:
    if place < case.step or (place == case.step and case.answered_at and case.state in _OVER):
        return StepState.DONE
    is_now = begun and place == case.step and case.state is not State.CLOSED
    return StepState.NOW if is_now else StepState.WAITING


def due_of(case: Case, profile: Profile, at: datetime) -> Due:
    """Give how much the due date of a case presses; days are counted where the controller is."""
    local = profile.working_calendar.local_day
    today, done = local(at), case.answered_at is not None or case.state is State.CLOSED
    days_left = (case.effective_due - today).days
    return Due(
        days_left=None if done else days_left,
        share_used=None if done else share_used(local(case.received_at), case.legal_due, today),
        pressure=pressure(days_left, done=done, waiting=case.state in WAITING),
    )
