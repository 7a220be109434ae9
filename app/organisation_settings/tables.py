"""The tables of a database in the settings: rows of a form instead of keys of a file, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from app.errors import FieldError, InvalidInput
from app.organisation_settings.table_shapes import KINDS

Given = Mapping[str, Any]

_PLAIN: Final = ("schema", "label", "match", "omit", "rectify", "mention", "for_each", "retain")
_USUAL: Final[Mapping[str, Given]] = {
    "match": {"ignore_case": False, "certainty": "exact"},
    "mention": {"kinds": [kind.value for kind in KINDS]},
    "for_each": {"parent": ""},
    "retain": {"keep_until": None, "from_field": "", "years": 0, "end_of_year": False},
}
"""What the form says of parts that are silent in the file."""


def shown(tables: Given) -> list[dict[str, Any]]:
    """Give the rows of the form for the tables a profile declares."""
    return [_shown(name, table) for name, table in tables.items()]


def _shown(name: str, table: Given) -> dict[str, Any]:
    said = {key: value for key, value in table.items() if value is not None}
    whole = {key: _whole(said[key], _USUAL[key]) for key in _USUAL if key in said}
    labels = [{"column": column, "name": told} for column, told in said.get("labels", {}).items()]
    return {"name": name, **said, **whole, "labels": labels, "erase": _erased(said.get("erase"))}


def _whole(part: Any, usual: Given) -> Any:
    if isinstance(part, list):
        return [_whole(one, usual) for one in part]  # pyright: ignore[reportUnknownVariableType]
    return {**usual, **{key: value for key, value in part.items() if value is not None}}


def _erased(erase: Any) -> dict[str, Any]:
    if not isinstance(erase, Mapping):
        return {"how": erase or "stay"}
    values = [
        {"column": column, "becomes": _becoming(value)} for column, value in cast("Given", erase).items()
    ]
    return {"how": "values", "values": values}


def _becoming(value: str | int | None) -> dict[str, Any]:
    if value is None:
        return {"kind": "nothing"}
    return {"kind": "number", "number": value} if isinstance(value, int) else {"kind": "text", "text": value}


def kept(rows: Sequence[Given]) -> dict[str, Any]:
    """Give what a profile declares by the rows. Raises InvalidInput where two have one name."""
    if faults := [FieldError(place, "this name is used twice; give each its own") for place in _twice(rows)]:
        raise InvalidInput("Some tables cannot be told apart.", fields=faults)
    return {row["name"]: _kept(row) for row in rows}


def _twice(rows: Sequence[Given]) -> Iterator[str]:
    """Give the places of what names the same as something before it."""
    named = [(".name", [row["name"] for row in rows], "")]
    for number, row in enumerate(rows):
        named.append((".column", [one["column"] for one in row["labels"]], f"{number}.labels."))
        values = row["erase"].get("values", ())
        named.append((".column", [one["column"] for one in values], f"{number}.erase.values."))
    for field, names, above in named:
        yield from (f"{above}{at}{field}" for at, name in enumerate(names) if name in names[:at])


def _kept(row: Given) -> dict[str, Any]:
    table = {key: row[key] for key in ("table", "key", "purpose")}
    table |= {key: _brief(row[key], _USUAL.get(key, {})) for key in _PLAIN if row[key]}
    if row["labels"]:
        table["labels"] = {one["column"]: one["name"] for one in row["labels"]}
    match row["erase"]:
        case {"how": "delete"}:
            table["erase"] = "delete"
        case {"how": "values", "values": values}:
            table["erase"] = {one["column"]: _value(one["becomes"]) for one in values}
        case _:
            pass
    return table


def _brief(part: Any, usual: Given) -> Any:
    """Give a part without what is so anyway."""
    if isinstance(part, list):
        return [_brief(one, usual) for one in part]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(part, Mapping):
        return part
    return {key: value for key, value in part.items() if key not in usual or value != usual[key]}  # pyright: ignore[reportUnknownVariableType]


def _value(becomes: Given) -> str | int | None:
    value: str | int | None = becomes.get("number", becomes.get("text"))
    return value


def path(below: tuple[Any, ...], rows: Sequence[Given]) -> tuple[Any, ...]:
    """Give the place in the form of one below the tables of a profile."""
    name, *rest = below
    at = [row["name"] for row in rows].index(name)
    match rest:
        case ["labels", column, *more]:
            columns = [one["column"] for one in rows[at]["labels"]]
            return (at, "labels", columns.index(column), "name", *more)
        case ["erase", *_]:
            return (at, "erase")
        case _:
            return (at, *rest)
