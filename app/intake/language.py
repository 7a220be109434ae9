"""Which of the six languages a mail is in; Bokmål, Nynorsk and Danish are told apart by small words."""

from functools import cache
from importlib import import_module
from typing import Any

from app.intake.wording import repaired
from app.intake.words.languages import BEGINNINGS, WORDS
from app.vocabulary import Language

READ = 3000
SHORTEST = 20  # characters from which the statistical model is heard
LONGEST_WORD = 40
MODEL_NAMES = {
    "sv": Language.SV,
    "no": Language.NB,  # Nynorsk too
    "da": Language.DA,
    "fi": Language.FI,
    "en": Language.EN,
}
MODEL_VOTE = 2.5
MODEL_VOTES = {Language.NB: 1.5, Language.DA: 1.0}  # it mixes these two up
DECISIVE = 3.0  # votes for a word that only Nynorsk has: it is the rarest and so the likeliest overlooked
MORE_COMMON = 0.5  # Bokmål rather than Nynorsk, when nothing tells them apart
NORSE = (Language.NB, Language.NN, Language.DA)
LETTERS: dict[str, tuple[Language, ...]] = {
    "ä": (Language.SV, Language.FI),
    "ö": (Language.SV, Language.FI),
    "æ": NORSE,
    "ø": NORSE,
}


def language_of(text: str, default: Language = Language.EN) -> Language:
    """The language of the text; `default` when nothing tells."""
    text = repaired(text[:READ])
    votes = _votes(text)
    if len(text) >= SHORTEST:
        # A lone surrogate is no text to it.
        guessed = _model().FindLanguage(text.encode("utf-8", "ignore").decode())
        if language := MODEL_NAMES.get(guessed.language):
            votes[language] += MODEL_VOTES.get(language, MODEL_VOTE) * guessed.probability
    if votes[Language.NB] > 0:
        votes[Language.NB] += MORE_COMMON
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] > 0 else default


def _votes(text: str) -> dict[Language, float]:
    """Two votes for every small word or telling beginning, shared by the languages that have it."""
    votes = dict.fromkeys(Language, 0.0)
    tellers = [_tells(word) for word in _words(text)]
    tellers += [languages for letter, languages in LETTERS.items() if letter in text.lower()]
    for languages in tellers:
        for language in languages:
            votes[language] += DECISIVE if languages == (Language.NN,) else 2.0 / len(languages)
    if " I " in text:
        votes[Language.DA] += 0.5
    return votes


def _words(text: str) -> list[str]:
    letters = "".join(c if c.isalpha() else " " for c in text.lower())
    return [word for word in letters.split() if len(word) < LONGEST_WORD]


def _tells(word: str) -> tuple[Language, ...]:
    """The languages in which this is a small word, else those in which words of requests begin like it."""
    small = _by_word(small=True).get(word)
    if small:
        return small
    telling = _by_word(small=False)
    return next((telling[word[:n]] for n in range(len(word), 3, -1) if word[:n] in telling), ())


@cache
def _by_word(*, small: bool) -> dict[str, tuple[Language, ...]]:
    words = {language: set(text.split()) for language, text in (WORDS if small else BEGINNINGS).items()}
    every = set[str]().union(*words.values())
    return {word: tuple(language for language in Language if word in words[language]) for word in every}


@cache
def _model() -> Any:
    """Google's CLD3, a small neural network for a hundred languages; the library ships no types."""
    return import_module("gcld3").NNetLanguageIdentifier(0, READ * 4)
