"""A case that is forgotten cannot be read by anybody, still proves what was done, and breaks no page."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner

from app.cli.main import app as program
from app.cli.running import before_serving
from app.db import Database
from app.errors import ActionNotPossible, Forgotten, NotReady
from app.jobs import Job, Kind
from app.main import create_app
from app.models.case import CaseKey
from app.models.columns import new_id
from app.queries import cases
from app.trust.paths import BlobPath
from app.vocabulary import (
    Erased,
    ForgetReason,
    HoldReason,
    Role,
    State,
)
from app.workflows import forgetting, housekeeping
from app.workflows.erased import catch_up_all, erase
from app.workflows.forgetting import OPERATOR
from app.workflows.perform import perform
from app.workflows.sealing import prove_history, seal_history
from tests.house import give_token
from tests.offices import AT, environment
from tests.past import Past, a_past, a_person, once

YEARS = timedelta(days=5 * 365)


@pytest.fixture
async def past(database: str, tmp_path: Path) -> AsyncGenerator[Past]:
    async with a_past(database, tmp_path) as house:
        yield house


def entries(past: Past) -> list[dict[str, Any]]:
    folder = Path(past.office.settings.home) / "forgotten"
    return [json.loads(file.read_text()) for file in sorted(folder.rglob("*.json"))]


async def keys(past: Past) -> list[UUID]:
    return [row["case_id"] for row in await past.root.fetch("SELECT case_id FROM case_keys")]


async def row(past: Past, query: str) -> tuple[Any, ...]:
    """Give the one row a query finds of the closed case."""
    found = await past.root.fetchrow(query, past.closed)
    assert found is not None
    return tuple(found)


async def utdrag(past: Past, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    for name, value in environment(past.office.db.url, past.office.settings.home).items():
        monkeypatch.setenv(name, value)
    ran = await asyncio.to_thread(CliRunner().invoke, program, list(words))
    told = (
        ran.output if not isinstance(ran.exception, (ActionNotPossible, Forgotten)) else ran.exception.detail
    )
    return ran.exit_code, told


async def test_who_waited_for_a_case_does_not_see_the_key_that_was_destroyed_meanwhile(past: Past) -> None:
    async def wait_for_it() -> None:
        async with past.office.db.transaction(past.organisation.id) as session:
            await past.office.lock_file(session, past.closed)

    async with past.office.db.transaction(past.organisation.id) as session:
        await forgetting.forget(past.office, session, past.closed, ForgetReason.MISTAKE, OPERATOR, AT)
        waiting = asyncio.create_task(wait_for_it())
        while not await past.root.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'utdrag' "
            "AND wait_event_type = 'Lock' AND datname = current_database()"
        ):
            assert not waiting.done()
    with pytest.raises(Forgotten):
        await waiting


async def test_what_it_held_is_gone_and_its_history_holds(past: Past) -> None:
    before = await past.root.fetchval("SELECT wrapped FROM case_keys WHERE case_id = $1", past.closed)
    assert before is not None
    await past.forget()
    for table in ("case_keys", "search_tokens", "contacts", "credentials", "codes"):
        assert await past.root.fetchval(f"SELECT count(*) FROM {table} WHERE case_id = $1", past.closed) == 0
    assert await past.root.fetchval("SELECT count(*) FROM case_keys WHERE case_id = $1", past.open) == 1
    assert [path async for path in past.office.blobs.list(past.organisation.id, past.closed)] == []
    assert [path async for path in past.office.blobs.list(past.organisation.id, past.open)] != []
    assert await row(past, "SELECT state, outcome, closed_at FROM cases WHERE id = $1") == (
        "closed", "fulfilled", AT,
    )  # fmt: skip
    await seal_history(past.office, AT)
    proof = await prove_history(past.office, past.organisation)
    assert (proof.damages, proof.unsealed) == ((), 0)
    told = "SELECT actor, data::text FROM audit_events WHERE event = 'case_forgotten' AND case_id = $1"
    assert await row(past, told) == ("operator", '{"reason": "erasure"}')
    with pytest.raises(Forgotten):
        await past.forget()


async def test_every_page_goes_on(past: Past) -> None:
    token = await give_token(past.office, past.organisation.id, Role.LEAD)
    message_id = await past.root.fetchval("SELECT id FROM messages WHERE case_id = $1", past.closed)
    await past.forget()
    transport = httpx.ASGITransport(create_app(past.office))
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as http:
        listed = (await http.get("/api/v1/cases?state=closed")).json()["items"]
        assert [(item["id"], item["person"]) for item in listed] == [(str(past.closed), "")]
        assert (await http.get("/api/v1/cases?q=Anna")).json()["items"] == []
        for path in ("", "/findings"):
            answer = await http.get(f"/api/v1/cases/{past.closed}{path}")
            assert (answer.status_code, answer.json()["code"]) == (410, "forgotten")
        events = await http.get(f"/api/v1/cases/{past.closed}/events")
        assert events.json()["items"][-1]["event"] == "case_forgotten"
        (version,) = await row(past, "SELECT version FROM cases WHERE id = $1")
        answer = await http.post(
            f"/api/v1/cases/{past.closed}/actions/note",
            json={"text": "Somebody called."},
            headers={"If-Match": f'"{version}"'},
        )
        assert answer.status_code == 410
        messages = await http.get("/api/v1/messages?state=case&limit=10")
        assert sorted(item["because"] for item in messages.json()["items"]) == [[], ["it asks"]]
        assert (await http.get(f"/api/v1/messages/{message_id}")).json()["case_id"] == str(past.closed)
        assert (await http.get(f"/api/v1/messages/{message_id}/text")).status_code == 410
    for kind in (Kind.PROCEED, Kind.WRITE_LETTER, Kind.START_ROUND, Kind.PURGE_COPIES):
        detail = {Kind.WRITE_LETTER: "closed.1", Kind.START_ROUND: "1"}.get(kind, "round")
        await perform(past.office, Job(kind, past.organisation.id, past.closed, detail))


async def test_only_a_closed_case_that_nobody_holds_is_forgotten(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ActionNotPossible, match="not closed"):
        await past.forget(past.open)
    reference = await past.root.fetchval("SELECT reference FROM cases WHERE id = $1", past.closed)
    here = ("--organisation", "nordbemanning")
    assert await utdrag(past, monkeypatch, "case", "hold", reference, *here, "--reason", "court") == (
        0, f"{reference} is held: nothing of it is erased until it is released.\n",
    )  # fmt: skip
    forget = ("case", "forget", reference, *here, "--reason", "erasure")
    assert await utdrag(past, monkeypatch, *forget) == (1, "This case is held; release it first.")
    await housekeeping.tidy(past.office, AT + 2 * YEARS)
    assert await past.root.fetchval("SELECT count(*) FROM case_keys") == 2
    assert (await utdrag(past, monkeypatch, "case", "release", str(past.closed), *here))[0] == 0
    assert await utdrag(past, monkeypatch, *forget) == (
        0, f"{reference} is forgotten; its dates, outcome and history stay.\n",
    )  # fmt: skip
    assert (await utdrag(past, monkeypatch, *forget))[1] == "What this case held has been erased."


async def test_the_night_forgets_what_is_over(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    young = AT + YEARS - timedelta(days=1)
    assert await forgetting.overdue(past.office, past.organisation.id, young) == []
    old = AT + YEARS
    assert [due.case_id for due in await forgetting.overdue(past.office, past.organisation.id, old)] == [
        past.closed
    ]
    monkeypatch.setattr("app.clock.now", lambda: old)
    code, told = await utdrag(past, monkeypatch, "retention", "--dry-run")
    assert code == 0
    assert told.splitlines()[-1] == "1 cases would be forgotten."
    assert await past.root.fetchval("SELECT count(*) FROM case_keys") == 2
    await housekeeping.tidy(past.office, old)
    assert await keys(past) == [past.open]
    assert await forgetting.overdue(past.office, past.organisation.id, old) == []


async def test_an_organisation_may_keep_cases_for_less(past: Past) -> None:
    content = await past.root.fetchval("SELECT content::text FROM profiles")
    shorter = json.dumps({**json.loads(content), "case_days": 730})
    await past.root.execute(
        "INSERT INTO profiles (organisation_id, version, content, applied_at) VALUES ($1, 2, $2::text::jsonb, $3)",
        past.organisation.id, shorter, AT,
    )  # fmt: skip
    assert await forgetting.overdue(past.office, past.organisation.id, AT + timedelta(days=729)) == []
    assert len(await forgetting.overdue(past.office, past.organisation.id, AT + timedelta(days=730))) == 1


# The list of what was erased.


async def test_the_list_names_ids_and_times_only(past: Past) -> None:
    await past.forget()
    (entry,) = entries(past)
    assert set(entry) == {"number", "organisation", "at", "kind", "case", "items", "previous", "hash"}
    assert (entry["number"], entry["kind"], entry["case"]) == (1, "case", str(past.closed))


async def restore(past: Past, rows: Sequence[asyncpg.Record]) -> None:
    """Bring the database back to before the case was forgotten, as a restored backup does."""
    await past.root.execute("SET session_replication_role = replica")
    await past.root.execute("DELETE FROM forgotten")
    await past.root.execute("DELETE FROM audit_events WHERE event = 'case_forgotten'")
    await past.root.execute(
        "UPDATE cases SET chain_sequence = e.sequence, chain_hash = e.hash FROM audit_events e "
        "WHERE e.case_id = cases.id AND e.sequence = (SELECT max(sequence) FROM audit_events WHERE case_id = cases.id)"
    )
    for row in rows:
        await past.root.execute("INSERT INTO case_keys VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", *row)
    await past.root.execute("SET session_replication_role = origin")


async def test_a_restored_database_forgets_again_before_it_serves(past: Past) -> None:
    rows = await past.root.fetch("SELECT case_id, organisation_id, wrapped, version FROM case_keys")
    await past.forget()
    await restore(past, rows)
    assert await past.root.fetchval("SELECT count(*) FROM case_keys") == 2
    await before_serving(past.office)
    assert await keys(past) == [past.open]
    assert await past.root.fetchval("SELECT number FROM forgotten") == 1
    proof = await prove_history(past.office, past.organisation)
    assert proof.damages == ()
    told = await past.root.fetchval("SELECT data::text FROM audit_events WHERE event = 'case_forgotten'")
    assert json.loads(told) == {"entry": 1, "kind": "case", "again": True}
    assert await catch_up_all(past.office, AT) == 0


async def test_an_erasure_that_was_cut_off_is_finished(past: Past) -> None:
    """The entry is kept and the process dies before it commits: whoever comes next finishes it."""

    async def dying() -> None:
        async with past.office.db.transaction(past.organisation.id) as session:
            await forgetting.forget(past.office, session, past.closed, ForgetReason.ERASURE, OPERATOR, AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await dying()
    assert await past.root.fetchval("SELECT count(*) FROM case_keys") == 2
    assert len(entries(past)) == 1
    other = await a_person(past.office, past.organisation.id, "Cilla Dahl", closed=True)
    await past.forget(other)
    assert await keys(past) == [past.open]
    assert [entry["case"] for entry in entries(past)] == [str(past.closed), str(other)]


@pytest.mark.parametrize("damage", ["changed", "missing", "foreign"])
async def test_nothing_is_served_beside_a_damaged_list(past: Past, damage: str) -> None:
    rows = await past.root.fetch("SELECT case_id, organisation_id, wrapped, version FROM case_keys")
    other = await a_person(past.office, past.organisation.id, "Cilla Dahl", closed=True)
    await past.forget()
    await past.forget(other)
    await restore(past, rows)
    first, second = sorted((Path(past.office.settings.home) / "forgotten").rglob("*.json"))
    if damage == "changed":
        first.write_text(first.read_text().replace(str(past.closed), str(past.open)))
    elif damage == "missing":
        first.unlink()
    else:
        first.write_bytes(second.read_bytes())
    with pytest.raises(NotReady, match="The list of what was erased"):
        await before_serving(past.office)
    assert await past.root.fetchval("SELECT count(*) FROM case_keys") == 2


async def test_a_database_that_is_away_is_waited_for(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/none", pool_size=1)
    there, waited = past.office.db, list[float]()

    async def waiting(seconds: float) -> None:
        waited.append(seconds)
        object.__setattr__(past.office, "db", there)

    monkeypatch.setattr("app.cli.running.asyncio.sleep", waiting)
    object.__setattr__(past.office, "db", away)
    await before_serving(past.office)
    await away.close()
    assert waited == [1.0]


async def test_copies_and_packages_are_listed_too(past: Past) -> None:

    finding = new_id(AT)
    async with past.office.db.transaction(past.organisation.id) as session:
        file = await past.office.file(session, await cases.get_case(session, past.open))
        await file.keep(finding, once(b"a copy"))
        await erase(past.office, session, Erased.COPIES, past.open, AT, [finding])
        await erase(past.office, session, Erased.PACKAGE, past.open, AT, [new_id(AT)])
    assert not await past.office.blobs.exists(BlobPath(past.organisation.id, past.open, finding))
    assert [(entry["number"], entry["kind"]) for entry in entries(past)] == [(1, "copies"), (2, "package")]
    async with past.office.db.transaction(past.organisation.id) as session:
        assert isinstance(await cases.key_of(session, past.open), CaseKey)


async def test_holding_twice_or_releasing_nothing_is_refused(past: Past) -> None:
    async with past.office.db.transaction(past.organisation.id) as session:
        await forgetting.hold(session, past.open, HoldReason.COMPLAINT, OPERATOR, AT)
        with pytest.raises(ActionNotPossible, match="held already"):
            await forgetting.hold(session, past.open, HoldReason.COMPLAINT, OPERATOR, AT)
        await forgetting.release(session, past.open, OPERATOR, AT)
        with pytest.raises(ActionNotPossible, match="not held"):
            await forgetting.release(session, past.open, OPERATOR, AT)
        assert (await cases.get_case(session, past.open)).state is not State.CLOSED
