"""What hangs on a case, read once: whoever judges and shows a case reads no table twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import Extract, OutgoingLetter
from app.models.case import Contact, Pause, VerifiedAttribute
from app.models.note import Note
from app.models.task import Correction, Task
from app.queries import answers, cases, notes, tasks
from app.vocabulary import IdentKind, TaskState, Verb


@dataclass(frozen=True)
class Dossier:
    """The rows of a case, as they stand now; `emails` are the addresses systems hold."""

    pauses: Sequence[Pause] = ()
    emails: Sequence[Contact] = ()
    tasks: Sequence[Task] = ()
    corrections: Sequence[Correction] = ()
    extracts: Sequence[Extract] = ()
    letters: Sequence[OutgoingLetter] = ()
    proven: Sequence[VerifiedAttribute] = ()
    notes: Sequence[Note] = ()

    @property
    def notices_back(self) -> list[Task]:
        """Give the notices that did not reach their recipient, and that nobody has settled since."""
        return [task for task in self.tasks if task.verb is Verb.NOTIFY and task.state is TaskState.FAILED]


NEW: Final = Dossier()
"""What hangs on a case that was opened in this very transaction."""


async def dossier_of(session: AsyncSession, case_id: UUID) -> Dossier:
    """Give what hangs on a case."""
    return Dossier(
        pauses=await cases.pauses_of(session, case_id),
        emails=await cases.contacts_of(session, case_id, IdentKind.EMAIL),
        tasks=await tasks.tasks_of(session, case_id),
        corrections=await tasks.corrections_of(session, case_id),
        extracts=await answers.extracts_of(session, case_id),
        letters=await answers.letters_of(session, case_id),
        proven=await cases.attributes_of(session, case_id),
        notes=await notes.notes_of(session, case_id),
    )
