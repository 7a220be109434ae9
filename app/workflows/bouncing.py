"""Letters that come back: written into the case; what they were to bring about has not happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law.words import Words
from app.models.answer import OutgoingLetter
from app.models.task import Task
from app.office import CaseFile, Office
from app.queries import answers, cases, tasks
from app.queries.dossiers import dossier_of
from app.vocabulary import Happening, Letter, LetterState, PauseKind, Role, State, TaskState
from app.workflows.correspondence import task_of, write_to_colleague
from app.workflows.gather import ANSWERS, answers_in, came_back
from app.workflows.history import SYSTEM, record
from app.workflows.missing import missing_from
from app.workflows.timing import recount

_CAME_BACK = Words(
    sv="Ett brev i ärendet kom tillbaka och har inte nått sin mottagare; se efter vilket.",
    nb="Et brev i saken kom i retur og har ikke nådd mottakeren; se hvilket.",
    en="A letter of the case came back and has not reached its reader; see which one.",
)


@dataclass(frozen=True)
class Returned:
    """What a message said of a letter: that it came back for good, or is late."""

    letter_id: UUID
    message_id: UUID
    permanent: bool
    status: str


async def letter_returned(
    office: Office, session: AsyncSession, file: CaseFile, heard: Returned, at: datetime
) -> None:
    """Write what was heard of a letter of this case, whose lock the transaction holds; again is harmless."""
    letter = await answers.lock_letter(session, heard.letter_id)
    if letter.state is LetterState.BOUNCED:
        return
    data = {
        "letter": letter.letter.value, "id": str(letter.id), "message": str(heard.message_id),
        "status": heard.status,
    }  # fmt: skip
    if not heard.permanent:
        await record(session, file.case, Happening.LETTER_DELAYED, SYSTEM, at, data=data)
        return
    letter.state = LetterState.BOUNCED
    letter.error = f"It came back ({heard.status})." if heard.status else "It came back."
    await record(session, file.case, Happening.LETTER_BOUNCED, SYSTEM, at, data=data)
    if await _undone(session, file, letter, at):
        await _tell_handlers(office, session, file, letter, at)


async def _undone(session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime) -> bool:
    """Take back what followed from the letter; tell whether somebody must see to it now."""
    match letter.letter:
        case Letter.ANSWER_READY | Letter.FRESH_EXTRACT | Letter.REFUSAL:
            if not came_back(file.case, answers_in(await answers.letters_of(session, file.case.id))):
                return False
            if file.case.state is State.ANSWERED:
                file.case.answered_at = None
                await _recount(session, file, at)
        case Letter.IDENTITY_REQUEST:
            await _never_asked(session, file, PauseKind.IDENTITY, letter, at)
        case Letter.CLARIFICATION:
            await _never_asked(session, file, PauseKind.CLARIFICATION, letter, at)
        case Letter.TASK | Letter.REMINDER:
            return await _owner_not_reached(session, file, letter, at)
        case Letter.RECIPIENT_NOTICE:
            await _recipient_not_told(session, file, letter, at)
        case Letter.EXTENSION | Letter.MESSAGE:
            pass  # a person must tell it: an extension that was not told in time is none (Art. 12(3))
        case (
            Letter.ACKNOWLEDGEMENT
            | Letter.ONE_TIME_CODE
            | Letter.CLOSED
            | Letter.ESCALATION
            | Letter.NEW_LINK
            | Letter.INVITATION
        ):
            return False
    return True


async def _never_asked(
    session: AsyncSession, file: CaseFile, kind: PauseKind, letter: OutgoingLetter, at: datetime
) -> None:
    """Let the clock run as if the question had not been asked: nobody received it."""
    for pause in reversed(await cases.pauses_of(session, file.case.id)):
        if pause.kind is kind and pause.asked_at <= letter.written_at:
            pause.answered_at = pause.asked_at if pause.answered_at is None else pause.answered_at
            break
    await session.flush()
    await _recount(session, file, at)


async def _recount(session: AsyncSession, file: CaseFile, at: datetime) -> None:
    recount(file.case, await cases.pauses_of(session, file.case.id), file.profile, at)


async def _owner_not_reached(
    session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime
) -> bool:
    """Mark the task its owner has not heard of as failed, so that a handler asks in another way."""
    task = await tasks.get_task(session, task_of(letter.occasion), lock=True)
    if task.state not in tasks.UNSETTLED:
        return False
    await _mark(session, file, task, letter, at)
    return True


async def _recipient_not_told(
    session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime
) -> None:
    """Open the task of a notice again (Art. 19); the case is not closed before somebody has settled it."""
    task = await tasks.get_task(session, task_of(letter.occasion), lock=True)
    if file.case.state is not State.CLOSED:
        await _mark(session, file, task, letter, at)


async def _mark(
    session: AsyncSession, file: CaseFile, task: Task, letter: OutgoingLetter, at: datetime
) -> None:
    task.state, task.settled_at = TaskState.FAILED, None
    task.reason = f"The letter about it came back{_status_in(letter)}."
    data = {"task": str(task.id), "system": task.system, "letter": letter.letter.value}
    await record(session, file.case, Happening.TASK_LETTER_BOUNCED, SYSTEM, at, data=data)


def _status_in(letter: OutgoingLetter) -> str:
    _, bracket, status = letter.error.rstrip(".").partition(" (")
    return bracket + status


async def _tell_handlers(
    office: Office, session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime
) -> None:
    """Tell the handlers at once: they may have little time left."""
    missing = missing_from(file, await dossier_of(session, file.case.id))
    if letter.letter not in ANSWERS:  # an answer is what is missing then, and said already
        missing = (_CAME_BACK.say(file.profile.language), *missing)
    for place, person in enumerate(file.profile.addressees(Role.HANDLER)):
        occasion = f"bounced.{letter.id}.{place}"
        await write_to_colleague(office, session, file, person, occasion, missing, at, timedelta(0))
