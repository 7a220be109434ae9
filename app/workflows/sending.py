"""Sending letters: one Message-ID however often tried; what follows from a letter having left."""

from datetime import datetime, timedelta
from uuid import UUID

import aiosmtplib
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, measures
from app.connectors.contract import Outcome
from app.jobs import Job, Kind, enqueue
from app.models.answer import OutgoingLetter
from app.office import CaseFile, Desk, Office
from app.queries import answers, tasks
from app.trust import addresses
from app.vocabulary import Event, Happening, Letter, LetterState, State, TaskState
from app.workflows.advance import proceed
from app.workflows.correspondence import task_of
from app.workflows.gather import ANSWERS
from app.workflows.history import SYSTEM, record
from app.workflows.settling import settle
from app.workflows.timing import write_next_rung

_GONE = (LetterState.SENT, LetterState.BOUNCED, LetterState.RECALLED)
"""States in which a letter is not sent, or not any more."""


async def send_letter(office: Office, job: Job) -> None:
    """Send one letter. It may reach the mail server twice after a crash, always as the same message."""
    async with office.db.transaction(job.organisation_id) as session:
        letter, case, wrapped = await answers.lock_to_send(session, job.subject_id)
        if letter.state in _GONE:
            return
        letter.attempts += 1
        file = (await office.desk(session)).open(case, wrapped)
        content = file.seal.open_bytes("letters", "content", letter.id, letter.content)
        recipient = file.seal.open("letters", "recipient", letter.id, letter.recipient)
    error = await transmit(office, file.desk, letter.id, recipient, content)
    measures.LETTERS.labels(letter.letter.value, "failed" if error else "sent").inc()
    await _write(office, job, file.case.id, error)


async def transmit(office: Office, desk: Desk, letter_id: UUID, recipient: str, content: bytes) -> str:
    """Hand a mail over; give what went wrong, or nothing. What comes back of it names `letter_id`."""
    server = office.settings.mail_server
    if server is None:
        return "" if office.settings.demo else "No mail server is set (UTDRAG_SMTP_URL)."
    try:
        await aiosmtplib.send(
            content,
            sender=addresses.verp(desk.address_key, desk.profile.sender, letter_id),
            recipients=[recipient],
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.start_tls,
            timeout=30,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        return f"The mail server did not take it ({type(error).__name__})."
    return ""


async def _write(office: Office, job: Job, case_id: UUID, error: str) -> None:
    at, limits = clock.now(), office.settings
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.lock_file(session, case_id)
        case = file.case
        letter = await answers.lock_letter(session, job.subject_id)
        if letter.state in _GONE:  # also one that came back before we wrote that it left
            return
        letter.error = error
        data = {"letter": letter.letter.value, "id": str(letter.id), "attempt": letter.attempts}
        if not error:
            letter.state, letter.sent_at = LetterState.SENT, at
            await record(session, case, Happening.LETTER_SENT, SYSTEM, at, data=data)
            await _follow(session, file, letter, at)
            return
        letter.state = LetterState.FAILED
        await record(session, case, Happening.LETTER_FAILED, SYSTEM, at, data=data)
        if letter.attempts <= limits.retry_limit:
            wait = min(limits.retry_first_seconds * 2 ** (letter.attempts - 1), limits.retry_longest_seconds)
            await enqueue(
                session,
                Job(Kind.SEND_LETTER, letter.organisation_id, letter.id),
                after=timedelta(seconds=wait),
            )


async def _follow(session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime) -> None:
    """Let happen what waited for the letter: an answer counts from here, a notice ends its task."""
    case = file.case
    if letter.letter in ANSWERS and case.state is State.ANSWERED and case.answered_at is None:
        case.answered_at = at
        write_next_rung(case, file.profile, at)
        await proceed(session, file, Event.CONTINUE, actor=SYSTEM, at=at)
    if letter.letter is Letter.RECIPIENT_NOTICE:
        task = await tasks.get_task(session, task_of(letter.occasion), lock=True)
        if task.state in tasks.UNSETTLED:
            await settle(session, file, task, Outcome(TaskState.DONE, "The notice was sent."), SYSTEM, at)
