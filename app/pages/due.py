"""The due date as the person sees it: which day, how much of the time is left, and in which tone."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

_SOON_DAYS = 7


@dataclass(frozen=True)
class Due:
    """A due date seen on one day; all numbers are days."""

    day: date
    left: int
    passed: int
    total: int

    @property
    def tone(self) -> Literal["calm", "soon", "late"]:
        """Give how near it is."""
        if self.left < 0:
            return "late"
        return "soon" if self.left <= _SOON_DAYS else "calm"


def due_on(day: date, received_on: date, today: date) -> Due:
    """Give how far the time from one day to another has come today."""
    total = max(1, (day - received_on).days)
    passed = min(total, max(0, (today - received_on).days))
    return Due(day, (day - today).days, passed, total)
