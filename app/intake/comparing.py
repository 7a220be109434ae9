"""The nightly comparison: what mail servers hold and is not stored is taken in, and told."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import structlog

from app.intake.watching import Watched, folders
from app.office import Office
from app.queries import mailboxes, organisations

log = structlog.get_logger()
_AGE = timedelta(minutes=10)
"""A younger mail may be on its way."""
_DAY = timedelta(days=1)
"""Looked back further than the last comparison: servers count days in zones of their own."""


async def compare(office: Office, at: datetime) -> int:
    """Take in every mail a server received since the last comparison and that is not stored; give how many.

    A mailbox that does not answer is left for the next night, which then looks back further.
    """
    count = 0
    async for folder in _everywhere(office):
        place = folder.place
        try:
            async with place.office.db.transaction(place.organisation_id) as session:
                cursor = await mailboxes.cursor_of(session, place.address, place.folder)
            last = cursor.compared_at if cursor and cursor.compared_at else at - _DAY
            async with folder.opened() as reader:
                missing = await reader.missing(last - _DAY, at - _AGE)
            await place.compared(missing, at)
        except Exception as error:  # noqa: BLE001 - one mailbox that fails keeps no other from being looked at
            log.warning(
                "mailbox not compared", organisation_id=place.organisation_id, kind=type(error).__name__
            )
            continue
        if missing:
            log.error("mails were missing", organisation_id=place.organisation_id, count=missing)
        count += missing
    return count


async def _everywhere(office: Office) -> AsyncGenerator[Watched]:
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            inboxes = (await office.desk(session)).profile.inboxes
        for inbox in inboxes:
            for folder in folders(office, organisation.id, inbox, processed=True):
                yield folder
