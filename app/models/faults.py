"""What a shape finds wrong with a value: the causes, without what only follows from them."""

from collections.abc import Iterator, Sequence

from pydantic_core import ErrorDetails


def causes(found: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Give the faults, without a list being too short because its entries are wrong."""
    for fault in found:
        loc = fault["loc"]
        below = any(other["loc"][: len(loc)] == loc for other in found if other is not fault)
        if not (fault["type"] == "too_short" and below):
            yield fault
