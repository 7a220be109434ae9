"""Every mailbox of every organisation, watched side by side."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.errors import DsarError
from app.inbox_profiles import InboxProfile
from app.intake.watching import watch
from app.office import Office
from app.queries import organisations

log = structlog.get_logger()
_LOOK_AGAIN = 60.0


@dataclass
class _Watched:
    """One mailbox being watched, and how to stop that."""

    inbox: InboxProfile
    stopping: asyncio.Event
    task: asyncio.Task[None]


async def watch_inboxes(office: Office, stopping: asyncio.Event) -> None:
    """Watch until `stopping` is set; what is applied meanwhile is taken up within a minute."""
    watched: dict[tuple[UUID, str], _Watched] = {}
    while not stopping.is_set():
        try:
            await _take_up(office, watched)
        except (DsarError, SQLAlchemyError, OSError) as error:
            log.warning("mailboxes could not be looked up", kind=type(error).__name__)
        try:
            await asyncio.wait_for(stopping.wait(), _LOOK_AGAIN)
        except TimeoutError:
            continue
    for one in watched.values():
        one.stopping.set()
    await asyncio.gather(*(one.task for one in watched.values()), return_exceptions=True)


async def _take_up(office: Office, watched: dict[tuple[UUID, str], _Watched]) -> None:
    """Begin what is declared and not watched; end what is declared no more, or otherwise."""
    declared = await _declared(office)
    for key, one in list(watched.items()):
        if declared.get(key) != one.inbox or one.task.done():
            one.stopping.set()
            del watched[key]
    for key, inbox in declared.items():
        if key not in watched:
            ending = asyncio.Event()
            watched[key] = _Watched(inbox, ending, asyncio.create_task(watch(office, key[0], inbox, ending)))


async def _declared(office: Office) -> dict[tuple[UUID, str], InboxProfile]:
    found: dict[tuple[UUID, str], InboxProfile] = {}
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            profile = (await office.desk(session)).profile
        found |= {
            (organisation.id, inbox.address): inbox for inbox in profile.inboxes if inbox.mailbox is not None
        }
    return found
