"""Offices for commands: the database that is set, or the embedded one, and the keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from app import embedded, logs
from app.cli.demo_system import offer_system
from app.db import Database
from app.errors import NotReady
from app.office import Office
from app.settings import Settings
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey, read_or_create


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncGenerator[str]:
    """Give the database's address, starting the embedded one for as long as it is needed."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o711)
    async with embedded.postgres(
        settings.database_dir, bin_dir=settings.pg_bin, address=settings.public_url
    ) as server:
        yield server.url


def new_office(settings: Settings, url: str) -> Office:
    """Give an office on a database."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o711)
    given = settings.master_key_bytes()
    master = MasterKey(given) if given is not None else read_or_create(settings.key_file)
    database = Database(
        url,
        pool_size=settings.pool_size,
        overflow=settings.pool_overflow,
        timeout=settings.pool_timeout_seconds,
    )
    return Office(settings, database, master, BlobStore(settings.blob_store))


@asynccontextmanager
async def _shared(settings: Settings) -> AsyncGenerator[str]:
    """Give the database's address, of the embedded one also while the house runs on it."""
    held = embedded.running(settings.database_dir) if settings.database_url is None else None
    if held is not None:
        offer_system(held.url)  # the demonstration's own secret lives in its process, not in ours
        yield held.url
        return
    if settings.database_url is None and not settings.database_dir.exists():
        raise NotReady(
            f"Nothing has been set up in {settings.home}. Run `make run` or `utdrag serve` there first, "
            "or set UTDRAG_HOME to the folder that is in use."
        )
    async with database_url(settings) as url:
        yield url


@asynccontextmanager
async def office(settings: Settings | None = None) -> AsyncGenerator[Office]:
    """Give an office for one command, closed afterwards."""
    chosen = settings or Settings()
    logs.configure(chosen.log_level)
    async with _shared(chosen) as url:
        opened = new_office(chosen, url)
        try:
            yield opened
        finally:
            await opened.db.close()
