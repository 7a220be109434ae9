"""The only place where a case changes its state: lock, record, decide, write state, event and jobs."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, ChangedMeanwhile
from app.models.action import Action
from app.models.answering import RecallLetter, Write
from app.models.case import Case
from app.office import CaseFile, Office
from app.queries import messages
from app.queries.dossiers import Dossier, dossier_of
from app.vocabulary import Event, State, Work
from app.workflows.correspondence import write_message
from app.workflows.effects import StartRound
from app.workflows.gather import facts_of, missing_blocks, plan_of, step_of
from app.workflows.history import Actor, record
from app.workflows.inputs import record_input
from app.workflows.lifecycle import TABLE
from app.workflows.machine import Refused, Row, decide, not_here
from app.workflows.messaging import recall
from app.workflows.outcome import outcome_of
from app.workflows.queue import queue_effect
from app.workflows.timing import recount

_SEARCHES = (Work.COLLECT, Work.PROVE)


async def advance(
    office: Office,
    session: AsyncSession,
    case_id: UUID,
    event: Event,
    *,
    actor: Actor,
    at: datetime,
    given: Action | None = None,
    version: int | None = None,
) -> CaseFile:
    """Move a case and give it as it then stands.

    Raises ChangedMeanwhile when the case is no longer at `version`, ActionNotPossible with every reason
    when the table does not allow the event, NotFound and InvalidInput when what was given makes no sense.
    """
    file = await office.lock_file(session, case_id)
    if version is not None and version != file.case.version:
        raise ChangedMeanwhile("The case has changed since you read it. Read it again, then decide.")
    await advance_file(session, file, event, actor=actor, at=at, given=given)
    match given:
        case Write(text=text):
            # Here and by no job, so that whoever wrote it sees it at once and can take it back.
            await write_message(office, session, file, text, at)
        case RecallLetter(letter_id=letter_id):
            await recall(session, file, letter_id)  # now that it was judged as one that waits
        case _:
            pass
    return file


async def advance_file(
    session: AsyncSession,
    file: CaseFile,
    event: Event,
    *,
    actor: Actor,
    at: datetime,
    given: Action | None = None,
    dossier: Dossier | None = None,
) -> Row:
    """Move a case whose lock the transaction holds, and give the row of the table that was taken.

    Raises as `advance`; the caller rolls back then.

    A `dossier` at hand, as that of a case just opened, is not read again.
    """
    case = file.case
    if refused := not_here(TABLE, event, case.state, actor.kind):
        raise _impossible(refused.say(file.profile.language))
    # What was said is written first, so that the rules judge the case with it; refused, all is undone.
    data = await record_input(session, file, event, given, actor, at)
    dossier = dossier or await dossier_of(session, case.id)
    facts = await facts_of(session, file, at, dossier)
    decision = decide(TABLE, event, case.state, facts, actor.kind)
    if isinstance(decision, Refused):
        named = missing_blocks(file, step_of(case)) if facts.blocks_missing else []
        raise _impossible(Refused((*decision.reasons, *named)).say(file.profile.language))
    await _take(session, file, dossier, decision, actor, at, data)
    return decision


async def proceed(session: AsyncSession, file: CaseFile, event: Event, *, actor: Actor, at: datetime) -> bool:
    """Move a case if the table allows it; tell whether it did."""
    dossier = await dossier_of(session, file.case.id)
    facts = await facts_of(session, file, at, dossier)
    row = decide(TABLE, event, file.case.state, facts, actor.kind)
    if isinstance(row, Refused):
        return False
    await _take(session, file, dossier, row, actor, at, {})
    return True


def _impossible(reasons: tuple[str, ...]) -> ActionNotPossible:
    return ActionNotPossible(" ".join(reasons), reasons=reasons)


async def _take(
    session: AsyncSession,
    file: CaseFile,
    dossier: Dossier,
    row: Row,
    actor: Actor,
    at: datetime,
    data: dict[str, object],
) -> None:
    case, before = file.case, file.case.state
    if row.target:
        case.state = row.target
    _walk(case, row)
    case.version += 1
    if case.state is State.CLOSED and before is not State.CLOSED:
        case.closed_at = at
        case.outcome = row.outcome or case.outcome or await outcome_of(session, case)
    elif row.outcome:
        case.outcome = row.outcome
    if before is State.TRIAGE and case.state is not State.TRIAGE:
        await messages.leave_triage(session, case.id)
    if row.event is Event.EXTEND:
        case.extended_at = at
    if row.event is Event.HAND_OVER:
        case.answered_at = at
    if row.event is Event.CONTINUE:
        case.answered_at = None
    recount(case, dossier.pauses, file.profile, at)
    await record(session, case, row.event, actor, at, data=data, moved=(before, case.state))
    for effect in row.effects:
        await queue_effect(session, case, effect)


def _walk(case: Case, row: Row) -> None:
    """Go forward in the plan, or back to the last search, or to its end; every work done anew is a round."""
    steps = plan_of(case)
    if row.ends:
        case.step = len(steps)
    elif row.event is Event.COLLECT_AGAIN:
        case.step = max(place for place in range(case.step) if steps[place].work in _SEARCHES)
    else:
        case.step += row.steps
    starts = StartRound() in row.effects and row.event is not Event.CLARIFIED
    if starts or row.event is Event.REISSUE_EXTRACT:
        case.round += 1
