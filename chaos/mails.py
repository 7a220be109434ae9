"""Mails as the world sends them: by a mail server or a provider, again and again until acknowledged."""

import asyncio
import random
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib
import httpx

from app.intake.door import traced
from chaos.house import INBOX, House
from chaos.plan import Pace, Plan

REQUESTS = (
    ("Registerutdrag", "Hej!\n\nJag vill veta allt ni har sparat om mig.\n\nHälsningar\n{name}"),
    ("Radera mina uppgifter", "Hej. Jag vill att ni raderar alla uppgifter ni har om mig. {name}"),
    ("Subject access request", "Hello,\n\nplease send me a copy of all data you hold about me.\n\n{name}"),
    ("Innsyn", "Hei! Jeg ber om innsyn i alle opplysninger dere har om meg. Hilsen {name}"),
)
AT_ONCE = 8
PATIENCE_SECONDS = 900.0


@dataclass
class Mail:
    """One mail, and what was acknowledged of it: every delivery as the house must have stored it."""

    sender: str
    raw: bytes
    asks: bool
    acknowledged: set[bytes] = field(default_factory=set)
    tries: int = 0


def written(plan: Plan) -> list[Mail]:
    """Give the mails of a run: mostly requests, some by machines, some with a large attachment."""
    chance = plan.chance("mails")
    return [_written(chance, number) for number in range(plan.mails)]


def _written(chance: random.Random, number: int) -> Mail:
    name, sender = f"Person {number}", f"person.{number}@mail.example"
    subject, text = chance.choice(REQUESTS)
    mail = EmailMessage(SMTP)
    mail["From"], mail["To"], mail["Message-ID"] = f"{name} <{sender}>", INBOX, f"<{number}@mail.example>"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    asks = chance.random() < 0.85
    mail["Subject"] = subject if asks else "Autosvar: semester"
    if not asks:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(text.format(name=name) if asks else "Jag är tillbaka på måndag.")
    if chance.random() < 0.1:
        mail.add_attachment(
            chance.randbytes(200_000), maintype="application", subtype="pdf", filename="cv.pdf"
        )
    return Mail(sender, mail.as_bytes(), asks)


async def send_all(house: House, plan: Plan, mails: list[Mail], pace: Pace) -> None:
    """Send every mail until it is acknowledged: by SMTP or HTTP, some by both, some twice."""
    chance, gate = plan.chance("senders"), asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=house.web, timeout=30) as http, asyncio.TaskGroup() as group:
        for mail in mails:
            ways = chance.choices(("smtp", "http", "smtp smtp", "smtp http"), (60, 25, 8, 7))[0].split()
            group.create_task(_send(house, http, mail, ways, pace, gate))


async def _send(
    house: House, http: httpx.AsyncClient, mail: Mail, ways: list[str], pace: Pace, gate: asyncio.Semaphore
) -> None:
    async with gate:
        await pace.turn()
        for way in ways:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await (_by_smtp(house, mail) if way == "smtp" else _by_http(house, http, mail)):
                    mail.tries += 1
                    await asyncio.sleep(0.3)


async def _by_smtp(house: House, mail: Mail) -> bool:
    try:
        await aiosmtplib.send(
            mail.raw, sender=mail.sender, recipients=[INBOX], hostname="127.0.0.1", port=house.smtp_port,
            timeout=30,
        )  # fmt: skip
    except aiosmtplib.SMTPRecipientsRefused as error:
        if any(refused.code >= 500 for refused in error.recipients):
            raise  # a mail server would give up here, and the mail would be lost
        return False
    except (aiosmtplib.SMTPException, OSError):
        return False
    mail.acknowledged.add(traced(mail.raw, mail.sender, INBOX))
    return True


async def _by_http(house: House, http: httpx.AsyncClient, mail: Mail) -> bool:
    headers = {"Authorization": f"Bearer {house.tokens['inbox']}", "Content-Type": "message/rfc822"}
    try:
        answer = await http.post("/api/v1/intake/mail", content=mail.raw, headers=headers)
    except httpx.TransportError:
        return False
    if answer.status_code == httpx.codes.ACCEPTED:
        mail.acknowledged.add(mail.raw)
        return True
    if not answer.is_server_error:
        raise RuntimeError(f"The mail was refused for good: {answer.status_code}")
    if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
        house.faults.append("a mail over HTTP")
    return False
