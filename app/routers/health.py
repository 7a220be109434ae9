"""Whether the house stands: alive, ready, and the figures an operator watches."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.intake.proof import lost_messages
from app.models.shapes import Health
from app.queries import figures
from app.routers.caller import AnOffice

router = APIRouter(tags=["health"])


@router.get("/health/live", operation_id="live", summary="Alive")
async def live() -> Health:
    """Say that the process answers."""
    return Health(status="ok", checks={})


@router.get(
    "/health/ready",
    operation_id="ready",
    summary="Ready",
    responses={503: {"description": "Not ready", "model": Health}},
)
async def ready(office: AnOffice, response: Response) -> Health:
    """Say whether requests can be served: the database answers and work is being taken up."""
    checks: dict[str, str] = {}
    try:
        async with office.db.transaction() as session:
            waited = await figures.oldest_job_seconds(session)
        checks["database"] = "ok"
        checks["jobs"] = (
            "ok" if waited < figures.STALE_SECONDS else f"the oldest job has waited {waited:.0f} s"
        )
    except (SQLAlchemyError, OSError):
        checks["database"] = "not reachable"
    well = all(value == "ok" for value in checks.values())
    response.status_code = 200 if well else 503
    return Health(status="ok" if well else "not ready", checks=checks)


@router.get("/metrics", operation_id="metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(office: AnOffice) -> Response:
    """Give figures without any personal data: counts and ages."""
    registry = CollectorRegistry()
    async with office.db.transaction() as session:
        jobs, waited = await figures.jobs_by_kind(session), await figures.oldest_job_seconds(session)
        counted = await figures.counted(session, clock.now())
    queued = Gauge("utdrag_jobs", "Jobs in the queue", ["kind", "status"], registry=registry)
    for (kind, status), count in jobs.items():
        queued.labels(kind, status).set(count)
    Gauge("utdrag_oldest_job_seconds", "Age of the oldest waiting job", registry=registry).set(waited)
    for name, (text, value) in counted.items():
        Gauge(f"utdrag_{name}", text, registry=registry).set(value)
    lost = await lost_messages(office, clock.now())
    Gauge("utdrag_messages_lost", "Unread messages that no job will read", registry=registry).set(lost)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
