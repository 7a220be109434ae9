"""How the findings of an answer are fetched: in their order, few and little at a time."""

from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.models.task import Finding
from app.workflows.compiling import handfuls

_MEGABYTE = 1024 * 1024


def found(size: int) -> Finding:
    values: dict[str, Any] = {"id": uuid4(), "size": size}
    return Finding(**values)


@given(st.lists(st.sampled_from([0, 25_000, 300_000, _MEGABYTE, 40 * _MEGABYTE]), max_size=40))
def test_handfuls_hold_each_finding_once_and_never_much(sizes: list[int]) -> None:
    given_ = [found(size) for size in sizes]
    taken = [list(some) for some in handfuls(given_)]
    assert [finding.id for some in taken for finding in some] == [finding.id for finding in given_]
    for some in taken:
        assert len(some) <= 8
        assert len(some) <= 1 or sum(finding.size for finding in some) <= _MEGABYTE


def test_small_findings_are_fetched_together() -> None:
    assert [len(some) for some in handfuls([found(25_000) for _ in range(20)])] == [8, 8, 4]
