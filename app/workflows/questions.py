"""Questions to the person, which may stop the clock."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law.pauses import asked
from app.models.case import Pause
from app.models.columns import new_id
from app.office import CaseFile
from app.queries import cases
from app.vocabulary import PauseKind


def ask(
    session: AsyncSession, file: CaseFile, kind: PauseKind, question: str, reason: str, at: datetime
) -> None:
    """Write a question down; the law refuses one without a reason (Art. 12(6), Recital 63)."""
    case = file.case
    asked(kind, reason=reason, received=case.received_at, asked_at=at, calendar=file.profile.working_calendar)
    row_id = new_id(at)
    session.add(
        Pause(
            id=row_id,
            organisation_id=case.organisation_id,
            case_id=case.id,
            kind=kind,
            question=file.seal.close("pauses", "question", row_id, question),
            doubt=file.seal.close("pauses", "doubt", row_id, reason),
            asked_at=at,
        )
    )


async def answered(session: AsyncSession, file: CaseFile, kind: PauseKind, at: datetime) -> None:
    """Let the clock run again after every open question of a kind."""
    for pause in await cases.pauses_of(session, file.case.id):
        if pause.kind is kind and pause.answered_at is None:
            pause.answered_at = at
