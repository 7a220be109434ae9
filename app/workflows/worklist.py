"""The lines of the work list: what a handler must see to choose what to do next."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case
from app.models.worklist import CaseLine, NextAction
from app.office import Desk
from app.queries import cases, marks
from app.queries.marks import Progress
from app.vocabulary import Language, Right, State
from app.workflows.members import called
from app.workflows.next_step import next_event
from app.workflows.progress import due_of
from app.workflows.reasons import STATES
from app.workflows.titles import TITLES

_COUNTED = (State.COLLECTING, State.ACTING)


async def lines(
    session: AsyncSession, desk: Desk, found: Sequence[Case], language: Language, at: datetime
) -> list[CaseLine]:
    """Give cases as lines of the list, in the order given."""
    ids = [case.id for case in found]
    keys = await cases.keys_of(session, ids)
    unread = await marks.unread(session, ids)
    counted = [case.id for case in found if case.state in _COUNTED]
    progress = await marks.progress(session, counted) if counted else {}
    names = await called(session, desk, (case.assignee for case in found))
    return [
        _line(
            desk,
            case,
            names.get(case.assignee or "", case.assignee),
            desk.open(case, keys[case.id]).person_name if case.id in keys else "",
            unread.get(case.id, 0),
            progress.get(case.id),
            language,
            at,
        )
        for case in found
    ]


def _line(
    desk: Desk,
    case: Case,
    assignee_name: str | None,
    person: str,
    unread: int,
    progress: Progress | None,
    language: Language,
    at: datetime,
) -> CaseLine:
    return CaseLine(
        id=case.id,
        reference=case.reference,
        person=person,
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
        stage=_stage(case.state, progress, language),
        next_action=_next_action(case, language),
        unread=unread,
        suspect=case.suspect,
        version=case.version,
    )


def _stage(state: State, progress: Progress | None, language: Language) -> str:
    said = STATES[state].say(language)
    counted = f" {progress.answered}/{progress.asked}" if progress else ""
    return said[:1].upper() + said[1:] + counted


def _next_action(case: Case, language: Language) -> NextAction | None:
    identified = case.identity_level >= case.required_level
    event = next_event(case.state, identified=identified, answer_sent=case.answered_at is not None)
    if event is None:
        return None
    return NextAction(operation_id=event.value, title=TITLES[event].say(language))
