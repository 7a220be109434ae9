"""Databases of others: named tables, bound values, one transaction a verb."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.connectors.contract import Blob, Change, EraseMode, Ident, Match, Outcome, Record
from app.connectors.shapes import BY_HAND, Now, combined, kept
from app.connectors.sql_database import Database
from app.connectors.sql_rows import Found, Rows
from app.connectors.sql_settings import SqlSettings
from app.connectors.sql_values import typed
from app.connectors.values import plain
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, TaskState


class SqlConnector:
    """Searches, shows, corrects and erases rows of the tables its settings name, and no others."""

    kind: Literal["sql"] = "sql"

    def __init__(self, settings: SqlSettings, url: str, now: Now) -> None:
        self._settings = settings
        self._database = Database(settings, url)
        self._now = now
        self.capabilities = settings.capabilities()

    async def probe(self) -> Outcome:
        async with self._database.begin():
            return Outcome(TaskState.DONE)

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        return self._settings.out_of_reach(kinds)

    async def find(self, idents: Sequence[Ident]) -> list[Match]:
        async with self._rows() as (rows, _):
            return await rows.matching(idents)

    async def export(self, match: Match) -> AsyncIterator[Record | Blob]:
        async with self._rows() as (rows, _):
            found = await rows.at(match)
            records = [row.record() for row in await rows.tree(found)] if found else []
        for record in records:  # the transaction is over: a slow reader holds no connection
            yield record

    async def rectify(self, match: Match, changes: Sequence[Change], key: str) -> Outcome:  # noqa: ARG002 - the old value is the key
        if match.certainty is Certainty.MENTION:
            return BY_HAND
        async with self._rows() as (rows, connection):
            found = await rows.at(match, lock=True)
            if found is None:
                return Outcome(TaskState.REFUSED, "The record is no longer there")
            allowed = [change for change in changes if change.field in found.settings.rectify]
            outcomes = [_not_correctable(change) for change in changes if change not in allowed]
            if allowed:
                outcomes.append(await self._rectified(connection, found, allowed))
        return combined(outcomes)

    async def erase(self, match: Match, mode: EraseMode, key: str) -> Outcome:  # noqa: ARG002 - gone is gone
        if match.certainty is Certainty.MENTION:
            return BY_HAND
        try:
            async with self._rows() as (rows, connection):
                found = await rows.at(match, lock=True)
                if found is None:
                    return Outcome(TaskState.DONE, "There was nothing left to erase")
                tree = await rows.tree(found)
                return combined([await self._erased(connection, row, mode) for row in reversed(tree)])
        except IntegrityError:
            return Outcome(TaskState.REFUSED, "The database refused: other rows depend on this one")

    async def poll(self, handle: str) -> Outcome:  # noqa: ARG002 - the contract names it
        raise SystemDidNotAnswer("A database leaves nothing pending", permanent=True)

    async def aclose(self) -> None:
        await self._database.aclose()

    @asynccontextmanager
    async def _rows(self) -> AsyncGenerator[tuple[Rows, AsyncConnection]]:
        async with self._database.begin() as connection:
            yield Rows(self._settings, self._database, connection), connection

    async def _rectified(
        self, connection: AsyncConnection, found: Found, changes: Sequence[Change]
    ) -> Outcome:
        wanted = [change for change in changes if found.row[change.field] != plain(change.new)]
        if any(found.row[change.field] != plain(change.old) for change in wanted):
            return Outcome(TaskState.REFUSED, "The record was changed meanwhile")
        if not wanted:
            return Outcome(TaskState.DONE, "The record already says so")
        try:
            values = self._typed(found, {change.field: change.new for change in wanted})
        except ValueError as error:
            return Outcome(TaskState.REFUSED, str(error))
        await self._update(connection, found, values)
        return Outcome(TaskState.DONE, evidence={"updated": found.collection, "columns": sorted(values)})

    async def _erased(self, connection: AsyncConnection, found: Found, mode: EraseMode) -> Outcome:
        retain, erase = found.settings.retain, found.settings.erase
        if held := retain and retain.holds(found.collection, found.row, self._now().date()):
            return kept(held)
        if erase is None or (mode == "anonymise" and erase == "delete"):
            return Outcome(TaskState.MANUAL, f"`{found.collection}` has no rule to {mode} rows")
        if erase == "delete":
            await self._delete(connection, found)
            return Outcome(TaskState.DONE, evidence={"deleted": found.collection, "key": found.ref})
        await self._update(connection, found, self._typed(found, erase))
        return Outcome(TaskState.DONE, evidence={"anonymised": found.collection, "key": found.ref})

    async def _update(self, connection: AsyncConnection, found: Found, values: Mapping[str, Any]) -> None:
        table = self._database.table(found.collection)
        _one(await connection.execute(table.update().where(self._this(found)).values(values)), found)

    async def _delete(self, connection: AsyncConnection, found: Found) -> None:
        table = self._database.table(found.collection)
        _one(await connection.execute(table.delete().where(self._this(found))), found)

    def _this(self, found: Found) -> ColumnElement[bool]:
        key: Column[Any] = self._database.table(found.collection).columns[found.settings.key]
        same: ColumnElement[bool] = key == typed(key, found.ref)
        return same

    def _typed(self, found: Found, values: Mapping[str, Any]) -> dict[str, Any]:
        columns = self._database.table(found.collection).columns
        return {name: typed(columns[name], value) for name, value in values.items()}


def _one(result: CursorResult[Any], found: Found) -> None:
    """Raise SystemDidNotAnswer, and so undo everything, unless exactly one row was touched."""
    if result.rowcount != 1:
        sentence = f"`{found.settings.key}` of `{found.collection}` led to {result.rowcount} rows"
        raise SystemDidNotAnswer(sentence, permanent=True)


def _not_correctable(change: Change) -> Outcome:
    return Outcome(TaskState.MANUAL, f"`{change.field}` may not be corrected from here")
