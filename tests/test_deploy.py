"""Two versions side by side: old jobs before new programs, and new tables under old ones."""

import asyncio
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from app import worker
from app.db import migrate, plain_url, revisions
from app.embedded import Server
from app.jobs import Kind
from app.office import Office
from tests.house import until
from tests.offices import an_office

ROOT = Path(__file__).parents[1]
FIRST = "0003"
"""Up to here the tables are made; whatever comes later finds them in use."""
SCRIPTS = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
ALL: list[Script] = list(reversed(list(SCRIPTS.walk_revisions())))
LATER = [script for script in ALL if script.revision > FIRST]
GOES_FIRST = re.compile(r'def upgrade\(\)[^\n]*\n\s+op\.execute\("SET LOCAL lock_timeout = \'\d+s\'"\)')
LOCKS = {
    "rewrites the table": r"ALTER (COLUMN )?\w+ (SET DATA )?TYPE\b|alter_column\([^)]*type_",
    "fails programs that do not know the column": r"\bDROP (COLUMN|TABLE)\b|drop_(column|table)\(",
    "takes a name away": r"\bRENAME (TO|COLUMN)\b|rename_table\(|new_column_name",
    "reads the whole table under a lock": r"\bSET NOT NULL\b|nullable=False\)\s*$",
    "holds writers up": r"\bLOCK TABLE\b|\bVACUUM FULL\b|\bCLUSTER \w",
    "checks every row under a lock": r"\bADD CONSTRAINT\b(?!.*NOT VALID)",
}
"""What must not be done to a table in use, in SQL or in Alembic's words; see docs/how-to/operate.md."""


def harm(text: str) -> list[str]:
    """Give what a migration does that a running system must not meet."""
    body = text.partition("def downgrade()")[0]
    found = [why for why, words in LOCKS.items() if re.search(words, body, re.IGNORECASE | re.MULTILINE)]
    return found if GOES_FIRST.search(text) else ["waits for locks for ever", *found]


def test_the_program_knows_its_migrations_by_the_names_of_their_files() -> None:
    assert revisions() == tuple(script.revision for script in reversed(ALL))


@pytest.mark.parametrize("script", ALL, ids=lambda script: script.revision)
def test_a_migration_gives_up_locks_quickly(script: Script) -> None:
    assert GOES_FIRST.search(Path(script.path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", LATER, ids=lambda script: script.revision)
def test_a_migration_may_run_under_running_programs(script: Script) -> None:
    assert harm(Path(script.path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases ALTER COLUMN version TYPE bigint",
        "ALTER TABLE cases DROP COLUMN assignee",
        "ALTER TABLE cases RENAME COLUMN assignee TO owner",
        "ALTER TABLE cases ALTER COLUMN assignee SET NOT NULL",
        "ALTER TABLE cases ADD CONSTRAINT positive CHECK (version > 0)",
        "LOCK TABLE cases",
    ],
)
def test_what_does_harm_is_found(statement: str) -> None:
    assert harm(
        f'def upgrade() -> None:\n    op.execute("SET LOCAL lock_timeout = \'5s\'")\n    op.execute("{statement}")'
    )


async def columns(connection: asyncpg.Connection) -> dict[tuple[str, str], tuple[str, bool]]:
    """Give every column: its type, and whether a program that does not know it can insert a row."""
    rows = await connection.fetch(
        "SELECT table_name, column_name, data_type, is_nullable = 'YES' OR column_default IS NOT NULL "
        "OR is_identity = 'YES' AS optional FROM information_schema.columns WHERE table_schema = 'public'"
    )
    return {(row["table_name"], row["column_name"]): (row["data_type"], row["optional"]) for row in rows}


async def test_a_program_of_the_version_before_finds_what_it_knows(server: Server) -> None:
    """Each migration only adds: what was there stays as it is, and what is new may be left out."""
    admin = await asyncpg.connect(server.url)
    await admin.execute("CREATE DATABASE step_by_step")
    url = server.database("step_by_step")
    try:
        await asyncio.to_thread(migrate, url, FIRST)
        connection = await asyncpg.connect(url)
        before = await columns(connection)
        for script in LATER:
            await asyncio.to_thread(migrate, url, script.revision)
            after = await columns(connection)
            tables = {table for table, _ in before}
            assert before.items() <= after.items()
            asked = [name for name, (_, optional) in after.items() if name[0] in tables and not optional]
            assert set(asked) <= before.keys(), script.revision
            before = after
        await connection.close()
    finally:
        await admin.execute("DROP DATABASE step_by_step WITH (FORCE)")
        await admin.close()


@pytest.fixture
async def office(database: str, tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(database, tmp_path) as office:
        yield office


async def queued(owner: asyncpg.Connection, entrypoint: str, payload: str, minutes: int) -> None:
    await owner.execute(
        "INSERT INTO pgqueuer (priority, status, entrypoint, payload, execute_after) "
        "VALUES (0, 'queued', $1, $2, now() - make_interval(mins => $3))",
        entrypoint, payload.encode(), minutes,
    )  # fmt: skip


async def statuses(owner: asyncpg.Connection) -> dict[str, str]:
    rows: list[Any] = await owner.fetch("SELECT entrypoint, status::text FROM pgqueuer")
    return {row["entrypoint"]: row["status"] for row in rows}


async def test_a_kind_nobody_knows_is_held_once_a_deploy_is_over(office: Office) -> None:
    """For a quarter of an hour it may be a newer program's, which still has to start."""
    owner = await asyncpg.connect(plain_url(office.db.url))
    await queued(owner, "of_yesterday", "{}", minutes=20)
    await queued(owner, "of_tomorrow", "{}", minutes=5)
    await queued(owner, Kind.PROCEED.value, "{}", minutes=20)
    await worker.hold_unknown(office)
    assert await statuses(owner) == {
        "of_yesterday": "failed", "of_tomorrow": "queued", Kind.PROCEED.value: "queued",
    }  # fmt: skip
    await owner.close()


async def test_a_job_written_in_another_shape_is_held(office: Office) -> None:
    owner = await asyncpg.connect(plain_url(office.db.url))
    await queued(owner, Kind.PROCEED.value, '{"case": "of an earlier shape"}', minutes=1)
    stopping = asyncio.Event()
    working = asyncio.create_task(worker.run(office, stopping))

    async def held() -> bool:
        return await statuses(owner) == {Kind.PROCEED.value: "failed"}

    await until(held)
    stopping.set()
    await working
    await owner.close()
