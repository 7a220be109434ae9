"""The hub of a process: what the database tells, handed to the streams of the organisation it concerns."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from uuid import UUID

import structlog

from app.db import Database
from app.live.listening import listen
from app.live.presence import Presence
from app.live.telling import RESYNC, Share, Told
from app.models.live import CaseTold, MessageTold
from app.queries import live
from app.queries.live import Happened, Mark
from app.vocabulary import Doing, MessageState

log = structlog.get_logger()
MOST_AGAIN: Final = 500
"""So many events are told again; who missed more reads everything again."""
_MARK: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_LISTENING_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 5.0


class Hub:
    """Every open stream of a process. It listens from the first stream on, until it is closed."""

    def __init__(self, db: Database) -> None:
        """Do nothing yet."""
        self._db = db
        self._shares: dict[UUID, set[Share]] = {}
        self._unread: dict[UUID, set[int]] = {}
        self._presence = Presence()
        self._listening, self._news = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = False

    @asynccontextmanager
    async def listener(self, organisation_id: UUID) -> AsyncGenerator[Share]:
        """Give a listener's share of everything told of an organisation from now on."""
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(listen(self._db.url, self._began, self._heard)),
                asyncio.create_task(self._hand_on()),
            ]
        with suppress(TimeoutError):  # then it is told to read everything, once there is a connection
            await asyncio.wait_for(self._listening.wait(), _LISTENING_SECONDS)
        share = Share(organisation_id)
        self._shares.setdefault(organisation_id, set()).add(share)
        for told in self._presence.anywhere(organisation_id):
            share.put(Told("presence", told))
        if self._ended:
            share.end()
        try:
            yield share
        finally:
            self._shares[organisation_id].discard(share)
            if not self._shares[organisation_id]:
                del self._shares[organisation_id]

    async def since(self, organisation_id: UUID, mark: Mark | None) -> tuple[str, list[Told]]:
        """Give where a stream that begins now stands, and what it missed since a mark."""
        async with self._db.transaction(organisation_id) as session:
            here = await live.mark_now(session)
            missed = await live.happened_since(session, mark, MOST_AGAIN + 1) if mark else ()
        if mark and (len(missed) > MOST_AGAIN or mark.position > here.position):
            return _id(here), [RESYNC]
        return _id(mark or here), [_told(one) for one in missed]

    def end(self) -> None:
        """End every stream, and each that comes after."""
        self._ended = True
        for share in self._everybody():
            share.end()

    async def close(self) -> None:
        """End every stream and listen no more."""
        self.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _everybody(self) -> list[Share]:
        return [share for shares in self._shares.values() for share in shares]

    def _tell(self, organisation_id: UUID, told: Sequence[Told]) -> None:
        for share in self._shares.get(organisation_id, ()):
            for one in told:
                share.put(one)

    def _began(self) -> None:
        self._listening.set()
        for share in self._everybody():
            share.put(RESYNC)  # before this nobody listened

    def _heard(self, payload: list[Any]) -> None:
        here, kind, *rest = payload
        organisation_id = UUID(here)
        match kind:
            case "case" if organisation_id in self._shares:
                self._unread.setdefault(organisation_id, set()).add(int(rest[0]))
                self._news.set()
            case "message":
                told = MessageTold(id=UUID(rest[0]), state=MessageState(rest[1]))
                self._tell(organisation_id, [Told("message", told)])
            case "presence":
                self._see(organisation_id, UUID(rest[0]), rest[1], Doing(rest[2]))
            case _:
                pass

    def _see(self, organisation_id: UUID, case_id: UUID, name: str, doing: Doing) -> None:
        now = asyncio.get_running_loop().time()
        if self._presence.hear(organisation_id, case_id, name, doing, now):
            self._tell(organisation_id, [Told("presence", self._presence.at(organisation_id, case_id))])

    async def _hand_on(self) -> None:
        """Read what was heard of, all at once, and hand it on; forget who was not heard of for long."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LOOK_SECONDS)
            self._news.clear()
            unread, self._unread = self._unread, {}
            for organisation_id, positions in unread.items():
                await self._read(organisation_id, positions)
            for here, case_id in self._presence.forget(asyncio.get_running_loop().time()):
                self._tell(here, [Told("presence", self._presence.at(here, case_id))])

    async def _read(self, organisation_id: UUID, positions: set[int]) -> None:
        try:
            async with self._db.transaction(organisation_id) as session:
                found = await live.happened_at(session, positions)
            self._tell(organisation_id, [_told(one) for one in found])
        except Exception:
            log.exception("what happened could not be read")
            self._tell(organisation_id, [RESYNC])


def _told(one: Happened) -> Told:
    told = CaseTold(id=one.case_id, version=one.version, event=one.event, actor=one.actor)
    return Told("case", told, _id(Mark(one.position, one.horizon)), one.position)


def _id(mark: Mark) -> str:
    return f"{mark.position}-{mark.horizon}"


def read_mark(text: str) -> Mark | None:
    """Give the mark an id of the stream stands for; None for anything else."""
    found = _MARK.fullmatch(text)
    return Mark(int(found[1]), int(found[2])) if found else None
