"""How the table of the lifecycle is read: pure, never raises, changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.law.words import Words
from app.vocabulary import ActorKind, Event, Language, Outcome, State
from app.workflows.effects import Effect
from app.workflows.facts import Facts
from app.workflows.reasons import not_while, only_for


@dataclass(frozen=True)
class Guard:
    """A condition, and beside it the sentence that refuses when it does not hold."""

    name: str
    holds: Callable[[Facts], bool]
    refusal: Words


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

    def refusals(self, facts: Facts) -> tuple[Words, ...]:
        """Give every reason why this row may not be taken."""
        return tuple(guard.refusal for guard in self.guards if not guard.holds(facts))


@dataclass(frozen=True)
class Refused:
    """No row fits; the reasons of the row that came closest."""

    reasons: tuple[Words, ...]

    def say(self, language: Language) -> tuple[str, ...]:
        """Give the reasons in a language."""
        return tuple(reason.say(language) for reason in self.reasons)


def not_here(table: Iterable[Row], event: Event, state: State, by: ActorKind) -> Refused | None:
    """Give why an event is out of the question for this caller in this state, whatever the facts."""
    here = [row for row in table if row.event is event and state in row.sources]
    if not here:
        return Refused((not_while(state),))
    if not any(by in row.by for row in here):
        return Refused((only_for(frozenset[ActorKind]().union(*(row.by for row in here))),))
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


def available(
    table: Iterable[Row], state: State, facts: Callable[[Event], Facts], by: ActorKind
) -> dict[Event, Refused | None]:
    """Give what a caller could do in this state: each event with what stands against it now.

    `facts` gives the facts an event is judged by, since what comes with it may change them.
    """
    rows = tuple(table)
    events = dict.fromkeys(row.event for row in rows if state in row.sources and by in row.by)
    decisions = {event: decide(rows, event, state, facts(event), by) for event in events}
    return {
        event: decision if isinstance(decision, Refused) else None for event, decision in decisions.items()
    }
