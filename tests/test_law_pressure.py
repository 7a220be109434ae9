"""How much a due date presses: the rule as a table."""

from datetime import date, timedelta

import pytest

from app.law.pressure import pressure, share_used
from app.vocabulary import Pressure as P

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days_left", "waiting", "said"),
    [
        (-400, False, P.LATE),
        (-1, False, P.LATE),
        (-1, True, P.LATE),
        (0, False, P.RED),
        (2, False, P.RED),
        (3, False, P.AMBER),
        (7, False, P.AMBER),
        (8, False, P.CALM),
        (90, False, P.CALM),
        (0, True, P.WAITING),
        (30, True, P.WAITING),
    ],
)
def test_pressure_follows_the_days_that_are_left(days_left: int, waiting: bool, said: P) -> None:
    assert pressure(days_left, done=False, waiting=waiting) is said
    assert pressure(days_left, done=True, waiting=waiting) is P.DONE


@pytest.mark.parametrize(
    ("gone", "whole", "share"),
    [(0, 30, 0.0), (15, 30, 0.5), (30, 30, 1.0), (31, 30, 1.0), (-1, 30, 0.0), (10, 31, 0.32), (0, 0, 1.0), (5, -3, 1.0)],
)  # fmt: skip
def test_the_share_of_the_time_is_counted_in_days(gone: int, whole: int, share: float) -> None:
    assert share_used(DAY, DAY + timedelta(whole), DAY + timedelta(gone)) == share
