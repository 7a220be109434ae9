"""The words of the public pages: one set a page and language, every language the same set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.pages.words import form, lost, outbox, shared, sign_in, status, task
from app.vocabulary import Language

LANGUAGES: Final = (Language.SV, Language.NB, Language.NN, Language.EN)
"""The languages the pages are written in, in the order they are offered."""


@dataclass(frozen=True)
class Words:
    """Everything the pages say in one language; braces are filled in by name."""

    shared: shared.Words
    form: form.Words
    lost: lost.Words
    status: status.Words
    task: task.Words
    outbox: outbox.Words
    sign_in: sign_in.Words


def spoken(language: Language) -> Language:
    """Give the language a page is written in: its own, or English for Danish and Finnish."""
    return language if language in LANGUAGES else Language.EN


def words_of(language: Language) -> Words:
    """Give the words of a language, or of its stand-in."""
    return _WORDS[spoken(language)]


_WORDS: Final[Mapping[Language, Words]] = {
    language: Words(
        shared.WORDS[language],
        form.WORDS[language],
        lost.WORDS[language],
        status.WORDS[language],
        task.WORDS[language],
        outbox.WORDS[language],
        sign_in.WORDS[language],
    )
    for language in LANGUAGES
}
