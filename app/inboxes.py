"""Every mailbox of every organisation, watched side by side."""

import asyncio

import structlog

from app.intake.imap import watch
from app.office import Office
from app.queries import organisations

log = structlog.get_logger()
_LOOK_AGAIN = 60.0


async def watch_inboxes(office: Office, stopping: asyncio.Event) -> None:
    """Watch until `stopping` is set; organisations that are applied meanwhile are taken up too."""
    watched: dict[tuple[str, str], asyncio.Task[None]] = {}
    try:
        while not stopping.is_set():
            await _take_up(office, watched, stopping)
            try:
                await asyncio.wait_for(stopping.wait(), _LOOK_AGAIN)
            except TimeoutError:
                continue
    finally:
        await asyncio.gather(*watched.values(), return_exceptions=True)


async def _take_up(
    office: Office, watched: dict[tuple[str, str], asyncio.Task[None]], stopping: asyncio.Event
) -> None:
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            inboxes = (await office.desk(session)).profile.inboxes
        for inbox in inboxes:
            key = (organisation.slug, inbox.address)
            ended = key in watched and watched[key].done()
            if inbox.imap is not None and (key not in watched or ended):
                if ended:
                    log.warning("mailbox watch ended", organisation=organisation.slug)
                watched[key] = asyncio.create_task(watch(office, organisation.id, inbox, stopping))
