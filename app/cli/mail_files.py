"""Mails in files, folders, Maildirs and mboxes: which files are mail, and which are passed over and why."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

MAIL = frozenset((".eml", ".mbox", ".mbx", ".mail", ".email"))
NO_MAIL = frozenset((
    ".json", ".jsonl", ".yaml", ".yml", ".toml", ".csv", ".md", ".rst", ".html", ".xml", ".py", ".sh", ".log",
))  # fmt: skip
HEAD = 64 * 1024
POSTMARK = re.compile(rb"From \S.{0,200} \d\d:\d\d(?::\d\d)?.{0,40} \d{4}.{0,20}\r?\n")
QUOTED = re.compile(rb">+From ")
FIELD = re.compile(
    rb"^(from|to|cc|subject|date|message-id|received|return-path|delivered-to|mime-version|content-type|reply-to)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
FIELDS = 2


class File(NamedTuple):
    """A file by its name in what is printed; `reason` says why it is passed over, and is empty for mail."""

    name: str
    path: Path
    reason: str = ""


def files_of(source: Path) -> Iterator[File]:
    """Each file of a folder in order, or the one file, which is mail because somebody says so."""
    if not source.is_dir():
        yield File(str(source), source)
        return
    for path in sorted(source.rglob("*")):
        if not path.is_dir():
            yield File(path.relative_to(source).as_posix(), path, _reason(path))


def messages_of(file: BinaryIO, name: str) -> Iterator[tuple[str, bytes]]:
    """The mail in a file, or the mails of an mbox, numbered; their postmarks are left out."""
    first = file.readline()
    if not POSTMARK.fullmatch(first):
        yield name, first + file.read()
        return
    lines: list[bytes] = []
    number, blank = 1, False
    for line in file:
        if blank and POSTMARK.fullmatch(line):
            yield f"{name}#{number}", b"".join(lines[:-1])
            lines, number, blank = [], number + 1, False
            continue
        lines.append(line[1:] if QUOTED.match(line) else line)
        blank = not line.strip()
    yield name if number == 1 else f"{name}#{number}", b"".join(lines)


def _reason(path: Path) -> str:
    """Why a file found in a folder is no mail."""
    if not path.is_file():
        return "it is no file"
    maildir = (path.parent.parent / "cur").is_dir() and (path.parent.parent / "new").is_dir()
    if maildir and path.parent.name in ("cur", "new", "tmp"):
        return "it is still being delivered" if path.parent.name == "tmp" else ""
    suffix = path.suffix.lower()
    if suffix in MAIL:
        return ""
    return "it is no mail" if suffix in NO_MAIL or not _begins_like_mail(path) else ""


def _begins_like_mail(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return True  # whoever reads it says what is wrong
    if POSTMARK.match(head):
        return True
    block = re.split(rb"\r?\n\r?\n|\r\r", head, maxsplit=1)[0]
    return len({name.lower() for name in FIELD.findall(block)}) >= FIELDS
