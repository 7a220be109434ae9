"""One record of a declarative system: where it stands and how it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from app.connectors.contract import Match, Record
from app.connectors.rest_definition import Collection, Definition
from app.connectors.rest_search import Row
from app.connectors.rest_template import Scope, select
from app.connectors.values import flat, nested
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty


@dataclass(frozen=True, slots=True)
class Place:
    """A record with the keys that lead to it, its own last; `above` is the row it was found under."""

    collection: str
    shape: Collection
    keys: Sequence[str]
    row: Row
    certainty: Certainty
    above: Mapping[str, Any]

    @property
    def ref(self) -> str:
        """The keys, each encoded, joined by slashes: enough to find the record again."""
        return "/".join(quote(key, safe="") for key in self.keys)

    def data(self) -> dict[str, Any]:
        """Give the fields under dotted names, without those the definition omits."""
        omit = self.shape.omit
        return {
            name: value
            for name, value in flat(self.row).items()
            if not any(name == left_out or name.startswith(f"{left_out}.") for left_out in omit)
        }

    def label(self) -> str:
        return str((self.shape.label and select(self.shape.label, self.row)) or self.keys[-1])

    def match(self) -> Match:
        return Match(self.ref, self.collection, self.certainty, self.label(), self.data())

    def record(self) -> Record:
        data = self.data()
        labels = {name: words for name, words in self.shape.labels.items() if name in data}
        return Record(
            self.collection, self.ref, self.certainty, self.label(), data, labels, self.shape.purpose
        )

    def scope(self, **more: Any) -> Scope:
        """Give what a template about this record may refer to."""
        parent = {**self.above, "key": self.keys[-2]} if len(self.keys) > 1 else None
        return {"key": self.keys[-1], "row": self.row, "parent": parent, **more}

    def as_parent(self) -> Scope:
        """Give what a search for the records hanging on this one may refer to."""
        return {"parent": {**self.row, "key": self.keys[-1]}}


def place_of(match: Match, definition: Definition) -> Place:
    """Give the place of a match. Raises SystemDidNotAnswer when the definition no longer knows it."""
    shape = definition.collections.get(match.collection)
    if shape is None:
        raise SystemDidNotAnswer(f"{definition.id} has no collection `{match.collection}`", permanent=True)
    keys = tuple(unquote(key) for key in match.ref.split("/"))
    return Place(match.collection, shape, keys, nested(match.data), match.certainty, {})


def place_at(
    collection: str, shape: Collection, row: Row, certainty: Certainty, parent: Place | None = None
) -> Place:
    """Give the place of a row just found. Raises SystemDidNotAnswer when it has no key."""
    key = select(shape.key, row)
    if not isinstance(key, str | int) or key == "":
        raise SystemDidNotAnswer(f"A row of `{collection}` has no key", permanent=True)
    above = parent.keys if parent else ()
    return Place(collection, shape, (*above, str(key)), row, certainty, parent.row if parent else {})
