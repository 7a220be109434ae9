"""How far each mailbox was read, what is still to be moved in it, and which of its mails are stored."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.message import Message
from app.models.organisation import MailCursor, MailMove
from app.queries.here import organisation_of


async def cursor_of(session: AsyncSession, mailbox: str, folder: str) -> MailCursor | None:
    """Give how far a folder of a mailbox has been read, locked."""
    found = await session.exec(
        select(MailCursor)
        .where(
            MailCursor.organisation_id == organisation_of(session),
            MailCursor.mailbox == mailbox,
            MailCursor.folder == folder,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def cursors(session: AsyncSession) -> Sequence[MailCursor]:
    """Give every mailbox of the organisation and how it fares."""
    found = await session.exec(
        select(MailCursor).where(MailCursor.organisation_id == organisation_of(session))
    )
    return found.all()


async def moves(session: AsyncSession, mailbox: str, folder: str) -> Sequence[str]:
    """Give the stored mails that are still to be moved out of a folder."""
    found = await session.exec(
        select(MailMove.item).where(
            MailMove.organisation_id == organisation_of(session),
            MailMove.mailbox == mailbox,
            MailMove.folder == folder,
        )
    )
    return found.all()


async def moved(session: AsyncSession, mailbox: str, folder: str, item: str) -> None:
    """Forget a move that was made."""
    await session.exec(
        delete(MailMove).where(
            col(MailMove.organisation_id) == organisation_of(session),
            col(MailMove.mailbox) == mailbox,
            col(MailMove.folder) == folder,
            col(MailMove.item) == item,
        )
    )


async def keys_stored(session: AsyncSession, source: str, keys: Collection[str]) -> set[str]:
    """Give which of a transport's keys are stored."""
    found = await session.exec(
        select(Message.source_key).where(
            Message.organisation_id == organisation_of(session),
            Message.source == source,
            col(Message.source_key).in_(keys),
        )
    )
    return set(found.all())


async def content_stored(session: AsyncSession, content_key: bytes) -> bool:
    """Tell whether a mail of this content is stored, whatever way it came."""
    found = await session.exec(
        select(Message.id)
        .where(Message.organisation_id == organisation_of(session), Message.content_key == content_key)
        .limit(1)
    )
    return found.one_or_none() is not None
