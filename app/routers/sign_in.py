"""Signing in and out, for people who handle cases."""

from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, Response

from app import clock
from app.errors import NotFound
from app.identity.oidc import Provider
from app.identity.source import SignInFailed, Trouble
from app.office import Office
from app.pages.words import words_of
from app.routers import cookies
from app.routers.pages import SMALL, OfficeHere, PageRoute, page, see
from app.routers.wished import preferred
from app.workflows import demonstration, sessions, sign_in

log = structlog.get_logger()
HOME: Final = "/console/"
SIGNING: Final = "signing"
_STATUS: Final = {Trouble.STALE: 400, Trouble.REFUSED: 403, Trouble.STRANGER: 403, Trouble.UNREACHABLE: 502}
router = APIRouter(prefix="/auth", include_in_schema=False, route_class=PageRoute)


def get_provider(request: Request) -> Provider | None:
    """Give the identity provider of this process, if one is set."""
    provider: Provider | None = request.app.state.provider
    return provider


MaybeProvider = Annotated[Provider | None, Depends(get_provider)]


@router.get("/login")
async def login(
    request: Request,
    office: OfficeHere,
    provider: MaybeProvider,
    next: str = HOME,  # noqa: A002 - its name in the address
    *,
    again: bool = False,
) -> Response:
    """Lead to where people sign in, `again` also who is signed in; whose session is over is told so first."""
    destination = local(next)
    held = None if again else request.cookies.get(cookies.name_of(office))
    if held is not None:
        if await sessions.is_alive(office, held, clock.now()):
            return see(destination)
        answer = _said(request, "over", 200, destination)
        cookies.take(answer, office, lax=True)
        return answer
    if provider is not None:
        return await _sent(request, office, provider, destination, again=again)
    if await demonstration.is_open(office):
        return see(f"/auth/demo?{urlencode({'next': destination})}")
    return _said(request, "unset", 503)


async def _sent(
    request: Request, office: Office, provider: Provider, destination: str, *, again: bool
) -> Response:
    """Send the browser to the identity provider."""
    try:
        begun = await sign_in.begin(
            office,
            provider,
            destination,
            clock.now(),
            browser=request.cookies.get(cookies.name_of(office, SIGNING)),
            language=preferred(request),
            again=again,
        )
    except SignInFailed as failed:
        return _failed(request, failed, destination)
    answer = see(begun.address)
    lasts = int(sign_in.OPEN_FOR.total_seconds())
    cookies.give(answer, office, begun.browser, what=SIGNING, lax=True, seconds=lasts)
    return answer


@router.get("/callback")
async def callback(
    request: Request,
    office: OfficeHere,
    provider: MaybeProvider,
    state: str = "",
    code: str = "",
    error: str = "",
    iss: str | None = None,
) -> Response:
    """Take who comes back from the identity provider, and let them in when they belong to an organisation."""
    if provider is None:
        return _said(request, "unset", 503)
    at, destination = clock.now(), HOME
    try:
        browser = request.cookies.get(cookies.name_of(office, SIGNING))
        begun = await sign_in.take(office, state, browser, at)
        destination = begun.destination
        held = request.cookies.get(cookies.name_of(office))
        answer = sign_in.Answer("" if error else code, iss)
        token = await sign_in.finish(office, provider, begun, answer, at, former=held)
    except SignInFailed as failed:
        return _failed(request, failed, destination)
    return _signed_in(office, token, destination)


@router.post("/backchannel", max_body_size=SMALL)
async def backchannel(
    office: OfficeHere, provider: MaybeProvider, logout_token: Annotated[str, Form()] = ""
) -> Response:
    """Take the provider's word that somebody signed out there (OpenID Connect Back-Channel Logout)."""
    if provider is None:
        raise NotFound("There is no identity provider.")
    try:
        await sign_in.end_from_afar(office, provider, logout_token, clock.now())
    except SignInFailed as failed:
        log.warning("a notice of a sign-out was refused", code=failed.detail)
        return JSONResponse({"error": "invalid_request"}, 400)
    return Response(status_code=200)


async def _only_in_a_demonstration(office: OfficeHere) -> None:
    if not await demonstration.is_open(office):
        raise NotFound("There is no demonstration.")


@router.get("/demo", dependencies=[Depends(_only_in_a_demonstration)])
async def show_people(request: Request, office: OfficeHere, next: str = HOME) -> Response:  # noqa: A002 - as above
    """Show everybody there is to sign in as."""
    rooms = await demonstration.rooms(office)
    return page("demo", preferred(request), rooms=rooms, destination=local(next))


@router.post("/demo", dependencies=[Depends(_only_in_a_demonstration)], max_body_size=SMALL)
async def choose_person(
    request: Request,
    office: OfficeHere,
    organisation: Annotated[str, Form()],
    member: Annotated[UUID, Form()],
    next: Annotated[str, Form()] = HOME,  # noqa: A002 - as above
) -> Response:
    """Sign in as one of them."""
    held = request.cookies.get(cookies.name_of(office))
    token = await demonstration.enter(office, organisation, member, held, clock.now())
    return _signed_in(office, token, local(next))


@router.post("/logout", max_body_size=SMALL)
async def logout(request: Request, office: OfficeHere) -> Response:
    """End the session."""
    if held := request.cookies.get(cookies.name_of(office)):
        await sessions.end(office, held)
    answer = see("/auth/left")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # drafts too
    cookies.take(answer, office, lax=True)
    return answer


@router.get("/left")
async def left(request: Request) -> Response:
    """Say that the session is over."""
    return _said(request, "left", 200)


def local(path: str) -> str:
    """Give a path of our own to go on to, or the console's when it would lead anywhere else."""
    ours = path.startswith("/") and path.isprintable() and path[1:2] not in {"/", "\\"}
    return path if ours else HOME


def _signed_in(office: Office, token: str, destination: str) -> Response:
    answer = see(destination)
    cookies.give(answer, office, token, lax=True)
    return answer


def _failed(request: Request, failed: SignInFailed, destination: str) -> Response:
    log.warning("nobody was signed in", kind=failed.trouble.value, code=failed.detail)
    again = failed.trouble in {Trouble.STRANGER, Trouble.REFUSED}
    return _said(request, failed.trouble.value, _STATUS[failed.trouble], destination, again=again)


def _said(
    request: Request, what: str, status: int, destination: str = HOME, *, again: bool = False
) -> Response:
    language = preferred(request)
    said = getattr(words_of(language).sign_in, what)
    href = f"/auth/login?{urlencode({'next': destination, **({'again': 'true'} if again else {})})}"
    return page("sign_in", language, status=status, said=said, href=href)
