"""Tasks that a person ends, or lets a system try again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible
from app.jobs import Job, Kind, enqueue
from app.law.words import Words
from app.models.actions import SettleTask
from app.models.task import Task
from app.office import CaseFile
from app.queries import answers, tasks
from app.vocabulary import ActorKind, TaskState, Verb
from app.workflows import corrections
from app.workflows.correspondence import reminder_of
from app.workflows.gather import is_owners
from app.workflows.history import Actor

_NOBODYS = Words(
    sv="Den här uppgiften väntar inte på någon systemägare.",
    nb="Denne oppgaven venter ikke på noen systemeier.",
    nn="Denne oppgåva ventar ikkje på nokon systemeigar.",
    en="This task does not wait for the owner of a system.",
)
_REMINDED = Words(
    sv="Systemägaren har redan fått en påminnelse i dag. Vänta till i morgon, eller ring.",
    nb="Systemeieren har allerede fått en påminnelse i dag. Vent til i morgen, eller ring.",
    nn="Systemeigaren har alt fått ei påminning i dag. Vent til i morgon, eller ring.",
    en="The owner has been reminded today already; wait until tomorrow, or call.",
)


async def settle_by_hand(
    session: AsyncSession, file: CaseFile, given: SettleTask, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Write how a task ended that its system could not end itself; an owner may only end their own kind."""
    task = await _unsettled(session, file, given.task_id, late=(Verb.NOTIFY,))
    if actor.kind is ActorKind.OWNER and task.state is not TaskState.MANUAL:
        raise ActionNotPossible("This task is not waiting for anybody by hand.")
    task.state, task.reason = given.state, ""
    task.told = file.seal.close("tasks", "told", task.id, given.reason)
    task.settled_at = at
    if task.verb is Verb.RECTIFY:
        await corrections.write(session, file, task.system, given.state)
    await enqueue(session, Job(Kind.PROCEED, task.organisation_id, file.case.id, "round"))
    return {"task": str(task.id), "system": task.system, "verb": task.verb.value, "state": given.state.value}


async def ask_again(session: AsyncSession, file: CaseFile, task_id: UUID, at: datetime) -> dict[str, Any]:
    """Ask a system again that failed or was left to somebody by hand; its owner is written to anew."""
    task = await _unsettled(session, file, task_id)
    task.state, task.reason, task.told = TaskState.OPEN, "", None
    task.attempts, task.asked_at = 0, at
    await enqueue(session, Job(Kind.RUN_TASK, task.organisation_id, task.id))
    return {"task": str(task.id), "system": task.system}


async def remind(session: AsyncSession, file: CaseFile, task_id: UUID, at: datetime) -> dict[str, Any]:
    """Let the owner of a system be written to once more; a second time on the same day is refused."""
    task, language = await _unsettled(session, file, task_id), file.profile.language
    if not is_owners(file, task):
        raise ActionNotPossible(_NOBODYS.say(language))
    today, calendar = reminder_of(file, task, at), file.profile.working_calendar
    before = task.reminded_at is not None and calendar.local_day(task.reminded_at) == calendar.local_day(at)
    if before or await answers.letter_for(session, today) is not None:
        raise ActionNotPossible(_REMINDED.say(language))
    task.reminded_at = at
    await enqueue(session, Job(Kind.REMIND_OWNER, task.organisation_id, task.id))
    return {"task": str(task.id), "system": task.system}


async def _unsettled(
    session: AsyncSession, file: CaseFile, task_id: UUID, *, late: tuple[Verb, ...] = ()
) -> Task:
    """Give a task that is not ended; of an earlier round only when its verb may be `late`, as a notice is."""
    task = await tasks.get_task(session, task_id, lock=True)
    over = task.round != file.case.round and task.verb not in late
    if task.case_id != file.case.id or over:
        raise ActionNotPossible("This task belongs to work that is over.")
    if task.state not in tasks.UNSETTLED:
        raise ActionNotPossible("This task has ended already.")
    return task
