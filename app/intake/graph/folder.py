"""Reading a folder over Microsoft Graph: where to read on is stored with the mails that were read before it.

So is a receipt for each mail that is still to be moved out of the folder. Whatever cuts the work short, the
next look knows from the receipts what was stored and not yet moved.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import SystemDidNotAnswer
from app.inbox_profiles import GraphMailbox
from app.intake import door
from app.intake.access import Access
from app.intake.door import Delivery
from app.intake.graph.answers import Item, LinkExpired, Page
from app.intake.graph.client import PATIENCE_SECONDS, Client
from app.intake.progress import Place
from app.intake.standin import LARGEST, in_megabytes, stand_in
from app.models.organisation import MailMove
from app.queries import mailboxes, messages
from app.vocabulary import Channel, MessageState

log = structlog.get_logger()
SOURCE = "graph"
TRIES = 5
AT_ONCE_BYTES = LARGEST
"""Mails of a page are stored together, but no more of them than this."""
_HEAD = 64 * 1024


@dataclass
class GraphFolder:
    """A folder of a mailbox; which of its mails failed before outlives the connection."""

    place: Place
    box: GraphMailbox
    access: Access
    failed: dict[str, int] = field(default_factory=dict[str, int])

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator["GraphReader"]:
        """Open it; raises SystemDidNotAnswer or NotReady."""
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as http:
            client = Client(self.box, self.access, http)
            folder = await client.folder(self.place.folder)
            if folder is None:
                raise SystemDidNotAnswer(
                    f"There is no such mailbox, or no folder '{self.place.folder}' in it.", permanent=True
                )
            reader = GraphReader(self, client, folder, await self._processed(client))
            await reader.settle()
            yield reader

    async def _processed(self, client: Client) -> str:
        name = self.box.processed
        return (await client.folder(name) or await client.made(name)) if name else ""

    def key(self, item_id: str) -> str:
        """Give the source key of a mail; it stays the same wherever in the mailbox the mail is."""
        return f"{self.place.address}/{item_id}"


@dataclass(frozen=True)
class _Fetched:
    """A mail to be stored, without its bytes when it is already; with a reason it waits for a person."""

    item: Item
    raw: bytes | None
    reason: str = ""
    unread: bool = False


class GraphReader:
    """A folder that is being read."""

    def __init__(self, folder: GraphFolder, client: Client, folder_id: str, processed: str) -> None:
        self._folder, self._place, self._client = folder, folder.place, client
        self._here, self._processed = folder_id, processed

    @property
    def retrying(self) -> bool:
        """Say whether some mail failed and will be tried again."""
        return bool(self._folder.failed)

    async def look(self) -> int:
        """Store what came; give how many mails were new. What was stored is moved away at the end."""
        link, new, last = (await self._place.answered()).link, 0, False
        while not last:
            try:
                page = await self._client.page(self._here, link)
            except LinkExpired:
                if not link:
                    raise SystemDidNotAnswer("Microsoft Graph cannot list the folder.") from None
                log.warning("mailbox read anew", organisation_id=self._place.organisation_id)
                link = ""
                continue
            new += await self._take(page)
            if self.retrying:
                break
            link, last = page.link, page.last
        await self.settle()
        await self._place.answered()
        return new

    async def missing(self, since: datetime, until: datetime) -> int:
        """Store what came in between and is not stored, here or where it was moved to; give how many."""
        new = 0
        for folder in dict.fromkeys(filter(None, (self._here, self._processed))):
            async for page in self._client.since(folder, since):
                due = [item for item in page.items if (item.received_at or since) <= until]
                unknown = tuple([item for item in due if not await self._known(item)])
                new += await self._take(Page(unknown, "", last=True))
        await self.settle()
        return new

    async def rest(self, seconds: float) -> None:
        """Wait until it is time for the next look."""
        await asyncio.sleep(seconds)

    async def settle(self) -> None:
        """Move away what is stored and still lies here; where people put one meanwhile, it stays."""
        place = self._place
        async with place.office.db.transaction(place.organisation_id) as session:
            waiting = await mailboxes.moves(session, place.address, place.folder)
        for item_id in waiting:
            found = await self._client.item(item_id)
            if found is not None and found.folder == self._here and self._processed:
                await self._client.move(item_id, self._processed)
            async with place.office.db.transaction(place.organisation_id) as session:
                await mailboxes.moved(session, place.address, place.folder, item_id)

    async def _take(self, page: Page) -> int:
        """Store the mails of a page, oldest first, and with the last of them where to read on."""
        new, batch, size, broken = 0, list[_Fetched](), 0, None
        for item in sorted(page.items, key=lambda item: (item.received_at is None, item.received_at)):
            try:
                fetched = await self._fetched(item)
            except SystemDidNotAnswer as error:
                if error.retry_after is not None or error.permanent:
                    raise
                broken, fetched = error, self._failed(item, error)  # it may be this mail Graph stumbles over
            if fetched is None:
                continue
            more = len(fetched.raw or b"")
            if batch and size + more > AT_ONCE_BYTES:
                new += await self._keep(batch)
                batch, size = [], 0
            batch.append(fetched)
            size += more
        new += await self._keep(batch, page.link)
        if broken is not None and self.retrying:
            raise broken
        return new

    async def _fetched(self, item: Item) -> _Fetched | None:
        """Fetch a mail unless it is stored; None when it is gone. Raises SystemDidNotAnswer."""
        if await self._known(item):
            return _Fetched(item, None)
        raw = await self._client.raw(item.id)
        known = item if item.received_at or raw is None else await self._client.item(item.id) or item
        if raw is None:
            self._folder.failed.pop(item.id, None)
            return None
        return _Fetched(known, raw) if len(raw) <= LARGEST else self._too_large(known, raw)

    async def _known(self, item: Item) -> bool:
        async with self._place.office.db.transaction(self._place.organisation_id) as session:
            return bool(await mailboxes.keys_stored(session, SOURCE, [self._folder.key(item.id)]))

    def _too_large(self, item: Item, raw: bytes) -> _Fetched:
        sentence = (
            f"This mail is larger than the {in_megabytes(LARGEST)} that are taken in, so only its header "
            f"stands here. The whole mail is in the mailbox {self._place.address}."
        )
        head = raw[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        reason = f"The mail is larger than {in_megabytes(LARGEST)}."
        return _Fetched(item, stand_in(head, sentence), reason)

    def _failed(self, item: Item, error: Exception) -> _Fetched | None:
        """Count a failure; after the last one give what lets a person know."""
        tries = self._folder.failed[item.id] = self._folder.failed.get(item.id, 0) + 1
        log.warning(
            "mail not read", organisation_id=self._place.organisation_id, attempt=tries,
            kind=type(error).__name__,
        )  # fmt: skip
        if tries < TRIES:
            return None
        del self._folder.failed[item.id]
        sentence = (
            f"A mail could not be read in {TRIES} tries. It is still in the mailbox {self._place.address}, "
            f"in the folder {self._place.folder}; please look at it there."
        )
        return _Fetched(item, stand_in(b"", sentence), "The mail could not be read.", unread=True)

    async def _keep(self, batch: Sequence[_Fetched], link: str = "") -> int:
        """Store mails in one transaction, or each alone when one of them keeps it from being done."""
        place = self._place
        try:
            async with place.office.db.transaction(place.organisation_id) as session:
                new = sum([await self._store(session, fetched) for fetched in batch])
                failing = self._folder.failed.keys() - {fetched.item.id for fetched in batch}
                if link and not failing:
                    await place.read_on(session, link)
        except Exception as error:
            await place.answered()  # if it is the database that fails, no mail is to blame
            if len(batch) > 1:
                return sum([await self._keep([fetched]) for fetched in batch]) + await self._keep([], link)
            if not batch:
                raise
            shown = self._failed(batch[0].item, error)
            return await self._keep([shown], link) if shown else 0
        for fetched in batch:
            self._folder.failed.pop(fetched.item.id, None)
        return new

    async def _store(self, session: AsyncSession, fetched: _Fetched) -> bool:
        place, at = self._place, clock.now()
        key = self._folder.key(fetched.item.id)
        if not fetched.unread and self._processed not in {"", self._here}:
            await session.merge(
                MailMove(
                    organisation_id=place.organisation_id,
                    mailbox=place.address,
                    folder=place.folder,
                    item=fetched.item.id,
                )
            )
        if fetched.raw is None:
            return False
        delivery = Delivery(
            SOURCE, f"{key}/unreadable" if fetched.unread else key, Channel.EMAIL, fetched.raw,
            fetched.item.received_at or at, recipient=place.address,
        )  # fmt: skip
        receipt = await door.store(place.office, session, delivery, at)
        if fetched.reason and not receipt.duplicate:
            message = await messages.get_message(session, receipt.message_id)
            message.state, message.error = MessageState.QUARANTINE, fetched.reason
        return not receipt.duplicate
