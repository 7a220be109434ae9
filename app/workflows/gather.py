"""The facts of a case, gathered under its lock: the one place where rules meet rows."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts import gaps
from app.law.words import Words
from app.models.answer import OutgoingLetter
from app.models.case import Case
from app.models.task import Task
from app.office import CaseFile
from app.queries import tasks
from app.queries.dossiers import Dossier, dossier_of
from app.queries.standing import Written
from app.vocabulary import (
    CorrectionDecision,
    ExtractKind,
    Letter,
    LetterState,
    PauseKind,
    Right,
    TaskState,
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


async def facts_of(
    session: AsyncSession, file: CaseFile, at: datetime, dossier: Dossier | None = None
) -> Facts:
    """Give what the rules may know about a case at an instant; its dossier is read unless it is at hand."""
    case, calendar = file.case, file.profile.working_calendar
    dossier = dossier or await dossier_of(session, case.id)
    steps, step = plan_of(case), step_of(case)
    answered = answers_in(dossier.letters)
    return Facts(
        identified=case.identity_level >= case.required_level,
        identity_asked=any(pause.kind is PauseKind.IDENTITY for pause in dossier.pauses),
        contact_known=bool(dossier.emails),
        work=plans.work_at(steps, case.step),
        next_work=plans.work_at(steps, case.step + 1),
        searched=any(before.verb is Verb.EXPORT for before in _behind(steps, case.step)),
        tasks_open=any(task.round == case.round and task.state in tasks.UNSETTLED for task in dossier.tasks),
        undecided=await _undecided(session, case, dossier, step),
        unreviewed=await _unreviewed(session, case, step),
        blocks_missing=bool(missing_blocks(file, step)),
        answer_sent=case.answered_at is not None,
        answer_letter=answered[-1].letter if answered else None,
        answer_bounced=came_back(case, answered),
        notice_bounced=_notice_bounced(dossier),
        notice_owed=bool(dossier.notices_back),
        reachable=bool(file.person_email),
        letter_held=any(map(is_held, dossier.letters)),
        owner_asked=any(map(partial(is_owners, file), dossier.tasks)),
        extract_made=bool(dossier.extracts),
        fresh_extract_owed=_fresh_extract_owed(dossier),
        extended=case.extended_at is not None,
        overdue=calendar.end_of(case.first_due) <= at,
        extendable=plans.extendable(Right(right) for right in case.rights),
    )


def answers_in(letters: Sequence[OutgoingLetter]) -> list[OutgoingLetter]:
    """Give the letters of a case that are answers, oldest first."""
    return [letter for letter in letters if letter.letter in ANSWERS]


def is_held(letter: OutgoingLetter | Written) -> bool:
    """Tell whether a letter is a handler's own and has not left: it can be taken back."""
    return (letter.letter, letter.state, letter.attempts) == (Letter.MESSAGE, LetterState.QUEUED, 0)


def is_owners(file: CaseFile, task: Task) -> bool:
    """Tell whether a task of the present round waits for the owner of its system."""
    system = file.profile.system(task.system)
    waits = task.state is TaskState.MANUAL and task.round == file.case.round
    return waits and system is not None and bool(system.owner)


def _notice_bounced(dossier: Dossier) -> bool:
    return any(
        letter.letter is Letter.RECIPIENT_NOTICE and letter.state is LetterState.BOUNCED
        for letter in dossier.letters
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


def missing_blocks(file: CaseFile, step: plans.Step | None) -> list[Words]:
    """Give what the register lacks of Art. 15(1), where the answer needs it."""
    if step is None or step.extract not in _WITH_BLOCKS:
        return []
    profile = file.profile
    return gaps.missing(profile.register, [system.slug for system in profile.systems])


async def _undecided(session: AsyncSession, case: Case, dossier: Dossier, step: plans.Step | None) -> bool:
    if step is None or step.work is not Work.DECIDE:
        return False
    if step.right is Right.RECTIFICATION:
        claimed = dossier.corrections
        return not claimed or any(correction.decision is None for correction in claimed)
    searched = await tasks.latest_search(session, case.id)
    return bool(await tasks.count_where(session, case.id, searched, "disposal"))


async def _unreviewed(session: AsyncSession, case: Case, step: plans.Step | None) -> bool:
    if step is None or step.work is not Work.REVIEW or step.extract in (None, ExtractKind.ERASURE):
        return False
    searched = await tasks.latest_search(session, case.id)
    return bool(await tasks.count_where(session, case.id, searched, "review"))


def _fresh_extract_owed(dossier: Dossier) -> bool:
    accepted = any(claimed.decision is CorrectionDecision.ACCEPT for claimed in dossier.corrections)
    return accepted and not any(
        letter.letter is Letter.FRESH_EXTRACT and letter.state is LetterState.SENT
        for letter in dossier.letters
    )
