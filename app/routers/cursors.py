"""Cursors of pages: where the last one ended, in a form nobody needs to read."""

import base64
import binascii
import json
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

from app.errors import FieldError, InvalidInput
from app.queries.messages import Arrived
from app.queries.timeline import NEWEST, Entry
from app.queries.worklist import Place

_LONGEST = 9
"""Digits of a number a page may end with, so that every database takes it."""


def written(*values: object) -> str:
    """Give a cursor for the values a page is ordered by."""
    return (
        base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode().rstrip("=")
    )


def _read(cursor: str, length: int) -> list[str]:
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(values, list) and len(parts := cast("list[object]", values)) == length:
            return [str(value) for value in parts]
    except (ValueError, binascii.Error):
        pass
    raise _unreadable()


def _unreadable() -> InvalidInput:
    sentence = "take the cursor from the page before, unchanged"
    return InvalidInput("The cursor cannot be read.", fields=[FieldError("query.cursor", sentence)])


def place(cursor: str | None) -> Place | None:
    """Give where a page of cases ended. Raises InvalidInput for anything we did not write."""
    if not cursor:
        return None
    due, case_id = _read(cursor, 2)
    try:
        return Place(date.fromisoformat(due), UUID(case_id))
    except ValueError:
        raise _unreadable() from None


def arrived(cursor: str | None) -> Arrived | None:
    """Give where a page of messages ended. Raises InvalidInput for anything we did not write."""
    if not cursor:
        return None
    at, message_id = _read(cursor, 2)
    try:
        return Arrived(datetime.fromisoformat(at).astimezone(UTC), UUID(message_id))
    except (ValueError, OverflowError):
        raise _unreadable() from None


def entry(cursor: str | None) -> Entry:
    """Give where a page of a timeline ended. Raises InvalidInput as the others."""
    if not cursor:
        return NEWEST
    at, kind, key = _read(cursor, 3)
    try:
        when = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable() from None
    if "\0" in kind + key:
        raise _unreadable()
    return Entry(when, kind, key)


def number(cursor: str | None) -> int:
    """Give the number a page ended with; 0 for the first page. Raises InvalidInput as the others."""
    if not cursor:
        return 0
    value = _read(cursor, 1)[0]
    if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST):
        raise _unreadable()
    return int(value)
