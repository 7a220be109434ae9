"""The demo's outbox: letters that would have left, to be read on a page."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.office import CaseFile, Office
from app.queries import answers, cases, organisations
from app.vocabulary import LetterState


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list."""

    id: UUID
    to: str
    subject: str
    written_at: datetime
    state: LetterState


@dataclass(frozen=True)
class LetterSheet:
    """A letter as its reader sees it."""

    line: LetterLine
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


async def letters(office: Office, slug: str, limit: int = 100) -> list[LetterLine]:
    """Give the newest letters of an organisation."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        rows = await answers.newest_letters(session, limit)
        kept = await cases.keys_of(session, [row.case_id for row in rows])
        return [_sheet(await _file(office, session, row), row).line for row in rows if row.case_id in kept]


async def letter(office: Office, slug: str, letter_id: UUID) -> LetterSheet:
    """Give one letter of an organisation."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        row = await answers.lock_letter(session, letter_id)
        return _sheet(await _file(office, session, row), row)


async def _file(office: Office, session: AsyncSession, row: OutgoingLetter) -> CaseFile:
    return await office.file(session, await cases.get_case(session, row.case_id))


def _sheet(file: CaseFile, row: OutgoingLetter) -> LetterSheet:
    raw = file.seal.open_bytes("letters", "content", row.id, row.content)
    mail = message_from_bytes(raw, policy=SMTP)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    to = file.seal.open("letters", "recipient", row.id, row.recipient)
    return LetterSheet(
        LetterLine(row.id, to, str(mail["Subject"]), row.written_at, row.state),
        tuple((name, str(value)) for name, value in mail.items()),
        text.get_content() if text else "",
        html.get_content() if html else "",
    )
