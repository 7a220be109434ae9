"""How far a folder of a mailbox has been read and how its server fares, where people can see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.models.organisation import MailCursor
from app.office import Office
from app.queries import mailboxes


@dataclass(frozen=True)
class Place:
    """One folder of the mailbox behind an inbox's address."""

    office: Office
    organisation_id: UUID
    address: str
    folder: str

    async def answered(self, uid_validity: int = 0) -> MailCursor:
        """Note that the server answers now; give how far the folder was read before."""
        async with self.office.db.transaction(self.organisation_id) as session:
            cursor = await self._cursor(session)
            if cursor.uid_validity != uid_validity:  # every UID means another mail now: read all anew
                cursor.uid_validity, cursor.last_uid = uid_validity, 0
            cursor.connected_at, cursor.failing_since, cursor.failure = clock.now(), None, ""
            return cursor

    async def read(self, session: AsyncSession, uid_validity: int, uid: int) -> None:
        """Note, in the transaction that stores it, that a mail was read."""
        cursor = await self._cursor(session)
        if cursor.uid_validity == uid_validity:
            cursor.last_uid = max(cursor.last_uid, uid)

    async def read_on(self, session: AsyncSession, link: str) -> None:
        """Note, in the transaction that stores the last mail before it, where to read on."""
        (await self._cursor(session)).link = link

    async def compared(self, missing: int, at: datetime) -> None:
        """Note how many mails the server held that were not stored."""
        async with self.office.db.transaction(self.organisation_id) as session:
            cursor = await self._cursor(session)
            cursor.compared_at, cursor.missing = at, missing

    async def failing(self, sentence: str) -> None:
        """Note why nothing is read at the moment, and since when."""
        async with self.office.db.transaction(self.organisation_id) as session:
            cursor = await self._cursor(session)
            cursor.failing_since = cursor.failing_since or clock.now()
            cursor.failure = sentence

    async def _cursor(self, session: AsyncSession) -> MailCursor:
        cursor = await mailboxes.cursor_of(session, self.address, self.folder)
        if cursor is None:
            cursor = MailCursor(
                organisation_id=self.organisation_id,
                mailbox=self.address,
                folder=self.folder,
                uid_validity=0,
                last_uid=0,
                failure="",
            )
            session.add(cursor)
        return cursor
