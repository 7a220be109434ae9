"""Parameters of a header such as Content-Type: quotes, RFC 2231 pieces, encoded words, in linear time."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from app.intake.charsets import decode_text
from app.intake.headers import header_text
from app.intake.mail import Defects

PARAMETER = re.compile(rb';\s*([^\s=;"*]{1,60})(\*\d{0,4}\*?)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')
TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
PARAMETERS = 400


@dataclass(frozen=True)
class Described:
    """A header such as `text/plain; charset=utf-8`: what it says first, and the raw parameters."""

    value: str
    pieces: tuple[tuple[str, str, bytes], ...]

    def parameter(self, name: str, defects: Defects) -> str:
        """The parameter's text, put together from its pieces; empty when it is not there."""
        pieces = [(mark, value) for key, mark, value in self.pieces if key == name]
        extended = sorted((p for p in pieces if p[0]), key=lambda piece: _number(piece[0]))
        if extended:
            return _extended(extended, defects)
        return header_text(pieces[0][1], defects) if pieces else ""


def described(value: bytes, defects: Defects) -> Described:
    """The header value taken apart; at most 400 parameters are read."""
    head, _, _ = value.partition(b";")
    pieces: list[tuple[str, str, bytes]] = []
    for found in PARAMETER.finditer(value):
        if len(pieces) == PARAMETERS:
            defects.note(f"Only the first {PARAMETERS} parameters of a header were read.")
            break
        pieces.append((found[1].decode("latin-1").lower(), (found[2] or b"").decode("ascii"), _value(found)))
    said = header_text(head, defects).lower()
    kind = TYPE.search(said)
    return Described(kind[0] if kind else said, tuple(pieces))


def media_type(declared: str) -> str:
    """The declared type when it can be one; `application/octet-stream` when not."""
    found = TYPE.match(declared)
    return found[0] if found else "application/octet-stream"


def _value(found: "re.Match[bytes]") -> bytes:
    if found[3] is not None:
        return re.sub(rb'\\(["\\])', rb"\1", found[3])
    return found[4].strip()


def _number(mark: str) -> int:
    digits = mark.strip("*")
    return int(digits) if digits else 0


def _extended(pieces: list[tuple[str, bytes]], defects: Defects) -> str:
    """RFC 2231: `charset'language'percent-encoded`, in numbered pieces of which each may be encoded."""
    charset, data = b"", b""
    for position, (mark, value) in enumerate(pieces):
        piece = value
        if mark.endswith("*"):
            if position == 0 and value.count(b"'") >= 2:  # noqa: PLR2004 - charset'language'text
                charset, _, piece = value.split(b"'", 2)
            piece = unquote_to_bytes(piece)
        data += piece
    if not charset and b"=?" in data:
        return header_text(data, defects)
    return decode_text(data, charset.decode("latin-1"), defects)
