"""Keys are replaced while the house works: everything opens before, in between and after, also after a crash."""

import asyncio
import base64
import os
import secrets
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from app.cli.main import app as program
from app.db import Database
from app.errors import NotReady
from app.intake.door import Delivery, accept, store
from app.models.case import CaseKey
from app.models.member import Invitation
from app.office import Office
from app.queries import cases, members, messages
from app.settings import Settings
from app.trust import addresses, keys, search
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey, SealBroken, read_or_create
from app.vocabulary import Channel, Role
from app.workflows import rotating
from app.workflows.members import called, invite
from app.workflows.rotating import rewrap, rotate
from app.workflows.sealing import prove_history, seal_history
from tests.house import until
from tests.offices import AT, MASTER
from tests.past import COPY, Past, a_past, a_person

RAW = b"From: Cilla <cilla@post.example>\n\nEn fr\xc3\xa5ga."


class Before(NamedTuple):
    """What was given out before a rotation, and must lead back afterwards."""

    wrapped: dict[UUID, bytes]
    message_id: UUID
    plus: str
    verp: str
    thread: str


@pytest.fixture
async def past(database: str, tmp_path: Path) -> AsyncGenerator[Past]:
    async with a_past(database, tmp_path) as house:
        yield house


async def remember(past: Past) -> Before:
    delivery = Delivery("push", "one", Channel.EMAIL, RAW, AT)
    message_id = (await accept(past.office, past.organisation.id, delivery, AT)).message_id
    async with past.office.db.transaction(past.organisation.id) as session:
        desk = await past.office.desk(session)
        key, box = desk.address_key, "dataskydd@nordbemanning.example"
        return Before(
            await wraps(past),
            message_id,
            addresses.plus_address(key, box, past.open),
            addresses.verp(key, box, past.closed),
            addresses.message_id(key, past.open, past.closed, "nordbemanning.example"),
        )


async def wraps(past: Past) -> dict[UUID, bytes]:
    rows = await past.root.fetch("SELECT case_id, wrapped FROM case_keys")
    return {row["case_id"]: row["wrapped"] for row in rows}


async def holds(past: Past, before: Before, office: Office | None = None) -> None:
    """Look that everything opens, and that everything given out before still leads back."""
    house = office or past.office
    async with house.db.transaction(past.organisation.id) as session:
        desk = await house.desk(session)
        for case_id, name in ((past.closed, "Anna Lindqvist"), (past.open, "Bo Ek")):
            file = await house.file(session, await cases.get_case(session, case_id))
            assert file.person_name == name
            finding = await past.root.fetchrow("SELECT id, sha256 FROM findings WHERE case_id = $1", case_id)
            assert finding is not None
            read = [chunk async for chunk in file.read(finding["id"], finding["sha256"])]
            assert b"".join(read) == COPY
        message = await messages.get_message(session, before.message_id)
        assert desk.seal.open_bytes("messages", "raw", message.id, message.raw) == RAW
        key = desk.address_key
        assert [found.id for found in addresses.read_plus_addresses(key, before.plus)] == [past.open]
        assert addresses.read_verp(key, before.verp) == past.closed
        assert addresses.read_message_ids(key, before.thread) == [(past.open, past.closed)]
        token = search.email_token(desk.index_key, "bo@post.example")
        assert [case.id for case in await cases.open_cases_of(session, token)] == [past.open]
    proof = await prove_history(house, past.organisation)
    assert proof.damages == ()


async def test_an_organisation_gets_its_next_key(past: Past) -> None:
    before = await remember(past)
    assert await rotate(past.office, past.organisation.id) == 2
    await holds(past, before)
    after = await wraps(past)
    assert after.keys() == before.wrapped.keys()
    row = await past.root.fetchrow("SELECT wrapped, former, version FROM organisation_keys")
    assert row is not None
    assert (row["former"], row["version"]) == (None, 2)
    fresh = keys.unwrap_organisation_key(MASTER, past.organisation.id, row["wrapped"])
    for case_id, wrapped in before.wrapped.items():
        with pytest.raises(SealBroken):
            keys.unwrap_case_secret(fresh, case_id, wrapped)
    assert await rotate(past.office, past.organisation.id) == 3
    await holds(past, before)


async def test_members_are_still_known_under_the_next_key(past: Past) -> None:
    given = Invitation(name="Mildra Frostviskare", email="mildra@nordstaff.example", role=Role.HANDLER)
    async with past.office.db.transaction(past.organisation.id) as session:
        invited = await invite(session, await past.office.desk(session), given, AT)
    await rotate(past.office, past.organisation.id)
    async with past.office.db.transaction(past.organisation.id) as session:
        desk = await past.office.desk(session)
        assert desk.former is None
        assert await called(session, desk, [invited.label]) == {invited.label: "Mildra Frostviskare"}
        (found,) = await members.by_email(session, search.email_token(desk.index_key, given.email))
        assert found.id == invited.id


async def test_what_comes_in_meanwhile_is_kept(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    """While keys move, people write, and a process that began before still seals with the former key."""
    before = await remember(past)
    monkeypatch.setattr(rotating, "BATCH", 1)
    began = asyncio.Event()
    on = asyncio.Event()

    async def late() -> UUID:
        async with past.office.db.transaction(past.organisation.id) as session:
            await past.office.desk(session)
            began.set()
            await on.wait()
            delivery = Delivery("push", "late", Channel.EMAIL, RAW, AT)
            return (await store(past.office, session, delivery, AT)).message_id

    writing = asyncio.create_task(late())
    await began.wait()
    rotation = asyncio.create_task(rotate(past.office, past.organisation.id))

    async def stands() -> bool:
        return bool(await past.root.fetchval("SELECT former IS NOT NULL FROM organisation_keys"))

    await until(stands)
    third = await a_person(past.office, past.organisation.id, "Cilla Dahl", closed=False)
    assert not rotation.done(), "whoever began before is waited for"
    await holds(past, before)
    on.set()
    message_id = await writing
    assert await rotation == 2
    await holds(past, before)
    async with past.office.db.transaction(past.organisation.id) as session:
        assert (
            await past.office.file(session, await cases.get_case(session, third))
        ).person_name == "Cilla Dahl"
        desk, message = await past.office.desk(session), await messages.get_message(session, message_id)
        assert desk.former is None
        assert desk.seal.open_bytes("messages", "raw", message.id, message.raw) == RAW


async def test_a_rotation_that_is_killed_is_finished(past: Past, tmp_path: Path) -> None:
    before = await remember(past)
    await past.root.execute(
        "INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), "
        "'reference', 'NB-' || n, 'chain_sequence', 0, 'chain_hash', ''))).* FROM cases c, generate_series(1, 2000) n WHERE c.id = $1", past.open,
    )  # fmt: skip
    await past.root.execute(
        "INSERT INTO audit_events (case_id, sequence, organisation_id, at, actor_kind, actor, event, data, "
        "previous, hash) SELECT id, 0, organisation_id, $1, 'system', '', 'note', '{}', '', '' FROM cases "
        "WHERE chain_sequence = 0", AT,
    )  # fmt: skip
    others = await past.root.fetch(
        "SELECT id FROM cases WHERE reference LIKE 'NB-%' AND id <> ALL($1)", [past.open, past.closed]
    )
    async with past.office.db.transaction(past.organisation.id) as session:
        desk = await past.office.desk(session)
        session.add_all(
            CaseKey(
                case_id=row["id"],
                organisation_id=desk.organisation_id,
                wrapped=keys.new_wrapped_case_secret(desk.key, row["id"]),
                version=desk.key.generation,
            )
            for row in others
        )
    told = {**os.environ, "UTDRAG_HOME": str(tmp_path), "UTDRAG_DATABASE_URL": past.office.db.url}
    told["UTDRAG_MASTER_KEY"] = base64.b64encode(MASTER.secret).decode()
    left: list[int] = []
    for number in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from app.cli.main import main; main()", "key", "rotate",
            "--organisation", "nordbemanning", env=told, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

        async def further(number: int = number) -> bool:
            moved = await past.root.fetchval("SELECT count(*) FROM case_keys WHERE version = 2")
            return int(moved) > number * 500

        await until(further)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        left.append(await past.root.fetchval("SELECT count(*) FROM case_keys WHERE version = 1"))
        await holds(past, before)
    assert left == sorted(left, reverse=True)
    assert left[0] > 0
    assert await rotate(past.office, past.organisation.id) in (2, 3)
    await holds(past, before)
    assert await past.root.fetchval("SELECT count(*) FROM case_keys WHERE version = 1") == 0


# The master key.


@pytest.fixture
async def filed(past: Past, tmp_path: Path) -> AsyncGenerator[Office]:
    """The house, with its master key in a file, as one that was started before the key is replaced."""
    settings = Settings(home=tmp_path, database_url=SecretStr(past.office.db.url))
    settings.key_file.write_text(MASTER.text())
    settings.key_file.chmod(0o600)
    db = Database(past.office.db.url, pool_size=2)
    yield Office(settings, db, read_or_create(settings.key_file), BlobStore(settings.blob_store))
    await db.close()


def started(office: Office) -> Office:
    """Give the same house as a process that starts now has it."""
    return Office(office.settings, office.db, read_or_create(office.settings.key_file), office.blobs)


async def rotate_master(office: Office, monkeypatch: pytest.MonkeyPatch, **more: str) -> tuple[int, str]:
    monkeypatch.setenv("UTDRAG_HOME", str(office.settings.home))
    monkeypatch.setenv("UTDRAG_DATABASE_URL", office.db.url)
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    ran = await asyncio.to_thread(CliRunner().invoke, program, ["key", "rotate-master"])
    return ran.exit_code, ran.exception.detail if isinstance(ran.exception, NotReady) else ran.output


async def test_a_new_master_key_takes_over(
    past: Past, filed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await remember(past)
    file = filed.settings.key_file
    code, told = await rotate_master(filed, monkeypatch)
    assert code == 0, told
    assert told.startswith("1 keys were wrapped anew.")
    assert file.read_text() != MASTER.text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.with_name("master.key.next").exists()
    (former,) = file.parent.glob("master.key.former-*")
    assert MasterKey.from_file(former) == MASTER
    await holds(past, before, filed)  # a process that has the former key in its memory reads the file anew
    await holds(past, before, started(filed))
    wrapped = await past.root.fetchval("SELECT wrapped FROM organisation_keys")
    with pytest.raises(SealBroken):
        keys.unwrap_organisation_key(MASTER, past.organisation.id, wrapped)
    assert await seal_history(filed, AT) == 0
    assert await past.root.fetchval("SELECT count(*) FROM audit_seals") == 2, (
        "one of them vouches for the rest"
    )


async def test_a_crash_anywhere_is_finished(
    past: Past, filed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file is there; or the keys are wrapped anew; or the former one is linked: each time it died."""
    before = await remember(past)
    file = filed.settings.key_file
    coming = read_or_create(file.with_name("master.key.next"))
    await holds(past, before, started(filed))
    assert await rewrap(started(filed), coming) == 1
    await holds(past, before, started(filed))
    os.link(file, file.with_name(f"master.key.former-{MASTER.key_id.hex()}"))
    await holds(past, before, started(filed))
    code, told = await rotate_master(filed, monkeypatch)
    assert (code, told[:2]) == (0, "0 ")
    assert MasterKey.from_file(file) == coming
    await holds(past, before, started(filed))
    await holds(past, before, filed)


async def test_a_key_that_is_set_needs_the_next_one_set(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await remember(past)
    given = {"UTDRAG_MASTER_KEY": base64.b64encode(MASTER.secret).decode()}
    assert "UTDRAG_NEXT_MASTER_KEY" in (await rotate_master(past.office, monkeypatch, **given))[1]
    coming = base64.b64encode(secrets.token_bytes(32)).decode()
    code, told = await rotate_master(past.office, monkeypatch, **given, UTDRAG_NEXT_MASTER_KEY=coming)
    assert code == 0, told
    both = past.office.settings.model_copy(update={"next_master_key": SecretStr(coming)})
    await holds(past, before, Office(both, past.office.db, MASTER, past.office.blobs))
    await holds(past, before, Office(both, past.office.db, MasterKey.from_text(coming), past.office.blobs))
    with pytest.raises(SealBroken):
        await holds(past, before)


async def test_a_seal_of_neither_key_is_still_found(past: Past, filed: Office) -> None:
    coming = read_or_create(filed.settings.key_file.with_name("master.key.next"))
    await rewrap(started(filed), coming)
    root = await asyncpg.connect(filed.db.url)
    await root.execute("SET session_replication_role = replica")
    await root.execute("UPDATE audit_seals SET root = substr(root, 1, 32) || sha256('') WHERE number = 2")
    await root.close()
    proof = await prove_history(started(filed), past.organisation)
    assert {damage.sentence for damage in proof.damages} == {"This seal was not made with the master key."}
