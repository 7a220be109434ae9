"""PostgreSQL servers that are stopped, killed, filled up and promoted: their address stays the same."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import asyncpg
import psutil
import pytest

from app.embedded.account import Account
from app.embedded.binaries import Binaries, find
from app.embedded.cluster import SUPERUSER, Cluster, ready_cluster
from app.embedded.server import FAST, HOST, _ready, _started, _stop, free_port

SAFE = {**FAST, "synchronous_commit": "on"}
SENDING = {**SAFE, "wal_level": "replica", "max_wal_senders": "5"}
PATIENCE_SECONDS = 90


@dataclass
class Instance:
    """One server that comes back at the port it had."""

    cluster: Cluster
    binaries: Binaries
    account: Account
    options: dict[str, str]
    port: int = field(default_factory=free_port)
    _process: Popen[bytes] | None = None

    @property
    def host(self) -> str:
        return f"{HOST}:{self.port}"

    def url(self, database: str = "postgres", *others: "Instance") -> str:
        """Give the superuser's address, with others that may hold the same."""
        login = f"{SUPERUSER}:{self.cluster.password}"
        if not others:
            return f"postgresql://{login}@{self.host}/{database}"
        hosts = "&".join(f"host={one.host}" for one in (self, *others))
        return f"postgresql://{login}@/{database}?{hosts}&target_session_attrs=read-write"

    async def start(self) -> None:
        self._process = _started(self.cluster, self.binaries, self.account, self.port, self.options)
        await _ready(self._process, self.cluster)

    async def stop(self) -> None:
        """Stop it as an operator does: connections are ended, nothing is lost."""
        if self._process is not None:
            await asyncio.to_thread(_stop, self._process)

    async def kill(self) -> None:
        """Let the machine under it be gone."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children()
        self._process.kill()
        await asyncio.to_thread(self._process.wait)
        await asyncio.to_thread(psutil.wait_procs, children, PATIENCE_SECONDS)

    async def say(self, statement: str, database: str = "postgres") -> object:
        connection = await asyncpg.connect(self.url(database))
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    async def standby(self, folder: Path) -> "Instance":
        """Give a second server that follows this one, which is stopped for a moment to be copied."""
        await self.stop()
        shutil.copytree(self.cluster.folder, folder, symlinks=True)
        twin = Instance(Cluster(folder), self.binaries, self.account, SENDING)
        primary = f"host={HOST} port={self.port} user={SUPERUSER} password={self.cluster.password}"
        (twin.cluster.data / "standby.signal").touch()
        with (twin.cluster.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"primary_conninfo = '{primary}'\n")
        for path in (twin.cluster.folder / "password", twin.cluster.data, *twin.cluster.data.rglob("*")):
            self.account.own(path)
        self.options = {**SENDING, "synchronous_standby_names": "*"}
        await self.start()
        await twin.start()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.say("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"):
                await asyncio.sleep(0.1)
        return twin


@asynccontextmanager
async def an_instance(folder: Path, **options: str) -> AsyncGenerator[Instance]:
    """Give a running server of the test's own."""
    folder.mkdir(mode=0o711, exist_ok=True)
    account = Account.for_server()
    binaries = await asyncio.to_thread(find, None, account, folder)
    cluster = await asyncio.to_thread(ready_cluster, folder, binaries, account, fast=True)
    instance = Instance(cluster, binaries, account, {**SAFE, **options})
    await instance.start()
    try:
        yield instance
    finally:
        await instance.stop()


@dataclass
class Disk:
    """A disk of its own with little room, which can be filled to the last byte."""

    folder: Path

    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                return

    def empty(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


@contextmanager
def a_small_disk(folder: Path) -> Generator[Disk]:
    """Give a small disk mounted on a new folder. Skips where nothing can be mounted."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "utdrag-test", folder], check=False)
    if mounted.returncode:
        pytest.skip("Only root can mount a small disk.")
    try:
        (folder / "room").mkdir()
        Account.for_server().own(folder / "room")
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
