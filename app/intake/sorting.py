"""What people do with messages nobody could place: open cases, link them, set them aside, read them again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, DsarError
from app.intake.asking import Asking, who_asks
from app.intake.details import details_of, keep
from app.intake.placing import belongs_to, follow, link
from app.intake.read import unread
from app.intake.readers import read
from app.intake.showing import because_of
from app.jobs import Job, Kind, enqueue
from app.models.actions import Accept, Reasoned
from app.models.message import Message
from app.office import CaseFile, Office
from app.queries import cases, messages
from app.vocabulary import Event, MessageState, Right
from app.workflows.advance import advance
from app.workflows.history import Actor
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant


async def accept_message(
    office: Office,
    session: AsyncSession,
    message_id: UUID,
    rights: Sequence[Right],
    actor: Actor,
    at: datetime,
) -> CaseFile:
    """Open the case of a waiting message. Raises ActionNotPossible when it has its place already."""
    message = await _waiting(session, message_id)
    desk = await office.desk(session)
    raw = desk.seal.open_bytes("messages", "raw", message.id, message.raw)
    try:
        found = await read(office, raw)
        asking, words = who_asks(found, desk.profile, message.received_at), found.words
        language = found.verdict.language
    except DsarError as error:
        asking, words = Asking(Applicant(), None, message.received_at), unread(raw, error.detail).text.strip()
        language = desk.profile.language
    new = NewCase(
        rights=rights,
        channel=message.channel,
        language=language,
        received_at=asking.received_at,
        applicant=asking.applicant,
        words=words,
    )
    details = replace(details_of(desk.seal, message), passed_on_by=asking.passed_on_by)
    keep(desk.seal, message, details)
    file = await open_case(office, session, new, actor=actor, at=at)
    belongs_to(desk, message, file, MessageState.CASE)
    await _moved(office, session, message)
    return file


async def link_message(
    office: Office, session: AsyncSession, message_id: UUID, case_id: UUID, at: datetime
) -> Message:
    """Put a waiting message with a case. Raises ActionNotPossible when it has its place already."""
    message = await _waiting(session, message_id)
    await link(office, session, message, await cases.get_case(session, case_id), at)
    return await _moved(office, session, message)


async def take_up(
    office: Office,
    session: AsyncSession,
    message_id: UUID,
    rights: Sequence[Right],
    actor: Actor,
    at: datetime,
) -> Message:
    """Do what a message suggests: let its case begin, put it with the case it names, or open one for it.

    Without `rights` they are those it was read as. Raises ActionNotPossible when it has its place already,
    or nothing says what it asks for.
    """
    message = await messages.get_message(session, message_id)
    asked = tuple(rights) or tuple(Right(right) for right in message.rights)
    if message.state is not MessageState.TRIAGE or message.case_id is None:
        if message.suggested_case_id is not None and not rights:
            return await link_message(office, session, message_id, message.suggested_case_id, at)
        await accept_message(office, session, message_id, _said(asked), actor, at)
    else:
        given = Accept(rights=_said(asked))
        await advance(office, session, message.case_id, Event.ACCEPT, actor=actor, at=at, given=given)
    return await messages.lock_message(session, message_id)


def _said(rights: tuple[Right, ...]) -> tuple[Right, ...]:
    if not rights:
        raise ActionNotPossible("Nothing says what it asks for; name the rights.")
    return rights


async def dismiss_message(
    office: Office, session: AsyncSession, message_id: UUID, reason: str, actor: Actor, at: datetime
) -> Message:
    """Set a message aside that is no request; with a case that awaits triage, the case is dismissed.

    Raises ActionNotPossible when it has its place already. It stays to be seen, and can be taken up again.
    """
    message = await messages.get_message(session, message_id)
    if message.state is MessageState.TRIAGE and message.case_id is not None:
        given = Reasoned(reason=reason)
        await advance(office, session, message.case_id, Event.DISMISS, actor=actor, at=at, given=given)
        return await messages.lock_message(session, message_id)
    message = await _waiting(session, message_id)
    if message.state in (MessageState.STORED, MessageState.DISMISSED):
        raise ActionNotPossible(_NOT_ASIDE[message.state])
    seal = (await office.desk(session)).seal
    because = [*await because_of(office, session, message), f"Set aside by {actor.label}: {reason}"]
    message.because = seal.close_json("messages", "because", message.id, because)
    message.state, message.decision = MessageState.DISMISSED, "dismissed"
    return await _moved(office, session, message)


_NOT_ASIDE = {
    MessageState.STORED: "This message has not been read yet.",
    MessageState.DISMISSED: "This message has been set aside already.",
}


async def read_again(session: AsyncSession, message_id: UUID) -> Message:
    """Let a waiting message be read once more, from the beginning; soon it has a place again.

    Raises ActionNotPossible when it has its place already.
    """
    message = await _waiting(session, message_id)
    message.state, message.attempts, message.error = MessageState.STORED, 0, ""
    message.suggested_case_id = None
    await enqueue(session, Job(Kind.ROUTE_MESSAGE, message.organisation_id, message.id), once=True)
    return message


async def _moved(office: Office, session: AsyncSession, message: Message) -> Message:
    await session.flush()
    await follow(office, session, message)
    return message


async def _waiting(session: AsyncSession, message_id: UUID) -> Message:
    message = await messages.lock_message(session, message_id)
    if message.case_id is not None or message.duplicate_of is not None:
        raise ActionNotPossible("This message has its place already.")
    return message
