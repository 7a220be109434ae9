"""The demonstration's system of record: two schemas in one database, laid once."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.db import async_url
from app.demo.rows import Rows, fjellkraft, nordstaff

_HERE: Final = Path(__file__).parent
_LOCK: Final = 7_215_044_618


async def seed_system(url: str) -> None:
    """Lay the schemas `rekryt` and `bemanning` with their invented people, each wholly or not at all.

    A schema that is there is left alone: who was erased in the demonstration stays erased. `url` is a
    PostgreSQL database whose user may create schemas.
    """
    laid = (
        ("rekryt", (_HERE / "nordstaff.sql").read_text(encoding="utf-8"), nordstaff()),
        ("bemanning", (_HERE / "fjellkraft.sql").read_text(encoding="utf-8"), fjellkraft()),
    )
    engine = create_async_engine(async_url(url))
    try:
        for schema, tables, rows in laid:
            async with engine.begin() as connection:
                await _lay(connection, schema, tables, rows)
    finally:
        await engine.dispose()


async def _lay(connection: AsyncConnection, schema: str, tables: str, rows: Rows) -> None:
    await connection.exec_driver_sql("SELECT pg_advisory_xact_lock($1)", (_LOCK,))
    there = await connection.exec_driver_sql("SELECT to_regnamespace($1) IS NOT NULL", (schema,))
    if there.scalar_one():
        return
    # The driver itself, as it takes a whole script and copies rows; it is in the same transaction.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute(tables)
    for table, records in rows.items():
        await driver.copy_records_to_table(table, schema_name=schema, records=records)
