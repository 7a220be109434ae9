"""What setting up asks: trials of systems, mail that came and went, and the request that tries it all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import OutgoingLetter
from app.models.case import Case
from app.models.message import Message
from app.models.organisation import SystemTrial
from app.queries.here import organisation_of
from app.vocabulary import Channel, LetterState, SetupState


async def trials(session: AsyncSession) -> Sequence[SystemTrial]:
    """Give how each system answered when it was tried last."""
    found = await session.exec(
        select(SystemTrial).where(SystemTrial.organisation_id == organisation_of(session))
    )
    return found.all()


async def keep_trial(
    session: AsyncSession, system: str, settings: bytes, state: SetupState, told: str, at: datetime
) -> None:
    """Keep how a system answered, in place of the time before."""
    answer = {"settings": settings, "state": state, "told": told, "at": at}
    row = insert(SystemTrial).values(organisation_id=organisation_of(session), system=system, **answer)
    await session.exec(row.on_conflict_do_update(index_elements=["organisation_id", "system"], set_=answer))


async def mail_came(session: AsyncSession) -> bool:
    """Tell whether a mail was ever taken in."""
    found = await session.exec(
        select(Message.id)
        .where(Message.organisation_id == organisation_of(session), Message.channel == Channel.EMAIL)
        .limit(1)
    )
    return found.one_or_none() is not None


async def newest_letter(session: AsyncSession, states: Sequence[LetterState]) -> OutgoingLetter | None:
    """Give the newest letter that is in one of these states."""
    found = await session.exec(
        select(OutgoingLetter)
        .where(
            OutgoingLetter.organisation_id == organisation_of(session), col(OutgoingLetter.state).in_(states)
        )
        .order_by(col(OutgoingLetter.written_at).desc())
        .limit(1)
    )
    return found.one_or_none()


async def newest_trial(session: AsyncSession) -> Case | None:
    """Give the newest case that tries whether a request goes through."""
    found = await session.exec(
        select(Case)
        .where(Case.organisation_id == organisation_of(session), col(Case.trial))
        .order_by(col(Case.opened_at).desc())
        .limit(1)
    )
    return found.one_or_none()
