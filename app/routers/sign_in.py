"""Signing in and out, for people who handle cases."""

from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from app import clock
from app.errors import NotFound
from app.office import Office
from app.pages.words import words_of
from app.routers import cookies
from app.routers.pages import SMALL, OfficeHere, PageRoute, page, preferred, see
from app.workflows import demonstration, sessions

HOME: Final = "/console/"
router = APIRouter(prefix="/auth", include_in_schema=False, route_class=PageRoute)


@router.get("/login")
async def login(request: Request, office: OfficeHere, next: str = HOME) -> Response:  # noqa: A002 - its name in the address
    """Lead to where people sign in; who held a session that is over is told so first."""
    destination = local(next)
    if held := request.cookies.get(cookies.name_of(office)):
        if await sessions.is_alive(office, held, clock.now()):
            return see(destination)
        answer = _said(request, "over", 200, destination)
        cookies.take(answer, office, lax=True)
        return answer
    if await demonstration.is_open(office):
        return see(f"/auth/demo?{urlencode({'next': destination})}")
    return _said(request, "unset", 503)


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


def _said(request: Request, what: str, status: int, destination: str = HOME) -> Response:
    language = preferred(request)
    said = getattr(words_of(language).sign_in, what)
    href = f"/auth/login?{urlencode({'next': destination})}"
    return page("sign_in", language, status=status, said=said, href=href)
