"""The members of the caller's organisation, and who cases may be given to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app import clock
from app.errors import (
    ActionNotPossible,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSignedIn,
    TooManyAttempts,
)
from app.models.member import AssigneePage, Invitation, MemberChange, MemberPage, MemberShape
from app.queries import members as rows
from app.routers.caller import AnOffice, ASession, Host, Staff
from app.routers.problems import documented
from app.workflows import inviting, members

router = APIRouter(prefix="/api/v1", tags=["members"])
SIGNED_IN = documented(NotSignedIn, NotPermitted)


@router.get("/members", operation_id="list_members", summary="Who may sign in", responses=SIGNED_IN)
async def list_members(office: AnOffice, session: ASession, _: Host) -> MemberPage:
    """Give everybody who may sign in, was invited to, or might once, the first invited first."""
    seal = (await office.desk(session)).seal
    return MemberPage(items=[members.shape(seal, one) for one in await rows.all_members(session)])


@router.post(
    "/members",
    operation_id="invite_member",
    summary="Invite somebody",
    status_code=201,
    responses=SIGNED_IN | documented(InvalidInput, TooManyAttempts),
)
async def invite_member(office: AnOffice, session: ASession, caller: Host, given: Invitation) -> MemberShape:
    """Let somebody sign in within 30 days if the identity provider vouches for their address, and tell them.

    Inviting an address again renews its invitation.
    """
    return await inviting.invite(session, await office.desk(session), given, caller.label, clock.now())


@router.post(
    "/members/{member_id}/invitation",
    operation_id="invite_again",
    summary="Invite once more",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput, TooManyAttempts),
)
async def invite_again(office: AnOffice, session: ASession, caller: Host, member_id: UUID) -> MemberShape:
    """Renew the invitation of somebody who has not signed in yet, and send the mail again."""
    desk = await office.desk(session)
    return await inviting.invite_again(session, desk, member_id, caller.label, clock.now())


@router.post(
    "/members/{member_id}",
    operation_id="change_member",
    summary="Change a member",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput, TooManyAttempts),
)
async def change_member(
    office: AnOffice, session: ASession, caller: Host, member_id: UUID, given: MemberChange
) -> MemberShape:
    """Give a member another role, or end their access and their sessions at once."""
    desk = await office.desk(session)
    return await inviting.change(session, desk, member_id, given, caller.label, clock.now())


@router.get(
    "/assignees",
    operation_id="list_assignees",
    summary="Who a case may be given to",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def list_assignees(
    office: AnOffice,
    session: ASession,
    _: Staff,
    q: Annotated[str, Query(max_length=100, description="Beginnings of words of their name.")] = "",
) -> AssigneePage:
    """Give those who handle cases, by name; at most 20."""
    return AssigneePage(items=await members.assignees(session, await office.desk(session), q))
