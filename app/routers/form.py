"""The public form, where a person asks for their rights without an account."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import clock
from app.errors import NotFound
from app.intake import form as intake
from app.intake.form import FormRequest, OrganisationView
from app.office import Office
from app.pages.answers import LIMITS, OTHER, Answers, answers_of, errors_in
from app.pages.stamps import is_human, new_stamp
from app.pages.words import spoken, words_of
from app.routers.pages import SMALL, OfficeHere, PageRoute, notice, page, preferred, see
from app.trust.keys import derived_key
from app.vocabulary import Language, Right

OFFERED: Final = (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE)
"""What the form asks about; everything else is told in words."""
TRAP: Final = "topic"
"""A field people do not see; robots fill it in."""

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/r/{slug}")
async def choose_language(request: Request, office: OfficeHere, slug: str) -> Response:
    """Lead to the form in the reader's language, else in the organisation's own."""
    try:
        organisation = await intake.form_of(office, slug)
    except NotFound:
        return notice(request, "no_form", status=404)
    return see(f"/r/{slug}/{preferred(request, spoken(organisation.language))}")


@router.get("/r/{slug}/{code}")
async def show_form(request: Request, office: OfficeHere, slug: str, code: str) -> Response:
    """Show the empty form."""
    try:
        organisation, language = await intake.form_of(office, slug), _language(code)
    except NotFound:
        return notice(request, "no_form", status=404)
    if language is not spoken(language):
        return see(f"/r/{slug}/{spoken(language)}")
    stamp = new_stamp(_key(office), slug, clock.now())
    return _form(slug, language, organisation, stamp, Answers(), {})


@router.post("/r/{slug}/{code}", max_body_size=SMALL)
async def take_form(request: Request, office: OfficeHere, slug: str, code: str) -> Response:
    """Take a request; what looks like a robot's is marked, and taken too: a right may not be lost."""
    try:
        organisation, language = await intake.form_of(office, slug), _language(code)
    except NotFound:
        return notice(request, "no_form", status=404)
    raw = await request.body()
    sent = (await request.form(max_fields=50, max_files=0)).multi_items()
    fields = [(name, value) for name, value in sent if isinstance(value, str)]
    answers, hidden, at = answers_of(fields, OFFERED), dict(fields), clock.now()
    stamp = hidden.get("stamp", "")
    if codes := errors_in(answers):
        return _form(slug, language, organisation, stamp, answers, codes)
    suspect = bool(hidden.get(TRAP)) or not is_human(stamp, _key(office), slug, at)
    receipt = await intake.receive(office, slug, _request(answers, language), at, suspect=suspect, raw=raw)
    by_email = bool(answers.email)
    return page("received", language, organisation=organisation, receipt=receipt, by_email=by_email)


def _form(
    slug: str,
    language: Language,
    organisation: OrganisationView,
    stamp: str,
    answers: Answers,
    codes: Mapping[str, str],
) -> Response:
    said = words_of(language).form.errors
    errors = {field: said[code].format(limit=LIMITS.get(field)) for field, code in codes.items()}
    return page(
        "form",
        language,
        status=422 if errors else 200,
        organisation=organisation,
        slug=slug,
        offered=OFFERED,
        limits=LIMITS,
        trap=TRAP,
        stamp=stamp,
        answers=answers,
        errors=errors,
        wrong=bool(errors),
    )


def _request(answers: Answers, language: Language) -> FormRequest:
    return FormRequest(
        answers.rights,
        answers.name,
        answers.email,
        answers.phone,
        answers.more,
        language,
        OTHER in answers.kinds,
    )


def _language(code: str) -> Language:
    try:
        return Language(code)
    except ValueError:
        raise NotFound("There is no form in that language.") from None


def _key(office: Office) -> bytes:
    return derived_key(office.master.secret, b"utdrag form stamp v1")
