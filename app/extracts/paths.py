"""The names of the files in a package: plain ASCII, safe everywhere, the same each time."""

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "ð": "d", "þ": "th", "đ": "d"})


def plain(text: str, length: int = 60) -> str:
    """The text as part of a file name: ASCII letters, digits, `.`, `_`, `-`; never empty, never hidden."""
    ascii_only = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9._]+", "-", ascii_only)
    return re.sub(r"\.\.+", ".", words)[:length].strip(".-_") or "x"


def document_path(system: str, number: int, name: str) -> str:
    """Where the document of an item lies; the item's number makes the name its own."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        stem, dot, ending = name, "", ""
    return f"files/{plain(system)}/{number:04d}-{plain(stem)}{dot}{ending.lower()}"


def table_path(system: str, collection: str, number: int) -> str:
    """Where the table of a collection lies; from the second with the same name on, the number is added."""
    again = f"-{number}" if number > 1 else ""
    return f"csv/{plain(system)}-{plain(collection)}{again}.csv"
