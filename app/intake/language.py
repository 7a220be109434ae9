"""Which of the six languages a mail is written in; Bokmål, Nynorsk and Danish are told apart by their small words."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.intake.wording import repaired
from app.intake.words.languages import BEGINNINGS, WORDS
from app.vocabulary import Language

READ = 3000
SHORTEST = 20  # characters from which the statistical model is heard
MODEL_VOTES = {Language.NB: 1.5, Language.DA: 1.5, Language.NN: 1.0}  # it mixes these three up
MODEL_VOTE = 2.5
MORE_COMMON = 0.5  # Bokmål rather than Nynorsk, when nothing tells them apart
MODEL_NAMES = {"sv": Language.SV, "no": Language.NB, "nn": Language.NN, "da": Language.DA, "fi": Language.FI}
LETTERS = {"ä": (Language.SV, Language.FI), "ö": (Language.SV, Language.FI)}
LETTERS |= dict.fromkeys("æø", (Language.NB, Language.NN, Language.DA))


def language_of(text: str, default: Language = Language.EN) -> Language:
    """The language of the text; `default` when nothing tells."""
    text = repaired(text[:READ])
    votes = _votes(text)
    if len(text) >= SHORTEST:
        guessed = _by_model(text)
        votes[guessed] += MODEL_VOTES.get(guessed, MODEL_VOTE)
    if votes[Language.NB] > 0:
        votes[Language.NB] += MORE_COMMON
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] > 0 else default


def _votes(text: str) -> dict[Language, float]:
    """One vote for every small word a language has, shared by the languages that have it; two for a beginning."""
    votes = dict.fromkeys(Language, 0.0)
    for word in _words(text):
        for language, weight in _tells(word):
            votes[language] += weight
    for letter, languages in LETTERS.items():
        if letter in text.lower():
            for language in languages:
                votes[language] += 1.0
    if " I " in text:
        votes[Language.DA] += 0.5
    return votes


def _words(text: str) -> list[str]:
    return [
        word for word in "".join(c if c.isalpha() else " " for c in text.lower()).split() if len(word) < 40
    ]


def _tells(word: str) -> list[tuple[Language, float]]:
    sharing = _small_words().get(word)
    if sharing:
        return [(language, 2.0 / len(sharing)) for language in sharing]
    begun = next((_telling()[word[:n]] for n in range(len(word), 3, -1) if word[:n] in _telling()), ())
    return [(language, 2.0 / len(begun)) for language in begun]


@cache
def _small_words() -> dict[str, tuple[Language, ...]]:
    return _by_word({language: text.split() for language, text in WORDS.items()})


@cache
def _telling() -> dict[str, tuple[Language, ...]]:
    return _by_word({language: text.split() for language, text in BEGINNINGS.items()})


def _by_word(words: dict[Language, list[str]]) -> dict[str, tuple[Language, ...]]:
    every = {word for several in words.values() for word in several}
    return {word: tuple(language for language, several in words.items() if word in several) for word in every}


@cache
def _model() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages([*MODEL_NAMES, "en"])
    return model


def _by_model(text: str) -> Language:
    name, _ = _model().classify(text)
    return MODEL_NAMES.get(name, Language.EN)
