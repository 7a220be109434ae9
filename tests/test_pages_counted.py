"""What the form counts, on a real database: networks under a key, proofs used once, one receipt an hour."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from app.errors import TooManyAttempts
from app.intake import showing
from app.intake.acknowledging import why_not
from app.intake.enclosing import Enclosed
from app.intake.form import FormReceipt, FormRequest, Sending, receive
from app.intake.read import read_here
from app.office import Office
from app.queries import allowances, messages
from app.trust.networks import counted_as, network_of
from app.vocabulary import Language, Right, Scan
from app.workflows import housekeeping
from app.workflows.people import Applicant
from tests.offices import AT, an_office, an_organisation
from tests.test_pages_parts import picture

HERE = "203.0.113.7"
HOUR = timedelta(hours=1)


class Counter:
    """A house with a form, and somebody who sends it."""

    def __init__(self, office: Office, organisation_id: UUID, root: asyncpg.Connection) -> None:
        self.office, self.organisation_id, self.root = office, organisation_id, root
        self.sent = 0

    async def send(
        self, address: str = HERE, *, after: timedelta = timedelta(0), proof: str = "", email: str = "",
        suspect: bool = False, files: tuple[Enclosed, ...] = (), words: str = "Hej",
    ) -> FormReceipt:  # fmt: skip
        self.sent += 1
        who = email or f"anna.{self.sent}@post.example"
        request = FormRequest((Right.ACCESS,), "Anna Exempel", who, "", words, Language.SV, files=files)
        sending = Sending(address, suspect=suspect, raw=str(self.sent).encode(), proof=proof)
        return await receive(self.office, "nordbemanning", request, sending, AT + after)

    async def fill(self, address: str = HERE, *, proven: bool, after: timedelta = timedelta(0)) -> int:
        """Send until no more is taken; give how many were."""
        for number in range(100):
            try:
                await self.send(address, proof=f"{number}{after}" if proven else "", after=after)
            except TooManyAttempts:
                return number
        raise AssertionError("nothing is counted")

    async def queued(self, kind: str) -> list[str]:
        rows = await self.root.fetch(
            "SELECT convert_from(payload, 'utf8') AS said FROM pgqueuer WHERE entrypoint = $1 ORDER BY id",
            kind,
        )
        return [row["said"] for row in rows]

    async def receipts(self) -> int:
        return sum("acknowledgement" in said for said in await self.queued("write_letter"))

    async def mailed(self, email: str, after: timedelta = timedelta(0)) -> str:
        """Give why a mail of somebody is not acknowledged now."""
        mail = read_here(b"From: <" + email.encode() + b">\r\nSubject: Registerutdrag\r\n\r\nHej").mail
        async with self.office.db.transaction(self.organisation_id) as session:
            desk = await self.office.desk(session)
            return await why_not(session, desk, mail, Applicant(email=email), AT + after)


@pytest.fixture
async def counter(database: str, tmp_path: Path) -> AsyncGenerator[Counter]:
    async with an_office(database, tmp_path, pool_size=4, clamd_address="127.0.0.1:3310") as office:
        root = await asyncpg.connect(database)
        yield Counter(office, await an_organisation(office), root)
        await root.close()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_neighbours_are_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


async def test_forms_of_one_network_are_counted_and_work_makes_them_cheap(counter: Counter) -> None:
    assert await counter.fill("203.0.113.7", proven=False) == 8  # of twenty, two and a half each
    with pytest.raises(TooManyAttempts):
        await counter.send("203.0.113.250")  # the neighbour
    assert await counter.fill("2001:db8:1:2::9", proven=True) == 20
    await counter.send("2001:db8:1:3::9")  # another network
    assert await counter.fill("203.0.113.7", proven=False, after=HOUR) == 8  # what has come back by then


async def test_a_proof_is_good_for_one_form(counter: Counter) -> None:
    for _ in range(8):  # one at a token, and seven at two and a half of the nineteen left
        await counter.send(proof="the same")
    with pytest.raises(TooManyAttempts):
        await counter.send(proof="the same")


async def test_many_at_once_get_no_more_than_there_is(counter: Counter) -> None:
    key = counted_as(bytes(32), "form", "203.0.113.0/24")
    one = timedelta(minutes=1)

    async def take() -> bool:
        async with counter.office.db.transaction(counter.organisation_id) as session:
            return await allowances.take(session, key, AT, one, 5 * one)

    assert sum(await asyncio.gather(*(take() for _ in range(12)))) == 5


async def test_what_is_counted_names_nobody_and_is_forgotten(counter: Counter) -> None:
    await counter.send(email="anna@post.example", proof="a stamp")
    rows = await counter.root.fetch("SELECT * FROM allowances")
    assert [len(row["key"]) for row in rows] == [32, 32, 32]  # the network, the proof, the receipt
    plain = str([tuple(row) for row in rows]).encode() + b"".join(row["key"] for row in rows)
    assert not any(word in plain for word in (b"203.0", b"anna", b"stamp", b"form"))
    await housekeeping.tidy(counter.office, AT + HOUR)
    assert (
        await counter.root.fetchval("SELECT count(*) FROM allowances") == 1
    )  # the proof is remembered longer
    await housekeeping.tidy(counter.office, AT + 48 * HOUR)
    assert await counter.root.fetchval("SELECT count(*) FROM allowances") == 0


async def test_one_address_gets_one_receipt_an_hour_and_every_case_is_opened(counter: Counter) -> None:
    spellings = ("offer@post.example", "Offer@Post.Example", "offer@post.example")
    receipts = [await counter.send(email=email) for email in spellings]
    assert len({receipt.reference for receipt in receipts}) == 3
    assert all("/s/uts_" in receipt.link for receipt in receipts)
    assert await counter.receipts() == 1
    said = await counter.root.fetch("SELECT id FROM messages WHERE because IS NOT NULL")
    assert len(said) == 2
    async with counter.office.db.transaction(counter.organisation_id) as session:
        message = await messages.get_message(session, said[0]["id"])
        told = await showing.because_of(counter.office, session, message)
    assert told == ["No receipt was sent: one went to this address within the hour."]
    await counter.send(email="offer@post.example", after=HOUR)
    assert await counter.receipts() == 2


async def test_mails_and_forms_of_one_address_are_counted_together(counter: Counter) -> None:
    assert await counter.mailed("both@post.example") == ""
    await counter.send(email="both@post.example")
    assert await counter.receipts() == 0
    await counter.send(email="form@post.example")
    assert "within the hour" in await counter.mailed("form@post.example")
    assert await counter.mailed("form@post.example", after=HOUR) == ""
    await counter.send(email="both@post.example", after=HOUR)
    assert await counter.receipts() == 2


async def test_a_suspect_form_sends_nothing_and_uses_no_receipt(counter: Counter) -> None:
    receipt = await counter.send(email="anna@post.example", suspect=True)
    assert receipt.waits
    assert await counter.receipts() == 0
    assert await counter.root.fetchval("SELECT suspect FROM cases WHERE reference = $1", receipt.reference)
    await counter.send(email="anna@post.example")
    assert await counter.receipts() == 1


async def test_a_file_is_kept_as_the_attachment_of_the_first_message(counter: Counter) -> None:
    png = picture("PNG")
    words = "Adressen är fel.\nSe bilden."
    await counter.send(
        files=(Enclosed("körkort å.png", "image/png", png),), words=words, email="a@post.example"
    )
    message_id = await counter.root.fetchval("SELECT id FROM messages")
    async with counter.office.db.transaction(counter.organisation_id) as session:
        message = await messages.get_message(session, message_id)
        told = await showing.text_of(counter.office, session, message)
        file, content = await showing.file_of(counter.office, session, message, 0)
        assert (told.text, told.sender) == (words, "Anna Exempel <a@post.example>")
        assert (told.files, file.name, file.type) == ([file], "körkort å.png", "image/png")
        assert (content, file.is_identity_document, message.scan) == (png, True, Scan.UNSCANNED)
        assert message.forget_at == AT + timedelta(days=7)
    assert len(await counter.queued("scan_message")) == 1
    raw = await counter.root.fetchval("SELECT raw FROM messages")
    assert png not in raw
