"""Floors: the statements the product sends for a piece of work, sent again by the driver alone."""

import re
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from app.models.columns import new_id
from app.office import Office
from benchmarks.ground import Driver

_REFERENCE = re.compile(r"[A-Z]+-\d{4}-[0-9A-Z]{6}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b")
_BEGIN, _COMMIT = "BEGIN", "COMMIT"
_OF_THE_DRIVER = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SELECT pg_advisory_unlock_all|;)", re.IGNORECASE)


@dataclass
class Statements:
    """What went to the database, in order."""

    sent: list[tuple[str, Sequence[Any]]] = field(default_factory=list[tuple[str, Sequence[Any]]])

    @property
    def writing(self) -> int:
        """Give how many commits there were with something to write."""
        wrote, commits = False, 0
        for statement, _ in self.sent:
            commits += wrote and statement == _COMMIT
            wrote = statement != _COMMIT and (wrote or bool(_WRITES.search(statement)))
        return commits

    async def again(self, driver: Driver, known: frozenset[UUID] = frozenset()) -> None:
        """Send all of it again; what was new then (all ids but the known ones) is new now."""
        fresh: dict[str, Any] = {}
        for statement, values in self.sent:
            if values and isinstance(values[0], tuple):
                await driver.executemany(statement, [[_anew(v, fresh, known) for v in row] for row in values])
            else:
                await driver.fetch(statement, *(_anew(value, fresh, known) for value in values))


def _anew(value: Any, fresh: dict[str, Any], known: frozenset[UUID]) -> Any:
    if isinstance(value, list):
        return [_anew(each, fresh, known) for each in value]
    if isinstance(value, UUID):
        return value if value in known else UUID(str(fresh.setdefault(str(value), new_id())))
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value if UUID(value) in known else str(fresh.setdefault(value, new_id()))
    if isinstance(value, str) and _REFERENCE.fullmatch(value):
        return fresh.setdefault(value, f"NB-2026-{secrets.token_hex(6)}")
    return value


@asynccontextmanager
async def recorded(office: Office) -> AsyncGenerator[Statements]:
    """Write down every statement an office sends, those the queue sends past SQLAlchemy too."""
    statements, engine = Statements(), office.db.engine.sync_engine
    connections: list[Any] = []

    def executing(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        statements.sent.append((statement, [tuple(row) for row in values] if many else tuple(values)))

    def raw(query: Any) -> None:
        known = {statement for statement, _ in statements.sent}  # the driver tells of some a second time
        if query.query not in known and not _OF_THE_DRIVER.match(query.query):
            place = len(statements.sent) - (
                statements.sent[-1:] == [(_COMMIT, ())]
            )  # told of after its commit
            statements.sent.insert(place, (query.query, query.args or ()))

    def checked_out(connection: Any, *_: Any) -> None:
        if connection.driver_connection not in connections:
            connection.driver_connection.add_query_logger(raw)
            connections.append(connection.driver_connection)

    def began(_: Any) -> None:
        statements.sent.append((_BEGIN, ()))

    def committed(_: Any) -> None:
        statements.sent.append((_COMMIT, ()))

    heard: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", executing),
        ("checkout", checked_out),
        ("begin", began),
        ("commit", committed),
    ]
    with _listening(engine, heard):
        yield statements
    for connection in connections:
        connection.remove_query_logger(raw)


@contextmanager
def _listening(engine: Engine, heard: Sequence[tuple[str, Callable[..., None]]]) -> Generator[None]:
    for name, listener in heard:
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in heard:
            event.remove(engine, name, listener)


async def timed(work: Callable[[int], Awaitable[object]], rounds: int, *, warm: int = 5) -> list[float]:
    """Give how many seconds each round of some work took, after a few that are not counted."""
    took: list[float] = []
    for number in range(-warm, rounds):
        began = perf_counter()
        await work(number)
        if number >= 0:
            took.append(perf_counter() - began)
    return took
