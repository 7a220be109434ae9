"""Extracts and letters."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models.answer import Extract, OutgoingLetter
from app.models.case import Case, CaseKey
from app.queries.cases import case_with_key
from app.queries.here import HERE, given, organisation_of


async def extracts_of(session: AsyncSession, case_id: UUID) -> Sequence[Extract]:
    """Give the packages made for a case, first version first."""
    found = await session.exec(
        select(Extract)
        .where(Extract.case_id == case_id, Extract.organisation_id == organisation_of(session))
        .order_by(col(Extract.version))
    )
    return found.all()


async def get_extract(
    session: AsyncSession, case_id: UUID, extract_id: UUID, *, lock: bool = False
) -> Extract:
    """Give one package of a case."""
    query = select(Extract).where(
        Extract.id == extract_id,
        Extract.case_id == case_id,
        Extract.organisation_id == organisation_of(session),
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    extract = (await session.exec(query)).one_or_none()
    if extract is None:
        raise NotFound("There is no such extract in this case.")
    return extract


async def lock_extract(session: AsyncSession, extract_id: UUID) -> Extract:
    """Give a package by its id alone, held until the transaction ends."""
    found = await session.exec(
        select(Extract)
        .where(Extract.id == extract_id, Extract.organisation_id == organisation_of(session))
        .with_for_update()
    )
    return found.one()


_WRITTEN = select(OutgoingLetter.id).where(
    OutgoingLetter.organisation_id == HERE, OutgoingLetter.occasion == bindparam("occasion")
)


async def letter_for(session: AsyncSession, occasion: str) -> UUID | None:
    """Give the letter already written for an occasion."""
    return (await session.exec(_WRITTEN, params=given(session, occasion=occasion))).one_or_none()


_LETTER = (OutgoingLetter.id == bindparam("letter_id"), OutgoingLetter.organisation_id == HERE)
_SENDABLE = (
    select(OutgoingLetter, Case, CaseKey.wrapped)
    .join(Case, col(Case.id) == col(OutgoingLetter.case_id))
    .join(CaseKey, col(CaseKey.case_id) == col(Case.id))
    .where(*_LETTER)
    .with_for_update(of=OutgoingLetter)
    .execution_options(populate_existing=True)
)


async def lock_to_send(session: AsyncSession, letter_id: UUID) -> tuple[OutgoingLetter, Case, bytes]:
    """Give a letter, held until the transaction ends, with its case and that case's wrapped secret.

    Raises NotFound, and Forgotten when the secret was destroyed.
    """
    found = (await session.exec(_SENDABLE, params=given(session, letter_id=letter_id))).one_or_none()
    if found is None:
        letter = await lock_letter(session, letter_id)
        return letter, *await case_with_key(session, letter.case_id)
    return found


async def lock_letter(
    session: AsyncSession, letter_id: UUID, *, case_id: UUID | None = None
) -> OutgoingLetter:
    """Give the letter, held until the transaction ends; with a case, only if it is that case's."""
    query = (
        select(OutgoingLetter)
        .where(OutgoingLetter.id == letter_id, OutgoingLetter.organisation_id == organisation_of(session))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if case_id is not None:
        query = query.where(OutgoingLetter.case_id == case_id)
    letter = (await session.exec(query)).one_or_none()
    if letter is None:
        raise NotFound("There is no such letter in this organisation.")
    return letter


async def get_letter(session: AsyncSession, case_id: UUID, letter_id: UUID) -> OutgoingLetter:
    """Give one letter of a case."""
    found = await session.exec(
        select(OutgoingLetter).where(
            OutgoingLetter.id == letter_id,
            OutgoingLetter.case_id == case_id,
            OutgoingLetter.organisation_id == organisation_of(session),
        )
    )
    letter = found.one_or_none()
    if letter is None:
        raise NotFound("There is no such letter in this case.")
    return letter


async def letters_of(session: AsyncSession, case_id: UUID) -> Sequence[OutgoingLetter]:
    """Give the letters of a case, oldest first."""
    found = await session.exec(
        select(OutgoingLetter)
        .where(OutgoingLetter.case_id == case_id, OutgoingLetter.organisation_id == organisation_of(session))
        .order_by(col(OutgoingLetter.written_at), col(OutgoingLetter.id))
    )
    return found.all()


async def newest_letters(session: AsyncSession, limit: int) -> Sequence[OutgoingLetter]:
    """Give the latest letters of the organisation."""
    found = await session.exec(
        select(OutgoingLetter)
        .where(OutgoingLetter.organisation_id == organisation_of(session))
        .order_by(col(OutgoingLetter.written_at).desc())
        .limit(limit)
    )
    return found.all()
