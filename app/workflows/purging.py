"""Our own copies of what systems hold: gone with the package, and after an erasure at once."""

from app import clock
from app.jobs import Job
from app.office import Office
from app.queries import cases, tasks
from app.vocabulary import Disposal, Happening, Right, State
from app.workflows.history import SYSTEM, record

EXPIRED = "expired"


async def purge_copies(office: Office, job: Job) -> None:
    """Remove the copies once the case is closed and its package expired, or what it had erased is gone.

    What was kept by decision stays with the evidence. Again is harmless.
    """
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.lock_case(session, job.subject_id)
        if case.state is not State.CLOSED or (job.detail != EXPIRED and Right.ERASURE not in case.rights):
            return
        file = await office.file(session, case)
        purged = 0
        for finding in await tasks.all_findings_of(session, case.id):
            if finding.sha256 is not None and finding.disposal is not Disposal.RETAIN:
                await file.forget(finding.id)
                finding.sha256 = None
                purged += 1
        if purged:
            await record(session, case, Happening.COPIES_PURGED, SYSTEM, clock.now(), data={"items": purged})
