"""What the page of one task says to the owner of a system, or to a recipient of data."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.pages.words.shapes import Choice
from app.vocabulary import IdentKind, TaskState, Verb


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the task page; braces are filled in by name."""

    title: Mapping[Verb, str]  # {system}
    lead: Mapping[Verb, str]  # {organisation}
    private: str
    reference: str
    due: str
    late: str
    who: str
    who_hint: str
    said_hint: str
    idents: Mapping[IdentKind, str]
    look: str
    look_hint: str
    changes: str
    before: str
    after: str
    erase: str
    files: str
    files_hint: str  # {size}
    choose: str
    hand_in: str
    sending: str  # {name} {number} {count}, filled in by the script
    sent_so_far: str
    broken: str
    handed_in: str
    none_handed_in: str
    done_now: Mapping[str, str]  # what has just been done, by name
    errors: Mapping[str, str]  # by name; {name} {size}
    finish: str
    how: str
    done: Mapping[Verb, Choice]
    nothing: Choice
    nothing_reason: str
    partial: Choice
    refused: Choice
    reason: str
    reason_hint: str
    send: str
    settled: Mapping[TaskState, str]
    settled_lead: str
    settled_reason: str
