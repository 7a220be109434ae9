"""The outbox of the demonstration: the letters it has written, to be read on a page."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.errors import NotFound
from app.queries import organisations
from app.routers.pages import OfficeHere, PageRoute, page
from app.routers.security import FOREIGN_CSP, FRAMING_CSP
from app.routers.wished import preferred
from app.workflows import outbox


async def _only_in_a_demonstration(office: OfficeHere) -> None:
    if not office.settings.demo:
        raise NotFound("There is no outbox.")


router = APIRouter(
    include_in_schema=False, route_class=PageRoute, dependencies=[Depends(_only_in_a_demonstration)]
)


@router.get("/outbox")
async def show_all(request: Request, office: OfficeHere) -> Response:
    """List the newest letters of every organisation."""
    async with office.db.transaction() as session:
        owners = [(owner.name, owner.slug) for owner in await organisations.all_organisations(session)]
    boxes = [(name, slug, await outbox.letters(office, slug)) for name, slug in owners]
    return page("outbox", preferred(request), boxes=boxes)


@router.get("/outbox/{slug}/{letter_id}")
async def show_letter(request: Request, office: OfficeHere, slug: str, letter_id: UUID) -> Response:
    """Show one letter, as text and as it looks."""
    sheet = await outbox.letter(office, slug, letter_id)
    return page("letter", preferred(request), csp=FRAMING_CSP, slug=slug, sheet=sheet)


@router.get("/outbox/{slug}/{letter_id}/html")
async def show_html(office: OfficeHere, slug: str, letter_id: UUID) -> Response:
    """Give the HTML part of a letter, for a frame in which nothing runs; its links open outside the frame."""
    sheet = await outbox.letter(office, slug, letter_id)
    html = sheet.html.replace("<head>", '<head><base target="_top">', 1)
    return HTMLResponse(html, headers={"Content-Security-Policy": FOREIGN_CSP})
