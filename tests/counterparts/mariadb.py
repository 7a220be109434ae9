"""A real MariaDB on a free loopback port, with everything in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.embedded.server import free_port

USER, PASSWORD = "utdrag", "only-for-tests"
PATH = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"


@dataclass
class MariaDB:
    """A running database server."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def socket(self) -> Path:
        return self.folder / "s.sock"

    def url(self, database: str, password: str = PASSWORD) -> str:
        return f"mariadb://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "") -> str:
        """Run statements as the administrator; give what they print, columns parted by tabs."""
        command = ["mariadb", "--no-defaults", "-N", "-B", f"--socket={self.socket}"]
        command += [database] if database else []
        done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def create(self, database: str) -> None:
        """Make an empty database."""
        self.run(f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
        self.run(f"GRANT ALL ON {database}.* TO {USER}@'127.0.0.1'")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def start(folder: Path) -> MariaDB:
    """Run a MariaDB that keeps everything in `folder`; give it when it answers."""
    me = pwd.getpwuid(os.getuid()).pw_name
    owner = ["--user=mysql"] if me == "root" else [f"--auth-root-socket-user={me}"]
    data = folder / "data"
    data.mkdir()
    if me == "root":
        for place in (folder, data):
            shutil.chown(place, "mysql", "mysql")
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", *owner,
         "--auth-root-authentication-method=socket", "--skip-test-db"],
        capture_output=True, check=True, env={**os.environ, "PATH": PATH},
    )  # fmt: skip
    port = free_port()
    command = [
        shutil.which("mariadbd", path=PATH) or "mariadbd", "--no-defaults", f"--datadir={data}",
        f"--socket={folder}/s.sock", f"--port={port}", "--bind-address=127.0.0.1", "--skip-log-bin",
        f"--pid-file={folder}/pid", "--innodb-flush-log-at-trx-commit=0", *owner[:1 if me == "root" else 0],
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        running = MariaDB(folder, port, subprocess.Popen(command, stdout=log, stderr=log))
    _wait(running)
    running.run(f"CREATE USER {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
    return running


def _wait(running: MariaDB, seconds: float = 60.0) -> None:
    end = monotonic() + seconds
    while monotonic() < end and running.process.poll() is None:
        try:
            running.run("SELECT 1")
        except AssertionError:
            sleep(0.1)
        else:
            return
    running.process.kill()
    raise RuntimeError(f"MariaDB did not start: {(running.folder / 'log').read_text()[-800:]}")


@pytest.fixture(scope="session")
def mariadb() -> Generator[MariaDB]:
    """One MariaDB for the whole run; skipped, which CI calls a failure, when it is not installed."""
    if shutil.which("mariadbd", path=PATH) is None:
        pytest.skip("needs MariaDB: tests/counterparts/packages.txt")
    with tempfile.TemporaryDirectory(prefix="mdb-", ignore_cleanup_errors=True) as name:
        running = start(Path(name))
        yield running
        running.stop()
