"""The name a letter greets: only what reads as a name, for anybody may write anything where a name belongs.

A letter goes to an address that somebody typed. If the name were repeated as it came, a stranger could
let us write a sentence, or a link, of their choosing to somebody else.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 60
_MOST_WORDS: Final = 6
_BETWEEN: Final = frozenset(" -.'’`´·()")
_PARTICLES: Final = frozenset(
    [
        "af",
        "al",
        "av",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "los",
        "o",
        "och",
        "og",
        "of",
        "ten",
        "ter",
        "till",
        "und",
        "van",
        "vom",
        "von",
        "y",
        "z",
        "zu",
        "zum",
        "zur",
    ]
)
_LINK: Final = re.compile(r"\w{2}\.\w")


def addressee(name: str) -> str:
    """Give a name to greet by, or "" where it could say something else; the case keeps it as it came."""
    name = name.strip(" ")
    words = name.split(" ")
    is_name = len(name) <= LONGEST and all(map(_in_names, name)) and not _LINK.search(name)
    return name if is_name and not _is_sentence(words) else ""


def _in_names(char: str) -> bool:
    return char.isalpha() or char in _BETWEEN or unicodedata.category(char).startswith("M")


def _is_sentence(words: list[str]) -> bool:
    """Whether too many words follow one another, or common ones: names begin with capitals."""
    common = [word for word in words[1:] if word[:1].islower() and word not in _PARTICLES]
    return len(words) > _MOST_WORDS or len(common) > 1
