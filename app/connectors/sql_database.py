"""A foreign database: its engine, its tables as they really are, and its failures in our words."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, Table
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchTableError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from app.connectors.sql_settings import SqlSettings, TableSettings
from app.errors import InvalidInput, NotReady, SystemDidNotAnswer

_DRIVERS = {"mysql": "mysql+asyncmy", "mariadb": "mariadb+asyncmy", "postgresql": "postgresql+asyncpg"}
_NO_ENTRY = {1044, 1045, 1049, 1698}  # MariaDB: wrong user, wrong password, no such database
_PASSING = {"08", "40", "53", "55", "57"}  # PostgreSQL: connection, conflict, resources, locks, operator


class Database:
    """Opens one transaction a verb; everything in it happens, or nothing."""

    def __init__(self, settings: SqlSettings, url: str) -> None:
        self._settings = settings
        self._engine = _engine(_address(url), settings.timeout)
        self._tables: dict[str, Table] = {}

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncConnection]:
        """Give a transaction in which all tables are known. Raises SystemDidNotAnswer."""
        try:
            async with asyncio.timeout(self._settings.timeout), self._engine.begin() as connection:
                await self._learn(connection)
                yield connection
        except IntegrityError:
            raise  # the database refuses, which is an answer
        except (SQLAlchemyError, OSError) as error:
            raise _failure(error) from None

    def table(self, name: str) -> Table:
        """Give a table by its collection's name; only inside `begin`."""
        return self._tables[name]

    async def aclose(self) -> None:
        await self._engine.dispose()

    async def _learn(self, connection: AsyncConnection) -> None:
        for name, settings in self._settings.tables.items():
            if name not in self._tables:
                table = await connection.run_sync(_reflected, settings)
                self._tables[name] = _complete(table, self._settings.columns(name))


def _reflected(connection: Connection, settings: TableSettings) -> Table:
    """Give a table as the database describes it. Raises SystemDidNotAnswer naming one that is not there."""
    try:
        return Table(
            settings.table, MetaData(), schema=settings.db_schema, autoload_with=connection, resolve_fks=False
        )
    except NoSuchTableError:
        raise SystemDidNotAnswer(f"There is no table `{settings.table}`", permanent=True) from None


def _complete(table: Table, columns: Iterable[str]) -> Table:
    """Give the table. Raises SystemDidNotAnswer naming a column it does not have."""
    for column in columns:
        if column not in table.columns:
            sentence = f"There is no column `{column}` in the table `{table.name}`"
            raise SystemDidNotAnswer(sentence, permanent=True)
    return table


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise InvalidInput("The database's address cannot be read") from None
    driver = _DRIVERS.get(address.get_backend_name())
    if driver is None:
        raise InvalidInput(f"The database must be one of {', '.join(_DRIVERS)}")
    return address.set(drivername=driver)


def _engine(address: URL, timeout: float) -> AsyncEngine:
    name = "timeout" if address.get_backend_name() == "postgresql" else "connect_timeout"
    try:
        return create_async_engine(
            address,
            pool_size=2,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,  # they are personal data, and would stand in every error
            connect_args={name: int(timeout) or 1},
        )
    except ImportError:
        raise NotReady("MySQL and MariaDB need the extra: pip install 'utdrag[mysql]'.") from None


def _failure(error: SQLAlchemyError | OSError) -> SystemDidNotAnswer:
    """Give our words for a failure; the driver's own may quote rows."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    sentence = f"The database failed ({type(origin).__name__})"
    return SystemDidNotAnswer(sentence, permanent=not _may_pass(error, origin))


def _may_pass(error: SQLAlchemyError | OSError, origin: BaseException | None) -> bool:
    if isinstance(error, OSError) or isinstance(origin, OSError):
        return True
    if state := getattr(origin, "sqlstate", None):
        return str(state)[:2] in _PASSING
    number = origin.args[0] if origin is not None and origin.args else None
    return isinstance(error, OperationalError | InterfaceError) and number not in _NO_ENTRY
