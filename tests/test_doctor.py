"""`utdrag doctor` finds what is wrong, says what to do, and is silent about what it must not tell."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest
import typer
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from app import clock, embedded
from app.cli.doctor import doctor_command, examine
from app.cli.verdicts import Check, Verdict
from app.db import Database
from app.jobs import Job, Kind, enqueue
from app.models.organisation import MailCursor
from app.office import Office
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import Event
from app.workflows.history import SYSTEM, record
from app.workflows.sealing import seal_history
from tests.counterparts.smtp_capture import Capture
from tests.offices import a_case, an_office, an_organisation, environment

OK, WARN, FAIL = Verdict.OK, Verdict.WARN, Verdict.FAIL
MAILBOX = "dataskydd@nordbemanning.example"
IMAP = {"host": "imap.nordbemanning.example", "user": "dataskydd", "password": "env:NOT_READ_HERE"}
SYSTEMS = [
    {
        "slug": "archive",
        "name": "Archive",
        "kind": "manual",
        "settings": {"owner": "Ada", "owner_email": MAILBOX, "checklist": {"sv": ["Sök i arkivet."]}},
    }
]
program = typer.Typer()
program.command("doctor")(doctor_command)


class Ward(NamedTuple):
    """A house with one organisation that has a mailbox and a system, and the superuser beside it."""

    office: Office
    organisation_id: UUID
    root: asyncpg.Connection


@pytest.fixture
async def ward(database: str, tmp_path: Path) -> AsyncGenerator[Ward]:
    async with an_office(database, tmp_path) as office:
        organisation_id = await an_organisation(
            office, inboxes=[{"address": MAILBOX, "imap": IMAP}], systems=SYSTEMS
        )
        async with office.db.transaction(organisation_id) as session:
            session.add(a_cursor(organisation_id, connected_at=clock.now()))
            case = a_case(organisation_id, "NB-1")
            session.add(case)
            await record(session, case, Event.NOTE, SYSTEM, clock.now())
        await seal_history(office, clock.now())
        root = await asyncpg.connect(database)
        yield Ward(office, organisation_id, root)
        await root.close()


def a_cursor(
    organisation_id: UUID,
    *,
    connected_at: datetime | None = None,
    failing_since: datetime | None = None,
    failure: str = "",
) -> MailCursor:
    return MailCursor(
        organisation_id=organisation_id,
        mailbox=MAILBOX,
        folder="INBOX",
        uid_validity=1,
        last_uid=1,
        connected_at=connected_at,
        failing_since=failing_since,
        failure=failure,
    )


async def checks(office: Office) -> dict[str, Check]:
    found = await examine(office)
    assert len({check.name for check in found}) == len(found)
    for check in found:
        assert bool(check.advice) is (check.verdict is not OK), (
            f"{check.name}: what is not well has an advice"
        )
    return {check.name: check for check in found}


async def test_a_house_in_order(
    ward: Ward, server: embedded.Server, smtp_capture: Capture, tmp_path: Path, database: str
) -> None:
    login = f"login_{ward.organisation_id.hex[:12]}"
    await ward.root.execute(
        f"CREATE ROLE {login} LOGIN PASSWORD 'x' NOINHERIT IN ROLE utdrag_app, utdrag_sweep"
    )
    url = f"postgresql://{login}:x@127.0.0.1:{server.port}/{urlsplit(database).path[1:]}"
    settings = ward.office.settings.model_copy(update={"smtp_url": SecretStr(smtp_capture.url)})
    db = Database(url, pool_size=1)
    try:
        found = await checks(replace(ward.office, db=db, settings=settings))
    finally:
        await db.close()
        await ward.root.execute(f"DROP ROLE {login}")
    assert {check.verdict for check in found.values()} == {OK}, found
    assert list(found) == [
        "database",
        "schema",
        "role",
        "walls",
        "clock",
        "blobs",
        "mail server",
        "jobs",
        "key of nordbemanning",
        f"mailbox {MAILBOX}",
        "system archive of nordbemanning",
        "seals of nordbemanning",
    ]


# The database.


async def test_a_login_that_no_wall_holds_is_worth_a_warning(ward: Ward) -> None:
    found = (await checks(ward.office))["role"]
    assert found.verdict is WARN
    assert "log in as postgres" in found.told


async def test_the_embedded_databases_own_login_is_no_warning(ward: Ward) -> None:
    settings = ward.office.settings.model_copy(update={"database_url": None})
    assert (await checks(replace(ward.office, settings=settings)))["role"].verdict is OK


async def test_working_as_a_superuser_fails(
    ward: Ward, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.APP_ROLE", "postgres")
    db = Database(database, pool_size=1)
    found = await checks(replace(ward.office, db=db))
    await db.close()
    assert found["role"].verdict is FAIL
    assert "jobs" not in found, "nothing more is looked at as a role that sees everything"


@pytest.mark.parametrize("stands", ["0002", "9999", None])
async def test_a_schema_of_another_version_fails(ward: Ward, stands: str | None) -> None:
    await ward.root.execute("DELETE FROM alembic_version")
    if stands:
        await ward.root.execute("INSERT INTO alembic_version VALUES ($1)", stands)
    found = (await checks(ward.office))["schema"]
    assert found.verdict is FAIL
    assert f"stands at {stands or 'nothing'}" in found.told
    assert "utdrag migrate" in found.advice


async def test_a_database_that_was_never_migrated_fails(ward: Ward, server: embedded.Server) -> None:
    await ward.root.execute("CREATE DATABASE empty_of_doctor")
    db = Database(server.database("empty_of_doctor"), pool_size=1)
    found = await checks(replace(ward.office, db=db))
    await db.close()
    await ward.root.execute("DROP DATABASE empty_of_doctor WITH (FORCE)")
    assert found["schema"].verdict is FAIL
    assert found["walls"].verdict is FAIL


async def test_a_database_that_does_not_answer_fails_and_its_password_stays_untold(ward: Ward) -> None:
    db = Database(f"postgresql://postgres:geheim@127.0.0.1:{embedded.server.free_port()}/x", pool_size=1)
    found = await examine(replace(ward.office, db=db))
    await db.close()
    assert (found[0].name, found[0].verdict) == ("database", FAIL)
    assert "geheim" not in str(found)
    assert {check.name for check in found} == {"database", "blobs", "mail server"}


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("ALTER TABLE cases DISABLE ROW LEVEL SECURITY", "cases"),
        ("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY", "messages"),
        ("DROP POLICY notes_wall ON notes", "notes"),
        ("CREATE POLICY open ON letters USING (true)", "letters"),
        ("CREATE POLICY open ON letters FOR SELECT TO utdrag_app USING (true)", "letters"),
        ("ALTER POLICY tasks_wall ON tasks WITH CHECK (true)", "tasks"),
        ("CREATE TABLE new_ones (organisation_id uuid)", "new_ones"),
        ("ALTER TABLE audit_events DISABLE TRIGGER audit_append", "audit_append"),
        ("ALTER TABLE audit_events DISABLE TRIGGER ALL", "audit_append, audit_events_stay"),
        ("DROP TRIGGER audit_seals_stay ON audit_seals", "audit_seals_stay"),
    ],
)
async def test_a_wall_that_is_down_is_named(ward: Ward, statement: str, named: str) -> None:
    assert (await checks(ward.office))["walls"].verdict is OK
    await ward.root.execute(statement)
    found = (await checks(ward.office))["walls"]
    assert (found.verdict, found.told) == (FAIL, f"Not in force: {named}.")


@pytest.mark.parametrize(("apart", "verdict"), [(0, OK), (10, WARN), (-10, WARN), (90, FAIL)])
async def test_clocks_that_differ_are_noticed(
    ward: Ward, apart: int, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(seconds=apart))
    assert (await checks(ward.office))["clock"].verdict is verdict


# What stands beside it.


async def test_a_store_that_takes_nothing_fails(ward: Ward, tmp_path: Path) -> None:
    root = tmp_path / "store"
    blobs = BlobStore(root.as_uri())
    root.rmdir()
    root.write_text("no folder")
    assert (await checks(replace(ward.office, blobs=blobs)))["blobs"].verdict is FAIL


async def test_looking_at_the_store_leaves_nothing_there(ward: Ward, tmp_path: Path) -> None:
    blobs = BlobStore((tmp_path / "store").as_uri())
    assert (await checks(replace(ward.office, blobs=blobs)))["blobs"].verdict is OK
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []


async def test_a_mail_server_is_warned_of_when_missing_and_fails_when_it_does_not_answer(
    ward: Ward, smtp_capture: Capture
) -> None:
    async def with_(**changes: object) -> Check:
        settings = ward.office.settings.model_copy(update=changes)
        return (await checks(replace(ward.office, settings=settings)))["mail server"]

    assert (await with_()).verdict is WARN
    assert (await with_(demo=True)).verdict is OK
    assert (await with_(smtp_url=SecretStr(smtp_capture.url))).verdict is OK
    nobody = SecretStr(f"smtp://anna:geheim@127.0.0.1:{embedded.server.free_port()}")
    refused = await with_(smtp_url=nobody)
    assert refused.verdict is FAIL
    assert "geheim" not in str(refused)
    assert smtp_capture.messages == []


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ("execute_after = now() - interval '1 minute'", OK),
        ("execute_after = now() - interval '10 minutes'", WARN),
        ("execute_after = now() - interval '3 hours'", FAIL),
        ("execute_after = now() + interval '30 days'", OK),
        ("status = 'failed'", WARN),
    ],
)
async def test_jobs_that_wait_too_long_are_noticed(ward: Ward, change: str, verdict: Verdict) -> None:
    async with ward.office.db.transaction(ward.organisation_id) as session:
        await enqueue(session, Job(Kind.PROCEED, ward.organisation_id, ward.organisation_id))
    await ward.root.execute(f"UPDATE pgqueuer SET {change}")
    assert (await checks(ward.office))["jobs"].verdict is verdict


# Each organisation.


async def test_no_organisation_is_worth_a_warning(database: str, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        found = (await checks(office))["organisations"]
    assert found.verdict is WARN
    assert "utdrag organisation apply" in found.advice


async def test_another_master_key_fails_and_the_rest_is_looked_at(ward: Ward) -> None:
    found = await checks(replace(ward.office, master=MasterKey(bytes(32))))
    assert found["key of nordbemanning"].verdict is FAIL
    assert "bring back the key" in found["key of nordbemanning"].told
    assert "seals of nordbemanning" not in found
    assert found["walls"].verdict is OK


@pytest.mark.parametrize(
    ("change", "verdict", "told"),
    [
        ("connected_at = now() - interval '5 minutes'", OK, "last read"),
        ("connected_at = now() - interval '2 hours'", WARN, "last read"),
        ("connected_at = now() - interval '3 days'", FAIL, "last read"),
        ("connected_at = NULL", WARN, "never read"),
        ("failing_since = now(), failure = 'The password was refused.'", FAIL, "The password was refused."),
    ],
)
async def test_a_mailbox_that_is_not_read_is_noticed(
    ward: Ward, change: str, verdict: Verdict, told: str
) -> None:
    await ward.root.execute(f"UPDATE mail_cursors SET {change}")
    found = (await checks(ward.office))[f"mailbox {MAILBOX}"]
    assert found.verdict is verdict
    assert told in found.told


async def test_a_mailbox_nobody_ever_opened_is_noticed(ward: Ward) -> None:
    await ward.root.execute("DELETE FROM mail_cursors")
    assert (await checks(ward.office))[f"mailbox {MAILBOX}"].verdict is WARN


async def test_a_system_that_does_not_answer_fails(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATS_URL", f"postgresql://ats:geheim@127.0.0.1:{embedded.server.free_port()}/ats")
    people = {
        "table": "people",
        "key": "id",
        "purpose": "staffing",
        "match": [{"columns": {"email": "email"}}],
    }
    settings = {"url": "env:ATS_URL", "tables": {"people": people}}
    system = {"slug": "ats", "name": "ATS", "kind": "sql", "settings": settings}
    async with an_office(database, tmp_path) as office:
        await an_organisation(office, systems=[system])
        found = (await checks(office))["system ats of nordbemanning"]
        monkeypatch.delenv("ATS_URL")
        without_secret = (await checks(office))["system ats of nordbemanning"]
    assert (found.verdict, without_secret.verdict) == (FAIL, FAIL)
    assert "geheim" not in str(found)
    assert "env:ATS_URL is empty or not set" in without_secret.told


@pytest.mark.parametrize(
    ("age", "verdict"), [(timedelta(minutes=1), OK), (timedelta(hours=1), WARN), (timedelta(days=2), FAIL)]
)
async def test_events_that_wait_long_for_a_seal_are_noticed(
    ward: Ward, age: timedelta, verdict: Verdict
) -> None:
    async with ward.office.db.transaction(ward.organisation_id) as session:
        case = a_case(ward.organisation_id, "NB-2")
        session.add(case)
        await record(session, case, Event.NOTE, SYSTEM, clock.now() - age)
    found = (await checks(ward.office))["seals of nordbemanning"]
    assert found.verdict is verdict
    assert "1 events wait" in found.told
    await seal_history(ward.office, clock.now())
    assert (await checks(ward.office))["seals of nordbemanning"].verdict is OK


# The command.


@pytest.fixture
def run(ward: Ward, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name, value in environment(database, tmp_path).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(program, list(arguments))


async def test_the_command_says_how_everything_is(run: Callable[..., Result]) -> None:
    result = await asyncio.to_thread(run)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("ok    database: PostgreSQL ")
    assert "warn  mail server: None is set: letters stay in the outbox." in lines
    assert "      → Set UTDRAG_SMTP_URL." in lines
    shown = json.loads((await asyncio.to_thread(run, "--json")).stdout)
    assert [set(check) for check in shown] == [{"name", "verdict", "told", "advice"}] * len(shown)
    assert {check["verdict"] for check in shown} == {"ok", "warn"}


async def test_the_command_fails_when_something_does(ward: Ward, run: Callable[..., Result]) -> None:
    await ward.root.execute("ALTER TABLE cases DISABLE ROW LEVEL SECURITY")
    result = await asyncio.to_thread(run)
    assert result.exit_code == 1
    assert "fail  walls: Not in force: cases." in result.stdout


async def test_a_master_key_that_cannot_be_read_fails(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UTDRAG_MASTER_KEY")
    (tmp_path / "master.key").write_text("no key")
    (tmp_path / "master.key").chmod(0o600)
    result = await asyncio.to_thread(run)
    assert result.exit_code == 1
    assert "fail  settings: The master key must be 32 bytes" in result.stdout
