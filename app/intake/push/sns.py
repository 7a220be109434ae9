"""Amazon SNS: whose a notification is, shown by its signature; and the answer to “do you want these?”.

The certificate comes over HTTPS from the host of the topic's region, and from no other.
"""

import base64
import binascii
import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import Certificate, load_pem_x509_certificate

from app.errors import NotSignedIn, SystemDidNotAnswer
from app.intake.push.outside import Outside, region_of
from app.intake.push.payloads import Document, text

NOTIFICATION = "Notification"
SUBSCRIBED = "SubscriptionConfirmation"
UNSUBSCRIBED = "UnsubscribeConfirmation"
MOST_CERTIFICATES = 16

_CONFIRMED = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIBED: _CONFIRMED,
    UNSUBSCRIBED: _CONFIRMED,
}
_HASHES = {"1": SHA1, "2": SHA256}
_PEM = re.compile(r"SimpleNotificationService-[0-9a-f]{8,64}\.pem")


async def verify(notice: Document, topic: str, outside: Outside, at: datetime) -> None:
    """Take a notification that SNS signed for this topic. Raises NotSignedIn and SystemDidNotAnswer."""
    if text(notice, "TopicArn") != topic:
        raise NotSignedIn("This is not from the topic that is declared here.")
    names, digest = _SIGNED.get(text(notice, "Type")), _HASHES.get(text(notice, "SignatureVersion"))
    if names is None or digest is None:
        raise NotSignedIn("This is no signed notification of Amazon SNS.")
    key = await _key(text(notice, "SigningCertURL"), topic, outside, at)
    written = "".join(f"{name}\n{text(notice, name)}\n" for name in names if notice.get(name) is not None)
    try:
        signature = base64.b64decode(text(notice, "Signature"), validate=True)
        key.verify(signature, written.encode("utf-8", "surrogatepass"), PKCS1v15(), digest())
    except (binascii.Error, ValueError, InvalidSignature):
        raise NotSignedIn("The signature is not that of Amazon SNS.") from None


async def confirm(notice: Document, topic: str, outside: Outside) -> None:
    """Say yes to the notifications of a topic. Raises NotSignedIn for an address elsewhere."""
    url = text(notice, "SubscribeURL")
    query = parse_qs(urlsplit(url).query) if url.startswith(_origin(topic)) else {}
    if query.get("Action") != ["ConfirmSubscription"] or query.get("TopicArn") != [topic]:
        raise NotSignedIn("The address to confirm at is not that of this topic.")
    await outside.fetch(url)


def _origin(topic: str) -> str:
    """Give where SNS is in the topic's region."""
    china = ".cn" if topic.startswith("arn:aws-cn:") else ""
    return f"https://sns.{region_of(topic)}.amazonaws.com{china}/"


async def _key(url: str, topic: str, outside: Outside, at: datetime) -> RSAPublicKey:
    origin = _origin(topic)
    if not url.startswith(origin) or not _PEM.fullmatch(url, len(origin)):
        raise NotSignedIn("The certificate is not at the address of Amazon SNS.")
    known = outside.certificates
    if url not in known:
        certificate = _certificate(await outside.fetch(url))
        if len(known) >= MOST_CERTIFICATES:
            known.clear()
        known[url] = certificate
    found = known[url]
    key = found.public_key()
    if not found.not_valid_before_utc <= at <= found.not_valid_after_utc or not isinstance(key, RSAPublicKey):
        raise SystemDidNotAnswer("The certificate of Amazon SNS is not valid now.")
    return key


def _certificate(pem: bytes) -> Certificate:
    try:
        return load_pem_x509_certificate(pem)
    except ValueError:
        raise SystemDidNotAnswer("Amazon SNS answered with something that is no certificate.") from None
