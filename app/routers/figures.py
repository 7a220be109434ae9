"""Figures for those who answer for the whole: how many, how fast, how it stands; as JSON and as CSV."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.interface.sheets import sheet
from app.law import counting
from app.models import reporting
from app.models.reporting import Figures, FigureTable
from app.office import Office
from app.routers.caller import ACaller, AnOffice, ASession, Caller
from app.routers.problems import documented
from app.routers.security import attachment
from app.routers.spoken import Spoken
from app.workflows.figures import COUNTING, figures

router = APIRouter(prefix="/api/v1", tags=["figures"])
_READ: Final = documented(NotSignedIn, NotPermitted, InvalidInput)
_ROWS: Final[dict[FigureTable, type[BaseModel]]] = {
    FigureTable.SUMMARY: reporting.SummaryRow,
    FigureTable.WEEKS: reporting.WeekRow,
    FigureTable.DUE: reporting.DueRow,
    FigureTable.AGES: reporting.AgeRow,
    FigureTable.STAGES: reporting.StageRow,
    FigureTable.DAYS: reporting.DaysRow,
    FigureTable.HANDLERS: reporting.HandlerRow,
    FigureTable.RIGHTS: reporting.RightRow,
    FigureTable.CHANNELS: reporting.ChannelRow,
    FigureTable.REFUSALS: reporting.RefusalRow,
    FigureTable.EXTENSIONS: reporting.ExtensionRow,
}
First = Annotated[
    date | None, Query(alias="from", description="The first day; if left out, 90 days up to the last.")
]
Last = Annotated[date | None, Query(alias="to", description="The last day; if left out, today.")]


async def get_counting(caller: ACaller) -> Caller:
    """Give a caller who answers for the whole. Raises NotPermitted for others."""
    if caller.role not in COUNTING:
        raise NotPermitted("Figures are for leads, data protection officers and administrators.")
    return caller


Counting = Annotated[Caller, Depends(get_counting)]


@router.get("/figures", operation_id="get_figures", summary="How it goes", responses=_READ)
async def get_figures(
    office: AnOffice, session: ASession, _: Counting, first: First = None, last: Last = None
) -> Figures:
    """Give what came, was answered and refused in a period of two years at most, and what is open now.

    Days are those where the controller is. Nobody who asked is named.
    """
    return await _counted(office, session, first, last)


@router.get(
    "/figures/{table}.csv",
    operation_id="get_figures_sheet",
    summary="A table of figures, for a spreadsheet",
    response_class=Response,
    responses=_READ | documented(NotFound) | {200: {"description": "The table", "content": {"text/csv": {}}}},
)
async def get_figures_sheet(
    office: AnOffice,
    session: ASession,
    _: Counting,
    language: Spoken,
    table: FigureTable,
    first: First = None,
    last: Last = None,
) -> Response:
    """Give one table as CSV with its headings in the caller's language, UTF-8.

    Cells are parted by semicolons, in English by commas. A text that a spreadsheet would take for a formula
    has an apostrophe before it.
    """
    counted = await _counted(office, session, first, last)
    content = sheet(_ROWS[table], getattr(counted, table.value), language)
    name = f"utdrag-{table.value}-{counted.period.first_day}-{counted.period.last_day}.csv"
    return Response(content, media_type="text/csv; charset=utf-8", headers=attachment(name))


async def _counted(office: Office, session: AsyncSession, first: date | None, last: date | None) -> Figures:
    at, desk = clock.now(), await office.desk(session)
    period = counting.period(first, last, desk.profile.working_calendar.local_day(at))
    return await figures(session, desk, period, at)
