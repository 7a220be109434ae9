"""What is in a message: its text, its page, its files; nothing of it runs or loads in front of a handler."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from fastapi.responses import Response

from app.errors import (
    ActionNotPossible,
    DsarError,
    Forgotten,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSignedIn,
    TooLarge,
)
from app.intake import showing
from app.models.message import MessageText
from app.queries import messages
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.framed import PAGE
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.security import MAIL_CSP, attachment

router = APIRouter(prefix="/api/v1/messages/{message_id}", tags=["messages"], route_class=KnownRoute)
SEEN = documented(NotSignedIn, NotPermitted, NotFound, Forgotten, InvalidInput)
READ = SEEN | documented(TooLarge, DsarError)


@router.get("/text", operation_id="read_message", summary="A message as safe text", responses=SEEN)
async def read_message(office: AnOffice, session: ASession, _: Staff, message_id: UUID) -> MessageText:
    """Give a message as a person may safely read it, and the list of its files."""
    return await showing.text_of(office, session, await messages.get_message(session, message_id))


@router.get(
    "/page",
    operation_id="show_message",
    summary="A message as a harmless page",
    response_class=Response,
    responses=READ | PAGE,
)
async def show_message(office: AnOffice, session: ASession, _: Staff, message_id: UUID) -> Response:
    """Give a mail as HTML without links, pictures, styles and scripts, to be shown in a frame of its own."""
    page = await showing.page_of(office, session, await messages.get_message(session, message_id))
    headers = {"Content-Security-Policy": MAIL_CSP}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


@router.get(
    "/files/{number}",
    operation_id="fetch_file",
    summary="A file in a message",
    response_class=Response,
    responses=READ
    | documented(ActionNotPossible)
    | {200: {"description": "The file", "content": {"application/octet-stream": {}}}},
)
async def fetch_file(
    office: AnOffice,
    session: ASession,
    _: Staff,
    message_id: UUID,
    number: Annotated[int, Path(ge=0, le=10_000, description="As `files` of the text counts it.")],
) -> Response:
    """Give a file to be saved, never shown. One that is `withheld` is refused with the reason (409)."""
    message = await messages.get_message(session, message_id)
    file, content = await showing.file_of(office, session, message, number)
    headers = attachment(file.name, len(content))
    return Response(content, media_type="application/octet-stream", headers=headers)
