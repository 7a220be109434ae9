"""Facts put into words: dates written out, rights by name, and the language a letter is written in."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import cast

from babel.dates import format_date

from app.errors import FieldError, InvalidInput
from app.law.articles import RIGHTS
from app.letters.addressee import addressee
from app.letters.facts import LetterFacts
from app.letters.markdown import one_line
from app.vocabulary import Language, Right

_WEB = re.compile(r"https?://[^\s<>\"\\\x00-\x1f\x7f]+", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{6}")
_DATES = {Language.SV: "EEEE'en den' d MMMM y", Language.EN: "EEEE d MMMM y"}


def letter_language(language: Language) -> Language:
    """The language a letter is written in: its own, or English for Danish and Finnish."""
    return Language.EN if language in {Language.DA, Language.FI} else language


def written_date(day: date, language: Language) -> str:
    """A date as it stands in a sentence, as "torsdagen den 3 december 2026"."""
    written = letter_language(language)
    locale = "en_GB" if written is Language.EN else written.value
    return format_date(day, _DATES.get(written, "full"), locale=locale)


def words(facts: LetterFacts, language: Language) -> dict[str, object]:
    """The facts that are known, by name, in words; raises InvalidInput for a bad link or code."""
    _check(facts)
    facts = replace(facts, person_name=addressee(facts.person_name or ""))
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {name: _worded(value, language) for name, value in known.items() if not _is_missing(value)}


def _is_missing(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not one_line(value))


def _worded(value: object, language: Language) -> object:
    match value:
        case date():
            return written_date(value, language)
        case Right():
            return RIGHTS[value].name.say(language)
        case tuple():
            return tuple(_worded(item, language) for item in cast("tuple[object, ...]", value))
        case _:
            return value


def _check(facts: LetterFacts) -> None:
    for name, pattern in (("link", _WEB), ("authority_url", _WEB), ("code", _CODE)):
        value: str | None = getattr(facts, name)
        if value and not pattern.fullmatch(value):
            message = "six digits" if name == "code" else "an http(s) address without spaces"
            raise InvalidInput(f"A letter cannot be written: {name}.", fields=(FieldError(name, message),))
