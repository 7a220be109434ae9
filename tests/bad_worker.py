"""A worker as a process of its own, whose jobs freeze it, kill it or hold it up."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from app import db, worker
from app.jobs import Job
from app.office import Office
from app.queries import cases
from tests.offices import an_office

LEASE_SECONDS = 2
RETRY_LIMIT = 1


async def plain(office: Office, job: Job) -> None:
    """Read in one transaction and write in the next, as jobs do."""
    await _read(office, job)
    await _write(office, job)


async def freezing(office: Office, job: Job) -> None:
    """Be frozen between the two, as a paused machine is, and go on as if nothing was."""
    await _read(office, job)
    os.kill(os.getpid(), signal.SIGSTOP)
    await _write(office, job)


async def holding(office: Office, job: Job) -> None:
    """Be frozen while the case is held."""
    async with office.db.transaction(job.organisation_id) as session:
        case = await cases.lock_case(session, job.subject_id)
        print("started", flush=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        case.version += 1


async def killing(_office: Office, _job: Job) -> None:
    """Take the whole process down, as the kernel does when memory is short."""
    print("started", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


async def lasting(office: Office, job: Job) -> None:
    """Take longer than anybody waits."""
    await _read(office, job)
    await asyncio.sleep(3600)


async def _read(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        await cases.lock_case(session, job.subject_id)
    print("started", flush=True)


async def _write(office: Office, job: Job) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        (await cases.lock_case(session, job.subject_id)).version += 1


KINDS = {one.__name__: one for one in (plain, freezing, holding, killing, lasting)}


async def main(database: str, folder: str, kind: str) -> None:
    db.LONGEST_SECONDS = LEASE_SECONDS
    for name in ("perform", "route_message"):
        setattr(worker, name, KINDS[kind])
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    limits = {"worker_lease_seconds": LEASE_SECONDS, "retry_limit": RETRY_LIMIT}
    async with an_office(database, Path(folder), **limits) as office:
        await worker.run(office, stopping)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
