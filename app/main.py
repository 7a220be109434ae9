"""The web applications, put together: routers, problems and the office they share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from app.identity.oidc import provider_of
from app.live.hub import Hub
from app.logs import AccessLog
from app.office import Office
from app.pages.drawn import DrawnPages
from app.readiness import Readiness
from app.routers import (
    actions,
    bulk,
    cases,
    console,
    contents,
    described,
    extracts,
    figures,
    files,
    form,
    health,
    intake,
    live,
    logo,
    me,
    members,
    messages,
    outbox,
    pages,
    people,
    previews,
    push,
    settings,
    setup,
    sign_in,
    status,
    status_extracts,
    status_messages,
    task,
    timeline,
    worklist,
)
from app.routers.problems import add_problems
from app.routers.security import add_security


def create_app(office: Office | None) -> FastAPI:
    """Give the application. Without an office it only describes itself (OpenAPI)."""
    app = FastAPI(
        title="Utdrag",
        version="0.1.0",
        summary="Requests about personal data, answered in time.",
        openapi_url=None,  # app.routers.described gives it, to callers
        lifespan=_living,
        docs_url=None,
        redoc_url=None,
    )
    for noun in (
        status,  # what is asked for most stands first: routes are tried in order
        status_messages,
        status_extracts,
        worklist,
        bulk,
        people,
        live,
        cases,
        actions,
        extracts,
        files,
        intake,
        messages,
        contents,
        described,
        timeline,
        previews,
        me,
        members,
        figures,
        settings,
        setup,
        push,
        health,
        logo,  # before any language of the form
        form,
        task,
        outbox,
        sign_in,
        pages,
        console,
    ):
        _take_in(app, noun.router)
    app.state.drawn = DrawnPages()
    _take_in(app, live.streams)
    return _furnished(app, office)


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncGenerator[None]:
    """Listen no more when the application ends."""
    yield
    if app.state.live:
        await app.state.live.close()


def create_watch(office: Office, *, needs_worker: bool) -> FastAPI:
    """Give the application of a process without pages and API: its health and its figures."""
    app = FastAPI(title="Utdrag", openapi_url=None)
    _take_in(app, health.router)
    return _furnished(app, office, needs_worker=needs_worker)


def _take_in(app: FastAPI, router: APIRouter) -> None:
    """Take the routes as they are.

    `include_router` makes each of them anew for every application, once the first request comes: for prefixes
    and dependencies of the whole, which ours have not. It took half a second.
    """
    app.router.routes.extend(router.routes)


def _furnished(app: FastAPI, office: Office | None, *, needs_worker: bool = True) -> FastAPI:
    app.state.office = office
    app.state.described = {}
    app.state.provider = provider_of(office.settings) if office else None
    app.state.live = Hub(office.db) if office else None
    app.state.readiness = Readiness(office, needs_worker=needs_worker) if office else None
    add_problems(app)
    add_security(app)
    app.add_middleware(AccessLog)
    return app
