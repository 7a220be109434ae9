"""What is wrong with one value of a request, as a sentence that says what to send instead."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic_core import ErrorDetails

from app.errors import FieldError
from app.models.faults import causes

_QUOTED: Final = re.compile(r"'([^']*)'")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_ID: Final = "must be an id, as we gave it"
_DAY: Final = "must be a date, as in 2026-12-31"
_MOMENT: Final = "must be a date and a time with its zone, as in 2026-12-31T10:00:00+01:00"


def _one_of(choice: Mapping[str, Any]) -> str:
    known = choice.get("expected", choice.get("expected_tags", ""))
    return f"must be one of {', '.join(_QUOTED.findall(str(known)))}"


SENTENCES: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "there is no such field here",
    "json_invalid": lambda _: "cannot be read as JSON",
    "string_type": lambda _: "must be a text",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda _: "must be a number",
    "finite_number": lambda _: "must be a number",
    "tuple_type": lambda _: "must be a list",
    "list_type": lambda _: "must be a list",
    "model_type": lambda _: "must be an object with fields",
    "model_attributes_type": lambda _: "must be an object with fields",
    "dict_type": lambda _: "must be an object with fields",
    "uuid_type": lambda _: _ID,
    "uuid_parsing": lambda _: _ID,
    "date_type": lambda _: _DAY,
    "date_parsing": lambda _: _DAY,
    "date_from_datetime_parsing": lambda _: _DAY,
    "date_from_datetime_inexact": lambda _: _DAY,
    "datetime_type": lambda _: _MOMENT,
    "datetime_parsing": lambda _: _MOMENT,
    "datetime_from_date_parsing": lambda _: _MOMENT,
    "timezone_aware": lambda _: _MOMENT,
    "greater_than_equal": lambda limit: f"must be at least {_limit(limit['ge'])}",
    "greater_than": lambda limit: f"must be more than {_limit(limit['gt'])}",
    "less_than": lambda limit: f"must be less than {_limit(limit['lt'])}",
    "less_than_equal": lambda limit: f"must be at most {_limit(limit['le'])}",
    "too_short": lambda limit: f"needs at least {limit['min_length']} of them",
    "too_long": lambda limit: f"takes at most {limit['max_length']} of them",
    "string_too_short": lambda limit: f"needs at least {limit['min_length']} characters",
    "string_too_long": lambda limit: f"takes at most {limit['max_length']} characters",
    "enum": _one_of,
    "literal_error": _one_of,
    "union_tag_invalid": _one_of,
    "union_tag_not_found": lambda _: "is missing",
    "string_pattern_mismatch": lambda _: "does not have the right form",
}
"""What is wrong, by the kind of fault, from the limit that was passed."""
_FORMS: Final = {"email": "must be an e-mail address, as name@post.example"}
"""What a text must look like, by its field, where its shape is a pattern."""


def fields_wrong(found: Sequence[ErrorDetails]) -> list[FieldError]:
    """Give each fault with the path of its field, or with its place in front for what is not the body's."""
    return [FieldError(".".join(map(_step, _path(fault))), _sentence(fault)) for fault in causes(found)]


def _path(fault: ErrorDetails) -> Sequence[str | int]:
    place = fault["loc"]
    if fault["type"] == "json_invalid":  # its place is a number of characters
        return place[:1]
    return place[1:] if place and place[0] == "body" and len(place) > 1 else place


def _step(step: str | int) -> str:
    """Give a step of a path; one that is no field's name was made up by the caller and may say anything."""
    return str(step) if isinstance(step, int) or _NAME.fullmatch(step) else "(unknown)"


def _sentence(fault: ErrorDetails) -> str:
    kind, key = fault["type"], str(fault["loc"][-1])
    if kind == "string_pattern_mismatch" and key in _FORMS:
        return _FORMS[key]
    if told := SENTENCES.get(kind):
        return told(fault.get("ctx", {}))
    return fault["msg"].removeprefix("Value error, ")


def _limit(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
