"""Run migrations as the schema's owner, one transaction a migration, giving up locks quickly."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import app.models.everything  # noqa: F401  the tables register themselves
from app.db import async_url
from app.settings import Settings


def _ours(_: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return not (kind in ("table", "index") and (name or "").startswith("pgqueuer"))


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_object=_ours,
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        context.run_migrations()


def _configured_url() -> str:
    configured = Settings().database_url
    if configured is None:
        raise SystemExit("Set UTDRAG_DATABASE_URL to the database to migrate.")
    return async_url(configured.get_secret_value())


async def _run() -> None:
    url = context.config.attributes.get("url") or _configured_url()
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
        await connection.commit()
    await engine.dispose()


asyncio.run(_run())
