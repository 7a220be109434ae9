"""Whether the house stands: alive, ready, and the figures an operator watches."""

from hmac import compare_digest
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app import clock, figures
from app.errors import NotPermitted
from app.models.shapes import Health
from app.readiness import OK, Readiness
from app.routers.caller import AnOffice
from app.routers.problems import documented
from app.settings import Settings

router = APIRouter(tags=["health"])
_BY_PROXY = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


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
async def ready(request: Request, response: Response) -> Health:
    """Say whether the work can be done now: for each part `ok`, or a sentence about what is wrong."""
    readiness = request.app.state.readiness
    assert isinstance(readiness, Readiness)
    checks = await readiness.look()
    well = all(value == OK for value in checks.values())
    response.status_code = 200 if well else 503
    return Health(status="ok" if well else "not ready", checks=checks)


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses=documented(NotPermitted),
)
async def metrics(office: AnOffice, request: Request) -> Response:
    """Give figures without any personal data, to this machine or to whoever has the token."""
    if not (_has_token(request, office.settings) or _is_near(request)):
        raise NotPermitted("Ask from the machine itself, or with the token of UTDRAG_METRICS_TOKEN.")
    return Response(await figures.read(office, clock.now()), media_type=CONTENT_TYPE_LATEST)


def _has_token(request: Request, settings: Settings) -> bool:
    if settings.metrics_token is None:
        return False
    wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
    return compare_digest(request.headers.get("authorization", "").encode(), wanted.encode())


def _is_near(request: Request) -> bool:
    """Tell whether somebody on this machine asks, and not for somebody else."""
    if request.client is None or any(name in request.headers for name in _BY_PROXY):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
