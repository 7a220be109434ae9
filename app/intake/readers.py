"""The readers of this process: mail is read apart, so that none can hurt us or hold us up."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from weakref import WeakKeyDictionary, finalize

from app.errors import DsarError, TooLarge
from app.intake.confined_reading import ASKED, FAILED, LIMIT, SAID, Limits
from app.intake.questions import What, answered, asked
from app.intake.read import Read, from_json
from app.office import Office

_ROOT = Path(__file__).parents[2]
_ANSWER = f"{answered.__module__}:{answered.__name__}"
_STARTING = 60.0
"""Seconds a process may take to load before its first mail."""
_LONGEST = 16 * 1024 * 1024
"""Bytes of the longest answer that is taken, unless the mail itself is longer: text is cut long before."""
_AT_ONCE = 256 * 1024
_ENVIRONMENT = {"PYTHONUTF8": "1"}


class _Process:
    """A process that reads one mail at a time. It, and all it forked, ends with this object."""

    def __init__(self, function: str, limits: Limits) -> None:
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)
        command = [sys.executable, "-m", "app.intake.confined_reading", function, *limits.arguments()]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, nothing of a mail in it
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=_ENVIRONMENT,
                start_new_session=True,
            )
        self._longest = _STARTING + limits.wall
        self.end = finalize(self, _end, self._line, self._process)

    @property
    def lives(self) -> bool:
        """Say whether it can be asked."""
        return self.end.alive and self._process.poll() is None

    async def ask(self, raw: bytes) -> bytes:
        """Give what it says of a mail. Raises TooLarge at a limit, DsarError when it fails."""
        try:
            async with asyncio.timeout(self._longest):
                kind, said = await self._said(raw)
        except BaseException as error:
            self.end()  # in the middle of a sentence nothing more can be said
            if isinstance(error, TimeoutError):
                raise TooLarge("Reading it took too long and was stopped.") from None
            if isinstance(error, OSError):
                raise DsarError("The process that reads mail ended.") from None
            raise
        if kind in (LIMIT, FAILED):
            raise (TooLarge if kind == LIMIT else DsarError)(said.decode())
        return said

    async def _said(self, raw: bytes) -> tuple[bytes, bytes]:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._line, ASKED.pack(len(raw)))
        await loop.sock_sendall(self._line, raw)
        kind, size = SAID.unpack(await self._exactly(SAID.size))
        if size > max(_LONGEST, len(raw)):
            raise TooLarge("It holds more than can be kept of a mail.")
        return kind, await self._exactly(size)

    async def _exactly(self, size: int) -> bytes:
        loop, data = asyncio.get_running_loop(), bytearray()
        while len(data) < size:
            more = await loop.sock_recv(self._line, min(size - len(data), _AT_ONCE))
            if not more:
                raise ConnectionResetError
            data += more
        return bytes(data)


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    line.close()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Readers:
    """So many processes, each started when it is needed; who finds all of them busy waits for its turn."""

    def __init__(self, processes: int = 1, function: str = _ANSWER, limits: Limits | None = None) -> None:
        self._turn = asyncio.Semaphore(processes)
        self._function, self._limits = function, limits or Limits()
        self._idle: list[_Process] = []

    async def read(self, raw: bytes) -> bytes:
        """Give what a process says of a mail. Raises TooLarge at a limit, DsarError when it fails."""
        async with self._turn:
            process = self._ready()
            try:
                return await process.ask(raw)
            finally:
                if process.lives:
                    self._idle.append(process)

    def _ready(self) -> _Process:
        while self._idle:
            process = self._idle.pop()
            if process.lives:
                return process
            process.end()
        return _Process(self._function, self._limits)

    def end(self) -> None:
        """End the idle processes; used again, others are started."""
        while self._idle:
            self._idle.pop().end()


_READERS: WeakKeyDictionary[asyncio.AbstractEventLoop, Readers] = WeakKeyDictionary()


async def read(office: Office, raw: bytes) -> Read:
    """Give a mail as it was read, apart. Raises TooLarge when it meets a limit, DsarError when that fails."""
    said = await ask(office, What.READ, raw)
    try:
        return from_json(said)
    except ValueError:
        raise DsarError("What was read of it makes no sense.") from None


async def ask(office: Office, what: What, raw: bytes, *numbers: int) -> bytes:
    """Give the answer to a question about a mail, from apart. Raises as `read`."""
    loop = asyncio.get_running_loop()
    readers = _READERS.get(loop)
    if readers is None:
        processes = office.settings.reader_processes
        readers = _READERS.setdefault(loop, Readers(processes))
    return await readers.read(asked(what, raw, *numbers))
