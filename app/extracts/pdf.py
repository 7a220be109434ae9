"""An answer as a PDF anyone can read (PDF/UA-1) and keep (PDF/A-3a), the JSON document inside it."""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, cast
from zoneinfo import ZoneInfo

from app.extracts.confined import Limits, accept_limits, confined
from app.extracts.content import JSON, Content, Section
from app.extracts.document import Entry, Row, document_of, entry_of
from app.extracts.language import words_of
from app.extracts.survey import SHOWN_WEIGHT, VALUE_LENGTH, Survey, shares, weight_of
from app.extracts.tables import numbered
from app.extracts.values import sound
from app.extracts.words import Words

EMBEDDED_SIZE = 8 * 1024**2
"""A larger JSON document lies beside the PDF only, in bytes."""

Note: TypeAlias = Literal["shortened", "not_embedded", "spelled", "not_strict"]
Standard: TypeAlias = Literal["a-3a", "ua-1"]
_TEMPLATE = Path(__file__).with_name("extract.typ")
_LONG_WORD = re.compile(r"\S{24}(?=\S)")
_PICTURES = "\u2600"  # from here on; the arrows, lines and boxes below are in our font
_SIGN = re.compile(r"[^\x00-\u0377]")
_JOINERS = re.compile("[\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}]")


@dataclass(frozen=True)
class Rendered:
    """What gave way in a PDF.

    `shortened` shows only the first items or the start of long values, `not_embedded` has no JSON inside,
    `spelled` names the signs no font has, `not_strict` is neither PDF/UA nor PDF/A as a font is missing.
    """

    notes: tuple[Note, ...]


async def render(
    content: Content, survey: Survey, extract: IO[bytes], target: IO[bytes], limits: Limits | None = None
) -> Rendered:
    """Writes the PDF into `target`, a real file; `extract` is the JSON document.

    Raises TooLarge when typesetting meets a limit, DsarError when it fails.
    """
    fits = extract.seek(0, SEEK_END) <= EMBEDDED_SIZE
    extract.seek(0)
    whole = extract.read() if fits else b""
    words = words_of(content.language)
    room = shares([counts.weight for counts in survey.sections], SHOWN_WEIGHT)
    entries = [await _entries(*pair, words) for pair in zip(content.sections, room, strict=True)]
    shortened = sum(map(len, entries)) < survey.items or any(counts.cut for counts in survey.sections)
    job = {
        "input": _input(content, survey, entries, shortened=shortened) | {"attached": bool(whole)},
        "extract": whole.decode(),
        "timestamp": int(content.made_at.timestamp()),
    }
    said = await confined(__name__, json.dumps(job).encode(), target, limits or Limits())
    own: dict[Note, bool] = {"shortened": shortened, "not_embedded": not whole}
    return Rendered((*(note for note, so in own.items() if so), *json.loads(said)))


def _input(
    content: Content, survey: Survey, entries: Sequence[Sequence[Entry]], *, shortened: bool
) -> dict[str, Any]:
    words, shown = words_of(content.language), [len(part) for part in entries]
    note = words.shortened.format(shown=sum(shown), items=survey.items)
    return {
        "document": asdict(document_of(content, survey)),
        "words": asdict(words),
        "date": _date(content.made_at.astimezone(ZoneInfo(content.zone))),
        "entries": [[asdict(entry) for entry in part] for part in entries],
        "firsts": [
            words.first.format(shown=some, items=counts.items) if some < counts.items else ""
            for some, counts in zip(shown, survey.sections, strict=True)
        ],
        "notes": [note] if shortened else [],
    }


def _date(of: datetime) -> Mapping[str, int]:
    return {"year": of.year, "month": of.month, "day": of.day}


async def _entries(section: Section, room: int, words: Words) -> Sequence[Entry]:
    entries: list[Entry] = []
    async with aclosing(numbered(section)) as items:
        async for number, item in items:
            room -= weight_of(item)
            if room < 0:
                break
            entry = entry_of(item, number, words)
            entries.append(replace(entry, rows=tuple(_cut(row, words) for row in entry.rows)))
    return entries


def _cut(row: Row, words: Words) -> Row:
    over = len(row.value) - VALUE_LENGTH
    if over <= 0:
        return row
    return replace(row, value=f"{row.value[:VALUE_LENGTH]}\n{words.cut.format(count=over)}")


def _typeset(job: Mapping[str, Any]) -> tuple[bytes, list[Note]]:
    """The PDF of a job, as strict as its signs allow, and what had to give way."""
    document, words = _texts(job["input"], _settable), job["input"]["words"]
    if pdf := _strict(job, document):
        return pdf, []
    named = _texts(document, _spelled) | {"notes": [*document["notes"], words["spelled"]]}
    if pdf := _strict(job, named):
        return pdf, ["spelled"]
    unsure = document | {"notes": [*document["notes"], words["unsure"]]}
    return _compiled(job, unsure, []), ["not_strict"]


def _strict(job: Mapping[str, Any], document: Mapping[str, Any]) -> bytes | None:
    import typst  # noqa: PLC0415 - only the process that sets has it in memory

    try:
        return _compiled(job, document, ["a-3a", "ua-1"])
    except typst.TypstError as error:
        if any(sign in error.message for sign in ("could not be displayed with font", "the codepoint")):
            return None
        raise


def _compiled(job: Mapping[str, Any], document: Mapping[str, Any], standards: list[Standard]) -> bytes:
    import typst  # noqa: PLC0415 - as above

    return typst.compile(
        _TEMPLATE,
        format="pdf",
        sys_inputs={"input": json.dumps(document), "extract": job["extract"]},
        pdf_standards=[*standards],
        timestamp=job["timestamp"],
    )


def _texts(document: JSON, change: Callable[[str], str]) -> dict[str, Any]:
    return cast("dict[str, Any]", _each(document, change))


def _each(tree: JSON, change: Callable[[str], str]) -> JSON:
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, Mapping):
        return {name: _each(inner, change) for name, inner in tree.items()}
    if isinstance(tree, Sequence):
        return [_each(inner, change) for inner in tree]
    return tree


def _settable(text: str) -> str:
    # A zero-width space lets a line break inside a word that is longer than any line.
    return _LONG_WORD.sub(lambda part: f"{part[0]}\N{ZERO WIDTH SPACE}", sound(text))


def _spelled(text: str) -> str:
    return _SIGN.sub(_sign, _JOINERS.sub("", text)) if _SIGN.search(text) else text


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    kinds = {"So", "Sk", "Co", "Cn"} if sign >= _PICTURES else {"Co", "Cn"}
    if unicodedata.category(sign) not in kinds:
        return sign
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"


def main() -> None:
    """Reads a job on standard input, writes the PDF to the file named first, prints the notes as JSON."""
    target = accept_limits(sys.argv[1:])
    pdf, notes = _typeset(json.load(sys.stdin))
    target.write_bytes(pdf)
    sys.stdout.write(json.dumps(notes))


if __name__ == "__main__":
    main()
