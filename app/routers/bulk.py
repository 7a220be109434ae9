"""The same action for many cases: how many are ready for it, and doing it, each case for itself."""

import hashlib
import json
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Path
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app import clock
from app.db import is_away
from app.errors import DsarError, InvalidInput, NotFound, NotPermitted, NotReady, NotSignedIn
from app.models.action import Action
from app.models.actions import INPUTS
from app.models.bulk import BulkAction, BulkOffers, BulkResult, BulkResults, Picked, Selection
from app.office import Office
from app.queries import cases
from app.routers.caller import AnOffice, ASession, Caller, Staff, StaffAlone
from app.routers.known import KnownRoute
from app.routers.once import AKey, kept
from app.routers.problems import documented
from app.routers.spoken import ALanguage, Spoken, own_language
from app.vocabulary import ActorKind, Event, Language
from app.workflows.advance import advance
from app.workflows.together import FOR_MANY, offers, reasons_of

log = structlog.get_logger()
router = APIRouter(prefix="/api/v1/cases/actions", tags=["bulk"], route_class=KnownRoute)
ERRORS = documented(NotSignedIn, NotPermitted, InvalidInput)


@router.post(
    "", operation_id="list_bulk_actions", summary="What could be done with these cases", responses=ERRORS
)
async def list_bulk_actions(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, selection: Selection
) -> BulkOffers:
    """Give the actions that make sense for many, with how many of these cases are ready for each."""
    by = ActorKind(caller.role.value)
    return BulkOffers(items=await offers(office, session, selection.cases, by, language, clock.now()))


@router.post(
    "/{operation_id}",
    operation_id="act_on_cases",
    summary="Do the same with these cases",
    responses=ERRORS | documented(NotFound),
)
async def act_on_cases(
    office: AnOffice,
    caller: StaffAlone,
    operation_id: Annotated[str, Path(description="One that `list_bulk_actions` gives.")],
    asked: BulkAction,
    lang: ALanguage = None,
    key: AKey = None,
) -> BulkResults:
    """Do the same with each case, in a transaction of its own: one that is refused keeps no other waiting.

    With an Idempotency-Key each case is done once; sent again, what was refused is tried again, and the
    others are answered as the first time.
    """
    event = _named(operation_id)
    given = _given(event, asked)
    picked = list({one.id: one for one in asked.cases}.values())
    async with office.db.transaction(caller.organisation_id) as session:
        names = {
            case.id: case.reference for case in await cases.cases_of(session, [one.id for one in picked])
        }
        language = lang or await own_language(office, session, caller)
    results = [
        await _done(office, caller, event, given, one, names.get(one.id, ""), key, language) for one in picked
    ]
    return BulkResults(items=results)


def _named(operation_id: str) -> Event:
    event = next((event for event in FOR_MANY if event.value == operation_id), None)
    if event is None:
        raise NotFound("There is no such action for many cases.")
    return event


def _given(event: Event, asked: BulkAction) -> Action:
    try:
        return INPUTS[event].model_validate_json(json.dumps(asked.given))
    except ValidationError as error:
        wrong = [{**fault, "loc": ("body", "given", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(wrong) from None


async def _done(
    office: Office,
    caller: Caller,
    event: Event,
    given: Action,
    one: Picked,
    reference: str,
    key: str | None,
    language: Language,
) -> BulkResult:
    try:
        return await _do(office, caller, event, given, one, key)
    except DsarError as error:
        failed = error
    except Exception as error:
        failed = NotReady("") if is_away(error) else DsarError("")
        log.exception("a case of many could not be moved", case_id=str(one.id), operation=event.value)
    return BulkResult(
        id=one.id,
        reference=reference,
        done=False,
        status=failed.status,
        reasons=reasons_of(failed, language),
        version=None,
    )


async def _do(
    office: Office, caller: Caller, event: Event, given: Action, one: Picked, key: str | None
) -> BulkResult:
    async with office.db.transaction(caller.organisation_id) as session:

        async def moved() -> tuple[int, BulkResult]:
            at = clock.now()
            file = await advance(
                office, session, one.id, event, actor=caller.actor, at=at, given=given, version=one.version
            )
            case = file.case
            return 200, BulkResult(
                id=case.id, reference=case.reference, done=True, status=200, reasons=[], version=case.version
            )

        asked = f"{one.id} {event.value} {one.version} {given.model_dump_json()}"
        _, content = await kept(office, session, caller, _key_of(key, one.id), asked, moved)
    return BulkResult.model_validate_json(content)


def _key_of(key: str | None, case_id: UUID) -> str | None:
    """Give the key of one case, which is no longer than any other."""
    return key and hashlib.sha256(f"{key}\0{case_id}".encode()).hexdigest()
