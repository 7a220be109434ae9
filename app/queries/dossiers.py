"""What hangs on a case, read once: whoever judges and shows a case reads no table twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import Extract, OutgoingLetter
from app.models.case import Contact, Pause, VerifiedAttribute
from app.models.note import Note
from app.models.task import Correction, Task
from app.queries import answers, cases, notes, tasks
from app.queries.here import organisation_of
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


async def dossiers_of(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, Dossier]:
    """Give what the rules ask of many cases, in a statement a table; who they are and notes are left out."""
    return dict(
        zip(
            case_ids,
            map(
                Dossier,
                *[
                    await _each(session, Pause, case_ids, Pause.asked_at),
                    await _each(session, Contact, case_ids, Contact.id, Contact.kind == IdentKind.EMAIL),
                    await _each(session, Task, case_ids, Task.round),
                    await _each(session, Correction, case_ids, Correction.claimed_at),
                    await _each(session, Extract, case_ids, Extract.version),
                    await _each(session, OutgoingLetter, case_ids, OutgoingLetter.written_at),
                ],
            ),
            strict=True,
        )
    )


async def _each(
    session: AsyncSession, model: Any, case_ids: Sequence[UUID], order: Any, *more: Any
) -> list[Sequence[Any]]:
    """Give the rows of one table, case by case, in their order."""
    found = await session.exec(
        select(model)
        .where(model.organisation_id == organisation_of(session), col(model.case_id).in_(case_ids), *more)
        .order_by(order, model.id)
    )
    rows: dict[UUID, list[Any]] = {case_id: [] for case_id in case_ids}
    for row in found:
        rows[row.case_id].append(row)
    return list(rows.values())
