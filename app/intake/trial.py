"""A request of nobody's, sent the way everybody's goes, to see that it arrives; then ended and forgotten."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, NotFound
from app.intake import form
from app.intake.form import FormReceipt, FormRequest, Sending
from app.law.words import Words
from app.models.actions import Reasoned
from app.office import Office
from app.queries import cases, setup
from app.vocabulary import Event, ForgetReason, Language, Right, State
from app.workflows.advance import advance
from app.workflows.forgetting import forget
from app.workflows.history import SUBJECT, SYSTEM, Actor
from app.workflows.sampling import NOBODY

_WORDS: Final = Words(
    sv="PROV. Ingen har begärt det här: det prövar om en begäran går igenom. Den kan avslutas och glömmas.",
    nb="PRØVE. Ingen har bedt om dette: Det prøver om en forespørsel går gjennom. Den kan avsluttes og "
    "glemmes.",
    nn="PRØVE. Ingen har bede om dette: Det prøver om ein førespurnad går gjennom. Han kan avsluttast og "
    "gløymast.",
    en="TRIAL. Nobody asked for this: it tries whether a request goes through. It can be closed and "
    "forgotten.",
)
_REASON: Final = "PROV / PRØVE / TRIAL"


async def begin_trial(
    office: Office, organisation_id: UUID, email: str, language: Language, at: datetime
) -> FormReceipt:
    """Send an invented person's request through the form; letters go to `email`, if there is one.

    Raises ActionNotPossible while one is under way.
    """
    async with office.db.transaction(organisation_id) as session:
        slug = (await office.desk(session)).profile.slug
        known = await setup.newest_trial(session)
        if known is not None and known.state is not State.CLOSED:
            raise ActionNotPossible(f"The test request {known.reference} is under way; end it first.")
    said = FormRequest((Right.ACCESS,), NOBODY.say(language), email, "", _WORDS.say(language), language)
    sending = Sending("", suspect=False, raw=secrets.token_bytes(), trial=True)
    return await form.receive(office, slug, said, sending, at)


async def end_trial(office: Office, session: AsyncSession, actor: Actor, at: datetime) -> str:
    """Close the newest test request as the person would, forget it, and give its reference.

    Raises NotFound when there is none, and as closing and forgetting do.
    """
    found = await setup.newest_trial(session)
    if found is None:
        raise NotFound("There is no test request.")
    case = await cases.lock_case(session, found.id)
    if case.state is State.ANSWERED:
        await advance(office, session, case.id, Event.CLOSE, actor=SYSTEM, at=at)
    elif case.state is not State.CLOSED:
        given = Reasoned(reason=_REASON)
        await advance(office, session, case.id, Event.WITHDRAW, actor=SUBJECT, at=at, given=given)
    await forget(office, session, case.id, ForgetReason.MISTAKE, actor, at)
    return case.reference
