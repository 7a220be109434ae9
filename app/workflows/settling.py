"""How a task ends, and how the last one of a round lets the case go on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.connectors.contract import Outcome
from app.errors import SystemDidNotAnswer
from app.jobs import Job, Kind, enqueue
from app.models.case import Case
from app.models.task import Task
from app.office import CaseFile
from app.queries import cases, tasks
from app.settings import Settings
from app.vocabulary import Event, Happening, Right, State, TaskState, Work
from app.workflows import corrections, erasures
from app.workflows.advance import proceed
from app.workflows.gather import step_of
from app.workflows.history import SYSTEM, Actor, record

_GOES_ON = {State.COLLECTING: Event.COLLECTED, State.ACTING: Event.ACTED}


async def go_on(session: AsyncSession, file: CaseFile, at: datetime) -> None:
    """Let the case go on when no system of its round owes an answer."""
    case = file.case
    event = _GOES_ON.get(case.state)
    if event is None or await tasks.unsettled(session, case.id, case.round):
        return
    await _prove(session, file)
    await proceed(session, file, event, actor=SYSTEM, at=at)


async def _prove(session: AsyncSession, file: CaseFile) -> None:
    step = step_of(file.case)
    if step is None or step.work is not Work.PROVE:
        return
    if step.right is Right.RECTIFICATION:
        await corrections.verify(session, file, file.case.round)
    else:
        await erasures.verify(session, file, file.case.round)


async def settle(
    session: AsyncSession, file: CaseFile, task: Task, outcome: Outcome, actor: Actor, at: datetime
) -> None:
    """Write how a system answered, and let the case go on if it was the last."""
    task.state = outcome.state
    task.reason = outcome.reason
    task.handle = outcome.handle
    task.retained = [erasures.kept_json(kept) for kept in outcome.retained]
    if outcome.evidence:
        task.evidence = file.seal.close_json("tasks", "evidence", task.id, dict(outcome.evidence))
    if outcome.state is TaskState.PENDING:
        await _look_again(session, task, outcome, at)
    elif outcome.state is not TaskState.MANUAL:
        task.settled_at = at
    data = {"task": str(task.id), "system": task.system, "verb": task.verb.value, "state": task.state.value}
    await record(session, file.case, Happening.TASK_SETTLED, actor, at, data={**data, "found": task.found})
    await go_on(session, file, at)


async def _look_again(session: AsyncSession, task: Task, outcome: Outcome, at: datetime) -> None:
    wait = timedelta(seconds=outcome.poll_after or 3600)
    task.poll_at = at + wait
    if outcome.handle:
        job = Job(Kind.RUN_TASK, task.organisation_id, task.id, "poll")
        await enqueue(session, job, after=wait)


async def fail(
    session: AsyncSession,
    case: Case,
    task: Task,
    error: SystemDidNotAnswer,
    limits: Settings,
    at: datetime,
    *,
    again: str = "",
) -> bool:
    """Write that a system failed: asked `again`, later each time; tell whether a person must see to it."""
    task.state = TaskState.FAILED
    task.reason = error.detail
    data: dict[str, Any] = {"task": str(task.id), "system": task.system, "attempt": task.attempts}
    gives_up = error.permanent or task.attempts > limits.retry_limit
    if not gives_up:
        wait = min(limits.retry_first_seconds * 2 ** (task.attempts - 1), limits.retry_longest_seconds)
        wait = max(wait, error.retry_after or 0)
        data["again_in_seconds"] = round(wait)
        job = Job(Kind.RUN_TASK, task.organisation_id, task.id, again)
        await enqueue(session, job, after=timedelta(seconds=wait))
    await record(session, case, Happening.TASK_FAILED, SYSTEM, at, data=data)
    return gives_up


async def locked(session: AsyncSession, task_id: UUID) -> tuple[Case, Task]:
    """Give a task and its case, both held; always the case first, so that nobody waits crosswise."""
    case_id = (await tasks.get_task(session, task_id)).case_id
    case = await cases.lock_case(session, case_id)
    return case, await tasks.get_task(session, task_id, lock=True)
