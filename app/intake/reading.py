"""Reading a folder: a mail is stored together with the cursor, and only after that commit tidied away."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from app import clock
from app.errors import SystemDidNotAnswer
from app.intake import door
from app.intake.access import Access
from app.intake.door import Delivery, Receipt
from app.intake.line import Line, Tries
from app.intake.mailbox import CommandRefused, Listed
from app.intake.progress import Place
from app.intake.standin import LARGEST, in_megabytes, stand_in
from app.queries import mailboxes, messages
from app.vocabulary import Channel, MessageState

log = structlog.get_logger()
TRIES = 3
_AT_ONCE = 20
_SOURCE = "imap"
_COMPARED = 200
_UNREADABLE = "/unreadable"


class Reader:
    """A folder that is being read over one connection."""

    def __init__(self, place: Place, line: Line, tries: Tries) -> None:
        self._place, self._line, self._tries = place, line, tries
        self._validity = self._read_before = self._seen = 0

    async def begin(self, access: Access) -> None:
        """Connect; raises SystemDidNotAnswer."""
        self._validity = await self._line.open(access)
        self._read_before = (await self._place.answered(self._validity)).last_uid

    @property
    def retrying(self) -> bool:
        """Say whether some mail failed and will be tried again."""
        return bool(self._again())

    async def look(self) -> int:
        """Store what waits; give how many mails were new. The first look also finishes what a crash left."""
        waiting = await self._line.do(self._line.folder.waiting, self._seen)
        uids = [uid for uid in waiting if (self._validity, uid) not in self._tries.given_up]
        uids += [uid for uid in self._again() if uid not in uids]
        new = 0
        for start in range(0, len(uids), _AT_ONCE):
            new += await self._take(uids[start : start + _AT_ONCE])
        await self._place.answered(self._validity)
        self._seen = max([self._seen, *waiting])
        return new

    async def missing(self, since: datetime, until: datetime) -> int:
        """Store what came in between and is not stored, wherever it was moved from; give how many."""
        new, folder = 0, self._line.folder
        uids = await self._line.do(folder.since, since)
        for start in range(0, len(uids), _COMPARED):
            some = uids[start : start + _COMPARED]
            listed = await self._line.do(folder.listed, some)
            stored = await self._stored({self._key(uid) for uid in some})
            for uid in [uid for uid in listed if self._key(uid) not in stored]:
                entry = listed[uid]
                if entry.size <= LARGEST and since <= (entry.received_at or since) <= until:
                    new += await self._missed(uid, entry)
        return new

    async def _stored(self, keys: set[str]) -> set[str]:
        """Give the keys under which a mail is stored, or a note that it could not be read."""
        async with self._place.office.db.transaction(self._place.organisation_id) as session:
            found = await mailboxes.keys_stored(
                session, _SOURCE, keys | {f"{key}{_UNREADABLE}" for key in keys}
            )
        return {key.removesuffix(_UNREADABLE) for key in found}

    async def _missed(self, uid: int, listed: Listed) -> bool:
        raw = await self._line.do(self._line.folder.raw, uid)
        if raw is None:
            return False
        async with self._place.office.db.transaction(self._place.organisation_id) as session:
            if await mailboxes.content_stored(session, door.content_key(raw)):
                return False  # it had another UID in the folder it came from
        return not (await self._keep(uid, listed, raw)).duplicate

    async def rest(self, seconds: float) -> None:
        """Wait for the next mail, at most so long."""
        if self._line.folder.can_idle:
            await self._line.do(self._line.folder.idle, seconds)
        else:
            await asyncio.sleep(seconds)

    def _again(self) -> list[int]:
        failed = self._tries.failed.keys() - self._tries.given_up
        return sorted(uid for validity, uid in failed if validity == self._validity)

    async def _take(self, uids: Sequence[int]) -> int:
        """Store some mails and tidy them away; give how many were new."""
        try:
            listed = await self._line.do(self._line.folder.listed, uids)
        except CommandRefused as error:
            return await self._one_by_one(uids, error)
        done: dict[int, Receipt] = {}
        for uid in uids:
            if uid not in listed:  # a person was faster
                self._tries.failed.pop((self._validity, uid), None)
            elif receipt := await self._attempt(uid, listed[uid]):
                done[uid] = receipt
        await self._tidy([*done])
        return sum(not receipt.duplicate for receipt in done.values())

    async def _one_by_one(self, uids: Sequence[int], error: Exception) -> int:
        if len(uids) > 1:
            return sum([await self._take([uid]) for uid in uids])
        await self._failed(uids[0], error)
        return 0

    async def _attempt(self, uid: int, listed: Listed) -> Receipt | None:
        """Store one mail; None when it was not. Only a lost connection or database raises."""
        try:
            receipt = await self._known(uid) or await self._store(uid, listed)
        except SystemDidNotAnswer:
            await self._failed(uid, None, listed)  # it may be this mail that breaks the connection
            raise
        except Exception as error:  # noqa: BLE001 - one bad mail must not stop the others; it is counted
            await self._failed(uid, error, listed)
            return None
        self._tries.failed.pop((self._validity, uid), None)
        return receipt

    async def _known(self, uid: int) -> Receipt | None:
        """Give the receipt of a mail whose tidying was cut short."""
        if uid > self._read_before:
            return None
        async with self._place.office.db.transaction(self._place.organisation_id) as session:
            known = await messages.message_by_key(session, _SOURCE, self._key(uid))
        return Receipt(known, duplicate=True) if known else None

    async def _store(self, uid: int, listed: Listed) -> Receipt | None:
        folder = self._line.folder
        if listed.size <= LARGEST:
            raw = await self._line.do(folder.raw, uid)
            if raw is None:
                if uid in await self._line.do(folder.listed, [uid]):
                    raise CommandRefused("FETCH")
                return None  # moved away meanwhile
            if len(raw) <= LARGEST:
                return await self._keep(uid, listed, raw)
        head = await self._line.do(folder.head, uid)
        reason = f"The mail is larger than {in_megabytes(LARGEST)}."
        sentence = (
            f"This mail is {in_megabytes(listed.size)}, more than the {in_megabytes(LARGEST)} that are taken "
            f"in, so only its header stands here. The whole mail is in the mailbox {self._place.address}, "
            f"in the folder {folder.where_tidied}."
        )
        return await self._keep(uid, listed, stand_in(head, sentence), reason=reason)

    async def _keep(
        self, uid: int, listed: Listed | None, raw: bytes, *, reason: str = "", key: str = ""
    ) -> Receipt:
        """Store one mail and the cursor; with a reason it waits in quarantine for a person."""
        place, at = self._place, clock.now()
        received_at = (listed.received_at if listed else None) or at
        delivery = Delivery(
            _SOURCE, key or self._key(uid), Channel.EMAIL, raw, received_at, recipient=place.address
        )
        async with place.office.db.transaction(place.organisation_id) as session:
            await place.read(session, self._validity, uid)  # first: it holds off whoever else reads
            receipt = await door.store(place.office, session, delivery, at)
            if reason and not receipt.duplicate:
                message = await messages.get_message(session, receipt.message_id)
                message.state, message.error = MessageState.QUARANTINE, reason
        return receipt

    async def _failed(self, uid: int, error: Exception | None, listed: Listed | None = None) -> None:
        """Count a failure, and after the last one let a person know; raises when the database is away."""
        await self._place.answered(self._validity)  # if it is the database that fails, no mail is to blame
        mail = (self._validity, uid)
        tries = self._tries.failed[mail] = self._tries.failed.get(mail, 0) + 1
        log.warning(
            "mail not read", organisation_id=self._place.organisation_id, uid=uid, attempt=tries,
            kind=type(error).__name__ if error else "connection lost",
            exc_info=None if isinstance(error, CommandRefused) else error,
        )  # fmt: skip
        if tries >= TRIES:
            await self._give_up(uid, listed)

    async def _give_up(self, uid: int, listed: Listed | None) -> None:
        sentence = (
            f"A mail could not be read in {TRIES} tries. It is still in the mailbox {self._place.address}, "
            f"in the folder {self._place.folder} (UID {uid}); please look at it there."
        )
        # a key of its own: the mail itself can still be stored, should it become readable one day
        key = f"{self._key(uid)}{_UNREADABLE}"
        reason = "The mail could not be read."
        await self._keep(uid, listed, stand_in(b"", sentence), reason=reason, key=key)
        self._tries.given_up.add((self._validity, uid))

    async def _tidy(self, uids: Sequence[int]) -> None:
        try:
            await self._line.do(self._line.folder.tidy, uids)
        except CommandRefused:
            log.warning("mail not moved", organisation_id=self._place.organisation_id, count=len(uids))

    def _key(self, uid: int) -> str:
        return f"{self._place.address}/{self._place.folder}/{self._validity}/{uid}"
