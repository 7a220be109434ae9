"""Messages on the status page: what a person writes and attaches, and their own files again."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import clock
from app.errors import ActionNotPossible, NotPermitted
from app.intake import from_page
from app.pages.uploads import ATTACHED
from app.routers.attached import attached
from app.routers.pages import SMALL, OfficeHere, PageRoute, see
from app.routers.security import attachment
from app.routers.status import LONGEST, MOST_FILES, Person, Trouble, shown

LARGEST: Final = (MOST_FILES + 1) * ATTACHED
"""The most bytes of a message that are read."""

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post("/status/messages", max_body_size=LARGEST)
async def write(request: Request, office: OfficeHere, who: Person) -> Response:
    """Take a message to the handlers, with a few files."""
    async with request.form(max_fields=10, max_files=20) as sent:
        text = sent.get("text")
        words = text.replace("\r\n", "\n").strip() if isinstance(text, str) else ""
        chosen = [file for file in sent.getlist("files") if not isinstance(file, str) and file.filename]
        files, wrong = ((), "many") if len(chosen) > MOST_FILES else await attached(sent, "files")
    trouble = None
    if wrong:
        trouble = Trouble(f"file_{wrong}", "files")
    elif len(words) > LONGEST or not (words or files):
        trouble = Trouble("long" if words else "empty", "text")
    if trouble:
        return await shown(office, who, trouble=trouble, status=422, draft=words, again=bool(files))
    await from_page.write(office, who, words, files, clock.now())
    return see("/status?done=written")


@router.post("/status/messages/{message_id}/files/{number}", max_body_size=SMALL)
async def own_file(office: OfficeHere, who: Person, message_id: UUID, number: int) -> Response:
    """Give back a file the person sent."""
    try:
        file, content = await from_page.own_file(office, who, message_id, number)
    except (NotPermitted, ActionNotPossible) as error:
        code = "withheld" if isinstance(error, ActionNotPossible) else "locked"
        return await shown(office, who, trouble=Trouble(code), status=error.status)
    return Response(content, media_type=file.type, headers=attachment(file.name, file.size))
