"""The work list, its views and how much is in each."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from app import clock
from app.errors import InvalidInput
from app.models.worklist import CasePage, ViewPage, ViewShape
from app.office import Desk
from app.queries import worklist
from app.queries.worklist import Asker, Wanted
from app.routers import cursors
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.cases import SIGNED_IN, ACursor, ALimit
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.trust import search
from app.vocabulary import Channel, Right, State, View
from app.workflows import views
from app.workflows.worklist import lines

router = APIRouter(prefix="/api/v1", tags=["work list"], route_class=KnownRoute)
AView = Literal[
    View.MINE, View.UNASSIGNED, View.SOON, View.LATE, View.WAITING, View.TRIAGE, View.SUSPECT, View.OPEN,
    View.CLOSED,
]  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed down to."""

    view: Annotated[AView | None, Query(description="A part of the list; open cases, if left out.")] = None
    state: Annotated[State | None, Query()] = None
    assignee: Annotated[str | None, Query(max_length=80, description="Label of the handler.")] = None
    right: Annotated[Right | None, Query()] = None
    channel: Annotated[Channel | None, Query()] = None
    due_before: Annotated[date | None, Query()] = None
    q: Annotated[str | None, Query(max_length=200, description="Name, address, number or reference.")] = None
    sort: Annotated[Literal["due", "-due"], Query(description="Soonest due first, or latest first.")] = "due"


@router.get(
    "/cases",
    operation_id="list_cases",
    summary="The work list",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def list_cases(
    office: AnOffice,
    session: ASession,
    caller: Staff,
    language: Spoken,
    filters: Annotated[Filters, Depends()],
    limit: ALimit = 50,
    cursor: ACursor = None,
) -> CasePage:
    """Give cases in the order of their due dates: open ones, unless a view, a state or a search says more.

    A page may be short, or empty, and yet not the last one: go on until there is no `next_cursor`.
    """
    at, desk = clock.now(), await office.desk(session)
    page = await worklist.page_of_cases(
        session,
        _wanted(desk, filters),
        Asker(caller.label, desk.profile.working_calendar.local_day(at)),
        limit=limit,
        after=cursors.place(cursor),
    )
    items = await lines(session, desk, page.cases, language, at)
    return CasePage(items=items, next_cursor=cursors.written(*page.end) if page.end else None)


@router.get(
    "/views",
    operation_id="list_views",
    summary="How much there is to do",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def list_views(office: AnOffice, session: ASession, caller: Staff, language: Spoken) -> ViewPage:
    """Give every part of the list with how much is in it, counted up to 1000.

    `triage` and `quarantine` are messages that wait for a person.
    """
    today = (await office.desk(session)).profile.working_calendar.local_day(clock.now())
    counts = await worklist.counts(session, Asker(caller.label, today))
    return ViewPage(
        items=[
            ViewShape(
                view=view,
                title=views.TITLES[view].say(language),
                count=min(count, worklist.COUNTED),
                more=count > worklist.COUNTED,
            )
            for view, count in counts.items()
        ]
    )


def _wanted(desk: Desk, filters: Filters) -> Wanted:
    reference, terms = searched(desk, filters.q)
    return Wanted(
        view=filters.view,
        state=filters.state,
        assignee=filters.assignee,
        right=filters.right,
        channel=filters.channel,
        due_before=filters.due_before,
        reference=reference,
        terms=terms,
        latest_first=filters.sort == "-due",
    )


def searched(desk: Desk, q: str | None) -> tuple[str | None, list[frozenset[bytes]] | None]:
    """Give what is searched for: a reference, or the keyed terms of a person."""
    text = (q or "").replace("\0", " ").strip()
    if not text:
        return None, None
    if text.upper().startswith(f"{desk.profile.reference_prefix}-"):
        return text.upper(), None
    return None, search.query_tokens(desk.index_key, text, desk.profile.country)
