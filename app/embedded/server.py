"""The running server: started as our own child, ready when it says so, gone when we are."""

import asyncio
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.embedded.account import Account
from app.embedded.binaries import Binaries, find
from app.embedded.cluster import (
    PATIENCE_SECONDS,
    QUIET_SURROUNDINGS,
    SUPERUSER,
    Cluster,
    home_for,
    ready_cluster,
)
from app.errors import NotReady

HOST = "127.0.0.1"
START_SECONDS = 300.0  # recovery after a crash may take long; a server that died is noticed at once
POLL_SECONDS = 0.02
PORT_LINE = 3
READY_LINE = 7  # of postmaster.pid, counted from 0
PR_SET_PDEATHSIG = 1

# The server's log must hold no personal data: no DETAIL lines (they quote rows), no failing statements.
QUIET_LOG = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
FAST = {  # for tests: nothing has to survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Server:
    """A running server; `url` is the superuser's and holds the password, so it is never shown."""

    port: int
    pid: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """Give the URL of the superuser and the first database."""
        return self.database("postgres")

    def database(self, name: str) -> str:
        """Give the superuser's URL of a named database."""
        return f"postgresql://{SUPERUSER}:{self.password}@{HOST}:{self.port}/{name}"


@asynccontextmanager
async def postgres(
    state_dir: Path, *, fast: bool = False, bin_dir: Path | None = None, address: str | None = None
) -> AsyncGenerator[Server]:
    """Run a PostgreSQL whose data lives in `state_dir`; made at the first start, stopped cleanly at the end.

    `fast` gives up durability for tests; `bin_dir` names the folder of its programs; `address` is what a
    second start in the same folder is told. Raises NotReady when it cannot run, and says why.
    """
    account = Account.for_server()
    with sole_owner(state_dir / "lock", address or "none") as announce:
        home = home_for(state_dir, account)
        binaries = await asyncio.to_thread(find, bin_dir, account, home)
        cluster = await asyncio.to_thread(ready_cluster, home, binaries, account, fast=fast)
        port = free_port()
        announce(address or f"{HOST}:{port}")
        process = _started(cluster, binaries, account, port, FAST if fast else {})
        try:
            await _ready(process, cluster)
            yield Server(port, process.pid, cluster.password)
        finally:
            await asyncio.to_thread(_stop, process)


def running(state_dir: Path) -> Server | None:
    """Give the server another process of ours runs in this folder, or None when the folder is free.

    Raises NotReady while that server is still starting.
    """
    if not _is_held(state_dir / "lock"):
        return None
    cluster = Cluster(home_for(state_dir, Account.for_server()) / "cluster")
    status = cluster.data / "postmaster.pid"
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    if len(lines) <= READY_LINE or lines[READY_LINE].strip() != "ready":
        raise NotReady("Utdrag is starting in this folder; try again in a moment.")
    return Server(int(lines[PORT_LINE]), int(lines[0]), cluster.password)


def _is_held(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def sole_owner(lock: Path, address: str) -> Generator[Callable[[str], None]]:
    """Hold the folder for this process alone; the given function writes down where it can be reached.

    Raises NotReady with the other's process and address. The kernel frees the lock however we end.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid, _, where = file.read().partition(" ")
            raise NotReady(f"Utdrag already runs in this folder (pid {pid}, address {where}).") from None

        def announce(where: str) -> None:
            file.truncate(0)
            file.write(f"{os.getpid()} {where}")
            file.flush()

        announce(address)
        yield announce


def free_port() -> int:
    """Give a TCP port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _started(
    cluster: Cluster, binaries: Binaries, account: Account, port: int, options: dict[str, str]
) -> subprocess.Popen[bytes]:
    chosen = {
        "listen_addresses": HOST,
        "port": str(port),
        "unix_socket_directories": "",
        **QUIET_LOG,
        **options,
    }
    command = [str(binaries.postgres), "-D", str(cluster.data)]
    for name, value in chosen.items():
        command += ["-c", f"{name}={value}"]
    with cluster.log.open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - every word of the command is ours
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=QUIET_SURROUNDINGS,
            start_new_session=True,  # Ctrl-C is for us; the server goes last
            preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 - no threads touch what it uses
            **account.identity,
        )  # fmt: skip


def _end_with(parent: int) -> Callable[[], None] | None:
    """Give what the child does before it becomes the server: ask Linux to stop it when we die."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: after the fork is too late

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return ask


async def _ready(process: subprocess.Popen[bytes], cluster: Cluster) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not _says_ready(cluster.data / "postmaster.pid", process.pid):
            if process.poll() is not None:
                raise NotReady(f"PostgreSQL did not start: {cluster.log.read_text(errors='replace')[-500:]}")
            await asyncio.sleep(POLL_SECONDS)


def _says_ready(status: Path, pid: int) -> bool:
    try:
        lines = status.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > READY_LINE and lines[0] == str(pid) and lines[READY_LINE].strip() == "ready"


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(how)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
