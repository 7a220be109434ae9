"""The database that plays somebody else's system in the demonstration."""

import asyncpg

from app import secrets
from app.db import plain_url

SYSTEM = "demo_system"
SECRET = "UTDRAG_DEMO_SYSTEM_URL"  # noqa: S105 - the name of a secret, not one


def offer_system(database_url: str) -> str:
    """Let the demonstration's secret be found in this process; give the address it names."""
    url = plain_url(database_url).rpartition("/")[0] + f"/{SYSTEM}"
    secrets.offer(SECRET, url)
    return url


async def make_system(database_url: str) -> None:
    """Make the database that plays somebody else's system, when it is not there."""
    connection = await asyncpg.connect(plain_url(database_url))
    try:
        known = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", SYSTEM)
        if not known:
            await connection.execute(f"CREATE DATABASE {SYSTEM}")
    finally:
        await connection.close()
