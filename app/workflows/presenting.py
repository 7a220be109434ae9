"""How actions are shown to those who choose among them: their order, their keys, and how much they weigh."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.vocabulary import Event, State, Tone
from app.workflows.effects import HoldMessage, MakeExtract, WriteLetter
from app.workflows.machine import Row

E, S = Event, State

KEYS: Final[dict[Event, str | None]] = {
    # What brings the case on.
    E.ACCEPT: "y",
    E.CONFIRM_IDENTITY: "i",
    E.CLARIFIED: "y",
    E.SETTLE_TASK: "t",
    E.REVIEW_ITEMS: "r",
    E.DECIDE_ITEMS: "r",
    E.DECIDE_CORRECTION: "b",
    E.CLAIM_CORRECTION: "c",
    E.DECIDE: "v",
    E.APPROVE: "s",
    E.CLOSE: "z",
    # What asks, tells and waits.
    E.REQUEST_IDENTITY: "q",
    E.ASK_CLARIFICATION: "l",
    E.WRITE: "w",
    E.RECALL_LETTER: None,
    E.REMIND_OWNER: "m",
    E.RETRY_TASK: None,
    E.COLLECT_AGAIN: None,
    E.EXTEND: "e",
    # What is done beside the work.
    E.ASSIGN: "a",
    E.NOTE: "o",
    E.SEND_LINK: None,
    E.HAND_OVER: "h",
    E.RESEND_ANSWER: None,
    E.REISSUE_EXTRACT: None,
    E.MARK_DUPLICATE: "u",
    E.FORWARD: "f",
    # What ends a case or takes something away: never by a slip of one finger.
    E.REVOKE_EXTRACT: None,
    E.DISMISS: None,
    E.CLOSE_UNIDENTIFIED: None,
    E.WITHDRAW: None,
    E.REFUSE: None,
}
"""Every action in the order it is shown, with the key that takes it; an action not named here comes last."""

PRIMARY: Final[dict[State, Event]] = {
    S.TRIAGE: E.ACCEPT,
    S.VERIFYING: E.CONFIRM_IDENTITY,
    S.CLARIFYING: E.CLARIFIED,
    S.COLLECTING: E.SETTLE_TASK,
    S.DECIDING: E.DECIDE,
    S.ACTING: E.SETTLE_TASK,
    S.REVIEWING: E.APPROVE,
    S.ANSWERED: E.CLOSE,
}
"""What a case in each state waits for a person to do; in the other states it waits for nobody."""

DANGEROUS: Final = frozenset({
    E.REVOKE_EXTRACT, E.DISMISS, E.CLOSE_UNIDENTIFIED, E.WITHDRAW, E.REFUSE,
})  # fmt: skip
"""What cannot be made good by the next action."""

_PLACES: Final = {event: place for place, event in enumerate(KEYS)}
_LAST: Final = len(_PLACES)


def tone_of(event: Event, state: State) -> Tone:
    """Give how much an action weighs in a state: one is primary there, some are dangerous, most are plain."""
    if event in DANGEROUS:
        return Tone.DANGER
    return Tone.PRIMARY if PRIMARY.get(state) is event else Tone.PLAIN


def key_of(event: Event) -> str | None:
    """Give the letter that takes an action, if it has one."""
    return KEYS.get(event)


def place_of(event: Event) -> int:
    """Give the place of an action among the others, from 0."""
    return _PLACES.get(event, _LAST)


def writes(table: Iterable[Row], event: Event) -> bool:
    """Tell whether a letter leaves for the person when an event happens, so that it can be shown before."""
    return any(_letters(row) for row in table if row.event is event)


def _letters(row: Row) -> Sequence[object]:
    return [effect for effect in row.effects if isinstance(effect, WriteLetter | MakeExtract | HoldMessage)]
