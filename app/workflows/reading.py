"""An extract read in the browser: system by system and page by page, never all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, NotFound, NotPermitted
from app.extracts.content import Block, Item, Withheld
from app.extracts.document import Entry, entry_of
from app.extracts.language import words_of
from app.models.answer import Extract
from app.models.task import Finding
from app.office import CaseFile, Office
from app.queries import answers, history, tasks
from app.vocabulary import ExtractKind, Happening, Language
from app.workflows.compiling import content_of, items_of
from app.workflows.fetching import downloadable
from app.workflows.history import SUBJECT, record
from app.workflows.portal import LASTS, UNLOCKED, Visit
from app.workflows.portrait import OrganisationView

PAGE: Final = 25
"""Records on one page."""
READABLE: Final = frozenset({ExtractKind.ACCESS, ExtractKind.FRESH, ExtractKind.PORTABILITY})


@dataclass(frozen=True)
class SystemView:
    """One system of an extract, and how many records of it were given."""

    slug: str
    name: str
    outcome: str
    items: int
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True)
class ExtractPage:
    """An extract as it is opened: its systems, and the information that goes with the data."""

    organisation: OrganisationView
    id: UUID
    language: Language
    kind: ExtractKind
    version: int
    made_on: date
    systems: tuple[SystemView, ...]
    blocks: Sequence[Block]


@dataclass(frozen=True)
class RecordView:
    """One record, and the names its fields have in its system, in the order of the entry's rows."""

    id: UUID
    entry: Entry
    fields: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class RecordsPage:
    """One page of the records of a system."""

    extract: ExtractPage
    system: SystemView
    records: tuple[RecordView, ...]
    number: int
    pages: int


async def extract_page(office: Office, who: Visit, extract_id: UUID, at: datetime) -> ExtractPage:
    """Give an extract to be read; each visit that does is written down once.

    Raises NotPermitted before the code, NotFound, ActionNotPossible when it can no longer be fetched.
    """
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.lock_file(session, who.case_id)
        case = file.case
        extract = await _readable(session, who, extract_id, at)
        if not await history.seen_since(session, case.id, Happening.EXTRACT_VIEWED, extract_id, at - LASTS):
            data = {"extract": str(extract_id), "version": extract.version}
            await record(session, case, Happening.EXTRACT_VIEWED, SUBJECT, at, data=data)
        return await _page(office, session, file, extract, at)


async def records_page(
    office: Office, who: Visit, extract_id: UUID, system: str, number: int, at: datetime
) -> RecordsPage:
    """Give one page of the records of a system, counted from 1. Raises as `extract_page`."""
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.read_file(session, who.case_id)
        extract = await _readable(session, who, extract_id, at)
        page = await _page(office, session, file, extract, at)
        view = next((one for one in page.systems if one.slug == system), None)
        pages = max(1, -(-(view.items if view else 0) // PAGE))
        if view is None or not 1 <= number <= pages:
            raise NotFound("There is no such page of this extract.")
        skip = (number - 1) * PAGE
        searched = await tasks.search_of(session, file.case.id, extract.round)
        found = await tasks.given_after(session, file.case.id, searched, system, limit=PAGE, skip=skip)
    # Outside the transaction: a store answers after a while.
    items = [item async for item in items_of(file, found, file.case.language)]
    records = tuple(
        _record(finding, item, place, page.language)
        for place, (finding, item) in enumerate(zip(found, items, strict=True), skip + 1)
    )
    return RecordsPage(page, view, records, number, pages)


def _record(finding: Finding, item: Item, place: int, language: Language) -> RecordView:
    entry = entry_of(item, place, words_of(language.value))
    return RecordView(finding.id, entry, tuple(item.fields), item.file.name if item.file else "")


async def _readable(session: AsyncSession, who: Visit, extract_id: UUID, at: datetime) -> Extract:
    if who.level < UNLOCKED:
        raise NotPermitted("Enter the code first.")
    extract = await answers.get_extract(session, who.case_id, extract_id)
    if not downloadable(extract, at) or extract.kind not in READABLE:
        raise ActionNotPossible("The extract can no longer be read. Ask us for a new one.")
    return extract


async def _page(
    office: Office, session: AsyncSession, file: CaseFile, extract: Extract, at: datetime
) -> ExtractPage:
    later = partial(office.db.transaction, file.case.organisation_id)
    content = await content_of(session, file, extract, at, later)
    profile = file.profile
    return ExtractPage(
        OrganisationView(profile.name, profile.contact, profile.working_calendar.zone, profile.slug),
        extract.id,
        file.case.language,
        extract.kind,
        extract.version,
        profile.working_calendar.local_day(extract.made_at),
        tuple(
            SystemView(section.system, section.name, section.outcome, section.given, section.withheld)
            for section in content.sections
        ),
        content.blocks,
    )
