"""One operation for each event a person may cause, made from the table of inputs."""

import inspect
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from app import clock
from app.errors import (
    ActionNotPossible,
    ChangedMeanwhile,
    FieldError,
    Forgotten,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSignedIn,
)
from app.models import shapes
from app.models.action import Action
from app.models.actions import INPUTS
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.known import KnownRoute
from app.routers.once import AKey, once
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import ActorKind, Event, Language
from app.workflows.advance import advance
from app.workflows.explaining import EXPLAINED
from app.workflows.presenting import key_of, place_of
from app.workflows.previewing import warnings_of
from app.workflows.showing import shown
from app.workflows.titles import TITLES

_LONGEST = 9
"""Digits of a version: more than any case will ever have, and a number every database takes."""
router = APIRouter(prefix="/api/v1/cases/{case_id}/actions", tags=["actions"], route_class=KnownRoute)
AVersion = Annotated[str, Header(alias="If-Match", description='The version you read, as `"3"`.')]
ERRORS = documented(
    NotSignedIn, NotPermitted, NotFound, Forgotten, ActionNotPossible, ChangedMeanwhile, InvalidInput
)


def _version(if_match: str) -> int:
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST):
        sentence = 'send the version you read, as "3"'
        raise InvalidInput("If-Match cannot be read.", fields=[FieldError("header.If-Match", sentence)])
    return int(text)


def _add(event: Event, needs: type[Action]) -> None:
    async def act(
        office: AnOffice,
        session: ASession,
        caller: Staff,
        language: Spoken,
        case_id: UUID,
        given: Any,
        if_match: AVersion,
        key: AKey = None,
    ) -> Response:
        async def done() -> tuple[int, shapes.CaseShape]:
            at = clock.now()
            file = await advance(
                office,
                session,
                case_id,
                event,
                actor=caller.actor,
                at=at,
                given=given,
                version=_version(if_match),
            )
            told = await shown(session, file, ActorKind(caller.role.value), at, language=language)
            return 200, told.model_copy(update={"warnings": warnings_of(given, language)})

        asked = f"{case_id} {event.value} {if_match} {given.model_dump_json()}"
        return await once(office, session, caller, key, asked, done)

    act.__annotations__["given"] = needs
    explained = EXPLAINED.get(event)
    router.add_api_route(
        f"/{event.value}",
        act,
        methods=["POST"],
        operation_id=event.value,
        summary=TITLES[event].say(Language.EN),
        description=explained.say(Language.EN) if explained else inspect.getdoc(needs),
        openapi_extra={"x-action": {"key": key_of(event), "order": place_of(event)}},
        response_model=shapes.CaseShape,
        responses=ERRORS,
    )


for _event, _needs in INPUTS.items():
    _add(_event, _needs)
