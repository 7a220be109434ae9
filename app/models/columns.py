"""How columns are stored: words as checked text, instants with a zone, ids that sort by time."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, DateTime, Enum, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app import clock

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def new_id(at: datetime | None = None) -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the millisecond it was made in, so late rows lie together on disk."""
    millis = int((at or clock.now()).timestamp() * 1000)
    return UUID(
        int=(millis << 80) | _VERSION_7 | (secrets.randbits(12) << 64) | _VARIANT | secrets.randbits(62)
    )


def _values(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


def word_type(words: type[StrEnum]) -> Enum:
    """Text that loads as the word and refuses unknown ones; a new word needs no migration.

    Not a PostgreSQL ENUM: its equality is not leakproof, so row-level security would lose the index.
    """
    return Enum(words, native_enum=False, length=64, validate_strings=True, values_callable=_values)


def word(words: type[StrEnum], **options: Any) -> Any:
    """A column that holds one word."""
    return Field(sa_type=cast("type[Any]", word_type(words)), **options)


def instant(**options: Any) -> Any:
    """A column that holds an instant with its zone (stored in UTC)."""
    return Field(sa_type=cast("type[Any]", DateTime(timezone=True)), **options)


def sealed(**options: Any) -> Any:
    """A column that holds text sealed under the key of its case or organisation."""
    return Field(sa_type=LargeBinary, **options)


def json(**options: Any) -> Any:
    """A column that holds plain JSON; assign a new value to change it, never change it in place."""
    return Field(sa_type=JSONB, **options)


def json_text(**options: Any) -> Any:
    """A column that keeps JSON letter by letter, so that a hash over its text stays true."""
    return Field(sa_type=JSON, **options)


def an_id() -> Any:
    """The primary key of a table."""
    return Field(default_factory=new_id, primary_key=True)
