"""The sweep: a case nobody touches is told of, to the right people, once each, however late or often."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app import worker
from app.jobs import Job, Kind
from app.queries import cases
from app.vocabulary import Event, LetterState, Right, Role, State, TaskState
from app.workflows.escalate import escalate_case, purge_expired, sweep
from app.workflows.history import SYSTEM
from tests.clockwork import MONDAY, Clockwork, System, clockwork, manual, profile

ESCALATE = frozenset({Kind.ESCALATE})
NO_LETTERS = frozenset(Kind) - {Kind.SEND_LETTER}
# The legal due date is 2 April; Easter is 3 to 6 April, and every rung falls at eight in Stockholm.
RUNGS = {
    "T-10": (datetime(2026, 3, 19, 7, tzinfo=UTC), Role.HANDLER),
    "T-5": (datetime(2026, 3, 26, 7, tzinfo=UTC), Role.HANDLER),
    "T-2": (datetime(2026, 3, 31, 6, tzinfo=UTC), Role.LEAD),
    "due": (datetime(2026, 4, 2, 6, tzinfo=UTC), Role.DPO),
    "late-1": (datetime(2026, 4, 7, 6, tzinfo=UTC), Role.DPO),
    "late-2": (datetime(2026, 4, 8, 6, tzinfo=UTC), Role.DPO),
}


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    declared = profile(manual("candidates"), manual("binder", "Pärmen"))
    async with clockwork(database, tmp_path, monkeypatch, declared) as house:
        house.systems["candidates"] = System()
        yield house


async def swept(house: Clockwork, at: datetime) -> None:
    """Sweep at a moment and tell of what was found, without doing what follows from that."""
    house.at = at
    await sweep(house.office, at)
    await house.do_jobs(kinds=ESCALATE)


async def told(house: Clockwork, case_id: UUID) -> list[tuple[str, str]]:
    """Give the rungs the history tells of, and who was told."""
    return [
        (event.data["level"], event.data["audience"])
        for event in await house.history(case_id)
        if event.event == "escalated"
    ]


async def written_to(house: Clockwork, letter: str = "escalation") -> list[str]:
    """Give the addresses of the letters of a kind, in the order they were written."""
    async with house.office.db.transaction(house.organisation_id) as session:
        desk = await house.office.desk(session)
    rows = await house.sql(
        "SELECT l.id, l.case_id, l.recipient, k.wrapped FROM letters l JOIN case_keys k USING (case_id) "
        "WHERE letter = $1 ORDER BY written_at, l.id",
        letter,
    )
    found: list[str] = []
    for row in rows:
        case = await house.case(row["case_id"])
        found.append(
            desk.open(case, row["wrapped"]).seal.open("letters", "recipient", row["id"], row["recipient"])
        )
    return found


async def test_a_case_nobody_touches_climbs_the_ladder_at_its_hours(house: Clockwork) -> None:
    case_id = await house.open()
    expected: list[tuple[str, str]] = []
    for level, (moment, role) in RUNGS.items():
        await swept(house, moment - timedelta(seconds=1))
        assert await told(house, case_id) == expected
        await swept(house, moment)
        expected.append((level, role.value))
        assert await told(house, case_id) == expected
    handler, lead, dpo = (f"{who}@nordstaff.example" for who in ("handler", "lead", "dpo"))
    assert await written_to(house) == [handler, handler, lead, dpo, dpo, dpo]


async def test_every_rung_says_when_it_was_due(house: Clockwork) -> None:
    case_id = await house.open()
    await swept(house, RUNGS["due"][0] + timedelta(hours=3))
    events = [event for event in await house.history(case_id) if event.event == "escalated"]
    assert {event.data["level"]: datetime.fromisoformat(event.data["since"]) for event in events} == {
        level: moment for level, (moment, _) in RUNGS.items() if moment <= RUNGS["due"][0]
    }
    assert {event.data["due"] for event in events} == {"2026-04-02"}
    assert {event.at for event in events} == {house.at}


async def test_a_sweep_that_comes_late_tells_every_rung_once(house: Clockwork) -> None:
    case_id = await house.open()
    await swept(house, RUNGS["late-2"][0])
    assert await told(house, case_id) == [(level, role.value) for level, (_, role) in RUNGS.items()]


async def test_a_sweep_that_comes_very_late_writes_to_nobody_twice(house: Clockwork) -> None:
    case_id = await house.open()
    await swept(house, RUNGS["late-2"][0] + timedelta(days=60))
    assert len(await told(house, case_id)) > 40
    assert sorted(await written_to(house)) == [
        f"{who}@nordstaff.example" for who in ("dpo", "handler", "lead")
    ]


async def test_sweeping_twice_or_at_the_same_time_tells_once(house: Clockwork) -> None:
    case_id = await house.open()
    house.at = RUNGS["T-5"][0]
    await asyncio.gather(*(sweep(house.office, house.at) for _ in range(3)))
    job = Job(Kind.ESCALATE, house.organisation_id, case_id)
    assert [kind for kind, _, _ in await house.waiting()].count(Kind.ESCALATE) == 1
    await asyncio.gather(*(escalate_case(house.office, job) for _ in range(3)))
    await house.sql("UPDATE cases SET escalate_at = $1", house.at)
    await swept(house, house.at)
    assert [level for level, _ in await told(house, case_id)] == ["T-10", "T-5"]
    assert len(await written_to(house)) == 1  # both rungs name the handler
    assert (await house.case(case_id)).escalate_at == RUNGS["T-2"][0]


async def test_the_sweep_looks_only_at_what_is_due(house: Clockwork) -> None:
    await house.open()
    case_id = await house.open(received_at=MONDAY - timedelta(days=20))
    assert await sweep(house.office, MONDAY + timedelta(hours=1)) == 1
    await house.do_jobs(kinds=ESCALATE)
    assert await sweep(house.office, MONDAY + timedelta(hours=1)) == 0
    assert await told(house, case_id)


async def test_a_case_already_late_when_it_is_opened_is_told_of_at_once(house: Clockwork) -> None:
    case_id = await house.open(received_at=MONDAY - timedelta(days=60))
    await swept(house, MONDAY)
    assert ("due", "dpo") in await told(house, case_id)


@pytest.mark.parametrize(
    ("found_at", "leaves_at"),
    [
        (datetime(2026, 3, 20, 9, 30, tzinfo=UTC), datetime(2026, 3, 20, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 19, 22, 0, tzinfo=UTC), datetime(2026, 3, 20, 7, 0, tzinfo=UTC)),  # at night
        (datetime(2026, 3, 20, 16, 0, tzinfo=UTC), datetime(2026, 3, 23, 7, 0, tzinfo=UTC)),  # Friday, 17.00
        (datetime(2026, 3, 22, 12, 0, tzinfo=UTC), datetime(2026, 3, 23, 7, 0, tzinfo=UTC)),  # Sunday
        (datetime(2026, 4, 3, 10, 0, tzinfo=UTC), datetime(2026, 4, 7, 6, 0, tzinfo=UTC)),  # Good Friday
    ],
)
async def test_nobody_is_written_to_outside_working_hours(
    house: Clockwork, found_at: datetime, leaves_at: datetime
) -> None:
    case_id = await house.open()
    await house.do_jobs()
    await swept(house, found_at)
    assert {event.at for event in await house.history(case_id) if event.event == "escalated"} == {found_at}
    waits = [wait for kind, _, wait in await house.waiting() if kind == Kind.SEND_LETTER]
    assert waits
    assert all(abs(wait - (leaves_at - found_at).total_seconds()) < 30 for wait in waits)


async def test_an_answered_case_stops_climbing(house: Clockwork) -> None:
    case_id = await house.open(Right.INFORMATION_REQUEST)
    await house.do_jobs()
    await swept(house, RUNGS["T-10"][0])
    await house.act(case_id, Event.APPROVE, message="Så här gör vi.")
    await house.do_jobs()
    case = await house.case(case_id)
    assert (case.state, case.answered_at, case.escalate_at) == (State.ANSWERED, house.at, None)
    await swept(house, RUNGS["late-2"][0])
    assert [level for level, _ in await told(house, case_id)] == ["T-10"]


async def test_an_answer_that_was_approved_but_has_not_left_goes_on_climbing(house: Clockwork) -> None:
    case_id = await house.open(Right.INFORMATION_REQUEST)
    await house.do_jobs()
    await house.act(case_id, Event.APPROVE, message="Så här gör vi.")
    await house.do_jobs(kinds=NO_LETTERS)
    assert (await house.case(case_id)).answered_at is None
    await swept(house, RUNGS["T-10"][0])
    assert [level for level, _ in await told(house, case_id)] == ["T-10"]


async def test_a_closed_case_is_not_told_of(house: Clockwork) -> None:
    case_id = await house.open()
    await house.act(case_id, Event.WITHDRAW, reason="Personen ångrade sig.")
    await house.sql("UPDATE cases SET escalate_at = $1", MONDAY)
    await swept(house, RUNGS["late-2"][0])
    assert await told(house, case_id) == []
    assert (await house.case(case_id)).escalate_at is None


async def test_an_open_question_moves_the_due_date_and_no_rung_falls(house: Clockwork) -> None:
    case_id = await house.open()
    await house.act(
        case_id, Event.REQUEST_IDENTITY, doubt="Adressen är okänd.", question="Vilket nummer har vi?"
    )
    await swept(house, RUNGS["T-10"][0])  # without the question this is the day of the first rung
    case = await house.case(case_id)
    assert await told(house, case_id) == []
    assert case.legal_due == date(2026, 4, 20)  # seventeen days, and then a weekend
    assert case.escalate_at is not None
    assert case.escalate_at > house.at
    await house.confirm(case_id)
    await swept(house, datetime(2026, 4, 2, 10, tzinfo=UTC))
    assert [level for level, _ in await told(house, case_id)] == ["T-10"]


async def test_a_moved_due_date_has_a_ladder_of_its_own(house: Clockwork) -> None:
    case_id = await house.open()
    await swept(house, RUNGS["T-10"][0])
    await house.act(
        case_id,
        Event.EXTEND,
        reason="complexity",
        explanation="Tre system och många dokument måste granskas för andra personers uppgifter.",
    )
    await swept(house, RUNGS["late-2"][0])
    assert [level for level, _ in await told(house, case_id)] == ["T-10"]
    await swept(house, datetime(2026, 5, 19, 10, tzinfo=UTC))  # ten working days before 2 June
    due = [event.data["due"] for event in await house.history(case_id) if event.event == "escalated"]
    assert due == ["2026-04-02", "2026-06-02"]


async def test_an_organisation_without_a_lead_tells_the_next_above(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"name": "Dag", "email": "dpo@nordstaff.example", "role": "dpo"}]
    async with clockwork(database, tmp_path, monkeypatch, profile(people=people)) as house:
        await house.open()
        await swept(house, RUNGS["T-2"][0])
        assert set(await written_to(house)) == {"dpo@nordstaff.example"}


async def test_whoever_holds_a_task_by_hand_is_reminded(house: Clockwork) -> None:
    case_id = await house.identified()
    (by_hand,) = [task for task in await house.tasks(case_id) if task.state is TaskState.MANUAL]
    await swept(house, RUNGS["T-10"][0])
    assert await written_to(house, "reminder") == ["binder@nordstaff.example"]
    assert [task.reminded_at for task in await house.tasks(case_id) if task.id == by_hand.id] == [house.at]
    missing = (await house.shown(case_id)).missing
    assert missing == ["Pärmen har inte svarat."]


async def test_one_case_that_cannot_be_told_of_silences_no_other(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await house.open(received_at=MONDAY - timedelta(days=30))
    sound = await house.open(received_at=MONDAY - timedelta(days=20))
    await house.sql("DELETE FROM case_keys WHERE case_id = $1", broken)
    await swept(house, MONDAY)
    assert await told(house, broken) == []
    assert await told(house, sound)
    assert (await house.case(broken)).escalate_at == MONDAY + timedelta(hours=1)


async def test_an_escalation_no_worker_survives_is_held_and_its_case_put_off(house: Clockwork) -> None:
    """The sweep would bring it back the next minute otherwise."""
    case_id = await house.open(received_at=MONDAY - timedelta(days=30))
    with pytest.raises(worker.GivenUp):
        await worker._give_up(house.office, Job(Kind.ESCALATE, house.organisation_id, case_id))
    assert (await house.case(case_id)).escalate_at == MONDAY + timedelta(hours=1)
    assert await sweep(house.office, MONDAY) == 0


async def test_an_escalation_the_database_failed_is_tried_again_and_not_put_off(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await house.open(received_at=MONDAY - timedelta(days=30))
    before = (await house.case(case_id)).escalate_at

    async def away(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(cases, "escalations_of", away)
        with pytest.raises(ConnectionResetError):
            await escalate_case(house.office, Job(Kind.ESCALATE, house.organisation_id, case_id))
    assert (await house.case(case_id)).escalate_at == before
    await swept(house, MONDAY)
    assert await told(house, case_id)


async def test_letters_about_time_leave_and_hold_no_name(house: Clockwork) -> None:
    case_id = await house.open()
    await house.do_jobs()
    await swept(house, RUNGS["T-10"][0])
    await house.do_jobs(later=True)
    rows = await house.sql("SELECT state FROM letters WHERE letter = 'escalation'")
    assert [row["state"] for row in rows] == [LetterState.SENT]
    for event in await house.history(case_id):
        assert "anna" not in str(event.data).lower()


async def test_the_sweep_alone_closes_nothing_and_answers_nothing(house: Clockwork) -> None:
    case_id = await house.open()
    before = await house.case(case_id)
    await swept(house, RUNGS["late-2"][0])
    after = await house.case(case_id)
    assert (after.state, after.version, after.answered_at) == (before.state, before.version, None)


async def test_an_expired_package_is_removed_and_its_case_closed(house: Clockwork) -> None:
    case_id = await house.identified()
    for task in await house.tasks(case_id):
        if task.state is TaskState.MANUAL:
            await house.act(case_id, Event.SETTLE_TASK, task_id=task.id, state="done", reason="Inget fanns.")
    await house.do_jobs()
    await house.act(case_id, Event.REVIEW_ITEMS, review="include")
    await house.act(case_id, Event.APPROVE)
    await house.do_jobs()
    (made,) = (await house.shown(case_id)).extracts
    assert await purge_expired(house.office, made.expires_at - timedelta(seconds=1)) == 0
    house.at = made.expires_at
    assert await purge_expired(house.office, house.at) == 1
    assert await purge_expired(house.office, house.at) == 0
    case = await house.case(case_id)
    assert (case.state, case.closed_at) == (State.CLOSED, house.at)
    last = (await house.history(case_id))[-1]
    assert (last.event, last.actor_kind) == (Event.CLOSE, SYSTEM.kind)


async def test_one_package_that_cannot_be_removed_keeps_no_other(house: Clockwork) -> None:
    made: list[Any] = []
    for _ in range(2):
        case_id = await house.identified()
        for task in await house.tasks(case_id):
            if task.state is TaskState.MANUAL:
                await house.act(case_id, Event.SETTLE_TASK, task_id=task.id, state="done", reason="Inget.")
        await house.do_jobs()
        await house.act(case_id, Event.APPROVE)
        await house.do_jobs()
        made.append(case_id)
        house.at += timedelta(minutes=1)
    await house.sql("DELETE FROM case_keys WHERE case_id = $1", made[0])
    await purge_expired(house.office, MONDAY + timedelta(days=60))
    assert (await house.case(made[0])).state is State.ANSWERED
    assert (await house.case(made[1])).state is State.CLOSED
