"""A mail without the content of some of its files: everything else stays letter by letter as it came."""

from base64 import b64encode
from collections.abc import Collection, Iterator

from app.intake.decode import decode
from app.intake.mail import Defects
from app.intake.papers import files_in
from app.intake.standin import stand_in
from app.intake.structure import Part, children, payload_bytes, split_head, tree
from app.intake.transfer import undo

SENTENCE = b"This file was deleted."
GONE = b64encode(SENTENCE)
"""What stands in a file's place, encoded or not."""
SHORTEST = 32
"""Bytes; shorter ones cannot be told from other words of the mail, and hold no document."""


def without_files(raw: bytes, numbers: Collection[int]) -> bytes:
    """Give the mail without the content of these files, counted as `files_in` does.

    Where they cannot be cut out (a mail that needed repair), its header and its text are given alone.
    """
    gone = [file.content for number, file in enumerate(files_in(decode(raw))) if number in numbers]
    gone = [content for content in gone if len(content) >= SHORTEST and content.strip() != GONE]
    cut = raw
    for encoded in _bodies(tree(raw, Defects()), gone):
        cut = cut.replace(encoded, GONE + (b"\r\n" if encoded.endswith(b"\r\n") else b""))
    return _text_alone(raw) if _holds(cut, gone) else cut


def _bodies(part: Part, gone: Collection[bytes]) -> Iterator[bytes]:
    """Give what stands for these contents in the mail, as it stands there."""
    for child in children(part):
        yield from _bodies(child, gone)
    if part.is_multipart():
        return
    encoding = str(part.get("content-transfer-encoding", ""))
    body = payload_bytes(part)
    if len(body) >= SHORTEST and undo(body, encoding, Defects(), textual=False) in gone:
        yield body


def _holds(raw: bytes, gone: Collection[bytes]) -> bool:
    return any(file.content in gone for file in files_in(decode(raw)))


def _text_alone(raw: bytes) -> bytes:
    head, _ = split_head(raw)
    return stand_in(head, decode(raw).text)
