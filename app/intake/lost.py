"""A link that was lost: who gives a case's reference and its person's address has a new one sent there."""

from datetime import datetime

import structlog

from app.intake.form import Sending, count
from app.jobs import NOBODY, Job, Kind, enqueue
from app.office import Office
from app.queries import cases, organisations
from app.trust import search
from app.workflows.allowances import LINK_TRIES, take

log = structlog.get_logger()


async def ask_for_link(
    office: Office, slug: str, reference: str, email: str, sending: Sending, at: datetime
) -> None:
    """Let a new link go to the address of a case if reference and address are of one case.

    Whether they are changes neither the answer nor what is done before it: the same statements, and one job,
    which is for nobody when they are not, when the reference was tried too often, and when a robot asks by
    the look of it. Raises NotFound for an unknown organisation, TooManyAttempts when its network has sent as
    many forms as it may.
    """
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    await count(office, organisation.id, sending, at)
    async with office.db.transaction(organisation.id) as session:
        desk = await office.desk(session)
        left = await take(session, desk, LINK_TRIES, reference, at)
        token = search.email_token(desk.index_key, email)
        known = await cases.case_known_by(session, reference, token)
        meant = known if left and not sending.suspect else None
        await enqueue(session, Job(Kind.RENEW_LINK, organisation.id, meant or NOBODY))
    if sending.suspect:
        log.warning("a robot asked for a link, by the look of it", organisation_id=str(organisation.id))
