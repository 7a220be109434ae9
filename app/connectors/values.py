"""JSON values as records carry them: plain, with nested objects under dotted names."""

import base64
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, cast

_PLAIN = (str, int, float, bool, type(None))


def plain(value: object) -> Any:
    """Give any value as JSON can hold it: dates in ISO 8601, bytes in base64, the rest as text."""
    match value:
        case str() | int() | float() | None:
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case Mapping():
            pairs = cast("Mapping[object, object]", value)
            return {str(name): plain(item) for name, item in pairs.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in cast("Iterable[object]", value)]
        case _:
            return str(value)


def flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give a nested object as one level: `{"name": {"first": 1}}` becomes `{"name.first": 1}`."""
    fields: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and value:
            fields |= flat(cast("Mapping[str, Any]", value), f"{prefix}{name}.")
        else:
            fields[prefix + name] = value
    return fields


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the opposite of `flat`."""
    row: dict[str, Any] = {}
    for name, value in fields.items():
        *parents, last = name.split(".")
        place = row
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return row
