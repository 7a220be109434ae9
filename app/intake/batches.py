"""Many messages at once: each in a transaction of its own, so that a bad one keeps no other waiting."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import DsarError
from app.models.message import Message
from app.office import Office

log = structlog.get_logger()


@dataclass(frozen=True)
class Done:
    """What became of one message; `error` says why nothing did."""

    message_id: UUID
    error: DsarError | None


async def one_by_one(
    office: Office,
    organisation_id: UUID,
    message_ids: Iterable[UUID],
    do: Callable[[AsyncSession, UUID], Awaitable[Message]],
) -> list[Done]:
    """Do something with each message, once, in the order given. Raises nothing one of them can cause."""
    return [
        Done(message_id, await _error_of(office, organisation_id, message_id, do))
        for message_id in dict.fromkeys(message_ids)
    ]


async def _error_of(
    office: Office,
    organisation_id: UUID,
    message_id: UUID,
    do: Callable[[AsyncSession, UUID], Awaitable[Message]],
) -> DsarError | None:
    try:
        async with office.db.transaction(organisation_id) as session:
            await do(session, message_id)
    except DsarError as error:
        return error
    except Exception:
        log.exception("a message could not be placed", message_id=str(message_id))
        return DsarError("Something went wrong on our side; it was noted.")
    return None
