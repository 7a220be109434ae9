"""How much a due date presses: days left, the share of the time that is used, and what that means."""

from datetime import date
from typing import Final

from app.vocabulary import Pressure

RED_DAYS: Final = 2
AMBER_DAYS: Final = 7
"""So many days before the last day, or fewer."""


def share_used(received: date, due: date, today: date) -> float:
    """Give how much of the time between two days has passed, 0 to 1 with two decimals.

    All days are local to the controller; a case that was due when it came has used all of it.
    """
    whole = (due - received).days
    if whole <= 0:
        return 1.0
    return round(min(max((today - received).days / whole, 0.0), 1.0), 2)


def pressure(days_left: int, *, done: bool, waiting: bool) -> Pressure:
    """Give how much a case presses that may be answered for `days_left` days more; below 0 it is late.

    Waiting for the person is no reason to be late: it is told only while there is time.
    """
    if done:
        return Pressure.DONE
    if days_left < 0:
        return Pressure.LATE
    if waiting:
        return Pressure.WAITING
    if days_left <= RED_DAYS:
        return Pressure.RED
    return Pressure.AMBER if days_left <= AMBER_DAYS else Pressure.CALM
