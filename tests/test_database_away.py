"""The database restarts, is lost with a standby to follow it, or is full: nothing acknowledged is lost."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

import aiosmtplib
import asyncpg
import httpx
import pytest
from structlog.testing import capture_logs

from app import worker
from app.db import async_url, migrate, plain_url
from app.intake.door import traced
from app.intake.listener import Listener, listen
from app.vocabulary import Role
from tests.clockwork import profile
from tests.counterparts.postgres import SENDING, Instance, a_small_disk, an_instance
from tests.counterparts.smtp_capture import Capture
from tests.house import House, mail, running_house, until
from tests.offices import an_office

INBOX, SENDER = "privacy@nordstaff.example", "anna.lindqvist@post.example"
DATABASE = "utdrag"


@pytest.fixture
def place() -> Generator[Path]:
    """A folder the servers' user can reach."""
    with tempfile.TemporaryDirectory(prefix="utdrag-servers-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


class Post:
    """Mail that keeps coming, each sent again until it is acknowledged, by SMTP and HTTP in turn."""

    def __init__(self, house: House, listener: Listener) -> None:
        self.house, self._listener = house, listener
        self.acknowledged: set[bytes] = set()
        self.answers: set[int] = set()
        self.attached = 0
        self._stopping = False
        self._coming: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        self._coming = asyncio.create_task(self._keep_coming())

    async def end(self) -> None:
        """Let the last mail be acknowledged."""
        self._stopping = True
        assert self._coming is not None
        await asyncio.wait_for(self._coming, 90)

    async def _keep_coming(self) -> None:
        number = 0
        while not self._stopping:
            request = mail("Registerutdrag", f"Vad har ni om mig? ({number})")
            if self.attached:
                request.add_attachment(os.urandom(self.attached), maintype="image", subtype="png")
            raw, ways = (
                request.as_bytes(),
                cycle((self._by_smtp, self._by_http) if number % 2 else (self._by_http, self._by_smtp)),
            )
            while not await next(ways)(raw):
                await asyncio.sleep(0.1)
            number += 1

    async def _by_smtp(self, raw: bytes) -> bool:
        try:
            await aiosmtplib.send(
                raw, sender=SENDER, recipients=[INBOX], hostname="127.0.0.1", port=self._listener.port
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            self.answers |= {refused.code for refused in error.recipients}
            return False
        except aiosmtplib.SMTPResponseException as error:
            self.answers.add(error.code)
            return False
        self.acknowledged.add(hashlib.sha256(traced(raw, SENDER, INBOX)).digest())
        return True

    async def _by_http(self, raw: bytes) -> bool:
        headers = {"Content-Type": "message/rfc822"}
        answer = await self.house.api("POST", "/intake/mail", role=Role.INBOX, content=raw, headers=headers)
        if answer.status_code != httpx.codes.ACCEPTED:
            self.answers.add(answer.status_code)
            return False
        self.acknowledged.add(hashlib.sha256(raw).digest())
        return True

    async def some_more(self, count: int = 6) -> None:
        """Wait until more was acknowledged."""
        target = len(self.acknowledged) + count

        async def there() -> bool:
            return len(self.acknowledged) >= target

        await until(there)

    async def refused(self) -> None:
        """Wait until both ways have said: later."""

        async def told() -> bool:
            return {451, 503} <= self.answers

        await until(told)


@asynccontextmanager
async def open_house(url: str, capture: Capture, folder: Path) -> AsyncGenerator[Post]:
    """Give a house on this database, with mail coming in; every part of it in this process."""
    await asyncio.to_thread(migrate, url)
    with capture_logs():  # unconfigured, each failure would be painted for seconds
        async with (
            running_house(url, profile(), capture, folder, worker_lease_seconds=2) as house,
            mail_coming_in(house) as post,
        ):
            yield post


@asynccontextmanager
async def mail_coming_in(house: House) -> AsyncGenerator[Post]:
    listener = await listen(house.office)
    post = Post(house, listener)
    await post.begin()
    try:
        yield post
    finally:
        await post.end()
        await listener.stop()


async def prove(post: Post, owner_url: str) -> None:
    """Every acknowledged mail is stored once, read, and has its case; no job is left, or held."""
    await post.end()
    owner = await asyncpg.connect(owner_url)

    async def all_done() -> bool:
        return not await owner.fetchval("SELECT count(*) FROM pgqueuer WHERE status <> 'failed'")

    try:
        await until(all_done)
        stored = [row["sha256"] for row in await owner.fetch("SELECT sha256 FROM messages")]
        assert len(stored) == len(set(stored))
        assert post.acknowledged <= set(stored)
        assert (
            await owner.fetchval("SELECT count(*) FROM messages WHERE state NOT IN ('case', 'triage')") == 0
        )
        assert await owner.fetchval("SELECT count(*) FROM pgqueuer") == 0
    finally:
        await owner.close()


async def listening(instance: Instance) -> int:
    """Give how many connections wait for word of new jobs."""
    found = await instance.say("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%ch_pgqueuer%'")
    assert isinstance(found, int)
    return found


async def has(what: Callable[[], Awaitable[object]]) -> None:
    async def there() -> bool:
        return bool(await what())

    await until(there)


async def test_it_is_restarted_under_load(place: Path, smtp_capture: Capture, tmp_path: Path) -> None:
    async with an_instance(place) as database:
        await database.say(f"CREATE DATABASE {DATABASE}")
        async with open_house(database.url(DATABASE), smtp_capture, tmp_path) as post:
            await post.some_more()
            await database.stop()
            await post.refused()
            assert (await post.house.http.get("/health/ready")).status_code == 503
            assert (await post.house.http.get("/health/live")).status_code == 200
            await database.start()
            await post.some_more()
            await has(lambda: listening(database))
            assert 500 not in post.answers
            await prove(post, database.url(DATABASE))


async def test_the_first_is_lost_and_a_standby_follows(
    place: Path, smtp_capture: Capture, tmp_path: Path
) -> None:
    async with an_instance(place / "first", **SENDING) as first:
        await first.say(f"CREATE DATABASE {DATABASE}")
        standby = await first.standby(place / "second")
        try:
            async with open_house(first.url(DATABASE, standby), smtp_capture, tmp_path) as post:
                await post.some_more()
                await first.kill()
                await post.refused()
                await standby.say("SELECT pg_promote()")
                await post.some_more()
                await has(lambda: listening(standby))
                assert 500 not in post.answers
                await prove(post, standby.url(DATABASE))
        finally:
            await standby.stop()


async def test_its_disk_is_full_for_a_while(place: Path, smtp_capture: Capture, tmp_path: Path) -> None:
    with a_small_disk(place / "disk") as disk:
        async with an_instance(place / "server") as database:
            await database.say(f"CREATE TABLESPACE small LOCATION '{disk.folder / 'room'}'")
            await database.say(f"CREATE DATABASE {DATABASE} TABLESPACE small")
            async with open_house(database.url(DATABASE), smtp_capture, tmp_path) as post:
                post.attached = 100_000  # what does not fit into the room that is there already
                await post.some_more(4)
                disk.fill()
                await post.refused()
                disk.empty()
                await post.some_more(4)
                assert 500 not in post.answers
                await prove(post, database.url(DATABASE))


def test_an_address_may_name_several_hosts() -> None:
    url = "postgresql://anna:pass%40word@/utdrag?host=a.example:5432&host=b.example:5433&target_session_attrs=primary"
    assert plain_url(async_url(url)) == (
        "postgresql://anna:pass%40word@/utdrag?host=a.example%3A5432%2Cb.example%3A5433&target_session_attrs=primary"
    )


async def test_a_connection_that_broke_in_the_middle_of_a_sentence_does_not_end_the_worker(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver has an error of its own for that, which is none of the database's."""
    stopping, begun = asyncio.Event(), 0

    async def breaking(*_: object) -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise asyncpg.InternalClientError("cannot switch to state 12")
        stopping.set()

    monkeypatch.setattr(worker, "_work", breaking)
    async with an_office(database, tmp_path) as office:
        await worker.run(office, stopping)
    assert begun == 2
