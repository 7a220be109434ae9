"""Messages: handing them in, seeing where they are, and putting the doubtful ones where they belong."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import ActionNotPossible, InvalidInput, NotFound, NotPermitted, NotSignedIn, TooLarge
from app.intake import sorting
from app.intake.door import Delivery, accept
from app.intake.standin import LARGEST
from app.models import shapes
from app.models.message import Message
from app.office import Office
from app.queries import messages
from app.routers import cursors
from app.routers.caller import AnInbox, AnOffice, ASession, Staff
from app.routers.cases import ACursor, ALimit
from app.routers.problems import documented
from app.vocabulary import ActorKind, Channel, MessageState, Right
from app.workflows.showing import shown

router = APIRouter(prefix="/api/v1", tags=["messages"])
SIGNED_IN = documented(NotSignedIn, NotPermitted)


@router.post(
    "/intake/mail",
    operation_id="hand_in_mail",
    summary="Hand in a raw mail",
    status_code=202,
    responses=SIGNED_IN | documented(TooLarge, InvalidInput),
    openapi_extra={
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}}
    },
)
async def hand_in_mail(
    office: AnOffice,
    caller: AnInbox,
    request: Request,
    recipient: Annotated[str, Header(alias="X-Envelope-To", description="The envelope recipient.")] = "",
) -> shapes.Accepted:
    """Store a mail and answer once it is committed. The same bytes sent again are the same message."""
    raw = await _body(request)
    at = clock.now()
    key = hashlib.sha256(recipient.lower().encode() + b"\0" + raw).hexdigest()
    delivery = Delivery("http", key, Channel.EMAIL, raw, at, recipient)
    receipt = await accept(office, caller.organisation_id, delivery, at)
    return shapes.Accepted(message_id=receipt.message_id, duplicate=receipt.duplicate)


async def _body(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            raise TooLarge(f"A mail may hold at most {LARGEST} bytes.")
    return bytes(raw)


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
) -> shapes.MessagePage:
    """Give the messages in one place, oldest first; every message is in exactly one."""
    found = await messages.page_of_messages(
        session, state=state, limit=limit + 1, after=cursors.arrived(cursor)
    )
    page = found[:limit]
    more = cursors.written(page[-1].received_at.isoformat(), page[-1].id) if len(found) > limit else None
    items = [await _shape(office, session, message) for message in page]
    return shapes.MessagePage(items=items, next_cursor=more)


@router.get(
    "/messages/{message_id}",
    operation_id="get_message",
    summary="Where a message is, and why",
    responses=documented(NotSignedIn, NotFound, InvalidInput),
)
async def get_message(office: AnOffice, session: ASession, message_id: UUID) -> shapes.MessageShape:
    """Give where a message is and what it was read as."""
    return await _shape(office, session, await messages.get_message(session, message_id))


async def _shape(office: Office, session: AsyncSession, message: Message) -> shapes.MessageShape:
    return shapes.MessageShape(
        id=message.id,
        state=message.state,
        channel=message.channel,
        received_at=message.received_at,
        case_id=message.case_id,
        suggested_case_id=message.suggested_case_id,
        duplicate_of=message.duplicate_of,
        decision=message.decision,
        automated=message.automated,
        rights=message.rights,
        because=await sorting.because_of(office, session, message),
        size=message.size,
        error=message.error,
    )


class Placement(BaseModel):
    """What a message asks for, as a person reads it."""

    model_config = ConfigDict(extra="forbid")

    rights: tuple[Right, ...] = Field(min_length=1, title="Rights asked for")


class Linking(BaseModel):
    """The case a message belongs to."""

    model_config = ConfigDict(extra="forbid")

    case_id: UUID = Field(title="Case")


@router.get(
    "/messages/{message_id}/text",
    operation_id="read_message",
    summary="A message as safe text",
    responses=SIGNED_IN | documented(NotFound, InvalidInput),
)
async def read_message(
    office: AnOffice, session: ASession, _: Staff, message_id: UUID
) -> sorting.MessageText:
    """Give a message as a person may safely read it."""
    return await sorting.text_of(office, session, await messages.get_message(session, message_id))


@router.post(
    "/messages/{message_id}/accept",
    operation_id="accept_message",
    summary="Open a case for a message",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def accept_message(
    office: AnOffice, session: ASession, caller: Staff, message_id: UUID, placement: Placement
) -> shapes.CaseShape:
    """Open the case of a message that was not read as a request; its clock runs from its receipt."""
    at = clock.now()
    file = await sorting.accept_message(office, session, message_id, placement.rights, caller.actor, at)
    return await shown(session, file, ActorKind(caller.role.value), at)


@router.post(
    "/messages/{message_id}/link",
    operation_id="link_message",
    summary="Put a message with a case",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def link_message(
    office: AnOffice, session: ASession, _: Staff, message_id: UUID, linking: Linking
) -> shapes.MessageShape:
    """Put a message with its case; the writer is shown nothing."""
    message = await sorting.link_message(office, session, message_id, linking.case_id, clock.now())
    return await _shape(office, session, message)
