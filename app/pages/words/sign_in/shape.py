"""What the pages of sign-in say."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.vocabulary import Role


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A page of one heading, a sentence or two, and what to do next."""

    title: str
    lead: str
    steps: tuple[str, ...] = ()
    go: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the pages of sign-in."""

    demo: str
    demo_lead: str
    roles: Mapping[Role, str]
    hints: Mapping[Role, str]
    left: Notice
    over: Notice
    stranger: Notice
    refused: Notice
    stale: Notice
    unreachable: Notice
    unset: Notice
