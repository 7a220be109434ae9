"""The list of what was erased: written before the erasure is, and applied again after a restore.

An entry is kept outside the database first and committed with the erasure second. So the list is never
behind, and an erasure that was cut off in between is finished by whoever comes next.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.forgotten import ForgottenRow
from app.office import Office
from app.queries import cases, forgotten, organisations
from app.queries.here import organisation_of
from app.queries.turns import take_turn
from app.trust.audit import GENESIS
from app.trust.ledger import Entry
from app.trust.paths import BlobPath
from app.vocabulary import Erased, Happening
from app.workflows.history import SYSTEM, record

log = structlog.get_logger()


async def erase(
    office: Office,
    session: AsyncSession,
    kind: Erased,
    case_id: UUID,
    at: datetime,
    items: Sequence[UUID] = (),
) -> Entry:
    """Erase something of a case, and list it; the case is locked by the caller.

    It is decided when the list holds it: whatever comes after, a crash too, it will be erased.
    """
    await catch_up(office, session, at)
    last = await forgotten.last_forgotten(session)
    entry = Entry(
        organisation_id=organisation_of(session),
        number=last.number + 1 if last else 1,
        at=at,
        kind=kind,
        case_id=case_id,
        items=tuple(items),
        previous=last.hash if last else GENESIS,
    ).chained()
    await office.ledger.put(entry)
    await _perform(office, session, entry)
    return entry


async def catch_up(office: Office, session: AsyncSession, at: datetime) -> int:
    """Erase again what the list holds and the database does not know of; give how many entries that were.

    Raises NotReady when the list cannot be read or does not go on where the database's ends.
    """
    await take_turn(session, "forgotten")
    last = await forgotten.last_forgotten(session)
    number, hash_ = (last.number, last.hash) if last else (0, GENESIS)
    made = 0
    async for entry in office.ledger.after(organisation_of(session), number, hash_):
        if case := await cases.find_case(session, entry.case_id):
            data = {"entry": entry.number, "kind": entry.kind.value, "again": True}
            happening = Happening.CASE_FORGOTTEN if entry.kind is Erased.CASE else Happening.COPIES_PURGED
            await record(session, case, happening, SYSTEM, at, data=data)
        await _perform(office, session, entry)
        made += 1
    return made


async def catch_up_all(office: Office, at: datetime) -> int:
    """Do it for every organisation; to be called before anything is served."""
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    made = 0
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            made += await catch_up(office, session, at)
    if made:
        log.warning("erased again what a restored database held", count=made)
    return made


async def _perform(office: Office, session: AsyncSession, entry: Entry) -> None:
    """Do what an entry says, and note it; blobs go first, because the entry is kept already."""
    match entry.kind:
        case Erased.CASE:
            paths = [path async for path in office.blobs.list(entry.organisation_id, entry.case_id)]
            await forgotten.destroy_key(session, entry.case_id, entry.at)
        case Erased.COPIES:
            paths = _paths(entry)
            await forgotten.drop_copies(session, entry.case_id, entry.items)
        case Erased.PACKAGE:
            paths = _paths(entry)
            await forgotten.drop_packages(session, entry.case_id, entry.items, entry.at)
    for path in paths:
        await office.blobs.delete(path)
    session.add(
        ForgottenRow(
            organisation_id=entry.organisation_id,
            number=entry.number,
            at=entry.at,
            kind=entry.kind,
            case_id=entry.case_id,
            items=[str(item) for item in entry.items],
            previous=entry.previous,
            hash=entry.hash,
        )
    )
    await session.flush()


def _paths(entry: Entry) -> list[BlobPath]:
    return [BlobPath(entry.organisation_id, entry.case_id, item) for item in entry.items]
