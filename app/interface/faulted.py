"""What is wrong or why not, in a person's language: sentences are found by their English text.

Those of `faults.toml` are about settings, those of `refusals.toml` about any other request; `{names}` stand
where something is filled in. What nobody has translated stays in English: something is always told.
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
_FILES: Final = ("faults.toml", "refusals.toml")


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
    read: dict[str, dict[str, str]] = {}
    for name in _FILES:
        read |= tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return [
        (re.compile(_NAME.sub(r"(?P<\1>.+)", re.escape(en)), re.DOTALL), {"en": en, **said})
        for en, said in read.items()
    ]
