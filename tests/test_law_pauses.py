"""When the clock stands still, and when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.law.holidays import Calendar
from app.law.pauses import Pause, asked, is_late, suspended_days
from app.vocabulary import Country, PauseKind

CALENDAR = Calendar(Country.SE)
RECEIVED = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


def march(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def pause(start: datetime, end: datetime | None = None, reason: str = "Unknown address") -> Pause:
    return Pause(PauseKind.IDENTITY, reason, start, end)


def days(*pauses: Pause, at: datetime) -> int:
    return suspended_days(pauses, calendar=CALENDAR, at=at)


def test_a_pause_counts_whole_days_from_question_to_answer() -> None:
    assert days(pause(march(3), march(10)), at=march(31)) == 7
    assert days(pause(march(3, 8), march(3, 20)), at=march(31)) == 0


def test_days_are_the_controllers() -> None:
    before_midnight_utc = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)  # 4 March in Stockholm
    assert days(pause(before_midnight_utc, march(6)), at=march(31)) == 2
    assert suspended_days([pause(march(3, 22), march(6))], calendar=Calendar(Country.FI), at=march(31)) == 2


def test_an_open_pause_counts_up_to_now() -> None:
    assert [days(pause(march(3)), at=march(day)) for day in (2, 3, 4, 20)] == [0, 0, 1, 17]


def test_an_answer_still_to_come_is_not_counted_in_advance() -> None:
    assert days(pause(march(3), march(20)), at=march(10)) == 7


def test_overlapping_pauses_count_once() -> None:
    identity, clarification = pause(march(3), march(10)), pause(march(5), march(12))
    assert days(identity, clarification, at=march(31)) == 9
    assert days(identity, identity, at=march(31)) == 7


def test_pauses_apart_are_added() -> None:
    assert days(pause(march(3), march(5)), pause(march(10), march(11)), at=march(31)) == 3


def test_a_pause_across_the_change_to_summer_time_is_counted_in_days() -> None:
    assert days(pause(march(28), march(30)), at=march(31)) == 2


def test_no_credit_without_a_reason_or_when_asked_late() -> None:
    assert days(pause(march(3), march(10), reason="  "), at=march(31)) == 0
    late = Pause(PauseKind.CLARIFICATION, "Which job?", march(9), march(20), asked_late=True)
    assert days(late, at=march(31)) == 0
    assert days(late, pause(march(3), march(5)), at=march(31)) == 2


def test_three_working_days_are_without_undue_delay() -> None:
    assert not is_late(CALENDAR, RECEIVED, march(5, 22))
    assert is_late(CALENDAR, RECEIVED, march(5, 23))  # already 6 March in Stockholm
    friday = march(6)
    assert not is_late(CALENDAR, friday, march(11))
    assert is_late(CALENDAR, friday, march(12))
    assert not is_late(CALENDAR, friday, march(12), within=4)


def test_holidays_do_not_make_a_question_late() -> None:
    maundy = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert not is_late(CALENDAR, maundy, datetime(2026, 4, 9, 9, tzinfo=UTC))
    assert is_late(CALENDAR, maundy, datetime(2026, 4, 10, 9, tzinfo=UTC))


def test_asking_computes_lateness_and_wants_a_reason() -> None:
    kind = PauseKind.IDENTITY
    in_time = asked(kind, reason=" Unknown ", received=RECEIVED, asked_at=march(5), calendar=CALENDAR)
    assert (in_time.reason, in_time.asked_late, in_time.credited) == ("Unknown", False, True)
    late = asked(kind, reason="Unknown", received=RECEIVED, asked_at=march(9), calendar=CALENDAR)
    assert (late.asked_late, late.credited) == (True, False)
    with pytest.raises(InvalidInput, match="in doubt") as refused:
        asked(kind, reason=" ", received=RECEIVED, asked_at=march(5), calendar=CALENDAR)
    assert [field.path for field in refused.value.fields] == ["reason"]
    with pytest.raises(InvalidInput, match="before the request"):
        asked(kind, reason="Unknown", received=RECEIVED, asked_at=march(1), calendar=CALENDAR)


def test_only_the_person_can_be_waited_for() -> None:
    assert {kind.value for kind in PauseKind} == {"identity", "clarification"}


moments = st.integers(0, 60 * 24).map(lambda hours: RECEIVED + timedelta(hours=hours))
drawn_pauses = st.builds(
    Pause, st.sampled_from(PauseKind), st.sampled_from(["", "doubt"]), moments, st.none() | moments
)


@given(st.lists(drawn_pauses, max_size=5), drawn_pauses, moments, moments)
def test_time_and_more_pauses_never_take_days_away(
    pauses: list[Pause], more: Pause, one: datetime, other: datetime
) -> None:
    earlier, later = sorted((one, other))
    assert 0 <= days(*pauses, at=earlier) <= days(*pauses, at=later)
    assert days(*pauses, at=later) <= days(*pauses, more, at=later)
    assert days(*pauses, at=later) <= (later - RECEIVED).days + 1
    assert days(*pauses, *pauses, at=later) == days(*pauses, at=later)
