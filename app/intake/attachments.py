"""Files in a mail: what they really are, and names that are safe wherever they are written."""

import re
import unicodedata
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath

from app.intake.mail import NAME, Attachment, Defects
from app.intake.parameters import media_type

_filetype = import_module("filetype")  # it ships no types, so its two functions are given theirs here
guess_mime: Callable[[bytes], str | None] = _filetype.guess_mime
guess_extension: Callable[[bytes], str | None] = _filetype.guess_extension

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"|?*\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
LONGEST_SUFFIX = 12
CLOSED = {
    "application/ms-tnef": "Outlook rich text (winmail.dat)",
    "application/pkcs7-mime": "an S/MIME envelope",
    "application/x-pkcs7-mime": "an S/MIME envelope",
    "application/pgp-encrypted": "a PGP message",
    "application/vnd.ms-outlook": "an Outlook message",
}


class Attachments:
    """The attachments of one mail; every name is given once."""

    def __init__(self) -> None:
        self.files: list[Attachment] = []
        self._taken: set[str] = set()

    def add(self, content: bytes, *, name: str, declared: str, inline: bool, defects: Defects) -> None:
        """Keeps one file under a safe name, with the type its bytes show."""
        declared = media_type(declared)
        kind = sniffed_type(content, declared)
        safe = self._unique(safe_name(name) or f"attachment-{len(self.files) + 1}{_suffix(content)}")
        if name and safe != name:
            defects.note(f"An attachment's name was made safe: {safe}")
        if closed := CLOSED.get(declared):
            defects.note(f"The mail holds {closed}, which is kept but not opened.")
        self.files.append(Attachment(safe, kind, declared, len(content), content, inline))

    def _unique(self, name: str) -> str:
        stem, suffix = _parts(name)
        number = 1
        while name.casefold() in self._taken:
            number += 1
            mark = f" ({number})"
            name = stem[: NAME - len(suffix) - len(mark)] + mark + suffix
        self._taken.add(name.casefold())
        return name


def safe_name(name: str) -> str:
    """The last piece of a path without anything a file system or a terminal obeys, at most 120 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    last = UNSAFE.sub("_", last[-1000:] if len(last) > 1000 else last)  # noqa: PLR2004 - names end in a suffix
    last = last.strip().strip(".").strip()
    if not last.strip("_"):
        return ""
    if RESERVED.match(last):
        last = f"_{last}"
    stem, suffix = _parts(last)
    return stem[: NAME - len(suffix)] + suffix


def sniffed_type(content: bytes, declared: str) -> str:
    """The media type the bytes show; the declared one when they show none."""
    return guess_mime(content[:8192]) or declared


def _suffix(content: bytes) -> str:
    found = guess_extension(content[:8192])
    return f".{found}" if found else ""


def _parts(name: str) -> tuple[str, str]:
    suffix = PurePosixPath(name).suffix
    return (name[: -len(suffix)], suffix) if 1 < len(suffix) <= LONGEST_SUFFIX else (name, "")
