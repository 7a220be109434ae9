"""The escalation ladder across weekends and holidays, late and called twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.law.holidays import Calendar
from app.law.ladder import DEFAULT_LADDER, Ladder, Rung, next_moment, notice_moment, parse, reached
from app.vocabulary import Country, Role

SE = Calendar(Country.SE)
NO = Calendar(Country.NO)
AFTER_EASTER = date(2026, 4, 7)  # a Tuesday, the first working day after Easter


def levels(at: datetime, due: date = AFTER_EASTER, ladder: Ladder = DEFAULT_LADDER) -> list[str]:
    return [step.level for step in reached(ladder, SE, due, at)]


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=SE.zone)


def test_rungs_are_counted_in_working_days_over_easter() -> None:
    moments = {
        step.level: step.moment for step in reached(DEFAULT_LADDER, SE, AFTER_EASTER, at("2026-04-09"))
    }
    assert moments == {
        "T-10": datetime(2026, 3, 20, 7, tzinfo=UTC),
        "T-5": datetime(2026, 3, 27, 7, tzinfo=UTC),
        "T-2": datetime(2026, 4, 1, 6, tzinfo=UTC),
        "due": datetime(2026, 4, 7, 6, tzinfo=UTC),
        "late-1": datetime(2026, 4, 8, 6, tzinfo=UTC),
        "late-2": datetime(2026, 4, 9, 6, tzinfo=UTC),
    }


def test_the_calendar_is_the_controllers() -> None:
    (two_before,) = (
        s for s in reached(DEFAULT_LADDER, NO, AFTER_EASTER, at("2026-04-07")) if s.level == "T-2"
    )
    assert two_before.moment == datetime(2026, 3, 31, 6, tzinfo=UTC)  # skjærtorsdag is off in Norway


def test_a_rung_is_reached_at_eight_local() -> None:
    assert levels(at("2026-04-01", 7)) == ["T-10", "T-5"]
    assert levels(at("2026-04-01", 8)) == ["T-10", "T-5", "T-2"]


def test_being_asked_late_or_twice_gives_the_same_levels() -> None:
    assert levels(at("2026-04-10")) == levels(at("2026-04-10", 23))
    assert levels(at("2026-04-12")) == levels(at("2026-04-10"))  # nothing new on a Sunday
    assert len(set(levels(at("2026-06-30")))) == len(levels(at("2026-06-30")))


def test_lateness_skips_days_off() -> None:
    assert levels(at("2026-04-13"))[-3:] == ["late-2", "late-3", "late-4"]


def test_a_promise_that_ends_on_a_sunday_is_told_on_friday_and_late_on_monday() -> None:
    sunday = date(2026, 3, 8)
    assert levels(at("2026-03-06"), sunday)[-1] == "due"
    assert levels(at("2026-03-08"), sunday)[-1] == "due"
    assert levels(at("2026-03-09"), sunday)[-1] == "late-1"


def test_each_rung_tells_its_audience() -> None:
    told = {step.level: step.role for step in reached(DEFAULT_LADDER, SE, AFTER_EASTER, at("2026-04-08"))}
    assert told == {
        "T-10": Role.HANDLER,
        "T-5": Role.HANDLER,
        "T-2": Role.LEAD,
        "due": Role.DPO,
        "late-1": Role.DPO,
    }


def test_the_next_moment_leads_from_rung_to_rung() -> None:
    now = at("2026-03-01")
    seen: list[str] = []
    for _ in range(7):
        following = next_moment(DEFAULT_LADDER, SE, AFTER_EASTER, now)
        assert following is not None
        now = following
        seen.append(levels(now)[-1])
    assert seen == ["T-10", "T-5", "T-2", "due", "late-1", "late-2", "late-3"]


def test_a_ladder_without_late_rungs_ends() -> None:
    ladder = parse(["due:dpo"])
    assert next_moment(ladder, SE, AFTER_EASTER, at("2026-04-06")) == datetime(2026, 4, 7, 6, tzinfo=UTC)
    assert next_moment(ladder, SE, AFTER_EASTER, at("2026-04-07")) is None
    assert next_moment((), SE, AFTER_EASTER, at("2026-04-07")) is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2026-04-01T07:59:59", "2026-04-01T08:00:00"),
        ("2026-04-01T08:00:00", "2026-04-01T08:00:00"),
        ("2026-04-01T16:59:59", "2026-04-01T16:59:59"),
        ("2026-04-02T17:00:00", "2026-04-07T08:00:00"),
        ("2026-04-04T12:00:00", "2026-04-07T08:00:00"),
        ("2026-04-06T03:00:00", "2026-04-07T08:00:00"),
    ],
)
def test_notices_go_out_in_working_hours(asked: str, told: str) -> None:
    local = datetime.fromisoformat(asked).replace(tzinfo=SE.zone)
    assert notice_moment(SE, local) == datetime.fromisoformat(told).replace(tzinfo=SE.zone)


def test_the_text_form_round_trips() -> None:
    texts = ["T-10:handler", "T-5:handler", "T-2:lead", "due:dpo", "late:dpo"]
    assert parse(texts) == DEFAULT_LADDER
    assert [str(rung) for rung in DEFAULT_LADDER] == texts
    assert parse(list(reversed(texts))) == DEFAULT_LADDER
    assert parse([" T-3:lead "]) == (Rung(-3, Role.LEAD),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("T-0:lead", "is not a rung"),
        ("T+2:lead", "is not a rung"),
        ("T-10", "is not a rung"),
        ("", "is not a rung"),
        ("soon:lead", "is not a rung"),
        ("T-10:boss", "is nobody to tell"),
        ("T-10:inbox", "is nobody to tell"),
        ("T-99:lead", "too early"),
    ],
)
def test_a_wrong_rung_is_told_by_its_place(text: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as refused:
        parse(["due:dpo", text])
    assert [field.path for field in refused.value.fields] == ["1"]


def test_a_rung_written_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="T-5 is written twice"):
        parse(["T-5:handler", "T-5:lead"])


@given(
    st.sampled_from(Country),
    st.dates(date(2024, 2, 1), date(2032, 11, 1)),
    st.integers(-40, 40),
    st.integers(0, 23),
)
def test_reached_and_next_never_contradict_each_other(
    country: Country, due: date, offset: int, hour: int
) -> None:
    calendar = Calendar(country)
    now = calendar.local_instant(due + timedelta(days=offset), hour)
    passed = reached(DEFAULT_LADDER, calendar, due, now)
    following = next_moment(DEFAULT_LADDER, calendar, due, now)
    assert following is not None
    assert all(step.moment <= now < following for step in passed)
    assert len(reached(DEFAULT_LADDER, calendar, due, following)) > len(passed)
    assert notice_moment(calendar, following) == following
    assert any(step.level == "late-1" for step in passed) <= (now > calendar.end_of(due))
