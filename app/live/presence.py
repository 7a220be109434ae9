"""Who is at which case: kept in memory, and forgotten a while after they were last heard of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.models.live import PresenceTold, Somebody
from app.vocabulary import Doing

HEARD_SECONDS: Final = 45.0
"""Whoever says it every 20 seconds may be missed once."""


@dataclass(frozen=True)
class _Seen:
    doing: Doing
    until: float


@dataclass
class Presence:
    """Everybody who is anywhere; times are seconds of one clock that only ever goes forward."""

    _cases: dict[tuple[UUID, UUID], dict[str, _Seen]] = field(
        default_factory=dict[tuple[UUID, UUID], dict[str, _Seen]]
    )

    def hear(self, organisation_id: UUID, case_id: UUID, name: str, doing: Doing, at: float) -> bool:
        """Note that somebody is at a case, or has left it; tell whether that is news."""
        people = self._cases.setdefault((organisation_id, case_id), {})
        before = people.pop(name, None)
        if doing is not Doing.LEFT:
            people[name] = _Seen(doing, at + HEARD_SECONDS)
        elif not people:
            del self._cases[organisation_id, case_id]
        return doing is not (before.doing if before else Doing.LEFT)

    def forget(self, at: float) -> list[tuple[UUID, UUID]]:
        """Forget those who were not heard of for long; give the organisations and cases they were at."""
        gone: list[tuple[UUID, UUID]] = []
        for place, people in list(self._cases.items()):
            staying = {name: seen for name, seen in people.items() if seen.until > at}
            if len(staying) < len(people):
                gone.append(place)
                self._cases[place] = staying
                if not staying:
                    del self._cases[place]
        return gone

    def at(self, organisation_id: UUID, case_id: UUID) -> PresenceTold:
        """Give who is at a case, in the order of their names."""
        people = sorted(self._cases.get((organisation_id, case_id), {}).items())
        found = [Somebody(name=name, doing=seen.doing) for name, seen in people]
        return PresenceTold(case_id=case_id, people=found)

    def anywhere(self, organisation_id: UUID) -> Iterator[PresenceTold]:
        """Give every case of an organisation at which somebody is."""
        for here, case_id in list(self._cases):
            if here == organisation_id:
                yield self.at(here, case_id)
