"""The description of the API in a person's language, made from the one that is drawn from the code."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from app.interface.dictionary import enum_of, enums, labels, said, spoken
from app.interface.forms import JSON, operations
from app.vocabulary import Language

_TEXTS: Final = ("title", "summary", "description")
_NAMES: Final = frozenset({"properties", "schemas", "paths", "responses", "content", "$defs", "mapping"})
"""Keys below which keys are names of somebody's choosing, not words of the format."""
_VALUES: Final = frozenset({"enum", "const", "default", "required", "example", "examples", "x-enum-labels"})


def described(document: JSON, language: Language) -> JSON:
    """Give a description as a person reads it: without what machines call, each text in their language.

    In English texts stay as the code has them. In other languages a text nobody has translated is left out
    rather than shown in English; for forms a test lets that never happen. Words of enums get their names as
    `x-enum-labels`, and stay as they are otherwise.
    """
    language, told = spoken(language), copy.deepcopy(document)
    told["paths"] = {
        path: methods
        for path, methods in told["paths"].items()
        if any(operation.is_for_people for operation in operations({"paths": {path: methods}}))
    }
    for part in ("paths", "components"):
        _tell(told[part], language, named=True)
    _name(told["components"]["schemas"], language)
    return told


def _tell(node: Any, language: Language, *, named: bool = False) -> None:
    """Translate the texts of a node and all below it."""
    if isinstance(node, list):
        for inner in cast("Sequence[Any]", node):
            _tell(inner, language)
    if not isinstance(node, dict):
        return
    here = cast("JSON", node)
    for key, value in list(here.items()):
        if not named and key in _TEXTS and isinstance(value, str):
            _replace(here, key, said(value, language))
        elif named or key not in _VALUES:
            _tell(value, language, named=not named and key in _NAMES)


def _replace(node: JSON, key: str, text: str | None) -> None:
    if text is None and key == "description" and "content" in node:
        text = ""  # an answer must have one
    if text is None:
        del node[key]
    else:
        node[key] = text


def _name(schemas: Mapping[str, JSON], language: Language) -> None:
    """Add the names of the words to every enum, also to one that stands in a field."""
    for name, schema in schemas.items():
        _name_in(schema, language, name if name in enums() else None)


def _name_in(node: Any, language: Language, enum: str | None = None) -> None:
    if isinstance(node, list):
        for inner in cast("Sequence[Any]", node):
            _name_in(inner, language)
    if not isinstance(node, dict):
        return
    here = cast("JSON", node)
    values = tuple(str(value) for value in here.get("enum", ()))
    home = here.get("x-enum") or enum or (enum_of(values) if values else None)
    if values and home and (named := labels(home, values, language)):
        here["x-enum-labels"] = named
    for value in here.values():
        _name_in(value, language)
