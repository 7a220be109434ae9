"""Putting a backup back: into an empty database, all of it or nothing, and what it holds counted again."""

import asyncio
from pathlib import Path

import asyncpg

from app.backups.folder import Manifest, blob_name, blobs_in, damaged, pieces, table_name
from app.db import migrate, plain_url, revisions
from app.errors import InvalidInput, NotReady
from app.queries import tables
from app.queries.tables import Connection, Table
from app.trust.blobs import BlobStore
from app.trust.paths import BlobPath


async def checked(source: Path) -> Manifest:
    """Give the manifest of a backup whose every file is what was written. Raises InvalidInput."""
    manifest = Manifest.read(source)
    if faults := await asyncio.to_thread(damaged, source, manifest):
        raise InvalidInput(f"This backup is damaged: {' '.join(faults[:5])}")
    return manifest


async def refuse_unless_empty(url: str) -> None:
    """Raise NotReady when somebody's data are in the database already."""
    connection = await asyncpg.connect(plain_url(url))
    try:
        if not await tables.is_empty(connection):
            raise NotReady("This database is not empty. Restore into a new one, and let the old one be.")
    finally:
        await connection.close()


async def put_files_back(source: Path, blobs: BlobStore) -> None:
    """Put every file of the cases into the store; again is harmless."""
    for path in blobs_in(source):
        await blobs.put_sealed(path, pieces(source / blob_name(path)))


async def put_rows_back(source: Path, manifest: Manifest, url: str) -> dict[str, int]:
    """Make the schema, put every row back in one transaction, and give how many each table has then.

    Run it as the owner of the schema. Raises InvalidInput when this program does not know the schema.
    """
    if manifest.revision not in revisions():
        raise InvalidInput(
            f"This program does not know the schema {manifest.revision}; use the one that made the backup "
            f"({manifest.program}), or a newer one."
        )
    await asyncio.to_thread(migrate, url, manifest.revision)
    connection = await asyncpg.connect(plain_url(url))
    try:
        async with connection.transaction():
            await tables.open_to_owner(connection, manifest.tables)
            tables.matching(manifest.tables, await tables.tables(connection))
            await _load(connection, source, manifest)
            found = {table.name: await tables.count(connection, table) for table in manifest.tables}
            await tables.drop_names(connection, [BlobPath.read(path) for path in manifest.purged])
            await tables.close_again(connection, manifest.tables)
    finally:
        await connection.close()
    await asyncio.to_thread(migrate, url)
    return found


async def _load(connection: Connection, source: Path, manifest: Manifest) -> None:
    for table in manifest.tables:
        for owner in manifest.organisations if table.walled else (None,):
            await _load_one(connection, source / _file(owner, table), table)


def _file(owner: str | None, table: Table) -> str:
    return table_name(None, table).replace("/shared/", f"/{owner}/") if owner else table_name(None, table)


async def _load_one(connection: Connection, file: Path, table: Table) -> None:
    await tables.copy_in(connection, table, pieces(file, unpack=True))
