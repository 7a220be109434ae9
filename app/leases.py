"""A job belongs to one worker at a time: whoever has lost it changes nothing any more.

A worker that was frozen, or cut off from the database, for longer than its lease may wake up and go on while
another does the job. So every transaction of a job begins by holding its row (`app/db.py`): lost, it fails;
held, nobody takes the job over before it ends. And what the queue notes about a job afterwards it notes for
its owner only.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import structlog
from pgqueuer.models import Job, TracebackRecord
from pgqueuer.queries import Queries
from pgqueuer.types import JOB_STATUS, JobId, QueueManagerId

from app.errors import DsarError

log = structlog.get_logger()
HELD: Final = (
    "(SELECT id FROM pgqueuer WHERE id = $2 AND queue_manager_id = $3 AND status = 'picked' FOR KEY SHARE)"
)
"""Gives the job while it is ours, and keeps it so until the transaction ends; not in the heartbeat's way."""


class LeaseLost(DsarError):
    """The job is another worker's by now; everything of the transaction is undone."""

    code, title = "lease_lost", "Another worker does this job"

    def __init__(self) -> None:
        super().__init__("Another worker has taken this job over.")


@dataclass(frozen=True)
class Lease:
    """Which job is done here, and as which worker it was taken."""

    job_id: int
    worker: UUID


lease: ContextVar[Lease | None] = ContextVar("lease", default=None)
"""The lease of the job this task does; None for everything that is no job."""


def _owned(statement: str, parameter: int) -> str:
    """Give PgQueuer's statement for rows of one worker only."""
    return statement.replace("WHERE id =", f"WHERE queue_manager_id = ${parameter} AND id =")


@dataclass
class LeasedQueries(Queries):
    """PgQueuer's statements, which would write about any job by its number, for the jobs of one worker."""

    worker: QueueManagerId = field(default_factory=lambda: QueueManagerId(uuid4()))

    async def log_jobs(self, job_status: list[tuple[Job, JOB_STATUS, TracebackRecord | None]]) -> None:
        """Remove what is done and hold what failed."""
        await self.driver.execute(
            _owned(self.qbq.build_log_job_query(), 4),
            [job.id for job, _, _ in job_status],
            [status for _, status, _ in job_status],
            [trace.model_dump_json() if trace else None for _, _, trace in job_status],
            self.worker,
        )

    async def retry_job(self, job: Job, delay: timedelta, traceback_record: TracebackRecord | None) -> None:
        """Put a job back on the queue.

        While the database is away that cannot be written. PgQueuer would have the job held for a person then;
        we leave it as it is, and it is taken up again when its lease has run out.
        """
        trace = traceback_record.model_dump_json() if traceback_record else None
        statement = _owned(self.qbq.build_retry_job_query(), 4)
        try:
            await self.driver.execute(statement, job.id, delay, trace, self.worker)
        except Exception as error:  # noqa: BLE001 - whatever it is, the lease brings the job back
            log.warning("job not put back", kind=type(error).__name__)

    async def update_heartbeat(self, job_ids: list[JobId]) -> None:
        """Keep the leases of running jobs."""
        await self.driver.execute(_owned(self.qbq.build_update_heartbeat_query(), 2), job_ids, self.worker)
