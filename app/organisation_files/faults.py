"""Everything that is wrong with an organisation's file, found in one reading, each with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeGuard

from pydantic import BaseModel, ValidationError

from app.connectors import registry
from app.connectors.manual import ManualSettings
from app.connectors.rest_file import definition
from app.connectors.rest_settings import RestSettings
from app.connectors.sql_settings import SqlSettings
from app.errors import InvalidInput
from app.law.ladder import parse
from app.models.faults import causes
from app.organisation_files.sentences import sentence, unknown
from app.organisation_files.shapes import known_keys
from app.profiles import Profile

_SHAPES: Final[Mapping[str, type[BaseModel]]] = {
    "manual": ManualSettings,
    "rest": RestSettings,
    "sql": SqlSettings,
}


class Fault(NamedTuple):
    """Where in the file something is wrong (`("systems", 2, "name")`), and what to do about it."""

    place: tuple[Any, ...]
    sentence: str


def faults(data: Mapping[str, Any]) -> list[Fault]:
    """Give every fault of a file that is valid TOML; none means that it is a valid profile."""
    found = [*_shape(data), *_settings(data), *_ladder(data), *_names(data)]
    # A rule across several keys has no place in the shape; it is told by its place in what follows.
    return [fault for fault in found if fault.place] or found


def faults_of_shape(shape: type[BaseModel], data: Mapping[str, Any]) -> Iterator[Fault]:
    """Give every fault of data that should have a shape, one a place."""
    try:
        shape.model_validate(data)
    except ValidationError as error:
        yield from _shaped(error, data, shape, ())


def _shape(data: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        yield from faults_of_shape(Profile, data)
    except InvalidInput as error:
        yield Fault((), error.detail)


def _shaped(
    error: ValidationError, data: Any, shape: type[BaseModel], above: tuple[Any, ...]
) -> Iterator[Fault]:
    """Give what pydantic found, one fault a place: the choices of a union fail together."""
    told: dict[tuple[Any, ...], list[str]] = {}
    for fault in causes(error.errors(include_url=False)):
        place = _place(fault["loc"], data, absent=fault["type"] == "missing")
        said = sentence(fault, str(place[-1]) if place else "", known_keys(shape, place[:-1]))
        told.setdefault(place, []).append(said)
    for place, sentences in told.items():
        yield Fault((*above, *place), ", or ".join(dict.fromkeys(sentences)))


def _place(loc: Sequence[Any], data: object, *, absent: bool) -> tuple[Any, ...]:
    """Give the part of a location that the file knows; the rest names choices of a union."""
    place: list[Any] = []
    for step in loc:
        if (_is_table(data) and step in data) or (_is_list(data) and isinstance(step, int)):
            data = data[step]
        elif absent and step == loc[-1]:
            data = None
        else:
            continue
        place.append(step)
    return tuple(place)


def _settings(data: Mapping[str, Any]) -> Iterator[Fault]:
    for number, system in _tables(data, "systems"):
        kind, settings = system.get("kind"), system.get("settings")
        if isinstance(kind, str) and kind in _SHAPES and _is_table(settings):
            try:
                registry.validate(kind, settings)
            except InvalidInput as error:
                yield from _unfit(_SHAPES[kind], settings, error, ("systems", number, "settings"))


def _unfit(
    shape: type[BaseModel], settings: Mapping[str, Any], error: InvalidInput, place: tuple[Any, ...]
) -> Iterator[Fault]:
    try:
        shape.model_validate(settings)
    except ValidationError as shaped:
        yield from _shaped(shaped, settings, shape, place)
    else:
        yield from _unfit_params(str(settings["definition"]), error, place)


def _unfit_params(reference: str, error: InvalidInput, place: tuple[Any, ...]) -> Iterator[Fault]:
    try:
        known = definition(reference).params
    except InvalidInput as broken:
        yield Fault((*place, "definition"), "; ".join(field.message for field in broken.fields))
        return
    for field in error.fields:
        name = field.path.removeprefix("params.")
        said = field.message if name in known else unknown("param", name, known)
        yield Fault((*place, "params", name), said)


def _ladder(data: Mapping[str, Any]) -> Iterator[Fault]:
    rungs = data.get("ladder")
    if _is_list(rungs) and all(isinstance(rung, str) for rung in rungs):
        try:
            parse(rungs)
        except InvalidInput as error:
            for field in error.fields:
                yield Fault(("ladder", int(field.path)), field.message)


def _names(data: Mapping[str, Any]) -> Iterator[Fault]:
    systems = {name for _, system in _tables(data, "systems") if isinstance(name := system.get("slug"), str)}
    yield from _twice(data, (("systems", "slug"), ("recipients", "slug")))
    yield from _twice(data, (("inboxes", "address"),))
    for number, recipient in _tables(data, "recipients"):
        told = recipient.get("systems")
        for place, name in enumerate(told if _is_list(told) else ()):
            if isinstance(name, str) and name not in systems:
                yield Fault(("recipients", number, "systems", place), unknown("system", name, systems))
    register = data.get("register")
    entries = register.get("systems") if _is_table(register) else None
    for name in entries if _is_table(entries) else ():
        if name not in systems:
            yield Fault(("register", "systems", name), unknown("system", name, systems))


def _twice(data: Mapping[str, Any], keys: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for table, key in keys:
        for number, entry in _tables(data, table):
            name = entry.get(key)
            if isinstance(name, str) and name.lower() in seen:
                yield Fault((table, number, key), f"this {key} is used twice; give each its own")
            elif isinstance(name, str):
                seen.add(name.lower())


def _tables(data: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    entries = data.get(key)
    for number, entry in enumerate(entries if _is_list(entries) else ()):
        if _is_table(entry):
            yield number, entry


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_table(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)
