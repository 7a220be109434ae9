"""Transfer encodings, undone tolerantly: what is broken costs only the broken piece."""

import binascii
import codecs
import quopri
import re
from contextlib import suppress

from app.intake.mail import Defects

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
RUN = re.compile(rb"[A-Za-z0-9+/]{2,}")  # one alone is no byte
SPACE_INSIDE = re.compile(rb"[^\s] +[^\s]")
WITH_FOOTER = re.compile(rb"\s*((?:[A-Za-z0-9+/]{4,}={0,2}[ \t]*\r?\n)+)(\s*\S[^\r\n]* [\s\S]*)")
ONE_LONG_RUN = re.compile(
    rb"(?=[^\s]{0,75}[0-9])(?=[^\s]{0,75}[A-Z])[A-Za-z0-9+/]{40}[A-Za-z0-9+/\r\n]*+=*+\s*+"
)
BASE64_SHARE = 0.9
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
HIGH = re.compile(rb"[\x80-\xff]")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,300})\r?$", re.MULTILINE)
UU_FILES = 100


def undo(data: bytes, encoding: str, defects: Defects, *, textual: bool) -> bytes:
    """The bytes behind a transfer encoding; `textual` says that readable text is expected."""
    name = encoding.strip().strip("\"'; ").lower()
    if "base64" in name:
        return _base64_or_text(data, defects, textual=textual)
    if name.startswith("quoted"):
        return quopri.decodestring(data)
    if name in ("x-uuencode", "uuencode", "uue", "x-uue"):
        blocks, _ = uu_files(data, defects)
        return blocks[0][1] if blocks else data
    if name not in ("", "7bit", "8bit", "binary", "none"):
        defects.note("An unknown transfer encoding was ignored; the bytes are as they came.")
    return data


def base64_bytes(data: bytes) -> bytes:
    """What base64 says, run by run; padding may be missing, and a broken quantum is dropped."""
    packed = NOT_BASE64.sub(b"", data)
    try:
        return binascii.a2b_base64(packed, strict_mode=True)
    except binascii.Error:
        runs = RUN.findall(packed)
        read = {run: _quanta(run) for run in set(runs)}  # mail made to hurt repeats one short run
        return b"".join(map(read.__getitem__, runs))


def uu_files(data: bytes, defects: Defects) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The uuencoded files inside a text as (name, content), and the text without them."""
    files: list[tuple[bytes, bytes]] = []
    kept: list[bytes] = []
    at = 0
    while len(files) < UU_FILES and (begin := UU_BEGIN.search(data, at)):
        end = data.find(b"\nend", begin.end())
        if end < 0:
            break
        content = _uu_lines(data[begin.end() : end].splitlines())
        if content is None:
            defects.note("A uuencoded file is broken and was left in the text.")
            kept.append(data[at : end + 4])
        else:
            files.append((begin[1], content))
            kept.append(data[at : begin.start()])
        at = end + 4
    return files, b"".join([*kept, data[at:]])


def _quanta(run: bytes) -> bytes:
    whole, left = divmod(len(run), 4)
    if left == 1:  # six bits are no byte
        run = run[: whole * 4]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def _base64_or_text(data: bytes, defects: Defects, *, textual: bool) -> bytes:
    try:
        return binascii.a2b_base64(b"".join(data.split()), strict_mode=True)
    except binascii.Error:
        defects.note("A base64 part is broken; what could be read of it is kept.")
    if textual and (found := WITH_FOOTER.match(data)) and not _is_noise(above := base64_bytes(found[1])):
        return above + b"\n" + found[2]
    if _is_plain(data):
        return data
    decoded = base64_bytes(data)
    return data if textual and not ONE_LONG_RUN.fullmatch(data) and _is_noise(decoded) else decoded


def _is_plain(data: bytes) -> bool:
    sample = data[:20_000]
    letters = len(sample) - sum(map(len, NOT_BASE64.findall(sample)))
    lines = sample.count(b"\n") + sample.count(b"\r")
    spaced = bool(SPACE_INSIDE.search(sample[:200]))
    return spaced or letters < BASE64_SHARE * max(1, len(sample) - lines)


def _is_noise(decoded: bytes) -> bool:
    """Whether decoded bytes are no text of any kind, so that the undecoded ones were the text."""
    sample = decoded[:2000]
    if sample.startswith(UTF16_MARKS):
        return False
    odd = len(CONTROL.findall(sample))
    with suppress(UnicodeDecodeError):
        sample[:-4].decode("utf-8")
        return not sample or odd * 20 > len(sample)
    return (odd + len(HIGH.findall(sample))) * 4 > len(sample)


def _uu_lines(lines: list[bytes]) -> bytes | None:
    try:
        return b"".join(binascii.a2b_uu(line) for line in lines if line.strip())
    except binascii.Error:
        return None
