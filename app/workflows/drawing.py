"""The lifecycle as a drawing and as tables, made from the rules themselves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any

from app.vocabulary import Event, Happening, State
from app.workflows.effects import Effect
from app.workflows.lifecycle import STATE_OF, TABLE
from app.workflows.machine import Row
from app.workflows.plans import PLANS, Plan, Step

_HEAD = """# The lifecycle of a case

Drawn by `utdrag draw` from `app/workflows/lifecycle.py` and `app/workflows/plans.py`; do not edit it by hand.
"""
_DRAWING = """## Drawing

One arrow for each group of rows. A dashed box stands for several states at once; an arrow to the diamond
leads to wherever the plan of the case goes. Events that leave a case where it is are in the table only.
"""
_MOVES = """## Every row

When the event happens in one of the states, to somebody who may, and every guard holds, the first such row is
taken. A dash under "to" means that the case stays where it is.
"""
_GUARDS = """## What the guards say

A guard that does not hold refuses with its sentence, which is what the handler reads beside the button.
"""
_PLANS = """## Plans

What differs from right to right, in the order rights are worked through. Level is how well the person must be
known before the work begins, unless the organisation or a system asks for more.
"""
_TOLD = """## What the history also tells

Written down beside the events above, with who did it and when, though it moves no case.
"""
_HAPPENINGS = {
    Happening.OPENED: "The case was opened, by which way and for which rights.",
    Happening.MESSAGE_RECEIVED: "A message came in and was put with the case.",
    Happening.FILES_ADDED: "A colleague put files with the case.",
    Happening.CONTACT_LOCATED: "The systems were asked whether they hold the address the person wrote from.",
    Happening.CODE_SENT: "A one-time code was sent to an address of the person.",
    Happening.CODE_REFUSED: "A wrong code was given.",
    Happening.LINK_OPENED: "A link from a letter was opened.",
    Happening.TASK_SETTLED: "A system, or its owner, answered.",
    Happening.TASK_FAILED: "A system did not answer, and when it is asked again, if at all.",
    Happening.EXTRACT_MADE: "A package was put together for the person.",
    Happening.EXTRACT_DOWNLOADED: "The person fetched a package.",
    Happening.EXTRACT_VIEWED: "The person read a package on the web page; once a visit.",
    Happening.LINK_ASKED: "The person asked for a new link, which went to the address of the case.",
    Happening.LETTER_SENT: "The mail server took a letter.",
    Happening.LETTER_FAILED: "The mail server did not take a letter.",
    Happening.LETTER_DELAYED: "A mail server on the way said that a letter is late; it goes on trying.",
    Happening.LETTER_BOUNCED: "A letter came back for good, with the status its server gave.",
    Happening.ESCALATED: "A rung of the escalation ladder was reached, and who was told.",
    Happening.TASK_LETTER_BOUNCED: "The letter about a task came back; the task is open again for a person.",
    Happening.IDENTITY_FILES_DELETED: "Identity documents nobody asked for were cut out of a message.",
    Happening.COPIES_PURGED: "Our own copies of what was found were removed.",
    Happening.CASE_FORGOTTEN: "The key of the case was destroyed: what it held cannot be read any more.",
    Happening.CASE_HELD: "The case is held: nothing of it is erased, and why.",
    Happening.CASE_RELEASED: "The case is held no longer.",
}


def lifecycle_page() -> str:
    """Give the page `docs/reference/lifecycle.md`, the same on every machine."""
    parts = (
        _HEAD, _DRAWING, _diagram(TABLE), _MOVES, _moves(TABLE), _GUARDS, _guards(TABLE), _TOLD, _told(),
        _PLANS, _plans(),
    )  # fmt: skip
    return "\n".join(parts)


def openapi_page(document: dict[str, Any]) -> str:
    """Give an OpenAPI document as `docs/reference/openapi.json` keeps it: sorted, one value a line."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _diagram(table: Iterable[Row]) -> str:
    arrows = _arrows(table)
    boxes = dict.fromkeys(sources for sources, _ in arrows if len(sources) > 1)
    lines = ["stateDiagram-v2", "    classDef several stroke-dasharray: 4 4", "    state plan <<choice>>"]
    lines += [f'    state "{"<br/>".join(sources)}" as {_box(sources)}' for sources in boxes]
    lines += [f"    class {_box(sources)} several" for sources in boxes]
    lines += ["    [*] --> received", "    [*] --> triage"]
    lines += [
        f"    {_box(sources)} --> {target}: {', '.join(events)}"
        for (sources, target), events in arrows.items()
    ]
    lines += [f"    plan --> {state}: {', '.join(works)}" for state, works in _worked_in().items()]
    return "\n".join(["```mermaid", *lines, "    closed --> [*]", "```", ""])


def _arrows(table: Iterable[Row]) -> dict[tuple[tuple[State, ...], str], list[str]]:
    """Give what leads where; an event that leads to every kind of work leads to the plan."""
    reached: dict[tuple[tuple[State, ...], Event], list[State]] = {}
    for row in table:
        if row.target is not None:
            reached.setdefault((_in_order(row.sources), row.event), []).append(row.target)
    arrows: dict[tuple[tuple[State, ...], str], list[str]] = {}
    for (sources, event), targets in reached.items():
        planned = set(targets) >= set(STATE_OF.values())
        others = [target for target in targets if not planned or target not in STATE_OF.values()]
        for target in dict.fromkeys([*others, "plan"] if planned else others):
            arrows.setdefault((sources, target), []).append(event.value)
    return arrows


def _worked_in() -> dict[State, list[str]]:
    works: dict[State, list[str]] = {}
    for work, state in STATE_OF.items():
        works.setdefault(state, []).append(work.value)
    return works


def _box(sources: Sequence[State]) -> str:
    return "__".join(sources)


def _in_order(states: Iterable[State]) -> tuple[State, ...]:
    wanted = set(states)
    return tuple(state for state in State if state in wanted)


def _moves(table: Iterable[Row]) -> str:
    head = ("event", "from", "to", "who", "guards", "effects", "then")
    return _table(head, (_move(row) for row in table))


def _move(row: Row) -> tuple[str, ...]:
    return (
        f"`{row.event}`",
        _listed(_in_order(row.sources)),
        row.target.value if row.target else "—",
        _listed(sorted(row.by)),
        _listed(guard.name for guard in row.guards),
        _listed(_effect(effect) for effect in row.effects),
        _afterwards(row),
    )


def _effect(effect: Effect) -> str:
    values = [getattr(effect, field.name) for field in fields(effect)]
    told = ", ".join(value.value if isinstance(value, Enum) else str(value) for value in values)
    return f"{type(effect).__name__}({told})" if told else type(effect).__name__


def _afterwards(row: Row) -> str:
    told = [f"outcome {row.outcome}"] if row.outcome else []
    if row.steps:
        told.append(f"plan + {row.steps}")
    return _listed([*told, "plan ends"] if row.ends else told)


def _guards(table: Iterable[Row]) -> str:
    sentences = {guard.name: guard.refusal.en for row in table for guard in row.guards}
    return _table(("guard", "refuses with"), sorted(sentences.items()))


def _told() -> str:
    return _table(("what", "means"), ((f"`{what.value}`", means) for what, means in _HAPPENINGS.items()))


def _plans() -> str:
    head = ("right", "article", "level", "may be extended", "steps")
    return _table(head, ((right.value, *_plan(plan)) for right, plan in PLANS.items()))


def _plan(plan: Plan) -> tuple[str, ...]:
    steps = " → ".join(_step(step) for step in plan.steps)
    level = f"{plan.identity.value} ({plan.identity.name.lower().replace('_', ' ')})"
    return plan.article, level, "yes" if plan.extendable else "no", steps


def _step(step: Step) -> str:
    told = [word.value for word in (step.verb, step.extract, step.letter) if word is not None]
    return f"{step.work} ({', '.join(told)})" if told else step.work.value


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
        + "\n"
    )
