"""Values on their way into a typed column: what a form or a letter gives is text."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import Column

_READERS: Mapping[type, Callable[[str], Any]] = {
    int: int,
    float: float,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
    UUID: UUID,
    bool: lambda text: {"true": True, "false": False, "1": True, "0": False}[text.lower()],
}


def typed(column: Column[Any], value: Any) -> Any:
    """Give a value as the column wants it. Raises ValueError when it cannot be one."""
    if value is None:
        return None
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return value
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    if kind is str:
        return str(value)
    if kind not in _READERS:
        return value
    try:
        return _READERS[kind](str(value))
    except (ValueError, KeyError, InvalidOperation):
        raise ValueError(f"`{column.name}` takes a {kind.__name__}") from None
