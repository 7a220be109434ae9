"""Identity documents nobody asked for: kept for a few days, then cut out of the mail; the request stays."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.details import details_of, keep
from app.intake.placing import seal_of
from app.intake.questions import What
from app.intake.readers import ask
from app.models.message import Message
from app.office import Office
from app.queries import cases, messages, organisations
from app.vocabulary import Happening
from app.workflows.history import SYSTEM, record

log = structlog.get_logger()
_BATCH = 500


async def forget_papers(office: Office, at: datetime) -> int:
    """Cut what is due out of the messages of every organisation; give how many there were.

    One that fails is tried again the next day and told in the log; it keeps no other.
    """
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    count = 0
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            due = await messages.to_forget(session, at, _BATCH)
        for message_id in due:
            try:
                await _forget(office, organisation.id, message_id, at)
            except Exception:
                log.exception("identity documents not deleted", message_id=str(message_id))
            else:
                count += 1
    return count


async def _forget(office: Office, organisation_id: UUID, message_id: UUID, at: datetime) -> None:
    """Read in one transaction, cut apart outside any, write in another, unless it changed meanwhile."""
    async with office.db.transaction(organisation_id) as session:
        message = await messages.lock_message(session, message_id)
        if message.case_id is not None and await cases.find_case(session, message.case_id) is None:
            message.forget_at = None  # all of it was erased with its case
            return
        sealed, papers = message.raw, await _papers_of(office, session, message)
        raw = (await seal_of(office, session, message)).open_bytes("messages", "raw", message.id, sealed)
    cut = await ask(office, What.WITHOUT, raw, *papers)
    async with office.db.transaction(organisation_id) as session:
        case_id = (await messages.get_message(session, message_id)).case_id
        case = None if case_id is None else await cases.lock_case(session, case_id)  # always the case first
        message = await messages.lock_message(session, message_id)
        if message.raw != sealed:
            return  # it was given to a case meanwhile, and sealed anew: its turn comes tomorrow
        seal = await seal_of(office, session, message)
        message.raw, message.forget_at = seal.close_bytes("messages", "raw", message.id, cut), None
        keep(seal, message, replace(details_of(seal, message), forgotten=True))
        if case is not None:
            data = {"message": str(message.id), "files": len(papers)}
            await record(session, case, Happening.IDENTITY_FILES_DELETED, SYSTEM, at, data=data)
    log.info("identity documents deleted", message_id=str(message_id), count=len(papers))


async def _papers_of(office: Office, session: AsyncSession, message: Message) -> tuple[int, ...]:
    """Give which files are meant: of a copy, those of the message it repeats."""
    if message.duplicate_of is not None:
        message = await messages.get_message(session, message.duplicate_of)
    return details_of(await seal_of(office, session, message), message).papers
