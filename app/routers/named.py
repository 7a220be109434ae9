"""What people are called on an open stream: labels go between processes, names to colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog

from app.db import is_away
from app.live.telling import Told
from app.models.live import CaseTold, PresenceTold
from app.office import Office
from app.workflows.members import called

log = structlog.get_logger()


@dataclass
class Names:
    """The names one stream has needed so far; each label is asked about once."""

    office: Office
    organisation_id: UUID
    _known: dict[str, str] = field(default_factory=dict[str, str])

    async def given(self, told: Told) -> Told:
        """Give what is told with names in place of labels, or with labels while nobody can be asked."""
        match told.data:
            case PresenceTold(people=people):
                await self._learn([one.name for one in people])
                named = [one.model_copy(update={"name": self._name(one.name)}) for one in people]
                return replace(told, data=told.data.model_copy(update={"people": named}))
            case CaseTold(actor=actor):
                await self._learn([actor])
                return replace(told, data=told.data.model_copy(update={"actor": self._name(actor)}))
            case _:
                return told

    def _name(self, label: str) -> str:
        return self._known.get(label, label)

    async def _learn(self, labels: Sequence[str]) -> None:
        unknown = [label for label in labels if label not in self._known]
        if not unknown:
            return
        try:
            async with self.office.db.transaction(self.organisation_id) as session:
                names = await called(session, await self.office.desk(session), unknown)
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("names could not be asked for", kind=type(error).__name__)
            return
        self._known.update({label: names.get(label, label) for label in unknown})
