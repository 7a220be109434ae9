"""Signatures by PS256, which python-jose does not know: RSASSA-PSS with SHA-256 (RFC 7518, 3.5)."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from jose import jwk
from jose.backends.base import Key
from jose.constants import ALGORITHMS
from jose.utils import base64url_decode

PS256: Final = "PS256"
_HASH: Final = hashes.SHA256()
_PADDING: Final = padding.PSS(padding.MGF1(_HASH), salt_length=_HASH.digest_size)


class PssKey(Key):
    """The public RSA key of a provider (a JWK), which verifies by PS256: the salt is as long as the hash."""

    def __init__(self, key: Mapping[str, object], _: str) -> None:
        exponent, modulus = (int.from_bytes(base64url_decode(str(key[name]).encode())) for name in ("e", "n"))
        self._public = rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def verify(self, msg: bytes, sig: bytes) -> bool:
        """Tell whether the signature is that of the message."""
        try:
            self._public.verify(sig, msg, _PADDING, _HASH)
        except InvalidSignature:
            return False
        return True


def register() -> None:
    """Let python-jose know it; once is enough, again does no harm."""
    jwk.register_key(PS256, PssKey)
    cast("dict[str, Any]", ALGORITHMS.HASHES)[PS256] = hashlib.sha256
