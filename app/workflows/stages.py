"""The way of a case as the person sees it: each state once, in order, and when it was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.models.case import Case
from app.office import CaseFile
from app.queries.standing import Reached
from app.vocabulary import State
from app.workflows.gather import plan_of
from app.workflows.lifecycle import STATE_OF


@dataclass(frozen=True)
class Stage:
    """One step as the person sees it; `on` is when it was reached."""

    title_key: State
    state: Literal["done", "now", "waiting"]
    on: date | None


def stages(file: CaseFile, events: Sequence[Reached]) -> tuple[Stage, ...]:
    """Give the way of a case: what is done, where it is now, and what is still to come."""
    case, local = file.case, file.profile.working_calendar.local_day
    reached = {event.to_state: local(event.at) for event in reversed(events)}
    reached[State.RECEIVED] = local(case.received_at)
    way = _way_of(case)
    if case.state is State.CLOSED:
        way = [stage for stage in way if stage in reached]
    here = way.index(case.state) if case.state in way else -1
    return tuple(
        Stage(
            stage,
            "now"
            if place == here and case.state is not State.CLOSED
            else "done"
            if place <= here
            else "waiting",
            reached.get(stage) if place <= here else None,
        )
        for place, stage in enumerate(way)
    )


def _way_of(case: Case) -> list[State]:
    """Give the states the case goes through, each once, in the order the person meets them."""
    first = [State.RECEIVED]
    if case.state is State.TRIAGE:
        first.append(State.TRIAGE)
    if case.required_level > 0:
        first.append(State.VERIFYING)
    work = [STATE_OF[step.work] for step in plan_of(case) if step.work in STATE_OF]
    aside = [State.CLARIFYING] if case.state is State.CLARIFYING else []
    return list(dict.fromkeys([*first, *aside, *work, State.ANSWERED, State.CLOSED]))
