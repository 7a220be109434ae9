"""The door: raw input is stored and committed before anybody is told that it arrived."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import measures
from app.db import after_commit
from app.jobs import Job, Kind, enqueue
from app.models.columns import new_id
from app.models.message import Message
from app.office import Desk, Office
from app.queries import messages
from app.vocabulary import Channel, MessageState

# Written by every server a mail passes; two copies of one mail differ in nothing else.
_TRACE = re.compile(
    rb"^(received|return-path|delivered-to|x-original-to|envelope-to|authentication-results|"
    rb"received-spf|arc-[a-z-]+|dkim-signature|x-[!-9;-~]+)[ \t]*:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Delivery:
    """What a transport hands in. `source_key` names it for good: the same key is the same delivery."""

    source: str
    source_key: str
    channel: Channel
    raw: bytes
    received_at: datetime
    recipient: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the transport may now acknowledge."""

    message_id: UUID
    duplicate: bool


async def accept(office: Office, organisation_id: UUID, delivery: Delivery, at: datetime) -> Receipt:
    """Store a delivery and queue its reading, in a transaction of its own; committed when this returns."""
    async with office.db.transaction(organisation_id) as session:
        return await store(office, session, delivery, at)


async def store(office: Office, session: AsyncSession, delivery: Delivery, at: datetime) -> Receipt:
    """Store a delivery in the transaction at hand; acknowledge only after its commit."""
    known = await messages.message_by_key(session, delivery.source, delivery.source_key)
    if known is not None:
        measures.MESSAGES.labels(delivery.source, "duplicate").inc()
        return Receipt(known, duplicate=True)
    message = drawn(await office.desk(session), delivery, at)
    session.add(message)
    after_commit(session, measures.MESSAGES.labels(delivery.source, "stored").inc)
    await enqueue(session, Job(Kind.ROUTE_MESSAGE, message.organisation_id, message.id))
    return Receipt(message.id, duplicate=False)


def drawn(desk: Desk, delivery: Delivery, at: datetime) -> Message:
    """Give the row of a delivery, sealed under the organisation until it belongs to a case."""
    message_id = new_id(at)
    return Message(
        id=message_id,
        organisation_id=desk.organisation_id,
        source=delivery.source,
        source_key=delivery.source_key,
        channel=delivery.channel,
        raw=desk.seal.close_bytes("messages", "raw", message_id, delivery.raw),
        sha256=hashlib.sha256(delivery.raw).digest(),
        content_key=content_key(delivery.raw),
        size=len(delivery.raw),
        received_at=min(delivery.received_at, at),
        stored_at=at,
        state=MessageState.STORED,
        rights=[],
        defects=0,
        attempts=0,
        error="",
    )


def content_key(raw: bytes) -> bytes:
    """Give a key of what was written, whatever way it came: sha256 of the mail without its trace headers."""
    head, gap, body = _split(raw)
    kept = bytearray()
    dropping = False
    for line in head.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            dropping = bool(_TRACE.match(line))
        if not dropping:
            kept += line.rstrip(b"\r\n") + b"\n"
    return hashlib.sha256(bytes(kept) + (b"\n" if gap else b"") + body.replace(b"\r\n", b"\n")).digest()


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    for gap in (b"\r\n\r\n", b"\n\n"):
        if gap in raw:
            return raw.partition(gap)
    return raw, b"", b""


def traced(raw: bytes, sender: str | None, *recipients: str) -> bytes:
    """Give the mail below what the envelope said (RFC 5321, 4.4).

    A bounce has an empty sender; None is that of a transport that does not tell it, and gives no line.
    """
    lines = [] if sender is None else [f"Return-Path: <{sender}>\r\n"]
    lines += [f"Delivered-To: {recipient}\r\n" for recipient in recipients]
    return "".join(lines).encode("utf-8", "surrogateescape") + raw


def transport_key(raw: bytes, recipient: str) -> str:
    """Give a source key for transports without one: the same bytes to the same address are one delivery."""
    return hashlib.sha256(recipient.lower().encode() + b"\0" + raw).hexdigest()
