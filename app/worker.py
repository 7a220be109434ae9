"""The loop: jobs as they come, and what is done by the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule
from sqlalchemy.exc import SQLAlchemyError

from app import clock, jobs, measures, tracing
from app.db import APP_ROLE, CONNECT_SECONDS, LONGEST_SECONDS, plain_url
from app.errors import DsarError
from app.intake import comparing, forgetting, proof, scanning
from app.intake.route import quarantine, route_message
from app.intake.scanning import scan_message
from app.jobs import Job, Kind
from app.leases import Lease, LeasedQueries, LeaseLost, lease
from app.office import Office
from app.queries import heartbeats, installation
from app.workflows import escalate, housekeeping, sealing
from app.workflows.perform import perform

log = structlog.get_logger()
_INTAKE = {Kind.ROUTE_MESSAGE: route_message, Kind.SCAN_MESSAGE: scan_message}
"""Jobs of the intake; all others are of a case's lifecycle."""
GRACE_SECONDS = 5.0
"""How long running jobs have to end once we are asked to."""
_AWAY = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that broke in the middle of a sentence
    asyncpg.TargetServerAttributeNotMatched,  # a standby answers, which has not followed the first yet
    FailingListenerError,
)
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_LEEWAY = timedelta(minutes=5)
"""How far our clock may be from the database's before nothing is done by it."""
_ALIVE_SECONDS = 10.0


class GivenUp(Exception):
    """A job that failed too often, or took its worker down each time; its log lines say where."""


async def _do(office: Office, queued: QueuedJob) -> None:
    """Do one job; one that fails is tried again later each time, and held for a person in the end."""
    job = Job.read(queued.entrypoint, queued.payload or b"")
    name = f"job {job.kind.value}"
    with measures.timed(measures.JOBS, job.kind.value) as ended, tracing.span(name) as span:
        span.named(name, organisation_id=str(job.organisation_id), attempt=queued.attempts)
        await _try(office, job, queued, ended)


async def _try(office: Office, job: Job, queued: QueuedJob, ended: measures.Ended) -> None:
    limits = office.settings
    if queued.attempts > limits.retry_limit:  # the last try did not even fail: it took its worker down
        ended.as_ = "held"
        await _give_up(office, job)
        return
    try:
        await _do_it(office, job)
        ended.as_ = "done"
    except LeaseLost:
        ended.as_ = "lost"
        log.warning("job lost to another worker", kind=job.kind.value, attempt=queued.attempts)
    except Exception as error:
        kind = error.code if isinstance(error, DsarError) else type(error).__name__
        log.warning("job failed", kind=job.kind.value, attempt=queued.attempts, code=kind, exc_info=True)
        if queued.attempts >= limits.retry_limit:
            ended.as_ = "held"
            # The queue keeps the text of what it is given, so it is given the kind, and no words.
            raise GivenUp(kind) from None
        wait = min(limits.retry_first_seconds * 2**queued.attempts, limits.retry_longest_seconds)
        ended.as_ = "again"
        raise RetryRequested(timedelta(seconds=wait), kind) from None


async def _do_it(office: Office, job: Job) -> None:
    if (
        job.kind is Kind.ESCALATE
    ):  # by a clock that is wrong it is left: the case stays due, and is found again
        await _timely(office, lambda office, _: perform(office, job))
    else:
        await _INTAKE.get(job.kind, perform)(office, job)


async def _give_up(office: Office, job: Job) -> None:
    """Let a job rest that ends whoever does it: a message in quarantine, any other job held."""
    log.error("job given up", kind=job.kind.value, subject_id=job.subject_id)
    if job.kind is Kind.ROUTE_MESSAGE:
        await quarantine(office, job, "Every program that tried to read it died of it.")
        return
    if job.kind is Kind.ESCALATE:
        await escalate.put_off(office, job)  # or the sweep brings it back the next minute
    raise GivenUp("worker_died")


def _built(office: Office, pool: asyncpg.Pool, running: set[asyncio.Task[None]]) -> PgQueuer:
    queries = LeasedQueries(AsyncpgPoolDriver(pool))
    queue = PgQueuer(queries.driver, queries=queries)
    queue.qm.queue_manager_id = queries.worker

    async def work(queued: QueuedJob) -> None:
        lease.set(Lease(queued.id, queries.worker))
        doing = asyncio.create_task(_do(office, queued))
        running.add(doing)
        try:
            await doing
        except asyncio.CancelledError:
            # PgQueuer takes a task that was cancelled for a job that was, and deletes it.
            await asyncio.wait({doing})
            raise RetryRequested(timedelta(0), "interrupted") from None
        finally:
            running.discard(doing)

    for kind in Kind:
        queue.entrypoint(kind.value, on_failure="hold")(work)
    _schedule(queue, "sweep", "* * * * *", lambda: _timely(office, escalate.sweep))
    _schedule(queue, "purge", "*/10 * * * *", lambda: _timely(office, escalate.purge_expired))
    _schedule(queue, "proof", "37 2 * * *", lambda: _timely(office, proof.find_lost))
    _schedule(queue, "compare", "7 3 * * *", lambda: _timely(office, comparing.compare))
    _schedule(queue, "tidy", "17 3 * * *", lambda: _timely(office, housekeeping.tidy))
    _schedule(queue, "forget", "47 3 * * *", lambda: _timely(office, forgetting.forget_papers))
    _schedule(queue, "scan", "7 * * * *", lambda: scanning.scan_again(office, clock.now()))
    _schedule(queue, "seal", "*/5 * * * *", lambda: sealing.seal_history(office, clock.now()))
    _schedule(queue, "unknown", "*/10 * * * *", lambda: hold_unknown(office))
    return queue


def _schedule(queue: PgQueuer, name: str, cron: str, do: Callable[[], Awaitable[object]]) -> None:
    async def run(_: Schedule) -> None:
        await do()

    queue.schedule(name, cron)(run)


async def _beat(office: Office) -> None:
    """Say that this worker works, for as long as it does: a loop that hangs says nothing."""
    while True:
        try:
            async with office.db.transaction() as session:
                await heartbeats.beat(session, "worker")
        except (SQLAlchemyError, OSError) as error:
            log.warning("no sign of life", kind=type(error).__name__)
        await asyncio.sleep(_ALIVE_SECONDS)


async def _timely(office: Office, do: Callable[[Office, datetime], Awaitable[object]]) -> None:
    """Do what time has come for, unless our clock and the database's disagree what time it is."""
    at = clock.now()
    async with office.db.transaction() as session:
        apart = abs((await installation.server(session)).now - at)
    if apart > _LEEWAY:
        log.error("clock is wrong, nothing is done by it", apart_seconds=round(apart.total_seconds()))
        return
    await do(office, at)


async def hold_unknown(office: Office) -> None:
    """Hold for a person what an earlier or a later program queued and this one does not know."""
    async with office.db.transaction() as session:
        held = await jobs.hold_unknown(session)
    if held:
        log.error("jobs of unknown kinds are held", count=held)


async def run(office: Office, stopping: asyncio.Event) -> None:
    """Do jobs until `stopping` is set; running ones have some seconds to end, or go back on the queue.

    Raises OSError or asyncpg.PostgresError when the database cannot be reached at the start. Later it may go
    and come back as it likes.
    """
    pool: asyncpg.Pool | None = await _pool(office)
    while pool is not None:
        try:
            await _work(office, pool, stopping)
        except _AWAY as error:
            log.warning("worker has lost the database", kind=type(error).__name__)
        finally:
            pool.terminate()
        pool = await _reached(office, stopping)


async def _pool(office: Office) -> asyncpg.Pool:
    return await asyncpg.create_pool(
        plain_url(office.db.url),
        min_size=2,
        max_size=4,
        timeout=CONNECT_SECONDS,
        command_timeout=LONGEST_SECONDS,
        reset=_left_as_it_is,
        server_settings={"role": APP_ROLE, "application_name": "utdrag worker"},
    )


async def _left_as_it_is(_: object) -> None:
    """Ask nothing when a connection is given back: each sentence of the queue stands for itself."""


async def _reached(office: Office, stopping: asyncio.Event) -> asyncpg.Pool | None:
    """Give new connections as soon as there are any to be had; None once we are asked to stop."""
    attempt = 0
    while not stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _PAUSES[min(attempt, len(_PAUSES) - 1)])
        attempt += 1
        try:
            return None if stopping.is_set() else await _pool(office)
        except _AWAY as error:
            log.warning("database not reached", kind=type(error).__name__, attempt=attempt)
    return None


async def _work(office: Office, pool: asyncpg.Pool, stopping: asyncio.Event) -> None:
    """Do jobs over these connections, until they break or we are asked to stop."""
    running: set[asyncio.Task[None]] = set()
    queue = _built(office, pool, running)
    working = asyncio.create_task(
        queue.run(
            batch_size=max(1, office.settings.worker_concurrency // 2),
            max_concurrent_tasks=max(2, office.settings.worker_concurrency),
            heartbeat_timeout=timedelta(seconds=office.settings.worker_lease_seconds),
            dequeue_timeout=timedelta(seconds=5),
            shutdown_on_listener_failure=True,
        )
    )
    stop, beating = asyncio.create_task(stopping.wait()), asyncio.create_task(_beat(office))
    try:
        await asyncio.wait({working, stop}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.cancel()
        beating.cancel()
        queue.shutdown.set()
        await asyncio.wait({working}, timeout=GRACE_SECONDS)
        for job in running:
            job.cancel()
        await working
