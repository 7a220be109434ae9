"""The members of an organisation: inviting them, changing what they may, and calling them by their names."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, FieldError, InvalidInput
from app.models.columns import new_id
from app.models.member import AssigneeShape, Invitation, Member, MemberChange, MemberShape
from app.office import Desk
from app.queries import members, sessions
from app.trust import search
from app.trust.sealing import Seal
from app.vocabulary import Role

OPEN_FOR: Final = timedelta(days=30)
"""How long an invitation may be taken up."""
READERS: Final = frozenset({Role.HANDLER, Role.LEAD, Role.DPO})
"""Who may read cases, and be given them."""
PREFIX: Final = "member-"
"""What labels of members begin with, and no token's should."""
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 8
_MOST: Final = 20


def new_member(
    desk: Desk, name: str, email: str, role: Role, at: datetime, *, subject: bytes | None = None
) -> Member:
    """Give a row for somebody new; with a subject their role comes from a group of the identity provider."""
    member_id = new_id(at)
    member = Member(
        id=member_id,
        organisation_id=desk.organisation_id,
        label=PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)),
        role=role,
        by_group=subject is not None,
        name=b"",
        email=b"",
        subject_token=subject,
        invited_at=at,
        last_seen_at=None,
        deactivated_at=None,
    )
    describe(desk, member, name, email)
    return member


def describe(desk: Desk, member: Member, name: str | None, email: str | None) -> None:
    """Write what somebody is called and where they are written to; None leaves it as it is."""
    desk.names.pop(member.label, None)
    if name is not None:
        member.name = desk.seal.close("members", "name", member.id, name)
    if email is not None:
        member.email = desk.seal.close("members", "email", member.id, email)
        member.email_token = search.email_token(desk.index_key, email) if email else None


async def invite(session: AsyncSession, desk: Desk, given: Invitation, at: datetime) -> Member:
    """Let somebody in whose address the identity provider vouches for; asking again renews the invitation.

    Raises InvalidInput when the address is that of a member already.
    """
    token = search.email_token(desk.index_key, given.email)
    known = [one for one in await members.by_email(session, token) if one.deactivated_at is None]
    if any(one.subject_token is not None for one in known):
        raise InvalidInput(
            "Somebody with this address is a member already.", fields=[FieldError("email", "is taken")]
        )
    if known:
        member = known[0]
        member.role, member.invited_at = given.role, at
        describe(desk, member, given.name, given.email)
    else:
        member = new_member(desk, given.name, given.email, given.role, at)
    member.language = given.language or member.language
    session.add(member)
    return member


async def change(
    session: AsyncSession, member_id: UUID, given: MemberChange, by: str, at: datetime
) -> Member:
    """Change what a member may; a deactivated one's sessions end, an invitation that waited is renewed.

    `by` is the label of who asks. Raises ActionNotPossible for oneself, and for a role that a group gives.
    """
    member = await members.get_member(session, member_id, lock=True)
    if member.label == by:
        raise ActionNotPossible("Nobody changes what they may themselves; ask a colleague.")
    if given.role is not None and given.role is not member.role:
        if member.by_group:
            raise ActionNotPossible("This role comes from a group of the identity provider; change it there.")
        member.role = given.role
        await sessions.change_role(session, member.id, given.role)
    if given.active is not None and given.active is (member.deactivated_at is not None):
        member.deactivated_at = None if given.active else at
        member.invited_at = at if given.active and member.subject_token is None else member.invited_at
    if member.deactivated_at is not None:
        await sessions.end_of_members(session, [member.id])
    session.add(member)
    return member


def name_of(seal: Seal, member: Member) -> str:
    """Give what a member is called: their name, else their address, else their label."""
    written = seal.open("members", "name", member.id, member.name)
    return written or seal.open("members", "email", member.id, member.email) or member.label


def shape(seal: Seal, member: Member) -> MemberShape:
    """Give a member unsealed."""
    return MemberShape(
        id=member.id,
        label=member.label,
        name=name_of(seal, member),
        email=seal.open("members", "email", member.id, member.email),
        role=member.role,
        by_group=member.by_group,
        active=member.deactivated_at is None,
        invited_at=member.invited_at,
        invited_until=member.invited_at + OPEN_FOR,
        mail=member.mail,
        mailed_at=member.mailed_at,
        last_seen_at=member.last_seen_at,
    )


async def called(session: AsyncSession, desk: Desk, labels: Iterable[str | None]) -> Mapping[str, str]:
    """Give what those who are members are called, by the labels the history and the cases know them by.

    Read once and remembered with the desk: every line of every list asks.
    """
    asked = {label for label in labels if label is not None and label.startswith(PREFIX)}
    if unknown := asked - desk.names.keys():
        for member in await members.with_labels(session, unknown):
            desk.names[member.label] = name_of(desk.seal, member)
    return {label: desk.names[label] for label in asked & desk.names.keys()}


async def assignees(session: AsyncSession, desk: Desk, q: str) -> list[AssigneeShape]:
    """Give who a case may be given to, by name; `q` are beginnings of words of the name."""
    wanted = search.normalised(q).split()
    found = await readers(session, desk)
    return [one for one in found if _fits(search.normalised(one.label).split(), wanted)][:_MOST]


async def readers(session: AsyncSession, desk: Desk) -> list[AssigneeShape]:
    """Give every member who may read cases now, by name."""
    found = [
        AssigneeShape(value=member.label, label=name_of(desk.seal, member))
        for member in await members.all_members(session)
        if member.deactivated_at is None and member.role in READERS
    ]
    return sorted(found, key=lambda one: search.normalised(one.label))


def _fits(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)
