"""The clock of a case: its due dates, the pauses in it, and when somebody must be told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.law import ladder
from app.law.deadlines import Deadline, deadline
from app.law.pauses import Pause as LegalPause
from app.law.pauses import is_late, suspended_days
from app.models.case import Case, Pause
from app.profiles import Profile
from app.vocabulary import State


def legal_pauses(case: Case, pauses: Iterable[Pause], profile: Profile) -> list[LegalPause]:
    """Give the questions of a case as the law counts them: late ones, or without a doubt, do not pause."""
    calendar = profile.working_calendar
    return [
        LegalPause(
            pause.kind,
            "recorded",  # both kinds are refused without their reason when they are asked
            pause.asked_at,
            pause.answered_at,
            is_late(calendar, case.received_at, pause.asked_at),
        )
        for pause in pauses
    ]


def counted(case: Case, pauses: Sequence[Pause], profile: Profile, at: datetime) -> Deadline:
    """Give the deadline of a case as it stands at an instant."""
    return _counted(case, pauses, profile, at, extended=case.extended_at is not None)


def counted_unextended(case: Case, pauses: Sequence[Pause], profile: Profile, at: datetime) -> Deadline:
    """Give the deadline of a case as it would stand had it not been extended."""
    return _counted(case, pauses, profile, at, extended=False)


def _counted(
    case: Case, pauses: Sequence[Pause], profile: Profile, at: datetime, *, extended: bool
) -> Deadline:
    calendar = profile.working_calendar
    # A question nobody answered stops the clock no longer than there was something left to answer.
    until = min(at, case.answered_at or at, case.closed_at or at)
    days = suspended_days(legal_pauses(case, pauses, profile), calendar=calendar, at=until)
    return deadline(
        country=profile.country,
        received=case.received_at,
        extended=extended,
        suspended_days=days,
        # The letter of extension takes the promise back: the person is told the new date, and no other.
        promise_days=None if extended else profile.promise_days,
        added=calendar.added,
        removed=calendar.removed,
        national_eves=calendar.national_eves,
    )


def write_deadline(case: Case, due: Deadline) -> None:
    """Put a deadline on the case, with the trace of the rules that made it."""
    case.nominal_due = due.nominal
    case.legal_due = due.legal_due
    case.first_due = due.first_due
    case.promise_due = due.promise_due
    case.effective_due = due.effective_due
    case.due_at = due.due_instant
    case.deadline_steps = [step.to_json() for step in due.steps]


def write_next_rung(case: Case, profile: Profile, at: datetime) -> None:
    """Say when the sweep must look at the case: at once if a rung has passed, never once answered."""
    if case.state is State.CLOSED or case.answered_at is not None:
        case.escalate_at = None
        return
    first = ladder.first_moment(profile.rungs, profile.working_calendar, case.effective_due)
    case.escalate_at = None if first is None else max(first, at)


def recount(case: Case, pauses: Sequence[Pause], profile: Profile, at: datetime) -> None:
    """Count a case's deadline anew, after anything that may have moved it."""
    write_deadline(case, counted(case, pauses, profile, at))
    write_next_rung(case, profile, at)
