"""A mail as it was read: what it says and asks for, who wrote it, and whether a letter came back with it."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from app.intake.addresses import NOBODY
from app.intake.authentication import results_in
from app.intake.bounces import Bounce, bounce_in
from app.intake.classify import Verdict, classify
from app.intake.decode import decode
from app.intake.forwarded import Writer, words_of, writers_of
from app.intake.mail import Mail
from app.intake.papers import papers_in

SHOWN = 64 * 1024
"""Bytes of a mail that are shown when nothing could be made of it."""


@dataclass(frozen=True)
class Read:
    """A mail as it was read. Its files are named and measured, but their content is left in the original.

    `writers` has who wrote what is passed on in it, outermost first; `papers` the numbers of the files that
    look like identity documents; `results` the headers with which mail servers say what they found.
    """

    mail: Mail
    verdict: Verdict
    bounce: Bounce | None
    words: str
    writers: tuple[Writer, ...]
    papers: tuple[int, ...]
    results: tuple[str, ...]


_READ = TypeAdapter(Read)


def read_here(raw: bytes) -> Read:
    """Read a mail in this very process: for the confined one, and for tests. Never raises."""
    mail = decode(raw)
    return Read(
        _without_files(mail), classify(mail), bounce_in(mail), words_of(mail), writers_of(mail),
        papers_in(mail), results_in(raw),
    )  # fmt: skip


def _without_files(mail: Mail) -> Mail:
    return replace(
        mail,
        html=None,
        attachments=tuple(replace(file, content=b"") for file in mail.attachments),
        forwarded=tuple(replace(_without_files(inner), text="") for inner in mail.forwarded),
    )


def read_as_json(raw: bytes) -> bytes:
    """Give what a mail was read as, as it travels between processes: checked values, never code."""
    return _READ.dump_json(read_here(raw))


def from_json(said: bytes) -> Read:
    """Give what another process read. Raises ValueError when that is not what was agreed on."""
    return _READ.validate_json(said)


def unread(raw: bytes, reason: str) -> Mail:
    """Give the beginning of a mail as it came, for when it could not be read and a person must look."""
    text = raw[:SHOWN].decode("utf-8", "replace").replace("\0", "\ufffd")
    return Mail(
        subject="", sender=NOBODY, reply_to=None, to=(), cc=(), delivered_to=(), date=None, message_id="",
        in_reply_to=(), references=(), text=text, html=None, attachments=(), forwarded=(),
        defects=(reason, "It is shown as it came."), automated=None,
    )  # fmt: skip
