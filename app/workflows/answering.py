"""The answer: reviewed findings put together as a sealed package, in a new version each time."""

from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.extracts.package import package
from app.jobs import Job, Kind, enqueue
from app.models.answer import Extract
from app.models.columns import new_id
from app.office import CaseFile, Office
from app.profiles import Profile
from app.queries import answers, cases, tasks
from app.vocabulary import Happening, Review, State
from app.workflows.compiling import content_of
from app.workflows.gather import step_of
from app.workflows.history import SYSTEM, record


async def make_extract(office: Office, job: Job) -> None:
    """Make the package of an answer and queue the letter that tells of it; again is harmless."""
    at = clock.now()
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.get_case(session, job.subject_id)
        if case.state is not State.ANSWERED or str(case.round) != job.detail:
            return
        file = await office.file(session, case)
        row = await new_extract(session, file, at)
        later = partial(office.db.transaction, job.organisation_id)
        content = await content_of(session, file, row, at, later) if row else None
    if row is not None and content is not None:
        # Sealed outside any transaction: a large answer takes a while.
        stored = await file.keep(row.id, package(content))
        row.size, row.sha256 = stored.size, stored.sha256
    await _finish(office, job, row, at)


async def new_extract(session: AsyncSession, file: CaseFile, at: datetime) -> Extract | None:
    """Give the row of the package the present answer needs; None when it needs none, or has it."""
    step, case = step_of(file.case), file.case
    made = await answers.extracts_of(session, case.id)
    if step is None or step.extract is None or any(extract.round == case.round for extract in made):
        return None
    searched = await tasks.latest_search(session, case.id)
    found = await tasks.reviewed(session, case.id, searched)
    withheld = sum(some.findings for some in found if some.review is Review.WITHHOLD)
    return Extract(
        id=new_id(at),
        organisation_id=case.organisation_id,
        case_id=case.id,
        version=len(made) + 1,
        step=case.step,
        round=case.round,
        kind=step.extract,
        sha256=b"",
        size=0,
        items=sum(some.findings for some in found) - withheld,
        withheld=withheld,
        made_at=at,
        expires_at=_expiry(file.profile, at),
        downloads=0,
    )


def _expiry(profile: Profile, at: datetime) -> datetime:
    """Give the end of the last local day on which the package may be downloaded."""
    calendar = profile.working_calendar
    return calendar.end_of(calendar.local_day(at) + timedelta(days=profile.download_days))


async def _finish(office: Office, job: Job, row: Extract | None, at: datetime) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.lock_case(session, job.subject_id)
        step = step_of(case)
        if case.state is not State.ANSWERED or str(case.round) != job.detail:
            return
        if row is not None:
            session.add(row)
            data = {
                "extract": str(row.id),
                "version": row.version,
                "kind": row.kind.value,
                "items": row.items,
            }
            await record(
                session, case, Happening.EXTRACT_MADE, SYSTEM, at, data={**data, "withheld": row.withheld}
            )
        if step is not None and step.letter is not None:
            letter = Job(
                Kind.WRITE_LETTER, case.organisation_id, case.id, f"{step.letter.value}.{case.version}"
            )
            await enqueue(session, letter)
