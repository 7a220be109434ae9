"""How words, dates, countries and the organisation's own texts are said in the person's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time

from app.extracts.words import Sentences, Words, en, nb, nn, sv

Text: TypeAlias = str | Mapping[str, str]
"""What an organisation writes: one text for all, or one a language (`{sv = "…", nb = "…"}`)."""

_WORDS = {"sv": sv.WORDS, "nb": nb.WORDS, "nn": nn.WORDS, "en": en.WORDS}
_SENTENCES = {"sv": sv.SENTENCES, "nb": nb.SENTENCES, "nn": nn.SENTENCES, "en": en.SENTENCES}
_LOCALES = {code: Locale.parse("en_GB" if code == "en" else code) for code in _WORDS}
_NEXT_BEST = {"nn": ("nb",), "nb": ("nn",), "da": ("nb",)}


def spoken(language: str) -> str:
    """The language an extract is written in: the one asked for, or English where we have no words for it."""
    return language if language in _WORDS else "en"


def words_of(language: str) -> Words:
    """The words of the documents."""
    return _WORDS[spoken(language)]


def sentences_of(language: str) -> Sentences:
    """The sentences of the Article 15 information."""
    return _SENTENCES[spoken(language)]


def said(text: Text, language: str) -> str:
    """An organisation's text in this language, else the nearest it is written in; "" if there is none."""
    if isinstance(text, str):
        return text.strip()
    order = (language, *_NEXT_BEST.get(language, ()), "en", *text)
    return next((text[code].strip() for code in order if text.get(code, "").strip()), "")


def day(of: date, language: str) -> str:
    """A date written out: `3 december 2026`."""
    return format_date(of, "long", locale=_LOCALES[spoken(language)])


def instant(of: datetime, language: str, zone: str) -> str:
    """An aware instant written out in the zone: `3 december 2026 kl. 14:05`."""
    there, locale = of.astimezone(ZoneInfo(zone)), _LOCALES[spoken(language)]
    hour = format_time(there, "short", locale=locale)
    return words_of(language).instant.format(day=day(there.date(), language), hour=hour)


def country(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2); the code itself where it has no name."""
    names = cast("Mapping[str, str]", _LOCALES[spoken(language)].territories)
    return names.get(code.upper(), code)
