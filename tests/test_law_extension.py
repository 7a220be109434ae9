"""Every reason why the time cannot be extended."""

from datetime import UTC, datetime, timedelta

import pytest

from app.law.extension import refusals
from app.vocabulary import ExtensionReason

DUE = datetime(2026, 4, 7, 22, tzinfo=UTC)
GOOD = "The data lie in fourteen systems and colleagues' names must be redacted."


def why_not(
    explanation: str = GOOD,
    reason: ExtensionReason | None = ExtensionReason.COMPLEXITY,
    *,
    already: bool = False,
    at: datetime = DUE - timedelta(seconds=1),
) -> tuple[str, ...]:
    return refusals(
        reason=reason, explanation=explanation, already_extended=already, first_due_instant=DUE, at=at
    )


@pytest.mark.parametrize("reason", ExtensionReason)
def test_a_good_reason_in_time_is_enough(reason: ExtensionReason) -> None:
    assert why_not(reason=reason) == ()


@pytest.mark.parametrize(
    "explanation",
    [
        "Uppgifterna finns i nio system och fyra tusen mejl ska granskas.",
        "Underlaget är omfattande och andra personers namn måste maskas.",
        "Opplysningene ligger i ti systemer, og navn på andre personer må sladdes.",
        "Kravet gjelder tolv år med e-post, og alt må leses av to personer.",
        "You asked about nine years of recordings that mention many other people.",
        "Uppgifterna om din sjukfrånvaro finns i fyra lönesystem och måste maskas.",  # about illness
    ],
)
def test_what_lies_in_the_request_is_accepted(explanation: str) -> None:
    assert why_not(explanation) == ()


@pytest.mark.parametrize(
    "explanation",
    [
        "Vi har hög belastning just nu och hinner inte svara i tid.",
        "Handläggaren är på semester hela juli och kommer tillbaka i augusti.",
        "Vi hinner inte med din begäran på grund av personalbrist här.",
        "Det är mycket att göra hos oss och flera är sjuka.",
        "Vi har stor arbeidsmengde for tiden og rekker ikke å svare.",
        "Saksbehandleren har ferie i juli og er tilbake i august.",
        "Det er travelt hos oss nå og sykefraværet er høyt.",
        "We are very busy at the moment and short-staffed this month.",
        "The handler is on annual leave until the middle of August.",
        "There is a backlog and the Christmas holidays are coming up.",
    ],
)
def test_workload_and_holidays_are_no_reason(explanation: str) -> None:
    (only,) = why_not(explanation)
    assert only.startswith("Workload, illness and holidays")


@pytest.mark.parametrize(
    "explanation", ["", "   ", "komplext", "complex complex complex complex complex complex"]
)
def test_a_thin_explanation_is_none(explanation: str) -> None:
    (only,) = why_not(explanation)
    assert only.startswith("Explain what makes this request complex")


def test_without_a_reason_code() -> None:
    (only,) = why_not(reason=None)
    assert only.startswith("Choose the reason")


def test_only_once() -> None:
    (only,) = why_not(already=True)
    assert "only be done once" in only


def test_not_after_the_first_month() -> None:
    (only,) = why_not(at=DUE)
    assert only.startswith("The first month is over")


def test_all_reasons_are_told_at_once() -> None:
    assert len(why_not("semester", None, already=True, at=DUE + timedelta(days=1))) == 5
