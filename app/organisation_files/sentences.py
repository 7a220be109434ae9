"""What is wrong with one value of an organisation's file, as a sentence that says what to do about it."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic_core import ErrorDetails

_ADDRESS: Final = "write one e-mail address, without a plus part: privacy@firm.example"
_SLUG: Final = "use 2 to 41 small letters, digits and hyphens, beginning with a letter"
_REFERENCE: Final = "name a secret, do not write it down: `env:NAME` or `file:PATH`"
_FORMS: Final[Mapping[str, str]] = {
    "slug": _SLUG,
    "email": _ADDRESS,
    "address": _ADDRESS,
    "owner_email": _ADDRESS,
    "secret": _REFERENCE,
    "password": _REFERENCE,
    "reference_prefix": "use 2 to 5 capital letters, as in `NST`",
    "colour": "write # and six digits or letters from a to f, as in `#1a4f8b`",
    "country": "use the two capital letters of a country, as in `SE`",
}
_KINDS: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    "missing": lambda _: "is missing; add it to this table",
    "string_type": lambda _: "must be a text in quotes",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda _: "must be a number",
    "tuple_type": lambda _: "must be a list in square brackets",
    "list_type": lambda _: "must be a list in square brackets",
    "frozen_set_type": lambda _: "must be a list in square brackets",
    "mapping_type": lambda _: "must be a table",
    "dict_type": lambda _: "must be a table",
    "model_type": lambda _: "must be a table",
    "dataclass_type": lambda _: "must be a table",
    "date_type": lambda _: "must be a date, as in 2026-12-31",
    "date_parsing": lambda _: "must be a date, as in 2026-12-31",
    "date_from_datetime_parsing": lambda _: "must be a date, as in 2026-12-31",
    "date_from_datetime_inexact": lambda _: "must be a date without a time, as in 2026-12-31",
    "greater_than": lambda limit: f"must be more than {limit['gt']}",
    "greater_than_equal": lambda limit: f"must be at least {limit['ge']}",
    "less_than_equal": lambda limit: f"must be at most {limit['le']}",
    "too_short": lambda limit: f"needs at least {limit['min_length']} of them",
    "string_too_short": lambda limit: f"needs at least {limit['min_length']} letters",
    "string_too_long": lambda limit: f"takes at most {limit['max_length']} letters",
}


def sentence(fault: ErrorDetails, key: str, known: Iterable[str]) -> str:
    """Give the sentence for a fault found at `key`; `known` are the keys its table may have.

    It never holds what the file says there, which may be a secret.
    """
    kind = fault["type"]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        return unknown("key", key, known)
    if kind in {"enum", "literal_error"}:
        return _not_among(fault, key)
    if kind == "string_pattern_mismatch":
        is_secret = "(env|file)" in str(fault.get("ctx", {}).get("pattern"))
        return _REFERENCE if is_secret else _FORMS.get(key, "does not have the right form")
    if told := _KINDS.get(kind):
        return told(fault.get("ctx", {}))
    return fault["msg"].removeprefix("Value error, ")


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Give the sentence for a name that nothing has, with the nearest that something has."""
    names = sorted(known)
    if near := get_close_matches(name, names, n=1):
        return f"there is no such {what}; did you mean `{near[0]}`?"
    return f"there is no such {what}" + (f"; there are {', '.join(names)}" if names else "")


def _not_among(fault: ErrorDetails, key: str) -> str:
    words = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    names, given = words.split(", "), fault["input"] if fault["loc"][-1] != "[key]" else key
    near = get_close_matches(given, names, n=1) if isinstance(given, str) else []
    return f"must be one of {', '.join(names)}" + (f"; did you mean `{near[0]}`?" if near else "")
