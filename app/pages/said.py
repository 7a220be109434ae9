"""How dates, hours and sizes are written in the reader's language."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from app.letters import written_date
from app.pages.words import spoken
from app.vocabulary import Language

ZONE: Final = ZoneInfo("Europe/Stockholm")
"""The hours of Sweden, Norway and Denmark, which are the same."""
_MEGABYTE: Final = 1_000_000


def locale(language: Language) -> str:
    """Give the name babel knows a language by."""
    written = spoken(language)
    return "en_GB" if written is Language.EN else written.value


def written_day(day: date, language: Language) -> str:
    """Give a date in full, as the letters write it: `torsdagen den 3 december 2026`."""
    return written_date(day, language)


def written_instant(at: datetime, language: Language, zone: ZoneInfo = ZONE) -> str:
    """Give an aware instant in Nordic hours: `3 december 2026 14:05`."""
    there = at.astimezone(zone)
    day = format_date(there.date(), "long", locale=locale(language))
    return f"{day} {format_time(there, 'HH:mm', locale=locale(language))}"


def written_size(size: int, language: Language) -> str:
    """Give a number of bytes: `820 kB`, `2,4 MB`; never less than one kB."""
    if size < _MEGABYTE:
        return f"{max(1, size // 1000)} kB"
    return f"{format_decimal(size / _MEGABYTE, '#,##0.#', locale=locale(language))} MB"
