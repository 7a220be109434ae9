"""What was erased, and the deletes that erase it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.answer import Extract
from app.models.case import Case, CaseKey, Contact, SearchToken
from app.models.credential import Code, Credential
from app.models.forgotten import ForgottenRow
from app.models.task import Finding
from app.queries.here import organisation_of
from app.vocabulary import State


async def last_forgotten(session: AsyncSession) -> ForgottenRow | None:
    """Give the newest entry of the organisation's list."""
    found = await session.exec(
        select(ForgottenRow)
        .where(ForgottenRow.organisation_id == organisation_of(session))
        .order_by(col(ForgottenRow.number).desc())
        .limit(1)
    )
    return found.one_or_none()


async def destroy_key(session: AsyncSession, case_id: UUID, at: datetime) -> None:
    """Delete the key of a case, and everything that says who it was about or opens it."""
    here = organisation_of(session)
    for model in (CaseKey, SearchToken, Contact, Code):
        await session.exec(
            delete(model).where(col(model.case_id) == case_id, col(model.organisation_id) == here)
        )
    await session.exec(
        delete(Credential).where(col(Credential.case_id) == case_id, col(Credential.organisation_id) == here)
    )
    # The hash of a short content can be guessed.
    await session.exec(
        update(Finding)
        .where(col(Finding.case_id) == case_id, col(Finding.organisation_id) == here)
        .values(sha256=None)
    )
    await session.exec(
        update(Extract)
        .where(
            col(Extract.case_id) == case_id,
            col(Extract.organisation_id) == here,
            col(Extract.purged_at).is_(None),
        )
        .values(purged_at=at)
    )


async def drop_copies(session: AsyncSession, case_id: UUID, findings: Sequence[UUID]) -> None:
    """Note that our copies of these findings are gone."""
    await session.exec(
        update(Finding)
        .where(
            col(Finding.id).in_(findings),
            col(Finding.case_id) == case_id,
            col(Finding.organisation_id) == organisation_of(session),
        )
        .values(sha256=None)
    )


async def drop_packages(session: AsyncSession, case_id: UUID, extracts: Sequence[UUID], at: datetime) -> None:
    """Note that these packages are gone."""
    await session.exec(
        update(Extract)
        .where(
            col(Extract.id).in_(extracts),
            col(Extract.case_id) == case_id,
            col(Extract.organisation_id) == organisation_of(session),
            col(Extract.purged_at).is_(None),
        )
        .values(purged_at=at)
    )


async def closed_before(
    session: AsyncSession, moment: datetime, first_id_after: UUID, limit: int, after: UUID | None = None
) -> Sequence[Case]:
    """Give cases that were closed before a moment and are neither forgotten nor held, oldest first.

    Ids sort by time, so only keys of cases opened before `first_id_after` are looked at.
    """
    query = (
        select(Case)
        .join(CaseKey, col(CaseKey.case_id) == col(Case.id))
        .where(
            CaseKey.organisation_id == organisation_of(session),
            CaseKey.case_id < first_id_after,
            Case.organisation_id == organisation_of(session),
            Case.state == State.CLOSED,
            col(Case.closed_at) < moment,
            col(Case.held_at).is_(None),
        )
    )
    if after is not None:
        query = query.where(CaseKey.case_id > after)
    return (await session.exec(query.order_by(col(CaseKey.case_id)).limit(limit))).all()
