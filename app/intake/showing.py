"""What people are shown of a message: where it is and why, its text, its files, its page."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, DsarError, Forgotten, NotFound
from app.intake.details import details_of, shown_files
from app.intake.mail import Address, Mail
from app.intake.placing import seal_of
from app.intake.questions import What
from app.intake.read import unread
from app.intake.readers import ask, read
from app.law.deadlines import deadline
from app.models.message import FileShape, Message, MessageShape, MessageText
from app.office import Desk, Office
from app.queries import messages
from app.trust.sealing import Seal
from app.vocabulary import Channel, MessageState

_STATUS_PAGE = "status"
"""The source of what a person writes on their status page; without files it is nothing but text."""
_WAITING = (MessageState.TRIAGE, MessageState.QUARANTINE, MessageState.STORED)


async def because_of(office: Office, session: AsyncSession, message: Message) -> list[str]:
    """Give why a message was read as it was, and why it is where it is."""
    return _because(await _seal(office, session, message), message)


async def _seal(office: Office, session: AsyncSession, message: Message) -> Seal | None:
    """Give the seal a message lies under; nothing when its case was forgotten."""
    try:
        return await seal_of(office, session, message)
    except Forgotten:
        return None


def _because(seal: Seal | None, message: Message) -> list[str]:
    if seal is None or message.because is None:
        return []
    return list(seal.open_json("messages", "because", message.id, message.because))


async def shape_of(office: Office, session: AsyncSession, message: Message) -> MessageShape:
    """Give where a message is, and why."""
    return (await shapes_of(office, session, [message]))[0]


async def shapes_of(office: Office, session: AsyncSession, page: Sequence[Message]) -> list[MessageShape]:
    """Give where messages are, and why; `same_name` needs one look for all of them."""
    names = [message.name_key for message in page if message.name_key is not None]
    alike = await messages.with_name(session, names) if names else ()
    desk = await office.desk(session)
    return [await _shape(office, session, desk, message, alike) for message in page]


async def _shape(
    office: Office, session: AsyncSession, desk: Desk, message: Message, alike: Sequence[Message]
) -> MessageShape:
    seal = await _seal(office, session, message)
    return MessageShape(
        id=message.id,
        state=message.state,
        channel=message.channel,
        received_at=message.received_at,
        case_id=message.case_id,
        suggested_case_id=message.suggested_case_id,
        duplicate_of=message.duplicate_of,
        decision=message.decision,
        automated=message.automated,
        rights=message.rights,
        because=_because(seal, message),
        same_name=_same_name(message, alike),
        due=_due(desk, message),
        authentication=(details_of(seal, message).authentication if seal else None) or {},
        scan=message.scan,
        size=message.size,
        error=message.error,
    )


def _same_name(message: Message, alike: Sequence[Message]) -> list[UUID]:
    return [
        other.id
        for other in alike
        if other.name_key == message.name_key
        and other.content_key != message.content_key
        and other.id not in (message.id, message.duplicate_of)
    ]


def _due(desk: Desk, message: Message) -> date | None:
    """Give the date of a message without a case that may be a request: its time runs while it waits."""
    if message.state not in _WAITING or message.case_id is not None:
        return None
    profile, calendar = desk.profile, desk.profile.working_calendar
    return deadline(
        country=profile.country,
        received=message.received_at,
        promise_days=profile.promise_days,
        added=calendar.added,
        removed=calendar.removed,
        national_eves=calendar.national_eves,
    ).effective_due


async def text_of(office: Office, session: AsyncSession, message: Message) -> MessageText:
    """Give what a message says; one nobody can read is shown as it came."""
    seal = await seal_of(office, session, message)
    details = details_of(seal, message)
    if details.said is not None:
        return _plain(details.said.text, details.said.sender, await files_of(office, session, message))
    raw = seal.open_bytes("messages", "raw", message.id, message.raw)
    if message.source == _STATUS_PAGE:
        return _plain(raw.decode())
    if message.channel is not Channel.EMAIL:
        return _written(raw.decode())
    mail = await _mail(office, raw)
    return MessageText(
        sender=_named(mail.sender),
        passed_on_by=_named(details.passed_on_by) if details.passed_on_by else None,
        subject=mail.subject,
        text=mail.text,
        files=await files_of(office, session, message),
        defects=list(mail.defects),
    )


def _written(raw: str) -> MessageText:
    """Give what was written down, or into a form, with who asks and their exact words."""
    kept = json.loads(raw)
    reach = ", ".join(filter(None, (kept["email"], kept["phone"])))
    return _plain(kept["words"], f"{kept['name']} <{reach}>")


def _plain(text: str, sender: str = "", files: Sequence[FileShape] = ()) -> MessageText:
    return MessageText(sender=sender, passed_on_by=None, subject="", text=text, files=list(files), defects=[])


async def _mail(office: Office, raw: bytes) -> Mail:
    try:
        return (await read(office, raw)).mail
    except DsarError as error:
        return unread(raw, error.detail)


def _named(who: Address) -> str:
    return f"{who.name} <{who.address}>"


async def files_of(office: Office, session: AsyncSession, message: Message) -> list[FileShape]:
    """Give the files of a message; a copy holds those of the message it repeats."""
    first = (
        message if message.duplicate_of is None else await messages.get_message(session, message.duplicate_of)
    )
    details = details_of(await seal_of(office, session, first), first)
    return shown_files(details, message.scan, (await office.desk(session)).profile.files)


async def file_of(
    office: Office, session: AsyncSession, message: Message, number: int
) -> tuple[FileShape, bytes]:
    """Give one file and its content. Raises NotFound, and ActionNotPossible when it is not handed out."""
    files = await files_of(office, session, message)
    if number >= len(files):
        raise NotFound("There is no such file in this message.")
    file = files[number]
    if file.withheld:
        raise ActionNotPossible(file.withheld)
    return file, await ask(office, What.FILES, await raw_of(office, session, message), number)


async def page_of(office: Office, session: AsyncSession, message: Message) -> str:
    """Give a message as a page that runs and loads nothing."""
    raw = await raw_of(office, session, message)
    if message.channel is not Channel.EMAIL:
        raise NotFound("This message is no mail.")
    return (await ask(office, What.PAGE, raw)).decode()


async def raw_of(office: Office, session: AsyncSession, message: Message) -> bytes:
    """Give a message as it came."""
    seal = await seal_of(office, session, message)
    return seal.open_bytes("messages", "raw", message.id, message.raw)
