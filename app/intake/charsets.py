"""From bytes to text when labels lie: a ladder tried from the surest step to the one that cannot fail."""

import codecs
import re
from contextlib import suppress

import chardet

from app.intake.mail import Defects

ALIASES = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "l1": "cp1252", "iso-8859-1-windows-3.1-latin-1": "cp1252", "windows-1252": "cp1252",
    "ansi": "cp1252", "ansi-x3.4-1968": "ascii", "x-ansi": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949",
    "macintosh": "mac-roman", "x-mac-roman": "mac-roman", "iso-8859-8-i": "iso-8859-8",
    "unicode": "utf-16", "utf8mb4": "utf-8", "utf-8-unix": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "", "unknown": "", "unknown-8bit": "", "8bit": "", "7bit": "", "binary": "", "default": "",
}  # fmt: skip
REAL_CHARSET = re.compile(
    r"ascii|utf-(?:7|8|16|32)(?:-(?:le|be|sig))?|iso8859-\d+|cp\d{3,5}|koi8-[rtu]|mac-[a-z]+|tis-620"
    r"|gb18030|big5(?:hkscs)?|euc_\w+|iso2022_\w+|hz|johab|ptcp154|hp-roman8"
)
SHIFTED = re.compile(r"utf-(?:7|16|32)|iso2022|hz")  # ASCII bytes that do not mean ASCII letters
HIGH = re.compile(rb"[\x80-\xff]")
CONTROL_RANGE_IN_WORD = re.compile(rb"[A-Za-z]?[\x80-\x9f]+[A-Za-z]|[A-Za-z][\x80-\x9f]+")
NORDIC = frozenset("åäöæøéüÅÄÖÆØÉÜ")
OLD_NORDIC_PAGES = ("cp850", "mac-roman")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NOT_LATIN = re.compile(
    r"koi8|cp125[1356]|windows-125[1356]|iso-8859-[5678]|gb|big5|euc|shift|cp932|cp949|mac-cyr", re.IGNORECASE
)
GUESS_FROM, GUESS_BYTES = 0.2, 4096  # share of high bytes that is no Nordic text; how much the guess reads
BROKEN_SHARE = 8  # one broken character among so many is an accident
ALPHABET = 6  # a text in another script uses more than a few of its letters
UTF8_RUN = re.compile(
    rb"((?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3})+)"
)
CUT_OFF = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")
CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def decode_text(data: bytes, label: str, defects: Defects) -> str:
    """The text of `data`, whose sender says its charset is `label`; never raises and never drops a byte."""
    codec = _codec(label, defects)
    text = (
        _marked(data)
        or _shifted(data, codec)
        or _strict(data, "ascii")
        or _strict(data, "utf-8")
        or _declared(data, codec, defects)
        or _guessed(data, defects)
        or _mixed(data, defects)
    )
    return clean(text)


def clean(text: str) -> str:
    """The text without what a database or a JSON reader refuses: NUL and lone surrogates become U+FFFD."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _codec(label: str, defects: Defects) -> str:
    wanted = label.strip().strip("\"'").lower().removeprefix("charset=").strip()
    wanted = ALIASES.get(wanted, wanted)
    if not wanted:
        return ""
    for name in (wanted, wanted.removeprefix("x-")):
        with suppress(LookupError, ValueError):
            if REAL_CHARSET.fullmatch(codec := codecs.lookup(name[:60]).name):
                return codec
    defects.note(f"The charset “{clean(label)[:40]}” is unknown; the text was read by its bytes.")
    return ""


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _marked(data: bytes) -> str | None:
    """Text that begins with a byte order mark, or is UTF-16 by every second byte being NUL."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return _strict(data, codec)
    if b"\0" in data[:64] and len(data) >= 8:  # noqa: PLR2004 - four characters are the least that show it
        head = data[:64]
        if not any(head[1::2]) and all(head[0::2]):
            return _strict(data, "utf-16-le")
        if not any(head[0::2]) and all(head[1::2]):
            return _strict(data, "utf-16-be")
    return None


def _shifted(data: bytes, codec: str) -> str | None:
    if not SHIFTED.match(codec):
        return _strict(data, "iso2022_jp") if b"\x1b$" in data[:4096] else None
    if codec.startswith(("utf-16", "utf-32")) and b"\0" not in data:
        return None  # the label lies: such text has NULs wherever it has ASCII
    text = _strict(data, codec)
    return text if text is not None or _strict(data, "utf-8") else _mostly(data, codec)


def _mostly(data: bytes, codec: str) -> str | None:
    """Text of which only a few characters are broken; a label that lies breaks many."""
    text = data.decode(codec, "replace")
    return text if 0 < text.count("\ufffd") * BROKEN_SHARE <= len(text) else None


def _declared(data: bytes, codec: str, defects: Defects) -> str | None:
    if not codec or codec in ("ascii", "utf-8", "cp1252"):
        return None  # ASCII and UTF-8 have failed already; cp1252 is the last step anyway
    text = _strict(data, codec)
    if text is None:
        defects.note(f"Some bytes are not {codec}, as was declared; the text was read by its bytes.")
    return text


def _guessed(data: bytes, defects: Defects) -> str | None:
    """Text in another script, recognised by how many of its bytes are high; two Nordic words never are."""
    sample = data[:GUESS_BYTES]
    high = HIGH.findall(sample)
    if len(high) < max(GUESS_FROM * len(sample), ALPHABET) or len(set(high)) < ALPHABET:
        return None
    encoding = chardet.detect(sample).get("encoding") or ""
    if not NOT_LATIN.match(encoding):
        return None
    defects.note(f"The charset was not declared; {encoding} was recognised.")
    return _strict(data, encoding)


def _mixed(data: bytes, defects: Defects) -> str:
    """UTF-8 where it is UTF-8, and cp1252 (or an old Nordic code page) for every byte that is not."""
    page = _old_page(data)
    if page:
        defects.note(f"The bytes are {page}, an old code page; they were read as such.")
        return data.decode(page)
    whole = CUT_OFF.sub(b"", data)
    pieces = UTF8_RUN.split(whole)
    text = "".join(piece.decode("utf-8") if odd % 2 else _western(piece) for odd, piece in enumerate(pieces))
    return text if len(whole) == len(data) or len(pieces) == 1 else text + "\ufffd"


def _western(data: bytes) -> str:
    """Any bytes as cp1252, with Latin-1 for the five that cp1252 lacks."""
    return data.decode("latin-1").translate(CP1252)


def _old_page(data: bytes) -> str | None:
    """The old code page that makes Nordic letters of the control range inside words, if one clearly does."""
    sample = data[:GUESS_BYTES]
    words = b" ".join(CONTROL_RANGE_IN_WORD.findall(sample))
    letters = b"".join(HIGH.findall(words))
    if not letters or UTF8_RUN.search(data):
        return None
    western = _nordic(_western(sample))
    for page in OLD_NORDIC_PAGES:
        if NORDIC.issuperset(letters.decode(page)) and _nordic(sample.decode(page)) > western:
            return page
    return None


def _nordic(text: str) -> int:
    return sum(letter in NORDIC for letter in text)
