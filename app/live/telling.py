"""What is told, and one listener's share of it: a queue that never grows and never makes anybody wait."""

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from app.models.live import NothingTold

LONGEST_QUEUE: Final = 200


@dataclass(frozen=True)
class Told:
    """One event of the stream; `id` is where to go on from, for what can be told again."""

    event: str
    data: BaseModel
    id: str | None = None
    position: int | None = None


RESYNC: Final = Told("resync", NothingTold())
"""Something may have been missed: read the lists again."""


class Share:
    """What one listener has still to be told."""

    def __init__(self, organisation_id: UUID) -> None:
        """Begin with nothing."""
        self.organisation_id = organisation_id
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue(LONGEST_QUEUE + 2)

    def put(self, told: Told) -> None:
        """Add something; a listener who is too slow is told to read everything again instead."""
        if self._waiting.qsize() >= LONGEST_QUEUE:
            self._clear()
            told = RESYNC
        self._waiting.put_nowait(told)

    def end(self) -> None:
        """Let nothing more be told."""
        self._clear()
        self._waiting.put_nowait(None)

    async def next(self) -> Told | None:
        """Give what comes next, when it comes; None at the end."""
        return await self._waiting.get()

    def _clear(self) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()
