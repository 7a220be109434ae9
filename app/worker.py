"""The loop: jobs as they come, and what is done by the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule

from app import clock
from app.db import APP_ROLE, plain_url
from app.errors import DsarError
from app.intake import comparing, forgetting, proof, scanning
from app.intake.route import route_message
from app.intake.scanning import scan_message
from app.jobs import Job, Kind
from app.office import Office
from app.workflows import escalate, housekeeping, sealing
from app.workflows.perform import perform

log = structlog.get_logger()
_HEARTBEAT = timedelta(seconds=30)
_INTAKE = {Kind.ROUTE_MESSAGE: route_message, Kind.SCAN_MESSAGE: scan_message}
"""Jobs of the intake; all others are of a case's lifecycle."""


async def _do(office: Office, queued: QueuedJob) -> None:
    """Do one job; one that fails is tried again later each time, and held for a person in the end."""
    job = Job.read(queued.entrypoint, queued.payload or b"")
    try:
        await _INTAKE.get(job.kind, perform)(office, job)
    except Exception as error:
        limits = office.settings
        kind = error.code if isinstance(error, DsarError) else type(error).__name__
        log.warning("job failed", kind=job.kind.value, attempt=queued.attempts, code=kind, exc_info=True)
        if queued.attempts >= limits.retry_limit:
            raise
        wait = min(limits.retry_first_seconds * 2**queued.attempts, limits.retry_longest_seconds)
        raise RetryRequested(timedelta(seconds=wait), kind) from None


def _built(office: Office, pool: asyncpg.Pool) -> PgQueuer:
    queue = PgQueuer.from_asyncpg_pool(pool)

    async def work(queued: QueuedJob) -> None:
        await _do(office, queued)

    for kind in Kind:
        queue.entrypoint(kind.value, on_failure="hold")(work)
    _schedule(queue, "sweep", "* * * * *", lambda: escalate.sweep(office, clock.now()))
    _schedule(queue, "purge", "*/10 * * * *", lambda: escalate.purge_expired(office, clock.now()))
    _schedule(queue, "proof", "37 2 * * *", lambda: proof.find_lost(office, clock.now()))
    _schedule(queue, "compare", "7 3 * * *", lambda: comparing.compare(office, clock.now()))
    _schedule(queue, "tidy", "17 3 * * *", lambda: housekeeping.tidy(office, clock.now()))
    _schedule(queue, "forget", "47 3 * * *", lambda: forgetting.forget_papers(office, clock.now()))
    _schedule(queue, "scan", "7 * * * *", lambda: scanning.scan_again(office, clock.now()))
    _schedule(queue, "seal", "*/5 * * * *", lambda: sealing.seal_history(office, clock.now()))
    return queue


def _schedule(queue: PgQueuer, name: str, cron: str, do: Callable[[], Awaitable[object]]) -> None:
    async def run(_: Schedule) -> None:
        await do()

    queue.schedule(name, cron)(run)


async def run(office: Office, stopping: asyncio.Event) -> None:
    """Do jobs until `stopping` is set; running ones are finished first."""
    pool = await asyncpg.create_pool(
        plain_url(office.db.url),
        min_size=2,
        max_size=4,
        server_settings={"role": APP_ROLE, "application_name": "utdrag worker"},
    )
    try:
        queue = _built(office, pool)
        waiting = asyncio.create_task(stopping.wait())
        waiting.add_done_callback(lambda _: queue.shutdown.set())
        try:
            await queue.run(
                batch_size=max(1, office.settings.worker_concurrency // 2),
                max_concurrent_tasks=max(2, office.settings.worker_concurrency),
                heartbeat_timeout=_HEARTBEAT,
                dequeue_timeout=timedelta(seconds=5),
            )
        finally:
            waiting.cancel()
    finally:
        await pool.close()
