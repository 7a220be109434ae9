"""How many mails a core reads in a second, and how long the worst takes, beside the bare standard library."""

import time
from collections.abc import AsyncGenerator, Callable, Iterable
from email import message_from_bytes, policy

from app.intake.classify import classify
from app.intake.decode import decode
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from tests.postbag import bag
from tests.test_intake_decode_limits import HOSTILE


async def decoding(_: Ground) -> AsyncGenerator[Figure]:
    """Read the bag of the tests, and the mails that were made to hurt; seconds are of computing."""
    mails = [posted.raw for posted in bag()]
    tree, modern = _rate(mails, message_from_bytes), _rate(mails, _modern)
    yield Figure("the tree of a mail alone, by the standard library", tree, "/s")
    yield Figure("the same library's modern parser, decoding", modern, "/s")
    rate = _rate(mails, decode)
    yield Figure(f"decoded, of {len(mails)} mails; floor: the tree alone", rate, "/s", tree, at_least=300)
    rate = _rate(mails, lambda raw: classify(decode(raw)))
    yield Figure("decoded and classified", rate, "/s", at_least=300)
    slowest = max((_seconds([make()], decode), name) for name, make in HOSTILE.items())
    yield Figure(f"slowest hostile mail: {slowest[1]}", slowest[0], "s", at_most=1)


def _rate(mails: list[bytes], work: Callable[[bytes], object]) -> float:
    return len(mails) / _seconds(mails, work)


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
