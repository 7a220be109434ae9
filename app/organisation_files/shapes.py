"""Which keys a place in an organisation's file may have, read from the shapes it is validated with."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel

Schema: TypeAlias = Mapping[str, Any]


def known_keys(shape: type[BaseModel], place: Sequence[Any]) -> set[str]:
    """Give the keys of the table at a place below the shape; none where any key may stand."""
    schema = _schema(shape)
    at: list[Schema] = [schema]
    for step in place:
        at = [below for node in _plain(at, schema) for below in _below(node, step)]
    return {key for node in _plain(at, schema) for key in node.get("properties", ())}


@cache
def _schema(shape: type[BaseModel]) -> Schema:
    return shape.model_json_schema(by_alias=True)


def _plain(nodes: Iterable[Schema], root: Schema) -> Iterable[Schema]:
    """Give the nodes without references and choices."""
    for node in nodes:
        if reference := node.get("$ref"):
            yield from _plain([root["$defs"][str(reference).rpartition("/")[2]]], root)
        elif choices := node.get("anyOf"):
            yield from _plain(choices, root)
        else:
            yield node


def _below(node: Schema, step: str | int) -> Iterable[Schema]:
    if isinstance(step, int):
        below = node.get("items")
    else:
        below = node.get("properties", {}).get(step) or node.get("additionalProperties")
    if isinstance(below, Mapping):
        yield below
