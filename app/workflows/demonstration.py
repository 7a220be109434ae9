"""Signing in to a demonstration, as any of its people: on this machine and with such a database only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.errors import NotFound, NotReady
from app.models.member import Member
from app.office import Desk, Office
from app.queries import installation, members, organisations
from app.sign_in_settings import OWN_MACHINE
from app.trust import search
from app.vocabulary import Role
from app.workflows import sessions
from app.workflows.members import name_of
from app.workflows.sessions import Membership


@dataclass(frozen=True)
class PersonView:
    """Somebody to sign in as."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True)
class RoomView:
    """An organisation of the demonstration, and its people."""

    slug: str
    name: str
    people: tuple[PersonView, ...]


async def mark(office: Office, own: Collection[str], at: datetime) -> None:
    """Mark the database as a demonstration's. Raises NotReady when it holds other organisations."""
    async with office.db.transaction() as session:
        if await installation.is_demo(session):
            return
        others = [one.slug for one in await organisations.all_organisations(session) if one.slug not in own]
        if others:
            raise NotReady(
                "This database holds organisations that are no demonstration's. Set UTDRAG_HOME to a new "
                "folder, or UTDRAG_DATABASE_URL to an empty database."
            )
        await installation.mark_demo(session, at)


async def is_open(office: Office) -> bool:
    """Tell whether anybody at this machine may sign in as anybody."""
    if not (office.settings.demo and office.settings.host in OWN_MACHINE):
        return False
    async with office.db.transaction() as session:
        return await installation.is_demo(session)


async def refuse_elsewhere(office: Office) -> None:
    """Raise NotReady when a demonstration is to run where others could reach it, or on real data."""
    if office.settings.demo and not await is_open(office):
        raise NotReady(
            "UTDRAG_DEMO lets anybody sign in as anybody. It takes an address of this machine only "
            "(UTDRAG_HOST), and a database that `utdrag demo` has made."
        )


async def rooms(office: Office) -> list[RoomView]:
    """Give everybody there is to sign in as."""
    async with office.db.transaction() as session:
        known = [(one.id, one.slug, one.name) for one in await organisations.all_organisations(session)]
    return [RoomView(slug, name, await _people(office, id_)) for id_, slug, name in known]


async def _people(office: Office, organisation_id: UUID) -> tuple[PersonView, ...]:
    async with office.db.transaction(organisation_id) as session:
        seal = (await office.desk(session)).seal
        people = [
            PersonView(one.id, name_of(seal, one), one.role)
            for one in await members.all_members(session)
            if one.deactivated_at is None
        ]
    return tuple(sorted(people, key=lambda one: (list(Role).index(one.role), one.name)))


async def enter(office: Office, slug: str, member_id: UUID, former: str | None, at: datetime) -> str:
    """Give the token of a session as somebody, in every organisation that has their address; NotFound."""
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
        here = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(here.id) as session:
        desk, chosen = await office.desk(session), await members.get_member(session, member_id)
        if chosen.deactivated_at is not None:
            raise NotFound("There is no such member.")
        email, first = desk.seal.open("members", "email", chosen.id, chosen.email), _membership(desk, chosen)
    elsewhere = [await _with_address(office, one.id, email) for one in known if one.id != here.id and email]
    who = [first._replace(last_seen_at=at), *(place for places in elsewhere for place in places)]
    return await sessions.begin(office, who, at, former=former)


async def _with_address(office: Office, organisation_id: UUID, email: str) -> list[Membership]:
    async with office.db.transaction(organisation_id) as session:
        desk = await office.desk(session)
        found = await members.by_email(session, search.email_token(desk.index_key, email))
        return [_membership(desk, one) for one in found if one.deactivated_at is None][:1]


def _membership(desk: Desk, member: Member) -> Membership:
    return Membership(
        desk.organisation_id, member.id, member.label, member.role, member.language, member.last_seen_at
    )
