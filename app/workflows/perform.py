"""Every kind of job and who does it; what a job does is safe to do again."""

import structlog

from app import clock
from app.errors import Forgotten
from app.jobs import Job, Kind
from app.office import Office
from app.queries import cases, tasks
from app.vocabulary import Event, Letter, TaskState
from app.workflows.advance import proceed
from app.workflows.answering import make_extract
from app.workflows.asking import run_task
from app.workflows.correspondence import write_to_owner, write_to_person
from app.workflows.history import SYSTEM
from app.workflows.locating import locate_contact
from app.workflows.purging import purge_copies
from app.workflows.rounds import start_round
from app.workflows.sending import send_letter
from app.workflows.settling import go_on

log = structlog.get_logger()


async def perform(office: Office, job: Job) -> None:
    """Do one job of a case's lifecycle; for a case that was forgotten meanwhile nothing is left to do."""
    try:
        await _perform(office, job)
    except Forgotten:
        log.info("its case was forgotten", kind=job.kind.value)


async def _perform(office: Office, job: Job) -> None:  # noqa: C901 - one arm for each kind, none nested
    match job.kind:
        case Kind.LOCATE_CONTACT:
            await locate_contact(office, job)
        case Kind.START_ROUND:
            async with office.db.transaction(job.organisation_id) as session:
                await start_round(office, session, job.subject_id, int(job.detail), clock.now())
        case Kind.RUN_TASK:
            await run_task(office, job)
        case Kind.MAKE_EXTRACT:
            await make_extract(office, job)
        case Kind.WRITE_LETTER:
            await _write_letter(office, job)
        case Kind.SEND_LETTER:
            await send_letter(office, job)
        case Kind.REMIND_OWNER:
            await _remind_owner(office, job)
        case Kind.PROCEED:
            await _proceed(office, job)
        case Kind.PURGE_COPIES:
            await purge_copies(office, job)
        case Kind.ROUTE_MESSAGE | Kind.SCAN_MESSAGE:
            raise AssertionError("Messages are the intake's.")


async def _write_letter(office: Office, job: Job) -> None:
    letter = Letter(job.detail.partition(".")[0])
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.file(session, await cases.lock_case(session, job.subject_id))
        occasion = f"{job.detail}.{job.subject_id}"
        await write_to_person(office, session, file, letter, occasion, clock.now())


async def _remind_owner(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        case_id = (await tasks.get_task(session, job.subject_id)).case_id
        file = await office.file(session, await cases.lock_case(session, case_id))
        task = await tasks.get_task(session, job.subject_id, lock=True)
        if task.state is TaskState.MANUAL:
            await write_to_owner(office, session, file, task, Letter.REMINDER, clock.now())


async def _proceed(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.file(session, await cases.lock_case(session, job.subject_id))
        if job.detail == "round":
            await go_on(session, file, clock.now())
        else:
            await proceed(session, file, Event(job.detail), actor=SYSTEM, at=clock.now())
