"""The barest endpoint: one row by the driver, one JSON answer; the floor of the status page."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request
from pydantic import BaseModel


class Row(BaseModel):
    reference: str
    state: str


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncGenerator[None]:
    async with asyncpg.create_pool(os.environ["UTDRAG_DATABASE_URL"], min_size=1, max_size=4) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=_pool)


@app.get("/row/{reference}")
async def row(request: Request, reference: str) -> Row:
    found = await request.app.state.pool.fetchrow(
        "SELECT reference, state FROM cases WHERE reference = $1", reference
    )
    return Row(**found)


@app.get("/health")
async def health() -> str:
    return "ok"
