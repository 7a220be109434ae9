"""Sessions of signed-in people: how they begin, how long they last, and when they are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from app.models.session import MemberSession
from app.office import Office
from app.queries import members, sessions
from app.queries.sessions import Standing
from app.trust import tokens
from app.vocabulary import Audience, Language, Role

IDLE: Final = timedelta(minutes=60)
LONGEST: Final = timedelta(hours=10)
NOTICED: Final = timedelta(minutes=1)
"""How much later somebody must be here again for it to be written."""


class Membership(NamedTuple):
    """Somebody in one organisation."""

    organisation_id: UUID
    member_id: UUID
    label: str
    role: Role
    language: Language | None
    last_seen_at: datetime | None


def lives(standing: Standing, at: datetime) -> bool:
    """Tell whether a session is not over."""
    return at < until(standing)


def until(standing: Standing) -> datetime:
    """Give when a session is over if nobody comes."""
    return min(standing.seen_at + IDLE, standing.ends_at)


async def begin(
    office: Office,
    who: Sequence[Membership],
    at: datetime,
    *,
    former: str | None,
    provider_session: bytes | None = None,
) -> str:
    """Give the token of a new session of somebody, standing where they were last.

    The one the browser held before ends, whoever's it was: nothing from before a sign-in is taken over.
    """
    fresh = tokens.new_token(Audience.CONSOLE)
    first = max(who, key=lambda one: (one.last_seen_at is not None, one.last_seen_at))
    async with office.db.transaction(first.organisation_id) as session:
        if former:
            await sessions.end(session, tokens.token_hash(former))
        session.add_all(
            MemberSession(
                hash=fresh.hash,
                organisation_id=one.organisation_id,
                member_id=one.member_id,
                label=one.label,
                role=one.role,
                language=first.language,
                chosen=one is first,
                provider_session=provider_session,
                seen_at=at,
                ends_at=at + LONGEST,
            )
            for one in who
        )
        await members.seen(session, first.member_id, at)
    return fresh.plain


async def is_alive(office: Office, token: str, at: datetime) -> bool:
    """Tell whether a session is not over."""
    async with office.db.transaction() as session:
        standing = await sessions.enter(session, tokens.token_hash(token))
    return standing is not None and lives(standing, at)


async def end(office: Office, token: str) -> None:
    """End a session."""
    async with office.db.transaction() as session:
        await sessions.end(session, tokens.token_hash(token))
