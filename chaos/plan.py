"""What a run does, all of it drawn from one seed; and how work and kills go hand in hand."""

import asyncio
import random
from dataclasses import dataclass, field

ACTIONS = 6
"""About so many actions a case takes from its opening to its answer."""


@dataclass(frozen=True)
class Plan:
    """How much is done and killed, and whether the house is four processes or one."""

    seed: int
    kills: int
    mails: int
    cases: int
    together: bool = False

    def chance(self, what: str) -> random.Random:
        """Give dice for one part of the run, so that no part's speed changes another's throws."""
        return random.Random(f"{self.seed}.{what}")


@dataclass
class Pace:
    """Holds work back until the kills have come as far, so that they are spread over all of it."""

    work: int
    kills: int
    begun: int = 0
    killed: int = 0
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def turn(self) -> None:
        """Begin one piece of work, not much before its time."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.begun <= self._allowed())
            self.begun += 1
            self._moved.notify_all()

    def _allowed(self) -> float:
        left = self.killed < self.kills
        return (self.killed + 1) * self.work / self.kills if left else float("inf")

    async def until(self, share: float) -> None:
        """Wait until so much of the work has begun."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.begun >= share * self.work)

    async def kill(self) -> None:
        """Note a kill."""
        async with self._moved:
            self.killed += 1
            self._moved.notify_all()

    async def finish(self) -> None:
        """Note that there is no more work; what is left to kill need not wait."""
        async with self._moved:
            self.begun = self.work
            self._moved.notify_all()
