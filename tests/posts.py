"""The posts of mail providers, in the shapes their documentation gives.

Documented fields, and nothing beside them but what the examples there show:
- Mailgun, routes (raw MIME): recipient, sender, from, subject, body-mime, timestamp, token, signature.
- Postmark, inbound webhook: From, FromFull, To, ToFull, OriginalRecipient, Subject, MessageID, MessageStream, Date,
  MailboxHash, TextBody, Headers, Attachments and, when it is switched on, RawEmail.
- SendGrid, Inbound Parse (raw): email, to, from, subject, sender_ip, envelope, charsets, SPF, dkim, spam_score;
  with a security policy the headers X-Twilio-Email-Event-Webhook-Signature and -Timestamp.
- Amazon SNS: Type, MessageId, TopicArn, Subject, Message, Timestamp, SignatureVersion, Signature, SigningCertURL,
  UnsubscribeURL, and for a confirmation Token and SubscribeURL. Amazon SES, email receiving: notificationType,
  receipt (timestamp, recipients, the five verdicts, action), mail (timestamp, source, messageId, destination), content.
"""

import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import quote_from_bytes

from app import clock

INBOX = "privacy@nordstaff.example"
SENDER = "anna.lindqvist@post.example"
SIGNING_KEY = "key-" + "1a2b" * 8
TOPIC = "arn:aws:sns:eu-north-1:123456789012:inkommande"


def raw_mail(words: str = "Jag vill ha ett registerutdrag.") -> bytes:
    """Give a mail no other test sends, with bytes that are no UTF-8."""
    head = f"From: Anna <{SENDER}>\r\nTo: {INBOX}\r\nMessage-ID: <{secrets.token_hex(8)}@post.example>\r\n"
    return (
        head.encode()
        + b"Subject: R\xe4tt +%& till utdrag\r\n\r\n"
        + words.encode()
        + b"\r\nf\xf6dd \xff\x01\r\n"
    )


def digest(raw: bytes, *recipients: str, sender: str | None = SENDER, above: bytes = b"") -> bytes:
    """Give a mail below the lines that keep its envelope, as the digest it must be stored with."""
    path = [] if sender is None else [f"Return-Path: <{sender}>\r\n"]
    envelope = "".join([*path, *(f"Delivered-To: {address}\r\n" for address in recipients)])
    return hashlib.sha256(envelope.encode() + above + raw).digest()


def signature(timestamp: str, token: str, key: str = SIGNING_KEY) -> str:
    return hmac.new(key.encode(), (timestamp + token).encode(), hashlib.sha256).hexdigest()


def mailgun(raw: bytes | None, **changes: str) -> dict[str, bytes]:
    """Give the fields of a Mailgun post; without `raw` those of a route that does not end in “mime”."""
    given = {"timestamp": str(int(clock.now().timestamp())), "token": secrets.token_hex(25), **changes}
    fields = {
        "recipient": INBOX,
        "sender": SENDER,
        "from": f"Anna <{SENDER}>",
        "subject": "Rätt till utdrag",
        "signature": signature(given["timestamp"], given["token"]),
        **given,
    }
    mime = {"body-plain": b"Hej"} if raw is None else {"body-mime": raw}
    return {name: value.encode() for name, value in fields.items()} | mime


def urlencoded(fields: dict[str, bytes]) -> dict[str, Any]:
    body = "&".join(
        f"{name}={quote_from_bytes(value, safe='').replace('%20', '+')}" for name, value in fields.items()
    )
    return {"content": body, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}


def multipart(fields: dict[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """Give a form as SendGrid writes it, and its headers."""
    parts = [
        f'--xYzZY\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--xYzZY--\r\n", {"Content-Type": "multipart/form-data; boundary=xYzZY"}


def postmark(raw: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "From": SENDER,
        "FromFull": {"Email": SENDER, "Name": "Anna", "MailboxHash": ""},
        "To": INBOX,
        "ToFull": [{"Email": INBOX, "Name": "", "MailboxHash": ""}],
        "OriginalRecipient": INBOX,
        "Subject": "Registerutdrag",
        "MessageID": "22c74902-a0c1-4511-804f-" + str(clock.now().timestamp()),
        "MessageStream": "inbound",
        "MailboxHash": "",
        "Date": "Fri, 1 Aug 2014 16:45:32 -0400",
        "TextBody": "Hej",
        "Headers": [{"Name": "X-Spam-Score", "Value": "-0.1"}],
        "Attachments": [],
        **({} if raw is None else {"RawEmail": raw}),
        **changes,
    }


def sendgrid(raw: bytes, **changes: bytes) -> tuple[bytes, dict[str, str]]:
    envelope = json.dumps({"to": [INBOX, "p1@nordstaff.example"], "from": SENDER}).encode()
    fields = {"to": INBOX, "from": SENDER, "subject": "Utdrag", "sender_ip": "192.0.2.1", "spam_score": "0.1"}
    written = {name: value.encode() for name, value in fields.items()}
    return multipart({**written, "envelope": envelope, "charsets": b"{}", "email": raw, **changes})


def received(content: str | None, *, action: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    """Give what SES tells of a mail it received."""
    now = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "notificationType": "Received",
        "receipt": {
            "timestamp": now,
            "processingTimeMillis": 222,
            "recipients": [INBOX],
            "spamVerdict": {"status": "PASS"},
            "virusVerdict": {"status": "PASS"},
            "spfVerdict": {"status": "FAIL"},
            "dkimVerdict": {"status": "PASS\r\nX-Evil: 1"},
            "action": action or {"type": "SNS", "topicArn": TOPIC},
        },
        "mail": {
            "timestamp": now,
            "source": SENDER,
            "messageId": secrets.token_hex(14),
            "destination": [INBOX],
            "headersTruncated": False,
            **changes,
        },
        **({} if content is None else {"content": content}),
    }
