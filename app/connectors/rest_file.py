"""Reads a connector's YAML file; every fault is told with file, line and key."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError

from app.connectors.rest_definition import Definition
from app.connectors.shapes import field_errors
from app.errors import FieldError, InvalidInput

LIBRARY = Path(__file__).parent / "library"
_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Lines = dict[tuple[str, ...], int]


def library() -> list[str]:
    """Give the ids of the definitions that come with the product."""
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def definition(reference: str) -> Definition:
    """Give a definition by its id in the library or the path of a file. Raises InvalidInput."""
    by_id = re.fullmatch(r"[a-z0-9][a-z0-9-]*", reference)
    path = LIBRARY / f"{reference}.yaml" if by_id else Path(reference)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(library())
        sentence = f"there is no such definition; give the path of a file, or one of {known}"
        raise InvalidInput(
            "The connector's definition cannot be read", fields=[FieldError("definition", sentence)]
        ) from None
    return parsed(text, path.name)


@lru_cache(maxsize=64)
def parsed(text: str, file: str) -> Definition:
    """Give the definition a YAML text holds. Raises InvalidInput with file, line and key of each fault."""
    data, lines = _read(text, file)
    context = {
        "params": frozenset(cast("dict[str, Any]", data.get("params") or {})),
        "collections": frozenset(cast("dict[str, Any]", data.get("collections") or {})),
    }
    try:
        return Definition.model_validate(data, context=context)
    except ValidationError as error:
        faults = field_errors(error, partial(_place, file, lines))
        raise InvalidInput(f"{file} is not a connector definition", fields=faults) from None


def _read(text: str, file: str) -> tuple[dict[str, Any], Lines]:
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        data = cast("Any", loader).construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad_yaml(file, line, error.problem or "not YAML") from None
    except yaml.YAMLError:
        raise _bad_yaml(file, 1, "holds characters that YAML does not know") from None
    if root is None or not isinstance(data, dict):
        raise _bad_yaml(file, 1, "must be a mapping")
    lines: Lines = {}
    for path, node in _walk(root, ()):
        if path in lines:
            raise _bad_yaml(file, node.start_mark.line + 1, f"`{path[-1]}` stands here twice")
        lines[path] = node.start_mark.line + 1
    return cast("dict[str, Any]", data), lines


def _walk(node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for name, item in node.value:
            yield (*path, str(name.value)), name
            yield from _walk(item, (*path, str(name.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, str(index)), item
            yield from _walk(item, (*path, str(index)))


def _place(file: str, lines: Lines, loc: Sequence[Any]) -> str:
    """Give `file line N` of the deepest part of a location that stands in the file."""
    path: tuple[str, ...] = ()
    for part in loc:  # a union's tag is part of the location but not of the file
        if (*path, str(part)) in lines:
            path = (*path, str(part))
    return f"{file} line {lines.get(path, 1)}"


def _bad_yaml(file: str, line: int, sentence: str) -> InvalidInput:
    return InvalidInput(f"{file} cannot be read", fields=[FieldError("", f"{file} line {line}: {sentence}")])
