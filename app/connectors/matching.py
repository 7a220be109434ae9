"""Which identifiers a search uses, and which of several matches counts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from app.connectors.contract import Ident, Match
from app.vocabulary import Certainty, IdentKind

_STRENGTH = {Certainty.MENTION: 0, Certainty.PROBABLE: 1, Certainty.EXACT: 2}


def combinations(kinds: Sequence[IdentKind], idents: Sequence[Ident]) -> Iterator[dict[str, str]]:
    """Give every way to take one identifier of each kind; none when a kind is missing."""
    choices = [list(dict.fromkeys(i.value for i in idents if i.kind is kind)) for kind in kinds]
    for values in product(*choices):
        yield {str(kind): value for kind, value in zip(kinds, values, strict=True)}


def strongest(matches: Iterable[Match]) -> list[Match]:
    """Give each record once, with its highest certainty, in the order first seen."""
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        at = (match.collection, match.ref)
        if at not in best or _STRENGTH[match.certainty] > _STRENGTH[best[at].certainty]:
            best[at] = match
    return list(best.values())


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """Give the less sure of two: what hangs on a probable record is not certain itself."""
    return min(one, other, key=_STRENGTH.__getitem__)
