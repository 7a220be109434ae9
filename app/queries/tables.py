"""Whole tables: what a backup copies, what a restore puts back, and how many rows that is.

These run on a connection of their own, because rows are copied as PostgreSQL writes them, not read one by
one. The names in the statements come from the catalogue or from a manifest that was checked against it.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from app.errors import InvalidInput
from app.trust.paths import BlobPath

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
NOT_OURS = "alembic_version"

_TABLES = """
SELECT table_.relname AS name, table_.relrowsecurity AS walled,
    (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = table_.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
    ARRAY(SELECT DISTINCT other.relname::text FROM pg_constraint JOIN pg_class other ON other.oid = confrelid
        WHERE contype = 'f' AND conrelid = table_.oid AND confrelid <> table_.oid) AS needs
FROM pg_class table_
WHERE table_.relkind IN ('r', 'p') AND table_.relnamespace = current_schema()::regnamespace
    AND table_.relname <> $1
ORDER BY 1
"""
_BLOBS = """
SELECT case_id, id FROM findings WHERE organisation_id = $1 AND sha256 IS NOT NULL
UNION ALL SELECT case_id, id FROM extracts WHERE organisation_id = $1 AND purged_at IS NULL
"""
_NAMED = """
SELECT EXISTS (SELECT FROM findings WHERE id = $1 AND sha256 IS NOT NULL)
    OR EXISTS (SELECT FROM extracts WHERE id = $1 AND purged_at IS NULL)
"""
_SEQUENCES = """
SELECT table_.relname AS name, attname AS column,
    pg_get_serial_sequence(quote_ident(table_.relname), attname) AS sequence
FROM pg_class table_ JOIN pg_attribute ON attrelid = table_.oid AND attnum > 0 AND NOT attisdropped
WHERE table_.relkind = 'r' AND table_.relnamespace = current_schema()::regnamespace
    AND pg_get_serial_sequence(quote_ident(table_.relname), attname) IS NOT NULL
"""


@dataclass(frozen=True)
class Table:
    """A table: whether it has walls, so is copied organisation by organisation, and its columns."""

    name: str
    walled: bool
    columns: tuple[str, ...]

    @property
    def listed(self) -> str:
        """Give the columns as a statement names them."""
        return ", ".join(f'"{column}"' for column in self.columns)


async def tables(connection: Connection) -> list[Table]:
    """Give every table of ours, each after those it refers to."""
    found = {row["name"]: row for row in await connection.fetch(_TABLES, NOT_OURS)}
    order = TopologicalSorter({name: row["needs"] for name, row in found.items()}).static_order()
    return [Table(name, found[name]["walled"], tuple(found[name]["columns"])) for name in order]


async def enter(connection: Connection, organisation_id: UUID | None) -> None:
    """Let the transaction see one organisation behind the walls, or none."""
    value = str(organisation_id) if organisation_id else ""
    await connection.execute("SELECT set_config('app.organisation', $1, true)", value)


async def revision_of(connection: Connection) -> str:
    """Give the migration the schema stands at."""
    return str(await connection.fetchval("SELECT version_num FROM alembic_version"))


async def organisation_ids(connection: Connection) -> list[UUID]:
    """Give every organisation."""
    return [row["id"] for row in await connection.fetch("SELECT id FROM organisations ORDER BY id")]


async def last_root(connection: Connection) -> bytes | None:
    """Give the root of the newest seal of the organisation that was entered."""
    root: bytes | None = await connection.fetchval(
        "SELECT substr(root, 1, 32) FROM audit_seals ORDER BY number DESC LIMIT 1"
    )
    return root


async def copy_out(
    connection: Connection, table: Table, output: Callable[[bytes], Coroutine[Any, Any, None]]
) -> int:
    """Write what the transaction sees of a table, as text; give how many rows."""
    query = f'SELECT {table.listed} FROM "{table.name}"'  # noqa: S608 - names of the catalogue
    return _rows(await connection.copy_from_query(query, output=output))


async def copy_in(connection: Connection, table: Table, source: AsyncIterator[bytes]) -> int:
    """Put rows back as they were written; give how many."""
    done = await connection.copy_to_table(table.name, source=source, columns=list(table.columns))
    return _rows(done)


def _rows(answer: str) -> int:
    return int(answer.rpartition(" ")[2])


async def open_to_owner(connection: Connection, known: Sequence[Table]) -> None:
    """Let the owner put rows back as they were: past the walls and past our own triggers, until the commit.

    Nobody else sees it: the tables are locked, and `close_again` comes before the commit.
    """
    for table in known:
        await connection.execute(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        if table.walled:
            await connection.execute(f'ALTER TABLE "{table.name}" NO FORCE ROW LEVEL SECURITY')


async def close_again(connection: Connection, known: Sequence[Table]) -> None:
    """Put walls and triggers in force again, and let every sequence go on behind its last number."""
    for row in await connection.fetch(_SEQUENCES):
        name, column, sequence = row["name"], row["column"], row["sequence"]
        await connection.execute(
            f"""SELECT setval('{sequence}', max("{column}")) FROM "{name}" """  # noqa: S608 - of the catalogue
        )
    for table in known:
        await connection.execute(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')
        if table.walled:
            await connection.execute(f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY')


async def count(connection: Connection, table: Table) -> int:
    """Give how many rows a table has, for whoever may see them."""
    return int(await connection.fetchval(f'SELECT count(*) FROM "{table.name}"'))  # noqa: S608 - as above


async def is_empty(connection: Connection) -> bool:
    """Tell whether nobody's data are here; a schema alone is empty."""
    if await connection.fetchval("SELECT to_regclass('organisations')") is None:
        strangers = "SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())"
        return bool(await connection.fetchval(strangers))
    return bool(await connection.fetchval("SELECT NOT EXISTS (SELECT FROM organisations)"))


async def blobs(connection: Connection, organisation_id: UUID) -> AsyncIterator[BlobPath]:
    """Give the files that rows of the organisation name, as the transaction sees them."""
    async for row in connection.cursor(_BLOBS, organisation_id, prefetch=500):
        yield BlobPath(organisation_id, row["case_id"], row["id"])


async def still_named(connection: Connection, path: BlobPath) -> bool:
    """Tell whether a row still names a file."""
    async with connection.transaction():
        await enter(connection, path.organisation_id)
        return bool(await connection.fetchval(_NAMED, path.blob_id))


async def drop_names(connection: Connection, gone: Sequence[BlobPath]) -> None:
    """Let rows no longer name files that were purged while the backup was taken."""
    ids = [path.blob_id for path in gone]
    await connection.execute("UPDATE findings SET sha256 = NULL WHERE id = ANY($1)", ids)
    await connection.execute("UPDATE extracts SET purged_at = expires_at WHERE id = ANY($1)", ids)


def matching(wanted: Sequence[Table], there: Sequence[Table]) -> None:
    """Raise InvalidInput when tables of a manifest are not those of the schema."""
    known = {table.name: set(table.columns) for table in there}
    for table in wanted:
        if not set(table.columns) <= known.get(table.name, set()):
            raise InvalidInput(f"The backup's table {table.name} is not that of the schema it names.")
