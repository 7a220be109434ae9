"""The figures of an organisation: what happened in a period and how it stands now, table by table."""

from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law import counting
from app.law.counting import Period
from app.law.holidays import Calendar
from app.models import reporting as shapes
from app.office import Desk
from app.queries import reporting as rows
from app.queries.reporting import Window
from app.vocabulary import Role
from app.workflows.members import called, readers
from app.workflows.tallies import Tallies, late, soon, total

COUNTING: Final = frozenset({Role.LEAD, Role.DPO, Role.ADMINISTRATOR})
"""Who answers for the whole, and may see how it goes."""


async def figures(session: AsyncSession, desk: Desk, period: Period, at: datetime) -> shapes.Figures:
    """Give every table for a period, and for this moment."""
    calendar = desk.profile.working_calendar
    window, today = _window(calendar, period), calendar.local_day(at)
    counts = Tallies(
        period=period,
        today=today,
        arrived=await rows.arrived(session, window),
        answered=await rows.answered(session, window),
        open=await rows.open_now(session, window.zone, today, counting.SOON_DAYS + 1),
        closed=await rows.closed(session, window),
    )
    return shapes.Figures(
        at=at,
        period=shapes.PeriodShape(first_day=period.first, last_day=period.last, zone=window.zone),
        summary=[counts.summary()],
        weeks=counts.weeks(),
        due=counts.due(),
        ages=counts.ages(),
        stages=counts.stages(),
        days=counts.days(),
        handlers=await _handlers(session, desk, counts),
        rights=counts.rights(),
        channels=counts.channels(),
        refusals=counts.refusals(),
        extensions=counts.extensions(),
    )


def _window(calendar: Calendar, period: Period) -> Window:
    return Window(calendar.local_instant(period.first, 0), calendar.end_of(period.last), str(calendar.zone))


async def _handlers(session: AsyncSession, desk: Desk, counts: Tallies) -> list[shapes.HandlerRow]:
    """Give a line for everybody who may have cases, and for whoever has some; first who has most."""
    closed = {row.assignee: row.number for row in counts.closed}
    standing = counts.standing("assignee")
    names: dict[str | None, str | None] = {one.value: one.label for one in await readers(session, desk)}
    others = {row.assignee for row in standing} | closed.keys()
    known = await called(session, desk, others)
    names |= {label: known.get(label or "", label) for label in others if label not in names}
    lines: list[shapes.HandlerRow] = []
    for label, name in names.items():
        own = [row for row in standing if row.assignee == label]
        lines.append(
            shapes.HandlerRow(
                assignee=label,
                name=name,
                open=total(own),
                soon=soon(own),
                late=late(own),
                closed=closed.get(label, 0),
            )
        )
    return sorted(lines, key=lambda line: (line.assignee is None, -line.open, -line.closed, line.name or ""))
