"""Whether the house can do its work now: each part looked at by itself, and nobody waited for."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from time import monotonic
from uuid import UUID, uuid4

from obstore.exceptions import BaseError as BlobError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import revisions
from app.errors import DsarError
from app.office import Office
from app.queries import figures, heartbeats, installation, organisations
from app.trust.blobs import BlobStore, blob_identity
from app.trust.paths import BlobPath

OK = "ok"
PATIENCE_SECONDS = 2.0
"""Whoever asks gives up soon; what has not answered by then is told to be silent."""
BEATS_SECONDS = 60.0
"""A worker that said nothing for so long has stopped, or hangs."""
FILES_SECONDS = 30.0
"""Files are written, read and removed this often at most: each time costs money at some stores."""
_APART = timedelta(seconds=30)
_FAILURES = (DsarError, SQLAlchemyError, BlobError, OSError, TimeoutError)

Checks = dict[str, str]


class Readiness:
    """Looks at the parts of one process's house; a look that hangs is not begun a second time."""

    def __init__(self, office: Office, *, needs_worker: bool = True) -> None:
        self._office, self._needs_worker = office, needs_worker
        self._looking: dict[str, asyncio.Task[Checks]] = {}
        self._files_well = -FILES_SECONDS

    async def look(self) -> Checks:
        """Give `ok` or a sentence for each part, within seconds."""
        looking = [
            self._begun("database", self._database, "not reachable"),
            self._begun("files", self._files, "files cannot be written and read"),
        ]
        await asyncio.wait(looking, timeout=PATIENCE_SECONDS)
        silent = f"no answer within {PATIENCE_SECONDS:g} seconds"
        checks: Checks = {}
        for task in looking:
            checks |= task.result() if task.done() else {task.get_name(): silent}
        return checks

    def _begun(self, name: str, look: Callable[[], Awaitable[Checks]], failed: str) -> asyncio.Task[Checks]:
        known = self._looking.get(name)
        if known is None or known.done():
            known = self._looking[name] = asyncio.create_task(_caught(name, look, failed), name=name)
        return known

    async def _database(self) -> Checks:
        async with self._office.db.transaction() as session:
            checks = {"database": OK, "schema": await _schema(session)}
            if checks["schema"] != OK:
                return checks  # nothing more can be asked of it
            server = await installation.server(session)
            checks["clock"] = _clock(abs(server.now - clock.now()))
            if self._needs_worker:
                checks["worker"] = _worker((await heartbeats.ages(session)).get("worker"))
                checks["jobs"] = _jobs(await figures.oldest_job_seconds(session))
            known = await organisations.all_organisations(session)
        checks["master key"] = await self._key(known[0].id) if known else OK
        return checks

    async def _key(self, organisation_id: UUID) -> str:
        try:
            async with self._office.db.transaction(organisation_id) as session:
                await self._office.desk(session)
        except DsarError:
            return "does not open what is stored: it is another than the one the data was sealed with"
        return OK

    async def _files(self) -> Checks:
        if monotonic() - self._files_well >= FILES_SECONDS:
            if not await kept(self._office.blobs):
                return {"files": "a file came back as another"}
            self._files_well = monotonic()
        return {"files": OK}


async def _caught(name: str, look: Callable[[], Awaitable[Checks]], failed: str) -> Checks:
    try:
        return await look()
    except _FAILURES:
        return {name: failed}


async def _schema(session: AsyncSession) -> str:
    """Judge where the schema stands; one that a newer program brought further still serves this one."""
    stands, (head, *older) = await installation.revision(session), revisions()
    if stands is None or stands in older:
        return f"stands at {stands or 'nothing'}, this program needs {head}: run `utdrag migrate`"
    return OK


def _clock(apart: timedelta) -> str:
    return OK if apart <= _APART else f"{apart.total_seconds():.0f} s apart from the database's"


def _worker(age: float | None) -> str:
    if age is None:
        return "none has ever said that it works"
    return OK if age < BEATS_SECONDS else f"the last sign of life is {age:.0f} s old"


def _jobs(waited: float) -> str:
    return OK if waited < figures.STALE_SECONDS else f"the oldest job has waited {waited:.0f} s"


async def kept(blobs: BlobStore) -> bool:
    """Write a file, read it and remove it; tell whether it was the same."""
    path, written = BlobPath(uuid4(), None, uuid4()), secrets.token_bytes(64)
    identity = blob_identity(secrets.token_bytes(32), path.organisation_id, path.blob_id)
    stored = await blobs.put(path, identity, _once(written))
    read = b"".join([chunk async for chunk in blobs.open(path, identity, stored.sha256)])
    await blobs.delete(path)
    return read == written


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
