"""A mail server that keeps what it is given: letters are sent to it as to any other."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Captured:
    """One accepted mail with its envelope."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        """The parsed mail."""
        return message_from_bytes(self.raw, policy=default)


@dataclass
class Capture:
    """A listening server; `refusals` maps a recipient to the answer it gets instead of being accepted."""

    host: str = "127.0.0.1"
    port: int = 0
    messages: list[Captured] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address as the settings take it."""
        return f"smtp://{self.host}:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.messages.append(
            Captured(envelope.mail_from or "", [str(r) for r in envelope.rcpt_tos], envelope.content)
        )
        return "250 OK"

    async def received(self, count: int, *, seconds: float = 90) -> list[Captured]:
        """Wait for so many mails and give them all."""
        async with asyncio.timeout(seconds):
            while len(self.messages) < count:
                await asyncio.sleep(0.01)
        return self.messages


@pytest.fixture
async def smtp_capture() -> AsyncGenerator[Capture]:
    """A fresh capturing mail server."""
    capture = Capture()
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(
        lambda: SMTP(capture, enable_SMTPUTF8=True, loop=loop, hostname="capture.example"), capture.host, 0
    )
    capture.port = listener.sockets[0].getsockname()[1]
    yield capture
    listener.close()
    await listener.wait_closed()
