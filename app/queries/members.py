"""The members of an organisation."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models.member import Member
from app.queries.here import organisation_of
from app.queries.turns import take_turn


async def all_members(session: AsyncSession, *, lock: bool = False) -> Sequence[Member]:
    """Give every member there ever was, the first invited first; held until the commit when asked to."""
    query = (
        select(Member)
        .where(Member.organisation_id == organisation_of(session))
        .order_by(col(Member.invited_at), col(Member.id))
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).all()


async def find_member(session: AsyncSession, member_id: UUID, *, lock: bool = False) -> Member | None:
    """Give the member of an id, if there is one here."""
    query = select(Member).where(Member.organisation_id == organisation_of(session), Member.id == member_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).one_or_none()


async def get_member(session: AsyncSession, member_id: UUID, *, lock: bool = False) -> Member:
    """Give a member; NotFound when there is none of that id here."""
    member = await find_member(session, member_id, lock=lock)
    if member is None:
        raise NotFound("There is no such member.")
    return member


async def with_labels(session: AsyncSession, labels: Collection[str]) -> Sequence[Member]:
    """Give the members the history calls so."""
    found = await session.exec(
        select(Member).where(
            Member.organisation_id == organisation_of(session), col(Member.label).in_(labels)
        )
    )
    return found.all()


async def by_subject(session: AsyncSession, token: bytes) -> Member | None:
    """Give who this is at the identity provider; the same person signing in meanwhile is waited for."""
    await take_turn(session, "member", token.hex())
    found = await session.exec(
        select(Member).where(
            Member.organisation_id == organisation_of(session), Member.subject_token == token
        )
    )
    return found.one_or_none()


async def by_email(session: AsyncSession, token: bytes) -> Sequence[Member]:
    """Give who has an address, the newest first; whoever would write it meanwhile is waited for."""
    await take_turn(session, "member", token.hex())
    found = await session.exec(
        select(Member)
        .where(Member.organisation_id == organisation_of(session), Member.email_token == token)
        .order_by(col(Member.invited_at).desc())
    )
    return found.all()


async def seen(session: AsyncSession, member_id: UUID, at: datetime) -> None:
    """Write when a member was here last."""
    await session.exec(
        update(Member)
        .where(col(Member.organisation_id) == organisation_of(session), col(Member.id) == member_id)
        .values(last_seen_at=at)
    )
