"""Mail is read apart: whatever one does, it is given up within its limits, and the next one is read."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import DsarError, TooLarge
from app.intake import route, showing, sorting
from app.intake.confined_reading import MAILS, Limits
from app.intake.door import Delivery, accept
from app.intake.read import Read, from_json, read_here
from app.intake.readers import Readers
from app.intake.route import route_message
from app.jobs import Job, Kind
from app.models.message import Message
from app.office import Office
from app.queries import messages
from app.vocabulary import Channel, MessageState, Right
from tests.clockwork import HANDLER, Clockwork, clockwork, profile
from tests.house import mail, until

ROOT = Path(__file__).parents[1]
PATIENT = Limits(memory=1024, cpu=60, wall=120)
"""Limits of which only memory is met, however busy the machine is."""
LIMITS = Limits(memory=1024, cpu=60, wall=2)
GOOD = mail("Registerutdrag", "Hej! Jag vill veta vilka uppgifter ni har sparat om mig.").as_bytes()


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    readers = Readers(1, "tests.bad_reading:read", PATIENT)
    yield readers
    readers.end()


@pytest.fixture(scope="module")
def impatient() -> Iterator[Readers]:
    """Readers that wait two seconds for a mail."""
    readers = Readers(1, "tests.bad_reading:read", LIMITS)
    yield readers
    readers.end()


@pytest.fixture(scope="module")
def hurried() -> Iterator[Readers]:
    """Readers that may compute for a second, however long that takes on a busy machine."""
    readers = Readers(1, "tests.bad_reading:read", Limits(memory=1024, cpu=1, wall=60))
    yield readers
    readers.end()


async def who(readers: Readers) -> dict[str, Any]:
    return dict(json.loads(await readers.read(b"who are you")))


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return True
    return state == "Z"


class TestWhatIsRead:
    @pytest.mark.parametrize(
        "path", sorted((ROOT / "app" / "demo" / "mails").glob("*.eml")), ids=lambda p: p.stem
    )
    async def test_apart_a_mail_says_the_same_as_here(self, readers: Readers, path: Path) -> None:
        raw = path.read_bytes()
        assert from_json(await readers.read(raw)) == read_here(raw)

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\0",
            b"From: \xff\xfe\r\n\r\n\xff",
            b"\r\n\r\n",
            b"Date: Mon, 1 Jan 0001 00:00:00 +0000\n\nx",
        ],
    )
    async def test_so_does_what_is_hardly_a_mail(self, readers: Readers, raw: bytes) -> None:
        assert from_json(await readers.read(raw)) == read_here(raw)

    async def test_files_stay_in_the_original(self, readers: Readers) -> None:
        message = mail("CV", "Se bilagan.")
        message.add_attachment(b"%PDF-1.4" * 1000, maintype="application", subtype="pdf", filename="cv.pdf")
        read = from_json(await readers.read(message.as_bytes()))
        (file,) = read.mail.attachments
        assert (file.name, file.size, file.content) == ("cv.pdf", 8000, b"")


class TestLimits:
    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (b"hoard x", "Reading it needed more than 1024 MB of memory and was stopped."),
            (b"crash x", "Reading it ended the reader (SIGSEGV)."),
            (b"leave x", "Reading it ended the reader."),
            (b"babble x", "It holds more than can be kept of a mail."),
        ],
        ids=lambda value: value.decode()[:5] if isinstance(value, bytes) else "",
    )
    async def test_it_is_given_up_and_the_next_is_read(
        self, readers: Readers, raw: bytes, reason: str
    ) -> None:
        with pytest.raises(TooLarge) as told:
            await readers.read(raw)
        assert told.value.detail == reason
        assert from_json(await readers.read(GOOD)).verdict.decision == "open_case"

    async def test_a_mail_that_hangs_is_given_up_in_time(self, impatient: Readers) -> None:
        with pytest.raises(TooLarge) as told:
            await impatient.read(b"hang for ten minutes")
        assert told.value.detail == "Reading it took more than 2 seconds and was stopped."
        assert (await who(impatient))["pid"]

    async def test_computing_for_ever_is_ended_by_the_time_it_took(self, hurried: Readers) -> None:
        with pytest.raises(TooLarge) as told:
            await hurried.read(b"burn x")
        assert told.value.detail == "Reading it took more than 1 seconds of computing and was stopped."
        assert from_json(await hurried.read(GOOD)).verdict.decision == "open_case"

    async def test_a_stumble_is_told_without_what_the_mail_says(self, readers: Readers) -> None:
        before = await who(readers)
        with pytest.raises(DsarError) as told:
            await readers.read(b"stumble x")
        assert told.value.detail == "It could not be read (ValueError)."
        assert not isinstance(told.value, TooLarge)
        assert (await who(readers))["pid"] == before["pid"]

    async def test_the_limit_is_each_mails_own(self, hurried: Readers) -> None:
        """Many mails together take more computing than one may."""
        pid = (await who(hurried))["pid"]
        assert [await hurried.read(b"work hard") for _ in range(6)] == [b"done"] * 6
        assert (await who(hurried))["pid"] == pid

    async def test_a_reader_that_read_enough_makes_room(self, readers: Readers) -> None:
        pids = [(await who(readers))["pid"] for _ in range(MAILS + 1)]
        assert len(set(pids)) == 2

    async def test_the_loop_goes_on_meanwhile(self, impatient: Readers) -> None:
        reading, ticks = asyncio.create_task(impatient.read(b"burn x")), 0
        while not reading.done():
            await asyncio.sleep(0.01)
            ticks += 1
        with pytest.raises(TooLarge):
            await reading
        assert ticks > 30

    async def test_a_large_mail_does_not_hold_up_the_loop(self, readers: Readers) -> None:
        message = mail("Stor", "Bilagan är stor.")
        message.add_attachment(b"x" * 20_000_000, maintype="application", subtype="zip", filename="a.zip")
        reading, longest = asyncio.create_task(readers.read(message.as_bytes())), 0.0
        while not reading.done():
            started = time.thread_time()  # what this loop computes, not what else the machine does
            await asyncio.sleep(0.005)
            longest = max(longest, time.thread_time() - started)
        assert from_json(await reading).mail.attachments[0].size == 20_000_000
        assert longest < 0.5


class TestConfinement:
    async def test_it_knows_nothing_of_us(self, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("UTDRAG_MASTER_KEY", "secret")
        told = await who(readers)
        assert set(told["env"]) <= {"PYTHONUTF8", "LC_CTYPE"}
        assert all(name == "/dev/null" or name.startswith("socket:") for name in told["files"]), told["files"]
        assert sum(name.startswith("socket:") for name in told["files"]) == 1

    async def test_it_writes_no_file(self, readers: Readers) -> None:
        with pytest.raises(DsarError):
            await readers.read(b"write x")

    async def test_a_dead_process_is_replaced(self, readers: Readers) -> None:
        reader = (await who(readers))["pid"]
        keeper = int(Path(f"/proc/{reader}/stat").read_text().rpartition(") ")[2].split()[1])
        os.kill(keeper, signal.SIGKILL)

        async def away() -> bool:
            return gone(keeper) and gone(reader)

        await until(away)
        assert (await who(readers))["pid"] != reader

    async def test_a_caller_who_leaves_takes_it_along(self, readers: Readers) -> None:
        before = await who(readers)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(readers.read(b"hang x"), 0.3)

        async def away() -> bool:
            return gone(before["pid"])

        await until(away)
        assert (await who(readers))["pid"] != before["pid"]

    async def test_it_does_not_outlive_us(self) -> None:
        script = (
            "import asyncio\n"
            "from app.intake.confined_reading import Limits\n"
            "from app.intake.readers import Readers\n"
            "async def main():\n"
            "    readers = Readers(1, 'tests.bad_reading:read', Limits(wall=2))\n"
            "    print((await readers.read(b'who are you')).decode(), flush=True)\n"
            "    await readers.read(b'hang x')\n"
            "asyncio.run(main())\n"
        )
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT) as parent:
            assert parent.stdout is not None
            line = await asyncio.to_thread(parent.stdout.readline)
            parent.kill()
        reader = json.loads(line)["pid"]

        async def away() -> bool:
            return gone(reader)

        await until(away)

    async def test_several_processes_read_side_by_side(self) -> None:
        both = Readers(2, "tests.bad_reading:read", LIMITS)
        hanging = asyncio.create_task(both.read(b"hang x"))
        await asyncio.sleep(0)
        await both.read(GOOD)
        assert not hanging.done()
        with pytest.raises(TooLarge):
            await hanging
        both.end()


class TestRouting:
    @pytest.fixture
    async def house(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: Readers
    ) -> AsyncGenerator[Clockwork]:
        async def badly(_: Office, raw: bytes) -> Read:
            return from_json(await impatient.read(raw))

        monkeypatch.setattr(route, "read", badly)
        monkeypatch.setattr(sorting, "read", badly)
        monkeypatch.setattr(showing, "read", badly)
        async with clockwork(database, tmp_path, monkeypatch, profile()) as house:
            yield house

    async def routed(self, house: Clockwork, raw: bytes) -> Message:
        house.at += timedelta(seconds=1)
        delivery = Delivery("test", os.urandom(8).hex(), Channel.EMAIL, raw, house.at)
        receipt = await accept(house.office, house.organisation_id, delivery, house.at)
        await route_message(house.office, Job(Kind.ROUTE_MESSAGE, house.organisation_id, receipt.message_id))
        return await self.message(house, receipt.message_id)

    async def message(self, house: Clockwork, message_id: UUID) -> Message:
        async with house.office.db.transaction(house.organisation_id) as session:
            return await messages.get_message(session, message_id)

    async def test_a_poisoned_mail_is_in_quarantine_at_once_and_says_why(self, house: Clockwork) -> None:
        message = await self.routed(house, b"hang on this")
        assert (message.state, message.attempts) == (MessageState.QUARANTINE, 1)
        assert message.error == "Reading it took more than 2 seconds and was stopped."
        assert (await self.routed(house, GOOD)).state is MessageState.CASE

    async def test_the_same_poison_again_is_not_even_tried(
        self, house: Clockwork, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = await self.routed(house, b"hang this")

        async def never(*_: object) -> Read:
            raise AssertionError("It was read again.")

        monkeypatch.setattr(route, "read", never)
        again = await self.routed(house, b"hang this")
        assert (again.duplicate_of, again.state) == (first.id, MessageState.QUARANTINE)

    async def test_a_stumble_is_tried_three_times(self, house: Clockwork) -> None:
        delivery = Delivery("test", "stumble", Channel.EMAIL, b"stumble this", house.at)
        receipt = await accept(house.office, house.organisation_id, delivery, house.at)
        job = Job(Kind.ROUTE_MESSAGE, house.organisation_id, receipt.message_id)
        for state in (MessageState.STORED, MessageState.STORED, MessageState.QUARANTINE):
            with pytest.raises(DsarError):
                await route_message(house.office, job)
            assert (await self.message(house, receipt.message_id)).state is state
        await route_message(house.office, job)

    async def test_a_person_sees_it_as_it_came_and_can_take_it_up(self, house: Clockwork) -> None:
        message = await self.routed(house, b"crash Subject: Radera mig\0")
        async with house.office.db.transaction(house.organisation_id) as session:
            text = await showing.text_of(house.office, session, message)
        assert text.text == "crash Subject: Radera mig\ufffd"
        assert text.defects == ["Reading it ended the reader (SIGSEGV).", "It is shown as it came."]
        async with house.office.db.transaction(house.organisation_id) as session:
            file = await sorting.accept_message(
                house.office, session, message.id, [Right.ERASURE], HANDLER, house.at
            )
        assert file.words.startswith("crash Subject: Radera mig")
        assert (await self.message(house, message.id)).case_id == file.case.id
