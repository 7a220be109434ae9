"""Finds the signs in a sentence: words, beginnings, phrases with gaps, compounds and typing errors.

An entry is one word or a phrase, written as people write it; entries are set apart by commas.

`word*`   begins with it           `*word`   a compound that ends in it
`=word`   exactly these letters    `a|b`     either of them
`..`      up to four words         `;`       a comma
`word~`   also with a typing error or cut in two, as is `word*~`
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from app.intake.wording import Sentence, folded
from app.intake.words.signs import Sign

GAP = 4
OFTEN = 30  # places of one sign in one sentence; nobody means it more often
INFLECTION = 4  # letters that may follow the last part of a compound
ONE_ERROR, TWO_ERRORS = 7, 11  # letters from which one or two typing errors are forgiven
LOST = re.compile(r"[\ufffd?]+")  # letters that a wrong charset has eaten
UNLIKE = frozenset(
    ("content", "contents", "contest", "context", "compliant", "setting", "settings", "besvara")
)


class Slot(NamedTuple):
    """One place in a phrase: exact words, beginnings, and words that must not be folded."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    unfolded: frozenset[str]

    def fits(self, lowered: str, plain: str) -> bool:
        if plain in self.words or lowered in self.unfolded or plain.startswith(self.beginnings):
            return True
        return bool(LOST.search(plain)) and _may_be(plain, self)


class Hit(NamedTuple):
    """Where a sign stands in a sentence: its first word and the one after its last."""

    start: int
    end: int


Tags = dict[Sign, list[Hit]]
Rest = tuple[Slot | None, ...]
Entries = tuple[tuple[Sign, Rest], ...]


@dataclass
class Index:
    """Entries by their first word."""

    words: dict[str, list[tuple[Sign, Rest]]] = field(default_factory=dict[str, list[tuple[Sign, Rest]]])
    beginnings: dict[str, list[tuple[Sign, Rest]]] = field(default_factory=dict[str, list[tuple[Sign, Rest]]])
    unfolded: dict[str, list[tuple[Sign, Rest]]] = field(default_factory=dict[str, list[tuple[Sign, Rest]]])
    inside: dict[str, list[tuple[Sign, Rest]]] = field(default_factory=dict[str, list[tuple[Sign, Rest]]])
    forgiving: dict[str, list[Sign]] = field(default_factory=dict[str, list[Sign]])


class Lexicon:
    """All entries of all signs, ready to be sought."""

    def __init__(self, *themes: Mapping[Sign, str]) -> None:
        self._index = Index()
        for theme in themes:
            for sign, text in theme.items():
                for entry in filter(None, (" ".join(part.split()) for part in text.split(","))):
                    self._enter(sign, entry)
        self._inside = re.compile("|".join(map(re.escape, self._index.inside)) or r"\Z.")
        self._entries = lru_cache(maxsize=50_000)(self._entries_of)
        self._joined = lru_cache(maxsize=100_000)(self._joined_of)

    def tags(self, sentence: Sentence) -> Tags:
        """Every sign in the sentence with the places it stands at."""
        tags: Tags = {}
        for at, (lowered, plain) in enumerate(zip(sentence.lowered, sentence.folded, strict=True)):
            for sign, rest in self._entries(lowered, plain):
                end = _end(rest, sentence, at + 1)
                if end and len(tags.setdefault(sign, [])) < OFTEN:
                    tags[sign].append(Hit(at, end))
        for at, (one, two) in enumerate(zip(sentence.folded, sentence.folded[1:], strict=False)):
            for sign in self._joined(one, two):
                tags.setdefault(sign, []).append(Hit(at, at + 2))
        return tags

    def _enter(self, sign: Sign, entry: str) -> None:
        first, *rest = entry.split(" ")
        slots = tuple(None if part == ".." else _slot(part) for part in rest)
        for word in first.split("|"):
            plain = folded(word.strip("*~="))
            if word.endswith("~"):
                self._index.forgiving.setdefault(plain, []).append(sign)
            if word.startswith("*"):
                place = self._index.inside
            elif word.startswith("="):
                place, plain = self._index.unfolded, word[1:]
            else:
                place = self._index.beginnings if word.rstrip("~").endswith("*") else self._index.words
            place.setdefault(plain, []).append((sign, slots))

    def _entries_of(self, lowered: str, plain: str) -> Entries:
        if LOST.search(plain):
            return self._with_lost_letters(plain)
        index = self._index
        found = [*index.words.get(plain, ()), *index.unfolded.get(lowered, ())]
        for length in range(2, len(plain) + 1):
            found += index.beginnings.get(plain[:length], ())
        for inside in self._inside.finditer(plain):
            if len(plain) - inside.end() <= INFLECTION:
                found += index.inside[inside[0]]
        return tuple(dict.fromkeys(found)) or self._mistyped(plain)

    def _mistyped(self, plain: str) -> Entries:
        if len(plain) < ONE_ERROR - 1 or plain in UNLIKE:
            return ()
        signs = [s for stem, signs in self._index.forgiving.items() if _resembles(plain, stem) for s in signs]
        return tuple((sign, ()) for sign in dict.fromkeys(signs))

    def _with_lost_letters(self, plain: str) -> Entries:
        """A word of which some letters were lost to a wrong charset matches whatever they may have been."""
        pattern = _with_gaps(plain)
        index = self._index
        found = [e for word, entries in index.words.items() if pattern.fullmatch(word) for e in entries]
        shortened = [plain[:length] for length in range(4, len(plain) + 1)]
        patterns = [
            re.compile(re.sub(r"[\ufffd?]+", "..?", part)) for part in shortened if part[-1].isalnum()
        ]
        found += [
            entry
            for stem, entries in index.beginnings.items()
            if any(p.fullmatch(stem) for p in patterns)
            for entry in entries
        ]
        return tuple(dict.fromkeys(found))

    def _joined_of(self, one: str, two: str) -> tuple[Sign, ...]:
        """Compounds cut in two: “register utdrag”, “innsyns begjæring”."""
        whole = one + two
        if len(one) < 3 or len(whole) < TWO_ERRORS:  # noqa: PLR2004 - shorter pieces are words of their own
            return ()
        signs = [
            sign
            for stem, signs in self._index.forgiving.items()
            if len(stem) > len(one) + 2 and _begins(whole, stem)
            for sign in signs
        ]
        return tuple(dict.fromkeys(signs))


@lru_cache(maxsize=2000)
def _with_gaps(plain: str) -> re.Pattern[str]:
    """A pattern in which each lost stretch stands for one letter or two."""
    return re.compile("..?".join(map(re.escape, LOST.split(plain))))


@lru_cache(maxsize=5000)
def _may_be(plain: str, slot: Slot) -> bool:
    pattern = _with_gaps(plain)
    begun = any(
        pattern.match(begin) or _with_gaps(plain[: len(begin)]).fullmatch(begin) for begin in slot.beginnings
    )
    return begun or any(pattern.fullmatch(word) for word in slot.words)


def _slot(part: str) -> Slot:
    words = part.split("|")
    return Slot(
        frozenset(
            folded(word.replace(";", ","))
            for word in words
            if not word.endswith("*") and not word.startswith("=")
        ),
        tuple(folded(word[:-1]) for word in words if word.endswith("*")),
        frozenset(word[1:] for word in words if word.startswith("=")),
    )


def _end(rest: Rest, sentence: Sentence, at: int) -> int:
    """Where the phrase ends when its remaining places fit from word `at` on; 0 when they do not."""
    if not rest:
        return at
    slot, *after = rest
    if slot is None:
        ends = (_end(tuple(after), sentence, at + gap) for gap in range(GAP + 1))
        return next(filter(None, ends), 0)
    if at < len(sentence.folded) and slot.fits(sentence.lowered[at], sentence.folded[at]):
        return _end(tuple(after), sentence, at + 1)
    return 0


def _begins(word: str, stem: str) -> bool:
    return word.startswith(stem) or (word[0] == stem[0] and _resembles(word, stem))


def _resembles(word: str, stem: str) -> bool:
    """Whether the word begins with the stem but for one typing error, or two in a long stem."""
    if len(stem) < ONE_ERROR or word[0] != stem[0] or len(word) < len(stem) - 2:
        return False
    allowed = 2 if len(stem) >= TWO_ERRORS else 1
    if OSA.distance(word[: len(stem)], stem, score_cutoff=2 * allowed) > 2 * allowed:
        return False
    return any(
        OSA.distance(word[: len(stem) + change], stem, score_cutoff=allowed) <= allowed
        for change in range(-allowed, allowed + 1)
    )
