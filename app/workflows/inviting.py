"""Inviting a colleague: the mail that tells them, what becomes of it, and asking once more."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, measures
from app.errors import ActionNotPossible, NotReady, TooManyAttempts
from app.jobs import Job, Kind, enqueue
from app.letters import LetterFacts, addressee, compose, render
from app.models.member import Invitation, Member, MemberChange, MemberShape
from app.office import Desk, Office
from app.queries import members as rows
from app.trust import addresses
from app.vocabulary import Letter, LetterState
from app.workflows import members
from app.workflows.allowances import INVITATIONS, take
from app.workflows.correspondence import loop_token, named
from app.workflows.sending import transmit

AGAIN_AFTER: Final = timedelta(minutes=5)
"""How long nobody is told again: the first mail may still be on its way."""


async def invite(session: AsyncSession, desk: Desk, given: Invitation, by: str, at: datetime) -> MemberShape:
    """Let somebody in and have a mail tell them; asking again renews the invitation and tells them again.

    `by` is the label of who invites, whom the mail names if they are a member.
    Raises InvalidInput as `members.invite`, and TooManyAttempts.
    """
    return await _told(session, desk, await members.invite(session, desk, given, at), by, at)


async def change(
    session: AsyncSession, desk: Desk, member_id: UUID, given: MemberChange, by: str, at: datetime
) -> MemberShape:
    """Change what a member may; who is let in again before they ever came is told of it.

    Raises ActionNotPossible as `members.change`, and TooManyAttempts.
    """
    member = await members.change(session, member_id, given, by, at)
    renewed = member.invited_at == at
    return await _told(session, desk, member, by, at) if renewed else members.shape(desk.seal, member)


async def invite_again(
    session: AsyncSession, desk: Desk, member_id: UUID, by: str, at: datetime
) -> MemberShape:
    """Renew an invitation and tell of it again.

    Raises NotFound, ActionNotPossible for who has signed in, may not sign in, or was told just now, and
    TooManyAttempts.
    """
    member = await rows.get_member(session, member_id, lock=True)
    if member.subject_token is not None:
        raise ActionNotPossible("They have signed in already and need no invitation.")
    if member.deactivated_at is not None:
        raise ActionNotPossible("They may not sign in; let them in again first.")
    if at < member.invited_at + AGAIN_AFTER and member.mail not in (LetterState.FAILED, LetterState.BOUNCED):
        raise ActionNotPossible("They were invited just now; give the mail a few minutes.")
    member.invited_at = at
    return await _told(session, desk, member, by, at)


async def send_invitation(office: Office, job: Job) -> None:
    """Send the mail of one invitation; after a crash it may leave twice, always as the same message.

    Raises NotReady when it cannot be handed over: it is tried again, and held for a person in the end.
    """
    async with office.db.transaction(job.organisation_id) as session:
        desk = await office.desk(session)
        member = await rows.get_member(session, job.subject_id, lock=True)
        if not _waits(member, job):
            return
        known = await rows.with_labels(session, [job.detail.partition(".")[2]])
        to, by = _called(desk, member), _called(desk, known[0]) if known else None
        content = _written(office, desk, member, to, by)
    error = await transmit(office, desk, member.id, to.address, content)
    measures.LETTERS.labels(Letter.INVITATION.value, "failed" if error else "sent").inc()
    async with office.db.transaction(job.organisation_id) as session:
        member = await rows.get_member(session, job.subject_id, lock=True)
        if _waits(member, job):
            member.mail = LetterState.FAILED if error else LetterState.SENT
            member.mailed_at = None if error else clock.now()
            session.add(member)
    if error:
        raise NotReady(error)


async def came_back(session: AsyncSession, desk: Desk, named: str) -> None:
    """Write that the mail of an invitation came back, if a report names one by its signed address."""
    member_id = addresses.read_verp(desk.address_key, named)
    member = await rows.find_member(session, member_id, lock=True) if member_id else None
    if member is not None and member.subject_token is None:
        member.mail = LetterState.BOUNCED
        session.add(member)


async def _told(session: AsyncSession, desk: Desk, member: Member, by: str, at: datetime) -> MemberShape:
    assert member.email_token is not None, "only an address is invited"
    if not await take(session, desk, INVITATIONS, member.email_token.hex(), at):
        raise TooManyAttempts("Several invitations went to this address already. Try again in an hour.")
    member.mail, member.mailed_at = LetterState.QUEUED, None
    session.add(member)
    await session.flush()
    detail = f"{_stamp(member)}.{by}" if by.startswith(members.PREFIX) else _stamp(member)
    await enqueue(session, Job(Kind.SEND_INVITATION, desk.organisation_id, member.id, detail))
    return members.shape(desk.seal, member)


def _waits(member: Member, job: Job) -> bool:
    """Tell whether this very invitation is still to be told of."""
    return (
        member.mail in (LetterState.QUEUED, LetterState.FAILED)
        and member.subject_token is None
        and member.deactivated_at is None
        and job.detail.partition(".")[0] == _stamp(member)
    )


def _stamp(member: Member) -> str:
    return f"{member.invited_at:%Y%m%dT%H%M%S%f}"


class _Called(NamedTuple):
    """Somebody as a mail names them: a name that reads as one, or none."""

    name: str
    address: str


def _called(desk: Desk, member: Member) -> _Called:
    name = desk.seal.open("members", "name", member.id, member.name)
    return _Called(addressee(name), desk.seal.open("members", "email", member.id, member.email))


def _written(office: Office, desk: Desk, member: Member, to: _Called, by: _Called | None) -> bytes:
    profile, answers_to = desk.profile, by if by and by.name and by.address else None
    facts = LetterFacts(
        organisation_name=profile.name,
        reference="",
        person_name=to.name,
        role=member.role,
        invited_by=answers_to.name if answers_to else None,
        link=f"{office.settings.public_url}/console/",
        expires_on=profile.working_calendar.local_day(member.invited_at + members.OPEN_FOR),
    )
    return compose(
        render(Letter.INVITATION, member.language or profile.language, facts, profile.letters),
        sender=named(profile.name, profile.sender),
        to=named(*to),
        reply_to=named(*answers_to) if answers_to else None,
        message_id=f"<{uuid5(member.id, _stamp(member)).hex}@{office.settings.mail_domain}>",
        at=member.invited_at,
        loop_token=loop_token(desk.organisation_id),
        automatic="auto-generated",
    )
