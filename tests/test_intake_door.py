"""The door: what it keeps, how it knows what came before, and what nobody can read in the table."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlmodel import col, select

from app.db import Database
from app.intake.door import Delivery, accept, content_key, store, transport_key
from app.intake.standin import stand_in
from app.models.message import Message
from app.office import Office
from app.profiles import Profile
from app.settings import Settings
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import Channel, MessageState
from app.workflows.applying import apply

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RAW = (
    b"From: Anna Berg <anna.berg@post.example>\r\nSubject: Registerutdrag\r\n"
    b"Message-ID: <1@post.example>\r\n\r\nHej, vad har ni om mig? F\xf6dd 1980.\r\n"
)
MAIL = Delivery("imap", "box/INBOX/1/1", Channel.EMAIL, RAW, AT - timedelta(minutes=5))


@asynccontextmanager
async def an_office(database: str) -> AsyncGenerator[Office]:
    """Give an office on the database, as the unprivileged role."""
    db = Database(database, pool_size=3)
    try:
        yield Office(Settings(), db, MasterKey(bytes(range(32))), BlobStore("memory://"))
    finally:
        await db.close()


async def an_organisation(office: Office, slug: str = "nordbemanning", **profile: Any) -> UUID:
    """Apply a small profile with the inbox `dataskydd@<slug>.example`; give the organisation."""
    address = f"dataskydd@{slug}.example"
    content = {
        "slug": slug,
        "name": slug.title(),
        "country": "SE",
        "language": "sv",
        "reference_prefix": "NB",
        "contact": {"email": address},
        "inboxes": [{"address": address}],
        "people": [{"name": "Ada Handläggare", "email": address, "role": "handler"}],
        **profile,
    }
    return (await apply(office, Profile.model_validate(content), AT)).organisation_id


async def messages_of(office: Office, organisation_id: UUID) -> list[Message]:
    """Give every message of an organisation, oldest first."""
    async with office.db.transaction(organisation_id) as session:
        return list((await session.exec(select(Message).order_by(col(Message.id)))).all())


async def raws_of(office: Office, organisation_id: UUID) -> list[bytes]:
    """Give the messages as they came."""
    async with office.db.transaction(organisation_id) as session:
        seal = (await office.desk(session)).seal
    rows = await messages_of(office, organisation_id)
    return [seal.open_bytes("messages", "raw", row.id, row.raw) for row in rows]


async def execute(url: str, *statements: str) -> None:
    """Run statements as the owner of the server."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def away(database: str, administrator: str) -> AsyncGenerator[None]:
    """Shut everybody out of a database for a while."""
    name = database.rpartition("/")[2]
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    await execute(administrator, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", ended)
    try:
        yield
    finally:
        await execute(administrator, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@pytest.fixture
async def office(database: str) -> AsyncGenerator[Office]:
    async with an_office(database) as opened:
        yield opened


async def test_the_same_key_is_the_same_delivery(office: Office) -> None:
    here = await an_organisation(office)
    first = await accept(office, here, MAIL, AT)
    again = await accept(office, here, replace(MAIL, raw=b"other bytes"), AT)
    assert (first.duplicate, again.duplicate) == (False, True)
    assert first.message_id == again.message_id
    assert await raws_of(office, here) == [RAW]
    assert await jobs(office) == 1


async def test_a_key_is_of_one_source_and_one_organisation(office: Office) -> None:
    here, there = await an_organisation(office), await an_organisation(office, "sydbemanning")
    receipts = [
        await accept(office, here, MAIL, AT),
        await accept(office, there, MAIL, AT),
        await accept(office, here, replace(MAIL, source="smtp"), AT),
        await accept(office, here, replace(MAIL, source_key="box/INBOX/1/2"), AT),
    ]
    assert not any(receipt.duplicate for receipt in receipts)
    assert len(await messages_of(office, here)) == 3
    assert len(await messages_of(office, there)) == 1


async def jobs(office: Office) -> int:
    connection = await asyncpg.connect(office.db.url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM pgqueuer"))
    finally:
        await connection.close()


async def test_what_was_rolled_back_never_came(office: Office) -> None:
    here = await an_organisation(office)

    async def cut_short() -> None:
        async with office.db.transaction(here) as session:
            await store(office, session, MAIL, AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await cut_short()
    assert await messages_of(office, here) == []
    assert await jobs(office) == 0
    assert not (await accept(office, here, MAIL, AT)).duplicate


async def test_a_message_is_described_but_not_read(office: Office) -> None:
    here = await an_organisation(office)
    await accept(office, here, MAIL, AT)
    [row] = await messages_of(office, here)
    assert row.sha256 == hashlib.sha256(RAW).digest()
    assert row.content_key == content_key(RAW)
    assert (row.size, row.state, row.channel) == (len(RAW), MessageState.STORED, Channel.EMAIL)
    assert (row.received_at, row.stored_at) == (MAIL.received_at, AT)
    assert (row.case_id, row.rights, row.attempts, row.error) == (None, [], 0, "")


async def test_nobody_reads_a_message_in_the_table(office: Office, database: str) -> None:
    here = await an_organisation(office)
    await accept(office, here, MAIL, AT)
    connection = await asyncpg.connect(database)
    try:
        [stored] = await connection.fetch("SELECT m.*, m::text AS everything FROM messages m")
    finally:
        await connection.close()
    for word in (b"Anna", b"anna.berg", b"Registerutdrag", b"vad har ni"):
        assert word not in stored["raw"]
        assert word.hex() not in stored["everything"]
        assert word.decode() not in stored["everything"]


@pytest.mark.parametrize(("early", "expected"), [(-400, AT), (0, AT), (1, AT - timedelta(days=1))])
async def test_nothing_is_received_in_the_future(office: Office, early: int, expected: datetime) -> None:
    here = await an_organisation(office)
    await accept(office, here, replace(MAIL, received_at=AT - timedelta(days=early)), AT)
    [row] = await messages_of(office, here)
    assert row.received_at == expected


TRACES = (
    b"Received: from a.example by b.example;\r\n\tMon, 2 Mar 2026 10:00:00 +0100\r\n",
    b"Return-Path: <anna.berg@post.example>\r\n",
    b"DELIVERED-TO: dataskydd+c-x@nordbemanning.example\r\n",
    b"X-Original-To: dataskydd@nordbemanning.example\r\n",
    b"Authentication-Results: mx.example;\r\n dkim=pass\r\n spf=pass\r\n",
    b"ARC-Seal: i=1; a=rsa-sha256\r\n",
    b"DKIM-Signature: v=1; a=rsa-sha256;\r\n\tb=abc\r\n",
    b"Received-SPF : pass\r\n",
    b"X-MS-Exchange-Whatever: 1\r\n",
)


@pytest.mark.parametrize("trace", TRACES)
def test_the_way_a_mail_took_does_not_change_what_it_is(trace: bytes) -> None:
    head, gap, body = RAW.partition(b"\r\n\r\n")
    assert content_key(trace + RAW) == content_key(RAW)
    assert content_key(head + b"\r\n" + trace.removesuffix(b"\r\n") + gap + body) == content_key(RAW)
    assert content_key((trace + RAW).replace(b"\r\n", b"\n")) == content_key(RAW)


@pytest.mark.parametrize(
    "other",
    [
        RAW.replace(b"Registerutdrag", b"Radering"),
        RAW.replace(b"1980", b"1981"),
        RAW.replace(b"<1@", b"<2@"),
        RAW + b"Received: in the body\r\n",
        RAW.replace(b"\r\n\r\n", b"\r\n"),
        b"Reply-To: x@post.example\r\n" + RAW,
        b"",
    ],
)
def test_what_was_written_does(other: bytes) -> None:
    assert content_key(other) != content_key(RAW)


def test_a_transport_key_is_of_the_bytes_and_the_address() -> None:
    key = transport_key(RAW, "dataskydd@nordbemanning.example")
    assert key == transport_key(RAW, "Dataskydd@Nordbemanning.example")
    assert (
        len({key, transport_key(RAW + b"x", "dataskydd@nordbemanning.example"), transport_key(RAW, "")}) == 3
    )


async def test_several_at_once_with_one_key_store_one(office: Office) -> None:
    here = await an_organisation(office)
    done = await asyncio.gather(*(accept(office, here, MAIL, AT) for _ in range(5)), return_exceptions=True)
    assert sum(not isinstance(receipt, BaseException) and not receipt.duplicate for receipt in done) == 1
    assert len(await messages_of(office, here)) == 1


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (b"From: a@b.example\r\nSubject: x\r\n y\r\n\r\n", b"From: a@b.example\r\nSubject: x\r\n y\r\n"),
        (b"Content-Type: multipart/mixed;\r\n\tboundary=x\r\nTo: c@d.example", b"To: c@d.example\r\n"),
        (b"mime-version: 1.0\nDate: today\n", b"Date: today\r\n"),
        (b"a line that is no field\r\n with more\r\n", b""),
        (b"", b""),
    ],
)
def test_what_stands_in_for_a_mail_keeps_its_header_and_says_why(head: bytes, kept: bytes) -> None:
    mail = stand_in(head, "Större än 50 MB.")
    assert mail.startswith(kept)
    assert mail.count(b"Subject:") == 1
    assert mail.lower().count(b"content-type") == 1
    assert mail.endswith("\r\n\r\nStörre än 50 MB.\r\n".encode())
