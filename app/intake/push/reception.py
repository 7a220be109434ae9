"""Where a provider's post becomes a stored mail: whose it is, who may post it, and the door."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from app import measures
from app.errors import DsarError, NotFound, NotSignedIn
from app.inbox_profiles import PushProfile
from app.intake.door import Delivery, Receipt, accept, traced, transport_key
from app.intake.push import mailgun, postmark, sendgrid, ses
from app.intake.push.contract import Call, Pushed
from app.intake.push.credentials import shared
from app.intake.push.outside import Outside
from app.office import Office
from app.queries import organisations
from app.vocabulary import Channel

log = structlog.get_logger()
OLDEST = timedelta(days=14)
"""No queue keeps a mail for longer: a provider's time further back is a mistake, and now is taken."""
LONGEST_KEY = 200

Reader = Callable[[Call, str], Awaitable[Pushed]]
_BY_SECRET: Mapping[str, Reader] = {
    "mailgun": mailgun.mail,
    "postmark": postmark.mail,
    "sendgrid": sendgrid.mail,
}


async def receive(
    office: Office, provider: str, slug: str, call: Call, outside: Outside, at: datetime
) -> Receipt | None:
    """Store the mail of a post, committed when this returns; None when the post brought no mail.

    Raises NotFound where nobody declared the provider, NotSignedIn for a stranger, NotReady for what the
    operator still has to set up, and what the provider's own module says.
    """
    owner, pushes = await _declared(office, provider, slug)
    try:
        pushed = await _read(pushes, call, outside, at)
    except DsarError as error:
        log.warning("push refused", kind=provider, organisation_id=owner, code=error.code)
        measures.MESSAGES.labels(provider, "refused").inc()
        raise
    if pushed is None:
        return None
    receipt = await accept(office, owner, _delivery(provider, pushed, at), at)
    log.info(
        "mail stored",
        kind=provider,
        organisation_id=owner,
        message_id=receipt.message_id,
        size=len(pushed.raw),
    )
    return receipt


async def _declared(office: Office, provider: str, slug: str) -> tuple[UUID, Sequence[PushProfile]]:
    async with office.db.transaction() as session:
        organisation = await organisations.find_organisation(session, slug)
    if organisation is None:
        raise _nobody()
    async with office.db.transaction(organisation.id) as session:
        inboxes = (await office.desk(session)).profile.inboxes
    declared = (inbox.push for inbox in inboxes if inbox.push and inbox.push.provider == provider)
    return organisation.id, list(dict.fromkeys(declared))


async def _read(pushes: Sequence[PushProfile], call: Call, outside: Outside, at: datetime) -> Pushed | None:
    """Give the mail as the first that believes the caller reads it: inboxes may have their own secrets."""
    refusal: DsarError = _nobody()
    for push in pushes:
        try:
            if push.provider == "ses":
                return await ses.mail(call, push, outside, at)
            return await _BY_SECRET[push.provider](call, shared(push.secret))
        except NotSignedIn as error:
            refusal = error
    raise refusal


def _delivery(provider: str, pushed: Pushed, at: datetime) -> Delivery:
    recipients = [_printable(address) for address in pushed.recipients]
    sender = None if pushed.sender is None else _printable(pushed.sender)
    named = pushed.key.isprintable() and 0 < len(pushed.key) <= LONGEST_KEY
    when = pushed.received_at
    return Delivery(
        source=provider,
        source_key=pushed.key if named else transport_key(pushed.raw, ",".join(recipients)),
        channel=Channel.EMAIL,
        raw=traced(pushed.raw, sender, *recipients),
        received_at=when if when and when > at - OLDEST else at,
        recipient=recipients[0] if recipients else "",
    )


def _printable(address: str) -> str:
    """Give an address as it may stand in one line of a header."""
    return "".join(letter for letter in address if letter.isprintable())


def _nobody() -> NotFound:
    return NotFound("Nobody takes mail from this provider at this address.")
