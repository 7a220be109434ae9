"""The clock of a case: what moves its due date, what does not, and what people are told of it."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.errors import ActionNotPossible, InvalidInput
from app.vocabulary import Event, Letter, Right, State
from app.workflows.lettering import facts_of_letter
from tests.clockwork import MONDAY, Clockwork, System, clockwork, manual, profile

STOCKHOLM = ZoneInfo("Europe/Stockholm")
COMPLEX = "Uppgifterna finns i tre system och måste granskas post för post eftersom de rör flera personer."


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    declared = profile(manual("candidates"), promise_days=30)
    async with clockwork(database, tmp_path, monkeypatch, declared) as house:
        house.systems["candidates"] = System()
        yield house


async def ask_for_identity(house: Clockwork, case_id: Any) -> None:
    await house.act(
        case_id,
        Event.REQUEST_IDENTITY,
        doubt="Adressen finns inte i något system.",
        question="Vilket telefonnummer har du lämnat till oss?",
    )


async def test_a_deadline_is_stored_with_its_trace_and_shown_as_sentences(house: Clockwork) -> None:
    case = await house.shown(await house.open(received_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC)))
    # It is 1 March in Stockholm already; 1 April is a working day, and the promise ends the day before.
    assert (case.nominal_due, case.legal_due, case.first_due) == (date(2026, 4, 1),) * 3
    assert (case.promise_due, case.effective_due) == (date(2026, 3, 31), date(2026, 3, 31))
    assert case.due_instant == datetime(2026, 4, 1, tzinfo=STOCKHOLM)
    assert case.extended_due is None
    stored = await house.sql("SELECT deadline_steps FROM cases WHERE id = $1", case.id)
    assert '"rule"' in stored[0]["deadline_steps"]
    assert len(case.deadline_steps) >= 4
    assert all(sentence.endswith(".") and "2026" in sentence for sentence in case.deadline_steps)
    assert "1 mars 2026" in case.deadline_steps[0]


async def test_a_holiday_is_passed_over_and_says_which(house: Clockwork) -> None:
    case = await house.shown(await house.open(received_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC)))
    assert case.nominal_due == date(2026, 4, 3)
    assert case.legal_due == date(2026, 4, 7)
    assert any("långfredag" in sentence.lower() for sentence in case.deadline_steps)


async def test_the_clock_runs_from_the_receipt_though_the_case_was_opened_later(house: Clockwork) -> None:
    house.at = MONDAY + timedelta(days=9)
    case = await house.case(await house.open(received_at=MONDAY))
    assert (case.received_at, case.opened_at) == (MONDAY, house.at)
    assert case.legal_due == date(2026, 4, 2)


async def test_waiting_for_an_identity_asked_for_in_time_stops_the_clock(house: Clockwork) -> None:
    case_id = await house.open()
    house.at += timedelta(days=2)
    await ask_for_identity(house, case_id)
    house.at += timedelta(days=5)
    await house.confirm(case_id)
    case = await house.shown(case_id)
    assert case.state is not State.VERIFYING
    # Five days: 2 April and five is 7 April, the day after Easter Monday; 1 April and five is 6 April.
    assert (case.legal_due, case.promise_due) == (date(2026, 4, 7), date(2026, 4, 6))
    assert case.effective_due == date(2026, 4, 6)
    assert case.nominal_due == date(2026, 4, 2)
    assert [pause.answered_at for pause in case.pauses] == [house.at]
    assert any("5" in sentence and "pausad" in sentence for sentence in case.deadline_steps) or any(
        "5 dagar" in sentence for sentence in case.deadline_steps
    )


async def test_a_question_nobody_answers_moves_no_date_once_the_case_is_answered(house: Clockwork) -> None:
    case_id = await house.open()
    house.at += timedelta(days=2)
    await ask_for_identity(house, case_id)
    house.at += timedelta(days=3)
    await house.act(
        case_id, Event.REFUSE, ground="manifestly_unfounded", facts="Tionde gången i månaden utan ändring."
    )
    await house.do_jobs()
    answered = await house.case(case_id)
    assert answered.answered_at == house.at
    assert answered.effective_due == date(2026, 4, 4)  # the promise of 1 April, and three days
    house.at += timedelta(days=200)
    await house.act(case_id, Event.NOTE, text="Personen ringde och frågade.")
    assert (await house.case(case_id)).effective_due == date(2026, 4, 4)


async def test_asking_too_late_stops_nothing(house: Clockwork) -> None:
    case_id = await house.open()
    house.at += timedelta(days=4)  # Friday, the fourth working day
    await ask_for_identity(house, case_id)
    house.at += timedelta(days=10)
    await house.confirm(case_id)
    case = await house.case(case_id)
    assert (case.legal_due, case.promise_due) == (date(2026, 4, 2), date(2026, 4, 1))


@pytest.mark.parametrize("doubt", ["", "   ", "ab"])
async def test_asking_without_a_doubt_is_refused(house: Clockwork, doubt: str) -> None:
    case_id = await house.open()
    with pytest.raises(ValueError, match="doubt"):
        await house.act(case_id, Event.REQUEST_IDENTITY, doubt=doubt, question="Vem är du?")
    assert (await house.shown(case_id)).pauses == []


async def test_waiting_for_what_nobody_asked_stops_nothing(house: Clockwork) -> None:
    case_id = await house.open()
    house.at += timedelta(days=9)
    await house.confirm(case_id)
    assert (await house.case(case_id)).legal_due == date(2026, 4, 2)


async def test_a_clarification_moves_the_due_date_by_the_days_it_took(house: Clockwork) -> None:
    case_id = await house.identified()
    await house.act(
        case_id, Event.ASK_CLARIFICATION, question="Vilken tid gäller det?", reason="Tjugo års anställning."
    )
    assert (await house.case(case_id)).legal_due == date(2026, 4, 2)
    house.at += timedelta(days=6)
    case = await house.act(case_id, Event.CLARIFIED, reason="Bara 2025.")
    assert (case.legal_due, case.promise_due) == (date(2026, 4, 8), date(2026, 4, 7))
    house.at += timedelta(days=6)
    assert (await house.act(case_id, Event.NOTE, text="Inget mer stannar.")).legal_due == date(2026, 4, 8)


async def test_a_pause_that_overlaps_another_counts_once(house: Clockwork) -> None:
    case_id = await house.open()
    await ask_for_identity(house, case_id)
    await ask_for_identity(house, case_id)
    house.at += timedelta(days=4)
    await house.confirm(case_id)
    assert (await house.case(case_id)).legal_due == date(2026, 4, 7)  # 6 April is Easter Monday


async def test_an_extension_gives_three_months_from_receipt_in_place_of_the_promise(house: Clockwork) -> None:
    """Two dates would contradict each other: the letter names one, and page and ladder follow it."""
    case_id = await house.identified()
    case = await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
    assert case.legal_due == date(2026, 6, 2)
    assert case.first_due == date(2026, 4, 2)
    assert (case.promise_due, case.effective_due) == (None, date(2026, 6, 2))
    assert case.escalate_at is not None
    assert case.escalate_at.date() > date(2026, 5, 1)
    seen = await house.shown(case_id)
    assert seen.extended_due == date(2026, 6, 2)
    await house.do_jobs()
    assert "extension" in {letter.letter.value for letter in (await house.shown(case_id)).letters}
    async with house.office.db.transaction(house.organisation_id) as session:
        file = await house.office.file(session, case)
        facts = await facts_of_letter(session, file, Letter.EXTENSION, house.at)
    assert (facts.extended_from, facts.due_on) == (date(2026, 4, 1), date(2026, 6, 2))


async def test_without_a_promise_an_extension_moves_the_whole_case(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with clockwork(database, tmp_path, monkeypatch, profile()) as house:
        case_id = await house.open()
        case = await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
        assert case.effective_due == case.legal_due == date(2026, 6, 2)
        assert case.due_at == datetime(2026, 6, 3, tzinfo=STOCKHOLM)


async def test_an_extension_is_refused_a_second_time(house: Clockwork) -> None:
    case_id = await house.open()
    await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
    with pytest.raises(ActionNotPossible) as refused:
        await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
    assert refused.value.reasons == ("Svarstiden har redan förlängts en gång. Den kan inte förlängas igen.",)
    assert (await house.case(case_id)).legal_due == date(2026, 6, 2)


async def test_an_extension_is_refused_once_the_first_due_date_has_passed(house: Clockwork) -> None:
    case_id = await house.open()
    house.at = datetime(2026, 4, 2, 21, 59, tzinfo=UTC)  # one minute to midnight in Stockholm
    assert not [a for a in (await house.shown(case_id)).actions if a.operation_id == "extend" and a.reason]
    house.at = datetime(2026, 4, 2, 22, 0, tzinfo=UTC)
    with pytest.raises(ActionNotPossible, match="ursprungliga svarstiden har gått ut"):
        await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
    assert (await house.case(case_id)).extended_at is None


@pytest.mark.parametrize(
    "explanation",
    [
        "Mycket.",
        "Vi har hög arbetsbelastning och semester i juli just nu.",
        "för för för för för för för för",
    ],
)
async def test_an_extension_is_refused_for_workload_or_a_thin_explanation(
    house: Clockwork, explanation: str
) -> None:
    case_id = await house.open()
    with pytest.raises(InvalidInput) as refused:
        await house.act(case_id, Event.EXTEND, reason="complexity", explanation=explanation)
    assert {field.path for field in refused.value.fields} == {"explanation"}
    case = await house.case(case_id)
    assert (case.extended_at, case.extension_explanation, case.version) == (None, None, 2)


async def test_what_may_never_wait_is_not_extended(house: Clockwork) -> None:
    case_id = await house.open(Right.MARKETING_OBJECTION)
    with pytest.raises(ActionNotPossible, match="kan inte förlängas"):
        await house.act(case_id, Event.EXTEND, reason="complexity", explanation=COMPLEX)
