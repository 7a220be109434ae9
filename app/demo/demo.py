"""Prepares the demonstration: organisations in force, their system of record, their mails delivered."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from app.demo.seed import seed_system
from app.demo.staff import invite_staff
from app.intake.door import Delivery, accept
from app.office import Office
from app.organisation_files import read_profile
from app.vocabulary import Channel
from app.workflows.applying import apply

ORGANISATIONS: Final = ("nordstaff", "fjellkraft")
MAILS: Final = Path(__file__).parent / "mails"
_FILES: Final = Path(__file__).resolve().parents[2] / "organisations"
_SOURCE: Final = "demo"


@dataclass(frozen=True)
class Mail:
    """One mail of the demonstration: whom it reached, from whom and when, and what it is there to show."""

    file: str
    organisation: str
    sender: str
    hours_ago: int
    shows: str

    def raw(self, received_at: datetime) -> bytes:
        """Give its bytes, dated to when it is said to have come."""
        return f"Date: {format_datetime(received_at)}\n".encode() + (MAILS / self.file).read_bytes()


def mails() -> list[Mail]:
    """Give the mails of the demonstration, the oldest first."""
    index: dict[str, Any] = tomllib.loads((MAILS / "index.toml").read_text(encoding="utf-8"))
    return sorted((Mail(**entry) for entry in index["mails"]), key=lambda mail: -mail.hours_ago)


async def prepare(office: Office, system_url: str, at: datetime) -> int:
    """Make the demonstration ready and give how many mails were delivered now: all of them, or none again.

    `system_url` is the database of the demonstration's system of record; the organisations' files reach it
    by the secret `env:UTDRAG_DEMO_SYSTEM_URL`.
    """
    await seed_system(system_url)
    ids = {slug: await _applied(office, slug, at) for slug in ORGANISATIONS}
    await invite_staff(office, ids, at)
    fresh = [await _delivered(office, ids[mail.organisation], mail, at) for mail in mails()]
    return sum(fresh)


async def _applied(office: Office, slug: str, at: datetime) -> UUID:
    return (await apply(office, read_profile(_FILES / f"{slug}.toml"), at)).organisation_id


async def _delivered(office: Office, organisation_id: UUID, mail: Mail, at: datetime) -> bool:
    received_at = at - timedelta(hours=mail.hours_ago)
    raw = mail.raw(received_at)
    delivery = Delivery(_SOURCE, mail.file, Channel.EMAIL, raw, received_at)
    return not (await accept(office, organisation_id, delivery, at)).duplicate
