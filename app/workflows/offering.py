"""What a caller may do with a case, now or not yet, as its buttons are drawn."""

from collections.abc import Iterable
from uuid import UUID

from app.models.actions import INPUTS
from app.models.shapes import ActionShape
from app.vocabulary import ActorKind, Event, Language, State
from app.workflows.facts import Facts
from app.workflows.lifecycle import TABLE, as_if
from app.workflows.machine import Refused, available
from app.workflows.presenting import key_of, place_of, tone_of, writes
from app.workflows.titles import TITLES


def offered(
    case_id: UUID, state: State, facts: Facts, by: ActorKind, language: Language
) -> list[ActionShape]:
    """Give every action a caller has in a state, in the order they are shown, with why not where not now."""
    found = available(TABLE, state, lambda event: as_if(event, facts), by)
    return [
        _shape(case_id, state, event, found[event], language)
        for event in _in_order(event for event in found if event in INPUTS)
    ]


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=place_of)


def _shape(
    case_id: UUID, state: State, event: Event, refused: Refused | None, language: Language
) -> ActionShape:
    return ActionShape(
        operation_id=event.value,
        href=f"/api/v1/cases/{case_id}/actions/{event.value}",
        method="POST",
        title=TITLES[event].say(language),
        enabled=refused is None,
        reason=" ".join(refused.say(language)) if refused else None,
        key=key_of(event),
        tone=tone_of(event, state),
        previews=writes(TABLE, event),
        order=place_of(event),
    )
