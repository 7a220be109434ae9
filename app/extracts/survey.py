"""What an answer holds, counted in one pass that keeps no item: the other formats plan by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.extracts.content import JSON, Content, Item, Section

SHOWN_WEIGHT = 1_500_000
"""How much of an answer the PDF shows, in characters (some 400 pages)."""
ITEM_WEIGHT = 400
"""What an item costs in the PDF besides the text of its values, in characters."""
VALUE_LENGTH = 20_000
"""A longer value is cut in the PDF; every other format has it whole."""


@dataclass(frozen=True)
class Surveyed:
    """The counts of one section; `columns` are the fields of each collection, in the order they were met."""

    items: int
    files: int
    redacted: int
    weight: int
    cut: bool
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Survey:
    """The counts of all sections, in their order."""

    sections: tuple[Surveyed, ...]

    @property
    def items(self) -> int:
        """How many items there are in all."""
        return sum(section.items for section in self.sections)

    @property
    def redacted(self) -> int:
        """In how many items something is blacked out."""
        return sum(section.redacted for section in self.sections)


async def surveyed(content: Content) -> Survey:
    """The counts of an answer; reads every item once."""
    return Survey(tuple([await _section(section) for section in content.sections]))


async def _section(section: Section) -> Surveyed:
    items = files = redacted = weight = 0
    cut = False
    columns: dict[str, dict[str, None]] = {}
    async for item in section.items():
        items += 1
        files += item.file is not None
        redacted += bool(item.redacted)
        weight += weight_of(item)
        cut = cut or any(length_of(value) > VALUE_LENGTH for value in item.fields.values())
        columns.setdefault(item.collection, {}).update(dict.fromkeys(item.fields))
    return Surveyed(
        items, files, redacted, weight, cut, {name: tuple(known) for name, known in columns.items()}
    )


def weight_of(item: Item) -> int:
    """What an item takes of the room in the PDF, in characters."""
    return ITEM_WEIGHT + sum(min(VALUE_LENGTH, length_of(value)) for value in item.fields.values())


def length_of(value: JSON) -> int:
    """About how many characters a value is when shown."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(len(name) + length_of(inner) for name, inner in value.items())
    if isinstance(value, Sequence):
        return sum(map(length_of, value))
    return len(str(value))


def shares(weights: Sequence[int], room: int) -> list[int]:
    """What each section may take of the room: small ones whole, the large ones the rest in equal parts."""
    given = [0] * len(weights)
    for done, index in enumerate(sorted(range(len(weights)), key=lambda i: weights[i])):
        given[index] = min(weights[index], room // (len(weights) - done))
        room -= given[index]
    return given
