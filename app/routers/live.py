"""What happens, told as it happens (server-sent events), and who is at which case."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import APIRouter, Header, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.db import is_away
from app.errors import DsarError, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.live.hub import Hub, read_mark
from app.live.telling import RESYNC, Share, Told
from app.models.live import Here
from app.queries import cases
from app.queries.live import tell_presence
from app.routers.caller import AnOffice, ASession, Staff, StaffAlone, bearer, get_staff_alone
from app.routers.known import KnownRoute
from app.routers.named import Names
from app.routers.problems import documented

log = structlog.get_logger()
router = APIRouter(prefix="/api/v1", tags=["live"], route_class=KnownRoute)
streams = APIRouter(prefix="/api/v1", tags=["live"])
ALLOWED_SECONDS: Final = 15.0
"""Whoever may not look on any more is shown nothing after this long."""
_AGAIN_MILLISECONDS: Final = 2_000


@streams.get(
    "/live",
    operation_id="follow",
    summary="What happens, as it happens",
    response_class=EventSourceResponse,
    responses=documented(NotSignedIn, NotPermitted, InvalidInput),
)
async def live(
    request: Request,
    office: AnOffice,
    caller: StaffAlone,
    last_event_id: Annotated[str | None, Header(description="Where a stream that broke off goes on.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Tell of cases (`case`), messages (`message`) and who is at which case (`presence`), by ids.

    `resync` says that something may have been missed: read the lists again.
    """
    hub, here, names = _hub(request), caller.organisation_id, Names(office, caller.organisation_id)
    async with hub.listener(here) as share:  # first, so that nothing falls between what was and what comes
        mark = read_mark(last_event_id) if last_event_id else None
        stands, missed = await hub.since(here, mark)
        yield ServerSentEvent(id=stands, retry=_AGAIN_MILLISECONDS)
        if last_event_id and mark is None:
            yield _sent(RESYNC)
        for told in missed:
            yield _sent(await names.given(told))
        again = {told.position for told in missed}
        async with aclosing(_allowed(request, share)) as coming:
            async for told in coming:
                if told.position is None or told.position not in again:
                    yield _sent(await names.given(told))


async def _allowed(request: Request, share: Share) -> AsyncGenerator[Told]:
    """Give what is told, for as long as the caller may look on and there is anything to come."""
    loop = asyncio.get_running_loop()
    look_at = loop.time() + ALLOWED_SECONDS
    while True:
        try:
            told = await asyncio.wait_for(share.next(), max(look_at - loop.time(), 0))
        except TimeoutError:
            if not await _may_still(request):
                return
            look_at = loop.time() + ALLOWED_SECONDS
            continue
        if told is None:
            return
        yield told


async def _may_still(request: Request) -> bool:
    try:
        await get_staff_alone(request, await bearer(request))
    except DsarError:
        return False
    except Exception as error:
        if not is_away(error):
            raise
        log.warning("who looks on could not be asked", kind=type(error).__name__)
    return True


def _sent(told: Told) -> ServerSentEvent:
    return ServerSentEvent(event=told.event, data=told.data, id=told.id)


def _hub(request: Request) -> Hub:
    hub = request.app.state.live
    assert isinstance(hub, Hub)
    return hub


@router.post(
    "/cases/{case_id}/presence",
    operation_id="be_present",
    summary="Say that you are at a case",
    status_code=204,
    response_class=Response,
    responses=documented(NotSignedIn, NotPermitted, NotFound, InvalidInput),
)
async def be_present(session: ASession, caller: Staff, case_id: UUID, here: Here) -> None:
    """Tell colleagues that you look at a case or write to its person: every 20 seconds, and on leaving."""
    await cases.get_case(session, case_id)
    await tell_presence(session, case_id, caller.label, here.doing)
