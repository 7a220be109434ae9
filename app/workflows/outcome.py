"""How a case ended, judged from what was found, done and withheld."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case
from app.models.task import Finding, Task
from app.queries import tasks
from app.vocabulary import CorrectionDecision, Disposal, Outcome, Review, TaskState

_SHORT = (TaskState.PARTIAL, TaskState.REFUSED)


async def outcome_of(session: AsyncSession, case: Case) -> Outcome:
    """Give the outcome of a case that is about to close: all, a part, or nothing to give."""
    asked = await tasks.tasks_of(session, case.id)
    found = await tasks.all_findings_of(session, case.id)
    corrections = await tasks.corrections_of(session, case.id)
    declined = any(correction.decision is CorrectionDecision.DECLINE for correction in corrections)
    if declined or _fell_short(asked) or _held_back(found):
        return Outcome.PARTLY_FULFILLED
    return Outcome.FULFILLED if found or not asked else Outcome.NOTHING_HELD


def _fell_short(asked: Sequence[Task]) -> bool:
    return any(task.state in _SHORT for task in asked)


def _held_back(found: Sequence[Finding]) -> bool:
    return any(finding.review is Review.WITHHOLD or finding.disposal is Disposal.RETAIN for finding in found)
