"""Working days of a country as Regulation 1182/71, Art. 2, counts them, and an organisation's corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays
from holidays.version import __version__ as package_version

from app.vocabulary import Country

HOLIDAY_SET: Final = f"holidays {package_version}"
"""Which set of holidays the dates were counted with; stored with the trace."""

SATURDAY: Final = "saturday"
SUNDAY: Final = "sunday"
ADDED: Final = "added"
NATIONAL_EVE: Final = "national_eve"

_ZONES: Final = {
    Country.SE: "Europe/Stockholm",
    Country.NO: "Europe/Oslo",
    Country.DK: "Europe/Copenhagen",
    Country.FI: "Europe/Helsinki",
}
# Without a language the package answers in that of the server it runs on.
_OWN_LANGUAGE: Final = {Country.SE: "sv", Country.NO: "no", Country.DK: "da", Country.FI: "fi"}
_FIXED_EVES: Final = {
    Country.SE: {(12, 24), (12, 31)},  # lag 1930:173, 2 §
    Country.NO: set[tuple[int, int]](),
    Country.DK: {(6, 5), (12, 24), (12, 31)},  # forældelsesloven § 27
    Country.FI: {(12, 24)},  # määräaikalaki 150/1930, 5 §
}
_WITH_MIDSUMMER_EVE: Final = {Country.SE, Country.FI}
_JUNE, _FRIDAY, _MIDSUMMER_EVES = 6, 4, range(19, 26)


def zone(country: Country) -> ZoneInfo:
    """Give the time zone a controller of this country counts its days in."""
    return ZoneInfo(_ZONES[country])


def is_national_eve(country: Country, day: date) -> bool:
    """Tell whether national law equates this eve with a holiday; Regulation 1182/71 does not."""
    midsummer = day.month == _JUNE and day.weekday() == _FRIDAY and day.day in _MIDSUMMER_EVES
    return (day.month, day.day) in _FIXED_EVES[country] or (midsummer and country in _WITH_MIDSUMMER_EVE)


@cache
def designated(country: Country, year: int) -> Mapping[date, str]:
    """Give the designated public holidays of a year, named in the country's own language.

    Sundays are in only where they carry a holiday of their own. The package counts the Finnish eves
    as public holidays; the statute does not, so they are left out. (Only they: the Danish 5 June can also
    be Whit Monday, as in 2028.)
    """
    days = holidays.country_holidays(
        country.value, years=year, language=_OWN_LANGUAGE[country], observed=False
    )
    if country is Country.FI:
        return {day: name for day, name in days.items() if not is_national_eve(country, day)}
    return dict(days)


@dataclass(frozen=True)
class Calendar:
    """The working days of a controller: its country's, corrected.

    `added` and `removed` are for holidays the legislature changed before the package knew; a firm's own
    days off have no place here, since they move no legal deadline. `national_eves` counts midsummer eve
    and the like as holidays, as national periods do; off by default, which is the safe reading.
    """

    country: Country
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    national_eves: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.country)

    def day_off(self, day: date) -> str | None:
        """Give why a day is not a working day, or None.

        A holiday is given by its name in the country's own language, anything else by one of the
        constants above.
        """
        if day in self.added:
            return ADDED
        if day not in self.removed:
            if name := designated(self.country, day.year).get(day):
                return name
            if self.national_eves and is_national_eve(self.country, day):
                return NATIONAL_EVE
        return {5: SATURDAY, 6: SUNDAY}.get(day.weekday())

    def is_working_day(self, day: date) -> bool:
        """Tell whether this is a day other than a Saturday, a Sunday or a public holiday (Art. 2(2))."""
        return self.day_off(day) is None

    def next_working_day(self, day: date) -> date:
        """Give the day itself if it is a working day, else the first one after it (Art. 3(4))."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def last_working_day(self, day: date) -> date:
        """Give the day itself if it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Give the working day so many working days after the day (before it, if negative)."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def local_day(self, instant: datetime) -> date:
        """Give the date it is at the controller's at an aware instant."""
        return instant.astimezone(self.zone).date()

    def local_instant(self, day: date, hour: int) -> datetime:
        """Give the UTC instant of a full local hour."""
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Give the UTC instant at which the day is over: the local midnight after it."""
        return self.local_instant(day + timedelta(days=1), 0)
