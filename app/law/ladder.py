"""Who is told when a due date comes near or has passed: an organisation's escalation ladder as data.

Counting is by state, not by timer: `reached` gives every rung whose moment has passed, however late it
is asked and however often. The caller keeps (case, level, due date) unique and so tells each rung once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import Final

from app.errors import FieldError, InvalidInput
from app.law.holidays import Calendar
from app.vocabulary import Role

OPENS: Final = 8
CLOSES: Final = 17
"""Working hours, local: notices go out from OPENS until before CLOSES on working days."""

_AUDIENCES: Final = (Role.HANDLER, Role.LEAD, Role.DPO)
_FURTHEST: Final = 60
_TEXT: Final = re.compile(r"(?P<when>T-(?P<days>[1-9]\d?)|due|late):(?P<role>\w+)")


@dataclass(frozen=True)
class Rung:
    """One rung: so many working days from the last one (negative before it), or every one after it."""

    working_days: int
    role: Role
    every: bool = False

    @property
    def name(self) -> str:
        """Give the rung's name: `T-10`, `due` or `late`."""
        if self.every:
            return "late"
        return f"T{self.working_days}" if self.working_days else "due"

    def __str__(self) -> str:
        return f"{self.name}:{self.role.value}"


@dataclass(frozen=True)
class Reached:
    """A rung whose moment has passed: its level, who is told, and the UTC moment it was due to be told."""

    level: str
    role: Role
    moment: datetime


Ladder = tuple[Rung, ...]

DEFAULT_LADDER: Final[Ladder] = (
    Rung(-10, Role.HANDLER),
    Rung(-5, Role.HANDLER),
    Rung(-2, Role.LEAD),
    Rung(0, Role.DPO),
    Rung(1, Role.DPO, every=True),
)


def parse(texts: Sequence[str]) -> Ladder:
    """Give the ladder written as `T-10:handler`, `due:dpo`, `late:dpo`, earliest rung first.

    Raises InvalidInput that names every wrong rung by its place, and a rung written twice.
    """
    errors: list[FieldError] = []
    rungs: dict[str, Rung] = {}
    for place, text in enumerate(texts):
        rung = _rung(text.strip())
        if isinstance(rung, str):
            errors.append(FieldError(str(place), rung))
        elif rung.name in rungs:
            errors.append(FieldError(str(place), f"{rung.name} is written twice"))
        else:
            rungs[rung.name] = rung
    if errors:
        raise InvalidInput("; ".join(error.message for error in errors), fields=errors)
    return tuple(sorted(rungs.values(), key=lambda rung: rung.working_days))


def reached(ladder: Ladder, calendar: Calendar, effective_due: date, at: datetime) -> list[Reached]:
    """Give the rungs whose moment has passed at `at`, in order; the same again whenever asked.

    A rung falls at 08:00 local on its working day. The last rung before lateness falls on the due date,
    or on the working day before it when the due date is none. Late rungs are `late-1`, `late-2`, ….
    """
    passed: list[Reached] = []
    for rung in ladder:
        for step in _levels(rung, calendar, effective_due):
            if step.moment > at:
                break
            passed.append(step)
    return sorted(passed, key=lambda step: step.moment)


@lru_cache(maxsize=256)
def first_moment(ladder: Ladder, calendar: Calendar, effective_due: date) -> datetime | None:
    """Give the UTC moment of the first rung of all; the same for every case that is due on one day."""
    first = (next(_levels(rung, calendar, effective_due)).moment for rung in ladder)
    return min(first, default=None)


def next_moment(ladder: Ladder, calendar: Calendar, effective_due: date, at: datetime) -> datetime | None:
    """Give the UTC moment of the first rung after `at`; None when the ladder has no more."""
    coming = (
        next((step.moment for step in _levels(rung, calendar, effective_due) if step.moment > at), None)
        for rung in ladder
    )
    return min((moment for moment in coming if moment is not None), default=None)


def notice_moment(calendar: Calendar, at: datetime) -> datetime:
    """Give the UTC moment a notice may go out: `at` in working hours, else when they next begin."""
    local = at.astimezone(calendar.zone)
    today = local.date()
    if calendar.is_working_day(today) and OPENS <= local.hour < CLOSES:
        return at
    if local.hour >= OPENS:
        return calendar.local_instant(calendar.add_working_days(today, 1), OPENS)
    return calendar.local_instant(calendar.next_working_day(today), OPENS)


def _rung(text: str) -> Rung | str:
    """Give the rung, or what is wrong with the text."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return f"“{text}” is not a rung: write T-10:handler, due:dpo or late:dpo"
    role = next((role for role in _AUDIENCES if role.value == match["role"]), None)
    if role is None:
        return f"“{match['role']}” is nobody to tell: write handler, lead or dpo"
    if match["when"] == "late":
        return Rung(1, role, every=True)
    days = int(match["days"] or 0)
    if days > _FURTHEST:
        return f"T-{days} is too early: at most {_FURTHEST} working days"
    return Rung(-days, role)


def _levels(rung: Rung, calendar: Calendar, effective_due: date) -> Iterator[Reached]:
    """Give the moments of a rung: one, or without end for one that falls every day late."""
    last = calendar.last_working_day(effective_due)
    days: Iterable[int] = count(1) if rung.every else (rung.working_days,)
    day = last
    for number in days:
        day = calendar.add_working_days(day, 1) if rung.every else calendar.add_working_days(last, number)
        level = f"late-{number}" if rung.every else rung.name
        yield Reached(level, rung.role, calendar.local_instant(day, OPENS))
