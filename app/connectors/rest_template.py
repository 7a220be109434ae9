"""Typed substitution: what stands in `${…}` is a JMESPath expression over what is known at that place.

A value replaces a whole scalar with its type kept, or is URL-encoded into one segment of a path. No
text is ever formatted into JSON, so no value can become structure.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast
from urllib.parse import quote

import jmespath
from jmespath import functions
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from app.errors import SystemDidNotAnswer

Scope = Mapping[str, Any]
SPREAD = "..."
_PART = re.compile(r"\$\{([^{}]+)\}")
_ON_THE_WHOLE = {
    "function_expression", "comparator", "and_expression", "or_expression", "not_expression",
    "multi_select_list", "multi_select_dict", "key_val_pair",
}  # fmt: skip


class _Functions(functions.Functions):
    """JMESPath's functions and the four that vendors' interfaces make necessary."""

    @functions.signature({"types": ["string", "null"]})
    def _func_lower(self, text: str | None) -> str | None:
        return text if text is None else text.casefold()

    @functions.signature({"types": ["string", "null"]})
    def _func_digits(self, text: str | None) -> str | None:
        return text if text is None else re.sub(r"\D", "", text)

    @functions.signature({"types": ["string"]})
    def _func_md5(self, text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    @functions.signature({"types": ["array", "object", "null"]})
    def _func_each(self, rows: list[Any] | dict[str, Any] | None) -> list[Any]:
        return list(rows.values()) if isinstance(rows, dict) else rows or []


_OPTIONS = jmespath.Options(custom_functions=_Functions())


@cache
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def select(expression: str, data: object) -> Any:
    """Give what a JMESPath expression selects. Raises SystemDidNotAnswer when it does not fit the data."""
    try:
        return _compiled(expression).search(data, options=_OPTIONS)
    except JMESPathError as error:
        sentence = f"`{expression}` does not fit what the system answered ({type(error).__name__})"
        raise SystemDidNotAnswer(sentence, permanent=True) from None


def checked(expression: str) -> str:
    """Give the expression back. Raises ValueError when it is not JMESPath, or calls what is not there."""
    try:
        unknown = _calls(_compiled(expression).parsed) - _Functions.FUNCTION_TABLE.keys()
    except JMESPathError as error:
        raise ValueError(f"`{expression}` is not JMESPath: {str(error).splitlines()[0]}") from None
    if unknown:
        raise ValueError(f"there is no function `{min(unknown)}`")
    return expression


def names(template: object) -> set[tuple[str, ...]]:
    """Give what the expressions of a template refer to, as dotted chains. Raises ValueError on bad syntax."""
    found: set[tuple[str, ...]] = set()
    for text in _texts(template):
        for expression in _PART.findall(text):
            found |= _chains(_compiled(checked(expression)).parsed)
    return found


def whole(template: object) -> bool:
    """Say whether every `${…}` of a template is a whole scalar."""
    return all("${" not in text or _PART.fullmatch(text) for text in _texts(template))


def fill(template: object, scope: Scope) -> Any:
    """Give the template with every whole-scalar `${…}` replaced by its typed value."""
    match template:
        case str():
            part = _PART.fullmatch(template)
            return select(part[1], scope) if part else template
        case Mapping():
            return _fill_object(cast("Mapping[str, object]", template), scope)
        case list():
            return [fill(item, scope) for item in cast("list[object]", template)]
        case _:
            return template


def fill_path(template: str, scope: Scope) -> str:
    """Give a path with each `${…}` encoded as one segment. Raises ValueError on a value that is none."""
    return _PART.sub(lambda part: _segment(select(part[1], scope), part[1]), template)


def _segment(value: object, expression: str) -> str:
    if not isinstance(value, str | int) or str(value) in {"", ".", ".."}:
        raise ValueError(f"`{expression}` gives nothing that can stand in a path")
    return quote(str(value), safe="")


def _fill_object(template: Mapping[str, object], scope: Scope) -> dict[str, Any]:
    """Give an object; a name whose value turns out to be unknown is left out, as in a query."""
    filled = {name: (item, fill(item, scope)) for name, item in template.items() if name != SPREAD}
    kept = {name: value for name, (item, value) in filled.items() if value is not None or item is None}
    return kept | (fill(template[SPREAD], scope) if SPREAD in template else {})


def _texts(template: object) -> Iterator[str]:
    match template:
        case str():
            yield template
        case Mapping():
            for item in cast("Mapping[str, object]", template).values():
                yield from _texts(item)
        case list():
            for item in cast("list[object]", template):
                yield from _texts(item)
        case _:
            return


def _calls(node: Mapping[str, Any]) -> set[str]:
    own = {node["value"]} if node["type"] == "function_expression" else set[str]()
    return own.union(*(_calls(child) for child in node["children"]))


def _chains(node: Mapping[str, Any]) -> set[tuple[str, ...]]:
    kind, children = node["type"], node["children"]
    if kind == "field":
        return {(node["value"],)}
    if kind == "subexpression" and children[0]["type"] == children[1]["type"] == "field":
        return {(children[0]["value"], children[1]["value"])}
    reach = children if kind in _ON_THE_WHOLE else children[:1]
    return {chain for child in reach for chain in _chains(child)}
