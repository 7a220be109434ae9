"""The machine, whole: every state, every event, every combination of facts a rule can see."""

import re
from dataclasses import fields
from itertools import product

import pytest

from app.vocabulary import ActorKind, Event, Language, Letter, Outcome, Right, State, Work
from app.workflows.facts import Facts
from app.workflows.lifecycle import STAFF, STATE_OF, TABLE
from app.workflows.machine import Guard, Refused, Row, available, decide
from app.workflows.plans import PLANS, ordered, steps_of, work_at
from app.workflows.reasons import PEOPLE, STATES, WORKS, not_here, not_next, not_while, only_for
from app.workflows.titles import TITLES

QUIET = Facts(
    identified=True,
    identity_asked=False,
    contact_known=False,
    work=None,
    next_work=None,
    searched=True,
    tasks_open=False,
    undecided=False,
    unreviewed=False,
    blocks_missing=False,
    answer_sent=False,
    extract_made=False,
    fresh_extract_owed=False,
    extended=False,
    overdue=False,
    extendable=True,
)
NAMED: dict[str, tuple[object, ...]] = {
    "work": (None, *Work),
    "next_work": (None, *Work),
    "answer_letter": (None, *Letter),
}
CHOICES = {field.name: NAMED.get(field.name, (False, True)) for field in fields(Facts)}


def read_by(guards: tuple[Guard, ...]) -> set[str]:
    """The facts these guards look at, found by watching them look."""
    seen: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            seen.add(name)
            return getattr(QUIET, name)

    for guard in guards:
        guard.holds(Watched())  # type: ignore[arg-type]  # a watching stand-in
    return seen


def worlds(event: Event) -> list[Facts]:
    """Every combination of the facts that any row of this event looks at."""
    names = sorted(read_by(tuple(guard for row in TABLE if row.event is event for guard in row.guards)))
    base = {field.name: getattr(QUIET, field.name) for field in fields(Facts)}
    return [
        Facts(**{**base, **dict(zip(names, values, strict=True))})
        for values in product(*(CHOICES[name] for name in names))
    ]


def every_decision() -> list[tuple[State, Event, ActorKind, Facts, Row | Refused]]:
    return [
        (state, event, actor, facts, decide(TABLE, event, state, facts, actor))
        for event in Event
        for facts in worlds(event)
        for state in State
        for actor in ActorKind
    ]


@pytest.fixture(scope="module")
def decisions() -> list[tuple[State, Event, ActorKind, Facts, Row | Refused]]:
    return every_decision()


def test_every_event_is_in_the_table() -> None:
    assert {row.event for row in TABLE} == set(Event)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {row.target for row in TABLE if row.target}
    assert reached >= set(State) - {State.TRIAGE}
    assert {source for row in TABLE if row.target for source in row.sources} == set(State) - {State.CLOSED}


def test_every_refusal_gives_a_sentence(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    for *_, decision in decisions:
        if isinstance(decision, Refused):
            assert decision.reasons
            for language in (Language.SV, Language.NB, Language.NN, Language.EN):
                assert all(re.fullmatch(r"[^{}]+\.", said) for said in decision.say(language))


def test_every_reason_has_every_language() -> None:
    """A refusal is in its reader's language throughout, as are the titles beside it."""
    named = [
        *(guard.refusal for row in TABLE for guard in row.guards),
        *map(not_while, State),
        *map(not_here, Work),
        *map(not_next, Work),
        only_for(tuple(ActorKind)),
        *TITLES.values(),
    ]
    for words in named:
        said = [words.say(language) for language in (Language.SV, Language.NB, Language.NN, Language.EN)]
        assert all((words.sv, words.nb, words.nn, words.en)), said
        assert said[0] != said[3]
    assert set(STATES) == set(State)
    assert set(WORKS) == set(Work)
    assert set(PEOPLE) == set(ActorKind)


def test_callers_who_may_are_named_one_by_one() -> None:
    assert only_for([ActorKind.SYSTEM]).sv == "Bara för systemet självt."
    assert only_for(STAFF).sv == "Bara för handläggare, chefer eller dataskyddsombud."
    assert only_for({ActorKind.SUBJECT, ActorKind.DPO}).en == (
        "Only for the person concerned or data protection officers."
    )


def test_nobody_reaches_data_unidentified(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    """No package, no change and no search without a recorded identity decision."""
    for state, _, _, facts, decision in decisions:
        if not isinstance(decision, Row) or facts.identified or decision.target is None:
            continue
        entered = decision.target not in (state, State.VERIFYING)
        if entered and decision.target in (State.COLLECTING, State.DECIDING, State.ACTING, State.REVIEWING):
            assert state in (State.COLLECTING, State.DECIDING, State.ACTING, State.ANSWERED)
        if decision.event is Event.APPROVE:
            pytest.fail("an answer was approved for somebody unknown")


def test_no_closing_with_work_left(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    for _, event, _, facts, decision in decisions:
        if isinstance(decision, Row) and event is Event.CLOSE:
            assert facts.answer_sent
            assert not facts.fresh_extract_owed
            assert facts.next_work is None


def test_extension_once_and_in_time(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    allowed = [
        facts for _, event, _, facts, row in decisions if event is Event.EXTEND and isinstance(row, Row)
    ]
    assert allowed
    assert not any(facts.extended or facts.overdue or not facts.extendable for facts in allowed)


def test_no_step_is_left_with_work_open(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    for _, event, _, facts, decision in decisions:
        if isinstance(decision, Row):
            assert not (event in (Event.COLLECTED, Event.ACTED) and facts.tasks_open)
            assert not (event is Event.DECIDE and facts.undecided)
            assert not (event is Event.APPROVE and (facts.unreviewed or facts.blocks_missing))


def test_closed_is_the_end(decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]]) -> None:
    for state, event, _, facts, decision in decisions:
        if state is State.CLOSED and isinstance(decision, Row):
            assert decision.target is None
            # People write back to a closed case, and are answered; it stays closed.
            spoken = (Event.NOTE, Event.WRITE, Event.RECALL_LETTER)
            assert event in (*spoken, Event.REVOKE_EXTRACT, Event.RESEND_ANSWER)
            assert event is not Event.RESEND_ANSWER or facts.answer_bounced


def test_the_machine_moves_alone_only_where_nobody_decides(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    alone = {
        event for _, event, actor, _, row in decisions if actor is ActorKind.SYSTEM and isinstance(row, Row)
    }
    assert alone == {Event.BEGIN, Event.COLLECTED, Event.ACTED, Event.CONTINUE, Event.CLOSE}


def test_a_person_may_only_speak_for_themselves(
    decisions: list[tuple[State, Event, ActorKind, Facts, Row | Refused]],
) -> None:
    theirs = {
        event for _, event, actor, _, row in decisions if actor is ActorKind.SUBJECT and isinstance(row, Row)
    }
    assert theirs == {Event.CONFIRM_IDENTITY, Event.WITHDRAW, Event.CLAIM_CORRECTION}


def test_ending_events_name_their_outcome() -> None:
    assert all(row.outcome for row in TABLE if row.ends)
    assert {row.outcome for row in TABLE if row.outcome} == set(Outcome) - {
        Outcome.FULFILLED,
        Outcome.PARTLY_FULFILLED,
        Outcome.NOTHING_HELD,
    }


def test_actions_say_why_they_are_not_possible_yet() -> None:
    facts = Facts(
        **{
            **{f.name: getattr(QUIET, f.name) for f in fields(Facts)},
            "unreviewed": True,
            "next_work": Work.ANSWER,
        }
    )
    actions = available(TABLE, State.REVIEWING, lambda _: facts, ActorKind.HANDLER)
    refused = actions[Event.APPROVE]
    assert refused is not None
    assert refused.say(Language.EN) == ("Some items have not been reviewed.",)
    assert refused.say(Language.NN) == ("Nokre postar er ikkje gjennomgått.",)
    assert actions[Event.EXTEND] is None
    assert Event.BEGIN not in actions
    assert available(TABLE, State.REVIEWING, lambda _: facts, ActorKind.INBOX) == {}


def test_every_right_has_a_plan_that_the_table_can_walk() -> None:
    """Walk each right, alone, from received to closed, taking the one row that moves forward."""
    for right in Right:
        steps = steps_of([right])
        state, position = State.RECEIVED, 0
        visited = [state]
        while state is not State.CLOSED:
            facts = Facts(
                **{
                    **{f.name: getattr(QUIET, f.name) for f in fields(Facts)},
                    "work": work_at(steps, position),
                    "next_work": work_at(steps, position + 1),
                    "answer_sent": state is State.ANSWERED,
                }
            )
            forward = {
                State.RECEIVED: Event.BEGIN,
                State.COLLECTING: Event.COLLECTED,
                State.DECIDING: Event.DECIDE,
                State.ACTING: Event.ACTED,
                State.REVIEWING: Event.APPROVE,
                State.ANSWERED: Event.CLOSE,
            }[state]
            rows = [decide(TABLE, forward, state, facts, actor) for actor in (ActorKind.SYSTEM, *STAFF)]
            row = next(row for row in rows if isinstance(row, Row))
            assert row.target is not None
            state, position = row.target, position + row.steps
            visited.append(state)
            assert len(visited) < 12
        assert state is State.CLOSED, right


def test_a_copy_is_given_before_anything_is_changed_or_erased() -> None:
    assert ordered([Right.ERASURE, Right.RECTIFICATION, Right.ACCESS]) == (
        Right.ACCESS,
        Right.RECTIFICATION,
        Right.ERASURE,
    )
    assert set(PLANS) == set(Right)


def test_every_corrected_value_is_searched_again_and_shown() -> None:
    works = [step.work for step in PLANS[Right.RECTIFICATION].steps]
    assert (
        works.index(Work.ACT) < works.index(Work.PROVE) < works.index(Work.REVIEW) < works.index(Work.ANSWER)
    )
    erasure = [step.work for step in PLANS[Right.ERASURE].steps]
    assert erasure.index(Work.ACT) < erasure.index(Work.PROVE) < erasure.index(Work.ANSWER)


def test_every_kind_of_work_has_its_state() -> None:
    assert set(STATE_OF) == set(Work) - {Work.ANSWER}
