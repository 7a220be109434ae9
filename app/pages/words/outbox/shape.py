"""What the demonstration's outbox says."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.vocabulary import LetterState


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the outbox."""

    title: str
    lead: str
    none: str
    to: str
    sender: str
    written: str
    state: str
    states: Mapping[LetterState, str]
    as_text: str
    as_html: str
    back: str
