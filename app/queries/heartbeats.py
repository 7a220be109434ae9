"""Signs of life: written by each part that runs, read by whoever asks whether one does."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_BEAT = text(
    "INSERT INTO heartbeats (part, at) VALUES (:part, now()) "
    "ON CONFLICT (part) DO UPDATE SET at = excluded.at"
)
_AGES = text("SELECT part, extract(epoch FROM now() - at) FROM heartbeats")


async def beat(session: AsyncSession, part: str) -> None:
    """Say that a part works; the database's clock says when."""
    await (await session.connection()).execute(_BEAT, {"part": part})


async def ages(session: AsyncSession) -> dict[str, float]:
    """Give how many seconds ago each part said that it works."""
    found = await (await session.connection()).execute(_AGES)
    return {row[0]: float(row[1]) for row in found}
