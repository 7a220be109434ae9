"""Forgetting by the clock what has no use any more."""

from datetime import datetime, timedelta

from app.office import Office
from app.queries import credentials, organisations
from app.workflows.forgetting import forget_overdue

_KEPT = timedelta(days=2)


async def tidy(office: Office, at: datetime) -> None:
    """Forget old codes, expired tokens, remembered answers, and cases whose time is over."""
    async with office.db.transaction() as session:
        known = await organisations.all_organisations(session)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            await credentials.forget_old(session, at - _KEPT)
    await forget_overdue(office, at)
