"""The calendars against an independent reading of the four statutes, and the traps of the package."""

import locale
from datetime import date, timedelta

import pytest

from app.law.holidays import ADDED, NATIONAL_EVE, SATURDAY, SUNDAY, Calendar, designated, is_national_eve
from app.vocabulary import Country

YEARS = range(2020, 2041)


def easter(year: int) -> date:
    """Gauss's method for the Gregorian calendar, in the form of 1876 (anonymous, Nature)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def saturday_from(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def fixed(year: int, *days: tuple[int, int]) -> set[date]:
    return {date(year, month, day) for month, day in days}


def from_easter(year: int, *offsets: int) -> set[date]:
    return {easter(year) + timedelta(days=offset) for offset in offsets}


def statute(country: Country, year: int) -> set[date]:
    midsummer = {saturday_from(date(year, 6, 20))}
    all_saints = {saturday_from(date(year, 10, 31))}
    match country:
        case Country.SE:  # lag 1989:253, 1 §
            days = fixed(year, (1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))
            return days | from_easter(year, -2, 0, 1, 39, 49) | midsummer | all_saints
        case Country.NO:  # helligdagsfredloven § 2, lov 26. april 1947 nr. 1
            days = fixed(year, (1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
            return days | from_easter(year, -3, -2, 0, 1, 39, 49, 50)
        case Country.DK:  # store bededag abolished from 2024
            days = fixed(year, (1, 1), (12, 25), (12, 26))
            prayer_day = from_easter(year, 26) if year <= 2023 else set[date]()
            return days | from_easter(year, -3, -2, 0, 1, 39, 49, 50) | prayer_day
        case Country.FI:
            days = fixed(year, (1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26))
            return days | from_easter(year, -2, 0, 1, 39, 49) | midsummer | all_saints


@pytest.mark.parametrize("country", Country)
@pytest.mark.parametrize("year", YEARS)
def test_designated_holidays_are_those_of_the_statute(country: Country, year: int) -> None:
    assert {day for day in designated(country, year) if day.weekday() < 6} == {
        day for day in statute(country, year) if day.weekday() < 6
    }


@pytest.mark.parametrize("country", Country)
def test_every_day_of_twenty_one_years_is_a_working_day_or_not_as_the_statute_says(country: Country) -> None:
    calendar = Calendar(country)
    off = set[date]().union(*(statute(country, year) for year in YEARS))
    day = date(YEARS[0], 1, 1)
    while day.year in YEARS:
        assert calendar.is_working_day(day) == (day.weekday() < 5 and day not in off), day
        day += timedelta(days=1)


def test_the_easter_of_the_tests_is_right() -> None:
    known = {2020: (4, 12), 2024: (3, 31), 2026: (4, 5), 2038: (4, 25), 2035: (3, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known


@pytest.mark.parametrize("country", Country)
def test_no_year_leaks_into_its_neighbour(country: Country) -> None:
    for year in YEARS:
        assert {day.year for day in designated(country, year)} == {year}


def test_saturdays_and_sundays_are_off_though_the_package_omits_them() -> None:
    for country in Country:
        assert Calendar(country).day_off(date(2026, 2, 28)) == SATURDAY
        assert Calendar(country).day_off(date(2026, 3, 1)) == SUNDAY


EVES = [
    (Country.SE, date(2026, 6, 19)),
    (Country.SE, date(2026, 12, 24)),
    (Country.SE, date(2026, 12, 31)),
    (Country.DK, date(2026, 6, 5)),
    (Country.DK, date(2026, 12, 24)),
    (Country.DK, date(2026, 12, 31)),
    (Country.FI, date(2026, 6, 19)),
    (Country.FI, date(2026, 12, 24)),
]


@pytest.mark.parametrize(("country", "eve"), EVES)
def test_eves_are_working_days_unless_the_organisation_counts_them(country: Country, eve: date) -> None:
    assert Calendar(country).is_working_day(eve)
    assert Calendar(country, national_eves=True).day_off(eve) == NATIONAL_EVE


def test_only_those_eves_exist_on_working_days() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [(c, d) for c in Country for d in days if is_national_eve(c, d)] == sorted(
        EVES, key=lambda eve: (list(Country).index(eve[0]), eve[1])
    )


def test_swedish_half_days_and_squeeze_days_are_working_days() -> None:
    calendar = Calendar(Country.SE, national_eves=True)
    for day in (date(2026, 1, 5), date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 15), date(2026, 10, 30)):
        assert calendar.is_working_day(day)


def test_the_danish_day_of_prayer_ended_with_2023() -> None:
    assert not Calendar(Country.DK).is_working_day(date(2023, 5, 5))
    assert Calendar(Country.DK).is_working_day(date(2024, 4, 26))


def test_whit_monday_on_the_danish_constitution_day_is_still_a_holiday() -> None:
    assert not Calendar(Country.DK).is_working_day(date(2028, 6, 5))


def test_names_are_in_the_countrys_own_language_whatever_the_server_speaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US")
    monkeypatch.setattr(locale, "getlocale", lambda *_: ("th_TH", "UTF-8"))
    designated.cache_clear()
    named = {country: designated(country, 2031)[date(2031, 4, 11)] for country in Country}
    assert named == {
        Country.SE: "Långfredagen",
        Country.NO: "Langfredag",
        Country.DK: "Langfredag",
        Country.FI: "Pitkäperjantai",
    }


def test_a_day_can_be_added_and_removed() -> None:
    added, removed = date(2026, 3, 4), date(2026, 4, 6)
    calendar = Calendar(Country.SE, frozenset({added}), frozenset({removed}))
    assert calendar.day_off(added) == ADDED
    assert calendar.is_working_day(removed)
    assert not Calendar(Country.SE).is_working_day(removed)


def test_removing_a_holiday_leaves_a_sunday_a_sunday() -> None:
    easter_day = date(2026, 4, 5)
    assert Calendar(Country.SE, removed=frozenset({easter_day})).day_off(easter_day) == SUNDAY


def test_next_and_last_working_day_stay_on_a_working_day() -> None:
    calendar = Calendar(Country.NO)
    assert calendar.next_working_day(date(2026, 4, 1)) == date(2026, 4, 1)
    assert calendar.next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)
    assert calendar.last_working_day(date(2026, 4, 6)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 4, 1)),
        (date(2026, 4, 1), 1, date(2026, 4, 7)),
        (date(2026, 4, 7), -1, date(2026, 4, 1)),
        (date(2026, 4, 4), 1, date(2026, 4, 7)),
        (date(2026, 4, 4), -2, date(2026, 3, 31)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        (date(2026, 3, 2), 10, date(2026, 3, 16)),
    ],
)
def test_working_days_are_counted_both_ways(start: date, count: int, expected: date) -> None:
    assert Calendar(Country.NO).add_working_days(start, count) == expected
