"""What a mail looks like once read: the shapes, the limits, and the list of what was wrong with it."""

from dataclasses import dataclass
from datetime import datetime

PARTS = 500
DEPTH = 30
HEADER = 64 * 1024
ADDRESSES = 200
TEXT = 1_000_000
NAME = 120
DEFECTS = 60


@dataclass(frozen=True)
class Address:
    """Somebody in a header; the domain in lower case, `address` empty when there was none."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """A file in a mail; `type` is what the bytes look like, `declared_type` what the sender called them."""

    name: str
    type: str
    declared_type: str
    size: int
    content: bytes
    inline: bool


@dataclass(frozen=True)
class Mail:
    """One mail as a person would read it, with every repair and every limit that was hit in `defects`.

    `message_id`, `in_reply_to` and `references` are without their angle brackets. `date` is what the sender
    claims, never when the mail was received. `html` is unsafe as it stands. Nothing in it holds a NUL or a
    lone surrogate, so all of it can be stored and sent.
    """

    subject: str
    sender: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    forwarded: "tuple[Mail, ...]"
    defects: tuple[str, ...]
    automated: str | None


class Defects:
    """The sentences a handler sees about one mail, each once, in the order they were found."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def note(self, sentence: str) -> None:
        """Adds a sentence, unless it is there already or there are more than anybody would read."""
        if len(self._sentences) < DEFECTS:
            self._sentences.setdefault(sentence)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences noted so far."""
        return tuple(self._sentences)
