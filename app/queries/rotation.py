"""What lies under an organisation's key, in pieces, while it moves to the next."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import CaseKey
from app.models.message import Message
from app.queries.here import organisation_of

FIRST = UUID(int=0)
_RUNNING = text(
    """
    SELECT DISTINCT virtualtransaction FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE granted AND datname = current_database() AND pid <> pg_backend_pid()
      AND virtualtransaction NOT LIKE '%/0' -- a lock of a session, which is in no transaction now
    """
)


async def running(session: AsyncSession) -> frozenset[str]:
    """Give the transactions that touch this database now, by a name no later one bears."""
    connection = await session.connection()
    return frozenset((await connection.execute(_RUNNING)).scalars())


async def keys_below(session: AsyncSession, version: int, after: UUID, limit: int) -> Sequence[CaseKey]:
    """Give the next keys of cases that lie under an earlier generation, held until the commit."""
    found = await session.exec(
        select(CaseKey)
        .where(
            CaseKey.organisation_id == organisation_of(session),
            CaseKey.version < version,
            CaseKey.case_id > after,
        )
        .order_by(col(CaseKey.case_id))
        .limit(limit)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def messages_without_case(session: AsyncSession, after: UUID, limit: int) -> Sequence[Message]:
    """Give the next messages that lie under the organisation's key itself, held until the commit."""
    found = await session.exec(
        select(Message)
        .where(
            Message.organisation_id == organisation_of(session),
            col(Message.case_id).is_(None),
            Message.id > after,
        )
        .order_by(col(Message.id))
        .limit(limit)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()
