"""Whoever changes, cuts, adds to or moves a history is found out, even as the database's superuser."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest
import typer
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner, Result

from app.cli.audit import audit_app
from app.models.organisation import Organisation
from app.office import Office
from app.queries import audit, organisations
from app.queries.cases import lock_case
from app.trust.audit import GENESIS, AuditRow, Fault, event_hash, verify_chain
from app.trust.keys import MasterKey
from app.trust.seals import SealFault
from app.vocabulary import ActorKind, Event, Happening, State
from app.workflows.history import SYSTEM, Actor, record
from app.workflows.sealing import Proof, prove_history, seal_history
from tests.offices import AT, a_case, an_office, an_organisation, environment
from tests.pace import at_most

LATER = AT + timedelta(hours=1)
EVENTS = 5
program = typer.Typer()
program.add_typer(audit_app, name="audit")


class Kept(NamedTuple):
    """A house with three cases of five events each, all sealed, and one organisation beside it."""

    office: Office
    organisation: Organisation
    neighbour: Organisation
    cases: tuple[UUID, UUID, UUID]
    root: asyncpg.Connection


@pytest.fixture
async def kept(database: str, tmp_path: Path) -> AsyncGenerator[Kept]:
    async with an_office(database, tmp_path, pool_size=6) as office:
        mine = await an_organisation(office)
        theirs = await an_organisation(office, "vikarservice")
        first, second, third = [await a_history(office, mine, f"NB-{n}") for n in range(3)]
        await a_history(office, theirs, "VS-1")
        assert await seal_history(office, AT) == 2
        async with office.db.transaction() as session:
            both = [await organisations.get_organisation(session, one) for one in (mine, theirs)]
        root = await asyncpg.connect(database)
        await root.execute("SET session_replication_role = replica")  # no trigger stands in the way
        yield Kept(office, both[0], both[1], (first, second, third), root)
        await root.close()


async def a_history(office: Office, organisation_id: UUID, reference: str, events: int = EVENTS) -> UUID:
    async with office.db.transaction(organisation_id) as session:
        case = a_case(organisation_id, reference)
        session.add(case)
        for number in range(events):
            at = AT + timedelta(seconds=number, microseconds=number)
            await record(session, case, Event.NOTE, SYSTEM, at, data={"n": number, "ä": ["ö", None, 1.50]})
        return case.id


async def more(kept: Kept, case_id: UUID, actor: Actor = SYSTEM) -> None:
    async with kept.office.db.transaction(kept.organisation.id) as session:
        await record(session, await lock_case(session, case_id), Event.NOTE, actor, LATER)


async def proof(kept: Kept) -> Proof:
    other = await prove_history(kept.office, kept.neighbour)
    assert other.damages == (), "whatever was done, the neighbour's history holds"
    return await prove_history(kept.office, kept.organisation)


async def sentences(kept: Kept) -> set[tuple[str, str]]:
    return {(one.place, one.sentence) for one in (await proof(kept)).damages}


# What is written, and by whom.


async def test_the_trigger_and_python_agree_on_what_was_hashed(kept: Kept) -> None:
    odd = datetime(1999, 12, 31, 23, 59, 59, 7, tzinfo=UTC)
    async with kept.office.db.transaction(kept.organisation.id) as session:
        case = await lock_case(session, kept.cases[0])
        actor = Actor(ActorKind.LEAD, "åsa:lead")
        data = {"text": "\x1f\n\"'\\ 名前 \U0001f600", "b": 2, "a": 1}
        await record(
            session, case, Event.APPROVE, actor, odd, data=data, moved=(State.REVIEWING, State.ANSWERED)
        )
        await record(session, case, Happening.LETTER_SENT, SYSTEM, odd)
        rows = await audit.rows_of(session, [case.id])
    assert [row.seq for row in rows] == list(range(1, EVENTS + 3))
    assert rows[0].prev_hash == GENESIS
    assert rows[-2].actor == "lead:åsa:lead"
    assert rows[-2].data == json.dumps(data)
    assert (rows[-2].from_state, rows[-2].to_state) == ("reviewing", "answered")
    assert verify_chain(rows) == []


async def test_whoever_writes_cannot_choose_number_link_hash_or_position(kept: Kept) -> None:
    async with kept.office.db.transaction(kept.organisation.id) as session:
        await record(session, await lock_case(session, kept.cases[0]), Event.NOTE, SYSTEM, LATER)
        positions = [one.position for one in await audit.events_between(session, 0)]
    assert positions == sorted(positions)
    assert len(set(positions)) == 3 * EVENTS + 1
    assert (await proof(kept)).damages == ()


async def test_a_separator_in_a_label_is_refused(kept: Kept) -> None:
    with pytest.raises(DBAPIError, match="separator"):
        await more(kept, kept.cases[0], actor=Actor(ActorKind.LEAD, "a\x1fb"))


# Seals.


async def test_nothing_new_needs_no_seal(kept: Kept) -> None:
    assert await seal_history(kept.office, LATER) == 0
    await more(kept, kept.cases[1])
    assert await seal_history(kept.office, LATER) == 1
    assert await seal_history(kept.office, LATER) == 0
    shown = await proof(kept)
    assert (shown.cases, shown.events, len(shown.roots), shown.unsealed) == (3, 3 * EVENTS + 1, 2, 0)
    assert shown.damages == ()


async def test_seals_taken_at_once_do_not_overlap(kept: Kept) -> None:
    for _ in range(3):
        await more(kept, kept.cases[0])
        assert sum(await asyncio.gather(*(seal_history(kept.office, LATER) for _ in range(3)))) == 1
    assert (await proof(kept)).damages == ()


async def test_a_long_history_is_sealed_in_pieces(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workflows.sealing._SPAN", 2)
    for _ in range(5):
        await more(kept, kept.cases[2])
    assert await seal_history(kept.office, LATER) == 3
    shown = await proof(kept)
    assert (len(shown.roots), shown.damages) == (4, ())


async def test_an_event_that_waits_for_a_seal_comes_after_it(kept: Kept) -> None:
    """A writer that was about to write when a seal was asked for must not end up below the seal."""
    organisation_id = kept.organisation.id
    async with kept.office.db.transaction(organisation_id) as writing:
        case = await lock_case(writing, kept.cases[0])
        await record(writing, case, Event.NOTE, SYSTEM, LATER)
        sealing = asyncio.create_task(seal_history(kept.office, LATER))
        await until_waiting(kept, 1)
        late = asyncio.create_task(more(kept, kept.cases[1]))
        await until_waiting(kept, 2)
        await record(writing, case, Event.NOTE, SYSTEM, LATER)
    assert await sealing == 1
    await late
    shown = await proof(kept)
    assert (shown.unsealed, shown.damages) == (1, ())


async def until_waiting(kept: Kept, count: int) -> None:
    for _ in range(6000):
        waiting = await kept.root.fetchval(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
        )
        if waiting == count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{count} did not come to wait")


async def test_writers_of_one_organisation_do_not_wait_for_one_another(kept: Kept) -> None:
    async with kept.office.db.transaction(kept.organisation.id) as writing:
        await record(writing, await lock_case(writing, kept.cases[0]), Event.NOTE, SYSTEM, LATER)
        await asyncio.wait_for(more(kept, kept.cases[1]), 60)


async def test_while_everybody_writes_and_seals_nothing_looks_broken(kept: Kept) -> None:
    over = asyncio.Event()

    async def write(case_id: UUID) -> None:
        while not over.is_set():
            await more(kept, case_id)

    async def seal() -> int:
        made = 0
        while not over.is_set():
            made += await seal_history(kept.office, LATER)
        return made

    async def look() -> list[Proof]:
        looked = [await proof(kept) for _ in range(15)]
        over.set()
        return looked

    async with asyncio.TaskGroup() as group:
        for case_id in (*kept.cases, *kept.cases):
            group.create_task(write(case_id))
        sealers = [group.create_task(seal()) for _ in range(2)]
        looker = group.create_task(look())
    looked = looker.result()
    assert sum(sealer.result() for sealer in sealers) > 2
    assert {damage for one in looked for damage in one.damages} == set()
    assert looked[-1].events > looked[0].events
    await seal_history(kept.office, LATER)
    assert (await proof(kept)).unsealed == 0


# Tampering as superuser: each is found and named.


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "event = 'approve'",
        "actor = 'anna'",
        "actor_kind = 'lead'",
        "from_state = 'triage'",
        "to_state = 'a word nobody knows'",
        "data = '{}'",
        "data = (data::text || ' ')::json",
        "hash = sha256('')",
        "at = 'infinity'",
    ],
)
@pytest.mark.parametrize("sequence", [1, 3, EVENTS])
async def test_a_changed_event_is_named(kept: Kept, change: str, sequence: int) -> None:
    await kept.root.execute(
        f"UPDATE audit_events SET {change} WHERE case_id = $1 AND sequence = $2", kept.cases[1], sequence
    )
    assert (f"case NB-1, event {sequence}", Fault.HASH) in await sentences(kept)


async def test_a_changed_link_is_named(kept: Kept) -> None:
    await kept.root.execute(
        "UPDATE audit_events SET previous = sha256('') WHERE case_id = $1 AND sequence = 2", kept.cases[1]
    )
    assert ("case NB-1, event 2", Fault.LINK) in await sentences(kept)


async def test_a_chain_made_anew_to_its_end_is_named_by_its_seal(kept: Kept) -> None:
    await forge(kept, kept.cases[1])
    assert await sentences(kept) == {("seal 1 of 2026-03-02", SealFault.ROOT)}


async def forge(kept: Kept, case_id: UUID) -> None:
    """Rewrite the actor of every event of a case, and every hash and head after it."""
    async with kept.office.db.transaction(kept.organisation.id) as session:
        rows = await audit.rows_of(session, [case_id])
    link = GENESIS
    for row in rows:
        forged = AuditRow(**{**vars(row), "actor": "system:x", "prev_hash": link})
        hash_ = event_hash(link, forged)
        await kept.root.execute(
            "UPDATE audit_events SET actor = 'x', previous = $1, hash = $2 WHERE case_id = $3 AND sequence = $4",
            link, hash_, case_id, row.seq,
        )  # fmt: skip
        link = hash_
    await kept.root.execute("UPDATE cases SET chain_hash = $1 WHERE id = $2", link, case_id)


async def test_a_removed_event_is_named(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM audit_events WHERE case_id = $1 AND sequence = 2", kept.cases[1])
    told = await sentences(kept)
    assert {("case NB-1, event 3", Fault.GAP), ("case NB-1, event 3", Fault.LINK)} <= told
    assert any(place.startswith("seal 1") and "15 events, but 14" in told for place, told in told)


async def test_a_removed_tail_is_named(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM audit_events WHERE case_id = $1 AND sequence > 3", kept.cases[1])
    assert (f"case NB-1, event {EVENTS}", Fault.TAIL) in await sentences(kept)


async def test_a_removed_tail_whose_head_was_put_right_is_named_by_its_seal(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM audit_events WHERE case_id = $1 AND sequence > 3", kept.cases[1])
    await kept.root.execute(
        "UPDATE cases SET chain_sequence = 3, chain_hash = "
        "(SELECT hash FROM audit_events WHERE case_id = cases.id AND sequence = 3) WHERE id = $1",
        kept.cases[1],
    )
    ((place, sentence),) = await sentences(kept)
    assert place == "seal 1 of 2026-03-02"
    assert "15 events, but 13 are there now" in sentence


async def test_a_case_without_its_events_is_named(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM audit_events WHERE case_id = $1", kept.cases[1])
    assert (f"case NB-1, event {EVENTS}", Fault.CASE) in await sentences(kept)


async def test_events_without_their_case_are_named(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM cases WHERE id = $1", kept.cases[1])
    assert await sentences(kept) == {(f"case {kept.cases[1]}, event {EVENTS}", Fault.UNKNOWN)}


async def test_a_whole_case_that_is_gone_is_named_by_its_seal(kept: Kept) -> None:
    await kept.root.execute("DELETE FROM audit_events WHERE case_id = $1", kept.cases[1])
    await kept.root.execute("DELETE FROM cases WHERE id = $1", kept.cases[1])
    ((place, sentence),) = await sentences(kept)
    assert place == "seal 1 of 2026-03-02"
    assert "15 events, but 10 are there now" in sentence


async def test_two_events_that_changed_places_are_named(kept: Kept) -> None:
    for there, here in ((99, 2), (2, 3), (3, 99)):
        await kept.root.execute(
            "UPDATE audit_events SET sequence = $1 WHERE case_id = $2 AND sequence = $3",
            there,
            kept.cases[1],
            here,
        )
    told = await sentences(kept)
    assert {("case NB-1, event 2", Fault.HASH), ("case NB-1, event 3", Fault.HASH)} <= told


async def test_events_moved_to_another_case_are_named(kept: Kept) -> None:
    await kept.root.execute(
        "UPDATE audit_events SET case_id = $1, sequence = 6 WHERE case_id = $2 AND sequence = 5",
        kept.cases[0],
        kept.cases[1],
    )
    told = await sentences(kept)
    assert {("case NB-0, event 6", Fault.HASH), ("case NB-1, event 5", Fault.TAIL)} <= told


async def test_positions_that_changed_places_are_named_by_their_seal(kept: Kept) -> None:
    one, other = await kept.root.fetch(
        "SELECT sequence, position FROM audit_events WHERE case_id = $1 ORDER BY sequence LIMIT 2",
        kept.cases[1],
    )
    await kept.root.execute("ALTER TABLE audit_events ALTER position DROP IDENTITY")
    for event, place in ((one, other), (other, one)):
        await kept.root.execute(
            "UPDATE audit_events SET position = $1 WHERE case_id = $2 AND sequence = $3",
            place["position"], kept.cases[1], event["sequence"],
        )  # fmt: skip
    assert await sentences(kept) == {("seal 1 of 2026-03-02", SealFault.ROOT)}


@pytest.mark.parametrize("change", ["chain_hash = sha256('')", "chain_sequence = 9", "chain_sequence = 0"])
async def test_a_changed_head_is_named(kept: Kept, change: str) -> None:
    await kept.root.execute(f"UPDATE cases SET {change} WHERE id = $1", kept.cases[1])
    ((place, sentence),) = await sentences(kept)
    assert place.startswith("case NB-1")
    assert sentence == Fault.TAIL


async def test_an_event_slipped_in_below_a_seal_is_named(kept: Kept) -> None:
    await more(kept, kept.cases[1])
    await kept.root.execute("ALTER TABLE audit_events ALTER position DROP IDENTITY")
    await kept.root.execute(
        "UPDATE audit_events SET position = 0 WHERE position = (SELECT max(position) FROM audit_events)"
    )
    await kept.root.execute(
        "UPDATE audit_events SET position = 1 - position WHERE position < 2 AND case_id = $1", kept.cases[1]
    )
    told = {sentence for _, sentence in await sentences(kept)}
    assert any("15 events, but 16 are there now" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("root = sha256('') || substr(root, 33)", SealFault.ROOT),
        ("root = substr(root, 1, 32) || sha256('')", SealFault.SIGNATURE),
        ("root = ''", SealFault.SIGNATURE),
        ("previous = sha256('')", SealFault.LINK),
        ("at = at - interval '1 day'", SealFault.ROOT),
        ("to_position = to_position + 1", SealFault.ROOT),
        ("from_position = from_position + 1", SealFault.ROOT),
        ("from_position = from_position + 2", "It was taken over 15 events, but 14"),
        ("events = events - 1", "It was taken over 14 events, but 15"),
        ("number = 7", SealFault.GAP),
    ],
)
async def test_a_changed_seal_is_named(kept: Kept, change: str, sentence: str) -> None:
    await kept.root.execute(
        f"UPDATE audit_seals SET {change} WHERE organisation_id = $1", kept.organisation.id
    )
    told = await sentences(kept)
    assert all(place.startswith("seal ") for place, _ in told)
    assert any(one.startswith(sentence) for _, one in told)


async def test_a_removed_seal_is_named(kept: Kept) -> None:
    for _ in range(2):
        await more(kept, kept.cases[0])
        await seal_history(kept.office, LATER)
    await kept.root.execute(
        "DELETE FROM audit_seals WHERE organisation_id = $1 AND number = 2", kept.organisation.id
    )
    assert await sentences(kept) == {
        ("seal 3 of 2026-03-02", SealFault.GAP),
        ("seal 3 of 2026-03-02", SealFault.LINK),
    }


async def test_a_seal_made_without_the_master_key_is_named(kept: Kept) -> None:
    await forge(kept, kept.cases[1])
    await kept.root.execute("DELETE FROM audit_seals WHERE organisation_id = $1", kept.organisation.id)
    thief = Office(kept.office.settings, kept.office.db, MasterKey(bytes(32)), kept.office.blobs)
    await seal_history(thief, AT)
    assert await sentences(kept) == {("seal 1 of 2026-03-02", SealFault.SIGNATURE)}


async def test_another_organisations_event_is_a_stray_here(kept: Kept) -> None:
    await kept.root.execute(
        "UPDATE audit_events SET organisation_id = $1 WHERE case_id = $2", kept.neighbour.id, kept.cases[1]
    )
    here = await prove_history(kept.office, kept.organisation)
    there = await prove_history(kept.office, kept.neighbour)
    assert Fault.CASE in {one.sentence for one in here.damages}
    assert Fault.UNKNOWN in {one.sentence for one in there.damages}


# The command.


async def verify(
    kept: Kept, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> Result:
    for name, value in environment(database, tmp_path).items():
        monkeypatch.setenv(name, value)
    return await asyncio.to_thread(CliRunner().invoke, program, ["audit", "verify", *arguments])


async def test_the_command_says_that_everything_holds(
    kept: Kept, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await verify(kept, database, tmp_path, monkeypatch)
    assert result.exit_code == 0, result.output
    assert "nordbemanning: 3 cases, 15 events, 1 seals; 0 events wait" in result.stdout
    assert "vikarservice: 1 cases, 5 events, 1 seals" in result.stdout
    assert result.stdout.endswith("Everything holds.\n")


async def test_the_command_names_what_is_broken_and_fails(
    kept: Kept, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.root.execute(
        "UPDATE audit_events SET actor = 'x' WHERE case_id = $1 AND sequence = 2", kept.cases[1]
    )
    result = await verify(kept, database, tmp_path, monkeypatch)
    assert result.exit_code == 1
    assert f"nordbemanning: BROKEN at case NB-1, event 2: {Fault.HASH}" in result.stdout
    shown = json.loads((await verify(kept, database, tmp_path, monkeypatch, "--json")).stdout)
    assert shown["holds"] is False
    assert shown["organisations"][0]["damages"] == [
        {
            "place": "case NB-1, event 2",
            "sentence": Fault.HASH,
            "case_id": str(kept.cases[1]),
            "sequence": 2,
            "seal": None,
        }
    ]
    other = await verify(kept, database, tmp_path, monkeypatch, "--organisation", "vikarservice", "--json")
    assert (other.exit_code, json.loads(other.stdout)["holds"]) == (0, True)


async def test_a_history_replaced_with_its_seals_is_found_by_a_root_noted_down(
    kept: Kept, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = (await proof(kept)).roots[-1]
    assert (await verify(kept, database, tmp_path, monkeypatch, "--known", noted)).exit_code == 0
    await forge(kept, kept.cases[1])
    await kept.root.execute("DELETE FROM audit_seals")
    await seal_history(kept.office, AT)
    assert (await verify(kept, database, tmp_path, monkeypatch)).exit_code == 0
    result = await verify(kept, database, tmp_path, monkeypatch, "--known", noted)
    assert result.exit_code == 1
    assert f"No seal has the root {noted} any more" in result.stdout


async def test_an_unknown_organisation_is_no_proof(
    kept: Kept, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await verify(kept, database, tmp_path, monkeypatch, "--organisation", "nobody")
    assert result.exit_code == 2
    assert "no organisation 'nobody'" in result.stderr


async def test_forty_thousand_events_are_proven_in_seconds(kept: Kept) -> None:
    await kept.root.execute("SET session_replication_role = origin")
    for _ in range(40):
        async with kept.office.db.transaction(kept.organisation.id) as session:
            cases = [a_case(kept.organisation.id, f"L-{_}-{n}") for n in range(25)]
            session.add_all(cases)
    await kept.root.execute(
        """
        INSERT INTO audit_events (case_id, sequence, organisation_id, at, actor_kind, actor, event, data, previous, hash)
        SELECT id, 0, organisation_id, now(), 'system', '', 'note', '{"n": 1}', '', ''
        FROM cases, generate_series(1, 40) WHERE reference LIKE 'L-%'
        """
    )
    assert await seal_history(kept.office, LATER) == 4
    with at_most(10):
        shown = await proof(kept)
    assert (shown.events, shown.damages) == (40_000 + 3 * EVENTS, ())
