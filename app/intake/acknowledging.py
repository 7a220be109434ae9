"""Whether a request is acknowledged by itself: seldom enough that no mailbox is flooded through us."""

from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.mail import Mail
from app.office import Desk
from app.queries import opened
from app.queries.turns import take_turn
from app.trust import search
from app.workflows.allowances import ACKNOWLEDGED, RECEIPTS, is_touched, take
from app.workflows.answerable import is_answerable
from app.workflows.people import Applicant

log = structlog.get_logger()
_LATELY = timedelta(hours=3)
_OFTEN = 3
"""Cases of one sender that are acknowledged within that time, at the most."""
_HOUR = timedelta(hours=1)


async def why_not(session: AsyncSession, desk: Desk, mail: Mail, applicant: Applicant, at: datetime) -> str:
    """Give why the case of a mail is opened without an acknowledgement; nothing when it gets one.

    Whoever asks for the same sender waits for its turn, so that many mails at once count one another.
    """
    if mail.automated:
        return "It was not acknowledged: a machine or a list sent it."
    if not is_answerable(applicant.email, desk.profile):
        return "It was not acknowledged: nobody reads mail at its sender's address."
    token = search.email_token(desk.index_key, applicant.email)
    await take_turn(session, "acknowledging", token.hex())
    most = desk.profile.mail.acknowledged_an_hour
    lately = await opened.lately(session, token, (at - _LATELY, _OFTEN), (at - _HOUR, most))
    if lately.of_person >= _OFTEN:
        return f"It was not acknowledged: {_OFTEN} of this sender were within three hours."
    if lately.by_mail >= most:
        log.error("acknowledgements stopped", organisation_id=desk.organisation_id, cases_an_hour=most)
        return f"It was not acknowledged: {most} cases were opened by mail within an hour."
    if await is_touched(session, desk, RECEIPTS, token.hex(), at):
        return "It was not acknowledged: the form's receipt went to its sender within the hour."
    await take(session, desk, ACKNOWLEDGED, token.hex(), at)
    return ""


async def why_no_receipt(session: AsyncSession, desk: Desk, address: str, at: datetime) -> str:
    """Give why a form gets no receipt by mail; nothing when it gets one.

    Anybody can write any address into a form, so one goes there once an hour, whichever way the last went.
    """
    token = search.email_token(desk.index_key, address)
    await take_turn(session, "acknowledging", token.hex())
    if not await is_touched(session, desk, ACKNOWLEDGED, token.hex(), at) and await take(
        session, desk, RECEIPTS, token.hex(), at
    ):
        return ""
    return "No receipt was sent: one went to this address within the hour."
