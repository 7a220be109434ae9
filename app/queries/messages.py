"""Messages that came in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, or_, text, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound
from app.models.case import CaseKey
from app.models.message import Message
from app.queries.here import HERE, given, organisation_of
from app.queries.turns import take_turn
from app.vocabulary import MessageState

_MOST_OF_A_NAME = 1000
_ID: BindParameter[Any] = bindparam("message_id", type_=Uuid())
_THE_MESSAGE = select(Message).where(Message.id == _ID, Message.organisation_id == HERE)
_LOCKED = _THE_MESSAGE.with_for_update().execution_options(populate_existing=True)
_BY_KEY = select(Message.id).where(
    Message.organisation_id == HERE,
    Message.source == bindparam("source"),
    Message.source_key == bindparam("source_key"),
)
_FIRST = (
    select(Message)
    .outerjoin(CaseKey, col(CaseKey.case_id) == col(Message.case_id))
    .where(
        Message.organisation_id == HERE,
        Message.content_key == bindparam("content_key"),
        Message.id < _ID,
        col(Message.duplicate_of).is_(None),
        or_(col(Message.case_id).is_(None), col(CaseKey.case_id).is_not(None)),
    )
    .order_by(col(Message.id))
    .limit(1)
)


class Arrived(NamedTuple):
    """Where a page of messages ended."""

    received_at: datetime
    message_id: UUID


async def message_by_key(session: AsyncSession, source: str, source_key: str) -> UUID | None:
    """Give the message a transport delivered before under this key; one delivered meanwhile is waited for."""
    await take_turn(session, "delivery", source, source_key)
    key = given(session, source=source, source_key=source_key)
    return (await session.exec(_BY_KEY, params=key)).one_or_none()


async def first_with_content(session: AsyncSession, content_key: bytes, except_for: UUID) -> Message | None:
    """Give the earliest other message with the same content, whatever way it came.

    One whose case was forgotten is none: what is sent again after that is a request of its own.
    """
    before = given(session, content_key=content_key, message_id=except_for)
    return (await session.exec(_FIRST, params=before)).one_or_none()


async def with_name(session: AsyncSession, name_keys: Sequence[bytes]) -> Sequence[Message]:
    """Give the messages whose Message-ID is one of these, without those that only repeat another."""
    found = await session.exec(
        select(Message)
        .where(
            Message.organisation_id == organisation_of(session),
            col(Message.name_key).in_(name_keys),
            col(Message.duplicate_of).is_(None),
        )
        .order_by(col(Message.id))
        .limit(_MOST_OF_A_NAME)
    )
    return found.all()


async def get_message(session: AsyncSession, message_id: UUID) -> Message:
    """Give the message; NotFound also when it is another organisation's."""
    return await _one(session, message_id, _THE_MESSAGE)


async def lock_message(session: AsyncSession, message_id: UUID) -> Message:
    """Give the message, held until the transaction ends."""
    return await _one(session, message_id, _LOCKED)


async def _one(session: AsyncSession, message_id: UUID, query: SelectOfScalar[Message]) -> Message:
    message = (await session.exec(query, params=given(session, message_id=message_id))).one_or_none()
    if message is None:
        raise NotFound("There is no such message in this organisation.")
    return message


async def messages_of(session: AsyncSession, case_id: UUID) -> Sequence[Message]:
    """Give what came in for a case, oldest first."""
    found = await session.exec(
        select(Message)
        .where(Message.case_id == case_id, Message.organisation_id == organisation_of(session))
        .order_by(col(Message.received_at), col(Message.id))
    )
    return found.all()


async def leave_triage(session: AsyncSession, case_id: UUID) -> None:
    """Let what came in for a case stand with the case, once somebody has said what it is."""
    await session.exec(
        update(Message)
        .where(
            col(Message.case_id) == case_id,
            col(Message.organisation_id) == organisation_of(session),
            col(Message.state) == MessageState.TRIAGE,
        )
        .values(state=MessageState.CASE)
    )


async def page_of_messages(
    session: AsyncSession, *, state: MessageState, limit: int, after: Arrived | None = None
) -> Sequence[Message]:
    """Give the messages in one place, oldest first."""
    query = select(Message).where(Message.organisation_id == organisation_of(session), Message.state == state)
    if after:
        query = query.where(tuple_(col(Message.received_at), col(Message.id)) > tuple_(*after))
    found = await session.exec(query.order_by(col(Message.received_at), col(Message.id)).limit(limit))
    return found.all()


async def unscanned(session: AsyncSession, since: datetime, before: datetime, limit: int) -> Sequence[UUID]:
    """Give messages stored within a time that were to be searched for malware and were not."""
    found = await session.exec(
        select(Message.id)
        .where(
            Message.organisation_id == organisation_of(session),
            text("scan = 'unscanned'"),  # letter by letter as the partial index says it
            Message.stored_at > since,
            Message.stored_at < before,
            col(Message.duplicate_of).is_(None),
        )
        .order_by(col(Message.stored_at))
        .limit(limit)
    )
    return found.all()


async def to_forget(session: AsyncSession, at: datetime, limit: int) -> Sequence[UUID]:
    """Give the messages whose identity documents have been kept long enough."""
    found = await session.exec(
        select(Message.id)
        .where(
            Message.organisation_id == organisation_of(session),
            col(Message.forget_at) <= at,
            Message.state != MessageState.STORED,
        )
        .order_by(col(Message.forget_at))
        .limit(limit)
    )
    return found.all()
