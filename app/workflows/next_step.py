"""What a handler does next with a case, as far as its row alone tells: one action a state."""

from app.vocabulary import Event, State
from app.workflows.presenting import PRIMARY


def next_event(state: State, *, identified: bool, answer_sent: bool) -> Event | None:
    """Give the action that takes a case on; None while it is not a handler's turn.

    It says where the work lies. What else stands against the action, only the case itself tells.
    """
    if state in (State.DECIDING, State.REVIEWING) and not identified:
        return Event.CONFIRM_IDENTITY
    if state is State.ANSWERED and not answer_sent:
        return None
    return PRIMARY.get(state)
