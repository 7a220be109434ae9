"""Every kind of job and who does it; what a job does is safe to do again."""

from collections.abc import Awaitable, Callable

import structlog

from app import clock
from app.errors import Forgotten
from app.jobs import NOBODY, Job, Kind
from app.office import Office
from app.queries import tasks
from app.vocabulary import Event, Letter, TaskState
from app.workflows.advance import proceed
from app.workflows.answering import make_extract
from app.workflows.asking import run_task
from app.workflows.correspondence import write_to_owner, write_to_person
from app.workflows.escalate import escalate_case
from app.workflows.history import SYSTEM
from app.workflows.inviting import send_invitation
from app.workflows.locating import locate_contact
from app.workflows.purging import purge_copies
from app.workflows.rounds import start_round
from app.workflows.sending import send_letter
from app.workflows.settling import go_on
from app.workflows.visits import send_new

log = structlog.get_logger()


async def perform(office: Office, job: Job) -> None:
    """Do one job that is not the intake's; for a case that was forgotten meanwhile nothing is left to do."""
    do = _DONE_BY.get(job.kind)
    assert do is not None, "Messages are the intake's."
    try:
        await do(office, job)
    except Forgotten:
        log.info("its case was forgotten", kind=job.kind.value)


async def _start_round(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        await start_round(office, session, job.subject_id, int(job.detail), clock.now())


async def _write_letter(office: Office, job: Job) -> None:
    letter = Letter(job.detail.partition(".")[0])
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.lock_file(session, job.subject_id)
        occasion = f"{job.detail}.{job.subject_id}"
        await write_to_person(office, session, file, letter, occasion, clock.now())


async def _renew_link(office: Office, job: Job) -> None:
    if job.subject_id != NOBODY:
        async with office.db.transaction(job.organisation_id) as session:
            await send_new(office, session, job.subject_id, clock.now())


async def _remind_owner(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        case_id = (await tasks.get_task(session, job.subject_id)).case_id
        file = await office.lock_file(session, case_id)
        task = await tasks.get_task(session, job.subject_id, lock=True)
        if task.state is TaskState.MANUAL:
            await write_to_owner(office, session, file, task, Letter.REMINDER, clock.now())


async def _proceed(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.lock_file(session, job.subject_id)
        if job.detail == "round":
            await go_on(session, file, clock.now())
        else:
            await proceed(session, file, Event(job.detail), actor=SYSTEM, at=clock.now())


_DONE_BY: dict[Kind, Callable[[Office, Job], Awaitable[None]]] = {
    Kind.LOCATE_CONTACT: locate_contact,
    Kind.START_ROUND: _start_round,
    Kind.RUN_TASK: run_task,
    Kind.MAKE_EXTRACT: make_extract,
    Kind.WRITE_LETTER: _write_letter,
    Kind.SEND_LETTER: send_letter,
    Kind.RENEW_LINK: _renew_link,
    Kind.REMIND_OWNER: _remind_owner,
    Kind.PROCEED: _proceed,
    Kind.PURGE_COPIES: purge_copies,
    Kind.ESCALATE: escalate_case,
    Kind.SEND_INVITATION: send_invitation,
}
