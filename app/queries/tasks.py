"""Tasks, findings and corrections of a case."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, tuple_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models.task import Correction, Finding, Task
from app.queries.here import organisation_of
from app.vocabulary import Review, TaskState, Verb

UNSETTLED = (TaskState.OPEN, TaskState.FAILED, TaskState.PENDING, TaskState.MANUAL)
"""States in which a system still owes an answer."""


async def tasks_of(session: AsyncSession, case_id: UUID, *, round_: int | None = None) -> Sequence[Task]:
    """Give the tasks of a case (or of one of its rounds), in the order they were asked."""
    query = select(Task).where(Task.case_id == case_id, Task.organisation_id == organisation_of(session))
    if round_ is not None:
        query = query.where(Task.round == round_)
    return (await session.exec(query.order_by(col(Task.round), col(Task.system)))).all()


async def get_task(session: AsyncSession, task_id: UUID, *, lock: bool = False) -> Task:
    """Give the task; NotFound also when it is another organisation's."""
    query = select(Task).where(Task.id == task_id, Task.organisation_id == organisation_of(session))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    task = (await session.exec(query)).one_or_none()
    if task is None:
        raise NotFound("There is no such task in this organisation.")
    return task


async def unsettled(session: AsyncSession, case_id: UUID, round_: int) -> int:
    """Give how many systems of a round still owe an answer."""
    found = await session.exec(
        select(func.count())
        .select_from(Task)
        .where(
            Task.case_id == case_id,
            Task.organisation_id == organisation_of(session),
            Task.round == round_,
            col(Task.state).in_(UNSETTLED),
        )
    )
    return found.one()


async def latest_search(session: AsyncSession, case_id: UUID) -> int:
    """Give the last round in which systems were searched; 0 before the first."""
    found = await session.exec(
        select(func.max(Task.round)).where(
            Task.case_id == case_id,
            Task.organisation_id == organisation_of(session),
            Task.verb == Verb.EXPORT,
        )
    )
    return found.one() or 0


async def search_of(session: AsyncSession, case_id: UUID, round_: int) -> int:
    """Give the last round up to this one in which systems were searched: what its extract was made of."""
    return await searches_before(session, case_id, round_ + 1)


async def searches_before(session: AsyncSession, case_id: UUID, round_: int) -> int:
    """Give the last round before this one in which systems were searched; 0 if there was none."""
    found = await session.exec(
        select(func.max(Task.round)).where(
            Task.case_id == case_id,
            Task.organisation_id == organisation_of(session),
            Task.verb == Verb.EXPORT,
            Task.round < round_,
        )
    )
    return found.one() or 0


async def findings_of(session: AsyncSession, case_id: UUID, round_: int) -> Sequence[Finding]:
    """Give what a round found, by system, in the order the systems gave it."""
    found = await session.exec(
        select(Finding)
        .where(
            Finding.case_id == case_id,
            Finding.organisation_id == organisation_of(session),
            Finding.round == round_,
        )
        .order_by(col(Finding.system), col(Finding.position))
    )
    return found.all()


async def findings_between(
    session: AsyncSession, case_id: UUID, round_: int, *, skip: int, limit: int
) -> Sequence[Finding]:
    """Give a part of what a round found, in the order `findings_of` gives it."""
    found = await session.exec(
        select(Finding)
        .where(
            Finding.case_id == case_id,
            Finding.organisation_id == organisation_of(session),
            Finding.round == round_,
        )
        .order_by(col(Finding.system), col(Finding.position), col(Finding.id))
        .offset(skip)
        .limit(limit)
    )
    return found.all()


async def given_after(
    session: AsyncSession,
    case_id: UUID,
    round_: int,
    system: str,
    last: Finding | None = None,
    *,
    limit: int,
    skip: int = 0,
) -> Sequence[Finding]:
    """Give what a round found in a system and the person is given, behind the last one read."""
    query = select(Finding).where(
        Finding.case_id == case_id,
        Finding.organisation_id == organisation_of(session),
        Finding.round == round_,
        Finding.system == system,
        col(Finding.review).is_distinct_from(Review.WITHHOLD),
    )
    place = tuple_(col(Finding.position), col(Finding.id))
    if last is not None:
        query = query.where(place > (last.position, last.id))
    return (await session.exec(query.order_by(*place).offset(skip or None).limit(limit))).all()


class Reviewed(NamedTuple):
    """How many findings of a system and collection were judged the same way."""

    system: str
    collection: str
    review: Review | None
    ground: str | None
    findings: int


async def reviewed(session: AsyncSession, case_id: UUID, round_: int) -> list[Reviewed]:
    """Give what became of everything a round found, counted."""
    system, collection = col(Finding.system), col(Finding.collection)
    review, ground = col(Finding.review), col(Finding.review_ground)
    connection = await session.connection()
    found = await connection.execute(
        # sqlmodel's own select takes at most four columns
        columns(system, collection, review, ground, func.count())
        .where(
            col(Finding.case_id) == case_id,
            col(Finding.organisation_id) == organisation_of(session),
            col(Finding.round) == round_,
        )
        .group_by(system, collection, review, ground)
    )
    return [Reviewed(*row) for row in found]


async def all_findings_of(session: AsyncSession, case_id: UUID) -> Sequence[Finding]:
    """Give everything that was ever found for a case."""
    found = await session.exec(
        select(Finding).where(Finding.case_id == case_id, Finding.organisation_id == organisation_of(session))
    )
    return found.all()


async def get_finding(session: AsyncSession, case_id: UUID, finding_id: UUID) -> Finding:
    """Give one finding of a case."""
    found = await session.exec(
        select(Finding).where(
            Finding.id == finding_id,
            Finding.case_id == case_id,
            Finding.organisation_id == organisation_of(session),
        )
    )
    finding = found.one_or_none()
    if finding is None:
        raise NotFound("There is no such finding in this case.")
    return finding


async def count_where(session: AsyncSession, case_id: UUID, round_: int, column: str) -> int:
    """Give how many findings of a round have nothing in `review` or `disposal`."""
    undecided = {"review": Finding.review, "disposal": Finding.disposal}[column]
    found = await session.exec(
        select(func.count())
        .select_from(Finding)
        .where(
            Finding.case_id == case_id,
            Finding.organisation_id == organisation_of(session),
            Finding.round == round_,
            col(undecided).is_(None),
        )
    )
    return found.one()


async def forget_findings(session: AsyncSession, task_id: UUID) -> None:
    """Remove what an earlier, unfinished try of a task wrote."""
    await session.exec(delete(Finding).where(col(Finding.task_id) == task_id))


async def corrections_of(session: AsyncSession, case_id: UUID) -> Sequence[Correction]:
    """Give the corrections the person claimed, oldest first."""
    found = await session.exec(
        select(Correction)
        .where(Correction.case_id == case_id, Correction.organisation_id == organisation_of(session))
        .order_by(col(Correction.claimed_at), col(Correction.id))
    )
    return found.all()


async def get_correction(session: AsyncSession, case_id: UUID, correction_id: UUID) -> Correction:
    """Give one claimed correction of a case."""
    for correction in await corrections_of(session, case_id):
        if correction.id == correction_id:
            return correction
    raise NotFound("There is no such correction in this case.")
