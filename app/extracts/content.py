"""The shapes an answer is made of: what every format of one extract reads, and nothing that can change."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Kind: TypeAlias = Literal["access", "fresh", "portability", "erasure"]


@dataclass(frozen=True)
class File:
    """A document a system holds about the person; `open` gives its bytes from the start, each time."""

    name: str
    media_type: str
    size: int
    open: Callable[[], AsyncIterator[bytes]]


@dataclass(frozen=True)
class Item:
    """One record of one system, as the person is given it; blacked-out values are replaced already.

    `redacted` names the fields where something is blacked out, `redaction_grounds` says why, field by
    field, in a sentence (Art. 15(4)). `field_labels` may name nested fields by their path
    (`education.school`).
    """

    id: str
    system: str
    collection: str
    ref: str
    label: str
    purpose: str
    fields: Mapping[str, JSON]
    field_labels: Mapping[str, str]
    redacted: tuple[str, ...] = ()
    file: File | None = None
    redaction_grounds: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Withheld:
    """Records that exist and are not given out, with the ground as a sentence and its legal source."""

    system: str
    collection: str
    count: int
    ground: str
    source: str


@dataclass(frozen=True)
class Section:
    """What one system gave. `items` starts anew, in the same order, each time it is called."""

    system: str
    name: str
    outcome: str
    items: Callable[[], AsyncIterator[Item]]
    withheld: tuple[Withheld, ...] = ()
    given: int = 0
    """How many items that is, where it was counted before they are read."""


@dataclass(frozen=True)
class Correction:
    """One field that was corrected (Art. 16); `verified` when the system was read again and agreed."""

    system: str
    field: str
    old: str
    new: str
    outcome: str
    verified: bool


@dataclass(frozen=True)
class Kept:
    """What an erasure left, and why (Art. 17(3)); without a date the ground says what ends the keeping."""

    system: str
    what: str
    ground: str
    statute: str
    keep_until: date | None


@dataclass(frozen=True)
class Authority:
    """Where the person may complain (Art. 77)."""

    name: str
    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""

    @property
    def contacts(self) -> tuple[str, ...]:
        """The ways to reach it that are known, as one line; none when none is."""
        line = " · ".join(text for text in (self.website, self.email, self.phone, self.address) if text)
        return (line,) if line else ()


@dataclass(frozen=True)
class Table:
    """Rows below named columns; a cell may hold several lines."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """One part of the information that goes with the data (Art. 15(1)(a)-(h), 15(2))."""

    key: str
    article: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Content:
    """One whole answer. Instants are aware; `zone` is the IANA zone they are written in."""

    organisation_name: str
    organisation_contact: str
    reference: str
    person_name: str
    language: str
    version: int
    kind: Kind
    data_as_of: datetime
    made_at: datetime
    zone: str
    received_on: date
    authority: Authority
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...] = ()
    corrections: tuple[Correction, ...] = ()
    kept: tuple[Kept, ...] = ()
