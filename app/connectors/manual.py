"""Systems without an interface: a named person does the work from a checklist."""

# ruff: noqa: ARG002 - a system done by hand looks at nothing it is given

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Literal, NoReturn

from pydantic import Field

from app.connectors.contract import Blob, Change, EraseMode, Ident, Match, Outcome, Record
from app.connectors.shapes import Strict
from app.errors import ActionNotPossible
from app.vocabulary import IdentKind, Language, TaskState, Verb


class ManualSettings(Strict):
    """Who searches, and where, in each language the owner may read."""

    owner: str = Field(min_length=1)
    owner_email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    checklist: Mapping[Language, tuple[str, ...]] = Field(min_length=1)


class ManualConnector:
    """Answers `manual` to every verb; it refuses to search, lest silence be read as nothing held."""

    kind: Literal["manual"] = "manual"
    capabilities: frozenset[Verb] = frozenset()

    def __init__(self, settings: ManualSettings) -> None:
        self.owner = settings.owner
        self.owner_email = settings.owner_email
        self._checklist = settings.checklist

    def checklist(self, language: Language) -> tuple[str, ...]:
        """Give what to search, in the language or else in the first one written down."""
        return self._checklist.get(language) or next(iter(self._checklist.values()))

    async def probe(self) -> Outcome:
        return self._by_hand()

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        return []

    async def find(self, idents: Sequence[Ident]) -> list[Match]:
        self._cannot_search()

    def export(self, match: Match) -> AsyncIterator[Record | Blob]:
        self._cannot_search()

    async def rectify(self, match: Match, changes: Sequence[Change], key: str) -> Outcome:
        return self._by_hand()

    async def erase(self, match: Match, mode: EraseMode, key: str) -> Outcome:
        return self._by_hand()

    async def poll(self, handle: str) -> Outcome:
        return self._by_hand()

    async def aclose(self) -> None:
        return None

    def _by_hand(self) -> Outcome:
        return Outcome(TaskState.MANUAL, f"{self.owner} does this by hand")

    def _cannot_search(self) -> NoReturn:
        raise ActionNotPossible("This system has no interface; its owner searches it by hand")
