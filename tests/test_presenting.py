"""How actions are shown: one primary a state, keys that never collide, and danger out of a slip's reach."""

from uuid import UUID

import pytest

from app.models.actions import INPUTS
from app.vocabulary import ActorKind, Event, Language, State, Tone
from app.workflows.lifecycle import STAFF, TABLE
from app.workflows.machine import Row
from app.workflows.offering import offered
from app.workflows.presenting import DANGEROUS, KEYS, PRIMARY, key_of, place_of, tone_of, writes
from tests.test_lifecycle import QUIET

A_CASE = UUID(int=1)
RESERVED = set("jkxng./?")
"""What the console itself does with one key: move, choose, write down a call, go, copy, search, help."""
HERE = {
    state: [row.event for row in TABLE if state in row.sources and row.by & STAFF and row.event in INPUTS]
    for state in State
}


def test_every_action_has_its_place() -> None:
    assert set(KEYS) == set(INPUTS)
    assert [place_of(event) for event in KEYS] == list(range(len(KEYS)))


@pytest.mark.parametrize("state", State)
def test_no_two_actions_of_a_state_share_a_key(state: State) -> None:
    keys = [key_of(event) for event in dict.fromkeys(HERE[state])]
    used = [key for key in keys if key]
    assert len(used) == len(set(used))
    assert not set(used) & RESERVED
    assert all(len(key) == 1 and "a" <= key <= "z" for key in used)


@pytest.mark.parametrize("state", State)
def test_a_state_has_one_primary_action_at_most_and_offers_it(state: State) -> None:
    primary = {event for event in HERE[state] if tone_of(event, state) is Tone.PRIMARY}
    assert primary == ({PRIMARY[state]} if state in PRIMARY else set())


def test_what_cannot_be_made_good_has_no_key() -> None:
    assert all(key_of(event) is None for event in DANGEROUS)
    assert all(tone_of(event, state) is Tone.DANGER for event in DANGEROUS for state in State)
    ends = {row.event for row in TABLE if row.ends and row.by & STAFF}
    assert ends - DANGEROUS == {Event.MARK_DUPLICATE, Event.FORWARD}


def test_what_writes_to_the_person_says_so() -> None:
    told = {event for event in INPUTS if writes(TABLE, event)}
    assert {Event.ACCEPT, Event.APPROVE, Event.REFUSE, Event.EXTEND, Event.CLOSE} <= told
    assert not told & {Event.ASSIGN, Event.NOTE, Event.CONFIRM_IDENTITY, Event.REVIEW_ITEMS}


def test_an_event_nobody_gave_a_place_comes_last() -> None:
    unplaced = (Row(Event.BEGIN, frozenset({State.RECEIVED}), None, STAFF),)
    assert place_of(Event.BEGIN) == len(KEYS)
    assert key_of(Event.BEGIN) is None
    assert tone_of(Event.BEGIN, State.RECEIVED) is Tone.PLAIN
    assert not writes(unplaced, Event.BEGIN)


def test_what_is_offered_stands_in_order_with_its_reason() -> None:
    case_id = A_CASE
    shown = offered(case_id, State.REVIEWING, QUIET, ActorKind.HANDLER, Language.SV)
    assert [action.order for action in shown] == sorted(action.order for action in shown)
    approve = next(action for action in shown if action.operation_id == "approve")
    assert (approve.tone, approve.key, approve.previews) == (Tone.PRIMARY, "s", True)
    assert not approve.enabled
    assert approve.reason
    assert approve.href == f"/api/v1/cases/{case_id}/actions/approve"
