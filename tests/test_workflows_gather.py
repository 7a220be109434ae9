"""The facts the rules judge by, as they follow from the rows."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from app.errors import ActionNotPossible
from app.jobs import Kind
from app.queries import cases
from app.vocabulary import Event, Right, State, Work
from app.workflows.facts import Facts
from app.workflows.gather import facts_of
from tests.clockwork import ANNA, Clockwork, System, clockwork, manual, profile


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(manual("candidates"))) as house:
        house.systems["candidates"] = System({"1": {"email": ANNA.email, "phone": "070-1740605"}})
        yield house


async def facts(house: Clockwork, case_id: UUID, at: datetime | None = None) -> Facts:
    async with house.office.db.transaction(house.organisation_id) as session:
        file = await house.office.file(session, await cases.get_case(session, case_id))
        return await facts_of(session, file, at or house.at)


async def test_a_new_case_is_unknown_and_untouched(house: Clockwork) -> None:
    found = await facts(house, await house.open())
    assert found == Facts(
        identified=False,
        identity_asked=False,
        contact_known=False,
        work=Work.COLLECT,
        next_work=Work.REVIEW,
        searched=False,
        tasks_open=False,
        undecided=False,
        unreviewed=False,
        blocks_missing=False,
        answer_sent=False,
        extract_made=False,
        fresh_extract_owed=False,
        extended=False,
        overdue=False,
        extendable=True,
        reachable=True,
    )


async def test_a_person_is_identified_from_the_very_level_that_is_needed(house: Clockwork) -> None:
    case_id = await house.open()
    await house.sql("UPDATE cases SET required_level = 2, identity_level = 1")
    assert not (await facts(house, case_id)).identified
    await house.sql("UPDATE cases SET identity_level = 2")
    assert (await facts(house, case_id)).identified


async def test_a_contact_is_known_once_a_system_holds_it(house: Clockwork) -> None:
    case_id = await house.open()
    await house.do_jobs()
    assert (await facts(house, case_id)).contact_known


async def test_systems_owe_an_answer_until_the_last_has_given_one(house: Clockwork) -> None:
    case_id = await house.open()
    await house.do_jobs()
    await house.act(
        case_id,
        Event.CONFIRM_IDENTITY,
        method="letter",
        reason="Brev till folkbokföringsadressen.",
        attributes=[{"kind": "email", "value": ANNA.email}],
    )
    await house.do_jobs(kinds=frozenset({Kind.START_ROUND}))
    assert (await facts(house, case_id)).tasks_open
    await house.do_jobs()
    assert not (await facts(house, case_id)).tasks_open


async def test_items_await_their_review_one_by_one(house: Clockwork) -> None:
    house.systems["candidates"].rows["2"] = {"email": ANNA.email}
    case_id = await house.identified()
    assert (await facts(house, case_id)).unreviewed
    (one, _) = await house.sql("SELECT id FROM findings ORDER BY position")
    await house.act(case_id, Event.REVIEW_ITEMS, items=[one["id"]], review="include")
    assert (await facts(house, case_id)).unreviewed
    await house.act(case_id, Event.REVIEW_ITEMS, review="include")
    assert not (await facts(house, case_id)).unreviewed


async def test_a_correction_awaits_its_claim_and_then_its_decision(house: Clockwork) -> None:
    case_id = await house.identified(Right.RECTIFICATION)
    assert (await facts(house, case_id)).undecided  # nothing is claimed yet
    (finding,) = await house.sql("SELECT id FROM findings")
    await house.act(
        case_id, Event.CLAIM_CORRECTION, finding_id=finding["id"], field="phone", claimed="070-1740699"
    )
    assert (await facts(house, case_id)).undecided
    (claimed,) = (await house.shown(case_id)).corrections
    await house.act(case_id, Event.DECIDE_CORRECTION, correction_id=claimed.id, decision="accept")
    found = await facts(house, case_id)
    assert (found.undecided, found.fresh_extract_owed) == (False, True)


async def test_a_fresh_extract_is_owed_until_it_has_left(house: Clockwork) -> None:
    case_id = await house.identified(Right.RECTIFICATION)
    (finding,) = await house.sql("SELECT id FROM findings")
    await house.act(
        case_id, Event.CLAIM_CORRECTION, finding_id=finding["id"], field="phone", claimed="070-1740699"
    )
    (claimed,) = (await house.shown(case_id)).corrections
    await house.act(case_id, Event.DECIDE_CORRECTION, correction_id=claimed.id, decision="accept")
    await house.act(case_id, Event.DECIDE)
    await house.do_jobs()
    await house.act(case_id, Event.REVIEW_ITEMS, review="include")
    await house.act(case_id, Event.APPROVE)
    await house.do_jobs(kinds=frozenset(Kind) - {Kind.SEND_LETTER})
    assert (await facts(house, case_id)).fresh_extract_owed
    with pytest.raises(ActionNotPossible, match="nytt utdrag"):
        await house.act(case_id, Event.CLOSE)
    await house.do_jobs()
    found = await facts(house, case_id)
    assert (found.fresh_extract_owed, found.answer_sent, found.extract_made) == (False, True, True)


async def test_a_declined_correction_owes_no_extract(house: Clockwork) -> None:
    case_id = await house.identified(Right.RECTIFICATION)
    (finding,) = await house.sql("SELECT id FROM findings")
    await house.act(
        case_id, Event.CLAIM_CORRECTION, finding_id=finding["id"], field="phone", claimed="070-1740699"
    )
    (claimed,) = (await house.shown(case_id)).corrections
    await house.act(
        case_id, Event.DECIDE_CORRECTION, correction_id=claimed.id, decision="decline", reason="Det stämmer."
    )
    found = await facts(house, case_id)
    assert (found.undecided, found.fresh_extract_owed) == (False, False)


async def test_an_erasure_awaits_a_decision_on_each_finding(house: Clockwork) -> None:
    case_id = await house.identified(Right.ERASURE)
    assert (await facts(house, case_id)).undecided
    await house.act(case_id, Event.DECIDE_ITEMS, disposal="erase")
    assert not (await facts(house, case_id)).undecided


async def test_a_register_that_lacks_a_block_is_named(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = profile(manual("candidates"), register={"general": {"purposes": ["Rekrytering"]}})
    async with clockwork(database, tmp_path, monkeypatch, declared) as house:
        house.systems["candidates"] = System()
        case_id = await house.identified()
        assert (await facts(house, case_id)).blocks_missing
        with pytest.raises(ActionNotPossible) as refused:
            await house.act(case_id, Event.APPROVE)
        first, *named = refused.value.reasons
        assert first == "Organisationens register saknar något som artikel 15 kräver."
        assert named
        assert (await house.case(case_id)).state is State.REVIEWING


async def test_a_case_is_overdue_from_the_end_of_the_last_day(house: Clockwork) -> None:
    case_id = await house.open()
    last_moment = datetime(2026, 4, 2, 21, 59, 59, tzinfo=UTC)
    assert not (await facts(house, case_id, last_moment)).overdue
    assert (await facts(house, case_id, datetime(2026, 4, 2, 22, 0, tzinfo=UTC))).overdue


async def test_nothing_may_be_extended_with_a_right_that_may_not(house: Clockwork) -> None:
    case_id = await house.open(Right.ACCESS, Right.CONSENT_WITHDRAWAL)
    assert not (await facts(house, case_id)).extendable


async def test_an_ended_case_has_no_work(house: Clockwork) -> None:
    case_id = await house.open()
    await house.act(case_id, Event.WITHDRAW, reason="Personen ångrade sig.")
    found = await facts(house, case_id)
    assert (found.work, found.next_work, found.searched) == (None, None, False)
