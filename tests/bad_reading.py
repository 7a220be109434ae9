"""A reader that does what the mail's first word tells it: for a decoder that a mail gets the better of."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from app.intake.read import read_as_json


def burn() -> None:
    while True:
        pass


def work() -> bytes:
    began = time.process_time()
    while time.process_time() < began + 0.4:
        pass
    return b"done"


def hoard() -> list[bytearray]:
    return [bytearray(16 * 1024 * 1024) for _ in range(1000)]


def stumble() -> None:
    raise ValueError("anna.lindqvist@post.example")


def who() -> bytes:
    files = []
    for number in range(64):
        with contextlib.suppress(FileNotFoundError):
            files.append(str(Path(f"/proc/self/fd/{number}").readlink()))
    return json.dumps({"pid": os.getpid(), "env": dict(os.environ), "files": files}).encode()


WORDS: dict[bytes, Callable[[], object]] = {
    b"burn": burn,
    b"work": work,
    b"hang": lambda: time.sleep(600),
    b"hoard": hoard,
    b"crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"leave": lambda: os._exit(7),
    b"stumble": stumble,
    b"babble": lambda: b"x" * 20 * 1024 * 1024,
    b"write": lambda: Path(f"/tmp/written-{os.getpid()}").write_bytes(b"x"),
    b"who": who,
}


def read(raw: bytes) -> bytes:
    word, _, _ = raw.partition(b" ")
    said = WORDS[word]() if word in WORDS else read_as_json(raw)
    assert isinstance(said, bytes)
    return said
