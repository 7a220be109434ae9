"""Applying a profile: the organisation, its key and inboxes, and a version of what it declares."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import FieldError, InvalidInput, NotReady
from app.models.columns import new_id
from app.models.organisation import AppliedProfile, Inbox, Organisation, OrganisationKey
from app.office import Office
from app.profiles import Profile
from app.queries import organisations
from app.trust import keys
from app.vocabulary import Section


@dataclass(frozen=True)
class Applied:
    """What applying did; `version` is in force now, `changed` when it was not before."""

    organisation_id: UUID
    version: int
    created: bool
    changed: bool


async def apply(office: Office, profile: Profile, at: datetime) -> Applied:
    """Put a profile in force; one that is in force already changes nothing.

    Raises InvalidInput naming every inbox that another organisation has; nothing is changed then.
    """
    try:
        return await _apply(office, profile, at)
    except IntegrityError:  # another process applied at the same moment: what it wrote can be seen now
        return await _apply(office, profile, at)


async def _apply(office: Office, profile: Profile, at: datetime) -> Applied:
    async with office.db.transaction() as session:
        known = await organisations.find_organisation(session, profile.slug)
    organisation_id = known.id if known else new_id(at)
    async with office.db.transaction(organisation_id) as session:
        organisation = await _organisation(office, session, profile, organisation_id)
        before = await _in_force(session)
        version = await put_in_force(session, organisation, profile, before, at)
        return Applied(organisation_id, version.version, created=known is None, changed=version is not before)


async def put_in_force(
    session: AsyncSession,
    organisation: Organisation,
    profile: Profile,
    before: AppliedProfile | None,
    at: datetime,
    *,
    by: str | None = None,
    section: Section | None = None,
) -> AppliedProfile:
    """Give the version in force from now on: `before`, or a new one where something changed.

    The organisation is held by the transaction. Raises InvalidInput as `apply`.
    """
    content = profile.model_dump(mode="json", by_alias=True)
    if before and before.content == content:
        return before
    organisation.name, organisation.country = profile.name, profile.country
    organisation.language = profile.language
    await _move_inboxes(session, profile, organisation.id)
    version = AppliedProfile(
        organisation_id=organisation.id,
        version=before.version + 1 if before else 1,
        content=content,
        applied_at=at,
        applied_by=by,
        section=section,
    )
    session.add(version)
    return version


async def _organisation(
    office: Office, session: AsyncSession, profile: Profile, organisation_id: UUID
) -> Organisation:
    """Give the organisation, held until the transaction ends; a new one gets its key with it."""
    known = await session.get(Organisation, organisation_id, with_for_update=True)
    if known is not None:
        return known
    organisation = Organisation(
        id=organisation_id,
        slug=profile.slug,
        name=profile.name,
        country=profile.country,
        language=profile.language,
    )
    session.add(organisation)
    await session.flush()  # the key refers to it
    wrapped = keys.new_wrapped_organisation_key(office.newest_master(), organisation_id)
    session.add(
        OrganisationKey(
            organisation_id=organisation_id, wrapped=wrapped, version=keys.wrap_generation(wrapped)
        )
    )
    return organisation


async def _in_force(session: AsyncSession) -> AppliedProfile | None:
    try:
        return await organisations.newest_profile(session)
    except NotReady:
        return None


async def _move_inboxes(session: AsyncSession, profile: Profile, organisation_id: UUID) -> None:
    taken: list[FieldError] = []
    for number, inbox in enumerate(profile.inboxes):
        owner = await organisations.organisation_of_inbox(session, inbox.address)
        if owner not in {None, organisation_id}:
            sentence = f"{inbox.address} is an inbox of another organisation; take it out there first"
            taken.append(FieldError(f"inboxes.{number}.address", sentence))
    if taken:
        raise InvalidInput(f"{profile.slug}: {'; '.join(fault.message for fault in taken)}.", fields=taken)
    await organisations.remove_inboxes(session, organisation_id)
    addresses = dict.fromkeys(inbox.address for inbox in profile.inboxes)
    session.add_all(Inbox(address=address, organisation_id=organisation_id) for address in addresses)
