"""Mail that passes on what somebody else wrote: who wrote what is inside, and the words of all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.intake.addresses import LONE_ADDRESS
from app.intake.mail import TEXT, Address, Mail
from app.intake.newest import FROM_LINE, LINES_SEARCHED, thread_of

WRITERS = 10
"""Writers of one mail that are told of."""
LONGEST_LINE = 400


@dataclass(frozen=True)
class Writer:
    """Who wrote a mail that was passed on, and when the mail says it was."""

    who: Address
    at: datetime | None


def writers_of(mail: Mail) -> tuple[Writer, ...]:
    """Give who wrote what is passed on: in mails inside it, else as the headers in its text say."""
    inside = tuple(_inside(mail)) or tuple(_quoted(mail))
    return inside[:WRITERS]


def words_of(mail: Mail) -> str:
    """Give all that was written, mails inside it included: what the case of it is about."""
    inside = (words_of(inner) for inner in mail.forwarded)
    return "\n\n".join(filter(None, (mail.subject, mail.text, *inside)))[:TEXT].strip()


def _inside(mail: Mail) -> Iterator[Writer]:
    for inner in mail.forwarded:
        yield Writer(inner.sender, inner.date)
        yield from _inside(inner)


def _quoted(mail: Mail) -> Iterator[Writer]:
    """Only of a forward: below an answer stands who was answered, and that is somebody else's case."""
    if not thread_of(mail).forward:
        return
    for line in mail.text.split("\n")[:LINES_SEARCHED]:
        named = FROM_LINE.match(line)
        address = LONE_ADDRESS.search(line[:LONGEST_LINE]) if named else None
        if named and address:
            name = re.sub(r"\W*$", "", line[named.end() : address.start()].removesuffix("mailto:"))
            yield Writer(Address(name.strip(" \t*_\"'"), address[0].removeprefix("mailto:")), None)
