"""How a value of a system is shown to a person: as text, never as markup."""

import re
from collections.abc import Iterable, Mapping, Sequence

from app.extracts.content import JSON
from app.extracts.words import Words

# Control characters but tab and line feed, lone surrogates and the two non-characters: no font has them.
_UNSOUND = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(sign for sign in range(0xA0) if _UNSOUND.match(chr(sign)))
_INDENT = "\N{NO-BREAK SPACE}" * 4


def sound(text: str) -> str:
    """The text without what no document may hold: control characters, lone surrogates, non-characters."""
    if _is_sound(text):
        return text  # nearly always, and much faster to see
    return _UNSOUND.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def _is_sound(text: str) -> bool:
    """Tell what can be told fast; not every text that is sound is known at a glance."""
    try:
        signs = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.replace("\n", "").isprintable()
    return len(signs) == len(signs.translate(None, _CONTROLS))


def shown(value: JSON, words: Words, labels: Mapping[str, str] | None = None, path: str = "") -> str:
    """A value as lines of text: lists one entry a line, nested fields as `name: value`.

    `labels` name nested fields by their path, `education.school`; entries of lists add nothing to the path.
    """
    return sound("\n".join(_lines(value, words, labels or {}, path)))


def _lines(value: JSON, words: Words, labels: Mapping[str, str], path: str) -> Iterable[str]:
    if value is None or value in ("", {}, []):
        return (words.empty,)
    if isinstance(value, bool):
        return (words.yes if value else words.no,)
    if isinstance(value, Mapping):
        return _named(value, words, labels, path)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [line for entry in value for line in _bulleted(_lines(entry, words, labels, path))]
    return str(value).split("\n")


def _named(value: Mapping[str, JSON], words: Words, labels: Mapping[str, str], path: str) -> Iterable[str]:
    for name, inner in value.items():
        there = f"{path}.{name}"
        label = labels.get(there, name)
        first, *rest = _lines(inner, words, labels, there)
        if isinstance(inner, str | int | float | bool | None):
            yield f"{label}: {first}"
        else:
            yield f"{label}:"
            rest = [first, *rest]
        yield from (f"{_INDENT}{line}" for line in rest)


def _bulleted(lines: Iterable[str]) -> Iterable[str]:
    first, *rest = lines
    return (f"• {first}", *(f"{_INDENT}{line}" for line in rest))
