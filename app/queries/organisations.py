"""Organisations, their inboxes, keys and profiles."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import ENTER, ENTERED
from app.errors import NotFound, NotReady
from app.models.organisation import AppliedProfile, Inbox, Organisation, OrganisationKey
from app.queries.here import organisation_of


async def organisation_by_slug(session: AsyncSession, slug: str) -> Organisation:
    """Give the organisation; NotFound when there is none of that name."""
    organisation = (await session.exec(select(Organisation).where(Organisation.slug == slug))).one_or_none()
    if organisation is None:
        raise NotFound(f"There is no organisation '{slug}'.")
    return organisation


async def find_organisation(session: AsyncSession, slug: str) -> Organisation | None:
    """Give the organisation, if it was applied before."""
    return (await session.exec(select(Organisation).where(Organisation.slug == slug))).one_or_none()


async def get_organisation(
    session: AsyncSession, organisation_id: UUID, *, lock: bool = False
) -> Organisation:
    """Give the organisation with this id; held until the transaction ends when asked to."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).one()


async def all_organisations(session: AsyncSession) -> Sequence[Organisation]:
    """Give every organisation, by name."""
    return (await session.exec(select(Organisation).order_by(col(Organisation.slug)))).all()


async def organisation_of_inbox(session: AsyncSession, address: str) -> UUID | None:
    """Give whose inbox an address is; a plus part is passed over."""
    local, _, domain = address.strip().lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    found = await session.exec(select(Inbox.organisation_id).where(Inbox.address == plain))
    return found.one_or_none()


async def remove_inboxes(session: AsyncSession, organisation_id: UUID) -> None:
    """Forget the inboxes of an organisation, before its new ones are written."""
    await session.exec(delete(Inbox).where(col(Inbox.organisation_id) == organisation_id))


async def newest_profile(session: AsyncSession) -> AppliedProfile:
    """Give the profile in force."""
    found = await session.exec(
        select(AppliedProfile)
        .where(AppliedProfile.organisation_id == organisation_of(session))
        .order_by(col(AppliedProfile.version).desc())
        .limit(1)
    )
    profile = found.one_or_none()
    if profile is None:
        raise NotReady("This organisation has no profile yet; apply one.")
    return profile


async def versions(session: AsyncSession, most: int) -> Sequence[AppliedProfile]:
    """Give the newest versions of the profile, the one in force first."""
    found = await session.exec(
        select(AppliedProfile)
        .where(AppliedProfile.organisation_id == organisation_of(session))
        .order_by(col(AppliedProfile.version).desc())
        .limit(most)
    )
    return found.all()


class InForce(NamedTuple):
    """What an organisation works with now: its wrapped keys, and the version of its profile."""

    wrapped: bytes
    former: bytes | None
    search_key: bytes | None
    address_key: bytes | None
    version: int


async def in_force(session: AsyncSession) -> InForce:
    """Give the key and the version of the profile in force; NotReady before one was applied."""
    if ENTERED not in session.info:
        await session.connection()  # the first that is asked in this transaction: it enters by this
    found = entered(session.info.get(ENTERED))
    if found is None:  # one may have been applied since
        connection = await session.connection()
        found = entered((await connection.exec_driver_sql(ENTER, (organisation_of(session),))).one_or_none())
    if found is None:
        raise NotReady("This organisation has no profile yet; apply one.")
    return found


def entered(found: Sequence[Any] | None) -> InForce | None:
    """Give what `enter_organisation` found in force; None before a profile was applied."""
    here, *now = found or (None,)
    return InForce(*now) if here else None


def enter(session: AsyncSession, organisation_id: UUID, found: Sequence[Any]) -> None:
    """Let the session stand in an organisation a statement entered, and know what is in force there."""
    session.info["organisation_id"], session.info[ENTERED] = organisation_id, found


async def find_key(session: AsyncSession, *, lock: bool = False) -> OrganisationKey | None:
    """Give the key of the organisation, if it has one."""
    query = select(OrganisationKey).where(OrganisationKey.organisation_id == organisation_of(session))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).one_or_none()
