"""The public form, where a person asks for their rights without an account."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app import clock
from app.errors import NotFound, TooLarge, TooManyAttempts
from app.intake import form as intake
from app.intake.enclosing import Enclosed
from app.intake.form import FormRequest, OrganisationView
from app.pages.answers import LIMITS, OTHER, Answers, answers_of, errors_in
from app.pages.said import written_size
from app.pages.uploads import ATTACHED
from app.pages.words import spoken, words_of
from app.routers.attached import attached
from app.routers.pages import SMALL, OfficeHere, PageRoute, notice, page, see
from app.routers.stamped import language_of, sending_of, shown, stamp_for
from app.routers.wished import preferred
from app.vocabulary import Language, Right

OFFERED: Final = (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE)
"""What the form asks about; everything else is told in words."""
LARGEST: Final = 4 * ATTACHED
"""The most bytes of a form that are read, to say at its field that a file is too large."""
_FILE: Final = "file"

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
        organisation, language = await intake.form_of(office, slug), language_of(code)
    except NotFound:
        return notice(request, "no_form", status=404)
    if language is not spoken(language):
        return see(f"/r/{slug}/{spoken(language)}")
    hidden = {"stamp": stamp_for(office, slug, clock.now())}
    return _form(slug, language, organisation, hidden, Answers(), {})


@router.post("/r/{slug}/{code}", max_body_size=LARGEST)
async def take_form(request: Request, office: OfficeHere, slug: str, code: str) -> Response:
    """Take a request; what looks like a robot's is marked, and taken too: a right may not be lost."""
    try:
        organisation, language = await intake.form_of(office, slug), language_of(code)
    except NotFound:
        return notice(request, "no_form", status=404)
    async with request.form(max_fields=50, max_files=1) as sent:
        fields, files, trouble = await _read(sent)
    answers, hidden, at = answers_of(fields, OFFERED), dict(fields), clock.now()
    codes = errors_in(answers) | trouble
    if codes:
        codes |= {_FILE: "file_again"} if files else {}
        return _form(slug, language, organisation, hidden, answers, codes)
    raw = urlencode(fields).encode() + b"".join(file.content for file in files)
    sending = sending_of(request, office, slug, hidden, at, raw)
    try:
        receipt = await intake.receive(office, slug, _request(answers, language, files), sending, at)
    except TooManyAttempts as refused:
        return page("crowded", language, status=refused.status, organisation=organisation, answers=answers)
    by_email = bool(answers.email)
    return page("received", language, organisation=organisation, receipt=receipt, by_email=by_email)


async def _read(sent: FormData) -> tuple[list[tuple[str, str]], tuple[Enclosed, ...], dict[str, str]]:
    """Give the fields, the file if there is one, and the code of what is wrong with it."""
    fields = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    if any(name != _FILE for name, value in sent.multi_items() if not isinstance(value, str)):
        raise HTTPException(400)  # nothing of ours sends that
    if sum(len(value) for _, value in fields) > SMALL:
        raise TooLarge("A form holds no text as long as this.")
    files, code = await attached(sent, _FILE)
    return fields, files, {_FILE: f"file_{code}"} if code else {}


def _form(
    slug: str,
    language: Language,
    organisation: OrganisationView,
    hidden: Mapping[str, str],
    answers: Answers,
    codes: Mapping[str, str],
) -> Response:
    said = words_of(language).form.errors
    size = written_size(ATTACHED, language)
    errors = {field: said[code].format(limit=LIMITS.get(field), size=size) for field, code in codes.items()}
    return page(
        "form",
        language,
        status=422 if errors else 200,
        organisation=organisation,
        slug=slug,
        offered=OFFERED,
        limits=LIMITS,
        **shown(hidden),
        attached=ATTACHED,
        answers=answers,
        errors=errors,
        wrong=bool(errors),
    )


def _request(answers: Answers, language: Language, files: tuple[Enclosed, ...]) -> FormRequest:
    return FormRequest(
        answers.rights,
        answers.name,
        answers.email,
        answers.phone,
        answers.more,
        language,
        OTHER in answers.kinds,
        files,
    )
