"""Extracts on the status page, after the code: to save, to read, and to say what is wrong in them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response, StreamingResponse

from app import clock
from app.errors import ActionNotPossible, InvalidInput, NotFound, NotPermitted
from app.intake import rectifying
from app.intake.rectifying import MOST, Wrong
from app.office import Office
from app.pages.words import words_of
from app.routers.pages import SMALL, OfficeHere, PageRoute, page
from app.routers.security import attachment
from app.routers.status import Person, Trouble, shown
from app.vocabulary import ExtractKind
from app.workflows import portal, reading
from app.workflows.portal import Visit
from app.workflows.reading import RecordsPage

LONGEST: Final = 2000
"""The most characters of a value as it should be."""
_CORRECTED: Final = (ExtractKind.ACCESS, ExtractKind.FRESH)
Number = Annotated[int, Query(alias="page", ge=1)]

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post("/status/extracts/{extract_id}", max_body_size=SMALL)
async def download(office: OfficeHere, who: Person, extract_id: UUID) -> Response:
    """Give an extract as a file to save."""
    try:
        package = await portal.download(office, who, extract_id, clock.now())
    except (NotPermitted, ActionNotPossible) as error:
        return await _not_given(office, who, error)
    headers = attachment(package.name, package.size)
    return StreamingResponse(package.chunks, media_type="application/zip", headers=headers)


@router.get("/status/extracts/{extract_id}/read")
async def read(office: OfficeHere, who: Person, extract_id: UUID) -> Response:
    """Show what an extract holds: its systems, and the information about them."""
    try:
        view = await reading.extract_page(office, who, extract_id, clock.now())
    except (NotPermitted, ActionNotPossible) as error:
        return await _not_given(office, who, error)
    return page("extract", view.language, organisation=view.organisation, extract=view)


@router.get("/status/extracts/{extract_id}/read/{system}")
async def read_system(
    office: OfficeHere, who: Person, extract_id: UUID, system: str, number: Number = 1
) -> Response:
    """Show one page of what a system holds."""
    try:
        view = await reading.records_page(office, who, extract_id, system, number, clock.now())
    except (NotPermitted, ActionNotPossible) as error:
        return await _not_given(office, who, error)
    return _records(view)


@router.post("/status/extracts/{extract_id}/read/{system}", max_body_size=SMALL)
async def say_wrong(
    office: OfficeHere,
    who: Person,
    extract_id: UUID,
    system: str,
    number: Number = 1,
    wrong: Annotated[Sequence[str], Form()] = (),
    right: Annotated[Sequence[str], Form()] = (),
) -> Response:
    """Take what was ticked as wrong and ask what it should be; then take that as well."""
    try:
        view = await reading.records_page(office, who, extract_id, system, number, clock.now())
    except (NotPermitted, ActionNotPossible) as error:
        return await _not_given(office, who, error)
    here = _values(view)
    chosen = [one for one in dict.fromkeys(wrong) if one in here]
    if not 0 < len(chosen) <= MOST or len(right) not in (0, len(wrong)):
        return _records(view, words_of(view.extract.language).status.troubles["nothing_wrong"])
    said = {one: text.replace("\r\n", "\n").strip() for one, text in zip(wrong, right, strict=False)}
    if not said:
        return _asked(view, dict.fromkeys(chosen, ""), {})
    given = {one: said[one] for one in chosen}
    if errors := _errors(view, given):
        return _asked(view, given, errors)
    wrongs = [_wrong(one, text) for one, text in given.items()]
    try:
        claimed = await rectifying.claim(office, who, extract_id, wrongs, clock.now())
    except (InvalidInput, NotFound, ActionNotPossible) as error:
        return await shown(office, who, trouble=Trouble("not_now"), status=error.status)
    extract = view.extract
    return page("claimed", extract.language, organisation=extract.organisation, claimed=claimed)


def _records(view: RecordsPage, trouble: str = "") -> Response:
    extract = view.extract
    return page(
        "records",
        extract.language,
        status=422 if trouble else 200,
        organisation=extract.organisation,
        view=view,
        correctable=extract.kind in _CORRECTED,
        trouble=trouble,
        wrong=bool(trouble),
    )


def _asked(view: RecordsPage, given: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    extract, here = view.extract, _values(view)
    return page(
        "wrong",
        extract.language,
        status=422 if errors else 200,
        organisation=extract.organisation,
        view=view,
        asked=[(name, *here[name], said) for name, said in given.items()],
        errors=errors,
        limit=LONGEST,
        wrong=bool(errors),
    )


def _values(view: RecordsPage) -> dict[str, tuple[str, str]]:
    """Give the values of a page that can be wrong, by where they are: their label, and what they say."""
    if view.extract.kind not in _CORRECTED:
        return {}
    return {
        f"{record.id}.{field}": (row.label, row.value)
        for record in view.records
        for field, row in zip(record.fields, record.entry.rows, strict=True)
        if not row.blacked_out
    }


def _errors(view: RecordsPage, given: Mapping[str, str]) -> dict[str, str]:
    troubles = words_of(view.extract.language).status.troubles
    long = troubles["long"].format(limit=LONGEST)
    wrong = {name: troubles["right"] for name, text in given.items() if not text}
    return wrong | {name: long for name, text in given.items() if len(text) > LONGEST}


def _wrong(name: str, right: str) -> Wrong:
    finding_id, _, field = name.partition(".")
    return Wrong(UUID(finding_id), field, right)


async def _not_given(office: Office, who: Visit, error: NotPermitted | ActionNotPossible) -> Response:
    code = "locked" if isinstance(error, NotPermitted) else "expired"
    return await shown(office, who, trouble=Trouble(code), status=error.status)
