"""Sessions of signed-in people, found by the hash of their cookie; and sign-ins under way."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.organisation import Organisation
from app.models.session import MemberSession, SignIn
from app.queries import organisations
from app.vocabulary import Language, Role


class Standing(NamedTuple):
    """Who is signed in: in which organisation they stand now, as what, and since when they were not seen."""

    organisation_id: UUID
    role: Role
    label: str
    member_id: UUID
    language: Language | None
    seen_at: datetime
    ends_at: datetime


_ENTER = """
    SELECT held.organisation_id, held.role, held.label, held.member_id, held.language,
      held.seen_at, held.ends_at, here.*
    FROM sessions held LEFT JOIN LATERAL enter_organisation(held.organisation_id) here ON true
    WHERE held.hash = $1 AND held.chosen
"""
_STANDING = len(Standing._fields)


async def enter(session: AsyncSession, hash_: bytes) -> Standing | None:
    """Give who is signed in, and let the session stand in the organisation they chose from here on.

    Both in one statement, as every request begins with it. The caller rolls back when it has ended.
    """
    connection = await session.connection()
    row = (await connection.exec_driver_sql(_ENTER, (hash_,))).one_or_none()
    if row is None:
        return None
    organisation_id, role, label, member_id, language, *times = row[:_STANDING]
    organisations.enter(session, organisation_id, row[_STANDING:])
    return Standing(organisation_id, Role(role), label, member_id, language and Language(language), *times)


async def seen(session: AsyncSession, hash_: bytes, at: datetime) -> None:
    """Write that somebody was here; who writes the same at this moment is not waited for."""
    chosen = (
        select(MemberSession.hash, MemberSession.organisation_id)
        .where(MemberSession.hash == hash_, col(MemberSession.chosen), MemberSession.seen_at < at)
        .with_for_update(skip_locked=True)
        .cte()
    )
    await session.exec(
        update(MemberSession)
        .where(
            col(MemberSession.hash) == chosen.c.hash,
            col(MemberSession.organisation_id) == chosen.c.organisation_id,
        )
        .values(seen_at=at)
        .execution_options(synchronize_session=False)
    )


class Place(NamedTuple):
    """An organisation a signed-in person may stand in, and as what."""

    slug: str
    name: str
    role: Role


async def places(session: AsyncSession, hash_: bytes) -> list[Place]:
    """Give every organisation of a session, by slug."""
    found = await session.exec(
        select(Organisation.slug, Organisation.name, MemberSession.role)
        .join(MemberSession, col(MemberSession.organisation_id) == col(Organisation.id))
        .where(MemberSession.hash == hash_)
        .order_by(col(Organisation.slug))
    )
    return [Place(slug, name, Role(role)) for slug, name, role in found.all()]


async def choose(session: AsyncSession, hash_: bytes, slug: str, at: datetime) -> bool:
    """Let a session stand in another of its organisations; tell whether that is one of them."""
    rows = await session.exec(select(MemberSession).where(MemberSession.hash == hash_).with_for_update())
    wanted = await session.exec(select(Organisation.id).where(Organisation.slug == slug))
    mine, organisation_id = rows.all(), wanted.one_or_none()
    if organisation_id not in {row.organisation_id for row in mine}:
        return False
    for chosen in (False, True):  # the one that is left first: only one may be chosen at a time
        for row in mine:
            if (row.organisation_id == organisation_id) is chosen:
                row.chosen, row.seen_at = chosen, at
        await session.flush()
    return True


async def speak(session: AsyncSession, hash_: bytes, language: Language) -> None:
    """Let a session speak another language."""
    await session.exec(
        update(MemberSession).where(col(MemberSession.hash) == hash_).values(language=language)
    )


async def end(session: AsyncSession, hash_: bytes) -> None:
    """End a session, in all its organisations."""
    await session.exec(delete(MemberSession).where(col(MemberSession.hash) == hash_))


async def end_of_provider(session: AsyncSession, provider_session: bytes) -> None:
    """End what was begun by one session at the identity provider."""
    await session.exec(delete(MemberSession).where(col(MemberSession.provider_session) == provider_session))


async def end_of_members(session: AsyncSession, member_ids: Sequence[UUID]) -> None:
    """End every session of these people, in every organisation they stand in by it."""
    theirs = select(MemberSession.hash).where(col(MemberSession.member_id).in_(member_ids))
    await session.exec(delete(MemberSession).where(col(MemberSession.hash).in_(theirs)))


async def change_role(session: AsyncSession, member_id: UUID, role: Role) -> None:
    """Let the sessions of somebody have their new role at once."""
    await session.exec(
        update(MemberSession).where(col(MemberSession.member_id) == member_id).values(role=role)
    )


async def forget_ended(session: AsyncSession, idle_since: datetime, at: datetime) -> None:
    """Forget sessions that ended by the clock."""
    await session.exec(
        delete(MemberSession).where(
            (col(MemberSession.ends_at) <= at)
            | (col(MemberSession.chosen) & (col(MemberSession.seen_at) <= idle_since))
        )
    )


async def take_sign_in(session: AsyncSession, state: bytes) -> SignIn | None:
    """Give a sign-in under way and forget it, so that it is used once."""
    found = await session.exec(delete(SignIn).where(col(SignIn.state) == state).returning(SignIn))
    return found.scalars().one_or_none()


async def forget_sign_ins(session: AsyncSession, before: datetime) -> None:
    """Forget sign-ins nobody came back from."""
    await session.exec(delete(SignIn).where(col(SignIn.expires_at) <= before))
