"""The words of the pages: nothing missing, nothing left in another language, every blank the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from app.pages.answers import LIMITS, OTHER
from app.pages.words import LANGUAGES, spoken, words_of
from app.routers.form import OFFERED
from app.vocabulary import (
    Audience,
    Channel,
    CorrectionDecision,
    ExtractKind,
    IdentKind,
    Language,
    LetterState,
    Outcome,
    State,
    Verb,
)
from app.workflows.status import _SHOWN_LETTERS


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text, by where it stands."""
    match words:
        case str():
            yield path, words
        case tuple():
            for place, entry in enumerate(words):
                yield from leaves(entry, f"{path}.{place}")
        case Mapping():
            for key, entry in words.items():
                yield from leaves(entry, f"{path}.{key}")
        case _ if is_dataclass(words):
            for one in fields(words):
                yield from leaves(getattr(words, one.name), f"{path}.{one.name}")
        case _:
            raise AssertionError(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: Language) -> None:
    ours, model = dict(leaves(words_of(language))), dict(leaves(words_of(Language.SV)))
    assert ours.keys() == model.keys()
    assert [path for path, text in ours.items() if bool(text.strip()) != bool(model[path].strip())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_are_the_same_in_every_language(language: Language) -> None:
    model = dict(leaves(words_of(Language.SV)))
    for path, text in leaves(words_of(language)):
        if not path.startswith(".status.downloaded.one"):
            assert set(re.findall(r"{\w*}", text)) == set(re.findall(r"{\w*}", model[path])), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_another_language(language: Language) -> None:
    for other in set(LANGUAGES) - {language}:
        theirs = dict(leaves(words_of(other)))
        copied = [
            path for path, text in leaves(words_of(language)) if len(text) > 30 and theirs[path] == text
        ]
        # Bokmål and nynorsk do share whole sentences; a Swedish or an English one is a mistake.
        if {language, other} != {Language.NB, Language.NN}:
            assert copied == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_shown_has_a_name(language: Language) -> None:
    words = words_of(language)
    assert set(words.status.now) == set(State)
    assert set(words.status.stages) == {state.value for state in State}
    assert set(words.status.outcomes) == set(Outcome)
    assert set(words.status.extract) == set(ExtractKind)
    assert set(words.status.decisions) == set(CorrectionDecision)
    assert set(words.status.titles) == {name.value for name in (*_SHOWN_LETTERS, *Channel)}
    assert set(words.task.title) == set(words.task.lead) == set(words.task.done) == set(Verb)
    assert set(words.task.idents) == set(IdentKind)
    assert set(words.outbox.states) == set(LetterState)
    assert set(words.form.kind) == set(OFFERED)
    assert {Audience.STATUS.value, Audience.TASK.value} == set(words.shared.knock)
    assert OTHER not in words.form.kind
    assert {f"{field}_long" for field in LIMITS} < set(words.form.errors)


def test_danish_and_finnish_readers_get_english() -> None:
    assert {language: spoken(language) for language in Language} == {
        **{language: language for language in LANGUAGES},
        Language.DA: Language.EN,
        Language.FI: Language.EN,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_is_said_in_the_singular_and_in_the_plural(language: Language) -> None:
    left = words_of(language).status.days_left
    assert left.say(1).startswith("1 ")
    assert left.say(2).startswith("2 ")
    assert left.say(1)[1:] != left.say(2)[1:]
