"""The page for who has lost the link to their case: always answered the same, whoever asks for what."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import clock
from app.errors import NotFound, TooManyAttempts
from app.intake import form as intake
from app.intake import lost
from app.intake.form import OrganisationView
from app.office import Office
from app.pages.answers import LIMITS, Answers, Asked, asked_of, errors_in_asked
from app.pages.words import spoken, words_of
from app.routers.pages import SMALL, OfficeHere, PageRoute, notice, page, see
from app.routers.stamped import language_of, sending_of, shown, stamp_for
from app.vocabulary import Language

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/r/{slug}/{code}/link")
async def show_lost(request: Request, office: OfficeHere, slug: str, code: str) -> Response:
    """Ask for the case's reference and the person's address."""
    try:
        organisation, language = await _where(office, slug, code)
    except NotFound:
        return notice(request, "no_form", status=404)
    if language is not spoken(language):
        return see(f"/r/{slug}/{spoken(language)}/link")
    return _lost(slug, language, organisation, {"stamp": stamp_for(office, _form(slug), clock.now())})


@router.post("/r/{slug}/{code}/link", max_body_size=SMALL)
async def take_lost(request: Request, office: OfficeHere, slug: str, code: str) -> Response:
    """Send a new link where it belongs; what is said is the same whether there is such a place or not."""
    try:
        organisation, language = await _where(office, slug, code)
    except NotFound:
        return notice(request, "no_form", status=404)
    async with request.form(max_fields=20, max_files=0) as sent:
        fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
    asked, at = asked_of(fields), clock.now()
    if codes := errors_in_asked(asked):
        return _lost(slug, language, organisation, fields, asked, codes)
    sending = sending_of(request, office, _form(slug), fields, at)
    try:
        await lost.ask_for_link(office, slug, asked.case, asked.email, sending, at)
    except TooManyAttempts as refused:
        return page("crowded", language, status=refused.status, organisation=organisation, answers=Answers())
    return page("sent", language, organisation=organisation)


async def _where(office: Office, slug: str, code: str) -> tuple[OrganisationView, Language]:
    return await intake.form_of(office, slug), language_of(code)


def _form(slug: str) -> str:
    """Give what its stamps are of: none of them is good for the form of requests."""
    return f"{slug}/link"


def _lost(
    slug: str,
    language: Language,
    organisation: OrganisationView,
    hidden: Mapping[str, str],
    asked: Asked | None = None,
    codes: Mapping[str, str] | None = None,
) -> Response:
    said = words_of(language).lost.errors
    errors = {field: said[code] for field, code in (codes or {}).items()}
    return page(
        "lost",
        language,
        status=422 if errors else 200,
        organisation=organisation,
        slug=slug,
        limits=LIMITS,
        **shown(hidden),
        asked=asked or Asked(),
        errors=errors,
        wrong=bool(errors),
    )
