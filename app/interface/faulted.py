"""What is wrong with a setting, in a person's language: sentences are found by their English text.

The sentences of `faults.toml` are those of organisations' files, with `{names}` where something is filled in.
One that nobody has translated stays in English, so that a fault is never told as nothing.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from app.errors import FieldError, InvalidInput
from app.interface.dictionary import named, spoken
from app.vocabulary import Language, Section

_NAME: Final = re.compile(r"\\\{(\w+)\\\}")
_FILE: Final = Path(__file__).parent / "faults.toml"


def in_language(error: InvalidInput, language: Language) -> InvalidInput:
    """Give an error with its sentences in a language."""
    fields = [FieldError(one.path, faulted(one.message, language)) for one in error.fields]
    return InvalidInput(faulted(error.detail, language), fields=fields)


def faulted(sentence: str, language: Language) -> str:
    """Give a sentence in a language, or as it is where nobody has written it there."""
    if (told := _told(sentence, language)) is not None:
        return told
    before, colon, after = sentence.partition(": ")
    if colon and (told := _told(after, language)) is not None:
        section = named(Section.__name__, before, language) if before in list(Section) else before
        return f"{section}: {told}"
    return sentence


def _told(sentence: str, language: Language) -> str | None:
    for pattern, said in _sentences():
        if found := pattern.fullmatch(sentence):
            text = said[spoken(language).value]
            return text.format(**found.groupdict())
    return None


@cache
def _sentences() -> Sequence[tuple[re.Pattern[str], Mapping[str, str]]]:
    read: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        (re.compile(_NAME.sub(r"(?P<\1>.+)", re.escape(en)), re.DOTALL), {"en": en, **said})
        for en, said in read.items()
    ]
