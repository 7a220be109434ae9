"""What is measured on: a real PostgreSQL that keeps its promises to the disk, and one organisation."""

import asyncio
import base64
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from app import embedded
from app.db import APP_ROLE, Database, migrate
from app.office import Office
from app.settings import Settings
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import Role
from tests.house import give_token
from tests.offices import an_organisation

Driver: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_MASTER = MasterKey(bytes(range(32)))
_TUNED = ("shared_buffers = '512MB'", "max_wal_size = '8GB'", "checkpoint_timeout = '15min'")
"""A small server's usual settings; what decides whether a commit is on the disk stays as it is."""


@dataclass(frozen=True)
class Ground:
    """A database with one organisation, an office on it, and the driver alone beside it."""

    url: str
    home: Path
    office: Office
    organisation_id: UUID
    owner: Driver
    """The schema's owner, who fills tables."""
    driver: Driver
    """The unprivileged role, behind the same walls as the product, by the driver alone: the floors."""
    tokens: dict[Role, str]

    @property
    def environment(self) -> dict[str, str]:
        """Give what a process of the product is told."""
        return {
            "UTDRAG_HOME": str(self.home),
            "UTDRAG_DATABASE_URL": self.url,
            "UTDRAG_MASTER_KEY": base64.b64encode(_MASTER.secret).decode(),
            "UTDRAG_LOG_LEVEL": "warning",
        }


@asynccontextmanager
async def ground() -> AsyncGenerator[Ground]:
    """Give fresh ground, and nothing of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="utdrag-bench-") as name:
        home = Path(name)
        await asyncio.to_thread(home.chmod, 0o711)
        async with embedded.postgres(home / "postgres") as server:
            await _tune(server.url)
        async with embedded.postgres(home / "postgres") as server:
            url = server.database("bench")
            await _run(server.url, "CREATE DATABASE bench")
            await asyncio.to_thread(migrate, url)
            settings = Settings(home=home, database_url=SecretStr(url))
            office = Office(settings, Database(url, pool_size=4), _MASTER, BlobStore(settings.blob_store))
            organisation = await an_organisation(office)
            owner = await asyncpg.connect(url)
            driver = await asyncpg.connect(url, server_settings={"role": APP_ROLE})
            tokens = {role: await give_token(office, organisation, role) for role in Role}
            try:
                yield Ground(url, home, office, organisation, owner, driver, tokens)
            finally:
                await driver.close()
                await owner.close()
                await office.db.close()


async def _tune(url: str) -> None:
    for setting in _TUNED:
        await _run(url, f"ALTER SYSTEM SET {setting}")


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()
