"""The web application, put together: routers, problems and the office they share."""

from fastapi import FastAPI

from app.logs import AccessLog
from app.office import Office
from app.routers import (
    actions,
    cases,
    contents,
    extracts,
    form,
    health,
    intake,
    messages,
    outbox,
    pages,
    push,
    status,
    task,
)
from app.routers.problems import add_problems
from app.routers.security import add_security


def create_app(office: Office | None) -> FastAPI:
    """Give the application. Without an office it only describes itself (OpenAPI)."""
    app = FastAPI(
        title="Utdrag",
        version="0.1.0",
        summary="Requests about personal data, answered in time.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.office = office
    for noun in (
        cases,
        actions,
        extracts,
        intake,
        messages,
        contents,
        push,
        health,
        form,
        status,
        task,
        outbox,
        pages,
    ):
        app.include_router(noun.router)
    add_problems(app)
    add_security(app)
    app.add_middleware(AccessLog)
    return app
