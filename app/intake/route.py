"""Where a message belongs: its case, a new case, a person's eyes, or the automated mail; always one place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import DsarError, TooLarge
from app.intake.acknowledging import why_not
from app.intake.asking import who_asks
from app.intake.bounces import Bounce
from app.intake.classify import Verdict
from app.intake.details import Details, details_in, keep
from app.intake.mail import Mail
from app.intake.naming import Named, is_ours, named_case
from app.intake.placing import belongs_to, follow, link, stand_beside
from app.intake.read import Read
from app.intake.readers import read
from app.intake.scanning import scan_later
from app.jobs import Job, enqueue
from app.models.case import Case
from app.models.message import Message
from app.office import Desk, Office
from app.queries import cases, messages, returned
from app.trust import addresses, search
from app.vocabulary import MessageState, Right, State
from app.workflows.bouncing import Returned, letter_returned
from app.workflows.inviting import came_back as invitation_came_back
from app.workflows.open import NewCase, open_case

TRIES = 3
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
            await _put(office, job, await read(office, raw))
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


async def _put(office: Office, job: Job, read: Read) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        if message.state is MessageState.STORED:
            await _route(office, session, message, read, clock.now())
            await session.flush()
            await follow(office, session, message)


async def quarantine(office: Office, job: Job, reason: str) -> None:
    """Let a message that cannot be read wait for a person."""
    await _count_failure(office, job, TooLarge(reason), last=True)


async def _count_failure(office: Office, job: Job, error: Exception, *, last: bool = False) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        if message.state is not MessageState.STORED:
            return
        message.attempts += 1
        message.error = error.detail if isinstance(error, DsarError) else type(error).__name__
        if last or message.attempts >= TRIES:
            message.state = MessageState.QUARANTINE


async def _route(office: Office, session: AsyncSession, message: Message, read: Read, at: datetime) -> None:
    """Ask everything first and write last, so that the message, which may be long, is written once."""
    desk, mail = await office.desk(session), read.mail
    details = details_in(read, desk.profile)
    denied = (details.authentication or {}).get("dmarc") == "fail"
    named = await named_case(session, desk, mail, denied=denied)
    if named == Named() and "chaser" in read.verdict.intents and not denied:
        named = Named(await _only_open_case(session, desk, mail))
    heard = await _heard(session, desk, message, read.bounce)
    place = _place(desk, read, named)
    if heard is None and place is None:
        await _open(office, session, message, read, details, named, at)
    else:
        _describe(desk, message, read, details, named.because)
        if heard is not None:
            await _came_back(office, session, message, heard, at)
        else:
            await _stand(office, session, message, named, place, at)
            if read.bounce is not None and read.bounce.permanent:
                await invitation_came_back(session, desk, read.bounce.named)
    await scan_later(office, session, message, details)


def _place(desk: Desk, read: Read, named: Named) -> MessageState | None:
    """Give where a mail stands that opens no case; None when it opens one."""
    decision = read.verdict.decision
    if decision == "automated" or is_ours(desk, read.mail):
        return MessageState.AUTOMATED
    if named.case is not None and not _asks_anew(named.case, read.verdict):
        return MessageState.CASE
    if named.doubtful or (named.case is None and decision == "not_a_request"):
        return MessageState.TRIAGE
    return None


async def _stand(
    office: Office,
    session: AsyncSession,
    message: Message,
    named: Named,
    place: MessageState | None,
    at: datetime,
) -> None:
    message.suggested_case_id = named.suggested_id
    if place is MessageState.AUTOMATED:
        message.state = place
        message.suggested_case_id = named.case.id if named.case else named.suggested_id
    elif named.case is not None:
        await link(office, session, message, named.case, at)
    else:
        message.state = MessageState.TRIAGE


@dataclass(frozen=True)
class _Heard:
    """A report about a letter of ours, and the letter's case."""

    case_id: UUID
    returned: Returned


async def _heard(session: AsyncSession, desk: Desk, message: Message, bounce: Bounce | None) -> _Heard | None:
    """Give which letter of ours a report is about, if it is one.

    Only our own signed addresses and Message-IDs name a letter, so nobody can make one up.
    """
    if bounce is None:
        return None
    letter_id = addresses.read_verp(desk.address_key, bounce.named)
    if letter_id is None:
        named = addresses.read_message_id(desk.address_key, bounce.named)
        letter_id = named.letter_id if named else None
    case_id = await returned.case_of_letter(session, letter_id) if letter_id else None
    if letter_id is None or case_id is None:
        return None
    return _Heard(case_id, Returned(letter_id, message.id, bounce.permanent, bounce.status))


async def _came_back(
    office: Office, session: AsyncSession, message: Message, heard: _Heard, at: datetime
) -> None:
    """Put a report with the letter it is about, and that letter's case."""
    file = await office.lock_file(session, heard.case_id)
    belongs_to(file.desk, message, file, MessageState.AUTOMATED)
    await letter_returned(office, session, file, heard.returned, at)


def _describe(desk: Desk, message: Message, read: Read, details: Details, routed: Sequence[str] = ()) -> None:
    """Write what a message was read as, and why it goes where it goes."""
    mail, verdict = read.mail, read.verdict
    message.decision = verdict.decision
    message.automated = "own_mail" if is_ours(desk, mail) else mail.automated
    message.rights = [found.right.value for found in verdict.rights]
    message.defects = len(mail.defects)
    message.name_key = search.message_token(desk.index_key, mail.message_id) if mail.message_id else None
    forget = timedelta(days=desk.profile.files.identity_days)
    message.forget_at = message.received_at + forget if details.papers else None
    rights = [found.because for found in verdict.rights]
    reasons = [*routed, *verdict.because, *rights, *mail.defects]
    message.because = desk.seal.close_json("messages", "because", message.id, reasons)
    keep(desk.seal, message, details)


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
    office: Office,
    session: AsyncSession,
    message: Message,
    read: Read,
    details: Details,
    named: Named,
    at: datetime,
) -> None:
    verdict, desk = read.verdict, await office.desk(session)
    asking = who_asks(read, desk.profile, message.received_at)
    triage = verdict.decision != "open_case" or asking.passed_on_by is not None
    silent = "" if triage else await why_not(session, desk, read.mail, asking.applicant, at)
    new = NewCase(
        rights=[found.right for found in verdict.rights] if verdict.decision == "open_case" else [],
        channel=message.channel,
        language=verdict.language,
        received_at=asking.received_at,
        applicant=asking.applicant,
        words=read.words,
        triage=triage,
        acknowledge=not silent,
        parent_id=named.case.id if named.case else None,
    )
    file = await open_case(office, session, new, at=at)
    details = replace(details, passed_on_by=asking.passed_on_by)
    _describe(desk, message, read, details, [*named.because, *asking.because, *filter(None, (silent,))])
    belongs_to(desk, message, file, MessageState.TRIAGE if new.triage else MessageState.CASE)
