"""Where mail providers post what arrived at them; each proves itself in its own way, without a token."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from app import clock
from app.errors import InvalidInput, NotFound, NotReady, NotSignedIn, SystemDidNotAnswer, TooLarge
from app.intake.push.contract import Call
from app.intake.push.outside import Outside
from app.intake.push.reception import receive
from app.intake.standin import LARGEST
from app.routers.caller import AnOffice
from app.routers.problems import documented

router = APIRouter(prefix="/api/v1", tags=["messages"])


async def get_outside(request: Request) -> Outside:
    """Give the application's ways out; what they fetched is kept for the posts that follow."""
    outside: Outside = request.app.state.outside
    return outside


AnOutside = Annotated[Outside, Depends(get_outside)]
Provider = Annotated[Literal["mailgun", "postmark", "sendgrid", "ses"], Path(description="Who posts.")]
Slug = Annotated[str, Path(description="The organisation's slug.", pattern=r"^[a-z][a-z0-9-]{1,40}$")]


class Taken(BaseModel):
    """A post that need not be sent again; a confirmation brings no message."""

    message_id: UUID | None
    duplicate: bool


@router.post("/intake/{provider}/{organisation}/mime", include_in_schema=False)
@router.post(
    "/intake/{provider}/{organisation}",
    operation_id="push_mail",
    summary="Take a mail a provider posts",
    responses=documented(NotSignedIn, NotFound, TooLarge, InvalidInput, SystemDidNotAnswer, NotReady),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": {"type": "object"}},
                "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
)
async def push_mail(
    office: AnOffice, outside: AnOutside, request: Request, provider: Provider, organisation: Slug
) -> Taken:
    """Store a mail that Mailgun, Postmark, SendGrid or Amazon SES received; 200 once it is committed.

    The provider's own signature or password decides, as the organisation's inbox declares it. Mailgun's route
    ends in `/mime`. The same post sent again is the same message.
    """
    call = Call(request.headers, _body_of(request))
    receipt = await receive(office, provider, organisation, call, outside, clock.now())
    if receipt is None:
        return Taken(message_id=None, duplicate=False)
    return Taken(message_id=receipt.message_id, duplicate=receipt.duplicate)


def _body_of(request: Request) -> Callable[[], Awaitable[bytes]]:
    read: list[bytes] = []

    async def body() -> bytes:
        if not read:
            read.append(await _read(request))
        return read[0]

    return body


async def _read(request: Request) -> bytes:
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > LARGEST:
                raise TooLarge(f"A post may hold at most {LARGEST} bytes.")
    except ClientDisconnect:
        raise NotReady("The post was broken off.") from None
    return bytes(found)
