"""Letters that come back: written into the case, and an answer that came back is no answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.office import CaseFile, Office
from app.queries import answers, cases
from app.vocabulary import Happening, LetterState, Role, State
from app.workflows.correspondence import write_to_colleague
from app.workflows.gather import ANSWERS, answers_of, came_back
from app.workflows.history import SYSTEM, record
from app.workflows.missing import missing_from
from app.workflows.timing import recount


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
    if letter.letter in ANSWERS and came_back(file.case, await answers_of(session, file.case)):
        await _unanswered(office, session, file, letter, at)


async def _unanswered(
    office: Office, session: AsyncSession, file: CaseFile, letter: OutgoingLetter, at: datetime
) -> None:
    """Let the clock run on, and tell the handlers at once: they may have little time left."""
    case = file.case
    if case.state is State.ANSWERED:
        case.answered_at = None
        recount(case, await cases.pauses_of(session, case.id), file.profile, at)
    missing = await missing_from(session, file)
    for place, person in enumerate(file.profile.addressees(Role.HANDLER)):
        occasion = f"bounced.{letter.id}.{place}"
        await write_to_colleague(office, session, file, person, occasion, missing, at, timedelta(0))
