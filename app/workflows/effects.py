"""What should happen after a move: nouns until somebody performs them."""

from dataclasses import dataclass

from app.vocabulary import Event, Letter


@dataclass(frozen=True)
class LocateContact:
    """Ask the systems whether they hold the address the person wrote from."""


@dataclass(frozen=True)
class StartRound:
    """Ask every system what the current step of the plan wants of it."""


@dataclass(frozen=True)
class MakeExtract:
    """Put the reviewed findings together, and write the letter that goes with them."""


@dataclass(frozen=True)
class WriteLetter:
    """Write and send a letter to the person."""

    letter: Letter


@dataclass(frozen=True)
class HoldMessage:
    """Write a handler's own letter at once, and hold it a while, so that it can be taken back."""


@dataclass(frozen=True)
class Proceed:
    """Let the case go on by itself, if it may."""

    event: Event


@dataclass(frozen=True)
class PurgeCopies:
    """Remove our own copies of what was erased, so that the case is not the last place it lives."""


Effect = LocateContact | StartRound | MakeExtract | WriteLetter | HoldMessage | Proceed | PurgeCopies
