"""Header values as people wrote them: fields by name, RFC 2047 words, addresses, ids and dates."""

import binascii
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from app.intake.charsets import clean, decode_text
from app.intake.mail import HEADER, Defects
from app.intake.transfer import base64_bytes
from app.intake.wording import repaired

Fields = Mapping[str, list[bytes]]

FIELDS_READ = 5000
WORD = re.compile(
    rb"=\?([A-Za-z0-9_.:+-]{0,60})(?:\*[A-Za-z-]{0,20})?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?="
)
FOLD = re.compile(rb"[\r\n]+[ \t]*")
IDENTIFIER = re.compile(r"<([^<>\s]{1,990})>")
CONTROLS_OF_LATIN1 = re.compile(r"[\x80-\x9f]")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SPACES = re.compile(r"[ \t]{2,}")
NESTED = 2


def fields_of(message: "Message[str, str]", defects: Defects) -> dict[str, list[bytes]]:
    """Every header by its lower-case name, as the bytes that came, each cut at 64 KB."""
    fields: dict[str, list[bytes]] = {}
    for count, (name, value) in enumerate(message.raw_items()):
        if count == FIELDS_READ:
            defects.note(f"Only the first {FIELDS_READ} headers were read.")
            break
        data = str(value).encode("utf-8", "surrogateescape")
        if len(data) > HEADER:
            defects.note("A header is longer than 64 KB and was cut.")
        fields.setdefault(name.strip().lower(), []).append(data[:HEADER])
    return fields


def first(fields: Fields, name: str) -> bytes:
    """The first value of that name that says something; empty when there is none."""
    return next((value for value in fields.get(name, ()) if value.strip()), b"")


def header_text(value: bytes, defects: Defects) -> str:
    """A header value in one line of plain text: unfolded, its encoded words read, controls gone."""
    value = FOLD.sub(b" ", value[:HEADER])
    for _ in range(NESTED):
        if b"=?" not in value:
            break
        text = "".join(_pieces(value, defects))
        if not WORD.search(again := text.encode("utf-8", "replace")):
            return one_line(text)
        value = again
    return one_line(decode_text(value, "", defects))


def one_line(text: str) -> str:
    """The text without line breaks and control characters, so that it can never become a header itself."""
    text = clean(text)
    if CONTROLS_OF_LATIN1.search(text):
        text = repaired(text)  # such characters are traces of a charset read wrongly
    return SPACES.sub(" ", CONTROLS.sub(" ", text)).strip()


def identifiers(fields: Fields, name: str, limit: int = 200) -> tuple[str, ...]:
    """The message ids in a header, without their brackets; a bare id counts when there is no bracket."""
    value = clean(b" ".join(fields.get(name, ()))[:HEADER].decode("utf-8", "replace"))
    found = IDENTIFIER.findall(value) or [word.strip("<>") for word in value.split() if "@" in word]
    return tuple(dict.fromkeys(one_line(item)[:990] for item in found[:limit]))


def date_of(fields: Fields, defects: Defects) -> datetime | None:
    """When the sender says the mail was written, in UTC; none when that cannot be read."""
    value = first(fields, "date")[:200]
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value.decode("ascii", "replace").replace("\0", ""))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        defects.note("The Date header cannot be read.")
        return None


def _pieces(value: bytes, defects: Defects) -> Iterator[str]:
    """The plain stretches and the runs of encoded words of one charset, each decoded as a whole."""
    end, label, coding, run = 0, b"", b"", list[bytes]()
    for word in WORD.finditer(value):
        between = value[end : word.start()]
        kind = (word[1].lower(), word[2].lower())
        if run and (between.strip() or kind != (label, coding)):
            yield _run_text(label, coding, run, defects)
            run = []
        if between.strip():
            yield decode_text(between, "", defects)
        elif between and not end:
            yield " "
        (label, coding), end = kind, word.end()
        run.append(word[3])
    if run:
        yield _run_text(label, coding, run, defects)
    yield decode_text(value[end:], "", defects)


def _run_text(label: bytes, coding: bytes, run: list[bytes], defects: Defects) -> str:
    data = _base64_run(run) if coding == b"b" else b"".join(map(_q_bytes, run))
    return decode_text(data, label.decode("ascii"), defects)


def _base64_run(run: list[bytes]) -> bytes:
    """A stream cut at any place is put together first; words that make no stream are each read alone."""
    try:
        return binascii.a2b_base64(b"".join(run), strict_mode=True)
    except binascii.Error:
        return b"".join(map(base64_bytes, run))


def _q_bytes(word: bytes) -> bytes:
    return binascii.a2b_qp(word.replace(b" ", b"_"), header=True)
