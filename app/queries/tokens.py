"""The bearer tokens of an organisation's callers, by the labels people know them by."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.credential import Credential
from app.vocabulary import Audience


async def api_tokens(session: AsyncSession, organisation_id: UUID) -> Sequence[Credential]:
    """Give every token ever made for the organisation's callers, oldest first."""
    found = await session.exec(
        select(Credential)
        .where(*_of(organisation_id))
        .order_by(col(Credential.issued_at), col(Credential.label))
    )
    return found.all()


async def live_tokens(
    session: AsyncSession, organisation_id: UUID, label: str, at: datetime
) -> Sequence[Credential]:
    """Give the tokens of this label that still open something, held until the transaction ends."""
    unspent = or_(col(Credential.expires_at).is_(None), col(Credential.expires_at) > at)
    found = await session.exec(
        select(Credential)
        .where(
            *_of(organisation_id),
            Credential.label == label,
            col(Credential.revoked_at).is_(None),
            unspent,
        )
        .with_for_update()
    )
    return found.all()


def _of(organisation_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Credential.organisation_id) == organisation_id, col(Credential.audience) == Audience.API
