"""What is stored in place of a mail that cannot be: its header as far as known, and a sentence why."""

import re

LARGEST = 50 * 1024 * 1024
"""Bytes of the largest mail that is taken in."""

# They would hide the sentence: it is plain text, whatever the mail was.
_CONTENT = re.compile(rb"^(?:content-[a-z-]+|mime-version)[ \t]*:", re.IGNORECASE)
_FIELD = re.compile(rb"^[!-9;-~]+[ \t]*:")


def stand_in(head: bytes, sentence: str) -> bytes:
    """Give a mail with the fields of `head` that are not about its content, and the sentence as its text."""
    kept, keeping = bytearray(), False
    for line in head.splitlines():
        if line[:1] not in (b" ", b"\t"):
            keeping = bool(_FIELD.match(line)) and not _CONTENT.match(line)
        if keeping:
            kept += line + b"\r\n"
    subject = b"" if re.search(rb"^subject:", kept, re.IGNORECASE | re.MULTILINE) else b"Subject: ?\r\n"
    return b"".join((
        bytes(kept), subject, b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n",
        b"Content-Transfer-Encoding: 8bit\r\n\r\n", sentence.encode(), b"\r\n",
    ))  # fmt: skip


def in_megabytes(size: int) -> str:
    """Give a number of bytes as a person says it."""
    return f"{size / 1024 / 1024:.1f} MB"
