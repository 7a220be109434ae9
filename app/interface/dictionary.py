"""The words of forms in every language: one dictionary for texts, one for the words of the vocabulary."""

import tomllib
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from app import vocabulary
from app.law.articles import RIGHTS
from app.law.words import Words, with_capital
from app.vocabulary import Event, Language, Right, Section
from app.workflows.explaining import EXPLAINED
from app.workflows.titles import TITLES

SPOKEN: Final = (Language.SV, Language.NB, Language.NN, Language.EN)
"""The languages forms are written in."""
_HERE: Final = Path(__file__).parent


def spoken(language: Language) -> Language:
    """Give the language a form is written in: its own, or English for Danish and Finnish."""
    return language if language in SPOKEN else Language.EN


def said(text: str, language: Language) -> str | None:
    """Give a text of the code in a language; None while nobody has written it there."""
    if language is Language.EN:
        return text
    found = texts().get(text)
    return (found.say(language) or None) if found else None


def labels(enum: str, values: tuple[str, ...], language: Language) -> dict[str, str]:
    """Give what the words of an enum are called; those nobody has named are left out."""
    named = words().get(enum, {})
    return {value: named[value].say(language) for value in values if value in named}


def named(enum: str, value: str, language: Language) -> str:
    """Give what a word of an enum is called, or the word itself where nobody has named it."""
    known = words().get(enum, {}).get(value)
    return known.say(spoken(language)) if known else value


def happened(event: str, language: Language) -> str:
    """Give what the history calls an event once it has happened; by its title where it has no words yet."""
    if known := _happened().get(event):
        return known.say(spoken(language))
    return TITLES[Event(event)].say(spoken(language)) if event in TITLES else event


@cache
def _happened() -> Mapping[str, Words]:
    return {event: Words(**entry) for event, entry in _toml("happened.toml").items()}


def log_words(name: str, language: Language) -> str:
    """Give a sentence of the printed log."""
    return _log()[name].say(spoken(language))


@cache
def _log() -> Mapping[str, Words]:
    return {name: Words(**entry) for name, entry in _toml("log.toml").items()}


@cache
def texts() -> Mapping[str, Words]:
    """Give every text by its English form."""
    read = {en: Words(en=en, **entry) for en, entry in _toml("texts.toml").items()}
    sections = words()[Section.__name__].values()
    own = {written.en: written for written in (*EXPLAINED.values(), *TITLES.values(), *sections)}
    return MappingProxyType(read | own)


@cache
def words() -> Mapping[str, Mapping[str, Words]]:
    """Give what each word of the vocabulary is called, by the name of its enum."""
    read = {
        enum: {value: Words(**entry) for value, entry in entries.items()}
        for enum, entries in _toml("labels.toml").items()
    }
    rights = {right.value: _capital(article.name) for right, article in RIGHTS.items()}
    return MappingProxyType(read | {Right.__name__: rights})


@cache
def enums() -> Mapping[str, tuple[str, ...]]:
    """Give the words of every enum of the vocabulary, by its name."""
    found = {name: kind for name, kind in vars(vocabulary).items() if isinstance(kind, type)}
    return {
        name: tuple(str(member.value) for member in kind)
        for name, kind in found.items()
        if issubclass(kind, StrEnum | IntEnum) and kind not in {StrEnum, IntEnum}
    }


def enum_of(values: tuple[str, ...]) -> str | None:
    """Give the enum some words are of, where only one can be meant: a `Literal` names none itself."""
    homes = [name for name, own in enums().items() if set(values) <= set(own) and name in words()]
    return homes[0] if len(homes) == 1 else None


def _capital(name: Words) -> Words:
    return Words(
        sv=with_capital(name.sv),
        nb=with_capital(name.nb),
        nn=with_capital(name.nn),
        en=with_capital(name.en),
    )


def _toml(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
