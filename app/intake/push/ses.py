"""Amazon SES: receipt rules that publish to an SNS topic, with the mail inside or beside it in a bucket.

An SNS action takes mails up to 150 KB, and SNS tries for an hour at most, after 4xx never again; with an S3
action the mail stays in the bucket meanwhile. What SES found is kept as `X-SES-…-Verdict` lines above it.
"""

import base64
import binascii
from datetime import UTC, datetime

import structlog

from app.errors import NotReady
from app.inbox_profiles import PushProfile
from app.intake.push import sns
from app.intake.push.contract import Call, Pushed
from app.intake.push.outside import Outside, object_of
from app.intake.push.payloads import Document, document, document_of, part, text, texts

log = structlog.get_logger()
_VERDICTS = {
    "spamVerdict": "Spam",
    "virusVerdict": "Virus",
    "spfVerdict": "SPF",
    "dkimVerdict": "DKIM",
    "dmarcVerdict": "DMARC",
}
_FOUND = frozenset({"PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "DISABLED"})


async def mail(call: Call, push: PushProfile, outside: Outside, at: datetime) -> Pushed | None:
    """Give the mail of a notification, or None for one that brings none; a subscription is confirmed.

    Raises NotSignedIn, SystemDidNotAnswer, and NotReady when the receipt rule keeps the mail to itself.
    """
    if call.headers.get("x-amz-sns-rawdelivery", "").lower() == "true":
        raise NotReady("Switch raw message delivery off in the subscription: it leaves the signature out.")
    notice = await document_of(call)
    await sns.verify(notice, push.topic, outside, at)
    if text(notice, "Type") == sns.SUBSCRIBED:
        await sns.confirm(notice, push.topic, outside)
    if text(notice, "Type") != sns.NOTIFICATION:
        log.warning("push subscription changed", action=text(notice, "Type"))
        return None
    told = document(text(notice, "Message")) or {}
    if text(told, "notificationType") != "Received":
        log.info("notification without a mail")  # SES tries a topic out, and may tell of sent mails there
        return None
    return await _pushed(told, push, outside)


async def _pushed(told: Document, push: PushProfile, outside: Outside) -> Pushed:
    receipt, about = part(told, "receipt"), part(told, "mail")
    return Pushed(
        raw=_verdicts(receipt) + await _raw(told, part(receipt, "action"), push, outside),
        key=text(about, "messageId"),
        sender=text(about, "source").strip("<>") if "source" in about else None,
        recipients=texts(receipt, "recipients"),
        received_at=_instant(text(about, "timestamp")),
    )


async def _raw(told: Document, action: Document, push: PushProfile, outside: Outside) -> bytes:
    if isinstance(told.get("content"), str):
        return _content(text(told, "content"))
    if text(action, "type") != "S3":
        raise NotReady("This receipt rule gives no mail: let its SNS or S3 action publish to the topic.")
    if not push.bucket or text(action, "bucketName") != push.bucket:
        raise NotReady("The mail lies in a bucket that is not declared here.")
    return await object_of(outside.open_bucket(push), text(action, "objectKey"))


def _content(written: str) -> bytes:
    # SES puts header fields above every mail, and no Base64 has a colon
    try:
        plain = b"" if ":" in written else base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        plain = b""
    return plain or written.encode("utf-8", "surrogatepass")


def _verdicts(receipt: Document) -> bytes:
    found = ((name, text(part(receipt, key), "status")) for key, name in _VERDICTS.items())
    return b"".join(f"X-SES-{name}-Verdict: {said}\r\n".encode() for name, said in found if said in _FOUND)


def _instant(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
