"""When a request must be answered: GDPR Art. 12(3) counted by Regulation (EEC, Euratom) 1182/71."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.errors import FieldError, InvalidInput
from app.law.holidays import HOLIDAY_SET, Calendar
from app.law.steps import Rule, Step, sentence
from app.vocabulary import Country, Language

RULES: Final = f"deadline 1, {HOLIDAY_SET}"
"""The version of these rules; stored with each date so that it can be explained years later."""

_EXTENDED_MONTHS: Final = 3


@dataclass(frozen=True)
class Deadline:
    """When to answer, and why. Dates are local to the controller; `due_instant` is UTC and exclusive.

    `nominal` is the end of the month (or the three) before pauses and holidays, `first_due` the legal end
    without an extension, `unsuspended_due` the legal end without pauses, `effective_due` the earlier of
    law and promise.
    """

    nominal: date
    legal_due: date
    promise_due: date | None
    effective_due: date
    due_instant: datetime
    first_due: date
    unsuspended_due: date
    steps: tuple[Step, ...]
    rules: str = RULES

    def sentences(self, language: Language) -> tuple[str, ...]:
        """Give the trace as sentences; nn in bokmål, da and fi in English."""
        return tuple(sentence(step, language) for step in self.steps)


def deadline(
    *,
    country: Country,
    received: datetime,
    extended: bool = False,
    suspended_days: int = 0,
    promise_days: int | None = None,
    added: Collection[date] = (),
    removed: Collection[date] = (),
    national_eves: bool = False,
) -> Deadline:
    """Give the deadline of a request received at an aware instant.

    The day of receipt is the local date at the controller and is not counted (Art. 3(1)). The month ends
    on the same date, or on the last day of a shorter month (Art. 3(2)(c)). An extension gives three months
    from receipt, never two on top of an end already moved. Days the person kept us waiting are added, and
    only then is a final weekend or holiday passed over (Art. 3(4)).

    The promise runs from receipt too, so the person's own pauses are added to it as well: otherwise a
    person who took three weeks to prove who they are would be owed an answer in nine days. It is not
    moved for weekends and not lengthened by an extension, since nobody promised that. `added`, `removed`
    and `national_eves` correct the calendar (see `Calendar`).

    Raises InvalidInput for a naive instant, a negative pause, a promise under one day or a date beyond
    the calendar.
    """
    _refuse_nonsense(received, suspended_days, promise_days)
    calendar = Calendar(country, frozenset(added), frozenset(removed), national_eves)
    try:
        return _counted(calendar, calendar.local_day(received), extended, suspended_days, promise_days)
    except OverflowError as error:
        raise InvalidInput("The deadline lies beyond the calendar: check the date and the days") from error


def months_after(day: date, months: int) -> date:
    """Give the same date so many months later, or the last day of a shorter month (Art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _refuse_nonsense(received: datetime, suspended_days: int, promise_days: int | None) -> None:
    errors: list[FieldError] = []
    if received.utcoffset() is None:
        errors.append(FieldError("received", "give the time with its offset, such as +01:00"))
    if suspended_days < 0:
        errors.append(FieldError("suspended_days", "give 0 or more days"))
    if promise_days is not None and promise_days < 1:
        errors.append(FieldError("promise_days", "give 1 or more days"))
    if errors:
        told = "; ".join(f"{error.path}: {error.message}" for error in errors)
        raise InvalidInput(told, fields=errors)


def _counted(
    calendar: Calendar, receipt: date, extended: bool, suspended_days: int, promise_days: int | None
) -> Deadline:
    pause = timedelta(days=suspended_days)
    first = months_after(receipt, 1)
    nominal = months_after(receipt, _EXTENDED_MONTHS) if extended else first
    legal_due = calendar.next_working_day(nominal + pause)
    unsuspended_due = calendar.next_working_day(nominal)
    promise_due = None if promise_days is None else receipt + timedelta(days=promise_days) + pause
    effective_due = legal_due if promise_due is None else min(legal_due, promise_due)
    legal = _legal_steps(calendar, receipt, nominal, extended, suspended_days)
    promise = _promise_steps(receipt, promise_days, suspended_days, effective_due)
    return Deadline(
        nominal=nominal,
        legal_due=legal_due,
        promise_due=promise_due,
        effective_due=effective_due,
        due_instant=calendar.end_of(effective_due),
        first_due=calendar.next_working_day(first + pause),
        unsuspended_due=unsuspended_due,
        steps=(*legal, *promise),
    )


def _legal_steps(
    calendar: Calendar, receipt: date, nominal: date, extended: bool, suspended_days: int
) -> Iterator[Step]:
    yield Step(Rule.RECEIVED, receipt)
    yield Step(Rule.THREE_MONTHS if extended else Rule.ONE_MONTH, nominal)
    if nominal.day < receipt.day:
        yield Step(Rule.LAST_OF_MONTH, nominal, count=nominal.day)
    end = nominal + timedelta(days=suspended_days)
    if suspended_days:
        yield Step(Rule.SUSPENDED, nominal, until=end, count=suspended_days)
    due = calendar.next_working_day(end)
    if why := calendar.day_off(end):
        yield Step(Rule.ROLLED, end, until=due, because=why)
    yield Step(Rule.LEGAL_DUE, due)
    if suspended_days:
        yield Step(Rule.UNSUSPENDED, calendar.next_working_day(nominal))


def _promise_steps(
    receipt: date, promise_days: int | None, suspended_days: int, effective_due: date
) -> Iterator[Step]:
    if promise_days is None:
        return
    promised = receipt + timedelta(days=promise_days)
    yield Step(Rule.PROMISED, promised, count=promise_days)
    if suspended_days:
        until = promised + timedelta(days=suspended_days)
        yield Step(Rule.PROMISE_SUSPENDED, promised, until=until, count=suspended_days)
    yield Step(Rule.EARLIEST, effective_due)
