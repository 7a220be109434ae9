"""What the public form says, and the page that confirms it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.pages.words.shapes import Choice
from app.vocabulary import Right


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the public form; `{organisation}` is filled in."""

    title: str
    lead: str
    free: str
    kinds: str
    kinds_hint: str
    kind: Mapping[Right, Choice]
    other: Choice
    name: str
    name_hint: str
    email: str
    email_hint: str
    no_email: str
    phone: str
    phone_hint: str
    more: str
    more_hint: str
    file: str
    file_hint: str  # {size}
    trap: str
    send: str
    otherwise: str
    otherwise_lead: str
    crowded: str
    crowded_lead: str
    crowded_kept: str
    errors: Mapping[str, str]  # by code: see app/pages/answers.py
    received: str
    received_number: str
    received_lead: str
    received_next: str
    received_steps: tuple[str, ...]
    follow: str
    follow_email: str
    follow_read: str  # when a person must read it before anything is sent
    follow_keep: str  # when no letter brings the link; it stands below
