"""The tree of a mail's parts, made of any bytes in bounded time; broken headers are repaired first."""

import re
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageDefect, MissingHeaderBodySeparatorDefect, StartBoundaryNotFoundDefect
from email.message import Message
from itertools import accumulate
from typing import TypeAlias, cast

from app.intake.headers import one_line
from app.intake.mail import Defects

Part: TypeAlias = "Message[str, str]"

KNOWN = frozenset((
    "from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type", "received",
    "reply-to", "return-path", "sender", "content-transfer-encoding", "delivered-to",
    "in-reply-to", "references",
))  # fmt: skip
DOUBLED = re.compile(rb"\r{2,}\n")
BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
FIELD_LINE = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,80})[ \t]*:")
BOUNDARY = re.compile(rb'boundary\s*=\s*"?([^\s";]{1,200})', re.IGNORECASE)
BOUNDARY_LINE = re.compile(
    rb"^--([^\s-].{0,198}?)[ \t]*\r?\n(?:content-|\r?\n)", re.IGNORECASE | re.MULTILINE
)
LEADING_BOUNDARY = re.compile(rb"\A\s*(?:--[^\r\n]{1,200}\r?\n)?")
LEADING = b"\xef\xbb\xbf \t\r\n"
TYPE_FIELD = 4096  # the standard library reads parameters in quadratic time
NESTING_WORK = 8_000_000  # lines times open parts: how often it may look for a boundary
LINES = 1_500_000
HEAD_READ = 256 * 1024
LINES_REPAIRED = 20_000
QUOTED_JUNK = 200


def tree(raw: bytes, defects: Defects) -> Part:
    """The parts of the mail; one flat part when its structure cannot be followed. Never raises."""
    raw = _tidied(raw, defects)
    if _too_nested(raw):
        defects.note("The mail has too many lines or nested parts; it is shown as one text.")
        return _flat(raw)
    try:
        parsed = message_from_bytes(raw)
    except Exception:  # noqa: BLE001 - whatever the standard library stumbles over, the text is shown
        defects.note("The mail's structure cannot be followed; it is shown as one text.")
        return _flat(raw)
    found = _repaired(raw, parsed, defects) if _is_broken(parsed) else parsed
    if _has(found, StartBoundaryNotFoundDefect) and not found.get_payload(decode=True):
        # a boundary that closes before it opens: the standard library drops it all
        found.set_payload(split_head(raw)[1].decode("ascii", "surrogateescape"))
    return found


def payload_bytes(part: Part) -> bytes:
    """The bytes of a part as they came, before any transfer encoding is undone; it forgets the encoding."""
    del part["content-transfer-encoding"]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def children(part: Part) -> list[Part]:
    """The parts inside a part; none for a leaf."""
    return cast("list[Part]", part.get_payload()) if part.is_multipart() else []


def hidden_parts(body: bytes) -> "Part | None":
    """The parts inside a body whose boundary was not declared or declared wrongly, if there are any."""
    found = BOUNDARY_LINE.search(body[:200_000])
    if found is None:
        return None
    head = b'Content-Type: multipart/mixed; boundary="' + found[1].replace(b'"', b"") + b'"\n\n'
    with suppress(Exception):  # a structure that cannot be followed stays one text
        inner = message_from_bytes(head + body)
        return inner if inner.is_multipart() else None
    return None


def mended(part: Part) -> Part:
    """The part with the headers that stand below a line that is none, should one have cut them off."""
    if part.is_multipart() or not _is_torn(part):
        return part
    fields = [f"{name}: {value}".encode("utf-8", "surrogateescape") for name, value in part.raw_items()]
    data = payload_bytes(part)
    head, body = split_head(data)
    kept, _, rest = _sorted_lines(head)
    named = any(line.lower().startswith(b"content-") for line in kept)
    below = [*kept, b"", *rest, body] if named else [b"", data]
    return message_from_bytes(b"\n".join([*fields, *below]))


def stray_part(data: bytes) -> "Part | None":
    """The part that begins here with its headers, for want of a boundary that says so."""
    data = LEADING_BOUNDARY.sub(b"", data)
    return message_from_bytes(data) if data[:8].lower() == b"content-" else None


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """The header block and what follows its first blank line."""
    blank = BLANK_LINE.search(raw)
    return (raw[: blank.start()], raw[blank.end() :]) if blank else (raw, b"")


def _tidied(raw: bytes, defects: Defects) -> bytes:
    if raw[:1] and raw[:1] in LEADING:
        stripped = raw.lstrip(LEADING)
        raw = stripped if FIELD_LINE.match(stripped) else raw
        defects.note("The mail begins with blank lines or marks, which were skipped.")
    if raw[: raw.find(b"\n") + 1].endswith(b"\r\r\n"):  # not further down: a file may hold such bytes
        defects.note("Line ends were doubled and were repaired.")
        raw = DOUBLED.sub(b"\r\n", raw)
    return _short_types(raw, defects)


def _short_types(raw: bytes, defects: Defects) -> bytes:
    """The mail with every Content-Type field cut at 4 KB."""
    lowered, at = raw.lower(), 0
    kept: list[bytes] = []
    start = 0
    while (at := lowered.find(b"content-type:", at)) >= 0:
        end = _field_end(raw, at)
        if end - at > TYPE_FIELD:
            defects.note("A Content-Type header is longer than 4 KB and was cut.")
            kept.append(raw[start : at + TYPE_FIELD])
            start = end
        at = max(end, at + 1)
    return b"".join([*kept, raw[start:]]) if kept else raw


def _field_end(raw: bytes, at: int) -> int:
    """Where the folded field ends; a field without an end is as long as the mail."""
    while (at := raw.find(b"\n", at)) >= 0:
        at += 1
        if raw[at : at + 1] not in (b" ", b"\t"):
            return at - 1
    return len(raw)


def _too_nested(raw: bytes) -> bool:
    """Whether reading the parts would take seconds: each line is compared with every open boundary."""
    lines = raw.count(b"\n") + raw.count(b"\r\r")
    lowered = raw.lower()
    levels = lowered.count(b"multipart/") + lowered.count(b"message/rfc822")
    if lines > LINES:
        return True
    return (levels + 1) * lines > NESTING_WORK and (_open_at_most(raw) + 1) * lines > NESTING_WORK


def _open_at_most(raw: bytes) -> int:
    """How many boundaries are open at once, by where each is declared and where it is first closed."""
    moves: list[tuple[int, int]] = []
    for declared in BOUNDARY.finditer(raw):
        closed = raw.find(b"--" + declared[1] + b"--", declared.end())
        moves += [(declared.start(), 1), (closed if closed >= 0 else len(raw), -1)]
        if len(moves) > 2 * LINES_REPAIRED:
            return len(moves)
    return max(accumulate(move for _, move in sorted(moves)), default=0)


def _flat(raw: bytes) -> Part:
    head, body = split_head(raw)
    try:
        part = message_from_bytes(head[:HEAD_READ] + b"\n\n")
    except Exception:  # noqa: BLE001 - see tree
        part = Message()
    if part.get_content_maintype() != "text":
        del part["content-transfer-encoding"]
        del part["content-type"]
        part["content-type"] = "text/plain"
    part.set_payload(body.decode("ascii", "surrogateescape"))
    return part


def _known(part: Part) -> int:
    return len(KNOWN.intersection(name.strip().lower() for name in part.keys()))  # noqa: SIM118 - no mapping


def _length(part: Part) -> int:
    return sum(len(str(value)) for _, value in part.raw_items())


def _is_broken(part: Part) -> bool:
    return _is_torn(part) or ("from" not in part and "subject" not in part)


def _is_torn(part: Part) -> bool:
    return _has(part, MissingHeaderBodySeparatorDefect)


def _has(part: Part, kind: type[MessageDefect]) -> bool:
    return any(isinstance(defect, kind) for defect in part.defects)


def _repaired(raw: bytes, parsed: Part, defects: Defects) -> Part:
    """The mail without the lines that are no headers, when that uncovers more headers."""
    head, body = split_head(raw)
    kept, junk, rest = _sorted_lines(head)
    if sum(map(len, junk)) > QUOTED_JUNK:
        rest = junk + rest  # so much is not told in passing
    candidate = message_from_bytes(b"\n".join([*kept, b"", *rest, *([b""] if rest else []), body]))
    if (_known(candidate), _length(candidate)) > (_known(parsed), _length(parsed)):
        shown = one_line(b" / ".join(junk)[:QUOTED_JUNK].decode("utf-8", "replace"))
        defects.note(f"Lines that are no headers were skipped: {shown}" if junk else "Headers were repaired.")
        return candidate
    if not _known(parsed):
        defects.note("The mail has no headers; all of it is shown as text.")
        return _all_body(raw)
    if _is_torn(parsed):
        defects.note("No blank line separates the headers from the text.")
    return parsed


def _sorted_lines(head: bytes) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Header lines (a space before the colon taken out), the lines between them, and those below the last."""
    lines = re.split(rb"\r\n|\n|\r", head)
    fields = [FIELD_LINE.match(line) for line in lines[:LINES_REPAIRED]]
    last = max((at for at, field in enumerate(fields) if _is_header(lines[at], field)), default=-1)
    kept: list[bytes] = []
    junk: list[bytes] = []
    follows = kept
    for at, (line, field) in enumerate(zip(lines, fields, strict=False)):
        continued = line[:1] in (b" ", b"\t") and bool(kept)
        if not field and not continued and at > last:
            return kept, junk, lines[at:]
        if field:
            kept.append(field[1] + b":" + line[field.end() :])
            follows = kept
        elif continued:
            (kept if b"=?" in line else follows).append(line)
        else:
            junk.append(line)
            follows = junk
    return kept, junk, lines[LINES_REPAIRED:]


def _is_header(line: bytes, field: "re.Match[bytes] | None") -> bool:
    """Whether a line is surely of the head: a known field, or the rest of a folded word."""
    return field[1].lower().decode() in KNOWN if field else line[:1] in (b" ", b"\t") and b"=?" in line


def _all_body(raw: bytes) -> Part:
    part: Part = Message()
    part.set_payload(raw.decode("ascii", "surrogateescape"))
    return part
