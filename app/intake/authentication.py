"""What the organisation's own mail server found of SPF, DKIM and DMARC (RFC 8601); it identifies nobody."""

import re
from collections.abc import Iterator, Sequence

from app.intake.headers import FOLD
from app.intake.structure import split_head

METHODS = ("spf", "dkim", "dmarc")
READ, LONGEST = 20, 4096
"""Headers of that name that are looked at, and bytes of each."""

_FIELD = re.compile(rb"^authentication-results[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_STRONGEST = ("pass", "fail")


def results_in(raw: bytes) -> tuple[str, ...]:
    """Give the headers with such results as they came, topmost first: anybody's, true or forged."""
    head, _ = split_head(raw)
    return tuple(_values(head))


def _values(head: bytes) -> Iterator[str]:
    for number, found in enumerate(_FIELD.finditer(head)):
        if number == READ:
            return
        yield FOLD.sub(b" ", found[1][:LONGEST]).decode("latin-1").replace("\0", "").strip()


def verdict(results: Sequence[str], server: str, *, unnamed: bool) -> dict[str, str]:
    """Give what our own server found: by method, as the topmost header that bears its name says.

    `unnamed` is for servers that leave their name out, as Microsoft 365 does: then it is the topmost header
    without a name. A header of any other server, above or below, counts for nothing.
    """
    for result in results:
        named, _, rest = _without_comments(result).partition(";")
        if "=" in named:
            if unnamed:
                return _found(result)
        elif server and named.split()[:1] == [server.lower()]:
            return _found(rest)
    return {}


def _without_comments(result: str) -> str:
    """Comments may hold any word; two rounds, for one inside another."""
    return _COMMENT.sub(" ", _COMMENT.sub(" ", result)).strip().lower()


def _found(result: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for method, value in _RESULT.findall(_without_comments(result)):
        # Several signatures: one that holds is enough (RFC 6376, 6.1), one that fails beats silence.
        if method not in found or _strength(value) < _strength(found[method]):
            found[method] = value
    return {method: found[method] for method in METHODS if method in found}


def _strength(value: str) -> int:
    return _STRONGEST.index(value) if value in _STRONGEST else len(_STRONGEST)
