"""What the settings of every kind of connector are made of, and how their faults are told."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.connectors.contract import Outcome, OutcomeState, Retained
from app.errors import FieldError
from app.vocabulary import Language, RefusalGround, TaskState

Labels = Mapping[str, Mapping[Language, str]]
Resolve = Callable[[str], str]
Now = Callable[[], datetime]
BY_HAND = Outcome(TaskState.MANUAL, "The person is mentioned in another's record; somebody must edit it")


class Strict(BaseModel):
    """Settings that know every one of their keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _reference(value: str) -> str:
    if not re.fullmatch(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:\S.*)", value):
        raise ValueError("a secret is named, not written down: `env:NAME` or `file:NAME`")
    return value


SecretName = Annotated[str, AfterValidator(_reference)]


class Retain(Strict):
    """Why records of a collection stay (Art. 17(3)), and for how long.

    The last day is `keep_until`, or `years` after the date in the record's own `from_field`, moved to
    the end of that calendar year when `end_of_year` says so; without either it is not known.
    """

    ground: RefusalGround
    statute: str = Field(min_length=1)
    keep_until: date | None = None
    from_field: str | None = None
    years: int = Field(default=0, ge=0, le=100)
    end_of_year: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Retain":
        if self.keep_until and self.from_field:
            raise ValueError("give either `keep_until` or `from_field`, not both")
        return self

    def last_day(self, data: Mapping[str, Any]) -> date | None:
        """Give the last day a record is kept; None when neither settings nor record tell it."""
        if self.from_field is None:
            return self.keep_until
        try:
            start = date.fromisoformat(str(data.get(self.from_field))[:10])
        except ValueError:
            return None
        if self.end_of_year:
            return date(start.year + self.years, 12, 31)
        return _years_later(start, self.years)

    def holds(self, what: str, data: Mapping[str, Any], today: date) -> Retained | None:
        """Give what is retained today; None once the last day has passed."""
        last = self.last_day(data)
        if last is not None and last < today:
            return None
        return Retained(what, self.ground, self.statute, last)


def _years_later(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)


def kept(retained: Retained) -> Outcome:
    """Give the refusal of a system that must keep a record."""
    return Outcome(TaskState.REFUSED, f"Kept as required by {retained.statute}", retained=(retained,))


def combined(outcomes: Sequence[Outcome]) -> Outcome:
    """Give one outcome for a record and all that hangs on it; a pending part makes the whole pending."""
    if len(outcomes) == 1:
        return outcomes[0]
    retained = tuple(item for outcome in outcomes for item in outcome.retained)
    evidence = {"parts": [dict(outcome.evidence) for outcome in outcomes if outcome.evidence]}
    for outcome in outcomes:
        if outcome.state is TaskState.PENDING:
            return replace(outcome, retained=retained, evidence=evidence)
    reason = "; ".join(dict.fromkeys(outcome.reason for outcome in outcomes if outcome.reason))
    return Outcome(_overall(outcomes), reason, retained=retained, evidence=evidence)


def _overall(outcomes: Sequence[Outcome]) -> OutcomeState:
    states: set[OutcomeState] = {outcome.state for outcome in outcomes}
    return states.pop() if len(states) == 1 else TaskState.PARTIAL


def field_errors(error: ValidationError, locate: Callable[[Sequence[Any]], str] = str) -> list[FieldError]:
    """Give each fault as a path and a sentence; `locate` turns a location into words like a file line."""
    return [
        FieldError(
            ".".join(str(part) for part in fault["loc"]), _sentence(fault["msg"], locate, fault["loc"])
        )
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _sentence(message: str, locate: Callable[[Sequence[Any]], str], loc: Sequence[Any]) -> str:
    sentence = message.removeprefix("Value error, ")
    return sentence if locate is str else f"{locate(loc)}: {sentence}"
