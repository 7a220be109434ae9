"""An answer for computers: one JSON document, and one CSV table a collection."""

import json
import math
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from tempfile import SpooledTemporaryFile
from typing import IO

from app.extracts.content import JSON, Content, Item, Section
from app.extracts.paths import document_path, table_path
from app.extracts.survey import Survey
from app.extracts.values import sound

FORMAT = "utdrag-extract/v1"
BOM = b"\xef\xbb\xbf"
_OWN = ("item_number", "item_id", "item_ref", "item_label", "item_purpose", "item_redacted", "item_file")
_IN_MEMORY = 64 * 1024
_QUOTE = '"'
_TO_QUOTE = ('"', ",", "\r", "\n")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def json_of(content: Content) -> AsyncGenerator[bytes, None]:
    """The answer as one JSON document in UTF-8, item by item; the values are as the systems gave them."""
    yield _encoded(f'{_dumped(_head(content))[:-1]},"systems":[')
    for index, section in enumerate(content.sections):
        about = _dumped({"system": section.system, "name": section.name, "outcome": section.outcome,
                         "withheld": [asdict(w) for w in section.withheld]})  # fmt: skip
        yield _encoded(f'{"," if index else ""}\n{about[:-1]},"items":[')
        async for number, item in numbered(section):
            yield _encoded(f"{',' if number > 1 else ''}\n{_dumped(item_json(item, number))}")
        yield b"]}"
    yield b"]}\n"


def _encoded(text: str) -> bytes:
    # A lone surrogate becomes the JSON escape it came from.
    return text.encode("utf-8", "backslashreplace")


async def numbered(section: Section) -> AsyncGenerator[tuple[int, Item], None]:
    """The items of a section with their numbers, from 1; every format gives an item the same number.

    Closes the section's iterator when it is closed itself, so that what that holds is let go.
    """
    items, number = section.items(), 0
    try:
        async for item in items:
            number += 1
            yield number, item
    finally:
        if isinstance(items, AsyncGenerator):
            await items.aclose()


def item_json(item: Item, number: int) -> Mapping[str, JSON]:
    """One item as it stands in the JSON document."""
    return {
        "number": number,
        "id": item.id,
        "collection": item.collection,
        "ref": item.ref,
        "label": item.label,
        "purpose": item.purpose,
        "fields": item.fields,
        "field_labels": item.field_labels,
        "redacted": item.redacted,
        "redaction_grounds": item.redaction_grounds,
        "file": _file(item, number),
    }


def _file(item: Item, number: int) -> JSON:
    if item.file is None:
        return None
    path = document_path(item.system, number, item.file.name)
    return {"path": path, "name": item.file.name, "media_type": item.file.media_type, "size": item.file.size}


def _head(content: Content) -> Mapping[str, JSON]:
    return {
        "format": FORMAT,
        "kind": content.kind,
        "organisation": {"name": content.organisation_name, "contact": content.organisation_contact},
        "person": content.person_name,
        "reference": content.reference,
        "version": content.version,
        "language": content.language,
        "received_on": content.received_on.isoformat(),
        "data_as_of": content.data_as_of.isoformat(),
        "made_at": content.made_at.isoformat(),
        "zone": content.zone,
        "authority": asdict(content.authority),
        "information": [asdict(block) for block in content.blocks],
        "corrections": [asdict(correction) for correction in content.corrections],
        "kept": [
            asdict(kept) | {"keep_until": kept.keep_until and kept.keep_until.isoformat()}
            for kept in content.kept
        ],
    }


def _dumped(value: JSON) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        # Not-a-number and infinities have no JSON; they are told as text rather than lost.
        return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _finite(value: JSON) -> JSON:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(inner) for inner in value]
    return value


async def tables_of(content: Content, survey: Survey) -> AsyncGenerator[tuple[str, IO[bytes]], None]:
    """One CSV table a collection: its path and a file, open at its start until the next one is asked for.

    UTF-8 with a byte order mark, commas, CRLF (RFC 4180). The files never have a name on the disk.
    """
    taken: Counter[str] = Counter()
    for section, counts in zip(content.sections, survey.sections, strict=True):
        with ExitStack() as files:
            for collection, table in (await _tables(section, counts.columns, files)).items():
                path = table_path(section.system, collection, 1)
                taken[path] += 1
                table.seek(0)
                yield table_path(section.system, collection, taken[path]), table


async def _tables(
    section: Section, columns: Mapping[str, tuple[str, ...]], files: ExitStack
) -> Mapping[str, IO[bytes]]:
    tables: dict[str, IO[bytes]] = {}
    for collection, fields in columns.items():
        # The stack given by the caller closes it.
        tables[collection] = files.enter_context(SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
        tables[collection].write(BOM + line_of([*_OWN, *(_column(name) for name in fields)]))
    async for number, item in numbered(section):
        values = (item.fields.get(name) for name in columns[item.collection])
        tables[item.collection].write(line_of([*_own(item, number), *values]))
    return tables


def _own(item: Item, number: int) -> Sequence[JSON]:
    path = document_path(item.system, number, item.file.name) if item.file else None
    return (number, item.id, item.ref, item.label, item.purpose, ", ".join(item.redacted), path)


def _column(name: str) -> str:
    return f"field_{name}" if name in _OWN else name


def line_of(values: Iterable[JSON]) -> bytes:
    """Values as one line of CSV; there are at least two."""
    # As csv.writer, which takes twenty times as long for a text as it looks at each sign by itself.
    return f"{','.join([_quoted(str(cell(value))) for value in values])}\r\n".encode()


def _quoted(text: str) -> str:
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if any(map(text.__contains__, _TO_QUOTE)) else text


def cell(value: JSON) -> str | int | float:
    """A value as a CSV cell: numbers stay numbers, text is never a formula, nested values are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = sound(value if isinstance(value, str) else _dumped(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
