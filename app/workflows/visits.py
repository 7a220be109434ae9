"""Visits without an account: a mailed token opens a short session; looking changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import Job, Kind, enqueue
from app.models.credential import Credential
from app.office import Office
from app.queries import cases, credentials, organisations
from app.queries.credentials import Sight
from app.trust import search, tokens
from app.vocabulary import Audience, Happening, Letter, State
from app.workflows.allowances import LINKS, LINKS_THERE, take
from app.workflows.history import OWNER, SUBJECT, record

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Visit:
    """Who is here: for which case or task, and how far the session reaches."""

    organisation_id: UUID
    case_id: UUID
    task_id: UUID | None
    level: int
    hash: bytes


async def enter(office: Office, token: str, audience: Audience, at: datetime) -> str | None:
    """Give a session for a mailed token, or None when it is unknown, expired or revoked."""
    async with office.db.transaction() as session:
        link = await credentials.credential(session, tokens.token_hash(token), audience)
    if link is None or link.case_id is None or not _lives(link, at):
        return None
    fresh = tokens.new_token(Audience.SESSION)
    async with office.db.transaction(link.organisation_id) as session:
        case = await cases.lock_case(session, link.case_id)
        session.add(
            Credential(
                hash=fresh.hash,
                organisation_id=link.organisation_id,
                audience=Audience.SESSION,
                label=audience.value,
                case_id=link.case_id,
                task_id=link.task_id,
                level=0,
                issued_at=at,
                expires_at=at + LASTS,
            )
        )
        actor = SUBJECT if audience is Audience.STATUS else OWNER
        await record(session, case, Happening.LINK_OPENED, actor, at, data={"page": audience.value})
    return fresh.plain


async def visit(office: Office, session_token: str, audience: Audience, at: datetime) -> Visit | None:
    """Give the visit behind a session, or None when it is over or belongs to another page."""
    async with office.db.transaction() as session:
        found = await credentials.credential(session, tokens.token_hash(session_token), Audience.SESSION)
    if found is None or found.case_id is None or found.label != audience.value or not _lives(found, at):
        return None
    return Visit(found.organisation_id, found.case_id, found.task_id, found.level, found.hash)


async def look(office: Office, session_token: str, at: datetime) -> tuple[Visit, Sight] | None:
    """Give the visit of a status page and how its case stands, or None when it is over; in one statement."""
    hash_ = tokens.token_hash(session_token)
    seen = await credentials.look(office.db, hash_)
    if seen is None or not _lives(seen, at):
        return None
    return Visit(seen.organisation_id, seen.case_id, None, seen.level, hash_), seen


async def leave(office: Office, who: Visit, at: datetime) -> None:
    """End a session."""
    async with office.db.transaction() as session:
        await credentials.end(session, who.hash, at)


async def renew(office: Office, token: str, at: datetime) -> None:
    """Send a new link to the person of the case an old one led to; who asks is told nothing."""
    async with office.db.transaction() as session:
        link = await credentials.credential(session, tokens.token_hash(token), Audience.STATUS)
    if link is None or link.case_id is None:
        return
    async with office.db.transaction(link.organisation_id) as session:
        await send_new(office, session, link.case_id, at)


async def send_new(office: Office, session: AsyncSession, case_id: UUID, at: datetime) -> None:
    """Let a new link go to the person of a case: to the address it has, once an hour; it ends no other.

    None goes while nobody has read the request, without an address, and for a case that was forgotten.
    """
    case = await cases.lock_case(session, case_id)
    if case.state is State.TRIAGE or await cases.find_case(session, case.id) is None:
        return
    file = await office.file(session, case)
    there = search.email_token(file.desk.index_key, file.person_email).hex()
    if (
        file.person_email
        and await take(session, file.desk, LINKS, str(case.id), at)
        and await take(session, file.desk, LINKS_THERE, there, at)
    ):
        await record(session, case, Happening.LINK_ASKED, SUBJECT, at)
        detail = f"{Letter.NEW_LINK.value}.{at:%Y%m%dT%H%M%S}"
        await enqueue(session, Job(Kind.WRITE_LETTER, case.organisation_id, case.id, detail))


async def whose(office: Office, token: str) -> str:
    """Give the slug of the organisation a mailed link was of, dead or not, or of the only one there is."""
    async with office.db.transaction() as session:
        link = await credentials.credential(session, tokens.token_hash(token), Audience.STATUS)
        known = await organisations.all_organisations(session)
    meant = [one for one in known if link and one.id == link.organisation_id] or known
    return meant[0].slug if len(meant) == 1 else ""


def _lives(found: Credential | Sight, at: datetime) -> bool:
    return found.revoked_at is None and (found.expires_at is None or found.expires_at > at)
