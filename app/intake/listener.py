"""Mail over SMTP or LMTP from the firm's own mail server: acknowledged after the commit, never before.

Stored are the bytes as they came, below two lines that keep the envelope: `Return-Path:`, empty for a bounce,
and `Delivered-To:`, which names the case when it is a plus address. Nothing else is added, and nothing is
ever relayed. What cannot be stored at the moment is answered 451, and the sending server keeps it.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary, WeakSet

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from app import clock, measures
from app.intake.door import Delivery, Receipt, store, traced, transport_key
from app.intake.standin import LARGEST
from app.office import Office
from app.queries import organisations
from app.vocabulary import Channel

log = structlog.get_logger()
STORE_SECONDS = 60.0
"""A mail that takes longer is refused for now; sending servers wait some minutes, not for ever."""
GRACE_SECONDS = 5.0
"""How long mails have to be stored once we are asked to end; their senders keep the others."""
QUIET_SECONDS = 600.0
MOST_RECIPIENTS = 100
_STORED = "250 2.0.0 Stored"
_LATER = "451 4.3.0 Not stored, send it again later"
_UNKNOWN = "550 5.1.1 No such mailbox here"
_TOO_MANY = "452 4.5.3 Too many recipients"
_CLOSING = b"421 4.3.2 Closing, come back later\r\n"


async def accept(office: Office, organisation_id: UUID, delivery: Delivery, at: datetime) -> Receipt:
    """Store a delivery for whose inbox it is, committed when this returns; one transaction a mail."""
    async with office.db.transaction(organisation_id) as session:
        if await organisations.organisation_of_inbox(session, delivery.recipient) != organisation_id:
            raise LookupError("The inbox was taken away meanwhile.")
        return await store(office, session, delivery, at)


class _LongLines:
    line_length_limit = LARGEST
    """Programs send lines far beyond the 1,000 bytes of RFC 5321; refusing them for good would lose mail."""


class _SMTP(_LongLines, SMTP):
    pass


class _LMTP(_LongLines, LMTP):
    pass


class Listener:
    """A mail server for the inboxes of all organisations; `port` is where it listens once it is started."""

    def __init__(self, office: Office, host: str, port: int, *, lmtp: bool = False) -> None:
        self.office, self.host, self.port, self._lmtp = office, host, port, lmtp
        self._source = "lmtp" if lmtp else "smtp"
        self._server: asyncio.Server | None = None
        self._sessions: WeakSet[SMTP] = WeakSet()
        self._storing: set[asyncio.Task[str]] = set()
        self._owners: WeakKeyDictionary[Envelope, dict[str, UUID]] = WeakKeyDictionary()

    async def start(self) -> None:
        """Take connections. Raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Take no more connections, finish and answer what is being stored, and hang up."""
        assert self._server is not None
        self._server.close()
        if self._storing:
            await asyncio.wait(self._storing, timeout=GRACE_SECONDS)
        await asyncio.sleep(0)  # the answers are written in the loop's next round
        for session in self._sessions:
            if isinstance(session.transport, asyncio.WriteTransport):
                session.transport.write(_CLOSING)
                session.transport.close()
        await self._server.wait_closed()

    def _session(self) -> SMTP:
        session = (_LMTP if self._lmtp else _SMTP)(
            self,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname=self.office.settings.mail_domain,
            ident="Utdrag",
            timeout=QUIET_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        self._sessions.add(session)
        return session

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient that is an inbox, with or without a plus part."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return _TOO_MANY
        try:
            owner = await self._owner(address)
        except Exception as error:  # noqa: BLE001 - whatever fails here, the sender keeps the mail
            log.warning("recipient not looked up", kind=type(error).__name__)
            return _LATER
        if owner is None:
            measures.MESSAGES.labels(self._source, "refused").inc()
            return _UNKNOWN
        envelope.rcpt_tos.append(address)
        self._owners.setdefault(envelope, {})[address] = owner
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store a mail for every recipient; none is acknowledged unless all are stored."""
        assert isinstance(envelope.content, bytes)
        recipients = [str(address) for address in envelope.rcpt_tos]
        owners = self._owners.get(envelope, {})
        sender = (envelope.mail_from or "").strip("<>")
        storing = asyncio.create_task(self._stored(envelope.content, sender, recipients, owners))
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)
        answer = await asyncio.shield(storing)  # a sender that hangs up does not cut a commit short
        # RFC 2033, 4.2: LMTP answers once for each recipient
        return "\r\n".join([answer] * len(recipients)) if self._lmtp else answer

    async def _stored(
        self, raw: bytes, sender: str, recipients: list[str], owners: Mapping[str, UUID]
    ) -> str:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                for recipient in recipients:
                    await self._store(raw, sender, recipient, owners[recipient])
        except Exception as error:
            log.warning("mail not stored", kind=type(error).__name__, size=len(raw), exc_info=error)
            measures.MESSAGES.labels(self._source, "put off").inc()
            return _LATER
        return _STORED

    async def _store(self, raw: bytes, sender: str, recipient: str, owner: UUID) -> None:
        at = clock.now()
        delivery = Delivery(
            source=self._source,
            source_key=transport_key(raw, recipient),
            channel=Channel.EMAIL,
            raw=traced(raw, sender, recipient),
            received_at=at,
            recipient=recipient,
        )
        receipt = await accept(self.office, owner, delivery, at)
        log.info("mail stored", organisation_id=owner, message_id=receipt.message_id, size=len(raw))

    async def _owner(self, address: str) -> UUID | None:
        if not address.isprintable():  # also what is no UTF-8; the database would refuse it
            return None
        async with self.office.db.transaction() as session:
            return await organisations.organisation_of_inbox(session, address)


async def listen(office: Office, host: str = "127.0.0.1", port: int = 0, *, lmtp: bool = False) -> Listener:
    """Give a running listener; port 0 takes a free one. Raises OSError when the port is taken."""
    listener = Listener(office, host, port, lmtp=lmtp)
    await listener.start()
    return listener
