"""Our own copies of what systems hold: gone with the package, or at once where there is none."""

from app import clock
from app.jobs import Job
from app.office import Office
from app.queries import answers, cases, tasks
from app.vocabulary import Disposal, Happening, Right, State
from app.workflows.history import SYSTEM, record


async def purge_copies(office: Office, job: Job) -> None:
    """Remove the copies of a closed case, as soon as no package is left that was made of them.

    After an erasure they go at once, so that the case is not the last place the data live; what was kept
    by decision stays with the evidence. Again is harmless.
    """
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.lock_case(session, job.subject_id)
        packages = await answers.extracts_of(session, case.id)
        waits = any(package.purged_at is None for package in packages) and Right.ERASURE not in case.rights
        if case.state is not State.CLOSED or waits:
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
