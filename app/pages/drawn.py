"""Pages as they were drawn last, for as long as what they show stands: sealed, few, and soon forgotten."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.trust.sealing import Seal

MOST: Final = 200
"""Pages kept at most; one takes some ten kilobytes."""


@dataclass(frozen=True)
class Ground:
    """What a page was drawn from: the version of the profile, and how the rows of the case stood."""

    version: int
    stands: str


@dataclass(frozen=True)
class _Drawn:
    ground: Ground
    until: datetime
    sealed: bytes


class DrawnPages:
    """The status pages a process drew last, one for each case and each reach of a visit.

    Each is sealed under the secret of its case, which is not kept: a page whose case was erased, here or by
    another process, cannot be opened by anybody.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._pages: OrderedDict[tuple[UUID, int], _Drawn] = OrderedDict()

    def __len__(self) -> int:
        """Give how many pages are kept."""
        return len(self._pages)

    def found(self, case_id: UUID, level: int, ground: Ground, seal: Seal, at: datetime) -> bytes | None:
        """Give the page if it was drawn from the same ground and its time is not over."""
        drawn = self._pages.get((case_id, level))
        if drawn is None:
            return None
        if drawn.ground != ground or drawn.until <= at:
            del self._pages[case_id, level]
            return None
        self._pages.move_to_end((case_id, level))
        return seal.open_bytes("pages", "status", case_id, drawn.sealed)

    def keep(
        self, case_id: UUID, level: int, ground: Ground, seal: Seal, page: bytes, until: datetime
    ) -> None:
        """Keep a page until an instant, or until newer ones push it out."""
        sealed = seal.close_bytes("pages", "status", case_id, page)
        self._pages[case_id, level] = _Drawn(ground, until, sealed)
        self._pages.move_to_end((case_id, level))
        while len(self._pages) > self._most:
            self._pages.popitem(last=False)

    def forget(self, case_id: UUID) -> None:
        """Keep no page of a case."""
        for key in [key for key in self._pages if key[0] == case_id]:
            del self._pages[key]
