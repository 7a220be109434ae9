"""Sealed columns: AES-256-GCM values that open only in their own case, table, column and row.

A sealed value is format (1) · nonce (12) · ciphertext · tag (16); the associated data are the format and
`table|column|row`. It tells its length, so seal no yes-or-no answers that must stay hidden.
"""

import json
import os
from typing import Any, ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.trust.keys import OrganisationKey, SealBroken, derived_key
from app.trust.wraps import NONCE_SIZE

OVERHEAD = 1 + NONCE_SIZE + 16
_FORMAT = b"\x01"
_BODY = 1 + NONCE_SIZE


class Seal:
    """Closes and opens the columns of one case."""

    _purpose: ClassVar[bytes] = b"utdrag column v1"

    def __init__(self, case_secret: bytes, organisation_id: UUID, case_id: UUID) -> None:
        self._cipher = AESGCM(derived_key(case_secret, self._purpose, organisation_id.bytes + case_id.bytes))

    def close_bytes(self, table: str, column: str, row_id: UUID | int, plain: bytes) -> bytes:
        """Give the bytes sealed for this place."""
        nonce = os.urandom(NONCE_SIZE)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, plain, _place(table, column, row_id))

    def open_bytes(self, table: str, column: str, row_id: UUID | int, sealed: bytes) -> bytes:
        """Give what was sealed for this place; SealBroken when the key, the place or a byte is another."""
        if len(sealed) < OVERHEAD or sealed[:1] != _FORMAT:
            raise SealBroken(f"{table}.{column} holds no sealed value of a known format, or it was cut.")
        try:
            return self._cipher.decrypt(sealed[1:_BODY], sealed[_BODY:], _place(table, column, row_id))
        except InvalidTag:
            raise SealBroken(
                f"A sealed value of {table}.{column} was changed, or belongs to another row or case."
            ) from None

    def close(self, table: str, column: str, row_id: UUID | int, text: str) -> bytes:
        """Give the text sealed for this place."""
        # Lone surrogates from foreign systems are kept: an encoding error would quote the text it failed on.
        return self.close_bytes(table, column, row_id, text.encode("utf-8", "surrogatepass"))

    def open(self, table: str, column: str, row_id: UUID | int, sealed: bytes) -> str:
        """Give the text that was sealed for this place; SealBroken as `open_bytes`."""
        plain = self.open_bytes(table, column, row_id, sealed)
        try:
            return plain.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise SealBroken(f"{table}.{column} holds bytes, not text.") from None

    def close_json(self, table: str, column: str, row_id: UUID | int, value: object) -> bytes:
        """Give a JSON value sealed for this place; TypeError or ValueError when it is not JSON."""
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return self.close(table, column, row_id, text)

    def open_json(self, table: str, column: str, row_id: UUID | int, sealed: bytes) -> Any:
        """Give the JSON value that was sealed for this place; SealBroken as `open_bytes`."""
        text = self.open(table, column, row_id, sealed)
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            raise SealBroken(f"{table}.{column} holds text, not JSON.") from None


class OrganisationSeal(Seal):
    """Closes and opens what has no case yet: raw messages, the organisation's own secrets."""

    _purpose: ClassVar[bytes] = b"utdrag organisation column v1"

    def __init__(self, key: OrganisationKey, former: OrganisationKey | None = None) -> None:
        """Close with the key; open also what the former one closed, while a rotation goes on."""
        super().__init__(key.secret, key.organisation_id, key.organisation_id)
        self._former = OrganisationSeal(former) if former else None

    def open_bytes(self, table: str, column: str, row_id: UUID | int, sealed: bytes) -> bytes:
        """Give what was sealed for this place; SealBroken when the key, the place or a byte is another."""
        try:
            return super().open_bytes(table, column, row_id, sealed)
        except SealBroken:
            if self._former is None:
                raise
        return self._former.open_bytes(table, column, row_id, sealed)

    def closed_formerly(self, table: str, column: str, row_id: UUID | int, sealed: bytes) -> bool:
        """Tell whether a value lies under the former key still."""
        try:
            super().open_bytes(table, column, row_id, sealed)
        except SealBroken:
            return True
        return False


def _place(table: str, column: str, row_id: UUID | int) -> bytes:
    if "|" in table or "|" in column:
        raise ValueError("The names of tables and columns hold no `|`.")
    return f"\x01|{table}|{column}|{row_id}".encode()
