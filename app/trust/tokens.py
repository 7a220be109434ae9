"""Bearer tokens and one-time codes: what is handed out, and what is kept of it.

Tokens have 256 random bits, so a plain SHA-256 keeps them; codes have six digits, so a keyed hash does, and
the caller limits the attempts. GET never uses up a token: mail scanners follow every link.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from typing import Final, NamedTuple

from app.vocabulary import Audience

_TOKEN_BYTES = 32
_CODE_DIGITS = 6


PREFIXES: Final = {
    Audience.STATUS: "uts_",
    Audience.TASK: "utt_",
    Audience.API: "uta_",
    Audience.SESSION: "utx_",
    Audience.CONSOLE: "utc_",
}
"""What the tokens of an audience begin with, so that a leaked one is recognised at sight."""

TOKEN_PATTERN = re.compile(rf"(?:{'|'.join(PREFIXES.values())})[A-Za-z0-9_-]{{43}}(?![A-Za-z0-9_-])")
"""Finds tokens in any text, to keep them out of logs."""


class NewToken(NamedTuple):
    """A token to hand out once, and the hash to keep."""

    plain: str
    hash: bytes


def new_token(audience: Audience) -> NewToken:
    """Give a fresh token of 256 random bits and its hash."""
    plain = PREFIXES[audience] + secrets.token_urlsafe(_TOKEN_BYTES)
    return NewToken(plain, token_hash(plain))


def token_hash(plain: str) -> bytes:
    """Give the 32 bytes a token is kept and looked up by."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()


def audience_of(plain: str) -> Audience | None:
    """Give whom a token is for by its form alone, or None: a malformed one needs no look-up."""
    if not TOKEN_PATTERN.fullmatch(plain):
        return None
    return next(audience for audience, prefix in PREFIXES.items() if plain.startswith(prefix))


def without_tokens(text: str) -> str:
    """Give the text with each token cut to its prefix, for logs."""
    return TOKEN_PATTERN.sub(lambda found: found[0][:4] + "…", text)


def new_code() -> str:
    """Give six random digits."""
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"


def code_hash(code: str, salt_key: bytes) -> bytes:
    """Give the 32 bytes a code is kept by; blanks and dashes people type count for nothing.

    `salt_key` is secret and differs from case to case: without it six digits are guessed in a moment.
    """
    return hmac.digest(salt_key, b"code\x1f" + _typed(code).encode("utf-8", "surrogatepass"), "sha256")


def code_matches(code: str, salt_key: bytes, kept: bytes) -> bool:
    """Say whether this is the code that was kept, in constant time."""
    return hmac.compare_digest(code_hash(code, salt_key), kept)


def _typed(code: str) -> str:
    return re.sub(r"[\s\-‐-―−.]", "", unicodedata.normalize("NFKC", code))
