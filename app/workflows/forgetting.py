"""Forgetting a case: its key is destroyed, and what shows that the law was kept stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, Forgotten, NotFound
from app.jobs import Job, Kind, enqueue
from app.models.case import Case
from app.models.columns import new_id
from app.office import Office
from app.queries import cases, forgotten, organisations
from app.vocabulary import Erased, ForgetReason, Happening, HoldReason, State
from app.workflows.erased import erase
from app.workflows.history import SYSTEM, Actor, record

log = structlog.get_logger()
OPERATOR = Actor(SYSTEM.kind, "operator")
_BATCH = 200


@dataclass(frozen=True)
class Overdue:
    """A case whose time is over: which, and when it was closed."""

    case_id: UUID
    reference: str
    closed_at: datetime


async def find(session: AsyncSession, named: str) -> Case:
    """Give the case with this reference or id. Raises NotFound."""
    try:
        return await cases.get_case(session, UUID(named))
    except ValueError:
        case = await cases.case_by_reference(session, named.strip().upper())
    if case is None:
        raise NotFound("There is no case with this reference in this organisation.")
    return case


async def forget(
    office: Office, session: AsyncSession, case_id: UUID, reason: ForgetReason, actor: Actor, at: datetime
) -> None:
    """Destroy the key of a closed case, with everything that names the person or opens the case.

    States, dates, rights, outcome and history stay. Raises Forgotten when it was done before, and
    ActionNotPossible while the case is open or held.
    """
    case = await cases.lock_case(session, case_id)
    await cases.key_of(session, case.id)
    if case.state is not State.CLOSED:
        raise ActionNotPossible("This case is not closed; close it first, with its outcome.")
    if case.held_at is not None:
        raise ActionNotPossible("This case is held; release it first.")
    await record(session, case, Happening.CASE_FORGOTTEN, actor, at, data={"reason": reason.value})
    await erase(office, session, Erased.CASE, case.id, at)


async def hold(session: AsyncSession, case_id: UUID, reason: HoldReason, actor: Actor, at: datetime) -> None:
    """Keep everything of a case for a complaint, a court or an authority. Raises ActionNotPossible."""
    case = await cases.lock_case(session, case_id)
    await cases.key_of(session, case.id)
    if case.held_at is not None:
        raise ActionNotPossible("This case is held already.")
    case.held_at = at
    await record(session, case, Happening.CASE_HELD, actor, at, data={"reason": reason.value})


async def release(session: AsyncSession, case_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a case that was held go its way again, its copies at once. Raises ActionNotPossible."""
    case = await cases.lock_case(session, case_id)
    if case.held_at is None:
        raise ActionNotPossible("This case is not held.")
    case.held_at = None
    await record(session, case, Happening.CASE_RELEASED, actor, at)
    await enqueue(session, Job(Kind.PURGE_COPIES, case.organisation_id, case.id))


async def overdue(office: Office, organisation_id: UUID, at: datetime) -> list[Overdue]:
    """Give the closed cases whose time is over by the organisation's own days, oldest first."""
    found: list[Overdue] = []
    async with office.db.transaction(organisation_id) as session:
        desk = await office.desk(session)
        calendar = desk.profile.working_calendar
        moment = calendar.end_of(calendar.local_day(at) - timedelta(days=desk.profile.case_days))
        page: Sequence[Case] = ()
        while page := await forgotten.closed_before(
            session, moment, new_id(moment), _BATCH, page[-1].id if page else None
        ):
            found += [Overdue(case.id, case.reference, case.closed_at or moment) for case in page]
    return found


async def forget_overdue(office: Office, at: datetime) -> int:
    """Forget what is overdue in every organisation, and give how many cases that were."""
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    done = 0
    for organisation in known:
        for due in await overdue(office, organisation.id, at):
            try:
                async with office.db.transaction(organisation.id) as session:
                    await forget(office, session, due.case_id, ForgetReason.RETENTION, SYSTEM, at)
                done += 1
            except (Forgotten, ActionNotPossible):
                continue  # somebody was faster, or holds it now
            except Exception:
                log.exception("a case could not be forgotten", case_id=str(due.case_id))
    return done
