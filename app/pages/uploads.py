"""Which files may be handed in, told by what they contain and not by what they are called."""

import codecs
import unicodedata
from pathlib import PurePosixPath
from typing import Final

import filetype  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs] - has no types

LARGEST: Final = 50_000_000
"""The most bytes one file may have."""
ALL_TOGETHER: Final = 200_000_000
"""The most bytes handed in at once."""
ATTACHED: Final = 5_000_000
"""The most bytes of a file sent with a request or a message."""
HEAD: Final = 8192
"""How many bytes from the beginning of a file tell what it is."""
LONGEST_NAME: Final = 120

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_MARKED: Final = frozenset(
    {
        "application/pdf", "application/zip", "application/rtf", "image/jpeg", "image/png", "image/gif",
        "image/webp", "image/tiff", "image/bmp", "image/heic",
    }
)  # fmt: skip
_ATTACHED: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
_ZIPPED: Final = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
}
_COMPOUND: Final = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}
_TEXT: Final = {
    ".txt": "text/plain",
    ".log": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".eml": "message/rfc822",
}
_ZIP_MARK = b"PK\x03\x04"
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def media_type_of(name: str, head: bytes) -> str | None:
    """Give what a file is, from its first bytes; None for a kind that is not taken.

    The ending of the name only decides inside a family: between kinds of text, of zip, of old Office files.
    """
    ending = PurePosixPath(name.lower()).suffix
    if ending in _TEXT and _is_text(head):
        return _TEXT[ending]
    if head.startswith(_COMPOUND_MARK):
        return _COMPOUND.get(ending)
    if head.startswith(_ZIP_MARK):
        return _ZIPPED.get(ending, "application/zip")
    found: str | None = filetype.guess_mime(head)  # pyright: ignore[reportUnknownMemberType] - see the import
    return found if found in _MARKED else None


def attached_type(head: bytes) -> str | None:
    """Give what a file sent with a request or a message is: a PDF or a picture; None for any other kind."""
    found = media_type_of("", head)
    return found if found in _ATTACHED else None


def _is_text(head: bytes) -> bool:
    return head.startswith(_TEXT_MARKS) or not _CONTROLS.intersection(head)


def safe_name(name: str) -> str:
    """Give a name to show and to keep: no folders, no invisible characters, not too long, never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    path = PurePosixPath(plain or "file")
    ending = path.suffix[:12]
    return path.name.removesuffix(path.suffix)[: LONGEST_NAME - len(ending)] + ending
