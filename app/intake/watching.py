"""Mailboxes: watched for as long as the house runs, by one process each."""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from app.errors import DsarError, NotReady, SystemDidNotAnswer
from app.inbox_profiles import InboxProfile
from app.intake.access import Access
from app.intake.graph.folder import GraphFolder
from app.intake.imap import ImapFolder
from app.intake.leader import leading
from app.intake.progress import Place
from app.office import Office

log = structlog.get_logger()
TRIES = 3
FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
REFUSED_SECONDS = 300.0
"""Between two tries when a person has to act first; more often might lock the account."""
FOLLOW_SECONDS = 10.0
"""Between two looks whether another process still leads."""
_jitter = secrets.SystemRandom().uniform


class Reader(Protocol):
    """An open folder that is being read."""

    @property
    def retrying(self) -> bool:
        """Say whether some mail failed and will be tried again."""
        ...

    async def look(self) -> int:
        """Store what waits; give how many mails were new."""
        ...

    async def missing(self, since: datetime, until: datetime) -> int:
        """Store what the server holds of that time and is not stored; give how many mails that were."""
        ...

    async def rest(self, seconds: float) -> None:
        """Wait for the next mail, at most so long."""
        ...


class Watched(Protocol):
    """A folder of a mailbox, whatever way it is reached."""

    place: Place

    def opened(self) -> AbstractAsyncContextManager[Reader]:
        """Open it; raises SystemDidNotAnswer or NotReady."""
        ...


def folders(
    office: Office, organisation_id: UUID, inbox: InboxProfile, *, processed: bool = False
) -> Sequence[Watched]:
    """Give the folders mail is taken from; with `processed` also that of stored mail, another one to IMAP."""
    names = list(inbox.mailbox.folders) if inbox.mailbox else []
    if processed and inbox.imap:
        names.append(inbox.imap.processed)
    places = [Place(office, organisation_id, inbox.address, folder) for folder in dict.fromkeys(names)]
    if inbox.graph is not None:
        access = Access(inbox.graph.user or inbox.address, inbox.graph.oauth)
        return [GraphFolder(place, inbox.graph, access) for place in places]
    if inbox.imap is not None:
        access = Access(inbox.imap.user, inbox.imap.oauth or inbox.imap.password)
        return [ImapFolder(place, inbox.imap, access) for place in places]
    return []


async def watch(office: Office, organisation_id: UUID, inbox: InboxProfile, stopping: asyncio.Event) -> None:
    """Read an inbox's mailbox until `stopping`, its folders side by side.

    Mail is taken as the server tells of it (IDLE), and looked for every `inbox_poll_seconds` anyway. Only
    one process reads a mailbox at a time. Whatever fails is noted with the cursor and tried again.
    """
    watched = folders(office, organisation_id, inbox)
    while watched and not stopping.is_set():
        try:
            async with leading(office.db.url, f"mailbox {organisation_id} {inbox.address}") as lost:
                if lost is not None:
                    await _until((stopping, lost), [_keep_reading(folder) for folder in watched])
        except Exception as error:  # noqa: BLE001 - the database is away; a mailbox is never left unwatched
            log.warning("mailbox not led", organisation_id=organisation_id, kind=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), FOLLOW_SECONDS)


async def fetch_once(office: Office, organisation_id: UUID, inbox: InboxProfile) -> int:
    """Read everything that waits in an inbox's mailbox now; give how many mails were new.

    Also finds what was never stored although later mails were. Raises SystemDidNotAnswer or NotReady, after
    noting it with the cursor.
    """
    new = 0
    for folder in folders(office, organisation_id, inbox):
        try:
            async with folder.opened() as reader:
                new += await reader.look()
                for _ in range(TRIES):
                    new += await reader.look() if reader.retrying else 0
        except DsarError as error:
            await folder.place.failing(error.detail)
            raise
    return new


async def _until(ends: Sequence[asyncio.Event], work: Sequence[Coroutine[None, None, None]]) -> None:
    """Work until one of the events happens."""
    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(end.wait()) for end in ends]
        tasks = [*waits, *(group.create_task(part) for part in work)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()


async def _keep_reading(folder: Watched) -> None:
    place, attempt = folder.place, 0
    while True:
        try:
            async with folder.opened() as reader:
                while True:
                    await reader.look()
                    attempt = 0
                    await reader.rest(place.office.settings.inbox_poll_seconds)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is noted and tried again
            attempt += 1
            await _note(place, error, attempt)
            await asyncio.sleep(_pause_after(error, attempt))


async def _note(place: Place, error: Exception, attempt: int) -> None:
    kind = error.code if isinstance(error, DsarError) else type(error).__name__
    log.warning(
        "mailbox not read", organisation_id=place.organisation_id, kind=kind, attempt=attempt,
        exc_info=None if isinstance(error, DsarError) else error,
    )  # fmt: skip
    sentence = error.detail if isinstance(error, DsarError) else f"Reading stopped ({kind})."
    try:
        await place.failing(sentence)
    except Exception as worse:  # noqa: BLE001 - then it is the database, which the log and the probes show
        log.warning("mailbox state not noted", kind=type(worse).__name__)


def _pause_after(error: Exception, attempt: int) -> float:
    """Give seconds to wait: as the server asks, else each time about twice as long, never twice the same."""
    if isinstance(error, SystemDidNotAnswer) and error.retry_after is not None:
        return error.retry_after
    act_first = isinstance(error, NotReady) or (isinstance(error, SystemDidNotAnswer) and error.permanent)
    longest = REFUSED_SECONDS if act_first else min(FIRST_SECONDS * 2 ** min(attempt, 30), LONGEST_SECONDS)
    return _jitter(longest / 2, longest)
