"""Every command ends within seconds when asked to, however busy it is, and at once when asked twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app import clock
from app.db import plain_url
from app.embedded.server import free_port
from app.profiles import Profile
from app.vocabulary import Channel, Language, Right, Role
from app.workflows.applying import apply
from app.workflows.open import NewCase, open_case
from tests.clockwork import ANNA, profile
from tests.house import give_token, until
from tests.offices import an_office, environment

COMMAND = Path(sys.executable).parent / "utdrag"
PATIENCE_SECONDS = 60
"""Far more than it takes; a program that waits for what will never come would take longer still."""


class Silence:
    """A server that takes connections and never says a word."""

    def __init__(self) -> None:
        self.callers = 0
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def _hear(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.callers += 1
        self._writers.append(writer)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator["Silence"]:
        server = await asyncio.start_server(self._hear, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        yield self
        server.close()
        for writer in self._writers:
            writer.close()

    async def called(self, times: int = 1) -> None:
        async def heard() -> bool:
            return self.callers >= times

        await until(heard)


class Program:
    """A command of the house as a process."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process, self.port = process, port
        self._writers: list[asyncio.StreamWriter] = []

    async def answers(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Give a connection to it, once it takes any."""

        async def connected() -> Any:
            try:
                return await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                return None

        reader, writer = await until(connected)
        self._writers.append(writer)
        return reader, writer

    async def closes(self) -> None:
        """Wait until it takes no more connections."""

        async def refused() -> bool:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                return True
            writer.close()
            return False

        await until(refused)

    def ask(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self) -> int:
        return await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)

    async def clear_away(self) -> None:
        for writer in self._writers:
            writer.close()
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


class Town:
    """A database with one organisation, whose outgoing mail server and mailbox never answer."""

    def __init__(
        self, env: dict[str, str], owner: asyncpg.Connection, silence: Silence, tokens: dict[Role, str]
    ) -> None:
        self.env, self.owner, self.silence, self.tokens = env, owner, silence, tokens
        self.started: list[Program] = []

    async def start(self, *command: str) -> Program:
        port = free_port()
        given = [*command, "--port", str(port)] if command[0] == "listen" else command
        env = {**os.environ, **self.env, "PORT": str(port)}
        process = await asyncio.create_subprocess_exec(COMMAND, *given, env=env)
        self.started.append(Program(process, port))
        return self.started[-1]

    async def job(self) -> str:
        row = await self.owner.fetchrow("SELECT status::text FROM pgqueuer WHERE entrypoint = 'send_letter'")
        assert row is not None
        return str(row["status"])


@pytest.fixture
async def town(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Town]:
    monkeypatch.setenv("STORY_IMAP_PASSWORD", "secret")
    owner = await asyncpg.connect(plain_url(database))
    async with Silence().listening() as silence, an_office(database, tmp_path) as office:
        imap = {
            "host": "127.0.0.1", "port": silence.port, "tls": False, "user": "dsr",
            "password": "env:STORY_IMAP_PASSWORD",
        }  # fmt: skip
        declared = profile(inboxes=[{"address": "privacy@nordstaff.example", "imap": imap}])
        organisation_id = (await apply(office, Profile.model_validate(declared), clock.now())).organisation_id
        async with office.db.transaction(organisation_id) as session:
            new = NewCase(
                rights=[Right.ACCESS], channel=Channel.EMAIL, language=Language.SV,
                received_at=clock.now(), applicant=ANNA, words="Vad har ni om mig?",
            )  # fmt: skip
            await open_case(office, session, new, at=clock.now())
        roles = (Role.INBOX, Role.HANDLER)
        tokens = {role: await give_token(office, organisation_id, role) for role in roles}
        env = {**environment(database, tmp_path), "UTDRAG_SMTP_URL": f"smtp://127.0.0.1:{silence.port}"}
        town = Town(env, owner, silence, tokens)
        try:
            yield town
        finally:
            for program in town.started:
                await program.clear_away()
    await owner.close()


async def test_a_worker_ends_in_the_middle_of_a_job_and_of_a_mailbox(town: Town) -> None:
    worker = await town.start("worker")
    await town.silence.called(times=2)  # by a letter that is being sent, and by the watcher of the mailbox
    worker.ask(signal.SIGTERM)
    assert await worker.ended() == 0
    assert await town.job() == "queued"


async def test_a_second_signal_ends_it_at_once(town: Town) -> None:
    house = await town.start("serve")
    await house.answers()
    await town.silence.called(times=2)
    house.ask(signal.SIGTERM)
    await house.closes()
    house.ask(signal.SIGTERM)
    assert await house.ended() == -signal.SIGTERM
    assert await town.job() == "picked"  # until its lease has run out


async def test_a_listener_ends_with_a_client_that_says_nothing_and_one_amid_a_mail(town: Town) -> None:
    listener = await town.start("listen")
    idle, writing = await listener.answers(), await listener.answers()
    for line in ("EHLO a.example", "MAIL FROM:<a@a.example>", "RCPT TO:<privacy@nordstaff.example>", "DATA"):
        writing[1].write(f"{line}\r\n".encode())
    writing[1].write(b"Subject: Half a m")
    assert b"220" in await idle[0].readline()
    while not (await writing[0].readline()).startswith(b"354"):
        pass
    listener.ask(signal.SIGTERM)
    assert await listener.ended() == 0
    assert await idle[0].readline() == b"421 4.3.2 Closing, come back later\r\n"
    assert await town.owner.fetchval("SELECT count(*) FROM messages") == 0


async def test_a_web_server_ends_with_a_request_half_sent(town: Town) -> None:
    web = await town.start("serve", "--alone")
    reader, writer = await web.answers()
    writer.write(
        f"POST /api/v1/intake/mail HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {town.tokens[Role.INBOX]}\r\n"
        "Content-Type: message/rfc822\r\nContent-Length: 1000\r\n\r\nSubject: Half a m".encode()
    )
    other = await web.answers()
    other[1].write(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"200" in await other[0].readline()
    web.ask(signal.SIGINT)
    assert await web.ended() == 0
    assert b"HTTP/1.1 202" not in await reader.read()
    assert await town.owner.fetchval("SELECT count(*) FROM messages") == 0


async def test_a_web_server_ends_the_streams_that_are_open(town: Town) -> None:
    web = await town.start("serve", "--alone")
    reader, writer = await web.answers()
    head = (
        f"GET /api/v1/live HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {town.tokens[Role.HANDLER]}\r\n\r\n"
    )
    writer.write(head.encode())
    assert b"200" in await reader.readline()
    while not (await reader.readline()).startswith(b"retry: "):
        pass  # the stream has begun
    web.ask(signal.SIGTERM)
    assert await web.ended() == 0
    assert (await reader.read()).endswith(b"0\r\n\r\n")  # to its end, not broken off


async def test_all_in_one_process_ends_as_well(town: Town) -> None:
    house = await town.start("serve")
    await house.answers()
    await town.silence.called(times=2)
    house.ask(signal.SIGTERM)
    assert await house.ended() == 0
    assert await town.job() == "queued"
