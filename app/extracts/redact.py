"""Blacking out parts of an item, field by field, each with its ground (Art. 15(4))."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.errors import InvalidInput
from app.extracts.content import JSON, Item

MARK = "■■■"
_NAMED = 3  # a shorter text says nothing about whom a heading is about


@dataclass(frozen=True)
class Redaction:
    """What to black out: a field by its path (`notes.0.text`), whole, or only these spans of its text."""

    path: str
    ground: str
    spans: tuple[tuple[int, int], ...] = ()


def redacted(item: Item, redactions: Sequence[Redaction]) -> Item:
    """The item with the parts replaced by a mark, and removed from its heading and file name as well.

    Raises InvalidInput when a path or a span is not in the item: nothing is missed in silence.
    """
    fields, removed = dict(item.fields), list[str]()
    grounds = {name: [ground] for name, ground in item.redaction_grounds.items()}
    for redaction in redactions:
        name, *steps = _steps(fields, redaction.path)
        fields[name] = _changed(fields[name], steps, redaction, removed)
        grounds.setdefault(name, []).append(redaction.ground)
    return replace(
        item,
        fields=fields,
        redaction_grounds={name: " ".join(dict.fromkeys(said)) for name, said in grounds.items()},
        redacted=tuple(dict.fromkeys((*item.redacted, *grounds))),
        label=_without(item.label, removed),
        ref=_without(item.ref, removed),
        file=item.file and replace(item.file, name=_without(item.file.name, removed)),
    )


def _steps(fields: Mapping[str, JSON], path: str) -> Sequence[str]:
    # A field's own name may hold dots, so the longest name that is there wins.
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        if (name := ".".join(parts[:end])) in fields:
            return (name, *parts[end:])
    raise InvalidInput("A field to black out is not in the item.")


def _changed(value: JSON, steps: Sequence[str], redaction: Redaction, removed: list[str]) -> JSON:
    if not steps:
        return _blacked(value, redaction, removed)
    step, *rest = steps
    if isinstance(value, Mapping) and step in value:
        return {**value, step: _changed(value[step], rest, redaction, removed)}
    if (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and step.isdecimal()
        and int(step) < len(value)
    ):
        entries = list(value)
        entries[int(step)] = _changed(entries[int(step)], rest, redaction, removed)
        return entries
    raise InvalidInput("A field to black out is not in the item.")


def _blacked(value: JSON, redaction: Redaction, removed: list[str]) -> JSON:
    if not redaction.spans:
        removed.extend(_texts(value))
        return MARK
    if not isinstance(value, str):
        raise InvalidInput("Only text can be blacked out in part.")
    for start, end in reversed(_joined(redaction.spans)):
        if not 0 <= start < end <= len(value):
            raise InvalidInput("A part to black out lies outside its text.")
        removed.append(value[start:end])
        value = value[:start] + MARK + value[end:]
    return value


def _joined(spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _texts(value: JSON) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, Sequence):
        return [text for inner in value for text in _texts(inner)]
    return []


def _without(text: str, removed: Sequence[str]) -> str:
    for part in sorted((part.strip() for part in removed), key=len, reverse=True):
        if len(part) >= _NAMED:
            text = text.replace(part, MARK)
    return text
