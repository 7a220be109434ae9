"""SendGrid: Inbound Parse with “POST the raw, full MIME message”, as a multipart form.

It proves itself by the name and the password in the webhook's address, or by the signature of a security
policy (ECDSA over timestamp and body; its OAuth is not taken). It tries again for three days after 5xx, and
not surely after 4xx: a setting to be mended is answered 503.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.errors import NotReady, NotSignedIn
from app.intake.push.contract import Call, Pushed, instant
from app.intake.push.credentials import check_basic
from app.intake.push.payloads import document, form_of, text, texts

_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"


async def mail(call: Call, secret: str) -> Pushed:
    """Give the mail of a post that proves itself by `name:password` or by a policy's public key (Base64).

    Raises NotSignedIn, and NotReady when it is not the raw mail that was posted.
    """
    signed = ":" not in secret
    if signed:
        await _check_signature(call, secret)
    else:
        check_basic(call.headers, secret)
    form = await form_of(call)
    if "email" not in form:
        raise NotReady("There is no raw mail: tick “POST the raw, full MIME message” in SendGrid's settings.")
    envelope = document(form.get("envelope", b"")) or {}
    return Pushed(
        raw=form["email"],
        sender=text(envelope, "from") if "from" in envelope else None,
        recipients=texts(envelope, "to"),
        received_at=instant(call.headers.get(_TIMESTAMP, "")) if signed else None,
    )


async def _check_signature(call: Call, secret: str) -> None:
    key = _public_key(secret)
    timestamp, written = call.headers.get(_TIMESTAMP, ""), call.headers.get(_SIGNATURE, "")
    if not timestamp or not written:
        raise NotSignedIn("The post carries no signature: attach the security policy to the webhook.")
    try:
        signature = base64.b64decode(written, validate=True)
        key.verify(signature, timestamp.encode() + await call.body(), ECDSA(SHA256()))
    except (binascii.Error, ValueError, InvalidSignature):
        raise NotSignedIn("The signature is not that of the security policy's key.") from None


def _public_key(written: str) -> EllipticCurvePublicKey:
    try:
        key = load_der_public_key(base64.b64decode(written.strip(), validate=True))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise NotReady("SendGrid's secret is neither name:password nor a public key in Base64.")
    return key
