"""Letters of a case: written once, sealed, and queued in the transaction that is the reason for them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.headerregistry import Address
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import Job, Kind, enqueue
from app.letters import LetterFacts, addressee, compose, render
from app.models.answer import OutgoingLetter
from app.models.columns import new_id
from app.models.task import Task
from app.office import CaseFile, Office
from app.profiles import Person
from app.queries import answers
from app.trust import addresses
from app.vocabulary import Audience, Language, Letter, LetterState
from app.workflows.answerable import is_answerable
from app.workflows.lettering import facts_of_letter, plain_facts
from app.workflows.links import new_link

HELD = timedelta(seconds=10)
"""How long a handler's own letter can be taken back."""


@dataclass(frozen=True)
class Mail:
    """A letter about to be written: which, to whom, in which language, and what it says."""

    letter: Letter
    occasion: str
    to: str
    name: str
    language: Language
    facts: LetterFacts
    wait: timedelta = timedelta(0)
    """How long it is held before it is sent."""


async def write_to_person(
    office: Office, session: AsyncSession, file: CaseFile, letter: Letter, occasion: str, at: datetime
) -> None:
    """Write a letter to the person. Without an address none can be sent; the handler sees that."""
    if not file.person_email:
        return
    if letter is Letter.ACKNOWLEDGEMENT and not is_answerable(file.person_email, file.profile):
        return
    facts = await facts_of_letter(session, file, letter, at)
    link = await new_link(office, session, file, Audience.STATUS, at)
    facts = replace(facts, link=link) if letter is not Letter.ONE_TIME_CODE else facts
    mail = Mail(letter, occasion, file.person_email, file.person_name, file.case.language, facts)
    await _queue(office, session, file, mail, at)


async def write_message(
    office: Office, session: AsyncSession, file: CaseFile, text: str, at: datetime
) -> None:
    """Write to the person in a handler's words; the letter is held so long that it can be taken back."""
    link = await new_link(office, session, file, Audience.STATUS, at)
    occasion = f"{Letter.MESSAGE.value}.{file.case.version}.{file.case.id}"
    facts = replace(plain_facts(file), message=text, link=link)
    mail = Mail(
        Letter.MESSAGE, occasion, file.person_email, file.person_name, file.case.language, facts, HELD
    )
    await _queue(office, session, file, mail, at)


async def write_code(
    office: Office, session: AsyncSession, file: CaseFile, to: str, code: str, occasion: str, at: datetime
) -> None:
    """Send a one-time code to an address of the person."""
    facts = replace(plain_facts(file), code=code)
    mail = Mail(Letter.ONE_TIME_CODE, occasion, to, file.person_name, file.case.language, facts)
    await _queue(office, session, file, mail, at)


async def write_to_owner(
    office: Office,
    session: AsyncSession,
    file: CaseFile,
    task: Task,
    letter: Letter,
    at: datetime,
    wait: timedelta = timedelta(0),
) -> None:
    """Ask, or remind, whoever looks after a system; a system nobody looks after is the handlers'."""
    system = file.profile.system(task.system)
    to = (system.owner if system else "") or file.profile.sender
    facts = replace(
        plain_facts(file),
        system_name=file.profile.system_name(task.system),
        verb=task.verb,
        due_on=task.internal_due,
        overdue=task.internal_due < file.profile.working_calendar.local_day(at),
        link=await new_link(office, session, file, Audience.TASK, at, task_id=task.id),
    )
    occasion = reminder_of(file, task, at)
    if letter is Letter.TASK:
        occasion = f"{letter.value}.{task.id}.{task.asked_at:%Y%m%dT%H%M%S}.{task.attempts}"
    told = replace(facts, person_name=None)
    mail = Mail(letter, occasion, to, "", file.profile.language, told, wait)
    await _queue(office, session, file, mail, at)


def reminder_of(file: CaseFile, task: Task, at: datetime) -> str:
    """Give the occasion of a reminder: one a task and local day."""
    return f"{Letter.REMINDER.value}.{task.id}.{file.profile.working_calendar.local_day(at).isoformat()}"


async def write_to_recipient(
    office: Office, session: AsyncSession, file: CaseFile, task: Task, at: datetime, facts: LetterFacts
) -> None:
    """Tell a recipient what was corrected, erased or restricted (Art. 19)."""
    recipient = file.profile.recipient(task.system)
    if recipient is None:
        return
    link = await new_link(office, session, file, Audience.TASK, at, task_id=task.id)
    language = recipient.language or file.profile.language
    told = replace(facts, link=link, person_name=None)
    occasion = f"notice.{task.id}.{task.asked_at:%Y%m%dT%H%M%S}"
    mail = Mail(Letter.RECIPIENT_NOTICE, occasion, recipient.email, "", language, told)
    await _queue(office, session, file, mail, at)


def task_of(occasion: str) -> UUID:
    """Give the task a letter to an owner or a recipient is about."""
    return UUID(occasion.split(".")[1])


async def write_to_colleague(
    office: Office,
    session: AsyncSession,
    file: CaseFile,
    person: Person,
    occasion: str,
    missing: tuple[str, ...],
    at: datetime,
    wait: timedelta,
) -> None:
    """Tell a handler, a lead or the DPO that time runs out."""
    facts = replace(
        plain_facts(file),
        person_name=None,
        due_on=file.case.effective_due,
        overdue=file.profile.working_calendar.local_day(at) > file.case.effective_due,
        missing=missing,
        link=f"{office.settings.public_url}/console/cases/{file.case.id}",
    )
    mail = Mail(Letter.ESCALATION, occasion, person.email, "", file.profile.language, facts, wait)
    await _queue(office, session, file, mail, at)


async def _queue(office: Office, session: AsyncSession, file: CaseFile, mail: Mail, at: datetime) -> None:
    if await answers.letter_for(session, mail.occasion) is not None:
        return
    row = _written(office, file, mail, at)
    session.add(row)
    await session.flush()
    await enqueue(session, Job(Kind.SEND_LETTER, row.organisation_id, row.id), after=mail.wait)


def _written(office: Office, file: CaseFile, mail: Mail, at: datetime) -> OutgoingLetter:
    case, desk, letter_id = file.case, file.desk, new_id(at)
    rendered = render(mail.letter, mail.language, mail.facts, desk.profile.letters)
    message_id = addresses.message_id(desk.address_key, case.id, letter_id, office.settings.mail_domain)
    content = compose(
        rendered,
        sender=named(desk.profile.name, desk.profile.sender),
        to=named(addressee(mail.name), mail.to),
        reply_to=addresses.plus_address(desk.address_key, desk.profile.sender, case.id),
        message_id=message_id,
        at=at,
        loop_token=loop_token(desk.organisation_id),
        automatic="auto-replied" if mail.letter is Letter.ACKNOWLEDGEMENT else "auto-generated",
    )
    return OutgoingLetter(
        id=letter_id,
        organisation_id=desk.organisation_id,
        case_id=case.id,
        letter=mail.letter,
        language=rendered.language,
        occasion=mail.occasion,
        message_id=message_id,
        recipient=file.seal.close("letters", "recipient", letter_id, mail.to),
        content=file.seal.close_bytes("letters", "content", letter_id, content),
        state=LetterState.QUEUED,
        attempts=0,
        error="",
        written_at=at,
    )


def loop_token(organisation_id: UUID) -> str:
    """Give what our own mails bear, so that they are known when they come back."""
    return organisation_id.hex


def named(name: str, address: str) -> Address:
    """Give an address with the name that stands before it."""
    username, _, domain = address.rpartition("@")
    return Address(name, username, domain)
