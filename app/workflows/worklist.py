"""The lines of the work list: what a handler must see to choose what to do next."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law.words import with_capital
from app.models.case import Case
from app.models.worklist import CaseLine, NextAction
from app.office import Desk
from app.queries.marks import Marks, marks_of
from app.vocabulary import Language, Right, State
from app.workflows.members import called
from app.workflows.next_step import next_event
from app.workflows.progress import due_of
from app.workflows.reasons import STATES
from app.workflows.titles import TITLES


async def lines(
    session: AsyncSession, desk: Desk, found: Sequence[Case], language: Language, at: datetime
) -> list[CaseLine]:
    """Give cases as lines of the list, in the order given."""
    marks = await marks_of(session, [case.id for case in found])
    names = await called(session, desk, (case.assignee for case in found))
    return [
        _line(desk, case, marks[case.id], names.get(case.assignee or "", case.assignee), language, at)
        for case in found
    ]


def _line(
    desk: Desk, case: Case, marks: Marks, assignee_name: str | None, language: Language, at: datetime
) -> CaseLine:
    return CaseLine(
        id=case.id,
        reference=case.reference,
        person=desk.open(case, marks.wrapped).person_name if marks.wrapped else "",
        rights=[Right(right) for right in case.rights],
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        language=case.language,
        assignee=case.assignee,
        assignee_name=assignee_name,
        received_at=case.received_at,
        legal_due=case.legal_due,
        effective_due=case.effective_due,
        **due_of(case, desk.profile, at)._asdict(),
        stage=_stage(case.state, marks, language),
        next_action=_next_action(case, language),
        unread=marks.unread,
        suspect=case.suspect,
        trial=case.trial,
        version=case.version,
    )


def _stage(state: State, marks: Marks, language: Language) -> str:
    counted = f" {marks.answered}/{marks.asked}" if marks.asked else ""
    return with_capital(STATES[state].say(language)) + counted


def _next_action(case: Case, language: Language) -> NextAction | None:
    identified = case.identity_level >= case.required_level
    event = next_event(case.state, identified=identified, answer_sent=case.answered_at is not None)
    if event is None:
        return None
    return NextAction(operation_id=event.value, title=TITLES[event].say(language))
