"""Where a mail goes: by what it names, by who wrote it, by who passed it on; and who is written to, and who never."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.intake import route, showing, sorting
from app.intake.authentication import results_in, verdict
from app.intake.door import Delivery, accept
from app.intake.read import Read, read_here
from app.intake.route import route_message
from app.jobs import Job, Kind
from app.models.case import Case
from app.models.message import Message, MessageShape, MessageText
from app.office import Office
from app.profiles import Profile
from app.queries import messages
from app.trust import addresses
from app.trust.crockford import ALPHABET
from app.vocabulary import Channel, MessageState, Right
from app.workflows.answerable import is_answerable
from tests.clockwork import ANNA, HANDLER, Clockwork, clockwork, profile
from tests.house import mail

REQUEST = "Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
REMARK = "Hej! Här kommer mer om saken. Hälsningar."
STRANGER = "Bo Ek <bo.ek@annan.example>"
COLLEAGUE = "Karin <karin@nordstaff.example>"
SERVER = {"server": "mx.nordstaff.example"}


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(
        database, tmp_path, monkeypatch, profile(mail={**SERVER, "acknowledged_an_hour": 8})
    ) as house:

        async def read(_: Office, raw: bytes) -> Read:
            return read_here(raw)

        for module in (route, sorting, showing):
            monkeypatch.setattr(module, "read", read)
        yield house


async def stored(house: Clockwork, raw: bytes) -> UUID:
    house.at += timedelta(seconds=1)
    delivery = Delivery("test", house.at.isoformat(), Channel.EMAIL, raw, house.at)
    return (await accept(house.office, house.organisation_id, delivery, house.at)).message_id


async def read_by_now(house: Clockwork, message_id: UUID) -> Message:
    await route_message(house.office, Job(Kind.ROUTE_MESSAGE, house.organisation_id, message_id))
    async with house.office.db.transaction(house.organisation_id) as session:
        return await messages.get_message(session, message_id)


async def routed(house: Clockwork, message: EmailMessage | bytes) -> Message:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return await read_by_now(house, await stored(house, raw))


async def shown(house: Clockwork, message: Message) -> tuple[MessageShape, MessageText]:
    async with house.office.db.transaction(house.organisation_id) as session:
        return (
            await showing.shape_of(house.office, session, message),
            await showing.text_of(house.office, session, message),
        )


async def because(house: Clockwork, message: Message) -> str:
    return " ".join((await shown(house, message))[0].because)


async def case_of(house: Clockwork, message: Message) -> Case:
    assert message.case_id is not None
    return await house.case(message.case_id)


async def signed(house: Clockwork, case_id: UUID) -> str:
    """Give the address a case answers under."""
    async with house.office.db.transaction(house.organisation_id) as session:
        key = (await house.office.desk(session)).address_key
    return addresses.plus_address(key, "privacy@nordstaff.example", case_id)


def mistyped(address: str) -> str:
    """Give the address with one letter of its token wrong."""
    local, _, domain = address.partition("@")
    other = ALPHABET[(ALPHABET.index(local[-5]) + 7) % len(ALPHABET)]
    return f"{local[:-5]}{other}{local[-4:]}@{domain}"


async def acknowledged(house: Clockwork) -> list[UUID]:
    """Give the cases that were acknowledged, once every job was done."""
    await house.do_jobs(kinds=frozenset(Kind) - {Kind.ROUTE_MESSAGE, Kind.LOCATE_CONTACT})
    rows = await house.sql("SELECT case_id FROM letters WHERE letter = 'acknowledgement' ORDER BY id")
    return [UUID(str(row["case_id"])) for row in rows]


class TestWhatItNames:
    async def test_an_address_we_signed_is_enough_and_shows_a_stranger_nothing(
        self, house: Clockwork
    ) -> None:
        case_id = await house.open(acknowledge=False)
        message = await routed(house, mail("Hej", REMARK, sender=STRANGER, to=await signed(house, case_id)))
        assert (message.state, message.case_id) == (MessageState.CASE, case_id)
        assert "does not know the writer" in await because(house, message)
        assert await acknowledged(house) == []
        assert (await house.shown(case_id)).person.email == ANNA.email

    async def test_in_capitals_too(self, house: Clockwork) -> None:
        case_id = await house.open()
        message = await routed(house, mail("Hej", REMARK, to=(await signed(house, case_id)).upper()))
        assert message.case_id == case_id

    async def test_with_one_wrong_letter_it_is_a_suggestion(self, house: Clockwork) -> None:
        case_id = await house.open()
        message = await routed(house, mail("Hej", REMARK, to=mistyped(await signed(house, case_id))))
        assert (message.state, message.case_id, message.suggested_case_id) == (
            MessageState.TRIAGE,
            None,
            case_id,
        )
        assert "with one letter changed it names NS-2026-" in await because(house, message)

    async def test_the_envelope_alone_will_do(self, house: Clockwork) -> None:
        case_id = await house.open()
        head = f"Delivered-To: {await signed(house, case_id)}\r\n".encode()
        assert (await routed(house, head + mail("Hej", REMARK).as_bytes())).case_id == case_id

    async def test_a_letter_of_ours_in_its_thread(self, house: Clockwork) -> None:
        case_id = await house.open()
        await house.do_jobs(kinds=frozenset({Kind.WRITE_LETTER, Kind.SEND_LETTER}))
        (row,) = await house.sql("SELECT message_id FROM letters")
        for name in ("In-Reply-To", "References"):
            answer = mail("Sv: Er begäran", REMARK, sender=STRANGER, **{name: row["message_id"]})
            assert (await routed(house, answer)).case_id == case_id

    async def test_a_reference_is_believed_from_whoever_the_case_knows(self, house: Clockwork) -> None:
        case_id = await house.open()
        reference = (await house.case(case_id)).reference
        known = await routed(house, mail(f"Angående {reference.lower()}", REMARK))
        assert (known.state, known.case_id) == (MessageState.CASE, case_id)
        unknown = await routed(house, mail(f"Angående {reference}", REMARK, sender=STRANGER))
        assert (unknown.state, unknown.case_id, unknown.suggested_case_id) == (
            MessageState.TRIAGE,
            None,
            case_id,
        )
        assert f"names {reference}, but that case does not know the writer" in await because(house, unknown)

    async def test_but_not_when_the_senders_domain_denies_the_mail(self, house: Clockwork) -> None:
        case_id = await house.open()
        reference = (await house.case(case_id)).reference
        raw = mail(f"Angående {reference}", REMARK).as_bytes()
        denied = (
            b"Authentication-Results: mx.nordstaff.example; spf=pass; dmarc=fail header.from=post.example\r\n"
        )
        message = await routed(house, denied + raw)
        assert (message.state, message.suggested_case_id) == (MessageState.TRIAGE, case_id)
        assert "denies that (DMARC)" in await because(house, message)
        assert (await shown(house, message))[0].authentication == {"spf": "pass", "dmarc": "fail"}

    async def test_two_cases_are_a_persons_to_tell_apart(self, house: Clockwork) -> None:
        one, other = await house.open(), await house.open(Right.ERASURE)
        both = f"{await signed(house, one)}, {await signed(house, other)}"
        reference = (await house.case(other)).reference
        for message in (
            mail("Hej", REMARK, to=both),
            mail(f"Om {reference}", REMARK, to=await signed(house, one)),
            mail(f"{reference} och {(await house.case(one)).reference}", REMARK),
        ):
            found = await routed(house, message)
            assert (found.state, found.case_id) == (MessageState.TRIAGE, None)
            assert found.suggested_case_id in (one, other)
            assert "more than one case" in await because(house, found)
        assert "message_received" not in await house.events(one) + await house.events(other)

    async def test_a_case_that_was_erased_takes_nothing_more(self, house: Clockwork) -> None:
        case_id = await house.open()
        address = await signed(house, case_id)
        reference = (await house.case(case_id)).reference
        await house.sql("DELETE FROM case_keys WHERE case_id = $1", case_id)
        for message in (mail("Hej", REMARK, to=address), mail(f"Om {reference}", REMARK)):
            found = await routed(house, message)
            assert (found.state, found.case_id, found.suggested_case_id) == (MessageState.TRIAGE, None, None)
            assert "erased" in await because(house, found)

    async def test_a_made_up_token_names_nothing(self, house: Clockwork) -> None:
        case_id = await house.open()
        address = await signed(house, case_id)
        forged = address.replace(address.split("-")[1][:40], "z" * 40)
        message = await routed(house, mail("Hej", REMARK, to=forged))
        assert (message.case_id, message.suggested_case_id) == (None, None)

    async def test_what_waits_has_its_due_date(self, house: Clockwork) -> None:
        message = await routed(house, mail("Hej", REMARK))
        shape, _ = await shown(house, message)
        assert (message.state, str(shape.due)) == (MessageState.TRIAGE, "2026-04-02")
        assert (await shown(house, await routed(house, mail("Utdrag", REQUEST))))[0].due is None


class TestOnceAndAgain:
    async def test_two_mailboxes_one_case_two_receipts(self, house: Clockwork) -> None:
        raw = mail(
            "Registerutdrag", REQUEST, to="privacy@nordstaff.example, jobb@nordstaff.example"
        ).as_bytes()
        first = await routed(house, b"Delivered-To: privacy@nordstaff.example\r\n" + raw)
        second = await routed(house, b"Delivered-To: jobb@nordstaff.example\r\n" + raw)
        assert (second.duplicate_of, second.case_id) == (first.id, first.case_id)
        assert len(await house.sql("SELECT 1 FROM cases")) == 1
        assert len(await acknowledged(house)) == 1

    async def test_a_name_used_twice_for_different_mail_keeps_and_marks_both(self, house: Clockwork) -> None:
        one, other = mail("Registerutdrag", REQUEST), mail("Radering", "Radera allt ni har om mig.")
        other.replace_header("Message-ID", str(one["Message-ID"]))
        first, second = await routed(house, one), await routed(house, other)
        assert (second.duplicate_of, second.case_id != first.case_id) == (None, True)
        assert (await shown(house, first))[0].same_name == [second.id]
        assert (await shown(house, second))[0].same_name == [first.id]

    async def test_without_a_name_nothing_is_alike(self, house: Clockwork) -> None:
        plain = b"From: a@post.example\r\nSubject: Registerutdrag\r\n\r\n" + REQUEST.encode()
        first, second = await routed(house, plain), await routed(house, plain + b" Tack!")
        assert first.case_id != second.case_id
        assert (await shown(house, second))[0].same_name == []


class TestOwnMail:
    async def own(self, house: Clockwork) -> tuple[UUID, bytes]:
        case_id = await house.open()
        await house.do_jobs(kinds=frozenset({Kind.WRITE_LETTER, Kind.SEND_LETTER}))
        (row,) = await house.sql("SELECT id, content FROM letters")
        async with house.office.db.transaction(house.organisation_id) as session:
            file = await house.office.file(session, await house.case(case_id))
        return case_id, file.seal.open_bytes("letters", "content", row["id"], row["content"])

    async def test_a_letter_of_ours_that_comes_back_goes_no_further(self, house: Clockwork) -> None:
        case_id, raw = await self.own(house)
        message = await routed(house, raw)
        assert (message.state, message.automated, message.suggested_case_id) == (
            MessageState.AUTOMATED, "own_mail", case_id,
        )  # fmt: skip

    async def test_also_where_a_server_took_our_marks_out(self, house: Clockwork) -> None:
        _, raw = await self.own(house)
        lines = [
            line for line in raw.split(b"\r\n") if not line.lower().startswith((b"x-", b"auto-submitted"))
        ]
        message = await routed(house, b"\r\n".join(lines))
        assert (message.state, message.automated) == (MessageState.AUTOMATED, "own_mail")

    async def test_a_person_who_attaches_our_letter_is_a_person(self, house: Clockwork) -> None:
        _, raw = await self.own(house)
        answer = mail("Radera mig", "Radera alla mina uppgifter, tack. Ert brev bifogas.", sender=STRANGER)
        answer.add_attachment(raw, maintype="application", subtype="octet-stream", filename="brev.eml")
        message = await routed(house, answer)
        assert message.state in (MessageState.CASE, MessageState.TRIAGE)
        assert message.automated is None
        file = await self.person(house, message)
        assert file == "bo.ek@annan.example"  # the organisation wrote what is inside; it asks for nothing

    async def person(self, house: Clockwork, message: Message) -> str:
        assert message.case_id is not None
        return str((await house.shown(message.case_id)).person.email)


class TestPassedOn:
    def attached(self, *, sender: str, inner: EmailMessage) -> EmailMessage:
        outer = mail("VB: Registerutdrag", "Hej, kan du ta den här?", sender=sender)
        outer.add_attachment(inner)
        return outer

    async def test_a_colleague_is_not_the_person(self, house: Clockwork) -> None:
        inner = mail("Registerutdrag", REQUEST)
        del inner["Date"]
        inner["Date"] = "Fri, 27 Feb 2026 16:00:00 +0100"
        message = await routed(house, self.attached(sender=COLLEAGUE, inner=inner))
        case = await case_of(house, message)
        assert message.state is MessageState.TRIAGE
        person = (await house.shown(case.id)).person
        assert (person.email, person.name) == (ANNA.email, ANNA.name)
        assert REQUEST in str((await house.shown(case.id)).words)
        shape, text = await shown(house, message)
        assert text.passed_on_by == "Karin <karin@nordstaff.example>"
        assert "Nobody is written to before somebody has confirmed that." in shape.because
        assert case.received_at == datetime(2026, 2, 27, 15, 0, tzinfo=UTC)  # when it reached the colleague
        assert await acknowledged(house) == []

    @pytest.mark.parametrize(
        "date", ["Mon, 01 Jan 2024 10:00:00 +0100", "Fri, 01 Jan 2027 10:00:00 +0100", "nonsense"]
    )
    async def test_a_date_nobody_can_believe_counts_for_nothing(self, house: Clockwork, date: str) -> None:
        inner = mail("Registerutdrag", REQUEST)
        del inner["Date"]
        raw = f"Date: {date}\r\n".encode() + inner.as_bytes()
        outer = mail("VB: Registerutdrag", "Tar du den?", sender=COLLEAGUE)
        outer.add_attachment(raw, maintype="application", subtype="octet-stream", filename="mail.eml")
        message = await routed(house, outer)
        assert (await case_of(house, message)).received_at == message.received_at

    async def test_the_headers_in_the_text_of_a_forward_tell_too(self, house: Clockwork) -> None:
        text = (
            "Kan du ta den?\n\n-----Ursprungligt meddelande-----\n"
            "Från: Anna Lindqvist <anna.lindqvist@post.example>\nSkickat: den 27 februari 2026 16:00\n"
            f"Till: Karin\nÄmne: Registerutdrag\n\n{REQUEST}\n"
        )
        message = await routed(house, mail("VB: Registerutdrag", text, sender=COLLEAGUE))
        person = (await house.shown((await case_of(house, message)).id)).person
        assert (message.state, person.email, person.name) == (MessageState.TRIAGE, ANNA.email, ANNA.name)

    async def test_a_colleague_who_asks_for_herself_is_the_person(self, house: Clockwork) -> None:
        message = await routed(house, mail("Registerutdrag", REQUEST, sender=COLLEAGUE))
        assert message.state is MessageState.CASE
        assert (await shown(house, message))[1].passed_on_by is None
        assert len(await acknowledged(house)) == 1

    async def test_an_agent_from_elsewhere_waits_for_a_person_too(self, house: Clockwork) -> None:
        message = await routed(house, self.attached(sender=STRANGER, inner=mail("Registerutdrag", REQUEST)))
        assert message.state is MessageState.TRIAGE
        assert (await shown(house, message))[1].passed_on_by == STRANGER
        assert await acknowledged(house) == []


AWAY = {
    "Autosvar: Semester": {"Auto-Submitted": "auto-replied"},
    "Fraværsmelding": {"X-Auto-Response-Suppress": "All", "X-MS-Exchange-Inbox-Rules-Loop": "a@b.example"},
    "Poissa": {"Precedence": "auto_reply"},
    "Out of office": {"X-Autoreply": "yes"},
    "Nyhetsbrev": {"List-Id": "<nyheter.post.example>"},
}


class TestAcknowledging:
    @pytest.mark.parametrize("subject", AWAY)
    async def test_machines_are_kept_seen_and_never_answered(self, house: Clockwork, subject: str) -> None:
        message = await routed(house, mail(subject, "Åter i augusti.", **AWAY[subject]))
        assert message.state is MessageState.AUTOMATED
        assert await acknowledged(house) == []

    async def test_a_person_whose_server_marks_her_mail_is_answered(self, house: Clockwork) -> None:
        await routed(house, mail("Registerutdrag", REQUEST, **{"X-Auto-Response-Suppress": "All"}))
        assert len(await acknowledged(house)) == 1

    @pytest.mark.parametrize(
        "sender", ["noreply@post.example", "do-not-reply@post.example", "bounces@post.example", "privacy@nordstaff.example",
                   "privacy+c-x@nordstaff.example", "utskick-noreply@post.example"],
    )  # fmt: skip
    async def test_nobody_is_written_to_where_nobody_reads(self, house: Clockwork, sender: str) -> None:
        message = await routed(house, mail("Registerutdrag", REQUEST, sender=sender))
        assert message.state is MessageState.CASE
        assert "It was not acknowledged: nobody reads mail at its sender's address." in await because(
            house, message
        )
        assert await acknowledged(house) == []

    @pytest.mark.parametrize("local", ["nora.reply", "norepinephrine", "anna", "postmasterson", "request"])
    def test_people_have_odd_names_too(self, local: str) -> None:
        assert is_answerable(f"{local}@post.example", Profile.model_validate(profile()))

    async def test_three_in_three_hours_and_then_again(self, house: Clockwork) -> None:
        for number in range(5):
            await routed(house, mail(f"Utdrag {number}", f"{REQUEST} {number}"))
        assert len(await acknowledged(house)) == 3
        assert len(await house.sql("SELECT 1 FROM cases")) == 5
        await house.sql("UPDATE cases SET state = 'closed'")  # closed or not
        late = await routed(house, mail("Utdrag igen", f"{REQUEST} Igen."))
        assert "within three hours" in await because(house, late)
        house.at += timedelta(hours=3, minutes=1)
        await routed(house, mail("Utdrag nu", f"{REQUEST} Nu."))
        assert len(await acknowledged(house)) == 4

    async def test_many_at_the_same_moment_are_counted_too(self, house: Clockwork) -> None:
        ids = [await stored(house, mail(f"Utdrag {n}", f"{REQUEST} {n}").as_bytes()) for n in range(6)]
        await asyncio.gather(*(read_by_now(house, message_id) for message_id in ids))
        assert len(await acknowledged(house)) == 3

    async def test_an_organisation_that_is_flooded_falls_silent(self, house: Clockwork) -> None:
        for number in range(10):
            sender = f"nr{number}@post.example"
            last = await routed(house, mail("Registerutdrag", f"{REQUEST} {number}", sender=sender))
        assert len(await acknowledged(house)) == 8
        assert "8 cases were opened by mail within an hour" in await because(house, last)
        assert last.state is MessageState.CASE
        house.at += timedelta(hours=1, minutes=1)
        await routed(house, mail("Registerutdrag", f"{REQUEST} Senare.", sender="sen@post.example"))
        assert len(await acknowledged(house)) == 9


OURS = "mx.nordstaff.example; spf=pass smtp.mailfrom=post.example; dkim=fail (bad; dkim=pass) header.d=x; dmarc=fail"
FORGED = "evil.example; spf=pass; dkim=pass; dmarc=pass"
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=post.example; dkim=none; dmarc=bestguesspass action=none"
)
FOUND = {"spf": "pass", "dkim": "fail", "dmarc": "fail"}


class TestAuthentication:
    def of(
        self, *results: str, server: str = "mx.nordstaff.example", unnamed: bool = False
    ) -> dict[str, str]:
        head = "".join(f"Authentication-Results: {result}\r\n" for result in results)
        raw = (
            f"Received: by x\r\n{head}From: a@b.example\r\n\r\nAuthentication-Results: {FORGED}\r\n".encode()
        )
        return verdict(results_in(raw), server, unnamed=unnamed)

    @pytest.mark.parametrize("results", [(OURS,), (FORGED, OURS), (OURS, FORGED), (FORGED, OURS, FORGED)])
    def test_only_what_our_own_server_says(self, results: tuple[str, ...]) -> None:
        assert self.of(*results) == FOUND

    def test_our_own_name_further_down_is_a_forgery(self) -> None:
        assert self.of(OURS, OURS.replace("fail", "pass")) == FOUND

    def test_without_our_server_nothing_is_believed(self) -> None:
        assert self.of(FORGED) == {}
        assert self.of(OURS, server="") == {}
        assert self.of(MICROSOFT) == {}
        assert self.of() == {}

    def test_a_server_that_leaves_its_name_out_must_be_declared(self) -> None:
        assert self.of(MICROSOFT, unnamed=True) == {"spf": "pass", "dkim": "none", "dmarc": "bestguesspass"}
        assert self.of(FORGED, MICROSOFT, unnamed=True)["spf"] == "pass"

    def test_a_folded_header_with_a_version_and_capitals(self) -> None:
        assert self.of("MX.Nordstaff.example 1;\r\n\tspf=softfail\r\n\t(x) smtp.helo=y;\r\n\tDMARC=none") == {
            "spf": "softfail", "dmarc": "none",
        }  # fmt: skip

    def test_one_good_signature_is_enough(self) -> None:
        assert self.of("mx.nordstaff.example; dkim=fail header.d=a; dkim=pass header.d=b") == {"dkim": "pass"}

    @pytest.mark.parametrize(
        "result", ["", ";", "=", "(" * 5000, "mx.nordstaff.example", "mx.nordstaff.example; none"]
    )
    def test_whatever_stands_there(self, result: str) -> None:
        assert self.of(result) == {}
        assert self.of(result, unnamed=True) == {}


async def test_several_rights_are_one_case(house: Clockwork) -> None:
    """A mail that waits is split into the rights it asks for: one case, several plans, access before erasure."""
    message = await routed(house, mail("Hej", REMARK))
    async with house.office.db.transaction(house.organisation_id) as session:
        wanted: Any = [Right.ERASURE, Right.ACCESS]
        file = await sorting.accept_message(house.office, session, message.id, wanted, HANDLER, house.at)
    assert file.case.rights == ["access", "erasure"]
