"""Fetching a package: each time is written down, whoever it was."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible
from app.models.answer import Extract
from app.office import Office
from app.queries import answers
from app.queries.standing import Package
from app.vocabulary import Happening
from app.workflows.history import Actor, record


@dataclass(frozen=True)
class Download:
    """A package on its way."""

    name: str
    size: int
    chunks: AsyncIterator[bytes]


def downloadable(extract: Extract | Package, at: datetime) -> bool:
    """Tell whether a package may still be fetched."""
    return extract.revoked_at is None and extract.purged_at is None and extract.expires_at > at


async def fetched(
    office: Office, session: AsyncSession, case_id: UUID, extract_id: UUID, actor: Actor, at: datetime
) -> Download:
    """Give a package of a case; read it after the commit, which keeps that it was fetched.

    Raises NotFound, and ActionNotPossible when it expired or was revoked.
    """
    file = await office.lock_file(session, case_id)
    case = file.case
    extract = await answers.get_extract(session, case.id, extract_id, lock=True)
    if not downloadable(extract, at):
        raise ActionNotPossible("The extract can no longer be fetched. Ask us for a new one.")
    extract.downloads += 1
    data = {"extract": str(extract.id), "version": extract.version}
    await record(session, case, Happening.EXTRACT_DOWNLOADED, actor, at, data=data)
    name = f"{case.reference}-{extract.version}.zip"
    return Download(name, extract.size, file.read(extract.id, extract.sha256))
