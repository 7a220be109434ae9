"""Which organisation a session stands in; every query says it too, though the walls hold without it."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam
from sqlmodel.ext.asyncio.session import AsyncSession

HERE: Final[BindParameter[Any]] = bindparam("here", type_=Uuid())
"""The organisation in a statement that is built once, for what is asked with every job; see `given`."""


def organisation_of(session: AsyncSession) -> UUID:
    """Give the organisation the session was opened for."""
    organisation_id = session.info["organisation_id"]
    assert isinstance(organisation_id, UUID)
    return organisation_id


def given(session: AsyncSession, **values: Any) -> dict[str, Any]:
    """Give the values of a statement that is built once: its own, and where the session stands."""
    return {"here": organisation_of(session), **values}
