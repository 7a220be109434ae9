"""The work list: its parts, each with an index of its own, walked in the order of their due dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, text, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased, defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.models import case as parts
from app.models.case import Case, SearchToken
from app.models.message import Message
from app.queries.here import organisation_of
from app.vocabulary import Channel, MessageState, Right, State, View

SOON_DAYS: Final = 7
LOOKED_AT: Final = 2_000
"""So many cases of a part are looked at for one page, however few of them fit."""
COUNTED: Final = 1_000
"""Counts stop here, so that they cost the same however much there is."""
_OPEN: Final = "state <> 'closed'"
_WORDS: Final[dict[View, str]] = {
    View.UNASSIGNED: parts.UNASSIGNED,
    View.SOON: parts.UNANSWERED,
    View.LATE: parts.UNANSWERED,
    View.WAITING: parts.WAITING,
    View.SUSPECT: parts.SUSPECT,
    View.MINE: _OPEN,
    View.OPEN: _OPEN,
}
_NOT_SHOWN: Final = (
    "words", "answer", "person_email", "person_phone", "extension_explanation", "deadline_steps",
)  # fmt: skip
"""What no line shows, and is much of a case."""
_PLACES: Final = {View.TRIAGE: MessageState.TRIAGE, View.QUARANTINE: MessageState.QUARANTINE}


class Place(NamedTuple):
    """Where a page of cases ended."""

    due: date
    case_id: UUID


class Page(NamedTuple):
    """Cases, and where the next page begins after; None when there is no more."""

    cases: Sequence[Case]
    end: Place | None


@dataclass(frozen=True)
class Asker:
    """For whom the list is made: the label cases are assigned by, and which day it is there."""

    label: str
    today: date


@dataclass(frozen=True)
class Wanted:
    """What is looked for; None asks for nothing. A search goes through closed cases too."""

    view: View | None = None
    state: State | None = None
    assignee: str | None = None
    right: Right | None = None
    channel: Channel | None = None
    due_before: date | None = None
    reference: str | None = None
    terms: Sequence[frozenset[bytes]] | None = None
    latest_first: bool = False

    @property
    def searches(self) -> bool:
        """Tell whether somebody is looked for."""
        return self.reference is not None or self.terms is not None


async def page_of_cases(
    session: AsyncSession, wanted: Wanted, asker: Asker, *, limit: int, after: Place | None = None
) -> Page:
    """Give cases in the order of their due dates, soonest first unless the latest are wanted first.

    A page may be short, or empty, and yet not the last: what no index tells (a right, a channel, a state
    within a view) is looked for among so many cases a page.
    """
    if wanted.terms is not None and not wanted.terms:
        return Page((), None)  # whoever looks for nothing we can look for finds nothing, not everything
    found = select(Case).where(*_found_by_index(session, wanted, asker))
    if after is not None:
        place, end = tuple_(col(Case.effective_due), col(Case.id)), tuple_(after.due, after.case_id)
        found = found.where(place < end if wanted.latest_first else place > end)
    in_order = _in_order(found, Case, wanted)
    narrowed = bool(_looked_for(wanted, Case))
    of: Any = Case
    if wanted.searches or not narrowed:
        asked: SelectOfScalar[Case] = in_order.where(*_looked_for(wanted, of))
    else:
        of = aliased(Case, in_order.limit(LOOKED_AT).subquery())
        asked = _in_order(select(of).where(*_looked_for(wanted, of)), of, wanted)
    unread = (defer(getattr(of, name), raiseload=True) for name in _NOT_SHOWN)
    cases = (await session.exec(asked.options(*unread).limit(limit + 1))).all()
    if len(cases) > limit:
        last = cases[limit - 1]
        return Page(cases[:limit], Place(last.effective_due, last.id))
    more = narrowed and not wanted.searches
    return Page(cases, await _last_looked_at(session, in_order) if more else None)


def _in_order(query: Any, of: Any, wanted: Wanted) -> Any:  # of cases, or of those near a place
    order = (of.effective_due.desc(), of.id.desc()) if wanted.latest_first else (of.effective_due, of.id)
    return query.order_by(*order)


async def _last_looked_at(session: AsyncSession, looked: Any) -> Place | None:
    places = looked.with_only_columns(Case.effective_due, Case.id).offset(LOOKED_AT - 1).limit(1)
    row = (await (await session.connection()).execute(places)).one_or_none()
    return Place(*row) if row else None


def _found_by_index(session: AsyncSession, wanted: Wanted, asker: Asker) -> list[Any]:
    """Give the conditions an index answers, in the order of the list."""
    here, view = organisation_of(session), wanted.view
    found: list[Any] = [Case.organisation_id == here]
    if view is not None:
        found += _part(view, asker)
    elif wanted.state is not None:
        found.append(Case.state == wanted.state)
    elif not wanted.searches:
        found.append(text(_OPEN))
    if _assignee_has_index(wanted):
        found.append(Case.assignee == wanted.assignee)
    if wanted.due_before is not None:
        found.append(col(Case.effective_due) < wanted.due_before)
    if wanted.reference is not None:
        found.append(Case.reference == wanted.reference)
    for term in wanted.terms or ():
        holding = select(SearchToken.case_id).where(
            SearchToken.organisation_id == here, col(SearchToken.token).in_(term)
        )
        found.append(col(Case.id).in_(holding))
    return found


def _assignee_has_index(wanted: Wanted) -> bool:
    in_open_ones = wanted.view is View.OPEN or (wanted.view is None and wanted.state is None)
    return wanted.assignee is not None and in_open_ones and not wanted.searches


def _looked_for(wanted: Wanted, of: Any) -> list[Any]:
    """Give the conditions no index answers in the order of the list."""
    found: list[Any] = []
    if wanted.view is not None and wanted.state is not None:
        found.append(of.state == wanted.state)
    if wanted.assignee is not None and not _assignee_has_index(wanted):
        found.append(of.assignee == wanted.assignee)
    if wanted.right is not None:
        found.append(of.rights.contains([wanted.right]))
    if wanted.channel is not None:
        found.append(of.channel == wanted.channel)
    return found


def _part(view: View, asker: Asker) -> list[Any]:
    """Give what a part of the list consists of, letter by letter as its index says it."""
    if view in _WORDS:
        found: list[Any] = [text(_WORDS[view])]
    else:
        found = [Case.state == State(view.value)]
    match view:
        case View.MINE:
            found.append(Case.assignee == asker.label)
        case View.SOON:
            found.append(col(Case.effective_due) <= asker.today + timedelta(days=SOON_DAYS))
        case View.LATE:
            found.append(col(Case.effective_due) < asker.today)
        case _:
            pass
    return found


async def counts(session: AsyncSession, asker: Asker) -> dict[View, int]:
    """Give how much there is in each view, up to one more than is counted.

    What is to be sorted, and what is in quarantine, are messages.
    """
    here = organisation_of(session)
    asked: list[Any] = []
    for view in View:
        if view in _PLACES:
            rows: Any = columns(col(Message.id)).where(
                col(Message.organisation_id) == here, col(Message.state) == _PLACES[view]
            )
        else:
            rows = columns(col(Case.id)).where(col(Case.organisation_id) == here, *_part(view, asker))
        found = rows.limit(COUNTED + 1).subquery()
        asked.append(columns(func.count()).select_from(found).scalar_subquery().label(view.value))
    row = (await (await session.connection()).execute(columns(*asked))).one()
    return dict(zip(View, row, strict=True))
