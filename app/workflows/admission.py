"""Who is let in: a person an identity provider vouches for, in every organisation that knows them."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotReady
from app.identity.oidc import Identity
from app.models.member import Member
from app.office import Desk, Office
from app.queries import members, organisations, sessions
from app.trust import search
from app.workflows.members import OPEN_FOR, describe, new_member
from app.workflows.sessions import Membership


async def admitted(office: Office, who: Identity, at: datetime) -> list[Membership]:
    """Give where somebody may stand; each organisation is asked, as only it can read who its members are."""
    async with office.db.transaction() as session:
        known = [one.id for one in await organisations.all_organisations(session)]
    places = [await _in(office, organisation_id, who, at) for organisation_id in known]
    return [place for place in places if place is not None]


async def turned_out(office: Office, issuer: str, subject: str) -> None:
    """End every session of somebody, wherever they stand."""
    async with office.db.transaction() as session:
        known = [one.id for one in await organisations.all_organisations(session)]
    for organisation_id in known:
        async with office.db.transaction(organisation_id) as session:
            if (desk := await _desk(office, session)) is not None:
                token = search.subject_token(desk.index_key, issuer, subject)
                if (member := await members.by_subject(session, token)) is not None:
                    await sessions.end_of_members(session, [member.id])


async def _in(office: Office, organisation_id: UUID, who: Identity, at: datetime) -> Membership | None:
    async with office.db.transaction(organisation_id) as session:
        desk = await _desk(office, session)
        member = await _member(session, desk, who, at) if desk else None
        if member is None:
            return None
        return Membership(
            organisation_id,
            member.id,
            member.label,
            member.role,
            member.language or who.language,
            member.last_seen_at,
        )


async def _desk(office: Office, session: AsyncSession) -> Desk | None:
    try:
        return await office.desk(session)
    except NotReady:  # it has declared nothing yet, so nobody is let in
        return None


async def _member(session: AsyncSession, desk: Desk, who: Identity, at: datetime) -> Member | None:
    """Give who somebody is in an organisation now; None for a stranger and for who was turned away."""
    subject = search.subject_token(desk.index_key, who.issuer, who.subject)
    role = desk.profile.sign_in.role_of(who.groups)
    member = await members.by_subject(session, subject) or await _invited(session, desk, who, at)
    if member is None and role is not None:
        member = new_member(desk, who.name, who.email, role, at, subject=subject)
    if member is None or member.deactivated_at is not None:
        return None
    if member.by_group and member.role is not role:
        if role is None:
            await sessions.end_of_members(session, [member.id])
            return None
        member.role = role
        await sessions.change_role(session, member.id, role)
    member.subject_token = subject
    describe(desk, member, who.name or None, who.email or None)
    session.add(member)
    await session.flush()
    return member


async def _invited(session: AsyncSession, desk: Desk, who: Identity, at: datetime) -> Member | None:
    """Give the invitation of an address the provider vouches for, while it may be taken up."""
    if not who.email:
        return None
    found = await members.by_email(session, search.email_token(desk.index_key, who.email))
    waiting = (one for one in found if one.subject_token is None and one.deactivated_at is None)
    return next((one for one in waiting if at < one.invited_at + OPEN_FOR), None)
