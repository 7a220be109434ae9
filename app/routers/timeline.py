"""What happened in a case, the other cases of its person, its letters, and what its forms let choose from."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from app import clock
from app.errors import Forgotten, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.interface.choices import LISTED, MOST, chosen_from
from app.interface.log import log_of
from app.interface.timeline import told
from app.letters import letter_language
from app.letters.ready import ready_texts
from app.models.timeline import Choice, Choices, ReadyTexts, SentLetter, TextShape, TimelinePage
from app.models.worklist import CaseLine
from app.queries import answers, cases, timeline
from app.queries.worklist import Asker, Wanted, page_of_cases
from app.routers import cursors
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.cases import ACursor, ALimit
from app.routers.framed import PAGE, framed
from app.routers.known import KnownRoute
from app.routers.pages import page
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.routers.worklist import searched
from app.vocabulary import View
from app.workflows.lettering import plain_facts
from app.workflows.posted import posted
from app.workflows.related import related_to
from app.workflows.worklist import lines

router = APIRouter(prefix="/api/v1", tags=["cases"], route_class=KnownRoute)
SEEN = documented(NotSignedIn, NotPermitted, NotFound, Forgotten, InvalidInput)
AQuery = Annotated[str, Query(max_length=200, description="Words the choices must hold.")]


class Related(BaseModel):
    """The other cases of a person, the newest first."""

    items: list[CaseLine]


@router.get(
    "/cases/{case_id}/timeline",
    operation_id="list_timeline",
    summary="What happened in a case",
    responses=SEEN,
)
async def list_timeline(
    office: AnOffice,
    session: ASession,
    _: Staff,
    language: Spoken,
    case_id: UUID,
    limit: ALimit = 50,
    cursor: ACursor = None,
) -> TimelinePage:
    """Give messages, notes, letters and history as one list, newest first, unsealed; also who saw what."""
    file = await office.file(session, await cases.get_case(session, case_id))
    found = await timeline.page_of(session, case_id, cursors.entry(cursor), limit + 1)
    kept = found[:limit]
    more = (
        cursors.written(kept[-1].at.isoformat(), kept[-1].kind, kept[-1].key) if len(found) > limit else None
    )
    return TimelinePage(items=await told(office, session, file, kept, language), next_cursor=more)


@router.get(
    "/cases/{case_id}/related",
    operation_id="list_related",
    summary="Other cases of the person",
    responses=SEEN,
)
async def list_related(
    office: AnOffice, session: ASession, _: Staff, language: Spoken, case_id: UUID
) -> Related:
    """Give the cases that hold an address or a number of the same person, at most fifty, the newest first."""
    file = await office.file(session, await cases.get_case(session, case_id))
    found = await related_to(session, file)
    return Related(items=await lines(session, file.desk, found, language, clock.now()))


@router.get(
    "/cases/{case_id}/letters/{letter_id}", operation_id="get_letter", summary="A letter", responses=SEEN
)
async def get_letter(
    office: AnOffice, session: ASession, _: Staff, case_id: UUID, letter_id: UUID
) -> SentLetter:
    """Give a letter word for word as it was written; its links and codes are the reader's and are hidden."""
    file = await office.file(session, await cases.get_case(session, case_id))
    row = await answers.get_letter(session, case_id, letter_id)
    sheet = posted(file, row)
    return SentLetter(
        id=row.id,
        letter=row.letter,
        language=row.language,
        state=row.state,
        written_at=row.written_at,
        sent_at=row.sent_at,
        error=row.error,
        to=sheet.to,
        subject=sheet.subject,
        text=sheet.text,
        html=sheet.html,
    )


@router.get(
    "/cases/{case_id}/letters/{letter_id}/page",
    operation_id="show_letter",
    summary="A letter as it looks",
    response_class=Response,
    responses=SEEN | PAGE,
)
async def show_letter(
    office: AnOffice, session: ASession, _: Staff, case_id: UUID, letter_id: UUID
) -> Response:
    """Give a letter as its reader sees it, for a frame of its own; its links and codes are hidden."""
    file = await office.file(session, await cases.get_case(session, case_id))
    return framed(posted(file, await answers.get_letter(session, case_id, letter_id)).html)


@router.get(
    "/cases/{case_id}/texts",
    operation_id="list_texts",
    summary="Texts that stand ready for a letter",
    responses=SEEN,
)
async def list_texts(
    office: AnOffice, session: ASession, _: Staff, language: Spoken, case_id: UUID
) -> ReadyTexts:
    """Give texts for a letter of the handler's own, in the person's language, filled in from the case."""
    file = await office.file(session, await cases.get_case(session, case_id))
    found = ready_texts(plain_facts(file), letter_language(file.case.language), language)
    return ReadyTexts(items=[TextShape(key=one.key, name=one.name, text=one.text) for one in found])


@router.get(
    "/cases/{case_id}/log",
    operation_id="print_log",
    summary="The log of a case, to be printed",
    response_class=Response,
    responses=SEEN | PAGE,
)
async def print_log(
    office: AnOffice, session: ASession, _: Staff, language: Spoken, case_id: UUID
) -> Response:
    """Give everything that happened as one page, oldest first, for a browser to print or to save as PDF."""
    file = await office.file(session, await cases.get_case(session, case_id))
    return page("log", language, log=await log_of(office, session, file, language, clock.now()))


@router.get(
    "/cases/{case_id}/options/{noun}",
    operation_id="list_options",
    summary="What a form lets choose from",
    responses=SEEN,
)
async def list_options(
    office: AnOffice,
    session: ASession,
    _: Staff,
    language: Spoken,
    case_id: UUID,
    noun: Literal["tasks", "waiting", "extracts", "findings", "corrections", "letters"],
    q: AQuery = "",
) -> Choices:
    """Give tasks, extracts, items, corrections or letters of the case that an action can be about."""
    file = await office.file(session, await cases.get_case(session, case_id))
    return Choices(items=chosen_from(await LISTED[noun](session, file, language, clock.now()), q))


@router.get(
    "/options/{noun}",
    operation_id="list_case_options",
    summary="Cases a form lets choose from",
    responses=documented(NotSignedIn, NotPermitted, NotFound, InvalidInput),
)
async def list_case_options(
    office: AnOffice, session: ASession, _: Staff, noun: Literal["cases", "references"], q: AQuery = ""
) -> Choices:
    """Give open cases by name, address, number or reference, soonest due first: their ids or references."""
    desk, text = await office.desk(session), q.strip()
    reference, terms = searched(desk, text)
    wanted = Wanted(view=None if text else View.OPEN, reference=reference, terms=terms)
    today = desk.profile.working_calendar.local_day(clock.now())
    found = (await page_of_cases(session, wanted, Asker("", today), limit=MOST)).cases
    keys = await cases.keys_of(session, [case.id for case in found])
    return Choices(
        items=[
            Choice(
                value=str(case.id) if noun == "cases" else case.reference,
                label=f"{case.reference} {desk.open(case, keys[case.id]).person_name}".strip(),
            )
            for case in found
            if case.id in keys
        ]
    )
