"""Extracts on the status page, after the code: to save."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from app import clock
from app.errors import ActionNotPossible, NotPermitted
from app.routers.pages import SMALL, OfficeHere, PageRoute
from app.routers.security import attachment
from app.routers.status import Person, Trouble, shown
from app.workflows import portal

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post("/status/extracts/{extract_id}", max_body_size=SMALL)
async def download(office: OfficeHere, who: Person, extract_id: UUID) -> Response:
    """Give an extract as a file to save."""
    try:
        package = await portal.download(office, who, extract_id, clock.now())
    except NotPermitted:
        return await shown(office, who, trouble=Trouble("locked"), status=NotPermitted.status)
    except ActionNotPossible:
        return await shown(office, who, trouble=Trouble("expired"), status=ActionNotPossible.status)
    headers = attachment(package.name, package.size)
    return StreamingResponse(package.chunks, media_type="application/zip", headers=headers)
