"""Where a message belongs: its case, a new case, a person's eyes, or the automated mail; always one place."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import DsarError, TooLarge
from app.intake.bounces import Bounce
from app.intake.classify import Verdict
from app.intake.decode import Mail
from app.intake.placing import belongs_to, follow, link, stand_beside
from app.intake.read import Read
from app.intake.readers import read
from app.jobs import Job, enqueue
from app.models.case import Case
from app.models.message import Message
from app.office import Desk, Office
from app.queries import cases, messages, returned
from app.trust import addresses, search
from app.vocabulary import MessageState, Right, State
from app.workflows.bouncing import Returned, letter_returned
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant

__all__ = ["applicant_of", "belongs_to", "route_message"]

TRIES = 3
_HEAD = 64 * 1024
_REFERENCE = re.compile(r"\b[A-Z]{2,5}-\d{4}-[2-9A-HJKMNP-TV-Z]{6}\b")
_LATELY = timedelta(hours=3)
_OFTEN = 3
"""Acknowledgements one sender gets within that time, at the most."""
_FIRST_FIRST = timedelta(seconds=5)
"""How long a copy waits for the message it repeats to be read."""


async def route_message(office: Office, job: Job) -> None:
    """Read one message apart, outside any transaction, and put it where it belongs, in one transaction.

    A message nobody can read waits in quarantine: at once when it met a limit, which it would again, and
    after three tries otherwise. It holds nobody else up.
    """
    try:
        raw = await _taken_up(office, job)
        if raw is not None:
            await _put(office, job, raw, await read(office, raw))
    except TooLarge as error:
        await _count_failure(office, job, error, last=True)
    except Exception as error:
        await _count_failure(office, job, error)
        raise


async def _taken_up(office: Office, job: Job) -> bytes | None:
    """Give what must be read; None when it has its place, or gets it beside the message it repeats."""
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        if message.state is not MessageState.STORED:
            return None
        first = await messages.first_with_content(session, message.content_key, message.id)
        if first is None:
            desk = await office.desk(session)
            return desk.seal.open_bytes("messages", "raw", message.id, message.raw)
        if first.state is MessageState.STORED:
            await enqueue(session, job, after=_FIRST_FIRST)
            return None
        # Held, so that it cannot move on meanwhile and leave this one behind.
        await stand_beside(office, session, message, await messages.lock_message(session, first.id))
    return None


async def _put(office: Office, job: Job, raw: bytes, read: Read) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        if message.state is MessageState.STORED:
            await _route(office, session, message, raw, read, clock.now())
            await session.flush()
            await follow(office, session, message)


async def _count_failure(office: Office, job: Job, error: Exception, *, last: bool = False) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        if message.state is not MessageState.STORED:
            return
        message.attempts += 1
        message.error = error.detail if isinstance(error, DsarError) else type(error).__name__
        if last or message.attempts >= TRIES:
            message.state = MessageState.QUARANTINE


async def _route(
    office: Office, session: AsyncSession, message: Message, raw: bytes, read: Read, at: datetime
) -> None:
    desk = await office.desk(session)
    mail = read.mail
    _describe(desk, message, read)
    if read.bounce is not None and await _came_back(office, session, desk, message, read.bounce, at):
        return
    known, suggested = await _named_case(session, desk, mail)
    message.suggested_case_id = suggested
    if known is None and "chaser" in read.verdict.intents:
        known = await _only_open_case(session, desk, mail)
    if read.verdict.decision == "automated" or _is_ours(raw):
        message.state = MessageState.AUTOMATED
        message.suggested_case_id = known.id if known else None
    elif known is not None and not _asks_anew(known, read.verdict):
        await link(office, session, message, known, at)
    elif suggested is not None or (known is None and read.verdict.decision == "not_a_request"):
        message.state = MessageState.TRIAGE
    else:
        await _open(office, session, message, read, known, at)


def _is_ours(raw: bytes) -> bool:
    return b"\nx-utdrag-loop:" in raw[:_HEAD].lower()


async def _came_back(
    office: Office, session: AsyncSession, desk: Desk, message: Message, bounce: Bounce, at: datetime
) -> bool:
    """Put a report with the letter it is about, and that letter's case; tell whether there is one.

    Only our own signed addresses and Message-IDs name a letter, so nobody can make one up.
    """
    letter_id = addresses.read_verp(desk.address_key, bounce.named)
    if letter_id is None:
        named = addresses.read_message_id(desk.address_key, bounce.named)
        letter_id = named.letter_id if named else None
    case_id = await returned.case_of_letter(session, letter_id) if letter_id else None
    if letter_id is None or case_id is None:
        return False
    file = await office.file(session, await cases.lock_case(session, case_id))
    belongs_to(desk, message, file, MessageState.AUTOMATED)
    heard = Returned(letter_id, message.id, bounce.permanent, bounce.status)
    await letter_returned(office, session, file, heard, at)
    return True


def _describe(desk: Desk, message: Message, read: Read) -> None:
    message.decision = read.verdict.decision
    message.automated = read.mail.automated
    message.rights = [found.right.value for found in read.verdict.rights]
    message.defects = len(read.mail.defects)
    reasons = [*read.verdict.because, *(found.because for found in read.verdict.rights), *read.mail.defects]
    message.because = desk.seal.close_json("messages", "because", message.id, reasons)


async def _named_case(session: AsyncSession, desk: Desk, mail: Mail) -> tuple[Case | None, UUID | None]:
    """Give the case a mail names: for certain, or only as a suggestion for a person to confirm.

    Certain are our own signed addresses and Message-IDs, and a reference from somebody the case knows.
    Linking shows the writer nothing.
    """
    key = desk.address_key
    recipients = " ".join([*mail.delivered_to, *(entry.address for entry in (*mail.to, *mail.cc))])
    named = addresses.read_plus_addresses(key, recipients)
    letters = addresses.read_message_ids(
        key, " ".join(f"<{i}>" for i in (*mail.in_reply_to, *mail.references))
    )
    bounced = addresses.read_verp(key, recipients)
    certain = [found.id for found in named if found.certain] + [letter.case_id for letter in letters]
    if bounced and (case_id := await returned.case_of_letter(session, bounced)):
        certain.append(case_id)
    for case_id in certain:
        if case := await cases.find_case(session, case_id):
            return case, None
    guessed = [found.id for found in named if not found.certain]
    for reference in _REFERENCE.findall(mail.subject.upper()):
        case = await cases.case_by_reference(session, reference)
        if case is None:
            continue
        if await cases.knows(session, case.id, search.email_token(desk.index_key, mail.sender.address)):
            return case, None
        guessed.append(case.id)
    for case_id in guessed:
        if await cases.find_case(session, case_id):
            return None, case_id
    return None, None


async def _only_open_case(session: AsyncSession, desk: Desk, mail: Mail) -> Case | None:
    """Give the one open case of a sender who asks how it goes."""
    found = await cases.open_cases_of(session, search.email_token(desk.index_key, mail.sender.address))
    return found[0] if len(found) == 1 else None


def _asks_anew(case: Case, verdict: Verdict) -> bool:
    """Tell whether a message on a known case asks for something the case is not, or no longer, about."""
    asked = {found.right for found in verdict.rights}
    if verdict.decision != "open_case" or not asked:
        return False
    return case.state in (State.ANSWERED, State.CLOSED) or not asked <= {
        Right(right) for right in case.rights
    }


async def _open(
    office: Office, session: AsyncSession, message: Message, read: Read, parent: Case | None, at: datetime
) -> None:
    mail, verdict = read.mail, read.verdict
    desk = await office.desk(session)
    applicant = applicant_of(mail)
    new = NewCase(
        rights=[found.right for found in verdict.rights] if verdict.decision == "open_case" else [],
        channel=message.channel,
        language=verdict.language,
        received_at=message.received_at,
        applicant=applicant,
        words=f"{mail.subject}\n\n{mail.text}".strip(),
        triage=verdict.decision != "open_case" or bool(mail.forwarded),
        acknowledge=bool(applicant.email) and not await _written_to_lately(session, desk, applicant, at),
        parent_id=parent.id if parent else None,
    )
    file = await open_case(office, session, new, at=at)
    belongs_to(desk, message, file, MessageState.TRIAGE if new.triage else MessageState.CASE)


def applicant_of(mail: Mail) -> Applicant:
    """Give who asks: the writer, or behind a forwarding colleague the writer of the mail inside."""
    writer = mail.forwarded[0].sender if mail.forwarded and mail.forwarded[0].sender.address else mail.sender
    return Applicant(name=writer.name, email=writer.address)


async def _written_to_lately(session: AsyncSession, desk: Desk, applicant: Applicant, at: datetime) -> bool:
    """Tell whether a sender was acknowledged often enough for now: two robots must not talk for ever."""
    known = await cases.open_cases_of(session, search.email_token(desk.index_key, applicant.email))
    return sum(case.opened_at > at - _LATELY for case in known) >= _OFTEN
