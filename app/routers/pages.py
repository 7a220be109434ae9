"""What the public pages share: how they are answered, in which language, and whose visit it is."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from app import clock
from app.errors import DsarError, InvalidInput, NotFound, NotSignedIn, TooLarge, TooManyAttempts
from app.office import Office
from app.pages.assets import ASSETS, VERSION
from app.pages.drawn import DrawnPages
from app.pages.rendered import render
from app.pages.words import words_of
from app.queries.credentials import Sight
from app.routers import cookies
from app.routers.security import PAGE_CSP
from app.routers.wished import preferred
from app.vocabulary import Audience, Language
from app.workflows import portal
from app.workflows.portal import Visit

log = structlog.get_logger()

SMALL: Final = 256 * 1024
"""The most bytes a form without files may have."""

_AGAIN: Final = "Open the link in the letter again."

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route whose reader is a person: what goes wrong is said on a page, in their language."""

    def get_route_handler(self) -> Handler:
        """Give the handler, with errors turned into pages."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except DsarError as error:
                return await refusal(request, error)
            except RequestValidationError:
                return await refusal(request, InvalidInput("The form was not filled in as it was shown."))
            except HTTPException as error:
                return notice(request, "trouble", status=error.status_code)
            except Exception:
                log.exception("page failed", path=self.path)
                return notice(request, "trouble", status=500)

        return answered


router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/static/{version}/{name}")
async def static(version: str, name: str) -> Response:
    """Give a file of the pages; for ever when the address is that of this version."""
    if (asset := ASSETS.get(name)) is None:
        raise NotFound("There is no such file.")
    keep = "public, max-age=31536000, immutable" if version == VERSION else "no-cache"
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": keep})


async def office_of(request: Request) -> Office:
    """Give the house this process has opened."""
    office: Office = request.app.state.office
    return office


OfficeHere = Annotated[Office, Depends(office_of)]


def page(
    name: str, language: Language, *, status: int = 200, csp: str = PAGE_CSP, **values: object
) -> HTMLResponse:
    """Give a page in a language."""
    headers = {"Content-Security-Policy": csp}
    return HTMLResponse(render(name, language, **values), status_code=status, headers=headers)


def drawn_page(content: bytes) -> HTMLResponse:
    """Give a page as it was drawn before."""
    return HTMLResponse(content, headers={"Content-Security-Policy": PAGE_CSP})


def drawn_of(request: Request) -> DrawnPages:
    """Give the pages this process keeps."""
    drawn: DrawnPages = request.app.state.drawn
    return drawn


def notice(request: Request, name: str, status: int, lead: str = "") -> HTMLResponse:
    """Give a page of one heading and one sentence (`name` and `name_lead` of the shared words)."""
    language = preferred(request)
    shared = words_of(language).shared
    title, said = getattr(shared, name), getattr(shared, lead or f"{name}_lead")
    return page("notice", language, status=status, title=title, lead=said)


async def refusal(request: Request, error: DsarError) -> HTMLResponse:
    """Give the page for what could not be done; unknown and expired links all get the same."""
    match error:
        case NotFound() | NotSignedIn():
            return await _gone(request)
        case TooLarge():
            return notice(request, "trouble", error.status, "too_large")
        case TooManyAttempts():
            return notice(request, "trouble", error.status, "too_often")
        case _:
            return notice(request, "trouble", error.status)


async def _gone(request: Request) -> HTMLResponse:
    """Give the page for a dead link; how to get a new one is for the person, not for a system's owner."""
    path, link, slug = request.url.path, "", ""
    if path.startswith(("/s/", "/status")):
        link = path if path.startswith("/s/") else ""
        slug = await portal.whose(await office_of(request), link.removeprefix("/s/"))
    return page("gone", preferred(request), status=404, link=link, slug=slug)


def see(path: str) -> RedirectResponse:
    """Send the browser on to look at what has been done."""
    return RedirectResponse(path, status_code=303)


def visitor(audience: Audience) -> Callable[[Request, Office], Awaitable[Visit]]:
    """Give the dependency that finds whose visit this is; it raises NotSignedIn when it is nobody's."""

    async def found(request: Request, office: OfficeHere) -> Visit:
        # One for each page: who answers for a system may have asked for their own data too.
        session = request.cookies.get(cookies.name_of(office, audience.value))
        who = await portal.visit(office, session, audience, clock.now()) if session else None
        if who is None:
            raise NotSignedIn(_AGAIN)
        return who

    return found


async def look(request: Request, office: Office, at: datetime) -> tuple[Visit, Sight]:
    """Give whose visit of the status page it is, and how the case stands; NotSignedIn when it is nobody's."""
    session = request.cookies.get(cookies.name_of(office, Audience.STATUS.value))
    seen = await portal.look(office, session, at) if session else None
    if seen is None:
        raise NotSignedIn(_AGAIN)
    return seen


def knock(request: Request, audience: Audience) -> HTMLResponse:
    """Give the page behind a mailed link: only a button, since mail scanners open links too."""
    return page("knock", preferred(request), audience=audience.value)


async def enter(office: Office, token: str, audience: Audience) -> Response:
    """Exchange a mailed token for a session, and lead to its page; raises NotFound for a dead token."""
    session = await portal.enter(office, token, audience, clock.now())
    if session is None:
        raise NotFound("The link does not work.")
    answer = see(f"/{audience.value}")
    cookies.give(answer, office, session, what=audience.value)
    return answer


async def leave(office: Office, who: Visit, audience: Audience) -> Response:
    """End a visit."""
    await portal.leave(office, who, clock.now())
    answer = see(f"/{audience.value}/left")
    cookies.take(answer, office, what=audience.value)
    return answer
