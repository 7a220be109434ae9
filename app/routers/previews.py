"""What would leave if an action were taken: the letters word for word, and what the extract would hold."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Json, ValidationError

from app import clock
from app.errors import ActionNotPossible, Forgotten, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.models.action import Action
from app.models.actions import INPUTS
from app.models.timeline import Preview
from app.routers.caller import AnOffice, Staff
from app.routers.framed import framed
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import Event
from app.workflows.previewing import preview

router = APIRouter(prefix="/api/v1/cases/{case_id}/previews", tags=["cases"], route_class=KnownRoute)
_BY_NAME = {event.value: event for event in INPUTS}


@router.post(
    "/{operation_id}",
    operation_id="preview_action",
    summary="What an action would send",
    responses=documented(NotSignedIn, NotPermitted, NotFound, Forgotten, ActionNotPossible, InvalidInput),
)
async def preview_action(
    office: AnOffice, caller: Staff, language: Spoken, case_id: UUID, operation_id: str, given: dict[str, Any]
) -> Preview:
    """Give what the person would get. The body is the action's; nothing changes, and refusals are its own."""
    event = _BY_NAME.get(operation_id)
    if event is None:
        raise NotFound("There is no such action.")
    said = _read(event, given)
    at = clock.now()
    return await preview(office, caller.organisation_id, case_id, event, said, caller.actor, at, language)


@router.post("/{operation_id}/page", include_in_schema=False)
async def show_preview(
    office: AnOffice,
    caller: Staff,
    language: Spoken,
    case_id: UUID,
    operation_id: str,
    given: Annotated[Json[dict[str, Any]], Form()],
    letter: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Give a letter of the preview as it looks; a form of the console asks, from a frame of its own.

    `given` is the body of the action, as JSON.
    """
    told = await preview_action(office, caller, language, case_id, operation_id, given)
    if letter >= len(told.letters):
        raise NotFound("There is no such letter.")
    return framed(told.letters[letter].html)


def _read(event: Event, given: dict[str, Any]) -> Action:
    """Give what was said with an action, checked as the action checks it."""
    try:
        return INPUTS[event].model_validate(given)
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from None
