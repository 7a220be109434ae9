"""`python -m app.intake.confined_reading`: reads strangers' mail with little memory, little time, no secrets.

Two processes. The keeper has loaded everything, so that nobody waits for that twice, and looks into no mail.
It forks the reader, which may do nothing but read; one that meets its limits or crashes is replaced by the
next fork. Both have an empty environment, no file of ours open and one socket to whom they answer.
"""

import gc
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import astuple, dataclass
from importlib import import_module

ASKED = struct.Struct(">Q")
"""Before a mail: its length."""
SAID = struct.Struct(">cQ")
"""Before an answer: what kind it is, and its length."""
DONE, LIMIT, FAILED = b"+", b"!", b"-"
MAILS = 500
"""Mails one reader reads; then whatever it leaked goes with it."""

Function = Callable[[bytes], bytes]
Said = tuple[bytes, bytes]
_SAMPLE = (
    b'{"what": "read", "numbers": []}\n'  # a question, as app.intake.questions puts it
    b"Subject: Registerutdrag\r\n\r\nHej! Jag vill veta vilka uppgifter ni har sparat om mig.\r\n"
)
_REASONS = {
    signal.SIGXCPU: "Reading it took more than {cpu} seconds of computing and was stopped.",
    signal.SIGALRM: "Reading it took more than {wall:g} seconds and was stopped.",
}
_MEMORY = "Reading it needed more than {memory} MB of memory and was stopped."


@dataclass(frozen=True)
class Limits:
    """What one mail may use: megabytes of address space, seconds of CPU, seconds in all."""

    memory: int = 2048
    cpu: int = 15
    wall: float = 20

    def arguments(self) -> list[str]:
        """Give the limits as the command line takes them."""
        return [str(value) for value in astuple(self)]

    def sentence(self, text: str) -> bytes:
        """Give the reason for which a mail was given up."""
        return text.format(memory=self.memory, cpu=self.cpu, wall=self.wall).encode()


def main() -> None:
    """Keep readers until nobody asks any more."""
    place, memory, cpu, wall = sys.argv[1:]
    limits, home = Limits(int(memory), int(cpu), float(wall)), socket.socket(fileno=0)
    function = _loaded(place)
    function(_SAMPLE)  # whatever is only loaded when it is needed
    gc.collect()
    gc.freeze()
    reader: _Reader | None = None
    while (raw := _asked(home)) is not None:
        reader = reader or _Reader(function, limits, home)
        kind, said = reader.ask(raw)
        if reader.worn:
            reader.end()
            reader = None
        home.sendall(SAID.pack(kind, len(said)))
        home.sendall(said)


def _loaded(place: str) -> Function:
    module, _, name = place.partition(":")
    function: Function = getattr(import_module(module), name)
    return function


class _Reader:
    """A forked reader, as its keeper sees it."""

    def __init__(self, function: Function, limits: Limits, home: socket.socket) -> None:
        self._limits, self._left = limits, MAILS
        self._line, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            home.close()
            self._line.close()
            _read(theirs, function, limits)
            os._exit(0)
        theirs.close()

    @property
    def worn(self) -> bool:
        """Say whether another reader should read the next mail."""
        return self._left <= 0

    def ask(self, raw: bytes) -> Said:
        """Give what the reader says of a mail, or why it says nothing any more."""
        self._left -= 1
        try:
            self._line.sendall(ASKED.pack(len(raw)))
            self._line.sendall(raw)
            kind, size = SAID.unpack(_exactly(self._line, SAID.size))
            said = _exactly(self._line, size)
        except OSError:
            return LIMIT, self._cause_of_death()
        if kind == LIMIT:
            self._left = 0
        return kind, said

    def _cause_of_death(self) -> bytes:
        self._left = 0
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        if not os.WIFSIGNALED(status):
            return b"Reading it ended the reader."
        number = signal.Signals(os.WTERMSIG(status))
        return self._limits.sentence(_REASONS.get(number, f"Reading it ended the reader ({number.name})."))

    def end(self) -> None:
        """Let the reader go; what is still of it is ended."""
        self._line.close()
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def _read(line: socket.socket, function: Function, limits: Limits) -> None:
    """Read mail after mail, inside the reader. It is ended from outside, whatever a mail does."""
    memory = limits.memory * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (raw := _asked(line)) is not None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(spent.ru_utime + spent.ru_stime) + 1 + limits.cpu
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        signal.setitimer(signal.ITIMER_REAL, limits.wall)
        kind, said = _answer(function, raw, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        line.sendall(SAID.pack(kind, len(said)))
        line.sendall(said)


def _answer(function: Function, raw: bytes, limits: Limits) -> Said:
    try:
        return DONE, function(raw)
    except MemoryError:
        return LIMIT, limits.sentence(_MEMORY)
    except Exception as error:  # noqa: BLE001 - its kind is told; its text may hold what the mail says
        return FAILED, f"It could not be read ({type(error).__name__}).".encode()


def _asked(line: socket.socket) -> bytes | None:
    """Give the next mail; None when nobody is there any more."""
    try:
        (size,) = ASKED.unpack(_exactly(line, ASKED.size))
        return _exactly(line, size)
    except OSError:
        return None


def _exactly(line: socket.socket, size: int) -> bytes:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = line.recv_into(view)
        if not count:
            raise ConnectionResetError
        view = view[count:]
    return bytes(data)


if __name__ == "__main__":
    main()
