"""Wraps: a key closed under another key, bound to its row.

A wrap is 66 bytes: format (1) · generation (1) · id of the wrapping key (4) · nonce (12) · AES-256-GCM of the
32 bytes and its tag (48). The associated data are the row's text, in which the generation stands too.
"""

import secrets
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import DsarError, NotReady

KEY_SIZE = 32
NONCE_SIZE = 12
LAST_GENERATION = 255
_FORMAT = 1
_ID_END = 6
_NONCE_END = _ID_END + NONCE_SIZE
_WRAP_SIZE = _NONCE_END + KEY_SIZE + 16


class SealBroken(DsarError):
    """What was sealed cannot be opened: another key, another row, or somebody changed it."""

    status, code, title = 500, "seal_broken", "A seal cannot be opened"


def derived_key(secret: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """Give 32 bytes for one purpose from a secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_SIZE, salt, purpose).derive(secret)


@dataclass(frozen=True)
class WrappingKey:
    """32 bytes that close other keys; NotReady when they are not 32."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_SIZE:
            raise NotReady(f"A key is {KEY_SIZE} bytes; this one has {len(self.secret)}.")

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes that name the key in its wraps and tell nothing about it."""
        return derived_key(self.secret, b"utdrag key id v1")[:4]

    @cached_property
    def cipher(self) -> AESGCM:
        """AES-256-GCM under this key; for wraps only."""
        return AESGCM(derived_key(self.secret, b"utdrag wrap v1"))


def wrap(by: WrappingKey, secret: bytes, row: str, generation: int) -> bytes:
    """Give the secret closed under the key, for this row and generation (1 to 255, else ValueError)."""
    if not 1 <= generation <= LAST_GENERATION:
        raise ValueError(f"A key's generation lies between 1 and {LAST_GENERATION}.")
    nonce = secrets.token_bytes(NONCE_SIZE)
    box = by.cipher.encrypt(nonce, secret, _associated(row, generation))
    return bytes((_FORMAT, generation)) + by.key_id + nonce + box


def unwrap(by: WrappingKey, wrapped: bytes, row: str) -> bytes:
    """Give the secret in a wrap; SealBroken when the key, the row or any byte is another."""
    generation = wrap_generation(wrapped)
    if (closed_by := wrapped[2:_ID_END]) != by.key_id:
        raise SealBroken(
            f"This was closed with the key {closed_by.hex()}, but the key given is {by.key_id.hex()}: "
            "bring back the key it was closed with (an older key file, or the other generation)."
        )
    try:
        return by.cipher.decrypt(
            wrapped[_ID_END:_NONCE_END], wrapped[_NONCE_END:], _associated(row, generation)
        )
    except InvalidTag:
        raise SealBroken("A wrapped key was changed, or it belongs to another row.") from None


def wrap_generation(wrapped: bytes) -> int:
    """Give the generation a wrap names; SealBroken when it is no wrap of a known format."""
    if len(wrapped) != _WRAP_SIZE or wrapped[0] != _FORMAT:
        raise SealBroken("This is no wrapped key of a known format, or it was cut.")
    return wrapped[1]


def wrap_closed_by(wrapped: bytes) -> bytes:
    """Give the id of the key a wrap was closed with; SealBroken when it is no wrap of a known format."""
    wrap_generation(wrapped)
    return wrapped[2:_ID_END]


def _associated(row: str, generation: int) -> bytes:
    return f"{row}|{generation}".encode()
