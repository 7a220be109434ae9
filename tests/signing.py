"""Amazon SNS as a test needs it: it signs notifications, and answers what is fetched from it."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as elliptic_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateBuilder, Name, NameAttribute, random_serial_number
from cryptography.x509.oid import NameOID

from app.errors import SystemDidNotAnswer
from tests.posts import TOPIC

HOST = "https://sns.eu-north-1.amazonaws.com"
CERTIFICATE_URL = f"{HOST}/SimpleNotificationService-0a1b2c3d4e5f60718293a4b5c6d7e8f9.pem"
STALE = CERTIFICATE_URL.replace("0a1b", "5555")
CONFIRM_URL = f"{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=2336"
NAMES = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip


class Sns:
    """Signs with a key of its own; `asked` are the addresses that were fetched."""

    def __init__(self) -> None:
        self._key = generate_private_key(65537, 2048)
        self.asked: list[str] = []
        now = datetime.now(UTC)
        self._answers = {
            CERTIFICATE_URL: self._certificate(self._key, now + timedelta(days=90)),
            STALE: self._certificate(self._key, now - timedelta(days=1)),
            CERTIFICATE_URL.replace("0a1b", "0000"): self._certificate(
                elliptic_key(SECP256R1()), now + timedelta(1)
            ),
            CERTIFICATE_URL.replace("0a1b", "dead"): b"<html>",
            CONFIRM_URL: b"<ConfirmSubscriptionResponse/>",
        }

    def _certificate(self, key: Any, until: datetime) -> bytes:
        name = Name([NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        built = CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        built = built.serial_number(random_serial_number())
        built = built.not_valid_before(until - timedelta(days=365)).not_valid_after(until)
        return built.sign(self._key, SHA256()).public_bytes(Encoding.PEM)

    async def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self._answers:
            raise SystemDidNotAnswer("Amazon SNS answered 404.")
        return self._answers[url]

    def post(self, **changes: str) -> dict[str, Any]:
        """Give a post as SNS makes it: JSON, said to be plain text."""
        notice = {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": TOPIC,
            "Message": "",
            "Timestamp": "2012-05-02T00:54:06.655Z",
            "SignatureVersion": "1",
            "SigningCertURL": CERTIFICATE_URL,
            "UnsubscribeURL": f"{HOST}/?Action=Unsubscribe&SubscriptionArn={TOPIC}:c9135db0",
            **changes,
        }
        names = NAMES.get(notice["Type"], NAMES["SubscriptionConfirmation"])
        written = "".join(f"{name}\n{notice[name]}\n" for name in names if name in notice)
        digest = SHA1() if notice["SignatureVersion"] == "1" else SHA256()  # both are in use there
        notice["Signature"] = base64.b64encode(self._key.sign(written.encode(), PKCS1v15(), digest)).decode()
        headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": notice["Type"]}
        return {"content": json.dumps(notice), "headers": headers}
