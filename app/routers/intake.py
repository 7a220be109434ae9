"""Handing in mail over HTTP: answered only when it is committed."""

from typing import Annotated

from fastapi import APIRouter, Header, Request

from app import clock
from app.errors import InvalidInput, NotPermitted, NotSignedIn, TooLarge
from app.intake.addresses import LONE_ADDRESS
from app.intake.door import Delivery, accept, traced, transport_key
from app.intake.standin import LARGEST
from app.models.message import Accepted
from app.routers.caller import AnInbox, AnOffice
from app.routers.problems import documented
from app.vocabulary import Channel

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
) -> Accepted:
    """Store a mail and answer once it is committed. The same bytes sent again are the same message."""
    raw = await _body(request)
    at = clock.now()
    key = transport_key(raw, recipient)
    if LONE_ADDRESS.fullmatch(recipient):  # the address a case answers under may stand nowhere else
        raw = traced(raw, None, recipient)
    delivery = Delivery("http", key, Channel.EMAIL, raw, at, recipient)
    receipt = await accept(office, caller.organisation_id, delivery, at)
    return Accepted(message_id=receipt.message_id, duplicate=receipt.duplicate)


async def _body(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            raise TooLarge(f"A mail may hold at most {LARGEST} bytes.")
    return bytes(raw)
