"""Files that rows name: copies of what was found, and packages."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of

_FILES = text(
    """
    SELECT case_id, id, sha256 FROM (
        SELECT case_id, id, sha256 FROM findings WHERE organisation_id = :here AND sha256 IS NOT NULL
        UNION ALL
        SELECT case_id, id, sha256 FROM extracts WHERE organisation_id = :here AND purged_at IS NULL
    ) both_kinds
    WHERE id > :after ORDER BY id LIMIT :limit
    """
)
FIRST = UUID(int=0)


class Kept(NamedTuple):
    """A file: of which case, under which id, and the sha256 of its content."""

    case_id: UUID
    blob_id: UUID
    sha256: bytes


async def files_after(session: AsyncSession, after: UUID, limit: int) -> list[Kept]:
    """Give the next files of the organisation that must be there, by id."""
    connection = await session.connection()
    given = {"here": organisation_of(session), "after": after, "limit": limit}
    return [Kept(*row) for row in await connection.execute(_FILES, given)]


async def cases_in_sight(session: AsyncSession) -> int:
    """Give how many cases a session sees; none, when it stands in no organisation and the walls hold."""
    connection = await session.connection()
    return int((await connection.execute(text("SELECT count(*) FROM cases"))).scalar_one())
