"""Asking systems: every way they answer, every way they fail, and what a person can do then."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.connectors.contract import Outcome, Retained
from app.errors import ActionNotPossible, NotFound
from app.jobs import Kind
from app.models.columns import new_id
from app.profiles import Profile
from app.vocabulary import Event, RefusalGround, Right, State, TaskState, Verb
from app.workflows.applying import apply
from app.workflows.history import OWNER
from app.workflows.systems import together
from tests.clockwork import ANNA, Clockwork, System, clockwork, failing, manual, profile

T = TaskState
KEPT = Retained("Fakturor", RefusalGround.LEGAL_OBLIGATION, "bokföringslagen 7 kap. 2 §", date(2032, 12, 31))


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(manual("candidates"))) as house:
        house.systems["candidates"] = System({
            "1": {"name": "Anna Lindqvist", "email": ANNA.email, "phone": "070-1740605"},
            "2": {"name": "Bo Ek", "email": "bo.ek@post.example", "phone": "070-1740606"},
        })  # fmt: skip
        yield house


@pytest.fixture
def system(house: Clockwork) -> System:
    return house.systems["candidates"]


async def failures(house: Clockwork, case_id: UUID) -> list[float | None]:
    """Give for each failure in the history in how many seconds the system is asked again, if at all."""
    return [
        event.data.get("again_in_seconds")
        for event in await house.history(case_id)
        if event.event == "task_failed"
    ]


async def erasing(house: Clockwork) -> UUID:
    """Give a case in which everything found is about to be erased."""
    case_id = await house.identified(Right.ERASURE)
    await house.act(case_id, Event.DECIDE_ITEMS, disposal="erase")
    await house.act(case_id, Event.DECIDE)
    return case_id


async def correcting(house: Clockwork) -> UUID:
    """Give a case in which a telephone number is about to be corrected."""
    case_id = await house.identified(Right.RECTIFICATION)
    finding = await house.sql("SELECT id FROM findings WHERE case_id = $1", case_id)
    await house.act(
        case_id, Event.CLAIM_CORRECTION, finding_id=finding[0]["id"], field="phone", claimed="070-1740699"
    )
    (claimed,) = (await house.shown(case_id)).corrections
    await house.act(case_id, Event.DECIDE_CORRECTION, correction_id=claimed.id, decision="accept")
    await house.act(case_id, Event.DECIDE)
    return case_id


class TestASystemThatFails:
    async def test_twice_is_asked_again_later_each_time_and_then_works(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(), failing())
        await house.confirm(case_id)
        task = await house.task(case_id)
        assert (task.state, task.attempts, task.reason) == (T.FAILED, 1, "The system is down.")
        assert (await house.case(case_id)).state is State.COLLECTING
        assert [kind for kind, _, _ in await house.waiting()] == [Kind.RUN_TASK]
        await house.do_jobs(later=True)
        await house.do_jobs(later=True)
        task = await house.task(case_id)
        assert (task.state, task.attempts, task.found) == (T.DONE, 3, 1)
        assert await failures(house, case_id) == [5, 10]
        assert (await house.case(case_id)).state is State.REVIEWING

    async def test_waits_as_long_as_the_system_asks_for(self, house: Clockwork, system: System) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(retry_after=90))
        await house.confirm(case_id)
        ((_, _, wait),) = await house.waiting()
        assert 80 < wait <= 90

    async def test_for_good_is_seen_on_the_case_and_not_asked_again(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(permanent=True))
        await house.confirm(case_id)
        seen = await house.shown(case_id)
        assert [(task.state, task.reason) for task in seen.tasks] == [(T.FAILED, "The system is down.")]
        assert seen.missing == ["Candidates har inte svarat."]
        assert await house.waiting() == []
        assert await failures(house, case_id) == [None]

    async def test_too_often_is_left_to_a_person(self, house: Clockwork, system: System) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", *(failing() for _ in range(9)))
        await house.confirm(case_id)
        for _ in range(5):
            await house.do_jobs(later=True)
        assert (await house.task(case_id)).attempts == 3  # once, and twice again
        assert await failures(house, case_id) == [5, 10, None]

    async def test_with_an_answer_nobody_can_read_is_a_failure_and_not_silence(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", KeyError("anna.lindqvist@post.example"))
        await house.confirm(case_id)
        task = await house.task(case_id)
        assert (task.state, task.reason) == (T.FAILED, "The answer could not be read (KeyError).")
        await house.do_jobs(later=True)
        assert (await house.task(case_id)).state is T.DONE

    async def test_halfway_leaves_nothing_of_the_first_try(self, house: Clockwork, system: System) -> None:
        system.rows["3"] = {"name": "Anna L", "email": ANNA.email}
        case_id = await house.open()
        await house.do_jobs()
        system.line["export"].extend([Outcome(T.DONE), failing()])
        await house.confirm(case_id)
        assert (await house.task(case_id)).state is T.FAILED
        await house.do_jobs(later=True)
        rows = await house.sql("SELECT position FROM findings ORDER BY position")
        assert [row["position"] for row in rows] == [0, 1]
        assert (await house.task(case_id)).found == 2

    async def test_may_be_asked_again_by_a_person(self, house: Clockwork, system: System) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(permanent=True))
        await house.confirm(case_id)
        await house.act(case_id, Event.RETRY_TASK, task_id=(await house.task(case_id)).id)
        task = await house.task(case_id)
        assert (task.state, task.attempts, task.reason) == (T.OPEN, 0, "")
        await house.do_jobs()
        assert (await house.case(case_id)).state is State.REVIEWING

    async def test_may_be_settled_by_a_person(self, house: Clockwork, system: System) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(permanent=True))
        await house.confirm(case_id)
        task_id = (await house.task(case_id)).id
        await house.act(
            case_id, Event.SETTLE_TASK, task_id=task_id, state="refused", reason="Systemet är nedlagt."
        )
        await house.do_jobs()
        seen = await house.shown(case_id)
        assert (seen.state, seen.tasks[0].state) == (State.REVIEWING, T.REFUSED)
        assert seen.tasks[0].settled_at == house.at
        with pytest.raises(ActionNotPossible):
            await house.act(case_id, Event.SETTLE_TASK, task_id=task_id, state="done", reason="Ändå.")

    async def test_after_a_person_ended_its_task_changes_nothing(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing())
        await house.confirm(case_id)
        task_id = (await house.task(case_id)).id
        await house.act(case_id, Event.SETTLE_TASK, task_id=task_id, state="done", reason="Inget fanns.")
        calls = len(system.calls)
        await house.do_jobs(later=True)
        assert len(system.calls) == calls
        assert await house.sql("SELECT id FROM findings") == []


class TestASearchThatCouldNotBeMade:
    """What was not searched is never told to anybody as nothing held."""

    async def known_by_name(self, house: Clockwork, *rights: Right) -> UUID:
        case_id = await house.open(*rights)
        await house.do_jobs()
        await house.act(
            case_id, Event.CONFIRM_IDENTITY, method="call_back", reason="Ringde upp.",
            attributes=[{"kind": "name", "value": ANNA.name}],
        )  # fmt: skip
        await house.do_jobs()
        return case_id

    async def test_is_left_to_a_person_who_is_told_what_is_missing(self, house: Clockwork) -> None:
        case_id = await self.known_by_name(house)
        task = await house.task(case_id)
        assert (task.state, (await house.case(case_id)).state) == (T.MANUAL, State.COLLECTING)
        assert task.reason == (
            "Not searched by what is proven (name): people. Prove more about the person, or search by hand."
        )
        assert "task" in [letter.letter.value for letter in (await house.shown(case_id)).letters]

    async def test_is_made_once_more_is_proven(self, house: Clockwork) -> None:
        case_id = await self.known_by_name(house)
        await house.confirm(case_id)
        await house.act(case_id, Event.RETRY_TASK, task_id=(await house.task(case_id)).id)
        await house.do_jobs()
        task = await house.task(case_id)
        assert (task.state, task.found) == (T.DONE, 1)
        assert (await house.case(case_id)).state is State.REVIEWING

    async def test_does_not_prove_that_something_is_gone(self, house: Clockwork) -> None:
        case_id = await erasing(house)
        await house.sql("DELETE FROM verified_attributes WHERE case_id = $1", case_id)
        await house.do_jobs()
        task = await house.task(case_id)
        assert (task.verb, task.state) == (Verb.EXPORT, T.MANUAL)
        assert (await house.case(case_id)).state is State.COLLECTING

    async def test_is_suspected_where_the_system_holds_the_very_address(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.rows["1"]["email"] = "gammal@post.example"
        await house.confirm(case_id)
        task = await house.task(case_id)
        assert (task.state, task.found) == (T.MANUAL, 0)
        assert task.reason == "It holds the address the person wrote from, but nothing was found."


class TestErasing:
    async def test_what_works_is_proven_by_a_new_search(self, house: Clockwork, system: System) -> None:
        case_id = await erasing(house)
        await house.do_jobs()
        assert list(system.rows) == ["2"]
        assert (await house.case(case_id)).state is State.REVIEWING
        assert [row["gone"] for row in await house.sql("SELECT gone FROM findings")] == [True]

    async def test_what_is_refused_with_its_statute_is_kept_on_the_task(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("erase", Outcome(T.REFUSED, "Kept as required by law", retained=(KEPT,)))
        case_id = await erasing(house)
        await house.do_jobs()
        seen = await house.shown(case_id)
        (task,) = [task for task in seen.tasks if task.verb is Verb.ERASE]
        assert task.state is T.REFUSED
        assert [kept["statute"] for kept in task.retained] == ["bokföringslagen 7 kap. 2 §"]
        gone = await house.sql("SELECT gone FROM findings WHERE round = 1")
        assert [row["gone"] for row in gone] == [False]

    async def test_what_takes_time_is_looked_at_again_until_it_is_done(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("erase", Outcome(T.PENDING, handle="job-7", poll_after=600))
        system.answers("poll", Outcome(T.PENDING, handle="job-7", poll_after=600))
        case_id = await erasing(house)
        await house.do_jobs()
        task = await house.task(case_id)
        assert (task.state, task.handle) == (T.PENDING, "job-7")
        assert task.poll_at == house.at + timedelta(seconds=600)
        ((kind, detail, wait),) = await house.waiting()
        assert (kind, detail) == (Kind.RUN_TASK, "poll")
        assert 590 < wait <= 600
        await house.do_jobs(later=True)
        assert (await house.task(case_id)).state is T.PENDING
        await house.do_jobs(later=True)
        assert (await house.case(case_id)).state is State.REVIEWING
        assert [call for call in system.calls if call[0] in ("erase", "poll")] == [
            ("erase", f"{case_id}:{task.round}:candidates:erase:people:1"),
            ("poll", "job-7"),
            ("poll", "job-7"),
        ]

    async def test_a_look_that_fails_is_a_look_again_and_never_a_second_erasure(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("erase", Outcome(T.PENDING, handle="job-7", poll_after=1))
        system.answers("poll", failing())
        await erasing(house)
        await house.do_jobs()
        await house.do_jobs(later=True)
        await house.do_jobs(later=True)
        assert [verb for verb, _ in system.calls].count("erase") == 1
        assert [verb for verb, _ in system.calls].count("poll") == 2

    async def test_every_pending_part_is_looked_at_and_a_refused_part_stays_refused(
        self, house: Clockwork, system: System
    ) -> None:
        for number in ("3", "4"):
            system.rows[number] = {"name": "Anna L", "email": ANNA.email}
        system.answers(
            "erase",
            Outcome(T.REFUSED, "Kept as required by law", retained=(KEPT,)),
            Outcome(T.PENDING, handle="job-3", poll_after=60),
            Outcome(T.PENDING, handle="job-4", poll_after=900),
        )
        case_id = await erasing(house)
        await house.do_jobs()
        task = await house.task(case_id)
        assert task.handle.splitlines() == ["job-3", "job-4"]
        assert task.poll_at == house.at + timedelta(seconds=900)
        await house.do_jobs(later=True)
        assert [handle for verb, handle in system.calls if verb == "poll"] == ["job-3", "job-4"]
        (settled,) = [task for task in (await house.shown(case_id)).tasks if task.verb is Verb.ERASE]
        assert settled.state is T.PARTIAL
        assert [kept["what"] for kept in settled.retained] == ["Fakturor"]

    async def test_done_again_bears_the_same_key(self, house: Clockwork, system: System) -> None:
        system.answers("erase", failing())
        await erasing(house)
        await house.do_jobs()
        await house.do_jobs(later=True)
        keys = [key for verb, key in system.calls if verb == "erase"]
        assert len(keys) == 2
        assert len(set(keys)) == 1

    async def test_what_was_proven_is_sealed_with_the_task(self, house: Clockwork, system: System) -> None:
        system.answers("erase", Outcome(T.DONE, evidence={"row": ANNA.name}))
        case_id = await erasing(house)
        await house.do_jobs()
        rows = await house.sql("SELECT id, evidence FROM tasks WHERE verb = 'erase'")
        assert ANNA.name.encode() not in rows[0]["evidence"]
        async with house.office.db.transaction(house.organisation_id) as session:
            file = await house.office.file(session, await house.case(case_id))
            opened = file.seal.open_json("tasks", "evidence", rows[0]["id"], rows[0]["evidence"])
        assert opened == {"row": ANNA.name}


class TestCorrecting:
    async def test_what_works_is_verified_and_shown(self, house: Clockwork, system: System) -> None:
        case_id = await correcting(house)
        await house.do_jobs()
        (row,) = (await house.shown(case_id)).corrections
        assert (row.written, row.verified) == (T.DONE, True)
        assert system.rows["1"]["phone"] == "070-1740699"

    async def test_what_the_system_says_it_did_but_did_not_is_not_verified(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("rectify", Outcome(T.DONE))
        case_id = await correcting(house)
        await house.do_jobs()
        (row,) = (await house.shown(case_id)).corrections
        assert (row.written, row.verified) == (T.DONE, False)

    async def test_what_the_owner_does_by_hand_counts_as_written(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("rectify", Outcome(T.MANUAL, "Somebody types it in."))
        case_id = await correcting(house)
        await house.do_jobs()
        task = await house.task(case_id)
        assert task.state is T.MANUAL
        system.rows["1"]["phone"] = "070-1740699"
        await house.act(
            case_id, Event.SETTLE_TASK, actor=OWNER, task_id=task.id, state="done", reason="Ändrat för hand."
        )
        await house.do_jobs()
        (row,) = (await house.shown(case_id)).corrections
        assert (row.written, row.verified) == (T.DONE, True)


class TestByHand:
    async def test_a_system_without_an_interface_writes_to_its_owner(self, house: Clockwork) -> None:
        del house.systems["candidates"]
        case_id = await house.identified()
        task = await house.task(case_id)
        assert task.state is T.MANUAL
        letters = [letter.letter.value for letter in (await house.shown(case_id)).letters]
        assert sorted(letters) == ["acknowledgement", "task"]

    async def test_an_owner_ends_only_what_waits_for_them(self, house: Clockwork, system: System) -> None:
        case_id = await house.open()
        await house.do_jobs()
        system.answers("find", failing(permanent=True))
        await house.confirm(case_id)
        task_id = (await house.task(case_id)).id
        with pytest.raises(ActionNotPossible, match="by hand"):
            await house.act(
                case_id, Event.SETTLE_TASK, actor=OWNER, task_id=task_id, state="done", reason="Klart."
            )

    async def test_the_last_of_two_that_end_at_once_lets_the_case_go_on_once(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        declared = profile(manual("binder"), manual("safe"))
        async with clockwork(database, tmp_path, monkeypatch, declared) as house:
            case_id = await house.identified()
            one, two = await house.tasks(case_id)
            await asyncio.gather(*(
                house.act(case_id, Event.SETTLE_TASK, task_id=task.id, state="done", reason="Inget fanns.")
                for task in (one, two)
            ))  # fmt: skip
            assert (await house.case(case_id)).state is State.COLLECTING
            await house.do_jobs()
            assert (await house.case(case_id)).state is State.REVIEWING
            assert (await house.events(case_id)).count("collected") == 1

    async def test_a_task_of_another_round_or_of_nobody_is_not_ended(self, house: Clockwork) -> None:
        del house.systems["candidates"]
        case_id = await house.identified()
        old = (await house.task(case_id)).id
        await house.act(case_id, Event.SETTLE_TASK, task_id=old, state="done", reason="Inget fanns.")
        await house.do_jobs()
        await house.act(case_id, Event.COLLECT_AGAIN, reason="Pärmen var en annan.")
        await house.do_jobs()
        with pytest.raises(ActionNotPossible, match="work that is over"):
            await house.act(case_id, Event.SETTLE_TASK, task_id=old, state="done", reason="Igen.")
        with pytest.raises(NotFound):
            await house.act(case_id, Event.SETTLE_TASK, task_id=new_id(), state="done", reason="Igen.")

    async def test_a_system_no_longer_declared_refuses(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with clockwork(database, tmp_path, monkeypatch, profile(manual("binder"))) as house:
            case_id = await house.open()
            await house.do_jobs()
            proven = [{"kind": "email", "value": ANNA.email}]
            await house.act(
                case_id, Event.CONFIRM_IDENTITY, method="letter", reason="Brev.", attributes=proven
            )
            await house.do_jobs(kinds=frozenset({Kind.START_ROUND}))
            await apply(house.office, Profile.model_validate(profile()), house.at)
            await house.do_jobs()
            task = await house.task(case_id)
            assert (task.state, task.reason) == (T.REFUSED, "The system is no longer declared.")
            assert (await house.case(case_id)).state is State.REVIEWING


class TestNobodyUnknownIsSearchedFor:
    async def test_before_an_identity_is_proven_only_the_address_is_looked_for(
        self, house: Clockwork, system: System
    ) -> None:
        case_id = await house.open()
        await house.do_jobs()
        assert system.calls == [("find", "")]
        assert await house.sql("SELECT id FROM findings") == []
        assert (await house.shown(case_id)).contact_on_file

    async def test_a_system_that_is_down_while_looking_for_the_address_is_looked_at_later(
        self, house: Clockwork, system: System
    ) -> None:
        system.answers("find", failing())
        case_id = await house.open()
        await house.do_jobs()
        assert not (await house.shown(case_id)).contact_on_file
        await house.do_jobs(later=True)
        assert (await house.shown(case_id)).contact_on_file


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], T.DONE),
        ([T.DONE, T.DONE], T.DONE),
        ([T.DONE, T.REFUSED], T.PARTIAL),
        ([T.REFUSED, T.REFUSED], T.REFUSED),
        ([T.REFUSED, T.PARTIAL], T.PARTIAL),
        ([T.DONE, T.PENDING, T.REFUSED], T.PENDING),
        ([T.DONE, T.MANUAL, T.PENDING], T.MANUAL),
    ],
)
def test_many_answers_make_one(states: list[TaskState], state: TaskState) -> None:
    given = [Outcome(each, handle=f"h{place}") for place, each in enumerate(states)]  # type: ignore[arg-type]  # only the five outcomes are listed above
    assert together(given).state is state
    assert together(given).handle.split() == [outcome.handle for outcome in given]
