"""Who a header names, read in linear time whatever it holds."""

import re
from collections.abc import Iterator

from app.intake.headers import Fields, header_text, one_line
from app.intake.mail import ADDRESSES, Address, Defects

PIECE = re.compile(
    r'"(?:[^"\\]|\\.){0,500}"|\((?:[^()\\]|\\.){0,500}\)|<[^<>]{0,999}>|=\?[^?\s]*\?[bBqQ]\?[^?]*\?=|[,;:]|[^",;:<(=]+|.',
    re.DOTALL,
)
LONE_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,200}@[^\s@<>,;:\"()]{1,200}")
NOBODY = Address("", "")


def addresses(fields: Fields, name: str, defects: Defects) -> tuple[Address, ...]:
    """Everybody the headers of that name list, at most 200; group names are left out."""
    found: list[Address] = []
    for value in fields.get(name, ()):
        for item in _items(value.decode("latin-1")):
            if len(found) == ADDRESSES:
                defects.note(f"Only the first {ADDRESSES} addresses of {name.title()} were read.")
                return tuple(found)
            found.append(_address(item, defects))
    return tuple(address for address in found if address != NOBODY)


def sender_of(fields: Fields, defects: Defects) -> Address:
    """Who the mail says it is from; the Sender header stands in when From names nobody."""
    authors = addresses(fields, "from", defects)
    if len(authors) > 1:
        defects.note("From names more than one address; the first was taken.")
    if not any(author.address for author in authors):
        stand_in = addresses(fields, "sender", defects)
        defects.note("From names no address" + ("; Sender was taken." if stand_in else "."))
        authors = stand_in or authors
    return next((author for author in authors if author.address), authors[0] if authors else NOBODY)


def _items(value: str) -> Iterator[list[str]]:
    """The pieces of each address: commas and semicolons end one, a colon ends a group's name."""
    pieces: list[str] = []
    for piece in PIECE.findall(value):
        if piece not in (",", ";", ":"):
            pieces.append(piece)
            continue
        if piece != ":":
            yield pieces
        pieces = []
    yield pieces


def _address(pieces: list[str], defects: Defects) -> Address:
    angles = [piece for piece in pieces if piece.startswith("<") and piece.endswith(">")]
    words = [piece for piece in pieces if piece not in angles]
    name = _text("".join(_unquoted(word) for word in words if not word.startswith("(")), defects)
    written = next((angle for angle in reversed(angles) if "@" in angle), "")
    if address := _checked(_text(written.strip("<>"), defects)):
        return Address(name, address)
    return _without_brackets(name, words, defects)


def _without_brackets(name: str, words: list[str], defects: Defects) -> Address:
    """`anna@firm.example (Anna)`, or a whole address hidden in an encoded word."""
    found = LONE_ADDRESS.search(name)
    address = _checked(found[0]) if found else ""
    if not found or not address:
        return Address(name, "")
    rest = name.replace(found[0], "").strip(" <>\"'")
    comment = " ".join(_unquoted(word) for word in words if word.startswith("("))
    return Address(rest or _text(comment, defects), address)


def _unquoted(piece: str) -> str:
    if piece[:1] == '"' or piece[:1] == "(":
        return re.sub(r"\\(.)", r"\1", piece[1:-1], flags=re.DOTALL)
    return piece


def _text(value: str, defects: Defects) -> str:
    return header_text(value.encode("latin-1", "replace"), defects).strip("'").strip()


def _checked(address: str) -> str:
    found = LONE_ADDRESS.fullmatch(one_line(address).replace(" ", "").removeprefix("mailto:"))
    if not found:
        return ""
    local, _, domain = found[0].rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"
