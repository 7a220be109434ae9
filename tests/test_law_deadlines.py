"""Deadlines: the vectors anyone can check by hand, and what must hold for every date."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.law.deadlines import Deadline, deadline, months_after
from app.law.holidays import ADDED, Calendar, zone
from app.law.steps import Rule, Step, sentence
from app.vocabulary import Country, Language

SE, NO, DK, FI = Country.SE, Country.NO, Country.DK, Country.FI


NAIVE = datetime.fromisoformat("2026-01-31T10:00:00")


def noon(country: Country, day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=zone(country))


@pytest.mark.parametrize(
    ("country", "received", "extended", "due"),
    [
        (SE, "2026-03-05", False, "2026-04-07"),  # Easter Sunday, then annandag påsk
        (SE, "2026-08-31", False, "2026-09-30"),  # no 31 September
        (NO, "2026-03-02", False, "2026-04-07"),  # skjærtorsdag is a holiday in Norway
        (SE, "2026-03-02", False, "2026-04-02"),  # … and none in Sweden
        (SE, "2026-01-31", True, "2026-04-30"),  # never two months on top of a rolled date
        (SE, "2026-01-31", False, "2026-03-02"),
        (SE, "2026-11-25", False, "2026-12-28"),  # Christmas Day, Boxing Day, Sunday
        (SE, "2026-11-25", True, "2027-02-25"),  # not 1 March
        (DK, "2026-03-02", False, "2026-04-07"),
        (DK, "2023-04-05", False, "2023-05-08"),  # store bededag, for the last time
        (DK, "2024-03-26", False, "2024-04-26"),  # … and no more
        (FI, "2026-05-19", False, "2026-06-19"),  # midsummer eve is a working day in 1182/71
        (FI, "2026-11-24", False, "2026-12-24"),  # so is Christmas Eve
        (FI, "2026-11-06", False, "2026-12-07"),  # independence day on a Sunday
        (SE, "2024-01-31", False, "2024-02-29"),  # leap year
        (SE, "2026-12-31", False, "2027-02-01"),  # over the turn of the year, a Sunday
        (NO, "2026-04-17", False, "2026-05-18"),  # 17 May on a Sunday
    ],
)
def test_vectors(country: Country, received: str, extended: bool, due: str) -> None:
    counted = deadline(country=country, received=noon(country, received), extended=extended)
    assert counted.legal_due == date.fromisoformat(due)
    assert counted.effective_due == counted.legal_due
    assert counted.promise_due is None


def test_the_day_of_receipt_is_the_local_one() -> None:
    late = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    assert deadline(country=SE, received=late).nominal == date(2026, 4, 4)
    assert deadline(country=FI, received=late).nominal == date(2026, 4, 5)


def test_the_last_day_counts_to_local_midnight_in_summer_and_winter() -> None:
    summer = deadline(country=SE, received=noon(SE, "2026-06-03"))
    winter = deadline(country=SE, received=noon(SE, "2026-01-07"))
    changing = deadline(country=SE, received=noon(SE, "2026-02-27"))
    assert summer.due_instant == datetime(2026, 7, 3, 22, tzinfo=UTC)
    assert winter.due_instant == datetime(2026, 2, 9, 23, tzinfo=UTC)
    assert changing.due_instant == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert deadline(country=FI, received=noon(FI, "2026-06-03")).due_instant.hour == 21


def test_the_day_the_clocks_change_is_a_whole_day() -> None:
    sunday = deadline(country=SE, received=noon(SE, "2026-02-27"), promise_days=30)
    assert sunday.effective_due == date(2026, 3, 27)
    changing = deadline(country=SE, received=noon(SE, "2026-02-28"), promise_days=29)
    assert changing.effective_due == date(2026, 3, 29)
    assert changing.due_instant == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_the_earlier_of_law_and_promise_counts() -> None:
    february = deadline(country=SE, received=noon(SE, "2026-02-06"), promise_days=30)
    assert (february.legal_due, february.promise_due) == (date(2026, 3, 6), date(2026, 3, 8))
    assert february.effective_due == date(2026, 3, 6)
    march = deadline(country=SE, received=noon(SE, "2026-03-05"), promise_days=30)
    assert (march.legal_due, march.promise_due) == (date(2026, 4, 7), date(2026, 4, 4))
    assert march.effective_due == date(2026, 4, 4)


def test_pauses_are_added_before_the_final_date_is_rolled() -> None:
    paused = deadline(country=SE, received=noon(SE, "2026-03-05"), suspended_days=1)
    assert paused.nominal == date(2026, 4, 5)
    assert paused.legal_due == date(2026, 4, 7)
    assert paused.unsuspended_due == date(2026, 4, 7)
    longer = deadline(country=SE, received=noon(SE, "2026-03-05"), suspended_days=10, promise_days=30)
    assert longer.legal_due == date(2026, 4, 15)
    assert longer.promise_due == date(2026, 4, 14)
    assert longer.unsuspended_due == date(2026, 4, 7)


def test_the_first_due_date_stays_known_after_an_extension() -> None:
    extended = deadline(country=SE, received=noon(SE, "2026-03-05"), extended=True)
    assert (extended.first_due, extended.legal_due) == (date(2026, 4, 7), date(2026, 6, 5))


def test_a_calendar_can_be_corrected() -> None:
    received = noon(SE, "2026-03-02")
    added = deadline(country=SE, received=received, added={date(2026, 4, 2)})
    assert added.legal_due == date(2026, 4, 7)
    assert ADDED in {step.because for step in added.steps}
    removed = deadline(country=SE, received=noon(SE, "2026-03-05"), removed={date(2026, 4, 6)})
    assert removed.legal_due == date(2026, 4, 6)
    eve = deadline(country=SE, received=noon(SE, "2026-11-24"), national_eves=True)
    assert eve.legal_due == date(2026, 12, 28)


@pytest.mark.parametrize(
    "wrong",
    [
        {"received": NAIVE},
        {"suspended_days": -1},
        {"promise_days": 0},
        {"suspended_days": 10**9},
        {"promise_days": 10**12},
        {"received": datetime(9999, 12, 31, tzinfo=UTC)},
        {"received": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
    ],
)
def test_nonsense_is_refused(wrong: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"country": SE, "received": datetime(2026, 1, 31, tzinfo=UTC)} | wrong
    with pytest.raises(InvalidInput):
        deadline(**facts)


def test_every_wrong_field_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        deadline(country=SE, received=NAIVE, suspended_days=-1, promise_days=0)
    assert [field.path for field in refused.value.fields] == ["received", "suspended_days", "promise_days"]


# What must hold for every date.

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2032, 12, 31, tzinfo=UTC)
instants = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
countries = st.sampled_from(Country)
pauses = st.integers(min_value=0, max_value=90)
promises = st.none() | st.integers(min_value=1, max_value=60)


@given(countries, instants, st.booleans(), pauses, promises)
def test_every_deadline(
    country: Country, received: datetime, extended: bool, paused: int, promised: int | None
) -> None:
    count = partial(
        deadline,
        country=country,
        received=received,
        extended=extended,
        suspended_days=paused,
        promise_days=promised,
    )
    counted = count()
    calendar = Calendar(country)
    receipt = received.astimezone(zone(country)).date()
    assert calendar.is_working_day(counted.legal_due)
    assert counted.legal_due >= receipt + timedelta(days=28 + paused)
    assert counted.legal_due - counted.nominal - timedelta(days=paused) <= timedelta(days=5)
    assert counted.first_due <= counted.legal_due
    assert counted.unsuspended_due <= counted.legal_due
    assert counted.effective_due == min(filter(None, [counted.legal_due, counted.promise_due]))
    assert counted == count()
    local = counted.due_instant.astimezone(zone(country))
    assert (local.hour, local.minute) == (0, 0)
    assert local.date() == counted.effective_due + timedelta(days=1)


@given(countries, instants, pauses)
def test_extension_and_pauses_only_ever_give_time(country: Country, received: datetime, paused: int) -> None:
    plain = deadline(country=country, received=received)
    extended = deadline(country=country, received=received, extended=True)
    shorter = deadline(country=country, received=received, suspended_days=paused, promise_days=30)
    longer = deadline(country=country, received=received, suspended_days=paused + 1, promise_days=30)
    assert extended.legal_due >= plain.legal_due + timedelta(days=50)
    assert extended.first_due == plain.legal_due
    assert plain.legal_due <= shorter.legal_due <= longer.legal_due
    assert shorter.effective_due <= longer.effective_due


@given(countries, instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40)))
def test_who_asks_later_is_never_answered_sooner(
    country: Country, received: datetime, later: timedelta
) -> None:
    first = deadline(country=country, received=received)
    assert deadline(country=country, received=received + later).legal_due >= first.legal_due


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(min_value=1, max_value=3))
def test_a_month_ends_on_the_same_date_or_the_last_of_the_month(day: date, months: int) -> None:
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


# The trace.

EVERYTHING = deadline(
    country=SE, received=noon(SE, "2026-01-31"), extended=True, suspended_days=2, promise_days=30
)


def rules(counted: Deadline) -> list[Rule]:
    return [step.rule for step in counted.steps]


def test_the_trace_tells_every_rule_that_moved_the_date() -> None:
    assert rules(EVERYTHING) == [
        Rule.RECEIVED,
        Rule.THREE_MONTHS,
        Rule.LAST_OF_MONTH,
        Rule.SUSPENDED,
        Rule.ROLLED,
        Rule.LEGAL_DUE,
        Rule.UNSUSPENDED,
        Rule.PROMISED,
        Rule.PROMISE_SUSPENDED,
        Rule.EARLIEST,
    ]
    assert rules(deadline(country=SE, received=noon(SE, "2026-03-03"))) == [
        Rule.RECEIVED,
        Rule.ONE_MONTH,
        Rule.ROLLED,
        Rule.LEGAL_DUE,
    ]


def test_the_sentences_read_as_people_write() -> None:
    easter = deadline(country=SE, received=noon(SE, "2026-03-05"))
    assert list(easter.sentences(Language.SV)) == [
        "Begäran kom in den 5 mars 2026. Den dagen räknas inte med (förordning 1182/71, artikel 3.1).",
        "Svarstiden är en månad. Den går ut den 5 april 2026 (dataskyddsförordningen, artikel 12.3).",
        "Den 5 april 2026 är en helgdag (Påskdagen). Därför gäller nästa arbetsdag, den 7 april 2026 (förordning 1182/71, artikel 3.4).",
        "Sista dagen enligt lag är den 7 april 2026. Hela dagen räknas.",
    ]
    maundy = deadline(country=NO, received=noon(NO, "2026-03-02"))
    assert maundy.sentences(Language.NB)[2] == (
        "2. april 2026 er en offentlig fridag (Skjærtorsdag). Derfor gjelder neste arbeidsdag, 7. april 2026 "
        "(forordning 1182/71 artikkel 3 nr. 4)."
    )


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_own_sentence_in_every_language(rule: Rule) -> None:
    step = Step(rule, date(2026, 4, 5), until=date(2026, 4, 7), count=2, because="saturday")
    told = {language: sentence(step, language) for language in Language}
    assert len({told[language] for language in (Language.SV, Language.NB, Language.NN, Language.EN)}) == 4
    assert told[Language.DA] == told[Language.FI] == told[Language.EN]
    for text in told.values():
        assert text.endswith(".")
        assert "{" not in text


def test_one_day_is_not_many() -> None:
    step = Step(Rule.SUSPENDED, date(2026, 4, 5), until=date(2026, 4, 6), count=1)
    assert "i 1 dag medan" in sentence(step, Language.SV)
    assert "i 1 dag mens" in sentence(step, Language.NB)
    assert "for 1 day while" in sentence(step, Language.EN)


def test_steps_survive_being_stored_as_json() -> None:
    stored = json.dumps([step.to_json() for step in EVERYTHING.steps])
    assert tuple(Step.from_json(step) for step in json.loads(stored)) == EVERYTHING.steps


def test_the_version_of_rules_and_holidays_is_kept() -> None:
    assert EVERYTHING.rules.startswith("deadline 1, holidays ")
