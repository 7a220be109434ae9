"""Our own copies of what systems hold: gone with the package, or at once where there is none."""

from app import clock
from app.jobs import Job
from app.office import Office
from app.queries import answers, cases, tasks
from app.vocabulary import Disposal, Erased, Happening, Right, State
from app.workflows.erased import erase
from app.workflows.history import SYSTEM, record


async def purge_copies(office: Office, job: Job) -> None:
    """Remove the copies of a closed case, as soon as no package is left that was made of them.

    After an erasure they go at once, so that the case is not the last place the data live; what was kept
    by decision stays with the evidence; a case that is held keeps all. What a program that died left behind
    goes as well. Again is harmless.
    """
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.lock_case(session, job.subject_id)
        packages = await answers.extracts_of(session, case.id)
        waits = any(package.purged_at is None for package in packages) and Right.ERASURE not in case.rights
        if case.state is not State.CLOSED or case.held_at is not None or waits:
            return
        found = await tasks.all_findings_of(session, case.id)
        copies = [
            finding.id
            for finding in found
            if finding.sha256 is not None and finding.disposal is not Disposal.RETAIN
        ]
        if copies:
            at = clock.now()
            await record(session, case, Happening.COPIES_PURGED, SYSTEM, at, data={"items": len(copies)})
            await erase(office, session, Erased.COPIES, case.id, at, copies)
        file = await office.file(session, case)
        named = {finding.id for finding in found} | {package.id for package in packages}
    for content in await file.stored():
        if content not in named:
            await file.forget(content)
