"""How often something may be done from one network, or to one address, before it must wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.office import Desk
from app.queries import allowances
from app.trust.networks import counted_as


@dataclass(frozen=True)
class Limit:
    """What is counted: in which time one comes back, and how many may be used at once."""

    what: str
    each: timedelta
    most: float = 1


FORMS: Final = Limit("form", timedelta(minutes=3), 20)
"""Forms from one network: twenty at once, then twenty an hour."""
PROOFS: Final = Limit("proof", timedelta(days=2))
"""One proof of work is good for one form."""
RECEIPTS: Final = Limit("receipt", timedelta(hours=1))
"""Receipts of the form to one address."""
LINKS: Final = Limit("link", timedelta(hours=1))
"""New links to the person of one case."""
LINKS_THERE: Final = Limit("link there", timedelta(minutes=20), 3)
"""New links to one address, of whichever cases."""
LINK_TRIES: Final = Limit("link try", timedelta(minutes=12), 5)
"""Times a new link is asked for by one reference, whether there is such a case or not."""
INVITATIONS: Final = Limit("invitation", timedelta(hours=1), 5)
"""Mails that invite one address: five at once, then one an hour."""
ACKNOWLEDGED: Final = Limit("acknowledged", timedelta(hours=1), 100)
"""Mails of one address that were acknowledged; how many may be is not decided here."""


async def take(
    session: AsyncSession, desk: Desk, limit: Limit, of: str, at: datetime, count: float = 1
) -> bool:
    """Use so many of what may be done for one network, address or proof; tell whether that many were left."""
    key = counted_as(desk.index_key, limit.what, of)
    return await allowances.take(session, key, at, limit.each * count, limit.each * limit.most)


async def is_touched(session: AsyncSession, desk: Desk, limit: Limit, of: str, at: datetime) -> bool:
    """Tell whether something was used that has not come back."""
    return await allowances.is_touched(session, counted_as(desk.index_key, limit.what, of), at)
