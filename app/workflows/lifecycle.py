"""THE TABLE: every move a case can make, who may make it, and what follows from it."""

from dataclasses import replace

from app.vocabulary import ActorKind, Event, Letter, Outcome, State, Work
from app.workflows.effects import (
    HoldMessage,
    LocateContact,
    MakeExtract,
    Proceed,
    PurgeCopies,
    StartRound,
    WriteLetter,
)
from app.workflows.facts import Facts
from app.workflows.guards import (
    ALL_ANSWERED,
    ALL_DECIDED,
    ALL_REVIEWED,
    ANSWER_ARRIVED,
    ANSWER_BOUNCED,
    ANSWER_SENT,
    ANSWER_UNSENT,
    BLOCKS_COMPLETE,
    EXTENDABLE,
    EXTRACT_MADE,
    FRESH_EXTRACT_SENT,
    IDENTIFIED,
    IDENTITY_ASKED,
    LETTER_HELD,
    NOT_EXTENDED,
    NOT_OVERDUE,
    NOTHING_LEFT,
    NOTICE_BOUNCED,
    OWNER_ASKED,
    REACHABLE,
    RECIPIENTS_TOLD,
    SEARCHED,
    UNIDENTIFIED,
    answered_by,
    next_is,
    step_is,
)
from app.workflows.machine import Guard, Row

S, E, L, A = State, Event, Letter, ActorKind

SYSTEM = frozenset({A.SYSTEM})
STAFF = frozenset({A.HANDLER, A.LEAD, A.DPO})
PERSON_OR_STAFF = STAFF | {A.SUBJECT}
STAFF_OR_SYSTEM = STAFF | SYSTEM

UNANSWERED = frozenset(S) - {S.ANSWERED, S.CLOSED}
KNOWN_RIGHTS = UNANSWERED - {S.TRIAGE}
BEFORE_COLLECTING = frozenset({S.TRIAGE, S.RECEIVED, S.VERIFYING, S.CLARIFYING})
UNCLOSED = UNANSWERED | {S.ANSWERED}


def as_if(event: Event, facts: Facts) -> Facts:
    """Give the facts as what comes with an event may make them, to judge whether it is worth offering."""
    return replace(facts, identified=True) if event is E.CONFIRM_IDENTITY else facts


STATE_OF: dict[Work, State] = {
    Work.COLLECT: S.COLLECTING,
    Work.DECIDE: S.DECIDING,
    Work.ACT: S.ACTING,
    Work.PROVE: S.COLLECTING,
    Work.NOTIFY: S.ACTING,
    Work.REVIEW: S.REVIEWING,
}
"""The state in which each kind of work is done."""


def _enter(
    event: Event, sources: frozenset[State], by: frozenset[ActorKind], *guards: Guard
) -> tuple[Row, ...]:
    """Rows that take up the current step, wherever the plan stands."""
    return tuple(
        Row(event, sources, state, by, (*guards, step_is(work)), (StartRound(),))
        for work, state in STATE_OF.items()
    )


def _move(
    event: Event, sources: frozenset[State], by: frozenset[ActorKind], *guards: Guard
) -> tuple[Row, ...]:
    """Rows that go one step forward, wherever the plan goes."""
    return tuple(
        Row(event, sources, state, by, (*guards, next_is(work)), (StartRound(),), steps=1)
        for work, state in STATE_OF.items()
    )


def _again(event: Event, state: State, by: frozenset[ActorKind], *guards: Guard) -> tuple[Row, ...]:
    """Rows that write the answer's letter once more, whichever it was."""
    return tuple(
        Row(event, frozenset({state}), None, by, (*guards, answered_by(letter)), (WriteLetter(letter),))
        for letter in (L.ANSWER_READY, L.FRESH_EXTRACT, L.REFUSAL)
    )


def _stay(event: Event, sources: frozenset[State], by: frozenset[ActorKind] = STAFF) -> Row:
    return Row(event, sources, None, by)


def _close(
    event: Event,
    sources: frozenset[State],
    outcome: Outcome,
    *guards: Guard,
    letter: Letter | None = None,
    by: frozenset[ActorKind] = STAFF,
) -> Row:
    effects = ((WriteLetter(letter),) if letter else ()) + (PurgeCopies(),)
    return Row(event, sources, S.CLOSED, by, guards, effects, outcome=outcome, ends=True)


TABLE: tuple[Row, ...] = (
    # What is it, and who is it?
    Row(E.BEGIN, frozenset({S.RECEIVED}), S.VERIFYING, SYSTEM, (UNIDENTIFIED,), (LocateContact(),)),
    *_enter(E.BEGIN, frozenset({S.RECEIVED}), SYSTEM, IDENTIFIED),
    Row(
        E.ACCEPT,
        frozenset({S.TRIAGE}),
        S.RECEIVED,
        STAFF,
        (),
        (WriteLetter(L.ACKNOWLEDGEMENT), Proceed(E.BEGIN)),
    ),
    _close(E.DISMISS, frozenset({S.TRIAGE}), Outcome.NOT_A_REQUEST, letter=L.CLOSED),
    _close(E.MARK_DUPLICATE, BEFORE_COLLECTING, Outcome.DUPLICATE, letter=L.CLOSED),
    _close(E.FORWARD, UNANSWERED, Outcome.FORWARDED, letter=L.CLOSED),
    Row(
        E.REQUEST_IDENTITY,
        frozenset({S.VERIFYING}),
        None,
        STAFF,
        (UNIDENTIFIED,),
        (WriteLetter(L.IDENTITY_REQUEST),),
    ),
    *_enter(E.CONFIRM_IDENTITY, frozenset({S.VERIFYING}), STAFF | {A.SUBJECT}, IDENTIFIED),
    _stay(E.CONFIRM_IDENTITY, frozenset({S.COLLECTING, S.DECIDING, S.REVIEWING})),
    _close(
        E.CLOSE_UNIDENTIFIED,
        frozenset({S.VERIFYING}),
        Outcome.IDENTITY_NOT_CONFIRMED,
        UNIDENTIFIED,
        IDENTITY_ASKED,
        letter=L.REFUSAL,
    ),
    # Questions and time.
    Row(
        E.ASK_CLARIFICATION,
        KNOWN_RIGHTS - {S.CLARIFYING, S.ACTING},
        S.CLARIFYING,
        STAFF,
        (),
        (WriteLetter(L.CLARIFICATION),),
    ),
    Row(E.CLARIFIED, frozenset({S.CLARIFYING}), S.VERIFYING, STAFF, (UNIDENTIFIED,)),
    *_enter(E.CLARIFIED, frozenset({S.CLARIFYING}), STAFF, IDENTIFIED),
    Row(
        E.EXTEND,
        UNANSWERED,
        None,
        STAFF,
        (EXTENDABLE, NOT_EXTENDED, NOT_OVERDUE),
        (WriteLetter(L.EXTENSION),),
    ),
    # The work.
    *_move(E.COLLECTED, frozenset({S.COLLECTING}), SYSTEM, ALL_ANSWERED),
    _stay(E.CLAIM_CORRECTION, frozenset({S.DECIDING}), PERSON_OR_STAFF),
    _stay(E.DECIDE_CORRECTION, frozenset({S.DECIDING})),
    _stay(E.DECIDE_ITEMS, frozenset({S.DECIDING})),
    *_move(E.DECIDE, frozenset({S.DECIDING}), STAFF, IDENTIFIED, ALL_DECIDED),
    *_move(E.ACTED, frozenset({S.ACTING}), SYSTEM, ALL_ANSWERED),
    _stay(E.SETTLE_TASK, frozenset({S.COLLECTING, S.ACTING}), STAFF | {A.OWNER}),
    Row(E.SETTLE_TASK, UNCLOSED - {S.COLLECTING, S.ACTING}, None, STAFF, (NOTICE_BOUNCED,)),
    _stay(E.RETRY_TASK, frozenset({S.COLLECTING, S.ACTING})),
    Row(E.REMIND_OWNER, frozenset({S.COLLECTING, S.ACTING}), None, STAFF, (OWNER_ASKED,)),
    Row(
        E.COLLECT_AGAIN,
        frozenset({S.REVIEWING, S.DECIDING}),
        S.COLLECTING,
        STAFF,
        (IDENTIFIED, SEARCHED),
        (StartRound(),),
    ),
    # The answer.
    _stay(E.REVIEW_ITEMS, frozenset({S.REVIEWING})),
    Row(
        E.APPROVE,
        frozenset({S.REVIEWING}),
        S.ANSWERED,
        STAFF,
        (IDENTIFIED, ALL_REVIEWED, BLOCKS_COMPLETE, next_is(Work.ANSWER)),
        (MakeExtract(),),
        steps=1,
    ),
    Row(
        E.REFUSE,
        KNOWN_RIGHTS - {S.ACTING},
        S.ANSWERED,
        STAFF,
        (),
        (WriteLetter(L.REFUSAL),),
        outcome=Outcome.REFUSED,
        ends=True,
    ),
    *_move(E.CONTINUE, frozenset({S.ANSWERED}), SYSTEM, ANSWER_SENT),
    Row(
        E.CLOSE,
        frozenset({S.ANSWERED}),
        S.CLOSED,
        STAFF_OR_SYSTEM,
        (ANSWER_SENT, ANSWER_ARRIVED, NOTHING_LEFT, FRESH_EXTRACT_SENT, RECIPIENTS_TOLD),
        (WriteLetter(L.CLOSED), PurgeCopies()),
    ),
    Row(
        E.WITHDRAW,
        UNANSWERED - {S.ACTING},
        S.CLOSED,
        PERSON_OR_STAFF,
        (),
        (WriteLetter(L.CLOSED), PurgeCopies()),
        outcome=Outcome.WITHDRAWN,
        ends=True,
    ),
    # At any time.
    _stay(E.ASSIGN, UNCLOSED),
    _stay(E.NOTE, frozenset(S)),
    Row(E.WRITE, frozenset(S), None, STAFF, (REACHABLE,), (HoldMessage(),)),
    Row(E.RECALL_LETTER, frozenset(S), None, STAFF, (LETTER_HELD,)),
    Row(E.SEND_LINK, UNANSWERED, None, STAFF, (), (WriteLetter(L.ACKNOWLEDGEMENT),)),
    *_again(E.SEND_LINK, S.ANSWERED, STAFF, ANSWER_SENT),
    Row(
        E.REISSUE_EXTRACT, frozenset({S.ANSWERED}), None, STAFF, (ANSWER_SENT, EXTRACT_MADE), (MakeExtract(),)
    ),
    Row(E.HAND_OVER, frozenset({S.ANSWERED}), None, STAFF, (ANSWER_UNSENT,), (Proceed(E.CONTINUE),)),
    *_again(E.RESEND_ANSWER, S.ANSWERED, STAFF),
    *_again(E.RESEND_ANSWER, S.CLOSED, STAFF, ANSWER_BOUNCED),
    _stay(E.REVOKE_EXTRACT, frozenset({S.ANSWERED, S.CLOSED})),
)
