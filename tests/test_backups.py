"""A backup taken while the house works comes back whole, or is found out; and what was erased stays erased."""

import asyncio
import base64
import gzip
import os
import secrets
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from app import embedded
from app.backups.folder import Manifest
from app.backups.restoring import checked
from app.backups.taking import take
from app.cli.main import app as program
from app.db import Database
from app.errors import InvalidInput, NotReady
from app.office import Office
from app.queries import cases
from app.trust.blobs import BlobStore
from app.trust.paths import BlobPath
from app.workflows.sealing import prove_history
from tests.offices import AT, MASTER, environment
from tests.past import COPY, PACKAGE, Past, a_past, a_person, files

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def past(database: str, tmp_path: Path) -> AsyncGenerator[Past]:
    async with a_past(database, tmp_path / "home") as house:
        yield house


@pytest.fixture
async def empty(server: embedded.Server) -> AsyncGenerator[str]:
    """The URL of an empty database, on a server where nothing was prepared for it."""
    name = f"empty_{secrets.token_hex(6)}"
    root = await asyncpg.connect(server.url)
    await root.execute(f"CREATE DATABASE {name}")
    yield server.database(name)
    await root.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await root.close()


@pytest.fixture
def run(past: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a database, with the list of what was erased, and another store of files."""

    async def invoke(url: str, *words: str, store: str = "home", key: bytes = MASTER.secret) -> Result:
        told = environment(url, tmp_path / "home")
        told["UTDRAG_BLOB_URL"] = (tmp_path / store / "blobs").as_uri()
        told["UTDRAG_MASTER_KEY"] = base64.b64encode(key).decode()
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        return await asyncio.to_thread(CliRunner().invoke, program, list(words))

    return invoke


async def all_rows(url: str) -> dict[str, list[str]]:
    """Give every row of every table as text, except what running leaves behind."""
    root = await asyncpg.connect(url)
    names = await root.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = {
        name: sorted(r["x"] for r in await root.fetch(f'SELECT t::text AS x FROM "{name}" t'))
        for name in (row["tablename"] for row in names)
    }
    await root.close()
    return found


async def test_it_comes_back_as_it_was(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    taken = await run(past.office.db.url, "backup", str(tmp_path / "b"))
    assert taken.exit_code == 0, taken.output
    assert "The master key is not in it." in taken.output
    restored = await run(empty, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert restored.exit_code == 0, restored.output + repr(restored.exception)
    assert {line[:5] for line in restored.stdout.splitlines()[:-1]} == {"ok   "}
    for looked in (
        "files: 4",
        "rows: ",
        "schema: ",
        "walls: In force",
        "history of",
        "files of nordbemanning: 4",
    ):
        assert looked in restored.output
    assert await all_rows(empty) == await all_rows(past.office.db.url)
    root = await asyncpg.connect(empty)
    position = await root.fetchval("SELECT nextval(pg_get_serial_sequence('audit_events', 'position'))")
    assert position > await root.fetchval("SELECT max(position) FROM audit_events")
    for statement in ("DELETE FROM audit_events", "TRUNCATE forgotten"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await root.execute(statement)
    await root.close()


async def test_it_holds_no_name_and_no_key(past: Past, tmp_path: Path) -> None:
    await take(past.office, tmp_path / "b", "1", AT)
    manifest = (tmp_path / "b" / "manifest.json").read_text()
    held = b"".join(path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file())
    held += b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "b").rglob("*.gz"))
    for secret in (b"Lindqvist", b"anna@", b"Vad vet ni", COPY, PACKAGE, MASTER.secret):
        assert secret not in held
        assert secret.hex().encode() not in held
    assert base64.b64encode(MASTER.secret).decode() not in manifest


async def test_an_owner_that_is_no_superuser_restores(
    past: Past, run: Run, empty: str, server: embedded.Server, tmp_path: Path
) -> None:
    await run(past.office.db.url, "backup", str(tmp_path / "b"))
    name, owner = urlsplit(empty).path[1:], f"owner_{secrets.token_hex(4)}"
    root = await asyncpg.connect(server.url)
    await root.execute(
        f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'x'; GRANT utdrag_app, utdrag_sweep TO {owner}"
    )
    await root.execute(f"ALTER DATABASE {name} OWNER TO {owner}")
    inside = await asyncpg.connect(empty)
    await inside.execute(f"ALTER SCHEMA public OWNER TO {owner}")
    await inside.close()
    url = f"postgresql://{owner}:x@127.0.0.1:{server.port}/{name}"
    restored = await run(url, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert restored.exit_code == 0, restored.output + repr(restored.exception)
    await root.execute(f"ALTER DATABASE {name} OWNER TO postgres")
    inside = await asyncpg.connect(empty)
    await inside.execute(f"REASSIGN OWNED BY {owner} TO postgres; DROP OWNED BY {owner}")
    await inside.close()
    await root.execute(f"DROP ROLE {owner}")
    await root.close()


async def test_what_was_erased_since_is_erased_again(
    past: Past, run: Run, empty: str, tmp_path: Path
) -> None:
    await run(past.office.db.url, "backup", str(tmp_path / "b"))
    await past.forget()
    restored = await run(empty, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert restored.exit_code == 0, restored.output + repr(restored.exception)
    assert "1 erasures were made again." in restored.output
    assert "files of nordbemanning: 2 opened" in restored.output
    root = await asyncpg.connect(empty)
    assert [r[0] for r in await root.fetch("SELECT case_id FROM case_keys")] == [past.open]
    assert await root.fetchval("SELECT count(*) FROM search_tokens WHERE case_id = $1", past.closed) == 0
    await root.close()
    second = BlobStore((tmp_path / "second" / "blobs").as_uri())
    assert [path async for path in second.list(past.organisation.id, past.closed)] == []
    database = Database(empty, pool_size=1)
    office = Office(past.office.settings, database, MASTER, second)
    proof = await prove_history(office, past.organisation)
    await database.close()
    assert proof.damages == ()
    assert proof.unsealed == 1


async def test_a_database_in_use_is_refused(past: Past, run: Run, tmp_path: Path) -> None:
    await run(past.office.db.url, "backup", str(tmp_path / "b"))
    refused = await run(past.office.db.url, "restore", str(tmp_path / "b"))
    assert isinstance(refused.exception, NotReady)
    assert "not empty" in refused.exception.detail
    again = await run(past.office.db.url, "backup", str(tmp_path / "b"))
    assert isinstance(again.exception, NotReady)
    assert "never overwrites" in again.exception.detail


KINDS = ("manifest.json", "SHA256SUMS", "tables/*/cases.*", "tables/shared/*", "blobs/*/*/*")


async def test_damage_is_found(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    """One bit, the end, or all of one file of each kind."""
    await take(past.office, tmp_path / "b", "1", AT)
    for kind in KINDS:
        victim = min((tmp_path / "b").glob(kind))
        whole = victim.read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for damaged in (bytes(flipped), whole[:-9], None):
            victim.unlink()
            if damaged is not None:
                victim.write_bytes(damaged)
            with pytest.raises(InvalidInput):
                await checked(tmp_path / "b")
            victim.write_bytes(whole)
        await checked(tmp_path / "b")
    min((tmp_path / "b").glob(KINDS[-1])).unlink()
    refused = await run(empty, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert isinstance(refused.exception, InvalidInput), refused.output
    assert "is missing." in refused.exception.detail
    root = await asyncpg.connect(empty)
    assert await root.fetchval("SELECT to_regclass('organisations')") is None
    await root.close()


async def test_a_drill_needs_nothing_and_leaves_nothing(past: Past, run: Run, tmp_path: Path) -> None:
    await run(past.office.db.url, "backup", str(tmp_path / "b"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*")}
    drilled = await run("postgresql://nobody@127.0.0.1:9/none", "restore", str(tmp_path / "b"), "--scratch")
    assert drilled.exit_code == 0, drilled.output + repr(drilled.exception)
    assert "files of nordbemanning: 4 opened" in drilled.output
    other_key = await run(
        "postgresql://nobody@127.0.0.1:9/none", "restore", str(tmp_path / "b"), "--scratch", key=bytes(32)
    )
    assert other_key.exit_code == 1
    assert "FAIL  history of nordbemanning" in other_key.output
    assert "FAIL  files of nordbemanning" in other_key.output
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*")}


async def test_files_that_go_or_are_lost_meanwhile(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    """A purge while we copy is no damage; a file that a row still names, and is not there, is."""
    finding = await past.root.fetchval("SELECT id FROM findings WHERE case_id = $1", past.closed)
    gone = BlobPath(past.organisation.id, past.closed, finding)
    real = past.office.blobs.sealed

    async def purged_meanwhile(path: BlobPath) -> AsyncGenerator[bytes]:
        if path == gone:
            await past.root.execute("UPDATE findings SET sha256 = NULL WHERE id = $1", finding)
            await past.office.blobs.delete(path)
        async for chunk in real(path):
            yield chunk

    object.__setattr__(past.office.blobs, "sealed", purged_meanwhile)
    manifest = await take(past.office, tmp_path / "b", "1", AT)
    assert (manifest.purged, manifest.lost, manifest.blobs) == ((str(gone),), (), 3)
    restored = await run(empty, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert restored.exit_code == 0, restored.output
    package = await past.root.fetchval("SELECT id FROM extracts WHERE case_id = $1", past.open)
    await past.office.blobs.delete(BlobPath(past.organisation.id, past.open, package))
    taken = await run(past.office.db.url, "backup", str(tmp_path / "c"))
    assert taken.exit_code == 1
    assert "1 files that rows name are not in the store" in taken.output


async def test_a_backup_under_load_is_one_moment(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    stop = asyncio.Event()

    async def busy(number: int) -> int:
        made = 0
        while not stop.is_set():
            await a_person(
                past.office, past.organisation.id, f"Person{number} Nr{made}", closed=made % 2 == 0
            )
            made += 1
        return made

    working = [asyncio.create_task(busy(number)) for number in range(2)]
    await asyncio.sleep(0)
    while await past.root.fetchval("SELECT count(*) FROM cases") < 6:
        await asyncio.sleep(0.02)
    await take(past.office, tmp_path / "b", "1", AT)
    stop.set()
    assert sum(await asyncio.gather(*working)) >= 4
    restored = await run(empty, "restore", str(tmp_path / "b"), "--verify", store="second")
    assert restored.exit_code == 0, restored.output + repr(restored.exception)
    manifest = Manifest.read(tmp_path / "b")
    assert manifest.rows["cases"] == manifest.rows["case_keys"] >= 6
    assert manifest.blobs == 2 * manifest.rows["cases"]


# Killed in the middle.


async def killed(url: str, home: Path, store: Path, *words: str, when: Callable[[], Awaitable[bool]]) -> bool:
    """Start a command, kill it with -9 once something is seen, and tell whether it was still at work."""
    told = {**os.environ, **environment(url, home), "UTDRAG_BLOB_URL": store.as_uri()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from app.cli.main import main; main()", *words, env=told,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    while process.returncode is None and not await when():
        await asyncio.sleep(0.005)
    if process.returncode is not None:
        return False
    process.send_signal(signal.SIGKILL)
    return await process.wait() == -signal.SIGKILL


async def copying(root: asyncpg.Connection) -> bool:
    """Tell whether rows are being copied in a database just now."""
    return bool(
        await root.fetchval(
            "SELECT EXISTS (SELECT FROM pg_stat_progress_copy WHERE datname = current_database() "
            "AND relid = to_regclass('search_tokens') OR bytes_processed > 1000000)"
        )
    )


async def many_tokens(past: Past, count: int) -> None:
    await past.root.execute(
        "INSERT INTO search_tokens (organisation_id, token, case_id) "
        "SELECT $1, sha256(n::text::bytea), $2 FROM generate_series(1, $3::int) n",
        past.organisation.id, past.open, count,
    )  # fmt: skip


async def test_a_backup_that_was_killed_is_none(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    await many_tokens(past, 60_000)
    home, target, left = tmp_path / "home", tmp_path / "b", tmp_path / ".b.unfinished"
    now = partial(copying, past.root)
    assert await killed(past.office.db.url, home, home / "blobs", "backup", str(target), when=now)
    assert left.is_dir()
    assert not target.exists()
    refused = await run(empty, "restore", str(left))
    assert isinstance(refused.exception, InvalidInput)
    assert "no manifest" in refused.exception.detail
    assert (await run(past.office.db.url, "backup", str(target))).exit_code == 0
    assert not left.exists()


async def test_a_restore_that_was_killed_is_begun_again(
    past: Past, run: Run, empty: str, tmp_path: Path
) -> None:
    await many_tokens(past, 60_000)
    await run(past.office.db.url, "backup", str(tmp_path / "b"))
    root, store = await asyncpg.connect(empty), tmp_path / "second" / "blobs"
    words = ("restore", str(tmp_path / "b"))
    assert await killed(empty, tmp_path / "home", store, *words, when=partial(copying, root))
    assert not await root.fetchval("SELECT EXISTS (SELECT FROM organisations)")
    await root.close()
    restored = await run(empty, *words, "--verify", store="second")
    assert restored.exit_code == 0, restored.output + repr(restored.exception)
    root = await asyncpg.connect(empty)
    assert await root.fetchval("SELECT count(*) FROM search_tokens WHERE length(token) = 32") == 60_000
    await root.close()


async def test_memory_stays_flat(past: Past, run: Run, empty: str, tmp_path: Path) -> None:
    """A file of 80 MB and 60 000 rows pass through, and neither is ever held."""
    async with past.office.db.transaction(past.organisation.id) as session:
        file = await past.office.file(session, await cases.get_case(session, past.open))
        await files(session, file, copy=secrets.token_bytes(80_000_000), number=2)
    await many_tokens(past, 60_000)
    home = tmp_path / "home"
    peaks = [
        await peak(past.office.db.url, home, home / "blobs", "backup", str(tmp_path / "b")),
        await peak(empty, home, tmp_path / "second" / "blobs", "restore", str(tmp_path / "b"), "--verify"),
    ]
    idle = await peak(past.office.db.url, home, home / "blobs", "retention", "--dry-run")
    assert max(peaks) - idle < 60_000_000, (peaks, idle)


async def peak(url: str, home: Path, store: Path, *words: str) -> int:
    """Give the most memory a command ever had, in bytes."""
    told = {**os.environ, **environment(url, home), "UTDRAG_BLOB_URL": store.as_uri()}
    program = (
        "import resource, sys\nfrom app.cli.main import app\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *words, env=told, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said
    return int(said.split()[-1])
