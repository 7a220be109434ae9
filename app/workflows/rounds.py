"""Rounds of work: who is asked what at a step of the plan, each asked once."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs import Job, Kind, enqueue
from app.models.columns import new_id
from app.models.task import Task
from app.office import CaseFile, Office
from app.profiles import Profile
from app.queries import cases, tasks
from app.vocabulary import Disposal, Right, TaskState, Verb, Work
from app.workflows.corrections import accepted
from app.workflows.gather import step_of
from app.workflows.plans import Step
from app.workflows.settling import go_on

_LOOKS_BACK = (Verb.RECTIFY, Verb.ERASE)


async def start_round(
    office: Office, session: AsyncSession, case_id: UUID, round_: int, at: datetime
) -> None:
    """Ask every system what the current step wants of it; again is harmless, late is nothing."""
    case = await cases.lock_case(session, case_id)
    step = step_of(case)
    if case.round != round_ or step is None or step.verb is None:
        return
    file = await office.file(session, case)
    asked = {task.system for task in await tasks.tasks_of(session, case.id, round_=round_)}
    for name in await _asked_of(session, file, step):
        if name not in asked:
            await _ask(session, file, step.verb, name, at)
    await go_on(session, file, at)


async def _asked_of(session: AsyncSession, file: CaseFile, step: Step) -> list[str]:
    """Give whom a step asks: systems, or for notices the recipients of what was changed."""
    if step.work is Work.NOTIFY:
        touched = await _touched(session, file, step.right)
        return [entry.slug for entry in file.profile.recipients if touched & set(entry.systems)]
    if step.verb in _LOOKS_BACK:
        touched = await _touched(session, file, step.right)
        return [system.slug for system in file.profile.systems if system.slug in touched]
    return [
        system.slug
        for system in file.profile.systems
        if system.portable or step.right is not Right.PORTABILITY
    ]


async def _touched(session: AsyncSession, file: CaseFile, right: Right) -> set[str]:
    """Give the systems in which something is corrected or erased; all of them for other rights."""
    if right is Right.RECTIFICATION:
        return {row.system for row in await accepted(session, file)}
    if right is Right.ERASURE:
        found = await tasks.all_findings_of(session, file.case.id)
        return {finding.system for finding in found if finding.disposal is Disposal.ERASE}
    return {system.slug for system in file.profile.systems}


async def _ask(session: AsyncSession, file: CaseFile, verb: Verb, name: str, at: datetime) -> None:
    task = Task(
        id=new_id(at),
        organisation_id=file.case.organisation_id,
        case_id=file.case.id,
        round=file.case.round,
        system=name,
        verb=verb,
        state=TaskState.OPEN,
        reason="",
        handle="",
        attempts=0,
        found=0,
        retained=[],
        internal_due=_internal_due(file.profile, name, at),
        asked_at=at,
    )
    session.add(task)
    await session.flush()
    await enqueue(session, Job(Kind.RUN_TASK, task.organisation_id, task.id))


def _internal_due(profile: Profile, name: str, at: datetime) -> date:
    system, calendar = profile.system(name), profile.working_calendar
    return calendar.add_working_days(calendar.local_day(at), system.answer_days if system else 5)


def open_tasks(given: Iterable[Task]) -> list[str]:
    """Give the systems that have not answered."""
    return sorted(task.system for task in given if task.state in tasks.UNSETTLED)
