"""Ready tells the truth: each part is broken in turn, and the sentence about it is looked for."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest

from app import clock
from app.db import Database, revisions
from app.office import Office
from app.queries import heartbeats
from app.readiness import OK, Readiness
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.watch import create_watch
from tests.test_intake_door import an_office, an_organisation

PARTS = {"database", "schema", "clock", "worker", "jobs", "master key", "files"}
JOB = "INSERT INTO pgqueuer (priority, status, entrypoint, execute_after) VALUES (0, 'queued', 'x', now() - interval '10 minutes')"


@pytest.fixture
async def office(database: str) -> AsyncGenerator[Office]:
    """A house in order, whose worker has just said that it works."""
    async with an_office(database) as office:
        await an_organisation(office)
        async with office.db.transaction() as session:
            await heartbeats.beat(session, "worker")
        yield office


async def unwell(office: Office, **needs: bool) -> dict[str, str]:
    found = await Readiness(office, **needs).look()
    return {part: told for part, told in found.items() if told != OK}


async def run(database: str, statement: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(statement)
    await connection.close()


async def test_a_house_in_order(office: Office) -> None:
    assert set(await Readiness(office).look()) == PARTS
    assert await unwell(office) == {}


@pytest.mark.parametrize(
    ("statement", "part", "told"),
    [
        ("UPDATE alembic_version SET version_num = '0002'", "schema", "stands at 0002, this program needs"),
        ("DELETE FROM alembic_version", "schema", "stands at nothing"),
        ("DELETE FROM heartbeats", "worker", "none has ever said"),
        (
            "UPDATE heartbeats SET at = now() - interval '5 minutes'",
            "worker",
            "the last sign of life is 300 s old",
        ),
        (JOB, "jobs", "the oldest job has waited 60"),
    ],
)
async def test_a_part_that_is_broken_is_named(
    office: Office, database: str, statement: str, part: str, told: str
) -> None:
    await run(database, statement)
    found = await unwell(office)
    assert set(found) == {part}
    assert told in found[part]


async def test_a_schema_that_a_newer_program_made_serves_this_one(office: Office, database: str) -> None:
    await run(database, "UPDATE alembic_version SET version_num = '9999'")
    assert await unwell(office) == {}
    assert len(set(revisions())) == len(revisions()) > 3


async def test_a_listener_needs_no_worker(office: Office, database: str) -> None:
    await run(database, "DELETE FROM heartbeats")
    await run(database, JOB)
    assert await unwell(office, needs_worker=False) == {}


async def test_another_master_key_is_noticed(office: Office) -> None:
    found = await unwell(replace(office, master=MasterKey(bytes(32)), _desks={}))
    assert found == {
        "master key": "does not open what is stored: it is another than the one the data was sealed with"
    }


async def test_a_store_that_takes_nothing_is_noticed_and_looked_at_again(
    office: Office, tmp_path: Path
) -> None:
    root = tmp_path / "store"
    readiness = Readiness(replace(office, blobs=BlobStore(root.as_uri())))
    root.rmdir()
    root.write_text("no folder")
    assert (await readiness.look())["files"] == "files cannot be written and read"
    root.unlink()
    root.mkdir()
    assert (await readiness.look())["files"] == OK
    assert list(root.iterdir()) == []


@pytest.mark.parametrize(("apart", "well"), [(0, True), (20, True), (-90, False), (90, False)])
async def test_clocks_that_differ_are_noticed(
    office: Office, apart: int, well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(seconds=apart))
    assert ("clock" not in await unwell(office)) is well


async def test_a_database_that_hangs_holds_nobody_up_and_is_asked_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.readiness.PATIENCE_SECONDS", 0.2)
    asked: list[asyncio.StreamWriter] = []

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(writer)

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        db = Database(f"postgresql://x:x@127.0.0.1:{port}/x", pool_size=5)
        readiness = Readiness(replace(office, db=db))
        for _ in range(4):
            assert await readiness.look() == {"database": "no answer within 0.2 seconds", "files": OK}
        assert len(asked) == 1
        for writer in asked:
            writer.close()

        async def refused() -> bool:
            return (await readiness.look())["database"] == "not reachable"

        async with asyncio.timeout(90):
            while not await refused():
                asked[-1].close()
        for writer in asked:
            writer.close()
        await db.close()


async def test_a_worker_answers_its_health_and_figures_and_nothing_else(
    office: Office, database: str
) -> None:
    transport = httpx.ASGITransport(create_watch(office, needs_worker=False))
    await run(database, "DELETE FROM heartbeats")
    async with httpx.AsyncClient(transport=transport, base_url="http://worker.example") as http:
        assert (await http.get("/health/ready")).json()["checks"] == dict.fromkeys(
            PARTS - {"worker", "jobs"}, OK
        )
        assert "utdrag_intake_lag_seconds 0.0" in (await http.get("/metrics")).text
        assert (await http.get("/api/v1/cases")).status_code == 404
        assert (await http.get("/openapi.json")).status_code == 404
