"""Packages for handlers, to hand over what no letter can bring."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from app import clock
from app.errors import ActionNotPossible, Forgotten, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.security import attachment
from app.workflows.fetching import fetched

router = APIRouter(prefix="/api/v1/cases/{case_id}/extracts", tags=["cases"], route_class=KnownRoute)


@router.post(
    "/{extract_id}/content",
    operation_id="fetch_extract",
    summary="Fetch a package",
    response_class=Response,
    responses=documented(NotSignedIn, NotPermitted, NotFound, Forgotten, ActionNotPossible, InvalidInput)
    | {200: {"description": "The package", "content": {"application/zip": {}}}},
)
async def fetch_extract(
    office: AnOffice, session: ASession, caller: Staff, case_id: UUID, extract_id: UUID
) -> StreamingResponse:
    """Give a package as a zip; that a handler fetched it stands in the history."""
    package = await fetched(office, session, case_id, extract_id, caller.actor, clock.now())
    headers = attachment(package.name, package.size)
    return StreamingResponse(package.chunks, media_type="application/zip", headers=headers)
