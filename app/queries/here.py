"""Which organisation a session stands in; every query says it too, though the walls hold without it."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession


def organisation_of(session: AsyncSession) -> UUID:
    """Give the organisation the session was opened for."""
    organisation_id = session.info["organisation_id"]
    assert isinstance(organisation_id, UUID)
    return organisation_id
