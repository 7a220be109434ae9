"""The web application, put together: routers, problems and the office they share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.intake.push.outside import Outside
from app.office import Office
from app.pages.drawn import DrawnPages
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
    lost,
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
from app.watch import furnished, take_in


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
        lost,
        task,
        outbox,
        sign_in,
        pages,
        console,
    ):
        take_in(app, noun.router)
    app.state.drawn = DrawnPages()
    app.state.outside = Outside()
    take_in(app, live.streams)
    return furnished(app, office)


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncGenerator[None]:
    """Listen no more when the application ends."""
    yield
    if app.state.live:
        await app.state.live.close()
