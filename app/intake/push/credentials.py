"""How a provider proves that it is the one: shared secrets, compared in a time that tells nothing."""

import base64
import binascii
import hmac
from collections.abc import Mapping

import structlog

from app.errors import NotReady, NotSignedIn
from app.secrets import secret

log = structlog.get_logger()


def shared(reference: str) -> str:
    """Give the secret of a profile's reference. Raises NotReady, naming its place only in the log."""
    try:
        return secret(reference)
    except NotReady:
        log.exception("push secret missing", setting=reference)
        raise NotReady("What this provider proves itself by is not set up here yet.") from None


def same(given: bytes, expected: bytes) -> bool:
    """Tell whether two values are the same, in constant time."""
    return hmac.compare_digest(given, expected)


def check_basic(headers: Mapping[str, str], credentials: str) -> None:
    """Take a caller who sends these credentials, `name:password` (RFC 7617). Raises NotSignedIn."""
    kind, _, sent = headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(sent.strip(), validate=True)
    except (binascii.Error, ValueError):
        given = b""
    if kind.lower() != "basic" or not same(given, credentials.encode()):
        raise NotSignedIn("Put the name and the password in the webhook's address: https://name:password@….")
