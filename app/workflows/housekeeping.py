"""Forgetting by the clock what has no use any more."""

from datetime import datetime, timedelta

from app.office import Office
from app.queries import allowances, credentials, organisations, sessions
from app.workflows.forgetting import forget_overdue
from app.workflows.sessions import IDLE

_KEPT = timedelta(days=2)


async def tidy(office: Office, at: datetime) -> None:
    """Forget codes, tokens and sessions that are over, remembered answers, counts, and overdue cases."""
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            await credentials.forget_old(session, at - _KEPT)
            await allowances.forget_full(session, at)
    async with office.db.transaction() as session:
        await sessions.forget_ended(session, at - IDLE, at)
        await sessions.forget_sign_ins(session, at)
    await forget_overdue(office, at)
