"""The facts of a case, gathered under its lock: the one place where rules meet rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts import article15
from app.models.answer import OutgoingLetter
from app.models.case import Case
from app.office import CaseFile
from app.queries import answers, cases, tasks
from app.vocabulary import (
    CorrectionDecision,
    ExtractKind,
    IdentKind,
    Letter,
    LetterState,
    PauseKind,
    Right,
    Verb,
    Work,
)
from app.workflows import plans
from app.workflows.facts import Facts

ANSWERS = (Letter.ANSWER_READY, Letter.FRESH_EXTRACT, Letter.REFUSAL)
"""The letters that are an answer, once they have arrived."""
_WITH_BLOCKS = (ExtractKind.ACCESS, ExtractKind.FRESH)


def plan_of(case: Case) -> tuple[plans.Step, ...]:
    """Give the steps of a case."""
    return plans.steps_of(Right(right) for right in case.rights)


def step_of(case: Case) -> plans.Step | None:
    """Give the step a case is at; None when its plan is done."""
    steps = plan_of(case)
    return steps[case.step] if case.step < len(steps) else None


def rights_left(case: Case) -> list[Right]:
    """Give the rights of a case that have not been answered, in the order they are worked through."""
    return list(dict.fromkeys(step.right for step in plan_of(case)[case.step :]))


async def facts_of(session: AsyncSession, file: CaseFile, at: datetime) -> Facts:
    """Give what the rules may know about a case at an instant."""
    case, calendar = file.case, file.profile.working_calendar
    steps, step = plan_of(case), step_of(case)
    pauses = await cases.pauses_of(session, case.id)
    answered = await answers_of(session, case)
    return Facts(
        identified=case.identity_level >= case.required_level,
        identity_asked=any(pause.kind is PauseKind.IDENTITY for pause in pauses),
        contact_known=bool(await cases.contacts_of(session, case.id, IdentKind.EMAIL)),
        work=plans.work_at(steps, case.step),
        next_work=plans.work_at(steps, case.step + 1),
        searched=any(before.verb is Verb.EXPORT for before in _behind(steps, case.step)),
        tasks_open=bool(await tasks.unsettled(session, case.id, case.round)),
        undecided=await _undecided(session, case, step),
        unreviewed=await _unreviewed(session, case, step),
        blocks_missing=bool(missing_blocks(file, step)),
        answer_sent=case.answered_at is not None,
        answer_letter=answered[-1].letter if answered else None,
        answer_bounced=came_back(case, answered),
        notice_bounced=await _notice_bounced(session, case),
        notice_owed=bool(await tasks.returned_notices(session, case.id)),
        extract_made=bool(await answers.extracts_of(session, case.id)),
        fresh_extract_owed=await _fresh_extract_owed(session, case),
        extended=case.extended_at is not None,
        overdue=calendar.end_of(case.first_due) <= at,
        extendable=plans.extendable(Right(right) for right in case.rights),
    )


async def answers_of(session: AsyncSession, case: Case) -> list[OutgoingLetter]:
    """Give the letters of a case that are answers, oldest first."""
    return [letter for letter in await answers.letters_of(session, case.id) if letter.letter in ANSWERS]


async def _notice_bounced(session: AsyncSession, case: Case) -> bool:
    return any(
        letter.letter is Letter.RECIPIENT_NOTICE and letter.state is LetterState.BOUNCED
        for letter in await answers.letters_of(session, case.id)
    )


def came_back(case: Case, answered: Sequence[OutgoingLetter]) -> bool:
    """Tell whether the latest answer that left came back, and none was given in another way since."""
    gone = [letter for letter in answered if letter.state in (LetterState.SENT, LetterState.BOUNCED)]
    if not gone or gone[-1].state is LetterState.SENT:
        return False
    left = gone[-1].sent_at
    return case.answered_at is None or (left is not None and case.answered_at <= left)


def _behind(steps: tuple[plans.Step, ...], position: int) -> list[plans.Step]:
    """Give the steps of the current right that are done."""
    here = steps[position].right if position < len(steps) else None
    return [step for step in steps[:position] if step.right is here]


def missing_blocks(file: CaseFile, step: plans.Step | None) -> list[str]:
    """Give what the register lacks of Art. 15(1), where the answer needs it."""
    if step is None or step.extract not in _WITH_BLOCKS:
        return []
    profile = file.profile
    return article15.missing(profile.register, [system.slug for system in profile.systems])


async def _undecided(session: AsyncSession, case: Case, step: plans.Step | None) -> bool:
    if step is None or step.work is not Work.DECIDE:
        return False
    if step.right is Right.RECTIFICATION:
        claimed = await tasks.corrections_of(session, case.id)
        return not claimed or any(correction.decision is None for correction in claimed)
    searched = await tasks.latest_search(session, case.id)
    return bool(await tasks.count_where(session, case.id, searched, "disposal"))


async def _unreviewed(session: AsyncSession, case: Case, step: plans.Step | None) -> bool:
    if step is None or step.work is not Work.REVIEW or step.extract in (None, ExtractKind.ERASURE):
        return False
    searched = await tasks.latest_search(session, case.id)
    return bool(await tasks.count_where(session, case.id, searched, "review"))


async def _fresh_extract_owed(session: AsyncSession, case: Case) -> bool:
    claimed = await tasks.corrections_of(session, case.id)
    if not any(correction.decision is CorrectionDecision.ACCEPT for correction in claimed):
        return False
    letters = await answers.letters_of(session, case.id)
    return not any(
        letter.letter is Letter.FRESH_EXTRACT and letter.state is LetterState.SENT for letter in letters
    )
