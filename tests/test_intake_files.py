"""Files in mail: named, judged, searched for malware, handed out or withheld, and identity papers forgotten."""

import asyncio
import binascii
import tempfile
import zlib
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest

from app.errors import ActionNotPossible, NotFound
from app.intake import showing
from app.intake.decode import decode
from app.intake.door import Delivery, accept
from app.intake.excision import without_files
from app.intake.forgetting import forget_papers
from app.intake.papers import files_in, papers_in
from app.intake.route import route_message
from app.intake.scanning import look_for_malware, scan_again, scan_message
from app.jobs import Job, Kind
from app.mail_rules import FileRules
from app.models.message import FileShape, Message
from app.queries import messages
from app.vocabulary import Channel, MessageState, Scan
from tests.clockwork import Clockwork, clockwork, profile
from tests.counterparts import clamd as scanner
from tests.counterparts.clamd import LONGEST, MALWARE, NAME, Clamd
from tests.house import mail

REQUEST = "Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20
OTHER = b"\x89PNG\r\n\x1a\n" + bytes(reversed(range(256))) * 10
MACHINE_LINES = "P<SWEKVISTVISKARE<<BRISLA<<<<<<<<<<<<<<<<<<<\n0000000000SWE8001019F3001010<<<<<<<<<<<<<<00\n"


def pdf(text: str) -> bytes:
    """Give a PDF of one page with this text in it, packed as most are."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.splitlines())
    content = zlib.compress(f"BT /F1 10 Tf 20 700 Td {lines} ET".encode())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    at = len(out)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % at
    )


def with_files(text: str, *files: tuple[str, bytes, str], subject: str = "Registerutdrag") -> EmailMessage:
    message = mail(subject, text)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


class TestPapers:
    @pytest.mark.parametrize(
        "name",
        ["pass.jpg", "Mitt körkort.JPG", "legitimasjon.png", "førerkort_fram.jpg", "ID-kort.jpg", "passport scan.jpg",
         "min_id_handling.jpg", "ajokortti.jpg", "drivers licence.jpg", "kopia-pass.jpg"],
    )  # fmt: skip
    def test_a_picture_called_so_is_one(self, name: str) -> None:
        assert papers_in(decode(with_files(REQUEST, (name, PICTURE, "image/jpeg")).as_bytes())) == (0,)

    @pytest.mark.parametrize(
        "name", ["passfoto-regler.txt", "cv.pdf", "kompass.jpg", "legend.jpg", "bild.jpg"]
    )
    def test_others_are_not(self, name: str) -> None:
        content = b"%PDF-1.4 cv" if name.endswith("pdf") else b"hej" if name.endswith("txt") else PICTURE
        assert papers_in(decode(with_files(REQUEST, (name, content, "image/jpeg")).as_bytes())) == ()

    def test_a_picture_the_mail_calls_so_is_one_but_no_logo_and_no_cv(self) -> None:
        said = "Jag bifogar en kopia på mitt körkort och mitt CV."
        message = with_files(
            said, ("IMG_1.jpg", PICTURE, "image/jpeg"), ("cv.pdf", pdf("Meriter"), "application/pdf")
        )
        message.add_attachment(
            OTHER, maintype="image", subtype="png", filename="logo.png", disposition="inline"
        )
        assert papers_in(decode(message.as_bytes())) == (0,)

    def test_a_pdf_must_show_it_too(self) -> None:
        said = "Vedlagt er kopi av passet mitt, altså kopi av pass."
        files = [
            ("doc1.pdf", pdf(MACHINE_LINES), "application/pdf"),
            ("doc2.pdf", pdf("Bilaga"), "application/pdf"),
        ]
        assert papers_in(decode(with_files(said, *files).as_bytes())) == (0,)
        assert papers_in(decode(with_files(REQUEST, *files).as_bytes())) == ()
        assert (
            papers_in(
                decode(with_files(said, ("trasig.pdf", b"%PDF-1.4 nonsense", "application/pdf")).as_bytes())
            )
            == ()
        )

    def test_in_a_mail_inside_it_is_found_too(self) -> None:
        outer = with_files("Kan du ta den här?", ("cv.pdf", pdf("Meriter"), "application/pdf"))
        outer.add_attachment(with_files(REQUEST, ("pass.jpg", PICTURE, "image/jpeg")))
        read = decode(outer.as_bytes())
        assert [file.name for file in files_in(read)] == ["cv.pdf", "message.eml", "pass.jpg"]
        assert papers_in(read) == (2,)


def in_base64(content: bytes) -> bytes:
    return with_files(
        REQUEST, ("pass.jpg", content, "image/jpeg"), ("cv.pdf", pdf("CV"), "application/pdf")
    ).as_bytes()


def as_it_is(content: bytes) -> bytes:
    head = b"From: anna@post.example\r\nSubject: Utdrag\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    text = b"--x\r\nContent-Type: text/plain\r\n\r\n" + REQUEST.encode() + b"\r\n"
    file = (
        b"--x\r\nContent-Type: image/jpeg; name=pass.jpg\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + content
        + b"\r\n"
    )
    other = b"--x\r\nContent-Type: application/pdf; name=cv.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQgY3YgY3YgY3YgY3YgY3YgY3YgY3YgY3Y=\r\n--x--\r\n"
    return head + text + file + other


def passed_on(content: bytes) -> bytes:
    outer = mail("VB: Registerutdrag", "Tar du den?")
    outer.add_attachment(decoded(in_base64(content)))
    return outer.as_bytes()


def decoded(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    return found


class TestExcision:
    @pytest.mark.parametrize("way", [in_base64, as_it_is, passed_on])
    def test_only_the_file_is_gone(self, way: Callable[[bytes], bytes]) -> None:
        raw = way(PICTURE)
        before = decode(raw)
        after = decode(without_files(raw, papers_in(before)))
        kept = {file.name: file.content for file in files_in(after)}
        assert kept["pass.jpg"] == b"This file was deleted." or PICTURE not in kept["pass.jpg"]
        assert all(PICTURE not in content for content in kept.values())
        assert kept["cv.pdf"] == next(file.content for file in files_in(before) if file.name == "cv.pdf")
        assert (after.subject, after.text, after.sender) == (before.subject, before.text, before.sender)

    def test_everything_else_stays_letter_by_letter(self) -> None:
        raw = as_it_is(PICTURE)
        cut = without_files(raw, (0,))
        assert cut == raw.replace(PICTURE, b"VGhpcyBmaWxlIHdhcyBkZWxldGVkLg==")
        assert without_files(cut, (0,)) == cut  # again is harmless

    def test_where_it_cannot_be_cut_out_the_text_is_kept_alone(self) -> None:
        lines = b"".join(binascii.b2a_uu(PICTURE[at : at + 45]) for at in range(0, len(PICTURE), 45))
        raw = (
            b"From: anna@post.example\r\nSubject: Utdrag\r\n\r\n"
            + REQUEST.encode()
            + b"\n\nbegin 644 pass.jpg\n"
            + lines
            + b"`\nend\n"
        )
        assert papers_in(decode(raw)) == (0,)
        cut = without_files(raw, (0,))
        assert not list(files_in(decode(cut)))
        assert REQUEST in decode(cut).text
        assert lines not in cut


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(files={"largest_mb": 0.5})) as house:
        yield house


async def routed(house: Clockwork, raw: bytes, *, key: str = "") -> Message:
    house.at += timedelta(seconds=1)
    delivery = Delivery("test", key or house.at.isoformat(), Channel.EMAIL, raw, house.at)
    receipt = await accept(house.office, house.organisation_id, delivery, house.at)
    await route_message(house.office, Job(Kind.ROUTE_MESSAGE, house.organisation_id, receipt.message_id))
    return await message_of(house, receipt.message_id)


async def message_of(house: Clockwork, message_id: UUID) -> Message:
    async with house.office.db.transaction(house.organisation_id) as session:
        return await messages.get_message(session, message_id)


async def files_of(house: Clockwork, message: Message) -> list[FileShape]:
    async with house.office.db.transaction(house.organisation_id) as session:
        return (await showing.text_of(house.office, session, message)).files


async def fetched(house: Clockwork, message: Message, number: int) -> bytes:
    async with house.office.db.transaction(house.organisation_id) as session:
        return (await showing.file_of(house.office, session, message, number))[1]


class TestHandingOut:
    async def test_a_file_is_given_as_it_came_whatever_case_it_belongs_to(self, house: Clockwork) -> None:
        message = await routed(
            house, with_files(REQUEST, ("cv.pdf", pdf("CV"), "application/pdf")).as_bytes()
        )
        assert message.state is MessageState.CASE
        assert await fetched(house, message, 0) == pdf("CV")
        with pytest.raises(NotFound):
            await fetched(house, message, 1)

    async def test_what_the_organisation_does_not_hand_out_is_shown_with_the_reason(
        self, house: Clockwork
    ) -> None:
        files = [
            ("faktura.pdf.exe", b"MZ" + b"\0" * 200, "application/pdf"),
            ("cv.pdf", b"MZ\x90\x00" + b"\0" * 200, "application/pdf"),  # it says so, but it is not
            ("stor.bin", b"\x01" * 600_000, "application/octet-stream"),
            ("arkiv.zip", b"PK\x03\x04" + b"\0" * 200, "application/zip"),
        ]
        message = await routed(house, with_files(REQUEST, *files).as_bytes())
        shown = await files_of(house, message)
        assert [file.withheld for file in shown] == [
            "Files of this kind are not handed out (.exe).",
            "Files of this kind are not handed out (application/x-msdownload).",
            "It is larger than 0.5 MB.",
            None,
        ]
        assert [file.is_archive for file in shown] == [False, False, False, True]
        assert shown[1].declared_type == "application/pdf"
        for number in range(3):
            with pytest.raises(ActionNotPossible):
                await fetched(house, message, number)
        assert await fetched(house, message, 3) == files[3][1]

    def test_an_organisation_may_say_otherwise(self) -> None:
        assert ".exe" in FileRules().refused
        assert FileRules(refused=()).refused == ()


class TestForgetting:
    async def test_identity_papers_go_after_some_days_and_the_request_stays(self, house: Clockwork) -> None:
        raw = with_files(
            REQUEST, ("pass.jpg", PICTURE, "image/jpeg"), ("cv.pdf", pdf("CV"), "application/pdf")
        ).as_bytes()
        message = await routed(house, raw)
        copy = await routed(house, b"Received: from elsewhere.example\r\n" + raw)
        assert (copy.duplicate_of, copy.state) == (message.id, MessageState.CASE)
        case_id, before = message.case_id, {message.id: message.sha256, copy.id: copy.sha256}
        assert case_id is not None
        assert message.forget_at == message.received_at + timedelta(days=7)
        assert [file.is_identity_document for file in await files_of(house, message)] == [True, False]
        assert await fetched(house, message, 0) == PICTURE

        assert await forget_papers(house.office, house.at + timedelta(days=6)) == 0
        house.at += timedelta(days=8)
        assert await forget_papers(house.office, house.at) == 2  # the copy holds them, too
        assert await forget_papers(house.office, house.at) == 0

        for one in (message.id, copy.id):
            after = await message_of(house, one)
            assert (after.forget_at, after.sha256) == (None, before[one])  # of what came, for good
            async with house.office.db.transaction(house.organisation_id) as session:
                kept = await showing.raw_of(house.office, session, after)
            assert all(file.content != PICTURE for file in files_in(decode(kept)))
            assert REQUEST in decode(kept).text
            shown = await files_of(house, after)
            assert (
                shown[0].withheld == "It looked like an identity document nobody asked for, and was deleted."
            )
            with pytest.raises(ActionNotPossible):
                await fetched(house, after, 0)
            assert await fetched(house, after, 1) == pdf("CV")
        events = [event for event in await house.history(case_id) if event.event == "identity_files_deleted"]
        assert [event.data["files"] for event in events] == [1, 1]
        async with house.office.db.transaction(house.organisation_id) as session:
            file = await house.office.file(session, await house.case(case_id))
        assert REQUEST in file.words

    async def test_one_that_fails_keeps_no_other(self, house: Clockwork) -> None:
        first = await routed(house, with_files(REQUEST, ("pass.jpg", PICTURE, "image/jpeg")).as_bytes())
        other = await routed(house, with_files(f"{REQUEST} Nu.", ("pass.png", OTHER, "image/png")).as_bytes())
        await house.sql("UPDATE messages SET raw = '\\x00' WHERE id = $1", first.id)
        house.at += timedelta(days=8)
        assert await forget_papers(house.office, house.at) == 1
        assert (await message_of(house, first.id)).forget_at is not None
        assert (await message_of(house, other.id)).forget_at is None

    async def test_what_waits_for_a_person_is_forgotten_too(self, house: Clockwork) -> None:
        message = await routed(
            house, with_files("Se bilagan.", ("pass.jpg", PICTURE, "image/jpeg"), subject="Hej").as_bytes()
        )
        assert message.case_id is None or message.state is MessageState.TRIAGE
        house.at += timedelta(days=8)
        assert await forget_papers(house.office, house.at) == 1
        assert [
            file.withheld is None for file in await files_of(house, await message_of(house, message.id))
        ] == [False]


@pytest.fixture
async def guarded(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clamd: Clamd
) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(), clamd_address=clamd.address) as house:
        yield house


async def scanned(house: Clockwork, message: Message) -> Scan | None:
    await scan_message(house.office, Job(Kind.SCAN_MESSAGE, house.organisation_id, message.id))
    return (await message_of(house, message.id)).scan


class TestMalware:
    async def test_it_is_found_in_a_file_and_nothing_of_the_mail_is_handed_out(
        self, guarded: Clockwork
    ) -> None:
        raw = with_files(
            REQUEST, ("brev.doc", MALWARE, "application/msword"), ("cv.pdf", pdf("CV"), "application/pdf")
        ).as_bytes()
        message = await routed(guarded, raw)
        copy = await routed(guarded, b"Received: from elsewhere.example\r\n" + raw)
        assert message.scan is Scan.UNSCANNED
        assert await scanned(guarded, message) is Scan.FOUND
        assert (await message_of(guarded, copy.id)).scan is Scan.FOUND
        shown = await files_of(guarded, await message_of(guarded, message.id))
        assert {file.withheld for file in shown} == {f"Malware was found in this message: {NAME}.UNOFFICIAL."}
        with pytest.raises(ActionNotPossible):
            await fetched(guarded, await message_of(guarded, message.id), 1)

    async def test_what_holds_none_is_clean(self, guarded: Clockwork) -> None:
        message = await routed(
            guarded, with_files(REQUEST, ("cv.pdf", pdf("CV"), "application/pdf")).as_bytes()
        )
        assert await scanned(guarded, message) is Scan.CLEAN
        assert await fetched(guarded, await message_of(guarded, message.id), 0) == pdf("CV")

    async def test_mail_without_files_is_not_asked_about(self, guarded: Clockwork) -> None:
        assert (await routed(guarded, mail("Registerutdrag", REQUEST).as_bytes())).scan is None

    async def test_more_than_clamd_takes_is_unscanned_and_not_clean(self, guarded: Clockwork) -> None:
        assert await look_for_malware(guarded.office, b"x" * (2 * LONGEST)) == (Scan.UNSCANNED, "")

    async def test_while_clamd_is_away_it_is_unscanned_and_tried_again(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="clamd-") as name:
            running = await asyncio.to_thread(scanner.start, Path(name))
            running.stop()
            async with clockwork(
                database, tmp_path, monkeypatch, profile(), clamd_address=running.address
            ) as house:
                message = await routed(
                    house, with_files(REQUEST, ("x.doc", MALWARE, "application/msword")).as_bytes()
                )
                assert await scanned(house, message) is Scan.UNSCANNED
                await house.sql("DELETE FROM pgqueuer")
                assert await scan_again(house.office, house.at) == 0  # it has only just come
                assert await scan_again(house.office, house.at + timedelta(hours=1)) == 1
                assert [kind for kind, _, _ in await house.waiting()] == ["scan_message"]
                again = await asyncio.to_thread(scanner.start, Path(name), running.port)
                assert await scanned(house, message) is Scan.FOUND
                again.stop()
                assert await scan_again(house.office, house.at + timedelta(hours=2)) == 0
