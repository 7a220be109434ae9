"""Background work: jobs are rows in the transaction of the state they follow from."""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple, cast
from uuid import UUID

import asyncpg
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import at_the_end


class Kind(StrEnum):
    """Every kind of job; its handler is found in app.worker."""

    ROUTE_MESSAGE = "route_message"
    SCAN_MESSAGE = "scan_message"
    LOCATE_CONTACT = "locate_contact"
    START_ROUND = "start_round"
    RUN_TASK = "run_task"
    MAKE_EXTRACT = "make_extract"
    WRITE_LETTER = "write_letter"
    SEND_LETTER = "send_letter"
    RENEW_LINK = "renew_link"
    REMIND_OWNER = "remind_owner"
    PROCEED = "proceed"
    PURGE_COPIES = "purge_copies"
    ESCALATE = "escalate"
    SEND_INVITATION = "send_invitation"


NOBODY: Final = UUID(int=0)
"""Whom a job is for that is written only so that nobody sees there was nothing to do."""


@dataclass(frozen=True)
class Job:
    """What to do, for whom: ids and words only, never personal data."""

    kind: Kind
    organisation_id: UUID
    subject_id: UUID
    detail: str = ""

    def payload(self) -> bytes:
        """Give the job as the queue stores it."""
        return json.dumps(
            {
                "organisation": str(self.organisation_id),
                "subject": str(self.subject_id),
                "detail": self.detail,
            }
        ).encode()

    @classmethod
    def read(cls, kind: str, payload: bytes) -> "Job":
        """Give the job that `payload` was made of."""
        fields = json.loads(payload)
        return cls(Kind(kind), UUID(fields["organisation"]), UUID(fields["subject"]), fields["detail"])


async def enqueue(
    session: AsyncSession, job: Job, *, after: timedelta = timedelta(0), once: bool = False
) -> None:
    """Put a job on the queue in the session's transaction; it starts after the commit, or never.

    With `once`, the same job is not queued again while one waits. All jobs of a transaction are written
    together, as the last thing it does.
    """
    waiting: list[_Waiting] = session.info.setdefault("jobs", [])
    if not waiting:
        at_the_end(session, _write)
    key = f"{job.kind}:{job.subject_id}:{job.detail}" if once else None
    waiting.append(_Waiting(job, after, key))


class _Waiting(NamedTuple):
    """A job that is to be written, when it is due, and what keeps a second one like it out."""

    job: Job
    after: timedelta
    key: str | None


async def _write(session: AsyncSession) -> None:
    jobs, afters, dedupe = zip(*session.info.pop("jobs"), strict=True)
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver = cast("asyncpg.Connection[asyncpg.Record]", raw.driver_connection)
    assert driver.is_in_transaction(), "nothing was asked yet: these jobs would survive a rollback"
    await Queries(AsyncpgDriver(driver)).enqueue(
        [job.kind for job in jobs],
        [job.payload() for job in jobs],
        [0] * len(jobs),
        list(afters),
        list(dedupe),
        on_conflict="skip",
    )


_DEPLOY = timedelta(minutes=15)
"""How long programs of two versions may run side by side, each with kinds the other does not know."""


async def hold_unknown(session: AsyncSession) -> int:
    """Hold what no program has taken up for longer than a deploy takes; give how many jobs that were."""
    held = await (await session.connection()).exec_driver_sql(
        "UPDATE pgqueuer SET status = 'failed', updated = now() "
        "WHERE status = 'queued' AND entrypoint <> ALL($1) AND execute_after < now() - $2::interval",
        ([kind.value for kind in Kind], _DEPLOY),
    )
    return held.rowcount
