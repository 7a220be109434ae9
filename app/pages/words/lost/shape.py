"""What is said to who has lost the link to their case."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the page that sends a new link, and of what leads to it."""

    title: str
    lead: str
    reference: str
    reference_hint: str
    email: str
    email_hint: str
    send: str
    otherwise: str
    otherwise_lead: str
    errors: Mapping[str, str]  # by code: see app/pages/answers.py
    sent: str
    sent_lead: str  # the same whether anything was sent or not, as is the rest
    sent_else: str
    sent_steps: tuple[str, ...]
    sent_why: str
    already: str  # on the form of requests, as is the next one
    already_lead: str
    ask: str  # leads here
