"""Messages: seeing where they are, and putting the doubtful ones where they belong."""

from uuid import UUID

from fastapi import APIRouter
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import ActionNotPossible, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.intake import showing, sorting
from app.intake.batches import Done, one_by_one
from app.interface.faulted import faulted
from app.models import shapes
from app.models.message import Message, MessagePage, MessageShape
from app.models.placing import Chosen, Dismissal, Linking, Placement, Result, Results, Several
from app.office import Office
from app.queries import messages
from app.queries.dossiers import NEW
from app.routers import cursors
from app.routers.caller import AnOffice, AReader, ASession, Staff
from app.routers.cases import ACursor, ALimit
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import ActorKind, Language, MessageState
from app.workflows.showing import shown

router = APIRouter(prefix="/api/v1", tags=["messages"], route_class=KnownRoute)
SIGNED_IN = documented(NotSignedIn, NotPermitted)


@router.get(
    "/messages",
    operation_id="list_messages",
    summary="The messages in one place",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def list_messages(
    office: AnOffice,
    session: ASession,
    _: Staff,
    state: MessageState,
    limit: ALimit = 50,
    cursor: ACursor = None,
) -> MessagePage:
    """Give the messages in one place, oldest first; every message is in exactly one."""
    found = await messages.page_of_messages(
        session, state=state, limit=limit + 1, after=cursors.arrived(cursor)
    )
    page = found[:limit]
    more = cursors.written(page[-1].received_at.isoformat(), page[-1].id) if len(found) > limit else None
    return MessagePage(items=await showing.shapes_of(office, session, page), next_cursor=more)


@router.get(
    "/messages/{message_id}",
    operation_id="get_message",
    summary="Where a message is, and why",
    responses=SIGNED_IN | documented(NotFound, InvalidInput),
)
async def get_message(office: AnOffice, session: ASession, _: AReader, message_id: UUID) -> MessageShape:
    """Give where a message is and what it was read as."""
    return await showing.shape_of(office, session, await messages.get_message(session, message_id))


@router.post(
    "/messages/{message_id}/accept",
    operation_id="accept_message",
    summary="Open a case for a message",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def accept_message(
    office: AnOffice,
    session: ASession,
    caller: Staff,
    language: Spoken,
    message_id: UUID,
    placement: Placement,
) -> shapes.CaseShape:
    """Open the case of a message that was not read as a request; its clock runs from its receipt."""
    at = clock.now()
    file = await sorting.accept_message(office, session, message_id, placement.rights, caller.actor, at)
    return await shown(session, file, ActorKind(caller.role.value), at, NEW, language=language)


@router.post(
    "/messages/{message_id}/link",
    operation_id="link_message",
    summary="Put a message with a case",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def link_message(
    office: AnOffice, session: ASession, _: Staff, message_id: UUID, linking: Linking
) -> MessageShape:
    """Put a message with its case; the writer is shown nothing."""
    message = await sorting.link_message(office, session, message_id, linking.case_id, clock.now())
    return await showing.shape_of(office, session, message)


@router.post(
    "/messages/{message_id}/read_again",
    operation_id="read_message_again",
    summary="Read a message again",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def read_message_again(office: AnOffice, session: ASession, _: Staff, message_id: UUID) -> MessageShape:
    """Let a message that waits be read from the beginning; until then it is `stored`."""
    return await showing.shape_of(office, session, await sorting.read_again(session, message_id))


@router.post(
    "/messages/read_again",
    operation_id="read_messages_again",
    summary="Read several messages again",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def read_messages_again(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, chosen: Chosen
) -> Results:
    """Let each that waits be read from the beginning, as after a repair of ours. Each fails alone."""
    done = await one_by_one(office, caller.organisation_id, chosen.ids, sorting.read_again)
    return await _results(office, session, done, language)


@router.post(
    "/messages/accept",
    operation_id="accept_messages",
    summary="Take up several messages",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def accept_messages(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, several: Several
) -> Results:
    """Take up each: its case begins, or the one it suggests gets it, or one is opened. Each fails alone."""
    at = clock.now()

    async def take_up(own: AsyncSession, message_id: UUID) -> Message:
        return await sorting.take_up(office, own, message_id, several.rights, caller.actor, at)

    done = await one_by_one(office, caller.organisation_id, several.ids, take_up)
    return await _results(office, session, done, language)


@router.post(
    "/messages/dismiss",
    operation_id="dismiss_messages",
    summary="Set several messages aside",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def dismiss_messages(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, said: Dismissal
) -> Results:
    """Set each aside as no request; its case in triage, if it has one, is dismissed. Each fails alone."""
    at = clock.now()

    async def dismiss(own: AsyncSession, message_id: UUID) -> Message:
        return await sorting.dismiss_message(office, own, message_id, said.reason, caller.actor, at)

    done = await one_by_one(office, caller.organisation_id, said.ids, dismiss)
    return await _results(office, session, done, language)


async def _results(office: Office, session: AsyncSession, done: list[Done], language: Language) -> Results:
    return Results(items=[await _result(office, session, one, language) for one in done])


async def _result(office: Office, session: AsyncSession, one: Done, language: Language) -> Result:
    if one.error is not None:
        reason = faulted(one.error.detail, language)
        return Result(id=one.message_id, message=None, code=one.error.code, reason=reason)
    message = await showing.shape_of(office, session, await messages.get_message(session, one.message_id))
    return Result(id=one.message_id, message=message, code=None, reason=None)
