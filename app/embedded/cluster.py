"""The server's data folder: made in one step, with a password, and freed of what a crash left behind."""

import hashlib
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.embedded.account import Account
from app.embedded.binaries import Binaries
from app.errors import NotReady

if TYPE_CHECKING:
    import psutil

ELSEWHERE = Path("/var/lib/utdrag")  # for root, when the server's user cannot reach the state folder
SUPERUSER = "postgres"
PATIENCE_SECONDS = 60.0
BUILTIN_LOCALES_SINCE = 17
QUIET_SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Cluster:
    """One data folder with its password; the folder exists wholly or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"

    @property
    def password(self) -> str:
        """The superuser's password; readable only by the server's user and root."""
        return (self.folder / "password").read_text(encoding="ascii")

    @property
    def major(self) -> int:
        """The major version of PostgreSQL that made the folder."""
        return int((self.data / "PG_VERSION").read_text(encoding="ascii"))


def home_for(state: Path, account: Account) -> Path:
    """Give the folder everything of the server lives in: `state`, or for root one its server can reach.

    In a private home (mode 0700) `nobody` cannot enter the checkout, and opening somebody's home is not
    ours to do: then a folder in /var/lib is used, and a link in the state folder says which.
    """
    if account.reaches(state):
        return state
    link = state / "elsewhere"
    home = ELSEWHERE / hashlib.sha256(bytes(state.resolve())).hexdigest()[:16]
    if not link.is_symlink() and home.exists():
        shutil.rmtree(home)  # what a deleted state folder left behind
    home.mkdir(parents=True, exist_ok=True)
    for step in (ELSEWHERE, home):
        step.chmod(0o711)  # whatever the umask is
    if not link.is_symlink():
        link.symlink_to(home)
    return home


def ready_cluster(home: Path, binaries: Binaries, account: Account, *, fast: bool) -> Cluster:
    """Give the data folder in `home`, made now if it is the first time. Raises NotReady."""
    cluster = Cluster(home / "cluster")
    if not cluster.folder.exists():
        _make(cluster.folder, binaries, account, fast=fast)
    if cluster.major != binaries.major:
        raise NotReady(
            f"The database in {home} was made by PostgreSQL {cluster.major}, but {binaries.folder} is "
            f"{binaries.major}; set UTDRAG_PG_BIN to programs of version {cluster.major}."
        )
    _end_leftovers(cluster.data)
    return cluster


def _make(target: Path, binaries: Binaries, account: Account, *, fast: bool) -> None:
    for unfinished in target.parent.glob("new-*"):
        shutil.rmtree(unfinished)
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    fresh.chmod(0o711)  # the server's user must pass through; data and password have their own rights
    password = fresh / "password"
    password.touch(mode=0o600)
    password.write_text(secrets.token_hex(32), encoding="ascii")
    (fresh / "data").mkdir(mode=0o700)
    for path in (password, fresh / "data"):
        account.own(path)
    locale = "--builtin-locale" if binaries.major >= BUILTIN_LOCALES_SINCE else "--locale"
    command = [
        str(binaries.initdb), "--auth=scram-sha-256", f"--username={SUPERUSER}", "--encoding=UTF8",
        f"--pgdata={fresh / 'data'}", f"--pwfile={password}", f"{locale}=C.UTF-8",
        *(["--locale-provider=builtin"] if binaries.major >= BUILTIN_LOCALES_SINCE else []),
        *(["--no-sync", "--wal-segsize=1"] if fast else []),
    ]  # fmt: skip
    made = subprocess.run(  # noqa: S603 - every word of the command is ours
        command, capture_output=True, text=True, check=False, cwd="/",
        env=QUIET_SURROUNDINGS, **account.identity,
    )  # fmt: skip
    if made.returncode != 0:
        shutil.rmtree(fresh)
        raise NotReady(f"PostgreSQL could not make its data folder: {made.stderr.strip()[-500:]}")
    fresh.rename(target)


def _end_leftovers(data: Path) -> None:
    """End servers that a killed launcher left in this folder, then remove their stale lock.

    PostgreSQL itself trusts any living process with the number in `postmaster.pid`, so a reused number
    would keep it from starting. Ours are known by their working folder instead.
    """
    stale = data / "postmaster.pid"
    if not stale.exists():
        return
    try:
        import psutil  # noqa: PLC0415 - it comes with the extra
    except ImportError:
        raise NotReady(
            "Starting again after a crash needs the extra: pip install 'utdrag[embedded]'."
        ) from None
    left = list(_servers_in(data.resolve()))
    postmaster = [process for process in left if str(process.pid) == stale.read_text().split("\n", 1)[0]]
    for process in postmaster or left:
        process.send_signal(signal.SIGINT if postmaster else signal.SIGTERM)
    if psutil.wait_procs(left, timeout=PATIENCE_SECONDS)[1]:
        raise NotReady(f"An earlier PostgreSQL in {data} does not end.")
    stale.unlink(missing_ok=True)


def _servers_in(data: Path) -> "Iterator[psutil.Process]":
    import psutil  # noqa: PLC0415 - as above

    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and process.cwd() == str(data):
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
