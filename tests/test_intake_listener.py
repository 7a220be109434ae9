"""Mail over SMTP and LMTP, spoken by real clients: what is acknowledged is stored, and nothing else is."""

import asyncio
import smtplib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

import aiosmtplib
import pytest
from structlog.testing import capture_logs

from app import clock
from app.intake import listener as listeners
from app.intake.decode import decode
from app.intake.door import Delivery, Receipt, accept
from app.intake.listener import Listener, listen
from app.models.message import Message
from app.office import Office
from app.queries import organisations
from app.trust import addresses
from app.vocabulary import Channel
from tests.test_intake_door import an_office, an_organisation, away, messages_of, raws_of

INBOX = "dataskydd@nordbemanning.example"
OTHER = "dataskydd@sydbemanning.example"
ANNA = "anna.berg@post.example"
RAW = (
    b"From: Anna Berg <anna.berg@post.example>\r\nSubject: R\xe4ttning\r\n\r\n"
    b"Hej,\r\n..\r\n.punkt\r\nf\xf6dd 1980 \xff\x01\r\n"
)


def prefix(sender: str, recipient: str = INBOX) -> bytes:
    """The two lines that keep the envelope."""
    return f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode()


PREFIX = prefix("anna.berg@post.example")


@dataclass
class House:
    """Two organisations behind one listener."""

    office: Office
    organisation_id: UUID
    other_id: UUID
    listener: Listener

    async def send(self, raw: bytes, *to: str, sender: str = ANNA, **options: Any) -> str:
        """Hand a mail in as a mail server would; give the answer to its content."""
        async with self.client() as client:
            refused, answer = await client.sendmail(sender, list(to) or [INBOX], raw, **options)
            assert not refused
            return answer

    def client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(hostname=self.listener.host, port=self.listener.port, timeout=180)

    async def rows(self) -> list[Message]:
        return await messages_of(self.office, self.organisation_id)

    async def raws(self) -> list[bytes]:
        return await raws_of(self.office, self.organisation_id)

    async def spoken(self, *pieces: bytes) -> bytes:
        """Say these bytes on one connection, then nothing more; give all that was answered."""
        reader, writer = await asyncio.open_connection(self.listener.host, self.listener.port)
        answers = await reader.readline()
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.1)
        async with asyncio.timeout(90):
            answers += await reader.read()
        writer.close()
        return answers


@pytest.fixture
async def house(database: str) -> AsyncGenerator[House]:
    async with an_office(database) as office:
        first = await an_organisation(office)
        other = await an_organisation(office, "sydbemanning")
        listener = await listen(office, "127.0.0.1", 0)
        try:
            yield House(office, first, other, listener)
        finally:
            await listener.stop()


async def test_a_mail_is_stored_with_every_byte_below_its_recipient(house: House) -> None:
    before = clock.now()
    assert (await house.send(RAW)).startswith("2.0.0 Stored")
    [row] = await house.rows()
    assert await house.raws() == [PREFIX + RAW]
    assert before <= row.received_at == row.stored_at <= clock.now()
    assert row.source == "smtp"
    assert decode((await house.raws())[0]).subject == "Rättning"


async def test_acknowledged_means_committed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(office: Office, organisation_id: UUID, delivery: Delivery, at: Any) -> Receipt:
        begun.set()
        await go_on.wait()
        return await accept(office, organisation_id, delivery, at)

    monkeypatch.setattr(listeners, "accept", slow)
    sending = asyncio.create_task(house.send(RAW))
    await begun.wait()
    await asyncio.sleep(0.2)
    assert not sending.done()
    go_on.set()
    await sending
    assert len(await house.rows()) == 1


async def test_who_is_not_known_is_refused_by_name(house: House) -> None:
    async with house.client() as client:
        await client.mail(ANNA)
        for stranger in (
            "nobody@nordbemanning.example",
            "dataskydd@else.example",
            "postmaster",
            "å@ö.example",
        ):
            with pytest.raises(aiosmtplib.SMTPRecipientRefused) as refused:
                await client.rcpt(stranger, encoding="utf-8")
            assert refused.value.code == 550
            assert refused.value.message.startswith("5.1.1")
        with pytest.raises(aiosmtplib.SMTPDataError) as no_recipient:
            await client.data(RAW)
        assert no_recipient.value.code == 503
    assert await house.rows() == []


async def test_addresses_no_database_would_take_are_refused(house: House) -> None:
    answers = await house.spoken(
        b"EHLO x\r\nMAIL FROM:<a@b.example>\r\n",
        b"RCPT TO:<data\x00skydd@nordbemanning.example>\r\n",
        b"RCPT TO:<\xff\xfe@nordbemanning.example>\r\n",
        b"QUIT\r\n",
    )
    assert b"451" not in answers
    assert b"250 2.1.5" not in answers


async def test_plus_and_bounce_addresses_reach_the_routing(house: House) -> None:
    async with house.office.db.transaction(house.organisation_id) as session:
        key = (await house.office.desk(session)).address_key
    case_id = UUID(int=7)
    plus = addresses.plus_address(key, INBOX, case_id)
    bounce = addresses.verp(key, INBOX, case_id)
    await house.send(RAW, plus.upper())
    await house.send(RAW, bounce, sender="")
    first, second = [decode(raw) for raw in await house.raws()]
    [found] = addresses.read_plus_addresses(key, " ".join(first.delivered_to))
    assert (found.id, found.certain) == (case_id, True)
    assert addresses.read_verp(key, " ".join(second.delivered_to)) == case_id


async def test_two_organisations_get_one_each(house: House) -> None:
    await house.send(RAW, INBOX, OTHER)
    assert await house.raws() == [PREFIX + RAW]
    assert await raws_of(house.office, house.other_id) == [prefix("anna.berg@post.example", OTHER) + RAW]


async def test_one_that_fails_leaves_none_acknowledged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:

        async def fails(office: Office, organisation_id: UUID, delivery: Delivery, at: Any) -> Receipt:
            if organisation_id == house.other_id:
                raise ConnectionResetError("The database hung up.")
            return await accept(office, organisation_id, delivery, at)

        patched.setattr(listeners, "accept", fails)
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await house.send(RAW, INBOX, OTHER)
        assert (refused.value.code, refused.value.message[:5]) == (451, "4.3.0")
    await house.send(RAW, INBOX, OTHER)
    assert len(await house.rows()) == 1
    assert len(await messages_of(house.office, house.other_id)) == 1


async def test_while_the_database_is_away_the_sender_keeps_the_mail(
    house: House, database: str, server: Any
) -> None:
    async with house.client() as client:
        await client.mail(ANNA)
        await client.rcpt(INBOX)
        async with away(database, server.url):
            with pytest.raises(aiosmtplib.SMTPDataError) as at_content:
                await client.data(RAW)
            await client.rset()
            await client.mail(ANNA)
            with pytest.raises(aiosmtplib.SMTPRecipientRefused) as at_recipient:
                await client.rcpt(INBOX)
        for answer in (at_content.value, at_recipient.value):
            assert (answer.code, answer.message[:5]) == (451, "4.3.0")
        assert "asyncpg" not in at_content.value.message
        await client.rset()
        await client.sendmail(ANNA, INBOX, RAW)
    assert len(await house.rows()) == 1


async def test_a_database_that_hangs_is_not_waited_for_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(*_: object) -> Receipt:
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(listeners, "accept", hangs)
    monkeypatch.setattr(listeners, "STORE_SECONDS", 0.2)
    with pytest.raises(aiosmtplib.SMTPDataError) as refused:
        await house.send(RAW)
    assert refused.value.code == 451


async def test_a_mail_sent_again_after_a_lost_answer_is_stored_once(house: House) -> None:
    for _ in range(3):
        assert (await house.send(RAW)).startswith("2.0.0")
    await house.send(RAW, INBOX.upper())
    assert len(await house.rows()) == 1


async def test_a_sender_that_hangs_up_after_the_last_dot_does_not_lose_the_mail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(office: Office, organisation_id: UUID, delivery: Delivery, at: Any) -> Receipt:
        begun.set()
        await go_on.wait()
        return await accept(office, organisation_id, delivery, at)

    with monkeypatch.context() as patched:
        patched.setattr(listeners, "accept", slow)
        _, writer = await asyncio.open_connection("127.0.0.1", house.listener.port)
        writer.write(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" + INBOX.encode() + b">\r\nDATA\r\n")
        await asyncio.sleep(0.3)
        writer.write(b"Subject: x\r\n\r\ny\r\n.\r\n")
        await begun.wait()
        writer.transport.abort()
        await asyncio.sleep(0.1)
        go_on.set()
        async with asyncio.timeout(90):
            while not await house.rows():
                await asyncio.sleep(0.05)
    await house.send(b"Subject: x\r\n\r\ny\r\n")
    assert len(await house.rows()) == 1


async def test_long_lines_are_no_reason_to_refuse(house: House) -> None:
    raw = b"Subject: long\r\n\r\n" + b"a" * 5_000 + b"\r\n" + b"b" * 3_000_000 + b"\r\n"
    await house.send(raw)
    assert await house.raws() == [PREFIX + raw]


async def test_addresses_beyond_ascii_are_taken(house: House) -> None:
    async with house.client() as client:
        await client.ehlo()
        assert client.supports_extension("smtputf8")
        assert client.supports_extension("8bitmime")
        await client.mail("åsa@räksmörgås.example", options=["SMTPUTF8"], encoding="utf-8")
        await client.rcpt("dataskydd+åsa@nordbemanning.example", encoding="utf-8")
        await client.data(RAW)
    assert decode((await house.raws())[0]).delivered_to == ("dataskydd+åsa@nordbemanning.example",)


@pytest.mark.parametrize("end", [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\r", b"\r\n\x00.\r\n"])
async def test_a_mail_cannot_smuggle_another(house: House, end: bytes) -> None:
    body = b"Subject: outer\r\n\r\nHej" + end + b"MAIL FROM:<x@y.example>\r\nRCPT TO:<" + INBOX.encode()
    body += b">\r\nDATA\r\nSubject: inner\r\n\r\nGotcha\r\n"
    answers = await house.spoken(
        b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" + INBOX.encode() + b">\r\nDATA\r\n",
        body + b".\r\n",
        b"QUIT\r\n",
    )
    assert answers.count(b"Stored") == 1
    # a dot that begins a line is the sender's mask and is taken off (RFC 5321, 4.5.2)
    assert await house.raws() == [prefix("a@b.example") + body.replace(b"\r\n.", b"\r\n")]


async def test_what_is_too_large_is_refused_before_and_after_it_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.client() as client:
        await client.ehlo()
        assert client.esmtp_extensions["size"] == str(50 * 1024 * 1024)
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as announced:
            await client.mail(ANNA, options=[f"SIZE={50 * 1024 * 1024 + 1}"])
        assert announced.value.code == 552
        monkeypatch.setattr(listeners, "LARGEST", 100_000)
    async with house.client() as client:
        await client.ehlo()
        await client.mail(ANNA)
        await client.rcpt(INBOX)
        with pytest.raises(aiosmtplib.SMTPDataError) as unannounced:
            await client.data(b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 9_000)
        assert unannounced.value.code == 552
        await client.sendmail(ANNA, INBOX, RAW)
    assert len(await house.rows()) == 1


async def test_a_mail_just_below_the_limit_is_taken(house: House) -> None:
    raw = b"Subject: x\r\n\r\n" + b"x" * 76 + b"\r\n"
    raw += raw[-78:] * (48 * 1024 * 1024 // 78)
    await house.send(raw)
    [row] = await house.rows()
    assert row.size == len(PREFIX + raw)


async def test_odd_mails_are_stored_like_any(house: House) -> None:
    odd = [b"", b"\r\n", b"no header", b" begins with a space\r\nSubject: x\r\n\r\ny\r\n"]
    for raw in odd:
        await house.spoken(
            b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<" + INBOX.encode() + b">\r\nDATA\r\n",
            (raw.removesuffix(b"\r\n") + b"\r\n" if raw else b"") + b".\r\n",
            b"QUIT\r\n",
        )
    expected = [b"", b"\r\n", b"no header\r\n", odd[3]]
    assert await house.raws() == [prefix("") + raw for raw in expected]


async def test_too_many_recipients_are_asked_to_come_again(house: House) -> None:
    async with house.client() as client:
        await client.mail(ANNA)
        for number in range(100):
            await client.rcpt(f"dataskydd+{number}@nordbemanning.example")
        with pytest.raises(aiosmtplib.SMTPRecipientRefused) as refused:
            await client.rcpt(INBOX)
        assert refused.value.code == 452


async def test_commands_sent_in_one_go_are_answered_in_turn(house: House) -> None:
    one = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<" + INBOX.encode() + b">\r\nDATA\r\nSubject: %d\r\n\r\n.\r\n"
    answers = await house.spoken(b"EHLO x\r\n" + one % 1 + one % 2 + b"QUIT\r\n")
    assert answers.count(b"250 2.0.0 Stored") == 2
    assert len(await house.rows()) == 2


async def test_many_connections_at_once(house: House) -> None:
    async def one(number: int) -> None:
        await house.send(b"Subject: %d\r\n\r\n" % number + RAW)

    began = monotonic()
    await asyncio.gather(*(one(number) for number in range(60)))
    print(f"60 connections: {60 / (monotonic() - began):.0f} mails/s")
    assert len(await house.rows()) == 60


async def test_a_line_of_mails_on_one_connection(house: House) -> None:
    began = monotonic()
    async with house.client() as client:
        for number in range(100):
            await client.sendmail(ANNA, INBOX, b"Subject: %d\r\n\r\n" % number + RAW)
    print(f"one connection: {100 / (monotonic() - began):.0f} mails/s")
    assert len(await house.rows()) == 100


async def test_the_same_mail_twice_at_the_same_moment_is_stored_once(house: House) -> None:
    answers = await asyncio.gather(*(house.send(RAW) for _ in range(8)), return_exceptions=True)
    for answer in answers:
        assert isinstance(answer, str) or (
            isinstance(answer, aiosmtplib.SMTPDataError) and answer.code == 451
        )
    await house.send(RAW)
    assert len(await house.rows()) == 1


async def test_the_end_waits_for_what_is_being_stored(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = asyncio.Event()

    async def slow(office: Office, organisation_id: UUID, delivery: Delivery, at: Any) -> Receipt:
        begun.set()
        await asyncio.sleep(0.5)
        return await accept(office, organisation_id, delivery, at)

    monkeypatch.setattr(listeners, "accept", slow)
    listener = await listen(house.office, "127.0.0.1", 0)
    idle = aiosmtplib.SMTP(hostname=listener.host, port=listener.port)
    await idle.connect()
    busy = aiosmtplib.SMTP(hostname=listener.host, port=listener.port)
    await busy.connect()
    sending = asyncio.create_task(busy.sendmail(ANNA, INBOX, RAW))
    await begun.wait()
    await asyncio.wait_for(listener.stop(), 60)
    assert (await sending)[1].startswith("2.0.0 Stored")
    assert len(await house.rows()) == 1
    with pytest.raises((aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPResponseException)) as hung_up:
        await idle.noop()
    assert getattr(hung_up.value, "code", 421) == 421
    for client in (idle, busy):
        client.close()
    with pytest.raises(OSError):
        await asyncio.open_connection(listener.host, listener.port)


async def test_only_this_machine_is_listened_to_unless_told_otherwise(house: House) -> None:
    listener = await listen(house.office)
    assert listener.host == "127.0.0.1"
    assert listener.port != 0
    await listener.stop()


async def test_lmtp_answers_once_for_each_recipient(house: House) -> None:
    listener = await listen(house.office, "127.0.0.1", 0, lmtp=True)

    def speak() -> list[tuple[int, bytes]]:
        with smtplib.LMTP(listener.host, listener.port) as client:
            client.ehlo()
            client.mail(ANNA)
            for address in (INBOX, OTHER, "nobody@else.example"):
                client.rcpt(address)
            first = client.data(RAW)
            second = client.getreply()
            return [first, second, client.noop()]

    try:
        answers = await asyncio.to_thread(speak)
    finally:
        await listener.stop()
    assert [code for code, _ in answers] == [250, 250, 250]
    assert [text.startswith(b"2.0.0 Stored") for _, text in answers] == [True, True, False]
    [row] = await house.rows()
    assert row.source == "lmtp"


async def test_an_inbox_that_was_taken_away_meanwhile_is_asked_for_again(house: House) -> None:
    async with house.client() as client:
        await client.mail(ANNA)
        await client.rcpt(INBOX)
        async with house.office.db.transaction(house.organisation_id) as session:
            await organisations.remove_inboxes(session, house.organisation_id)
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await client.data(RAW)
        assert refused.value.code == 451


async def test_nothing_personal_is_logged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with capture_logs() as lines:
        await house.send(RAW)
        monkeypatch.setattr(listeners, "STORE_SECONDS", -1)
        with pytest.raises(aiosmtplib.SMTPDataError):
            await house.send(RAW)
    assert [line["event"] for line in lines] == ["mail stored", "mail not stored"]
    assert "@" not in str(lines)
    assert "Anna" not in str(lines)


async def test_a_delivery_names_the_recipient_it_was_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Delivery] = []

    async def noted(office: Office, organisation_id: UUID, delivery: Delivery, at: Any) -> Receipt:
        taken.append(delivery)
        return await accept(office, organisation_id, delivery, at)

    monkeypatch.setattr(listeners, "accept", noted)
    await house.send(RAW, "dataskydd+abc@nordbemanning.example")
    [delivery] = taken
    assert delivery.recipient == "dataskydd+abc@nordbemanning.example"
    assert delivery.channel is Channel.EMAIL
