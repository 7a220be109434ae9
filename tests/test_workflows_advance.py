"""The one place where cases move: one winner, one event, one version; refused, nothing is left behind."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.errors import ActionNotPossible, ChangedMeanwhile, InvalidInput, NotFound
from app.jobs import Kind
from app.models.actions import Reasoned, TakeNote
from app.models.columns import new_id
from app.queries import cases
from app.vocabulary import ActorKind, Event, Outcome, Right, State
from app.workflows.advance import advance, proceed
from app.workflows.history import SUBJECT, SYSTEM, Actor
from tests.clockwork import HANDLER, Clockwork, System, clockwork, manual, profile

GONE = Reasoned(reason="Personen ångrade sig.")


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(manual("candidates"))) as house:
        house.systems["candidates"] = System()
        yield house


async def withdraw(house: Clockwork, case_id: UUID, version: int | None) -> None:
    async with house.office.db.transaction(house.organisation_id) as session:
        await cases.get_case(session, case_id)  # as a caller who has looked before
        await advance(
            house.office,
            session,
            case_id,
            Event.WITHDRAW,
            actor=HANDLER,
            at=house.at,
            given=GONE,
            version=version,
        )


async def test_of_many_who_move_a_case_at_once_one_wins(house: Clockwork) -> None:
    case_id = await house.open()
    version = (await house.case(case_id)).version
    tries = await asyncio.gather(
        *(withdraw(house, case_id, version) for _ in range(6)), return_exceptions=True
    )
    assert sorted(type(found).__name__ for found in tries) == ["ChangedMeanwhile"] * 5 + ["NoneType"]
    assert (await house.events(case_id)).count("withdraw") == 1
    assert (await house.case(case_id)).version == version + 1


async def test_without_a_version_the_table_still_lets_only_one_win(house: Clockwork) -> None:
    case_id = await house.open()
    tries = await asyncio.gather(*(withdraw(house, case_id, None) for _ in range(4)), return_exceptions=True)
    assert sorted(type(found).__name__ for found in tries) == ["ActionNotPossible"] * 3 + ["NoneType"]
    assert (await house.events(case_id)).count("withdraw") == 1


async def test_a_stale_version_changes_nothing(house: Clockwork) -> None:
    case_id = await house.open()
    before = await house.case(case_id)
    with pytest.raises(ChangedMeanwhile):
        await withdraw(house, case_id, before.version - 1)
    after = await house.case(case_id)
    assert (after.state, after.version, after.chain_sequence) == (
        before.state, before.version, before.chain_sequence,
    )  # fmt: skip


async def test_a_move_is_one_version_one_event_and_its_jobs(house: Clockwork) -> None:
    case_id = await house.open()
    await house.do_jobs()
    before, events = await house.case(case_id), await house.events(case_id)
    after = await house.act(case_id, Event.WITHDRAW, reason="Personen ångrade sig.")
    assert after.version == before.version + 1
    (last,) = (await house.history(case_id))[len(events) :]
    assert (last.event, last.from_state, last.to_state) == ("withdraw", State.VERIFYING, State.CLOSED)
    assert (last.actor_kind, last.actor, last.at) == (ActorKind.HANDLER, "handler-1", house.at)
    jobs = [(kind, detail) for kind, detail, _ in await house.waiting()]
    assert jobs[0] == (Kind.WRITE_LETTER, f"closed.{after.version}")
    assert {kind for kind, _ in jobs} <= {Kind.WRITE_LETTER, Kind.PURGE_COPIES}
    assert (after.outcome, after.closed_at, after.escalate_at) == (Outcome.WITHDRAWN, house.at, None)


async def test_what_is_refused_leaves_nothing_behind(house: Clockwork) -> None:
    case_id = await house.identified(Right.RECTIFICATION)
    before = await house.case(case_id)
    with pytest.raises(ActionNotPossible) as refused:
        await house.act(case_id, Event.DECIDE)
    assert refused.value.reasons == ("Beslut saknas om något som har hittats eller begärts.",)
    with pytest.raises(NotFound):
        await house.act(case_id, Event.CLAIM_CORRECTION, finding_id=new_id(), field="phone", claimed="1")
    with pytest.raises(InvalidInput):
        await house.act(case_id, Event.EXTEND, reason="complexity", explanation="Mycket.")
    after = await house.case(case_id)
    assert (after.state, after.version, after.extension_reason) == (State.DECIDING, before.version, None)
    assert after.chain_sequence == before.chain_sequence


async def test_what_was_said_is_not_kept_when_the_move_is_refused(house: Clockwork) -> None:
    case_id = await house.open()
    with pytest.raises(ActionNotPossible, match="har inte fått veta vad vi behöver"):
        await house.act(case_id, Event.CLOSE_UNIDENTIFIED, reason="Svarar inte.")
    assert await house.sql("SELECT id FROM notes") == []
    assert (await house.case(case_id)).refusal_ground is None
    assert await house.waiting() != []


async def test_every_reason_is_given(house: Clockwork) -> None:
    case_id = await house.open(Right.INFORMATION_REQUEST, Right.COMPLAINT)
    await house.act(case_id, Event.APPROVE)
    with pytest.raises(ActionNotPossible) as refused:
        await house.act(case_id, Event.CLOSE)
    assert refused.value.reasons == (
        "Svaret har inte skickats.",
        "En annan del av begäran i det här ärendet är inte besvarad.",
    )


async def test_who_may_not_is_told_who_may(house: Clockwork) -> None:
    case_id = await house.open()
    with pytest.raises(ActionNotPossible, match="Bara för handläggare, chefer eller dataskyddsombud"):
        await house.act(case_id, Event.NOTE, actor=SUBJECT, text="Inte för personen.")
    with pytest.raises(ActionNotPossible, match="Det går inte när ärendet är under identitetskontroll"):
        await house.act(case_id, Event.APPROVE)


async def test_another_organisations_case_is_no_case(house: Clockwork) -> None:
    case_id = await house.open()
    with pytest.raises(NotFound):
        async with house.office.db.transaction(new_id()) as session:
            await advance(
                house.office,
                session,
                case_id,
                Event.NOTE,
                actor=HANDLER,
                at=house.at,
                given=TakeNote(text="abc"),
            )


async def test_identity_beneath_what_is_needed_opens_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = {**manual("candidates"), "identity_level": 3}
    async with clockwork(database, tmp_path, monkeypatch, profile(strict)) as house:
        case_id = await house.open()
        with pytest.raises(ActionNotPossible, match="identitet är inte bekräftad på den nivå"):
            await house.confirm(case_id)
        case = await house.case(case_id)
        assert (case.state, case.identity_level, case.required_level) == (State.VERIFYING, 0, 3)
        await house.act(
            case_id,
            Event.CONFIRM_IDENTITY,
            method="in_person",
            reason="Visade pass.",
            attributes=[{"kind": "name", "value": "Anna Lindqvist"}],
        )
        assert (await house.case(case_id)).state is State.COLLECTING


async def test_proceeding_where_nothing_is_possible_is_no_error(house: Clockwork) -> None:
    case_id = await house.open()
    async with house.office.db.transaction(house.organisation_id) as session:
        file = await house.office.file(session, await cases.lock_case(session, case_id))
        assert not await proceed(session, file, Event.COLLECTED, actor=SYSTEM, at=house.at)
    assert (await house.case(case_id)).state is State.VERIFYING


async def test_one_mail_with_two_rights_is_answered_one_after_the_other(house: Clockwork) -> None:
    case_id = await house.open(Right.COMPLAINT, Right.INFORMATION_REQUEST)
    await house.do_jobs()
    for _ in range(2):
        assert (await house.case(case_id)).state is State.REVIEWING
        await house.act(case_id, Event.APPROVE, message="Så här är det.")
        await house.do_jobs()
    assert (await house.case(case_id)).state is State.ANSWERED
    assert (await house.events(case_id)).count("continue") == 1
    assert (await house.act(case_id, Event.CLOSE)).outcome is Outcome.FULFILLED


async def test_searching_again_starts_a_round_of_its_own(house: Clockwork) -> None:
    case_id = await house.identified()
    before = await house.case(case_id)
    await house.act(case_id, Event.COLLECT_AGAIN, reason="Ett system hade fel namn.")
    await house.do_jobs()
    after = await house.case(case_id)
    assert after.state is State.REVIEWING
    assert (after.step, after.round) == (before.step, before.round + 2)
    rounds = await house.sql("SELECT round FROM tasks ORDER BY round")
    assert [row["round"] for row in rounds] == [1, 3]


async def test_what_was_never_searched_for_is_not_searched_again(house: Clockwork) -> None:
    case_id = await house.open(Right.COMPLAINT)
    await house.do_jobs()
    offered = {action.operation_id: action for action in (await house.shown(case_id)).actions}
    assert offered["collect_again"].reason == "Inga system genomsöks för att besvara den här begäran."
    with pytest.raises(ActionNotPossible, match="Inga system genomsöks"):
        await house.act(case_id, Event.COLLECT_AGAIN, reason="Av misstag.")


async def test_an_answer_in_words_is_not_mixed_with_the_search_of_another_right(house: Clockwork) -> None:
    case_id = await house.identified(Right.ACCESS, Right.COMPLAINT)
    await house.act(case_id, Event.APPROVE)
    await house.do_jobs()
    assert (await house.case(case_id)).state is State.REVIEWING  # the complaint, after the copy has left
    with pytest.raises(ActionNotPossible, match="Inga system genomsöks"):
        await house.act(case_id, Event.COLLECT_AGAIN, reason="Av misstag.")


async def test_history_holds_no_word_the_person_or_a_handler_wrote(house: Clockwork) -> None:
    case_id = await house.identified()
    await house.act(case_id, Event.NOTE, text="Ringde Anna Lindqvist, 070-1740605.")
    await house.act(case_id, Event.WITHDRAW, reason="Anna ångrade sig.")
    for event in await house.history(case_id):
        told = str(event.data)
        assert "Anna" not in told
        assert "1740605" not in told


async def test_the_clock_of_a_case_is_counted_anew_with_every_move(house: Clockwork) -> None:
    case_id = await house.open()
    await house.sql("UPDATE cases SET legal_due = '2030-01-01', effective_due = '2030-01-01'")
    house.at += timedelta(hours=1)
    case = await house.act(case_id, Event.NOTE, actor=Actor(ActorKind.DPO, "dpo-1"), text="Ser över datumen.")
    assert case.legal_due.isoformat() == "2026-04-02"
