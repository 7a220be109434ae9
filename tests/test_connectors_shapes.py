"""The small rules all connectors share: retention, values, certainty, and one outcome out of several."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.connectors.contract import Ident, Match, Outcome, Retained
from app.connectors.matching import combinations, strongest, weaker
from app.connectors.shapes import Retain, combined, kept
from app.connectors.values import flat, nested, plain
from app.vocabulary import Certainty, IdentKind, RefusalGround, TaskState

GROUND = RefusalGround.LEGAL_OBLIGATION


@pytest.mark.parametrize(
    ("rule", "data", "last"),
    [
        ({}, {}, None),
        ({"keep_until": date(2030, 6, 1)}, {}, date(2030, 6, 1)),
        ({"from_field": "paid", "years": 7}, {"paid": "2024-03-01T10:00:00"}, date(2031, 3, 1)),
        ({"from_field": "paid", "years": 7, "end_of_year": True}, {"paid": "2024-03-01"}, date(2031, 12, 31)),
        ({"from_field": "paid", "years": 1}, {"paid": "2024-02-29"}, date(2025, 3, 1)),
        ({"from_field": "paid", "years": 4}, {"paid": "2024-02-29"}, date(2028, 2, 29)),
        ({"from_field": "paid", "years": 7}, {"paid": "soon"}, None),
        ({"from_field": "paid", "years": 7}, {}, None),
    ],
)
def test_the_last_day_a_record_is_kept(rule: dict[str, Any], data: dict[str, Any], last: date | None) -> None:
    assert Retain(ground=GROUND, statute="Act", **rule).last_day(data) == last


def test_a_record_is_kept_on_its_last_day_and_not_after_it_and_always_when_nobody_knows() -> None:
    rule = Retain(ground=GROUND, statute="Act", keep_until=date(2030, 6, 1))
    assert rule.holds("x", {}, date(2030, 6, 1)) == Retained("x", GROUND, "Act", date(2030, 6, 1))
    assert rule.holds("x", {}, date(2030, 6, 2)) is None
    unknown = Retain(ground=GROUND, statute="Act").holds("x", {}, date(2999, 1, 1))
    assert unknown is not None
    assert unknown.keep_until is None


def test_a_rule_with_two_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        Retain(ground=GROUND, statute="Act", keep_until=date(2030, 1, 1), from_field="paid")


DONE, MANUAL = Outcome(TaskState.DONE, evidence={"n": 1}), Outcome(TaskState.MANUAL, "by hand")
KEPT = kept(Retained("x", GROUND, "Act", None))
PENDING = Outcome(TaskState.PENDING, handle="h", poll_after=5)


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([DONE], TaskState.DONE),
        ([DONE, DONE], TaskState.DONE),
        ([KEPT, KEPT], TaskState.REFUSED),
        ([DONE, KEPT], TaskState.PARTIAL),
        ([DONE, MANUAL], TaskState.PARTIAL),
        ([MANUAL, KEPT], TaskState.PARTIAL),
        ([DONE, PENDING, KEPT], TaskState.PENDING),
    ],
)
def test_one_outcome_out_of_several(outcomes: list[Outcome], state: TaskState) -> None:
    whole = combined(outcomes)
    assert whole.state is state
    assert len(whole.retained) == outcomes.count(KEPT)
    assert whole.handle == ("h" if PENDING in outcomes else "")


def test_values_become_plain_json() -> None:
    value = {1: (Decimal("1.50"), b"jpg", datetime(2026, 1, 2, tzinfo=UTC), None, {True})}
    assert plain(value) == {"1": ["1.50", "anBn", "2026-01-02T00:00:00+00:00", None, [True]]}


def test_nesting_is_flattened_and_comes_back() -> None:
    row = {"id": 1, "name": {"first": "Kim", "of": {"old": None}}, "tags": [{"a": 1}], "empty": {}}
    fields = flat(row)
    assert fields == {"id": 1, "name.first": "Kim", "name.of.old": None, "tags": [{"a": 1}], "empty": {}}
    assert nested(fields) == row


def test_every_combination_of_identifiers_is_tried_once() -> None:
    given = [("name", "Kim"), ("name", "Kim"), ("name", "Kim Alm"), ("birth_date", "1990-02-03")]
    idents = [Ident(IdentKind(kind), value, verified=True, source="test") for kind, value in given]
    assert list(combinations([IdentKind.NAME, IdentKind.BIRTH_DATE], idents)) == [
        {"name": "Kim", "birth_date": "1990-02-03"},
        {"name": "Kim Alm", "birth_date": "1990-02-03"},
    ]
    assert list(combinations([IdentKind.NAME, IdentKind.PHONE], idents)) == []


def test_the_surest_match_counts() -> None:
    matches = [Match("1", "person", certainty, "", {}) for certainty in reversed(Certainty)]
    [best] = strongest([*matches, *reversed(matches)])
    assert best.certainty is Certainty.EXACT
    assert len(strongest([*matches, Match("1", "note", Certainty.MENTION, "", {})])) == 2
    assert weaker(Certainty.PROBABLE, Certainty.EXACT) is Certainty.PROBABLE
