"""The bodies providers post, read without changing a byte of the mail in them: forms and JSON."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, TypeAlias, cast
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import NotReady
from app.intake.push.contract import Call

Form: TypeAlias = Mapping[str, bytes]
Document: TypeAlias = Mapping[str, Any]
MOST_FIELDS = 1000
"""Providers post about twenty, and Mailgun one for each header field."""
PIECE = 64 * 1024


async def form_of(call: Call) -> Form:
    """Give the fields of a form, and files as fields. Raises NotReady for one that is cut short."""
    return await asyncio.to_thread(_form, call.headers.get("content-type", ""), await call.body())


async def document_of(call: Call) -> Document:
    """Give a JSON object, whatever its content type says. Raises NotReady for what is none, or cut short."""
    found = await asyncio.to_thread(document, await call.body())
    if found is None:
        raise _cut()
    return found


def document(written: bytes | str) -> Document | None:
    """Give a JSON object, or None for what is none."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return cast("Document", found) if isinstance(found, dict) else None


def part(of: Document, name: str) -> Document:
    """Give an object in an object; an empty one when it is not there."""
    found = of.get(name)
    return cast("Document", found) if isinstance(found, dict) else {}


def text(of: Document, name: str) -> str:
    """Give a text in an object; an empty one when it is not there."""
    found = of.get(name)
    return found if isinstance(found, str) else ""


def texts(of: Document, name: str) -> tuple[str, ...]:
    """Give a list of texts in an object; an empty one when it is not there."""
    found = of.get(name)
    entries = cast("list[object]", found) if isinstance(found, list) else []
    return tuple(entry for entry in entries if isinstance(entry, str))


def _form(content_type: str, body: bytes) -> Form:
    kind, options = parse_options_header(content_type)
    if kind == b"multipart/form-data":
        return _Parts(options.get(b"boundary", b"")).read(body)
    pairs = (pair.partition(b"=") for pair in body.split(b"&", MOST_FIELDS))
    return {_name(_unquoted(name)): _unquoted(value) for name, _, value in pairs}


def _unquoted(written: bytes) -> bytes:
    """Give what was percent-encoded, in pieces: done at once, 50 MB of escapes would take 4 GB of memory."""
    found, begin = bytearray(), 0
    while begin < len(written):
        end = begin + PIECE
        escape = written.rfind(b"%", end - 2, end)  # not to be cut in two
        end = end if escape < 0 else escape
        found += unquote_to_bytes(written[begin:end].replace(b"+", b" "))
        begin = end
    return bytes(found)


class _Parts:
    """The parts of a multipart form by their names."""

    def __init__(self, boundary: bytes) -> None:
        self._boundary = boundary
        self._field, self._value = bytearray(), bytearray()
        self._name, self._data = "", bytearray()
        self._begun, self._whole = 0, False
        self._found: dict[str, bytes] = {}

    def read(self, body: bytes) -> Form:
        try:
            MultipartParser(
                self._boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": lambda data, start, end: self._field.extend(data[start:end]),
                    "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                    "on_header_end": self._header,
                    "on_part_data": lambda data, start, end: self._data.extend(data[start:end]),
                    "on_part_end": self._end,
                    "on_end": self._close,
                },
            ).write(body)
        except FormParserError:
            raise _cut() from None
        if not self._whole:
            raise _cut()
        return self._found

    def _begin(self) -> None:
        self._begun += 1
        if self._begun > MOST_FIELDS:
            raise NotReady("The form has more fields than any provider posts.")
        self._name, self._data = "", bytearray()

    def _header(self) -> None:
        if bytes(self._field).lower() == b"content-disposition":
            self._name = _name(parse_options_header(bytes(self._value))[1].get(b"name", b""))
        self._field, self._value = bytearray(), bytearray()

    def _end(self) -> None:
        self._found[self._name] = bytes(self._data)

    def _close(self) -> None:
        self._whole = True


def _name(written: bytes) -> str:
    return written.decode("utf-8", "replace")


def _cut() -> NotReady:
    # 503, not 4xx: some providers never send again what was refused, and this mail is not stored yet
    return NotReady("The body is cut short or not of the form this provider posts; send it again.")
