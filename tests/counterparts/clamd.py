"""A real malware scanner: clamd on a loopback port, with one harmless signature of our own."""

import hashlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.embedded.server import free_port

MALWARE = b"Utdrag looks for this and finds it. It is harmless, and nobody else knows it.\n" * 3
NAME = "Utdrag.Harmless.Test"
LONGEST = 1024 * 1024
CONF = """\
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/signatures
Foreground yes
StreamMaxLength {longest}
MaxThreads 2
"""


@dataclass
class Clamd:
    """A running scanner that takes at most a megabyte."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Give where it listens, as the settings want it."""
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        self.process.terminate()
        self.process.wait(30)


def start(folder: Path, port: int | None = None) -> Clamd:
    """Run a clamd that keeps everything in `folder`; give it when it answers."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if program is None:
        pytest.skip("clamd is not installed")
    (folder / "signatures").mkdir(exist_ok=True)
    signature = f"{hashlib.md5(MALWARE).hexdigest()}:{len(MALWARE)}:{NAME}\n"
    (folder / "signatures" / "utdrag.hdb").write_text(signature)
    port = port or free_port()
    conf = folder / "clamd.conf"
    conf.write_text(CONF.format(folder=folder, port=port, longest=LONGEST))
    log = (folder / "clamd.log").open("wb")
    running = subprocess.Popen([program, "-c", str(conf)], stdout=log, stderr=subprocess.STDOUT)
    log.close()
    clamd = Clamd(folder, port, running)
    _wait(clamd)
    return clamd


def _wait(clamd: Clamd, seconds: float = 60.0) -> None:
    end = monotonic() + seconds
    while monotonic() < end and clamd.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", clamd.port), timeout=5) as line:
            line.sendall(b"nPING\n")
            if line.recv(16).startswith(b"PONG"):
                return
        sleep(0.05)
    clamd.process.kill()
    raise RuntimeError(f"clamd did not start: {(clamd.folder / 'clamd.log').read_text()[-800:]}")


@pytest.fixture(scope="session")
def clamd() -> Generator[Clamd]:
    """One clamd for the whole run; skipped, which CI calls a failure, when it is not installed."""
    with tempfile.TemporaryDirectory(prefix="clamd-", ignore_cleanup_errors=True) as name:
        running = start(Path(name))
        yield running
        running.stop()
