"""The database: one engine, and the unit of work that holds the house's only commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
from asyncpg import TargetServerAttributeNotMatched
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.event import listen, listens_for
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlmodel.ext.asyncio.session import AsyncSession

from app.leases import HELD, LeaseLost, lease

APP_ROLE = "utdrag_app"
SWEEP_ROLE = "utdrag_sweep"
CONNECT_SECONDS = 10
LONGEST_SECONDS = 60
"""No statement takes longer, and nothing waits longer inside a transaction."""
IDLE_SECONDS = 1.0
"""A connection that has not been used for so long is asked whether it still lives."""
_AWAY = ("08", "53", "58")
"""Classes of errors: the connection, the server's resources (a full disk), the machine under it."""
_ENDED = ("25006", "55000", "57P01", "57P02", "57P03", "57P05")
"""A server that shuts down, starts or recovers, is closed, ended an idle session, or is first no more."""
_LAST, _USED = "last", "used"
_ROOT = Path(__file__).resolve().parent.parent


def async_url(url: str) -> str:
    """Give the address as SQLAlchemy's asyncpg driver wants it."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def plain_url(url: str) -> str:
    """Give the address as asyncpg itself wants it: several hosts in one list."""
    plain = make_url(url).set(drivername="postgresql")
    hosts = plain.query.get("host", ())
    if isinstance(hosts, tuple) and hosts:
        plain = plain.update_query_dict({"host": ",".join(hosts)})
    return plain.render_as_string(hide_password=False)


def is_away(error: BaseException) -> bool:
    """Tell whether the database cannot be reached, stops, or is full: the same may well work later."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return error.connection_invalidated or state[:2] in _AWAY or state in _ENDED or _none_writes(error)
    return isinstance(error, PoolTimeout | OSError)


def _none_writes(error: DBAPIError) -> bool:
    """Tell whether no host takes writes: the first is lost, and the standby does not follow it yet."""
    return isinstance(getattr(error.orig, "__cause__", None), TargetServerAttributeNotMatched)


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`. Run it outside a running event loop, as the schema's owner."""
    from alembic import command  # noqa: PLC0415 - what serves a schema as it stands never needs it
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(_ROOT / "alembic.ini")
    config.attributes["url"] = async_url(url)
    command.upgrade(config, revision)


@cache
def revisions() -> tuple[str, ...]:
    """Give the migrations this program knows, the one it needs first."""
    names = (path.name.partition("_")[0] for path in (_ROOT / "migrations/versions").glob("*.py"))
    return tuple(sorted(names, reverse=True))


def after_commit(session: AsyncSession, do: Callable[[], None]) -> None:
    """Do something small once the session's transaction is committed, or never."""

    def committed(_: Session) -> None:
        do()

    listen(session.sync_session, "after_commit", committed, once=True)


ENTERED: Final = "entered"
"""Where a session keeps what `enter_organisation` found in force."""
ENTER: Final = "SELECT here.* FROM enter_organisation($1) here"
_ENTER_HELD = f"SELECT {HELD}, here.* FROM (SELECT) job LEFT JOIN LATERAL enter_organisation($1) here ON true"  # noqa: S608 - all of it ours


@listens_for(Session, "after_begin")
def _enter_organisation(session: Session, _: SessionTransaction, connection: Connection) -> None:
    # Also opens the real transaction: the driver would otherwise begin at the first statement only,
    # and a job enqueued through the raw connection before that would survive a rollback.
    here, ours = session.info.get("organisation_id"), lease.get()
    if ours is not None:
        held, *found = connection.exec_driver_sql(_ENTER_HELD, (here, ours.job_id, ours.worker)).one()
        if held is None:
            raise LeaseLost
        session.info[ENTERED] = found
    elif here is not None:
        session.info[ENTERED] = connection.exec_driver_sql(ENTER, (here,)).one_or_none()


def at_the_end(session: AsyncSession, finish: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """Let something be done last in the session's transaction, before its commit."""
    session.info.setdefault(_LAST, []).append(finish)


def _give_only_live_ones(engine: Engine) -> None:
    """Let nobody be given a connection that is dead.

    A server that stops says so, and the driver has heard it: asking costs nothing. Whether one still lives
    that vanished without a word is asked after a while of silence; asked each time, as the pool would by
    itself, it is three round trips before every transaction.
    """

    @listens_for(engine, "checkin")
    def given_back(_: Any, record: Any) -> None:
        record.info[_USED] = monotonic()

    @listens_for(engine, "checkout")
    def taken(connection: Any, record: Any, _: Any) -> None:
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        if monotonic() - record.info.get(_USED, monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


class Database:
    """Connections as the unprivileged role, behind the tenant walls."""

    def __init__(self, url: str, *, pool_size: int = 10, overflow: int = 10, timeout: float = 10.0) -> None:
        """Open nothing yet; `timeout` is how many seconds a caller waits for a free connection."""
        self.url = url
        settings: dict[str, Any] = {
            "role": APP_ROLE,
            "application_name": "utdrag",
            # A process that is frozen in a transaction holds a case only so long.
            "idle_in_transaction_session_timeout": str(LONGEST_SECONDS * 1000),
        }
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=overflow,
            pool_timeout=timeout,
            hide_parameters=True,
            connect_args={
                "server_settings": settings,
                "timeout": CONNECT_SECONDS,
                "command_timeout": LONGEST_SECONDS,  # a server that is gone without a word is given up
            },
        )
        _give_only_live_ones(self.engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self, organisation_id: UUID | None = None) -> AsyncGenerator[AsyncSession]:
        """Give a session that sees one organisation (or only what is outside the walls), and commit it.

        An error rolls everything back; a commit that fails raises here, before anybody was told of success.
        """
        async with self._sessions() as session, session.begin():
            session.info["organisation_id"] = organisation_id
            yield session
            for finish in session.info.pop(_LAST, ()):
                await finish(session)

    async def alone(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        """Give the row of a statement that only reads and is all that is asked: one round trip.

        It is a transaction by itself, so a setting of the transaction that it makes is gone with it.
        """
        connection = await self.engine.raw_connection()
        driver = cast("asyncpg.Connection[asyncpg.Record]", connection.driver_connection)
        try:
            row = await driver.fetchrow(statement, *values)
        except BaseException:
            connection.invalidate()  # whoever gave up may have left its answer on the line
            raise
        connection.close()
        return None if row is None else tuple(row)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
