"""The sweep: cases whose time has come are told to who must know; late or twice does no harm."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import is_away
from app.jobs import Job, Kind, enqueue
from app.law import ladder
from app.leases import LeaseLost
from app.models.case import Escalation
from app.office import CaseFile, Office
from app.queries import answers, cases, sweeps, tasks
from app.queries.dossiers import dossier_of
from app.queries.sweeps import Swept
from app.vocabulary import Erased, Event, Happening, Letter, State, TaskState
from app.workflows.advance import proceed
from app.workflows.correspondence import write_to_colleague, write_to_owner
from app.workflows.erased import erase
from app.workflows.history import SYSTEM, record
from app.workflows.missing import missing_from
from app.workflows.timing import recount

log = structlog.get_logger()
_BATCH = 500
_MOST = 2000
"""Cases one sweep puts on the queue; the next minute brings the next."""
_PUT_OFF = timedelta(hours=1)
"""How long a case waits whose escalation failed on our side."""


async def sweep(office: Office, at: datetime) -> int:
    """Queue the escalation of every case whose time has come, and give how many cases that are.

    A case stays due until its job is done. So a sweep may be repeated: what waits is not queued again.
    """
    async with office.db.transaction() as session:
        await sweeps.begin(session)
        due = await sweeps.cases_to_escalate(session, at, _MOST)
        await sweeps.end(session)
        for found in due:
            await enqueue(session, Job(Kind.ESCALATE, found.organisation_id, found.row_id), once=True)
    return len(due)


async def escalate_case(office: Office, job: Job) -> None:
    """Tell whoever must know of a case by now; one that cannot be told of is put off, and holds nobody up."""
    at = clock.now()
    try:
        async with office.db.transaction(job.organisation_id) as session:
            await escalate(office, session, job.subject_id, at)
    except Exception as error:
        if isinstance(error, LeaseLost) or is_away(error):
            raise
        log.exception("escalation failed", case_id=str(job.subject_id))
        await put_off(office, job)


async def put_off(office: Office, job: Job) -> None:
    """Let a case wait that cannot be told of: it stands first in line again the next minute otherwise."""
    async with office.db.transaction(job.organisation_id) as session:
        (await cases.lock_case(session, job.subject_id)).escalate_at = clock.now() + _PUT_OFF


async def escalate(office: Office, session: AsyncSession, case_id: UUID, at: datetime) -> None:
    """Record every rung that has passed, and tell whoever they name, once each."""
    case = await cases.lock_case(session, case_id)
    if case.state is State.CLOSED or case.answered_at is not None:
        case.escalate_at = None
        return
    file = await office.file(session, case)
    profile, calendar = file.profile, file.profile.working_calendar
    # An open question may have moved the due date since it was last counted.
    recount(case, await cases.pauses_of(session, case_id), profile, at)
    told = await cases.escalations_of(session, case_id, case.effective_due)
    passed = ladder.reached(profile.rungs, calendar, case.effective_due, at)
    fresh = [rung for rung in passed if rung.level not in told]
    for rung in fresh:
        await _record(session, file, rung, at)
    if fresh:
        await _tell(office, session, file, fresh, at)
    case.escalate_at = ladder.next_moment(profile.rungs, calendar, case.effective_due, at)


async def _record(session: AsyncSession, file: CaseFile, rung: ladder.Reached, at: datetime) -> None:
    case, due = file.case, file.case.effective_due
    session.add(
        Escalation(
            case_id=case.id,
            level=rung.level,
            due=due,
            organisation_id=case.organisation_id,
            audience=rung.role.value,
            at=at,
        )
    )
    data = {"level": rung.level, "due": due.isoformat(), "audience": rung.role.value}
    await record(
        session, case, Happening.ESCALATED, SYSTEM, at, data={**data, "since": rung.moment.isoformat()}
    )


async def _tell(
    office: Office, session: AsyncSession, file: CaseFile, rungs: Sequence[ladder.Reached], at: datetime
) -> None:
    """Write once to each of those whose rungs have passed, however many of them a late sweep finds."""
    case, due = file.case, file.case.effective_due
    missing = missing_from(file, await dossier_of(session, case.id))
    # The event stands at its true time; nobody is written to at night or on a Sunday.
    wait = ladder.notice_moment(file.profile.working_calendar, at) - at
    for rung in {rung.role: rung for rung in rungs}.values():
        for place, person in enumerate(file.profile.addressees(rung.role)):
            occasion = f"escalation.{case.id}.{rung.level}.{due}.{place}"
            await write_to_colleague(office, session, file, person, occasion, missing, at, wait)
    for task in await tasks.tasks_of(session, case.id, round_=case.round):
        if task.state is TaskState.MANUAL:
            task.reminded_at = at
            await write_to_owner(office, session, file, task, Letter.REMINDER, at, wait)


async def purge_expired(office: Office, at: datetime) -> int:
    """Remove packages whose time is over, and close the cases that waited for nothing else."""
    async with office.db.transaction() as session:
        await sweeps.begin(session)
        due = await sweeps.extracts_to_purge(session, at, _BATCH)
    for found in due:
        try:
            await _purge(office, found, at)
        except Exception:
            log.exception("purge failed", file_id=str(found.row_id))
    return len(due)


async def _purge(office: Office, found: Swept, at: datetime) -> None:
    async with office.db.transaction(found.organisation_id) as session:
        case_id = (await answers.lock_extract(session, found.row_id)).case_id
    async with office.db.transaction(found.organisation_id) as session:
        case = await cases.lock_case(session, case_id)
        extract = await answers.lock_extract(session, found.row_id)
        file = await office.file(session, case)
        await erase(office, session, Erased.PACKAGE, case.id, at, [extract.id])
        await session.refresh(extract)
        await proceed(session, file, Event.CLOSE, actor=SYSTEM, at=at)
        await enqueue(session, Job(Kind.PURGE_COPIES, case.organisation_id, case.id))
