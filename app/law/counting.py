"""How figures over many requests are counted: in time or not, days to answer, ages, weeks.

Every number can be checked by hand: a percentile is the days of one of the requests, never a value between
two, and a share is given only where there is something it could be a share of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Final

from app.errors import FieldError, InvalidInput

PERIOD_DAYS: Final = 90
"""How long a period is when nobody says."""
LONGEST_DAYS: Final = 731
"""Two years, a leap year among them."""
FORECAST_WEEKS: Final = 8
SOON_DAYS: Final = 7
MEDIAN: Final = Fraction(1, 2)
NINE_OF_TEN: Final = Fraction(9, 10)
_WEEK: Final = timedelta(days=7)
_BOUNDS: Final = (7, 14, 21, 30, 60, 90)
"""The last day of each span but the open one."""


class Kept(Enum):
    """Whether an answer left in time: by its own last day, only by that of the law, or by neither."""

    IN_TIME = "in_time"
    AFTER_PROMISE = "after_promise"
    LATE = "late"


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included, where the controller is."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Give how many days it has."""
        return (self.last - self.first).days + 1

    def weeks(self) -> Iterator[date]:
        """Give the Monday of every week the period touches."""
        week = monday(self.first)
        while week <= self.last:
            yield week
            week += _WEEK


@dataclass(frozen=True)
class Span:
    """Whole days from the first to the last, both included; the last of all is open."""

    first: int
    last: int | None


SPANS: Final = tuple(
    Span(first, last)
    for first, last in zip((0, *(bound + 1 for bound in _BOUNDS)), (*_BOUNDS, None), strict=True)
)


def period(first: date | None, last: date | None, today: date) -> Period:
    """Give the period asked for: up to today and ninety days long, where nothing else is said.

    Raises InvalidInput when it ends after today, ends before it begins, or is longer than two years.
    """
    end = last or today
    if end > today:
        raise _wrong("to", f"must be {today} or before: what comes is not counted yet")
    begin = first or _before(end, PERIOD_DAYS - 1)
    if begin > end:
        raise _wrong("from", f"must be {end} or before, the last day of the period")
    if (end - begin).days >= LONGEST_DAYS:
        raise _wrong("from", f"must be {_before(end, LONGEST_DAYS - 1)} or later: two years at most")
    return Period(begin, end)


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, date.min.toordinal()))


def _wrong(name: str, sentence: str) -> InvalidInput:
    return InvalidInput(f"{name}: {sentence}", fields=[FieldError(name, sentence)])


def kept(*, days_over: int, days_over_law: int) -> Kept:
    """Tell whether an answer was in time, by the local days it left after its last day and the law's.

    Both last days are those the case was told (`app.law.deadlines`): pauses the law credits and an
    extension are in them already, and its own is the promise where that comes first.
    """
    if days_over <= 0:
        return Kept.IN_TIME
    return Kept.AFTER_PROMISE if days_over_law <= 0 else Kept.LATE


def monday(day: date) -> date:
    """Give the first day of the week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def coming_weeks(today: date) -> tuple[date, ...]:
    """Give the Mondays of the weeks that are looked ahead to; the first is the one of today."""
    return tuple(monday(today) + n * _WEEK for n in range(FORECAST_WEEKS))


def percentile(counts: Mapping[int, int], part: Fraction) -> int | None:
    """Give the least number of days within which at least this part of the requests was answered.

    `counts` says how many requests took how many days. None without any.
    """
    enough, so_far = part * sum(counts.values()), 0
    for days, count in sorted(counts.items()):
        so_far += count
        if count and so_far >= enough:
            return days
    return None


def share(part: int, whole: int) -> float | None:
    """Give how much of the whole a part is, 0 to 1 with three decimals; None of nothing.

    Never 1 (or 0) by rounding: one late answer in ten thousand is not all in time.
    """
    if not whole:
        return None
    return round(part / whole, 3) if part in {0, whole} else min(max(round(part / whole, 3), 0.001), 0.999)


def spanned(counts: Iterable[tuple[int, int]]) -> dict[Span, int]:
    """Give how many there are in each span of days; days below 0 count as 0."""
    found = dict.fromkeys(SPANS, 0)
    for days, count in counts:
        found[_span_of(max(days, 0))] += count
    return found


def _span_of(days: int) -> Span:
    return next(span for span in SPANS if span.last is None or days <= span.last)


def is_late(days_left: int) -> bool:
    """Tell whether an unanswered request is late; on its last day it is not."""
    return days_left < 0


def is_soon(days_left: int) -> bool:
    """Tell whether an unanswered request falls due within a week, and is not late."""
    return 0 <= days_left <= SOON_DAYS
