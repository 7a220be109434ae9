"""Mailboxes on a real Dovecot: nothing is lost, nothing is doubled, whatever breaks in between."""

import asyncio
import imaplib
import secrets
import shutil
import smtplib
import ssl
import sys
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlmodel import col, select
from structlog.testing import capture_logs

from app import clock
from app.errors import NotReady, SystemDidNotAnswer
from app.inbox_profiles import InboxProfile, Mailbox
from app.intake import connection, reading
from app.intake import watching as watches
from app.intake.decode import decode
from app.intake.mailbox import KEYWORD, CommandRefused, Folder, Listed, Tidying
from app.intake.watching import fetch_once, watch
from app.models.message import Message
from app.models.organisation import MailCursor
from app.office import Office
from app.vocabulary import MessageState
from tests.counterparts.dovecot import Dovecot
from tests.house import until
from tests.test_intake_door import an_office, an_organisation, away, execute, messages_of, raws_of

RAW = (
    b"From: Anna Berg <anna.berg@post.example>\r\nTo: dataskydd@nordbemanning.example\r\n"
    b"Subject: R\xe4ttning av uppgifter\r\nDate: Mon, 2 Mar 2031 10:00:00 +0100\r\n\r\n"
    b"Hej,\r\n\r\n.\r\nf\xf6dd 1980 \xff\x01 utan slutrad"
)


@dataclass
class Post:
    """An organisation with one mailbox of its own on the real server."""

    office: Office
    dovecot: Dovecot
    organisation_id: UUID
    inbox: InboxProfile
    password: Path

    @property
    def user(self) -> str:
        assert self.inbox.imap is not None
        return self.inbox.imap.user

    def with_box(self, **changes: Any) -> "Post":
        assert self.inbox.imap is not None
        box = Mailbox.model_validate({**self.inbox.imap.model_dump(), **changes})
        return replace(self, inbox=self.inbox.model_copy(update={"imap": box}))

    def polling(self, seconds: float) -> "Post":
        settings = self.office.settings.model_copy(update={"inbox_poll_seconds": seconds})
        return replace(self, office=replace(self.office, settings=settings))

    async def deliver(self, *subjects: str) -> None:
        for subject in subjects:
            await self.dovecot.delivered(a_mail(subject), to=f"{self.user}@post.example")

    async def fetch(self) -> int:
        return await fetch_once(self.office, self.organisation_id, self.inbox)

    async def rows(self) -> list[Message]:
        return await messages_of(self.office, self.organisation_id)

    async def raws(self) -> list[bytes]:
        return await raws_of(self.office, self.organisation_id)

    async def subjects(self) -> list[str]:
        return sorted(decode(raw).subject for raw in await self.raws())

    async def cursor(self, folder: str = "INBOX") -> MailCursor:
        async with self.office.db.transaction(self.organisation_id) as session:
            found = await session.exec(select(MailCursor).where(col(MailCursor.folder) == folder))
            return found.one()

    async def has(self, count: int) -> Sequence[Message]:
        """Wait until so many mails are stored."""
        await until(lambda: self._count(count))
        return await self.rows()

    async def _count(self, count: int) -> bool:
        return len(await self.rows()) >= count

    def client(self) -> imaplib.IMAP4:
        """Give a person's own connection to the mailbox."""
        client = imaplib.IMAP4(self.dovecot.host, self.dovecot.imap_port)
        client.login(self.user, self.dovecot.password)
        return client

    def uids(self, folder: str, *criteria: str) -> list[bytes]:
        client = self.client()
        try:
            client.select(folder, readonly=True)
            return list(client.uid("SEARCH", *(criteria or ("ALL",)))[1][0].split())
        finally:
            client.logout()

    def append(
        self, raw: bytes, *, folder: str = "INBOX", flags: str = "", at: datetime | None = None
    ) -> None:
        client = self.client()
        at_text = f'"{at:%d-%b-%Y %H:%M:%S %z}"' if at else ""
        assert client.append(folder, flags, at_text, raw)[0] == "OK"
        client.logout()


def a_mail(subject: str) -> bytes:
    return (
        f"From: Anna Berg <anna.berg@post.example>\r\nTo: dataskydd@nordbemanning.example\r\n"
        f"Message-ID: <{secrets.token_hex(8)}@post.example>\r\nSubject: {subject}\r\n\r\nHej!\r\n"
    ).encode()


@pytest.fixture(scope="module")
def mailboxes(dovecot: Dovecot) -> Iterator[str]:
    """Names of empty mailboxes; made together, for Dovecot looks for new ones once a second."""
    names = [f"box{secrets.token_hex(4)}" for _ in range(80)]
    for name in names:
        dovecot.add_user(name)
    sleep(1.1)
    return iter(names)


@pytest.fixture
async def post(
    database: str, tmp_path: Path, dovecot: Dovecot, mailboxes: Iterator[str]
) -> AsyncGenerator[Post]:
    user = next(mailboxes)
    password = tmp_path / "password"
    password.write_text(dovecot.password)
    box = Mailbox(
        host=dovecot.host, port=dovecot.imap_port, tls=False, user=user, password=f"file:{password}"
    )  # fmt: skip
    inbox = InboxProfile(address="dataskydd@nordbemanning.example", imap=box)
    async with an_office(database) as office:
        organisation_id = await an_organisation(office, inboxes=[inbox.model_dump()])
        yield Post(office, dovecot, organisation_id, inbox, password)


@asynccontextmanager
async def watching(post: Post) -> AsyncGenerator[asyncio.Event]:
    """Watch while the test goes on; it must end soon once it is told to."""
    stopping = asyncio.Event()
    task = asyncio.create_task(watch(post.office, post.organisation_id, post.inbox, stopping))
    try:
        yield stopping
    finally:
        stopping.set()
        await asyncio.wait_for(task, 30)


async def connected(post: Post, folder: str = "INBOX") -> None:
    async def answers() -> bool:
        async with post.office.db.transaction(post.organisation_id) as session:
            found = await session.exec(select(MailCursor).where(col(MailCursor.folder) == folder))
            cursor = found.one_or_none()
        return cursor is not None and cursor.connected_at is not None and cursor.failing_since is None

    await until(answers)
    await asyncio.sleep(0.3)  # from the look into IDLE


@dataclass
class Proxy:
    """A line to the mail server that can be cut, or go silent while it stays open."""

    target: int
    port: int = 0
    silent: bool = False
    refusing: bool = False
    connections: int = 0
    writers: set[asyncio.StreamWriter] = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def cut(self) -> None:
        for writer in self.writers:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        self.connections += 1
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers |= {writer, back}
        for source, sink in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pump(source, sink))
            self.tasks.add(task)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                if not self.silent:
                    sink.write(data)
        except ConnectionError:
            pass
        finally:
            if not self.silent:
                sink.close()


@asynccontextmanager
async def proxy(target: int, context: ssl.SSLContext | None = None) -> AsyncGenerator[Proxy]:
    line = Proxy(target)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0, ssl=context)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        line.cut()
        await asyncio.wait_for(asyncio.gather(*line.tasks), 30)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a test's length."""
    monkeypatch.setattr(watches, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(watches, "LONGEST_SECONDS", 0.5)
    monkeypatch.setattr(watches, "REFUSED_SECONDS", 0.3)
    monkeypatch.setattr(watches, "FOLLOW_SECONDS", 0.2)
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 5.0)


async def test_a_mail_is_stored_with_every_byte_and_moved_only_then(post: Post) -> None:
    came = datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    await asyncio.to_thread(post.append, RAW, at=came)
    assert await post.fetch() == 1
    [row] = await post.rows()
    assert await post.raws() == [RAW]
    assert (row.received_at, row.source, row.size) == (came, "imap", len(RAW))
    cursor = await post.cursor()
    assert row.source_key == f"dataskydd@nordbemanning.example/INBOX/{cursor.uid_validity}/1"
    assert (cursor.last_uid, cursor.failing_since, cursor.failure) == (1, None, "")
    assert post.uids("INBOX") == []
    assert len(post.uids("Processed", "UNSEEN")) == 1
    assert await post.fetch() == 0


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"no header at all", b"Subject: x\r\n\r\n" + b"y" * 200_000 + b"\r\n"]
)
async def test_odd_mails_are_stored_like_any(post: Post, raw: bytes) -> None:
    await asyncio.to_thread(post.append, raw or b"x")
    if not raw:  # no command makes an empty mail, but a disk that was full does
        [mail] = (post.dovecot.folder / "mail" / post.user / "Maildir").glob("*/*,S=*")
        mail.write_bytes(b"")
        mail.rename(mail.with_name(f"{mail.name.partition(',')[0]}:2,"))
    assert await post.fetch() == 1
    assert await post.raws() == [raw]


async def test_a_date_of_the_server_in_the_future_is_not_believed(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = iter([clock.now() + timedelta(days=400), None])
    real = Folder.listed

    def listed(folder: Folder, uids: Sequence[int]) -> dict[int, Listed]:
        return {uid: Listed(entry.size, next(dates)) for uid, entry in real(folder, uids).items()}

    monkeypatch.setattr(Folder, "listed", listed)
    await post.deliver("future", "no date at all")
    await post.fetch()
    for row in await post.rows():
        assert row.received_at == row.stored_at <= clock.now()


async def test_a_mail_somebody_has_read_is_found(post: Post) -> None:
    await asyncio.to_thread(post.append, RAW, flags=r"(\Seen \Flagged)")
    assert await post.fetch() == 1


async def test_mail_is_seen_when_it_comes_not_at_the_next_poll(post: Post) -> None:
    async with watching(post.polling(600)):
        await connected(post)
        began = monotonic()
        await post.deliver("Registerutdrag")
        await post.has(1)
        print(f"from delivery to commit: {monotonic() - began:.2f} s")
        await until(lambda: asyncio.to_thread(lambda: not post.uids("INBOX")))


@pytest.mark.parametrize("moment", ["idle", "tidy"])
async def test_mail_that_comes_just_before_the_waiting_is_not_left_to_the_poll(
    post: Post, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    real: Callable[..., None] = getattr(Folder, moment)
    left = ["three", "two"]

    def after_a_delivery(folder: Folder, what: Any) -> None:
        if left and (moment == "idle" or what):
            post.dovecot.deliver(a_mail(left.pop()), to=f"{post.user}@post.example")
            sleep(0.2)
        real(folder, what)

    monkeypatch.setattr(Folder, moment, after_a_delivery)
    await post.deliver("one")
    async with watching(post.polling(600)):
        await post.has(3)


async def test_a_server_without_idle_is_polled(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Folder.open

    def open_without_idle(folder: Folder, password: str) -> int:
        validity = real(folder, password)
        folder.can_idle = False
        return validity

    monkeypatch.setattr(Folder, "open", open_without_idle)
    async with watching(post.polling(0.2)):
        await connected(post)
        await post.deliver("Registerutdrag")
        await post.has(1)


@pytest.mark.parametrize("moment", ["listed", "raw"])
async def test_a_person_may_be_faster(post: Post, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    await post.deliver("one", "two", "three")
    real: Callable[..., Any] = getattr(Folder, moment)
    taken: list[bytes] = []

    def after_a_person(folder: Folder, what: Any) -> Any:
        if not taken and (moment == "listed" or what == 2):
            client = post.client()
            client.select("INBOX")
            taken.append(client.uid("STORE", "2", "+FLAGS", r"(\Deleted)")[1][0])
            client.expunge()
            client.logout()
            return None if moment == "raw" else real(folder, what)
        return real(folder, what)

    monkeypatch.setattr(Folder, moment, after_a_person)
    assert await post.fetch() == 2
    assert await post.subjects() == ["one", "three"]
    assert (await post.cursor()).failure == ""


async def test_a_mailbox_made_anew_is_read_from_its_beginning(post: Post, hasty: None) -> None:
    async def delivered() -> bool:
        try:
            await post.deliver("new")
        except smtplib.SMTPDataError as error:
            if error.smtp_code != 451:  # the server looks at what was just taken away; senders try again
                raise
            return False
        return True

    await post.deliver("old")
    async with watching(post.polling(1)):
        await post.has(1)
        before = await post.cursor()
        await asyncio.sleep(1.1)  # Dovecot counts UIDVALIDITY in seconds
        shutil.rmtree(post.dovecot.folder / "mail" / post.user / "Maildir")
        await until(delivered)
        await post.has(2)
    after = await post.cursor()
    assert after.uid_validity != before.uid_validity
    assert (before.last_uid, after.last_uid) == (1, 1)
    assert await post.subjects() == ["new", "old"]


async def test_a_connection_cut_while_waiting_is_made_again(post: Post, hasty: None) -> None:
    async with proxy(post.dovecot.imap_port) as line:
        post = post.with_box(port=line.port).polling(60)
        async with watching(post):
            await connected(post)
            line.refusing = True
            line.cut()
            await until(lambda: failing(post))
            cursor = await post.cursor()
            assert cursor.failure.startswith("The mail server does not answer (")
            await post.deliver("while away")
            line.refusing = False
            await post.has(1)
            await connected(post)
        assert line.connections == 2


async def failing(post: Post) -> bool:
    async with post.office.db.transaction(post.organisation_id) as session:
        found = (await session.exec(select(MailCursor))).one_or_none()
    return found is not None and found.failing_since is not None


async def test_a_line_that_went_silent_is_noticed(
    post: Post, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 1.0)
    async with proxy(post.dovecot.imap_port) as line:
        post = post.with_box(port=line.port).polling(1)
        async with watching(post):
            await connected(post)
            line.silent = True
            await post.deliver("into the silence")
            await until(lambda: failing(post))
            line.silent = False
            await post.has(1)
            assert not await failing(post)


async def test_a_silent_line_does_not_hold_up_the_end(post: Post) -> None:
    async with proxy(post.dovecot.imap_port) as line:
        post = post.with_box(port=line.port).polling(1)
        async with watching(post):
            await connected(post)
            line.silent = True
            await asyncio.sleep(1.5)


async def test_a_wrong_password_is_shown_until_it_is_right(post: Post, hasty: None) -> None:
    post.password.write_text("wrong")
    await post.deliver("Registerutdrag")
    async with watching(post):
        await until(lambda: failing(post))
        first = await post.cursor()
        assert first.failure == "The mail server refuses the user name or password."
        assert first.connected_at is None
        post.password.write_text(post.dovecot.password)
        await post.has(1)
    assert (await post.cursor()).failing_since is None


async def test_a_wrong_password_is_retried_slowly() -> None:
    refused = SystemDidNotAnswer("no", permanent=True)
    assert all(150 <= watches._pause_after(refused, attempt) <= 300 for attempt in (1, 5, 10_000))
    passing = SystemDidNotAnswer("no")
    assert watches._pause_after(passing, 1) <= 2
    assert 150 <= watches._pause_after(passing, 10_000) <= 300


async def test_a_missing_secret_and_a_missing_folder_are_shown(post: Post) -> None:
    with pytest.raises(NotReady):
        await fetch_once(*_without_secret(post))
    assert (await post.cursor()).failure == "The secret env:NO_SUCH_SECRET is empty or not set."
    with pytest.raises(SystemDidNotAnswer) as raised:
        await post.with_box(folders=("Borta",)).fetch()
    assert raised.value.permanent
    assert (await post.cursor("Borta")).failure == "The mailbox has no folder 'Borta'."


def _without_secret(post: Post) -> tuple[Office, UUID, InboxProfile]:
    return post.office, post.organisation_id, post.with_box(password="env:NO_SUCH_SECRET").inbox


async def test_several_folders_are_read_whatever_their_names(post: Post) -> None:
    client = post.client()
    client.create('"Skr&AOQ-p &- annat"')
    client.logout()
    await post.deliver("inbox")
    await asyncio.to_thread(post.append, a_mail("junk"), folder="Junk")
    await asyncio.to_thread(post.append, a_mail("odd"), folder='"Skr&AOQ-p &- annat"')
    post = post.with_box(folders=("INBOX", "Junk", "Skräp & annat"), processed="Färdigt")
    async with watching(post):
        await post.has(3)
        await until(lambda: asyncio.to_thread(lambda: len(post.uids("F&AOQ-rdigt")) == 3))
    assert await post.subjects() == ["inbox", "junk", "odd"]


async def test_a_folder_another_reader_made_at_the_same_moment_is_used(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = imaplib.IMAP4.create

    def a_moment_late(client: imaplib.IMAP4, name: str) -> tuple[str, list[Any]]:
        other = post.client()
        real(other, name)
        other.logout()
        return real(client, name)

    monkeypatch.setattr(imaplib.IMAP4, "create", a_moment_late)
    await post.deliver("one")
    assert await post.fetch() == 1
    assert len(post.uids("Processed")) == 1


async def test_a_folder_the_server_does_not_make_is_done_without(post: Post) -> None:
    await post.deliver("one")
    post = post.with_box(processed="Not/allowed/here")
    assert [await post.fetch(), await post.fetch()] == [1, 0]
    assert len(post.uids("INBOX", "KEYWORD", KEYWORD)) == 1


async def test_hundreds_that_wait_are_taken_in_order(post: Post) -> None:
    names = [f"mail {number:03}" for number in range(300)]

    def fill() -> None:
        client = post.client()
        for name in names:
            client.append("INBOX", "", "", a_mail(name))
        client.logout()

    await asyncio.to_thread(fill)
    began = monotonic()
    assert await post.fetch() == 300
    print(f"IMAP: {300 / (monotonic() - began):.0f} mails/s")
    assert [decode(raw).subject for raw in await post.raws()] == names
    assert len(post.uids("Processed")) == 300


async def test_one_of_two_leads_and_is_followed(post: Post, hasty: None) -> None:
    async with proxy(post.dovecot.imap_port) as line:
        post = post.with_box(port=line.port)
        async with watching(post) as first:
            await connected(post)
            async with watching(post):
                await asyncio.sleep(1)
                assert line.connections == 1
                await post.deliver("one")
                await post.has(1)
                first.set()
                await until(lambda: _second(line))
                await post.deliver("two")
                await post.has(2)
    assert await post.subjects() == ["one", "two"]


async def _second(line: Proxy) -> bool:
    return line.connections == 2


async def test_a_lead_that_is_lost_is_taken_again(post: Post, hasty: None, database: str) -> None:
    async with proxy(post.dovecot.imap_port) as line:
        post = post.with_box(port=line.port)
        async with watching(post):
            await connected(post)
            await execute(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'utdrag mailbox' AND datname = current_database()",
            )
            await until(lambda: _second(line))
            await post.deliver("one")
            await post.has(1)


async def test_two_processes_at_once_store_each_mail_once(post: Post) -> None:
    await post.deliver(*(str(number) for number in range(30)))
    await post.fetch()  # the cursor is there
    await post.deliver(*(str(number) for number in range(30, 60)))
    counts = await asyncio.gather(post.fetch(), post.fetch(), return_exceptions=True)
    await post.fetch()
    assert len(await post.rows()) == 60, counts
    assert len(set(await post.subjects())) == 60
    assert post.uids("INBOX") == []


async def test_a_crash_between_commit_and_move_doubles_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.deliver("one", "two")
    with monkeypatch.context() as patched:

        def crash(_: Folder, __: Sequence[int]) -> None:
            raise SystemDidNotAnswer("The line broke.")

        patched.setattr(Folder, "tidy", crash)
        with pytest.raises(SystemDidNotAnswer):
            await post.fetch()
    assert len(await post.rows()) == 2
    assert len(post.uids("INBOX")) == 2
    asked: list[int] = []
    monkeypatch.setattr(Folder, "raw", lambda _, uid: asked.append(uid))
    assert await post.fetch() == 0
    assert (len(await post.rows()), post.uids("INBOX"), asked) == (2, [], [])
    assert len(post.uids("Processed")) == 2


READER = """
import asyncio, sys
from uuid import UUID
from app.intake.watching import watch
from app.inbox_profiles import InboxProfile
from tests.test_intake_door import an_office

async def main():
    async with an_office(sys.argv[1]) as office:
        inbox = InboxProfile.model_validate_json(sys.argv[3])
        await watch(office, UUID(sys.argv[2]), inbox, asyncio.Event())

asyncio.run(main())
"""


async def test_killed_at_any_moment_it_loses_and_doubles_nothing(post: Post, database: str) -> None:
    names = [f"mail {number:03}" for number in range(200)]
    await post.deliver(*names)
    told = (database, str(post.organisation_id), post.inbox.model_dump_json())
    chance, stored, kills = secrets.SystemRandom(), 0, 0
    while stored < len(names):
        reader = await asyncio.create_subprocess_exec(
            sys.executable, "-c", READER, *told, stdout=asyncio.subprocess.DEVNULL
        )
        await post.has(min(stored + chance.randint(1, 60), len(names)))
        await asyncio.sleep(chance.uniform(0, 0.03))
        reader.kill()
        await reader.wait()
        stored, kills = len(await post.rows()), kills + 1
    await post.fetch()
    print(f"{kills} kills")
    assert await post.subjects() == names
    assert post.uids("INBOX") == []
    assert len(post.uids("Processed")) == len(names)


async def test_a_mail_that_was_missed_is_found_later(post: Post) -> None:
    await post.deliver("first")
    await post.fetch()
    async with post.office.db.transaction(post.organisation_id) as session:
        cursor = (await session.exec(select(MailCursor))).one()
        cursor.last_uid = 1_000
    await post.deliver("below the cursor")
    assert await post.fetch() == 1


def poison(monkeypatch: pytest.MonkeyPatch, bad: int, error: Exception) -> list[int]:
    """Make one mail unreadable; give the tries as they come."""
    real, tried = Folder.raw, list[int]()

    def raw(folder: Folder, uid: int) -> bytes | None:
        if uid == bad:
            tried.append(uid)
            raise error
        return real(folder, uid)

    monkeypatch.setattr(Folder, "raw", raw)
    return tried


@pytest.mark.parametrize("error", [CommandRefused("FETCH"), ValueError("anything at all")])
async def test_a_mail_that_cannot_be_read_stops_no_other_and_is_shown(
    post: Post, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    await post.deliver("one", "bad", "three")
    with monkeypatch.context() as patched:
        tried = poison(patched, 2, error)
        assert await post.fetch() == 2
        assert len(tried) == 3
    *good, shown = await post.rows()
    assert [row.state for row in good] == [MessageState.STORED] * 2
    assert (shown.state, shown.error) == (MessageState.QUARANTINE, "The mail could not be read.")
    text = decode((await post.raws())[2]).text
    assert "in the folder INBOX (UID 2)" in text
    assert post.uids("INBOX") == [b"2"]
    assert await post.fetch() == 1  # now it can be read
    assert await post.subjects() == ["?", "bad", "one", "three"]
    assert post.uids("INBOX") == []


async def test_a_mail_that_breaks_the_connection_each_time_is_found_out(
    post: Post, monkeypatch: pytest.MonkeyPatch, hasty: None
) -> None:
    await post.deliver("one", "bad", "three")
    tried = poison(monkeypatch, 2, SystemDidNotAnswer("The line broke."))
    async with watching(post.polling(0.2)):
        await post.has(3)
        await post.deliver("four")
        await post.has(4)
    assert await post.subjects() == ["?", "four", "one", "three"]
    assert len(tried) == 3


async def test_a_list_the_server_refuses_is_asked_for_piece_by_piece(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.deliver("one", "bad", "three")
    real = Folder.listed

    def listed(folder: Folder, uids: Sequence[int]) -> dict[int, Listed]:
        if 2 in uids:
            raise CommandRefused("FETCH")
        return real(folder, uids)

    monkeypatch.setattr(Folder, "listed", listed)
    assert await post.fetch() == 2
    assert await post.subjects() == ["?", "one", "three"]


async def test_a_body_the_server_does_not_give_is_no_mail_that_went_away(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.deliver("one")
    monkeypatch.setattr(Folder, "raw", lambda _, __: None)
    assert await post.fetch() == 0
    [row] = await post.rows()
    assert row.state is MessageState.QUARANTINE


@pytest.mark.parametrize("lies", [False, True])
async def test_a_mail_that_is_too_large_is_shown_by_its_header(
    post: Post, monkeypatch: pytest.MonkeyPatch, lies: bool
) -> None:
    head = (
        b"From: Anna Berg <anna.berg@post.example>\r\nSubject: Allt jag\r\n har skrivit\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n\r\n"
    )
    monkeypatch.setattr(reading, "LARGEST", 100_000)
    real = Folder.listed
    if lies:
        monkeypatch.setattr(
            Folder, "listed",
            lambda folder, uids: {uid: entry._replace(size=1) for uid, entry in real(folder, uids).items()},
        )  # fmt: skip
    await asyncio.to_thread(post.append, head + b"--x\r\n\r\n" + b"0123456789\r\n" * 9_000)
    await asyncio.to_thread(post.append, a_mail("after it"))
    assert await post.fetch() == 2
    shown, after = await post.rows()
    assert (shown.state, shown.error) == (MessageState.QUARANTINE, "The mail is larger than 0.1 MB.")
    assert after.state is MessageState.STORED
    mail = decode((await post.raws())[0])
    assert (mail.subject, mail.sender.address) == ("Allt jag har skrivit", "anna.berg@post.example")
    assert "in the folder Processed" in mail.text
    assert shown.size < 2_000
    assert len(post.uids("Processed")) == 2


async def test_no_mail_is_blamed_for_a_database_that_is_away(
    post: Post, database: str, server: Any, hasty: None
) -> None:
    async with watching(post.polling(0.2)):
        await connected(post)
        async with away(database, server.url):
            await post.deliver("one", "two")
            await asyncio.sleep(2.5)
        await post.has(2)
        await connected(post)
    assert await post.subjects() == ["one", "two"]
    assert {row.state for row in await post.rows()} == {MessageState.STORED}


@pytest.mark.parametrize("way", list(Tidying))
async def test_every_way_of_tidying_leaves_other_mail_alone(
    post: Post, monkeypatch: pytest.MonkeyPatch, way: Tidying
) -> None:
    monkeypatch.setattr(Folder, "_way_of_tidying", lambda _, __: way)
    await asyncio.to_thread(post.append, a_mail("thrown away by a person"), flags=r"(\Deleted)")
    await post.deliver("one")
    asked: list[int] = []
    real = Folder.raw

    def raw(folder: Folder, uid: int) -> bytes | None:
        asked.append(uid)
        return real(folder, uid)

    monkeypatch.setattr(Folder, "raw", raw)
    client = post.client()
    client.create("Processed")
    assert await post.fetch() == 2
    client.select("INBOX")
    client.logout()
    inbox, processed = post.uids("INBOX"), post.uids("Processed")
    if way in {Tidying.MOVE, Tidying.COPY_AND_EXPUNGE}:
        assert (len(inbox), len(processed)) == (0, 2)
    else:
        assert (len(inbox), len(processed)) == (2, 0)
        assert len(post.uids("INBOX", "KEYWORD", KEYWORD)) == (2 if way is Tidying.KEYWORD else 0)
    assert post.uids("INBOX", "SEEN") == post.uids("Processed", "SEEN") == []
    assert await post.fetch() == 0
    assert asked == [1, 2]


async def test_copying_expunges_only_what_was_copied(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Folder, "_way_of_tidying", lambda _, __: Tidying.COPY_AND_EXPUNGE)
    await post.deliver("one")
    real = Folder.tidy

    def tidy(folder: Folder, uids: Sequence[int]) -> None:
        post.append(a_mail("thrown away by a person"), flags=r"(\Deleted)")
        real(folder, uids)

    monkeypatch.setattr(Folder, "tidy", tidy)
    await post.fetch()
    assert post.uids("INBOX", "DELETED") == [b"2"]


async def test_the_folder_mail_is_moved_to_may_be_the_one_it_is_read_from(post: Post) -> None:
    await post.deliver("one")
    post = post.with_box(processed="INBOX")
    assert [await post.fetch(), await post.fetch()] == [1, 0]
    assert len(await post.rows()) == 1


def a_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Give a server's context with a new certificate for localhost, and where the certificate is."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1)).not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    there, secret = folder / "certificate.pem", folder / "key.pem"
    there.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(there, secret)
    return context, there


async def test_over_tls_the_server_must_prove_who_it_is(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = a_certificate(tmp_path)
    await post.deliver("one")
    async with proxy(post.dovecot.imap_port, context) as line:
        post = post.with_box(host="localhost", port=line.port, tls=True).polling(60)
        with pytest.raises(SystemDidNotAnswer, match="certificate is not trusted"):
            await post.fetch()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        async with watching(post):
            await post.has(1)
            await connected(post)
            await post.deliver("two")
            await post.has(2)


async def test_nothing_personal_is_logged(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.deliver("Anna Bergs begäran", "två")
    poison(monkeypatch, 2, CommandRefused("FETCH"))
    with capture_logs() as lines:
        await post.fetch()
        post.password.write_text("wrong")
        with pytest.raises(SystemDidNotAnswer):
            await post.fetch()
    assert lines
    assert not any(word in str(lines) for word in ("@", "Anna", post.user, "wrong"))


class Answering(Folder):
    """A folder whose server says just this."""

    def __init__(self, *pieces: Any) -> None:
        super().__init__(Mailbox(host="mail.example", user="x", password="env:X"), "INBOX")
        self._pieces = pieces

    def _ask(self, *_: str) -> list[Any]:
        return list(self._pieces)


def odd_answers() -> Iterator[tuple[list[Any], bytes | None]]:
    yield [(b"1 (UID 7 BODY[] {3}", b"abc"), b")"], b"abc"
    yield [b"2 (FLAGS (\\Seen))", (b"1 (BODY[] {3}", b"abc"), b" UID 7)"], b"abc"
    yield [(b"1 (UID 7 body[] {0}", b""), b")"], b""
    yield [b"1 (UID 7 BODY[] NIL)"], b""
    yield [b'1 (UID 7 BODY[] "")'], b""
    yield [b"2 (FLAGS (\\Seen))"], None
    yield [None], None


@pytest.mark.parametrize(("pieces", "raw"), list(odd_answers()))
def test_answers_are_understood_in_every_form(pieces: list[Any], raw: bytes | None) -> None:
    assert Answering(*pieces).raw(7) == raw


def test_lists_are_understood_in_every_form() -> None:
    came = datetime(1996, 7, 17, 9, 44, 25, tzinfo=UTC)
    folder = Answering(
        b'1 (RFC822.SIZE 44 INTERNALDATE "17-Jul-1996 02:44:25 -0700" UID 7)',
        b"1 (UID 7 FLAGS (\\Seen))",
        b'2 (UID 8 RFC822.SIZE 45 INTERNALDATE " 7-Jul-1996 02:44:25 +0200")',
        b'3 (UID 9 RFC822.SIZE 46 INTERNALDATE "yesterday")',
        b"4 (UID 10)",
        None,
    )
    found = folder.listed([7, 8, 9, 10])
    assert found[7] == Listed(44, came)
    assert found[8].received_at == datetime(1996, 7, 7, 0, 44, 25, tzinfo=UTC)
    assert (found[9], found[10]) == (Listed(46, None), Listed(0, None))
