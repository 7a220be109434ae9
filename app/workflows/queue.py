"""Effects become jobs, in the transaction of the move they follow from."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import Job, Kind, enqueue
from app.models.case import Case
from app.workflows.effects import (
    Effect,
    HoldMessage,
    LocateContact,
    MakeExtract,
    Proceed,
    PurgeCopies,
    StartRound,
    WriteLetter,
)


def job_of(case: Case, effect: Effect) -> Job | None:
    """Give the job that performs an effect on a case as it stands now; none for what the move does itself."""
    match effect:
        case LocateContact():
            kind, detail = Kind.LOCATE_CONTACT, ""
        case StartRound():
            kind, detail = Kind.START_ROUND, str(case.round)
        case MakeExtract():
            kind, detail = Kind.MAKE_EXTRACT, str(case.round)
        case WriteLetter(letter):
            kind, detail = Kind.WRITE_LETTER, f"{letter.value}.{case.version}"
        case HoldMessage():
            return None
        case Proceed(event):
            kind, detail = Kind.PROCEED, event.value
        case PurgeCopies():
            kind, detail = Kind.PURGE_COPIES, ""
    return Job(kind, case.organisation_id, case.id, detail)


async def queue_effect(session: AsyncSession, case: Case, effect: Effect) -> None:
    """Put an effect on the queue."""
    if job := job_of(case, effect):
        await enqueue(session, job)
