"""How the table of the lifecycle is read: pure, never raises, changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.vocabulary import ActorKind, Event, Outcome, State
from app.workflows.effects import Effect
from app.workflows.facts import Facts


@dataclass(frozen=True)
class Guard:
    """A condition, and beside it the sentence that refuses when it does not hold."""

    name: str
    holds: Callable[[Facts], bool]
    refusal: str


@dataclass(frozen=True)
class Row:
    """One line of the table: when `event` happens in one of `sources` and all guards hold, go to `target`."""

    event: Event
    sources: frozenset[State]
    target: State | None
    """None: the case stays where it is."""
    by: frozenset[ActorKind]
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    steps: int = 0
    """How many steps of the plan this goes forward."""
    outcome: Outcome | None = None
    ends: bool = False
    """Nothing of the plan is left to do afterwards."""

    def refusals(self, facts: Facts) -> tuple[str, ...]:
        """Give every reason why this row may not be taken."""
        return tuple(guard.refusal for guard in self.guards if not guard.holds(facts))


@dataclass(frozen=True)
class Refused:
    """No row fits; the reasons of the row that came closest."""

    reasons: tuple[str, ...]


def not_here(table: Iterable[Row], event: Event, state: State, by: ActorKind) -> Refused | None:
    """Give why an event is out of the question for this caller in this state, whatever the facts."""
    here = [row for row in table if row.event is event and state in row.sources]
    if not here:
        return Refused((f"Not possible while the case is {state.value}.",))
    if not any(by in row.by for row in here):
        return Refused((f"Only for {_people(here)}.",))
    return None


def decide(table: Iterable[Row], event: Event, state: State, facts: Facts, by: ActorKind) -> Row | Refused:
    """Give the row to take, or every reason why there is none."""
    rows = tuple(table)
    if refused := not_here(rows, event, state, by):
        return refused
    mine = [row for row in rows if row.event is event and state in row.sources and by in row.by]
    for row in mine:
        if not row.refusals(facts):
            return row
    return Refused(min((row.refusals(facts) for row in mine), key=len))


def _people(rows: Iterable[Row]) -> str:
    return " or ".join(sorted({kind.value for row in rows for kind in row.by}))


def available(
    table: Iterable[Row], state: State, facts: Callable[[Event], Facts], by: ActorKind
) -> dict[Event, tuple[str, ...]]:
    """Give what a caller could do in this state: each event with the reasons that stand against it now.

    `facts` gives the facts an event is judged by, since what comes with it may change them.
    """
    rows = tuple(table)
    events = dict.fromkeys(row.event for row in rows if state in row.sources and by in row.by)
    decisions = {event: decide(rows, event, state, facts(event), by) for event in events}
    return {
        event: decision.reasons if isinstance(decision, Refused) else ()
        for event, decision in decisions.items()
    }
