"""Reading a foreign database's rows inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.connectors.contract import Ident, Match, Record
from app.connectors.matching import combinations, strongest
from app.connectors.sql_database import Database
from app.connectors.sql_settings import MatchRule, Mention, SqlSettings, TableSettings
from app.connectors.sql_values import typed
from app.connectors.values import plain
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty

SHORTEST_MENTION = 3  # letters


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a table, as JSON values."""

    collection: str
    settings: TableSettings
    certainty: Certainty
    row: Mapping[str, Any]

    @property
    def ref(self) -> str:
        return str(self.row[self.settings.key])

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in self.row.items() if name not in self.settings.omit}

    def label(self) -> str:
        return str((self.settings.label and self.row[self.settings.label]) or self.ref)

    def match(self) -> Match:
        return Match(self.ref, self.collection, self.certainty, self.label(), self.data())

    def record(self) -> Record:
        data = self.data()
        labels = {name: words for name, words in self.settings.labels.items() if name in data}
        return Record(
            self.collection, self.ref, self.certainty, self.label(), data, labels, self.settings.purpose
        )


class Rows:
    """The rows the settings lead to, read through one connection."""

    def __init__(self, settings: SqlSettings, database: Database, connection: AsyncConnection) -> None:
        self._settings = settings
        self._database = database
        self._connection = connection

    async def matching(self, idents: Sequence[Ident]) -> list[Match]:
        """Give every row the identifiers lead to, each once with its highest certainty."""
        found: list[Found] = []
        for name, settings in self._settings.tables.items():
            for rule in settings.match:
                for known in combinations(tuple(rule.columns), idents):
                    found += await self._equal(name, rule, known)
            if settings.mention is not None:
                for ident in idents:
                    found += await self._mentioning(name, settings.mention, ident)
        return strongest(row.match() for row in found)

    async def at(self, match: Match, *, lock: bool = False) -> Found | None:
        """Give the row as it is now, None when gone; `lock` keeps it so until the transaction ends."""
        settings = self._settings.tables.get(match.collection)
        if settings is None:
            raise SystemDidNotAnswer(f"There is no collection `{match.collection}`", permanent=True)
        table = self._database.table(match.collection)
        key = table.columns[settings.key]
        rows = await self._read(match.collection, key == typed(key, match.ref), lock=lock)
        return Found(match.collection, settings, match.certainty, rows[0]) if rows else None

    async def below(self, found: Found) -> list[Found]:
        """Give the rows hanging on one; none for a mention, where they are about somebody else."""
        rows: list[Found] = []
        for name in (
            self._settings.children(found.collection) if found.certainty is not Certainty.MENTION else ()
        ):
            settings = self._settings.tables[name]
            link = settings.for_each
            assert link is not None
            column = self._database.table(name).columns[link.column]
            value = typed(column, found.row[link.parent or found.settings.key])
            children = await self._read(name, column == value)
            rows += [Found(name, settings, found.certainty, row) for row in children]
        return rows

    async def tree(self, found: Found) -> list[Found]:
        """Give a row and everything that hangs on it, from the top."""
        return [found, *[row for child in await self.below(found) for row in await self.tree(child)]]

    async def _equal(self, name: str, rule: MatchRule, known: Mapping[str, str]) -> list[Found]:
        table = self._database.table(name)
        try:
            wanted = {
                column: typed(table.columns[column], known[kind]) for kind, column in rule.columns.items()
            }
        except ValueError:
            return []  # what the column cannot hold, it does not hold
        condition = and_(*[_equals(table, column, value, rule) for column, value in wanted.items()])
        rows = await self._read(name, condition)
        settings = self._settings.tables[name]
        return [Found(name, settings, rule.certainty, row) for row in rows if _really(row, wanted, rule)]

    async def _mentioning(self, name: str, mention: Mention, ident: Ident) -> list[Found]:
        if ident.kind not in mention.kinds or len(ident.value) < SHORTEST_MENTION:
            return []
        table = self._database.table(name)
        columns = [table.columns[column] for column in mention.columns]
        condition = or_(*[column.icontains(ident.value, autoescape=True) for column in columns])
        rows = await self._read(name, condition)
        return [Found(name, self._settings.tables[name], Certainty.MENTION, row) for row in rows]

    async def _read(
        self, name: str, condition: ColumnElement[bool], *, lock: bool = False
    ) -> list[dict[str, Any]]:
        most = self._settings.most_rows
        table = self._database.table(name)
        query = table.select().where(condition).order_by(table.columns[self._settings.tables[name].key])
        query = query.with_for_update() if lock else query.limit(most + 1)
        rows = (await self._connection.execute(query)).mappings().all()
        if len(rows) > most:
            raise SystemDidNotAnswer(f"More than {most} rows of `{name}` match", permanent=True)
        return [plain(row) for row in rows]


def _equals(table: Table, column: str, value: Any, rule: MatchRule) -> ColumnElement[bool]:
    held: Column[Any] = table.columns[column]
    folds = rule.ignore_case and isinstance(value, str)
    same: ColumnElement[bool] = func.lower(held) == value.lower() if folds else held == value
    return same


def _really(row: Mapping[str, Any], wanted: Mapping[str, Any], rule: MatchRule) -> bool:
    """Say whether a row holds the very values: a collation may think that å is a."""
    return all(_folded(row[column], rule) == _folded(plain(value), rule) for column, value in wanted.items())


def _folded(value: Any, rule: MatchRule) -> Any:
    if not isinstance(value, str):
        return value
    return value.rstrip().casefold() if rule.ignore_case else value.rstrip()
