"""How an asking of a system ended, in the language of who reads it: stored in English, said in theirs."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from app.law.words import Words
from app.vocabulary import Language

_FILE: Final = Path(__file__).with_suffix(".toml")
_BRACES: Final = re.compile(r"\\\{(\w+)\\\}")
_BETWEEN: Final = "; "


def in_language(reason: str, language: Language) -> str:
    """Give a reason, or several joined by semicolons, in a language; one nobody has translated as it is."""
    if found := _said(reason, language):
        return found
    return _BETWEEN.join(_said(part, language) or part for part in reason.split(_BETWEEN))


def _said(reason: str, language: Language) -> str | None:
    sentence = reason.removesuffix(".")
    for pattern, words in _patterns():
        if found := pattern.fullmatch(sentence):
            return words.say(language).format(**found.groupdict()) + reason[len(sentence) :]
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], Words]]:
    entries: list[dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["reason"]
    return [(_pattern(entry["en"]), Words(**entry)) for entry in entries]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_BRACES.sub(r"(?P<\1>[^;]+?)", re.escape(english)))
