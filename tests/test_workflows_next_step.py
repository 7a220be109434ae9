"""What a line of the work list calls the next thing to do, held against the table and every plan."""

from dataclasses import replace
from itertools import product

import pytest

from app.vocabulary import ActorKind, Event, Right, State
from app.workflows.lifecycle import STAFF, STATE_OF, TABLE, as_if
from app.workflows.machine import available, decide
from app.workflows.next_step import next_event
from app.workflows.plans import PLANS, steps_of, work_at
from app.workflows.presenting import PRIMARY
from tests.test_lifecycle import QUIET, worlds

ROWS = list(product(State, (False, True), (False, True)))


@pytest.mark.parametrize(("state", "identified", "answer_sent"), ROWS)
def test_the_table_offers_it_and_some_case_can_take_it(
    state: State, identified: bool, answer_sent: bool
) -> None:
    event = next_event(state, identified=identified, answer_sent=answer_sent)
    if event is None:
        return
    for by in STAFF:
        assert event in available(TABLE, state, lambda _: QUIET, by)
    like_it = [
        as_if(event, replace(facts, identified=identified, answer_sent=answer_sent))
        for facts in worlds(event)
    ]
    assert any(decide(TABLE, event, state, facts, ActorKind.HANDLER) in TABLE for facts in like_it)


def test_no_state_that_waits_for_a_handler_is_without_one() -> None:
    """Where staff may move a case on, and the house does not by itself, the list says what to do."""
    left_by_staff = {
        state for row in TABLE if row.target and row.by & STAFF and row.target is not State.CLOSED
        for state in row.sources if row.event not in (Event.REFUSE, Event.ASK_CLARIFICATION)
    }  # fmt: skip
    assert left_by_staff <= PRIMARY.keys()
    assert State.CLOSED not in PRIMARY


@pytest.mark.parametrize("right", PLANS)
def test_every_plan_is_led_to_its_end_by_what_the_list_says(right: Right) -> None:
    steps = steps_of([right])
    for place, step in enumerate(steps):
        state = STATE_OF.get(step.work, State.ANSWERED)
        event = next_event(state, identified=True, answer_sent=True)
        assert event is not None
        facts = replace(QUIET, work=step.work, next_work=work_at(steps, place + 1), answer_sent=True)
        assert decide(TABLE, event, state, facts, ActorKind.HANDLER) in TABLE


def test_who_is_not_known_is_identified_first_and_an_answer_on_its_way_is_waited_for() -> None:
    assert next_event(State.REVIEWING, identified=False, answer_sent=False) is Event.CONFIRM_IDENTITY
    assert next_event(State.REVIEWING, identified=True, answer_sent=False) is Event.APPROVE
    assert next_event(State.ANSWERED, identified=True, answer_sent=False) is None
    assert next_event(State.ANSWERED, identified=True, answer_sent=True) is Event.CLOSE
    assert next_event(State.RECEIVED, identified=True, answer_sent=False) is None
    assert next_event(State.CLOSED, identified=True, answer_sent=True) is None
