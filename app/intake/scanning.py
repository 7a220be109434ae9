"""Malware in mail: searched by a clamd of the operator's, if there is one; what was not searched says so."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.details import Details, details_of, keep
from app.intake.placing import seal_of
from app.jobs import Job, Kind, enqueue
from app.models.message import Message
from app.office import Office
from app.queries import messages, organisations, places
from app.vocabulary import Scan

log = structlog.get_logger()
aioclamd: Any = import_module("aioclamd")  # it ships no types
_AT_ONCE = 256 * 1024
_AGAIN_FOR = timedelta(days=30)
_AGAIN_AFTER = timedelta(minutes=30)
_BATCH = 500


class _Wide(BytesIO):
    """A mail that is read in large pieces, whatever size is asked for: clamd's client asks for a kilobyte."""

    def read(self, _: int | None = None) -> bytes:
        return super().read(_AT_ONCE)


async def scan_later(office: Office, session: AsyncSession, message: Message, details: Details) -> None:
    """Have a message with files searched for malware, where a clamd is set."""
    message.scan = None
    if office.settings.clamd_address and details.files:
        message.scan = Scan.UNSCANNED
        await enqueue(session, Job(Kind.SCAN_MESSAGE, message.organisation_id, message.id))


async def scan_message(office: Office, job: Job) -> None:
    """Search one message, outside any transaction; while clamd does not answer it stays `unscanned`."""
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.get_message(session, job.subject_id)
        if message.scan is not Scan.UNSCANNED:
            return
        seal = await seal_of(office, session, message)
        raw = seal.open_bytes("messages", "raw", message.id, message.raw)
    scan, malware = await look_for_malware(office, raw)
    if scan is Scan.UNSCANNED:
        log.warning("message not scanned", message_id=str(job.subject_id), size=len(raw))
        return
    async with office.db.transaction(job.organisation_id) as session:
        message = await messages.lock_message(session, job.subject_id)
        seal = await seal_of(office, session, message)
        message.scan = scan
        keep(seal, message, replace(details_of(seal, message), malware=malware))
        for copy in await places.copies_of(session, message.id):
            copy.scan = scan


async def look_for_malware(office: Office, raw: bytes) -> tuple[Scan, str]:
    """Give what clamd found in a mail, files and all, and its name; a mail too long is `unscanned`."""
    host, _, port = office.settings.clamd_address.rpartition(":")
    client = aioclamd.ClamdAsyncClient(host, int(port), timeout=office.settings.clamd_timeout_seconds)
    try:
        answer: dict[str, tuple[str, str | None]] | None = await client.instream(_Wide(raw))
    except (aioclamd.ClamdError, OSError):  # also a connection cut short: that is how clamd refuses long ones
        return Scan.UNSCANNED, ""
    status, malware = answer["stream"] if answer else ("ERROR", None)
    if status == "FOUND":
        return Scan.FOUND, str(malware)
    return (Scan.CLEAN if status == "OK" else Scan.UNSCANNED), ""


async def scan_again(office: Office, at: datetime) -> int:
    """Try what stayed unscanned once more, hour by hour for a month; give how many that are."""
    if not office.settings.clamd_address:
        return 0
    count = 0
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            waiting = await messages.unscanned(session, at - _AGAIN_FOR, at - _AGAIN_AFTER, _BATCH)
            for message_id in waiting:
                await enqueue(session, Job(Kind.SCAN_MESSAGE, organisation.id, message_id), once=True)
            count += len(waiting)
    return count
