"""How figures are counted: periods, percentiles, shares, spans of days, and what is in time."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.law import counting
from app.law.counting import MEDIAN, NINE_OF_TEN, SPANS, Kept, Period, Span

TODAY = date(2026, 6, 17)
"""A Wednesday."""
DAYS = st.dictionaries(st.integers(0, 200), st.integers(1, 50), min_size=1)


class TestPeriod:
    def test_is_ninety_days_up_to_today_when_nobody_says(self) -> None:
        period = counting.period(None, None, TODAY)
        assert period == Period(date(2026, 3, 20), TODAY)
        assert period.days == 90

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (date(2026, 6, 1), None, Period(date(2026, 6, 1), TODAY)),
            (None, date(2026, 3, 31), Period(date(2026, 1, 1), date(2026, 3, 31))),
            (TODAY, TODAY, Period(TODAY, TODAY)),
            (date(2024, 6, 17), TODAY, Period(date(2024, 6, 17), TODAY)),  # two years, a leap day in them
        ],
    )
    def test_is_what_was_asked_for(self, first: date | None, last: date | None, expected: Period) -> None:
        assert counting.period(first, last, TODAY) == expected

    @pytest.mark.parametrize(
        ("first", "last", "path", "told"),
        [
            (None, date(2026, 6, 18), "to", "must be 2026-06-17 or before"),
            (date(2026, 6, 18), None, "from", "must be 2026-06-17 or before"),
            (date(2026, 5, 2), date(2026, 5, 1), "from", "must be 2026-05-01 or before"),
            (date(2024, 6, 16), TODAY, "from", "must be 2024-06-17 or later"),
            (date.min, date.max, "to", "must be 2026-06-17 or before"),
            (date.min, TODAY, "from", "must be 2024-06-17 or later"),
        ],
    )
    def test_says_what_is_wrong_with_it(
        self, first: date | None, last: date | None, path: str, told: str
    ) -> None:
        with pytest.raises(InvalidInput) as caught:
            counting.period(first, last, TODAY)
        (fault,) = caught.value.fields
        assert fault.path == path
        assert fault.message.startswith(told)

    def test_of_the_first_days_there_are_is_still_a_period(self) -> None:
        assert counting.period(None, date.min, TODAY) == Period(date.min, date.min)

    def test_has_every_week_it_touches(self) -> None:
        weeks = list(Period(date(2026, 6, 14), TODAY).weeks())  # from a Sunday
        assert weeks == [date(2026, 6, 8), date(2026, 6, 15)]


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(0, 800))
def test_each_day_of_a_period_is_in_one_of_its_weeks(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    weeks = list(Period(first, last).weeks())
    assert [counting.monday(first), counting.monday(last)] == [weeks[0], weeks[-1]]
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(weeks))


def test_weeks_to_come_begin_with_this_one() -> None:
    weeks = counting.coming_weeks(TODAY)
    assert weeks[0] == date(2026, 6, 15)
    assert weeks[-1] == date(2026, 8, 3)
    assert len(weeks) == counting.FORECAST_WEEKS == 8


@pytest.mark.parametrize(
    ("days_over", "days_over_law", "expected"),
    [
        (-3, -5, Kept.IN_TIME),
        (0, 0, Kept.IN_TIME),  # on the last day itself
        (1, 0, Kept.AFTER_PROMISE),
        (4, -2, Kept.AFTER_PROMISE),
        (1, 1, Kept.LATE),
    ],
)
def test_an_answer_is_in_time_by_its_own_last_day(days_over: int, days_over_law: int, expected: Kept) -> None:
    assert counting.kept(days_over=days_over, days_over_law=days_over_law) is expected


@pytest.mark.parametrize(
    ("left", "late", "soon"), [(-1, True, False), (0, False, True), (7, False, True), (8, False, False)]
)
def test_late_and_soon_never_overlap(left: int, late: bool, soon: bool) -> None:
    assert (counting.is_late(left), counting.is_soon(left)) == (late, soon)


@pytest.mark.parametrize(
    ("counts", "part", "expected"),
    [
        ({}, MEDIAN, None),
        ({3: 0}, MEDIAN, None),
        ({5: 1}, MEDIAN, 5),
        ({5: 1}, NINE_OF_TEN, 5),
        ({1: 1, 9: 1}, MEDIAN, 1),  # half of two were answered within a day
        ({1: 1, 2: 1, 9: 1}, MEDIAN, 2),
        (dict.fromkeys(range(1, 11), 1), NINE_OF_TEN, 9),
        (dict.fromkeys(range(1, 12), 1), NINE_OF_TEN, 10),
        ({0: 9, 30: 1}, NINE_OF_TEN, 0),
        ({0: 8, 30: 2}, NINE_OF_TEN, 30),
        ({4: 0, 7: 3}, MEDIAN, 7),
    ],
)
def test_a_percentile_is_the_days_of_one_of_them(
    counts: dict[int, int], part: Fraction, expected: int | None
) -> None:
    assert counting.percentile(counts, part) == expected


@given(DAYS, st.sampled_from([MEDIAN, NINE_OF_TEN]))
def test_so_many_were_answered_within_a_percentile_and_fewer_within_less(
    counts: dict[int, int], part: Fraction
) -> None:
    found, whole = counting.percentile(counts, part), sum(counts.values())
    assert found in counts
    assert sum(count for days, count in counts.items() if days <= found) >= part * whole
    assert sum(count for days, count in counts.items() if days < found) < part * whole


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, None),
        (0, 7, 0.0),
        (7, 7, 1.0),
        (2, 3, 0.667),
        (9999, 10000, 0.999),  # not all
        (1, 10000, 0.001),  # not none
    ],
)
def test_a_share_of_nothing_is_none_and_only_all_is_one(
    part: int, whole: int, expected: float | None
) -> None:
    assert counting.share(part, whole) == expected


def test_spans_follow_one_another_and_end_open() -> None:
    assert SPANS[0] == Span(0, 7)
    assert SPANS[-1] == Span(91, None)
    for span, following in pairwise(SPANS):
        assert span.last is not None
        assert following.first == span.last + 1


@pytest.mark.parametrize(
    ("days", "span"),
    [(-1, Span(0, 7)), (0, Span(0, 7)), (7, Span(0, 7)), (8, Span(8, 14)), (30, Span(22, 30)),
     (31, Span(31, 60)), (90, Span(61, 90)), (91, Span(91, None)), (4000, Span(91, None))],
)  # fmt: skip
def test_days_are_in_the_span_that_holds_them(days: int, span: Span) -> None:
    assert {one: count for one, count in counting.spanned([(days, 3)]).items() if count} == {span: 3}


@given(DAYS)
def test_nothing_is_lost_between_spans(counts: dict[int, int]) -> None:
    found = counting.spanned(counts.items())
    assert list(found) == list(SPANS)
    assert sum(found.values()) == Counter(counts).total()
