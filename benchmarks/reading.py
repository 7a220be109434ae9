"""How many mails a core reads in a second, and how long the worst takes, beside the bare standard library."""

import time
from collections.abc import Callable, Iterable
from email import message_from_bytes, policy

from app.intake.classify import classify
from app.intake.decode import decode
from tests.postbag import bag
from tests.test_intake_decode_limits import HOSTILE


def reading() -> None:
    """Print mails a second over the bag of the tests, and the slowest of the mails that were made to hurt."""
    mails = [posted.raw for posted in bag()]
    floor = _rate("floor: the tree of a mail, by the standard library", mails, message_from_bytes)
    _rate("the same library's modern parser, decoding", mails, _modern)
    rate = _rate(f"decoded, of {len(mails)} mails as programs write them", mails, decode)
    print(f"{'':<58} {floor / rate:8.1f} times the floor\n")
    _rate("decoded and classified", mails, lambda raw: classify(decode(raw)))
    slowest = max((_seconds([make()], decode), name) for name, make in HOSTILE.items())
    print(f"{f'slowest hostile mail: {slowest[1]}':<58} {slowest[0] * 1000:8.0f} ms\n")


def _rate(name: str, mails: list[bytes], work: Callable[[bytes], object]) -> float:
    rate = len(mails) / _seconds(mails, work)
    print(f"{name:<58} {rate:8.0f} a second")
    return rate


def _seconds(mails: Iterable[bytes], work: Callable[[bytes], object]) -> float:
    """Seconds of computing: what else the machine does is not counted."""
    began = time.process_time()
    for raw in mails:
        work(raw)
    return time.process_time() - began


def _modern(raw: bytes) -> list[object]:
    message = message_from_bytes(raw, policy=policy.default)
    found: list[object] = [message["subject"], message["from"]]
    for part in message.walk():
        try:
            found.append(part.get_content())
        except (KeyError, LookupError):  # it cannot decode what it has no handler or charset for
            continue
    return found
