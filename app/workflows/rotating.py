"""Replacing keys while the house works; only what lies under a key itself is sealed anew.

An organisation's next key stands beside its former one until nothing lies under that any more; then the
former is destroyed. Every step can be cut off and begun again.
"""

import asyncio
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import NotReady
from app.models import member
from app.models.member import Member
from app.models.message import SEALED, Message
from app.models.organisation import OrganisationKey
from app.office import ADDRESSES, SEARCH, Desk, Office
from app.queries import members, organisations, rotation
from app.queries.rotation import FIRST
from app.trust import keys
from app.trust.keys import MasterKey
from app.trust.sealing import OrganisationSeal
from app.trust.wraps import LAST_GENERATION
from app.workflows.sealing import seal_anew

log = structlog.get_logger()
BATCH = 500
_FEW = 20
_POLL_SECONDS = 0.2
PATIENCE_SECONDS = 900.0
"""How long transactions that began before the rotation are waited for."""


async def rotate(office: Office, organisation_id: UUID) -> int:
    """Give an organisation its next key and destroy the former; give the generation now in force.

    A rotation that was cut off is finished instead. Raises NotReady when the generations are used up, or
    something still runs that began before.
    """
    generation = await _begin(office, organisation_id)
    await _wait_for_earlier(office)
    while (
        await _move_keys(office, organisation_id, generation)
        or await _move_messages(office, organisation_id)
        or await _move_members(office, organisation_id)
    ):
        log.info("keys are being moved", organisation_id=str(organisation_id))
    async with office.db.transaction(organisation_id) as session:
        (await _held(session)).former = None
    return generation


async def _held(session: AsyncSession) -> OrganisationKey:
    key = await organisations.find_key(session, lock=True)
    if key is None:
        raise NotReady("This organisation has no key.")
    return key


async def _begin(office: Office, organisation_id: UUID) -> int:
    """Put the next key in force beside the former one, unless that was done; give its generation."""
    async with office.db.transaction(organisation_id) as session:
        kept, desk = await _held(session), await office.desk(session)
        if kept.former is not None:
            return kept.version
        if kept.version >= LAST_GENERATION:
            raise NotReady(
                f"This organisation's key was replaced {LAST_GENERATION - 1} times; no more can be."
            )
        master = office.master_of(kept.wrapped)
        wrapped = keys.new_wrapped_organisation_key(master, organisation_id, kept.version + 1)
        fresh = keys.unwrap_organisation_key(master, organisation_id, wrapped)
        kept.former, kept.wrapped, kept.version = kept.wrapped, wrapped, kept.version + 1
        kept.search_key = keys.wrap_lookup_key(fresh, SEARCH, desk.index_key)
        kept.address_key = keys.wrap_lookup_key(fresh, ADDRESSES, desk.address_key)
        return kept.version


async def _wait_for_earlier(office: Office) -> None:
    """Wait until every transaction has ended that may still work with the former key only."""
    async with office.db.transaction() as session:
        earlier = await rotation.running(session)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while earlier:
                await asyncio.sleep(_POLL_SECONDS)
                async with office.db.transaction() as session:
                    earlier &= await rotation.running(session)
    except TimeoutError:
        raise NotReady(
            "Something in the database runs that began before; run this again when it ended."
        ) from None


async def _move_keys(office: Office, organisation_id: UUID, generation: int) -> int:
    """Wrap the secrets of cases under the next key, batch by batch; give how many."""
    after, moved = FIRST, 0
    while True:
        async with office.db.transaction(organisation_id) as session:
            desk = await office.desk(session)
            page = await rotation.keys_below(session, generation, after, BATCH)
            for row in page:
                row.wrapped = keys.rewrap_case_secret(_former(desk), desk.key, row.case_id, row.wrapped)
                row.version = generation
            if not page:
                return moved
            after, moved = page[-1].case_id, moved + len(page)


async def _move_messages(office: Office, organisation_id: UUID) -> int:
    """Seal anew what lies under the organisation's key itself, as messages without case; give how many."""
    after, moved = FIRST, 0
    while True:
        async with office.db.transaction(organisation_id) as session:
            seal = (await office.desk(session)).seal
            page = await rotation.messages_without_case(session, after, _FEW)
            for row in page:
                moved += sum([_move_column(seal, "messages", row, column) for column in SEALED])
            if not page:
                return moved
            after = page[-1].id


async def _move_members(office: Office, organisation_id: UUID) -> int:
    """Seal anew who the members are; give how many values."""
    async with office.db.transaction(organisation_id) as session:
        seal = (await office.desk(session)).seal
        rows = await members.all_members(session, lock=True)
        return sum([_move_column(seal, "members", row, column) for row in rows for column in member.SEALED])


def _move_column(seal: OrganisationSeal, table: str, row: Message | Member, column: str) -> bool:
    sealed: bytes | None = getattr(row, column)
    if sealed is None or not seal.closed_formerly(table, column, row.id, sealed):
        return False
    plain = seal.open_bytes(table, column, row.id, sealed)
    setattr(row, column, seal.close_bytes(table, column, row.id, plain))
    return True


def _former(desk: Desk) -> keys.OrganisationKey:
    if desk.former is None:
        raise NotReady("Another command has just finished this rotation.")
    return desk.former


async def rewrap(office: Office, new: MasterKey) -> int:
    """Wrap every organisation's key under another master key; give how many were not yet.

    The history is sealed in the same transaction, so the new master key vouches for all of it.
    """
    moved = 0
    while True:
        async with office.db.transaction() as session:
            everyone = await organisations.all_organisations(session)
        done = sum([await _rewrap_one(office, one.id, new) for one in everyone])
        if not done:
            return moved
        moved += done


async def _rewrap_one(office: Office, organisation_id: UUID, new: MasterKey) -> int:
    at = clock.now()
    async with office.db.transaction(organisation_id) as session:
        kept = await _held(session)
        if keys.wrap_closed_by(kept.wrapped) == new.key_id:
            return 0
        old = office.master_of(kept.wrapped)
        kept.wrapped = keys.rewrap_organisation_key(old, new, organisation_id, kept.wrapped)
        if kept.former is not None:
            kept.former = keys.rewrap_organisation_key(
                office.master_of(kept.former), new, organisation_id, kept.former
            )
        await session.flush()
        await seal_anew(office, session, at)
        return 1
