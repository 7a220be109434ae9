"""Routes below one case or message: what is wrong with a request is told only to who may see that."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.exceptions import HTTPException

from app.errors import InvalidInput
from app.queries import cases, messages
from app.routers.caller import bearer, get_caller, get_office

_KNOWN: Final[dict[str, Callable[[AsyncSession, UUID], Awaitable[object]]]] = {
    "case_id": cases.get_case,
    "message_id": messages.get_message,
}


class KnownRoute(APIRoute):
    """A route that looks its case or message up before it complains about what was sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give the handler; a request that is not valid is first one from somebody, about something."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except (RequestValidationError, InvalidInput, HTTPException):
                await _look_up(request)
                raise

        return answered


async def _look_up(request: Request) -> None:
    """Find who asks and what about. Raises NotSignedIn and NotFound, as a valid request would have."""
    office = await get_office(request)
    async with office.db.transaction() as session:
        await get_caller(session, request, await bearer(request))
        for name, find in _KNOWN.items():
            if (named := _id(request.path_params.get(name))) is not None:
                await find(session, named)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None
