"""Mailboxes: watched over IMAP for as long as the house runs, by one process each."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import structlog

from app.errors import DsarError, NotReady, SystemDidNotAnswer
from app.intake.leader import leading
from app.intake.progress import Place
from app.intake.reading import TRIES, Line, Reader, Tries
from app.office import Office
from app.profiles import InboxProfile, Mailbox
from app.settings import secret

log = structlog.get_logger()
FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
REFUSED_SECONDS = 300.0
"""Between two tries when a person has to act first; more often might lock the account."""
FOLLOW_SECONDS = 10.0
"""Between two looks whether another process still leads."""
_jitter = secrets.SystemRandom().uniform


async def watch(office: Office, organisation_id: UUID, inbox: InboxProfile, stopping: asyncio.Event) -> None:
    """Read an inbox's mailbox until `stopping`, each folder over its own connection.

    Mail is taken as the server tells of it (IDLE), and looked for every `inbox_poll_seconds` anyway. Only
    one process reads a mailbox at a time. Whatever fails is noted with the cursor and tried again.
    """
    if inbox.imap is None:
        return
    places = [Place(office, organisation_id, inbox.address, folder) for folder in inbox.imap.folders]
    while not stopping.is_set():
        try:
            async with leading(office.db.url, f"mailbox {organisation_id} {inbox.address}") as lost:
                if lost is not None:
                    await _until((stopping, lost), [_keep_reading(place, inbox.imap) for place in places])
        except Exception as error:  # noqa: BLE001 - the database is away; a mailbox is never left unwatched
            log.warning("mailbox not led", organisation_id=organisation_id, kind=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), FOLLOW_SECONDS)


async def fetch_once(office: Office, organisation_id: UUID, inbox: InboxProfile) -> int:
    """Read everything that waits in an inbox's mailbox now; give how many mails were new.

    Also finds what was never stored although later mails were. Raises SystemDidNotAnswer or NotReady, after
    noting it with the cursor.
    """
    if inbox.imap is None:
        return 0
    new = 0
    for folder in inbox.imap.folders:
        place = Place(office, organisation_id, inbox.address, folder)
        try:
            new += await _fetch(place, inbox.imap)
        except DsarError as error:
            await place.failing(error.detail)
            raise
    return new


async def _fetch(place: Place, box: Mailbox) -> int:
    async with _reader(place, box, Tries()) as reader:
        new = await reader.look()
        for _ in range(TRIES):
            new += await reader.look() if reader.retrying else 0
        return new


@asynccontextmanager
async def _reader(place: Place, box: Mailbox, tries: Tries) -> AsyncGenerator[Reader]:
    line = Line(box, place.folder)
    try:
        reader = Reader(place, line, tries)
        await reader.begin(secret(box.password))
        yield reader
    finally:
        line.hang_up()


async def _until(ends: Sequence[asyncio.Event], work: Sequence[Coroutine[None, None, None]]) -> None:
    """Work until one of the events happens."""
    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(end.wait()) for end in ends]
        tasks = [*waits, *(group.create_task(part) for part in work)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()


async def _keep_reading(place: Place, box: Mailbox) -> None:
    tries, attempt = Tries(), 0
    while True:
        try:
            async with _reader(place, box, tries) as reader:
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
    """Give seconds to wait, each time about twice as long, never the same in two processes."""
    act_first = isinstance(error, NotReady) or (isinstance(error, SystemDidNotAnswer) and error.permanent)
    longest = REFUSED_SECONDS if act_first else min(FIRST_SECONDS * 2 ** min(attempt, 30), LONGEST_SECONDS)
    return _jitter(longest / 2, longest)
