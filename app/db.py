"""The database: one engine, and the unit of work that holds the house's only commit."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url
from sqlalchemy.event import listens_for
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlmodel.ext.asyncio.session import AsyncSession

APP_ROLE = "utdrag_app"
SWEEP_ROLE = "utdrag_sweep"
_ROOT = Path(__file__).resolve().parent.parent


def async_url(url: str) -> str:
    """Give the address as SQLAlchemy's asyncpg driver wants it."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def plain_url(url: str) -> str:
    """Give the address as asyncpg itself wants it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`. Run it outside a running event loop, as the schema's owner."""
    config = Config(_ROOT / "alembic.ini")
    config.attributes["url"] = async_url(url)
    command.upgrade(config, revision)


@listens_for(Session, "after_begin")
def _enter_organisation(session: Session, _: SessionTransaction, connection: Connection) -> None:
    # Also opens the real transaction: the driver would otherwise begin at the first statement only,
    # and a job enqueued through the raw connection before that would survive a rollback.
    organisation_id = session.info.get("organisation_id")
    value = str(organisation_id) if organisation_id else ""
    connection.exec_driver_sql("SELECT set_config('app.organisation', $1, true)", (value,))


class Database:
    """Connections as the unprivileged role, behind the tenant walls."""

    def __init__(self, url: str, *, pool_size: int = 10, overflow: int = 10, timeout: float = 10.0) -> None:
        """Open nothing yet; `timeout` is how many seconds a caller waits for a free connection."""
        self.url = url
        settings: dict[str, Any] = {"role": APP_ROLE, "application_name": "utdrag"}
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=overflow,
            pool_timeout=timeout,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"server_settings": settings},
        )
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self, organisation_id: UUID | None = None) -> AsyncGenerator[AsyncSession]:
        """Give a session that sees one organisation (or only what is outside the walls), and commit it.

        An error rolls everything back; a commit that fails raises here, before anybody was told of success.
        """
        async with self._sessions() as session, session.begin():
            session.info["organisation_id"] = organisation_id
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
