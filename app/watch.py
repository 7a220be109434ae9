"""The web application of a process without pages and API, and what every web application of ours has."""

from fastapi import APIRouter, FastAPI

from app.identity.oidc import provider_of
from app.live.hub import Hub
from app.logs import AccessLog
from app.office import Office
from app.readiness import Readiness
from app.routers import health
from app.routers.problems import add_problems
from app.routers.security import add_security


def create_watch(office: Office, *, needs_worker: bool) -> FastAPI:
    """Give the application of a process without pages and API: its health and its figures."""
    app = FastAPI(title="Utdrag", openapi_url=None)
    take_in(app, health.router)
    return furnished(app, office, needs_worker=needs_worker)


def take_in(app: FastAPI, router: APIRouter) -> None:
    """Take the routes as they are.

    `include_router` makes each of them anew for every application, once the first request comes: for prefixes
    and dependencies of the whole, which ours have not. It took half a second.
    """
    app.router.routes.extend(router.routes)


def furnished(app: FastAPI, office: Office | None, *, needs_worker: bool = True) -> FastAPI:
    """Give the application with what its routes ask of it: the office, the problems, the headers."""
    app.state.office = office
    app.state.described = {}
    app.state.provider = provider_of(office.settings) if office else None
    app.state.live = Hub(office.db) if office else None
    app.state.readiness = Readiness(office, needs_worker=needs_worker) if office else None
    add_problems(app)
    add_security(app)
    app.add_middleware(AccessLog)
    return app
