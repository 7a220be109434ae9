"""The proof that nothing is lost: every message is in exactly one place, and what is unread has its job."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.placing import follow
from app.jobs import Job, Kind, enqueue
from app.models.message import Message
from app.office import Office
from app.queries import messages, organisations, places
from app.queries.here import organisation_of
from app.vocabulary import MessageState

log = structlog.get_logger()
_AGE = timedelta(minutes=10)
"""A younger message may be on its way from one place to the next."""


async def lost_messages(office: Office, at: datetime) -> int:
    """Give how many messages nobody has read and no job is going to; changes nothing."""
    count = 0
    for organisation_id in await _everybody(office):
        async with office.db.transaction(organisation_id) as session:
            count += len(await places.unread(session, at - _AGE))
    return count


async def find_lost(office: Office, at: datetime) -> int:
    """Put every message that is in no place, or in two, into one again, and give how many there were."""
    count = 0
    for organisation_id in await _everybody(office):
        async with office.db.transaction(organisation_id) as session:
            found = await _find(office, session, at)
        if found:
            log.error("messages were lost and found", organisation_id=organisation_id, count=found)
        count += found
    return count


async def _everybody(office: Office) -> list[UUID]:
    async with office.db.transaction() as session:
        return [organisation.id for organisation in await organisations.all_organisations(session)]


async def _find(office: Office, session: AsyncSession, at: datetime) -> int:
    stray, unread = await places.astray(session), await places.unread(session, at - _AGE)
    for message_id in stray:
        await _set_right(office, session, await messages.lock_message(session, message_id))
    for message_id in unread:
        await enqueue(session, Job(Kind.ROUTE_MESSAGE, organisation_of(session), message_id))
    return len({*stray, *unread})


async def _set_right(office: Office, session: AsyncSession, message: Message) -> None:
    """Put one message where it can be seen: beside its original, with its case, or before a person."""
    if message.duplicate_of is not None:
        await follow(office, session, await messages.get_message(session, message.duplicate_of))
    elif message.case_id is not None:
        message.state = MessageState.CASE
    else:
        message.state, message.error = MessageState.QUARANTINE, "It stood with a case that is not named."
