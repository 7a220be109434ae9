"""An invented person whose every value is unmistakable, and how to hear of it in whatever was written down."""

import base64
import json
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

NAME = "Åsa Kanariefågel-Ørnæs"
EMAIL = "asa.kanariefagel@hemligpost.example"
OTHER_EMAIL = "ornaes.privat@gullfink.example"
PHONE = "+46 70 998 76 54"
SWEDISH_NUMBER = "19870613-2384"
NORWEGIAN_NUMBER = "13068741233"
STREET = "Kvittervägen 77"
ADDRESS = "198.51.100.77"
FILE = "kanariefågel lönebesked.pdf"
SECRET = "näbbmusens diagnos"
WORDS = (
    f"Jag heter {NAME}, {SWEDISH_NUMBER} ({NORWEGIAN_NUMBER}), bor på {STREET} och nås på {PHONE} eller {EMAIL}. "
    f"Jag vill veta vad ni har sparat om mig, även om {SECRET}. Skickat från {ADDRESS}."
)
"""What she writes to everybody."""

NOTES = (
    "Kanariefågel", "Ørnæs", "asa.kanariefagel", "hemligpost", "ornaes.privat", "gullfink", "998 76 54", "709987654",
    "870613-2384", "8706132384", "13068741233", "Kvittervägen", "198.51.100.77", "lönebesked", "näbbmusens",
)  # fmt: skip
"""Pieces of her that stand nowhere else; each is enough to know her by."""


def forms(note: str) -> Iterator[str]:
    """Give a piece in every dress it may be written down in."""
    plain = unicodedata.normalize("NFC", note)
    for text in (plain, unicodedata.normalize("NFD", plain)):
        yield from (text, quote(text), quote_plus(text), json.dumps(text)[1:-1], repr(text.encode())[2:-1])
        yield text.encode().hex()
    yield plain.encode("latin-1").hex()
    yield quote(plain.encode("latin-1"))
    yield repr(plain.encode("latin-1"))[2:-1]
    yield "".join(f"={byte:02X}" if byte > 126 else chr(byte) for byte in plain.encode())
    for lead in range(3):  # wherever it begins in what was encoded
        encoded = base64.b64encode(b" " * lead + plain.encode()).decode()
        certain = encoded[4 if lead else 0 : len(encoded) - 4]
        if len(certain) > 10:  # a shorter one may stand anywhere by chance
            yield certain


_HEARD = {form.casefold(): note for note in NOTES for form in forms(note)}


def sung_in(text: str) -> set[str]:
    """Give the pieces of her a text holds, in any dress."""
    folded = text.casefold()
    return {note for form, note in _HEARD.items() if form in folded}


def around(text: str) -> str:
    """Give each place she is found at with what stands around it, for who must find the leak."""
    folded = text.casefold()
    places = [folded.find(form) for form in _HEARD if form in folded]
    return "\n".join(sorted({text[max(0, place - 160) : place + 80] for place in places}))
