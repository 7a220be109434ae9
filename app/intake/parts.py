"""A walk through the parts of a mail: which are text to be read, which are files, which are other mails."""

import re
from dataclasses import dataclass, field

from app.intake.attachments import Attachments
from app.intake.bodies import CUT, Passage, html_text, joined, plain_text, preferred
from app.intake.charsets import decode_text
from app.intake.headers import Fields, fields_of, first
from app.intake.mail import DEPTH, PARTS, TEXT, Defects
from app.intake.parameters import Described, described
from app.intake.structure import Part, children, hidden_parts, mended, payload_bytes, stray_part
from app.intake.transfer import undo, uu_files

FORWARDED = ("message/rfc822", "message/global")
NOT_SHOWN = frozenset((
    "text/calendar", "text/csv", "text/directory", "text/rfc822-headers", "text/vcard", "text/x-amp-html",
    "text/x-vcard", "text/xml",
))  # fmt: skip
STANDARD_PREAMBLE = re.compile(r"(?is)this is a (?:cryptographically signed |multi-?part )message.{0,200}")
NOTHING = Passage("")
ENCODED_TEXT = 6 * TEXT
MENDED = 50
LONGEST_TEXT = 4 * TEXT  # bytes; a character takes four at most


@dataclass
class Reading:
    """What one mail has given so far, and how much more may be copied out of it (`budget`, bytes)."""

    defects: Defects
    attachments: Attachments
    budget: int
    html: str = ""
    parts: int = 0
    reparsed: bool = False
    limited: bool = False
    forwarded: list[bytes] = field(default_factory=list[bytes])


def read_part(part: Part, reading: Reading, depth: int) -> Passage:
    """The text of this part and all below it; files and forwarded mails are laid into `reading`."""
    reading.parts += 1
    part = mended(part) if reading.parts <= MENDED else part
    if reading.parts > PARTS or depth > DEPTH:
        limit = f"{PARTS} parts" if reading.parts > PARTS else f"{DEPTH} levels"
        reading.limited = True
        reading.defects.note(f"The mail has more than {limit}; the rest was not read.")
        return NOTHING
    fields = fields_of(part, reading.defects)
    content = described(first(fields, "content-type"), reading.defects)
    if content.value.startswith("message/") and part.is_multipart():
        _keep_message(part, fields, content, reading)
        return NOTHING
    if part.is_multipart():
        return _read_several(part, content, reading, depth)
    return _read_leaf(part, fields, content, reading, depth)


def _read_several(part: Part, content: Described, reading: Reading, depth: int) -> Passage:
    passages: list[Passage] = []
    for child in children(part):
        if reading.parts > PARTS:
            break
        passages.append(read_part(child, reading, depth + 1))
    found = preferred(passages) if content.value == "multipart/alternative" else joined(passages)
    return found if found.text.strip() else _outside(part, reading, depth)


def _outside(part: Part, reading: Reading, depth: int) -> Passage:
    """What stands before and after the parts; nobody shows it, but here it may be all that was written."""
    around = [text.strip() for text in (part.preamble, part.epilogue) if text]
    around = [text for text in around if text and not STANDARD_PREAMBLE.fullmatch(text)]
    if not around:
        return NOTHING
    reading.defects.note("The text stands outside the parts, where it is not looked for.")
    data = "\n".join(around).encode("utf-8", "surrogateescape")[:LONGEST_TEXT]
    stray = stray_part(data)
    if stray is not None:
        return read_part(stray, reading, depth + 1)
    return Passage(plain_text(decode_text(data, "", reading.defects), reading.defects))


def _read_leaf(part: Part, fields: Fields, content: Described, reading: Reading, depth: int) -> Passage:
    data = payload_bytes(part)
    inner = _hidden(data, content, fields, reading)
    if inner is not None:
        return read_part(inner, reading, depth + 1)
    disposition = described(first(fields, "content-disposition"), reading.defects)
    name = _name(disposition, content, reading.defects)
    textual = content.value in ("", "text") or content.value.startswith(("text/", "multipart/"))
    encoding = first(fields, "content-transfer-encoding").decode("latin-1")
    shown = textual and not name and disposition.value != "attachment" and content.value not in NOT_SHOWN
    if shown and len(data) > ENCODED_TEXT:
        reading.defects.note(CUT)
        data = data[:ENCODED_TEXT]
    data = undo(data, encoding, reading.defects, textual=textual)
    if shown:
        return _read_text(data, content, reading)
    inline = disposition.value == "inline" or "content-id" in fields
    _keep_file(data, name, content.value, reading, inline=inline)
    return NOTHING


def _hidden(data: bytes, content: Described, fields: Fields, reading: Reading) -> "Part | None":
    """Parts under a boundary nobody declared: sought once, when several were promised."""
    promised = "multipart/" in content.value or any(key == "boundary" for key, _, _ in content.pieces)
    undeclared = "content-type" not in fields and data.lstrip()[:2] == b"--"
    if reading.reparsed or not (promised or undeclared):
        return None
    reading.reparsed = True
    inner = hidden_parts(data)
    if inner is not None:
        reading.defects.note("The parts' boundary was missing or wrong and was found in the text.")
    elif promised:
        reading.defects.note("The mail promises several parts but has none; it is shown as text.")
    return inner


def _read_text(data: bytes, content: Described, reading: Reading) -> Passage:
    defects = reading.defects
    files, data = uu_files(data, defects)
    for name, file in files:
        _keep_file(file, decode_text(name, "", defects), "application/octet-stream", reading, inline=False)
    if len(data) > LONGEST_TEXT:
        defects.note(CUT)
    text = decode_text(data[:LONGEST_TEXT], content.parameter("charset", defects), defects)
    if "\ufffd" in text:
        defects.note("Some characters cannot be read or stored and are shown as \ufffd.")
    if content.value != "text/html":
        return Passage(plain_text(text, defects))
    reading.html = reading.html or text[: reading.budget]
    return Passage(html_text(text, defects), rich=True)


def _keep_file(data: bytes, name: str, declared: str, reading: Reading, *, inline: bool) -> None:
    reading.attachments.add(data, name=name, declared=declared, inline=inline, defects=reading.defects)
    if name.lower().endswith(".eml") and not declared.startswith("text/html"):
        reading.forwarded.append(data)


def _keep_message(part: Part, fields: Fields, content: Described, reading: Reading) -> None:
    """A mail inside the mail is a file, and for RFC 822 ones also read; reports are only files."""
    data = _message_bytes(part, fields, reading)
    disposition = described(first(fields, "content-disposition"), reading.defects)
    forwarded = content.value in FORWARDED
    default = "message.eml" if forwarded else f"{content.value.rpartition('/')[2]}.txt"
    name = _name(disposition, content, reading.defects) or default
    reading.attachments.add(data, name=name, declared=content.value, inline=False, defects=reading.defects)
    if forwarded and data:
        reading.forwarded.append(data)


def _message_bytes(part: Part, fields: Fields, reading: Reading) -> bytes:
    """The inner mail's bytes; base64 around it, which the standard forbids, is undone."""
    try:
        data = b"\n".join(child.as_bytes() for child in children(part))
    except Exception:  # noqa: BLE001 - an inner mail that cannot be written out again costs only itself
        reading.defects.note("A mail inside the mail could not be taken out.")
        return b""
    if len(data) > reading.budget:
        reading.defects.note("Mails inside the mail repeat more than the mail holds; the rest was not read.")
        return b""
    reading.budget -= len(data)
    encoding = first(fields, "content-transfer-encoding").decode("latin-1").strip().lower()
    return undo(data.strip(), encoding, reading.defects, textual=False) if "base64" in encoding else data


def _name(disposition: Described, content: Described, defects: Defects) -> str:
    return disposition.parameter("filename", defects) or content.parameter("name", defects)
