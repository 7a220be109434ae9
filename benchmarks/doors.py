"""The ways in, each to the commit: SMTP, pushes over HTTP, and a mailbox in which many mails wait."""

import asyncio
import resource
import smtplib
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import aiosmtplib
import httpx
import uvicorn

from app.inbox_profiles import InboxProfile
from app.intake.listener import Listener, listen
from app.intake.watching import fetch_once
from app.main import create_app
from app.models.organisation import Inbox
from app.vocabulary import Role
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from tests.counterparts import dovecot
from tests.house import free_socket

MAIL = (Path(__file__).parent.parent / "app/demo/mails/01-registerutdrag.eml").read_bytes()
ADDRESS = "doors@nordbemanning.example"
AT_ONCE = 20
MAILS = 400
WAITING = 5000


def a_mail(number: int) -> bytes:
    return b"X-Number: %d\r\nSubject: Registerutdrag %d\r\n\r\n" % (number, number) + MAIL


def _rate(count: int, began: float) -> float:
    return count / (time.perf_counter() - began)


async def doors(ground: Ground) -> AsyncGenerator[Figure]:
    """Everything that lets mail in, on the same database one after the other."""
    office = ground.office
    async with office.db.transaction(ground.organisation_id) as session:
        session.add(Inbox(address=ADDRESS, organisation_id=ground.organisation_id))
    listener = await listen(office)
    for connections in (1, AT_ONCE):
        each = MAILS // connections
        began = time.perf_counter()
        sending = (_send(listener, connections * 100_000 + one * each, each) for one in range(connections))
        await asyncio.gather(*sending)
        yield Figure(f"mails over SMTP, {connections} connections", _rate(MAILS, began), "/s")
    await listener.stop()
    async for figure in _pushed(ground):
        yield figure
    async for figure in _waiting(ground):
        yield figure
    await ground.owner.execute("TRUNCATE pgqueuer")


async def _send(listener: Listener, first: int, count: int) -> None:
    async with aiosmtplib.SMTP(hostname=listener.host, port=listener.port) as client:
        for number in range(first, first + count):
            await client.sendmail("anna.berg@post.example", ADDRESS, a_mail(number))


async def _pushed(ground: Ground) -> AsyncGenerator[Figure]:
    taken = free_socket()
    server = uvicorn.Server(uvicorn.Config(create_app(ground.office), log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    token = ground.tokens[Role.INBOX]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "message/rfc822", "X-Envelope-To": ADDRESS}
    url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/v1/intake/mail"
    async with httpx.AsyncClient(headers=headers, timeout=60) as http:
        for at_once in (1, AT_ONCE):
            free = asyncio.Semaphore(at_once)

            async def push(number: int, free: asyncio.Semaphore = free) -> None:
                async with free:
                    (await http.post(url, content=a_mail(number))).raise_for_status()

            began = time.perf_counter()
            await asyncio.gather(*(push(at_once * 1_000_000 + number) for number in range(MAILS)))
            yield Figure(f"mails pushed over HTTP, {at_once} at once", _rate(MAILS, began), "/s")
    server.should_exit = True
    await serving


async def _waiting(ground: Ground) -> AsyncGenerator[Figure]:
    """Many mails that wait in a mailbox, and what they add to the memory of this process."""
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        await asyncio.to_thread(folder.chmod, 0o711)
        running = await asyncio.to_thread(dovecot.start, folder)
        try:
            secret = folder / "password"
            await asyncio.to_thread(secret.write_text, running.password)
            await asyncio.to_thread(_fill, running)
            box = {
                "host": running.host, "port": running.imap_port, "tls": False, "user": running.user,
                "password": f"file:{secret}",
            }  # fmt: skip
            inbox = InboxProfile.model_validate({"address": ADDRESS, "imap": box})
            before, began = _megabytes(), time.perf_counter()
            stored = await fetch_once(ground.office, ground.organisation_id, inbox)
            assert stored == WAITING
            yield Figure(f"{WAITING} mails that waited in a mailbox", _rate(stored, began), "/s")
            yield Figure("memory they added", _megabytes() - before, "MB")
        finally:
            await asyncio.to_thread(running.stop)


def _fill(running: dovecot.Dovecot) -> None:
    with smtplib.LMTP(running.host, running.lmtp_port) as lmtp:
        for number in range(WAITING):
            lmtp.sendmail("", [f"{running.user}@post.example"], a_mail(9_000_000 + number))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
