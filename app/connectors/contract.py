"""What every system of record is asked, and the five ways it may answer."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from app.vocabulary import Certainty, IdentKind, Language, RefusalGround, TaskState, Verb

EraseMode = Literal["delete", "anonymise"]
OutcomeState = Literal[
    TaskState.DONE, TaskState.PENDING, TaskState.REFUSED, TaskState.PARTIAL, TaskState.MANUAL
]


@dataclass(frozen=True, slots=True)
class Ident:
    """One identifier of the person; only a verified one may search without a handler's approval."""

    kind: IdentKind
    value: str
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A record that is, or may be, about the person; `ref` is the system's own address of it."""

    ref: str
    collection: str
    certainty: Certainty
    label: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One exported record: JSON values under field names, nested ones dotted (`address.city`)."""

    collection: str
    ref: str
    certainty: Certainty
    label: str
    data: Mapping[str, Any]
    field_labels: Mapping[str, Mapping[Language, str]]
    purpose: str

    def match(self) -> Match:
        """Give the record as something that can be rectified or erased by itself."""
        return Match(self.ref, self.collection, self.certainty, self.label, self.data)


@dataclass(frozen=True, slots=True)
class Blob:
    """One exported file; `chunks` can be read once, and only while the connector is open."""

    collection: str
    ref: str
    certainty: Certainty
    label: str
    name: str
    media_type: str
    size: int | None
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """One field to correct, under the name it was exported with."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Retained:
    """What stays, on which ground (Art. 17(3)), under which statute and until which day, if known."""

    what: str
    ground: RefusalGround
    statute: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a system answered; `reason` holds no personal data, `evidence` may and must be sealed."""

    state: OutcomeState
    reason: str = ""
    handle: str = ""
    poll_after: int = 0
    retained: tuple[Retained, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Connector(Protocol):
    """One system of record. Every verb may be repeated with the same key.

    All of them raise SystemDidNotAnswer when the system fails; `permanent` says that trying again is
    of no use. A connector without `Verb.EXPORT` among its capabilities cannot be searched.
    """

    @property
    def kind(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Verb]: ...

    async def probe(self) -> Outcome:
        """Say whether the system answers, knows us and looks as described."""
        ...

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        """Give the collections that identifiers of these kinds do not lead into.

        What was not searched was not found empty: somebody must prove more about the person, or search
        it by hand.
        """
        ...

    async def find(self, idents: Sequence[Ident]) -> list[Match]:
        """Give every record the identifiers lead to, each once with its highest certainty."""
        ...

    def export(self, match: Match) -> AsyncIterator[Record | Blob]:
        """Give the record as it is now with all that hangs on it; nothing when it is gone."""
        ...

    async def rectify(self, match: Match, changes: Sequence[Change], key: str) -> Outcome:
        """Correct fields that still hold their old value; refused when somebody was faster."""
        ...

    async def erase(self, match: Match, mode: EraseMode, key: str) -> Outcome:
        """Erase the record as the system is declared to; `anonymise` never deletes. Gone is done."""
        ...

    async def poll(self, handle: str) -> Outcome:
        """Say how far a pending verb has come."""
        ...

    async def aclose(self) -> None:
        """Let go of every connection."""
        ...
