"""The demo's outbox: letters that would have left, to be read on a page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.office import CaseFile, Office
from app.queries import answers, cases, organisations
from app.vocabulary import LetterState
from app.workflows.posted import opened


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
    sheet = opened(file, row)
    line = LetterLine(row.id, sheet.to, sheet.subject, row.written_at, row.state)
    return LetterSheet(line, sheet.headers, sheet.text, sheet.html)
