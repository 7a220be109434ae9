"""The logo and the colour of an organisation, as its public pages show them."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.errors import NotFound
from app.pages.look import stylesheet
from app.queries import logos, organisations
from app.routers.pages import OfficeHere, PageRoute

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/r/{slug}/logo")
async def show_logo(office: OfficeHere, slug: str) -> Response:
    """Give the picture, an hour fresh; nothing in it runs. 404 where there is none."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        logo = await logos.find_logo(session)
    if logo is None:
        raise NotFound("This organisation has no logo.")
    headers = {
        "Cache-Control": "public, max-age=3600",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(logo.content, media_type=logo.media_type, headers=headers)


@router.get("/r/{slug}/look.css")
async def show_look(office: OfficeHere, slug: str) -> Response:
    """Give the stylesheet of an organisation's colour and logo, an hour fresh."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        look = (await office.desk(session)).profile.look
        logo = await logos.find_logo(session) is not None
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(stylesheet(look, slug, logo=logo), media_type="text/css", headers=headers)
