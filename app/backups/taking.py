"""Taking a backup while the house works: one moment of the database, and every file it names then.

All tables are copied in one REPEATABLE READ transaction, as the unprivileged role, organisation by
organisation behind its wall. A file is stored before the row that names it is committed, so every file the
moment names is there, unless it is purged while we copy: then no row names it any more, and the manifest
says so.
"""

import asyncio
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID

import asyncpg

from app.backups.folder import Folder, Manifest, SummedFile, blob_name, table_name
from app.db import APP_ROLE, plain_url
from app.errors import NotFound
from app.office import Office
from app.queries import tables
from app.queries.tables import Connection, Table
from app.trust.paths import BlobPath

_LOOKS, _BETWEEN_SECONDS = 20, 0.25
_GZIP = 31  # as zlib numbers the format
_LEVEL = 1  # what is sealed does not shrink; the rest does at once


async def take(office: Office, target: Path, program: str, at: datetime) -> Manifest:
    """Write a backup to a folder that is not there yet. Raises NotReady when it is."""
    folder = Folder(target)
    try:
        connection, beside = await _connected(office), await _connected(office)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await _Taking(office, connection, beside, folder).run(program, at)
        finally:
            await connection.close()
            await beside.close()
    except BaseException:
        folder.abandon()
        raise


async def _connected(office: Office) -> Connection:
    settings = {"role": APP_ROLE, "application_name": "utdrag backup"}
    return await asyncpg.connect(plain_url(office.db.url), server_settings=settings)


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...


class _Taking:
    def __init__(self, office: Office, moment: Connection, now: Connection, folder: Folder) -> None:
        self._office, self._moment, self._now, self._folder = office, moment, now, folder
        self._rows: dict[str, int] = {}
        self._roots: dict[str, str] = {}
        self._blobs = 0
        self._purged: list[str] = []
        self._lost: list[str] = []

    async def run(self, program: str, at: datetime) -> Manifest:
        known = await tables.tables(self._moment)  # the first statement decides the moment
        everyone = await tables.organisation_ids(self._moment)
        await self._copy(None, [table for table in known if not table.walled])
        for organisation_id in everyone:
            await tables.enter(self._moment, organisation_id)
            await self._copy(organisation_id, [table for table in known if table.walled])
            if root := await tables.last_root(self._moment):
                self._roots[str(organisation_id)] = root.hex()
        for organisation_id in everyone:
            await tables.enter(self._moment, organisation_id)
            async for path in tables.blobs(self._moment, organisation_id):
                await self._keep(path)
        return self._folder.finish(
            taken_at=at.isoformat(),
            program=program,
            revision=await tables.revision_of(self._moment),
            tables=tuple(known),
            organisations=tuple(map(str, everyone)),
            rows=self._rows,
            blobs=self._blobs,
            purged=tuple(self._purged),
            lost=tuple(self._lost),
            roots=self._roots,
        )

    async def _copy(self, organisation_id: UUID | None, chosen: Sequence[Table]) -> None:
        for table in chosen:
            with self._folder.file(table_name(organisation_id, table)) as file:
                packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
                output = partial(_pack, file, packer)
                rows = await tables.copy_out(self._moment, table, output)
                file.write(packer.flush())
            self._rows[table.name] = self._rows.get(table.name, 0) + rows

    async def _keep(self, path: BlobPath) -> None:
        try:
            await self._folder.write(blob_name(path), self._office.blobs.sealed(path))
            self._blobs += 1
        except NotFound:
            gone = self._purged if await self._is_purged(path) else self._lost
            gone.append(str(path))

    async def _is_purged(self, path: BlobPath) -> bool:
        """Tell whether no row names a file any more; a purge removes it a moment before it commits."""
        for _ in range(_LOOKS):
            if not await tables.still_named(self._now, path):
                return True
            await asyncio.sleep(_BETWEEN_SECONDS)
        return False


async def _pack(file: SummedFile, packer: _Packer, data: bytes) -> None:
    file.write(packer.compress(data))
