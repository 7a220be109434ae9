"""Nobody sees or writes across the walls, nobody rewrites history, and behind the walls queries keep their indexes."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import APP_ROLE, SWEEP_ROLE, Database
from app.models.case import Case
from app.models.columns import new_id
from app.office import Office
from app.queries import (
    answers,
    audit,
    cases,
    figures,
    history,
    marks,
    messages,
    notes,
    reporting,
    sweeps,
    tasks,
    worklist,
)
from app.queries.messages import Arrived
from app.queries.reporting import Window
from app.queries.worklist import Asker, Place, Wanted
from app.vocabulary import Channel, Event, MessageState, State, View
from app.workflows.history import SYSTEM, record, record_beginning
from tests.offices import AT, a_case, an_office, an_organisation

SWEPT = {"cases", "extracts", "mail_cursors", "tasks"}
OUTSIDE = {"organisations", "inboxes", "credentials", "sessions"}
HISTORY = ("audit_events", "audit_seals")


class Walled(NamedTuple):
    """Two organisations with one case each, behind a pool of one connection."""

    office: Office
    mine: UUID
    theirs: UUID
    cases: dict[UUID, UUID]
    root: asyncpg.Connection

    @property
    def db(self) -> Database:
        return self.office.db


@pytest.fixture
async def walled(database: str, tmp_path: Path) -> AsyncGenerator[Walled]:
    async with an_office(database, tmp_path, pool_size=1) as office:
        both = [await an_organisation(office, slug) for slug in ("nordbemanning", "vikarservice")]
        of: dict[UUID, UUID] = {}
        for organisation_id in both:
            async with office.db.transaction(organisation_id) as session:
                case = a_case(organisation_id, "NB-1")
                session.add(case)
                await record(session, case, Event.NOTE, SYSTEM, AT)
                of[organisation_id] = case.id
        root = await asyncpg.connect(database)
        yield Walled(office, both[0], both[1], of, root)
        await root.close()


async def seen(session: AsyncSession) -> set[UUID]:
    """Give the organisations of every case a session sees, without a word about organisations."""
    connection = await session.connection()
    return set((await connection.execute(text("SELECT organisation_id FROM cases"))).scalars())


async def backend(session: AsyncSession) -> int:
    connection = await session.connection()
    return int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())


# Who sees what, on one connection that everybody uses in turn.


async def test_each_sees_its_own_on_the_same_connection(walled: Walled) -> None:
    backends = set()
    for organisation_id in (walled.mine, walled.theirs) * 3:
        async with walled.db.transaction(organisation_id) as session:
            assert await seen(session) == {organisation_id}
            backends.add(await backend(session))
        async with walled.db.transaction() as session:
            assert await seen(session) == set(), "nobody's session sees nothing, whoever came before"
            backends.add(await backend(session))
    assert len(backends) == 1


async def test_a_new_transaction_of_a_session_enters_again(walled: Walled) -> None:
    async with walled.db._sessions() as session:
        session.info["organisation_id"] = walled.mine
        for ending in (session.commit, session.rollback, session.commit):
            assert await seen(session) == {walled.mine}
            await ending()
        session.info["organisation_id"] = None
        assert await seen(session) == set()


async def test_a_rollback_leaves_nothing_behind(walled: Walled) -> None:
    async def failing() -> None:
        async with walled.db.transaction(walled.mine) as session:
            assert await seen(session) == {walled.mine}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    async with walled.db.transaction() as session:
        assert await seen(session) == set()


async def test_a_savepoint_that_is_rolled_back_stays_within_the_walls(walled: Walled) -> None:
    async with walled.db.transaction(walled.mine) as session:
        with pytest.raises(DBAPIError, match="division by zero"):
            async with session.begin_nested():
                await (await session.connection()).execute(text("SELECT 1 / 0"))
        assert await seen(session) == {walled.mine}
        async with session.begin_nested():
            assert await seen(session) == {walled.mine}
    async with walled.db.transaction() as session:
        assert await seen(session) == set()


async def test_a_call_that_is_cancelled_leaves_nothing_behind(walled: Walled) -> None:
    async def sleeping() -> None:
        async with walled.db.transaction(walled.mine) as session:
            assert await seen(session) == {walled.mine}
            await (await session.connection()).execute(text("SELECT pg_sleep(60)"))

    for _ in range(3):
        task = asyncio.create_task(sleeping())
        await until_asleep(walled)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with walled.db.transaction() as session:
            assert await seen(session) == set()
        async with walled.db.transaction(walled.theirs) as session:
            assert await seen(session) == {walled.theirs}


async def until_asleep(walled: Walled) -> None:
    for _ in range(400):
        if await walled.root.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        ):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody sleeps")


async def test_many_at_once_never_see_one_another(walled: Walled) -> None:
    async def look(organisation_id: UUID | None) -> bool:
        async with walled.db.transaction(organisation_id) as session:
            return await seen(session) == ({organisation_id} if organisation_id else set())

    whose = [(walled.mine, walled.theirs, None)[n % 3] for n in range(90)]
    assert all(await asyncio.gather(*(look(one) for one in whose)))


# Who writes what.


async def test_a_row_for_another_organisation_is_refused(walled: Walled) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with walled.db.transaction(walled.mine) as session:
            session.add(a_case(walled.theirs, "NB-2"))


async def test_a_row_for_nobody_in_particular_is_refused(walled: Walled) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with walled.db.transaction() as session:
            session.add(a_case(walled.mine, "NB-2"))


async def test_another_organisations_rows_are_not_changed(walled: Walled) -> None:
    async with walled.db.transaction(walled.mine) as session:
        connection = await session.connection()
        for statement in (
            "UPDATE cases SET reference = 'X' WHERE organisation_id = :theirs",
            "DELETE FROM case_keys WHERE organisation_id = :theirs",
            "UPDATE organisation_keys SET version = 9 WHERE organisation_id = :theirs",
        ):
            done = await connection.execute(text(statement), {"theirs": walled.theirs})
            assert done.rowcount == 0


async def test_a_row_is_not_handed_over(walled: Walled) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with walled.db.transaction(walled.mine) as session:
            await (await session.connection()).execute(
                text("UPDATE cases SET organisation_id = :theirs"), {"theirs": walled.theirs}
            )


async def test_an_event_for_another_organisations_case_is_refused(walled: Walled) -> None:
    with pytest.raises(DBAPIError):
        async with walled.db.transaction(walled.mine) as session:
            await _begun(session, a_case(walled.mine, "X", id=walled.cases[walled.theirs]))


async def _begun(session: AsyncSession, case: Case) -> None:
    await record(session, case, Event.NOTE, SYSTEM, AT)
    await record_beginning(session)


async def test_an_event_told_of_a_case_that_is_never_written_is_an_error(walled: Walled) -> None:
    with pytest.raises(AssertionError):
        async with walled.db.transaction(walled.mine) as session:
            await record(
                session, a_case(walled.mine, "X", id=walled.cases[walled.mine]), Event.NOTE, SYSTEM, AT
            )


# What the database itself says.


async def test_every_table_of_an_organisation_is_walled(walled: Walled) -> None:
    rows = await walled.root.fetch(
        """
        SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               array(SELECT pg_get_expr(polqual, polrelid) || ' | ' || pg_get_expr(polwithcheck, polrelid)
                     FROM pg_policy p WHERE polrelid = c.oid AND polroles = '{0}' AND polcmd = '*') AS policies,
               (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS all_policies
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
          AND a.attname = 'organisation_id' AND NOT a.attisdropped
        """
    )
    names = {row["name"] for row in rows}
    assert names >= {*OUTSIDE - {"organisations"}, "cases", "messages", "notes", *HISTORY}
    here = "(organisation_id = (NULLIF(current_setting('app.organisation'::text, true), ''::text))::uuid)"
    for row in rows:
        if row["name"] in OUTSIDE:
            assert not row["forced"]
            continue
        assert row["forced"], row["name"]
        assert row["policies"] == [f"{here} | {here}"], row["name"]
        assert row["all_policies"] == (2 if row["name"] in SWEPT else 1)


async def test_only_the_queue_and_what_finds_an_organisation_stand_outside(walled: Walled) -> None:
    unwalled = await walled.root.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity "
        "AND relnamespace = 'public'::regnamespace"
    )
    names = {row["relname"] for row in unwalled if not row["relname"].startswith("pgqueuer")}
    assert names == {*OUTSIDE, "alembic_version", "heartbeats", "marks", "sign_ins"}


async def test_the_owner_of_the_tables_sees_nothing_either(walled: Walled, database: str) -> None:
    """The server's superuser sees all; an ordinary owner, who migrates, does not."""
    owner = f"owner_{walled.mine.hex[:12]}"
    await walled.root.execute(f"CREATE ROLE {owner} NOLOGIN")
    for table in ("cases", "audit_events", "organisation_keys", "profiles"):
        await walled.root.execute(f"ALTER TABLE {table} OWNER TO {owner}")
    try:
        async with walled.root.transaction():
            await walled.root.execute(f"SET LOCAL ROLE {owner}")
            for table in ("cases", "audit_events", "organisation_keys", "profiles"):
                assert await walled.root.fetchval(f"SELECT count(*) FROM {table}") == 0, table
        assert await walled.root.fetchval("SELECT count(*) FROM cases") == 2
    finally:
        await walled.root.execute(f"REASSIGN OWNED BY {owner} TO CURRENT_USER")
        await walled.root.execute(f"DROP OWNED BY {owner}")
        await walled.root.execute(f"DROP ROLE {owner}")


async def test_the_house_works_as_a_role_that_walls_hold(walled: Walled) -> None:
    async with walled.db.transaction() as session:
        row = (
            await (await session.connection()).execute(
                text("SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles "
                     "WHERE rolname = current_user")
            )
        ).one()  # fmt: skip
    assert tuple(row) == (APP_ROLE, False, False, False, False)
    for role in (APP_ROLE, SWEEP_ROLE):
        assert not await walled.root.fetchval(
            "SELECT count(*) FROM pg_class WHERE relowner = $1::regrole", role
        )


# The sweep.


async def test_the_sweep_sees_ids_and_times_of_all_and_nothing_else(walled: Walled) -> None:
    await walled.root.execute("UPDATE cases SET escalate_at = now() - interval '1 hour'")
    async with walled.db.transaction() as session:
        await sweeps.begin(session)
        due = await sweeps.cases_to_escalate(session, datetime.now(UTC), 10)
        assert await sweeps.extracts_to_purge(session, datetime.now(UTC), 10) == []
    assert {(one.organisation_id, one.row_id) for one in due} == set(walled.cases.items())
    async with walled.db.transaction() as session:
        assert await seen(session) == set(), "the role ends with the transaction"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT reference FROM cases",
        "SELECT person_name FROM cases",
        "SELECT * FROM cases",
        "SELECT count(*) FROM messages",
        "SELECT wrapped FROM case_keys",
        "SELECT token FROM search_tokens",
        "SELECT event FROM audit_events",
        "SELECT hash FROM credentials",
        "UPDATE cases SET escalate_at = NULL",
        "DELETE FROM extracts",
        "INSERT INTO cases (id) VALUES (gen_random_uuid())",
    ],
)
async def test_the_sweep_may_do_nothing_else(walled: Walled, statement: str) -> None:
    async def try_it() -> None:
        async with walled.db.transaction() as session:
            await sweeps.begin(session)
            await (await session.connection()).execute(text(statement))

    with pytest.raises(DBAPIError, match="permission denied"):
        await try_it()


# History.


@pytest.mark.parametrize("table", HISTORY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
async def test_history_is_only_ever_added_to(walled: Walled, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with walled.db.transaction(walled.mine) as session:
            await (await session.connection()).execute(text(statement.format(table)))
    with pytest.raises(asyncpg.RestrictViolationError, match="only ever added to"):
        await walled.root.execute(statement.format(table))  # not even by who owns the tables


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "ALTER TABLE cases NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY cases_wall ON cases",
        "CREATE OR REPLACE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DELETE FROM cases",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE TABLE mine (id int)",
    ],
)
async def test_the_house_cannot_take_its_own_walls_down(walled: Walled, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
        async with walled.db.transaction(walled.mine) as session:
            await (await session.connection()).execute(text(statement))


# Hot queries keep their indexes behind the walls.

PER_ORGANISATION = 10_000
BIG = {
    "cases", "messages", "tasks", "findings", "extracts", "letters", "notes", "search_tokens", "audit_events",
}  # fmt: skip
FILL = """
INSERT INTO cases (id, organisation_id, reference, state, rights, step, round, version, channel, language,
    required_level, identity_level, received_at, opened_at, nominal_due, legal_due, first_due, effective_due,
    due_at, deadline_steps, escalate_at, closed_at, assignee, suspect, answered_at)
SELECT gen_random_uuid(), $1, 'T-' || n,
    CASE WHEN n % 20 = 0 THEN (ARRAY['received','triage','verifying','collecting','reviewing'])[1 + n / 20 % 5]
         ELSE 'closed' END,
    '["access"]', 0, 1, 1, 'email', 'sv', 1, 1, t, t, d, d, d, d, d, '[]',
    CASE WHEN n % 20 = 0 THEN t + interval '20 days' END, CASE WHEN n % 20 <> 0 THEN t END,
    CASE WHEN n % 60 = 0 THEN 'anna-desk' END, n % 100 = 0,
    CASE WHEN n % 40 = 0 THEN t END
FROM generate_series(1, $2::int) n, LATERAL (SELECT timestamptz '2024-01-01' + n * interval '1 hour' AS t) x,
    LATERAL (SELECT (t + interval '30 days')::date AS d) y;
"""
FILL_REST = (
    """
    INSERT INTO search_tokens (organisation_id, token, case_id)
    SELECT organisation_id, sha256(convert_to(k || reference, 'UTF8')), id FROM cases, generate_series(1, 6) k
    """,
    """
    INSERT INTO messages (id, organisation_id, source, source_key, channel, raw, sha256, content_key, size,
        received_at, stored_at, state, case_id, rights, defects, attempts, error)
    SELECT gen_random_uuid(), organisation_id, 'push', id::text, 'email', 'x', sha256(id::text::bytea),
        sha256(id::text::bytea), 1, received_at, received_at,
        CASE WHEN state = 'triage' THEN 'triage' ELSE 'case' END, id, '[]', 0, 1, '' FROM cases
    """,
    """
    INSERT INTO tasks (id, organisation_id, case_id, round, system, verb, state, reason, handle, attempts, found,
        retained, internal_due, asked_at)
    SELECT gen_random_uuid(), organisation_id, id, 1, s, 'export', 'done', '', '', 1, 0, '[]', effective_due,
        received_at FROM cases, unnest(ARRAY['ats', 'payroll', 'crm']) s
    """,
    """
    INSERT INTO findings (id, organisation_id, case_id, task_id, round, position, system, collection, ref, label,
        certainty, purpose, field_labels, media_type, size)
    SELECT gen_random_uuid(), organisation_id, case_id, id, 1, 1, system, 'people', '', '', 'exact', '', '{}',
        'application/json', 1 FROM tasks
    """,
    """
    INSERT INTO extracts (id, organisation_id, case_id, version, step, round, kind, sha256, size, items, withheld,
        made_at, expires_at, purged_at, downloads)
    SELECT gen_random_uuid(), organisation_id, id, 1, 1, 1, 'access', '', 1, 1, 0, received_at,
        received_at + interval '30 days', CASE WHEN state = 'closed' THEN received_at END, 0 FROM cases
    """,
    """
    INSERT INTO letters (id, organisation_id, case_id, letter, language, occasion, message_id, recipient, content,
        state, attempts, error, written_at)
    SELECT gen_random_uuid(), organisation_id, id, 'closed', 'sv', 'closed.' || id, '', '', '', 'sent', 1, '',
        received_at FROM cases
    """,
    """
    INSERT INTO notes (id, organisation_id, case_id, event, author, text, at)
    SELECT gen_random_uuid(), organisation_id, id, 'note', 'lead-0000', '', received_at FROM cases
    """,
    """
    INSERT INTO audit_seals (organisation_id, number, from_position, to_position, events, root, previous, at)
    SELECT id, n, n, n, 1, '', '', now() FROM organisations, generate_series(1, 2000) n
    """,
    """
    INSERT INTO audit_events (case_id, sequence, organisation_id, at, actor_kind, actor, event, data, previous, hash)
    SELECT id, 0, organisation_id, received_at, 'system', '', 'note', '{}', '', ''
    FROM cases, generate_series(1, 3)
    """,
)


@pytest.fixture(scope="module")
async def full(
    server: Any, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Walled]:
    """Two organisations with ten thousand cases each, of which one in twenty is open; made once."""
    name = "walls_full"
    admin = await asyncpg.connect(server.url)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    root = await asyncpg.connect(server.database(name))
    async with an_office(server.database(name), tmp_path_factory.mktemp("full")) as office:
        both = [await an_organisation(office, slug) for slug in ("nordbemanning", "vikarservice")]
        for organisation_id in both:
            await root.execute(
                FILL.replace("$1", f"'{organisation_id}'").replace("$2", str(PER_ORGANISATION))
            )
        for statement in FILL_REST:
            await root.execute(statement)
        await root.execute("VACUUM ANALYZE")
        of = {
            one: await root.fetchval(
                "SELECT id FROM cases WHERE organisation_id = $1 AND reference = 'T-4000'", one
            )
            for one in both
        }
        yield Walled(office, both[0], both[1], of, root)
    await root.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


class Plan(NamedTuple):
    """What the planner did for one query: nodes, rows it threw away, and rows it gave."""

    nodes: list[dict[str, Any]]

    @property
    def scanned(self) -> set[str]:
        return {
            node["Relation Name"]
            for node in self.nodes
            if node["Node Type"] in ("Seq Scan", "Parallel Seq Scan")
        }

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    @property
    def wasted(self) -> int:
        return sum(
            int(node.get("Rows Removed by Filter", 0)) * int(node["Actual Loops"]) for node in self.nodes
        )

    @property
    def sorted_rows(self) -> int:
        return sum(int(node["Actual Rows"]) for node in self.nodes if node["Node Type"] == "Sort")


async def plans_of(session: AsyncSession, asked: Any) -> list[Plan]:
    """Give the plan of every statement a query of the house sends, as the role that sends it."""
    connection = await session.connection()
    sync = connection.sync_connection
    assert sync is not None
    sent: list[tuple[str, Any]] = []

    def keep(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: Any) -> None:
        sent.append((statement, parameters))

    event.listen(sync, "before_cursor_execute", keep)
    try:
        await asked
    finally:
        event.remove(sync, "before_cursor_execute", keep)
    plans = []
    for statement, parameters in sent:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            shown = await connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
            )
            (found,) = shown.scalar_one()
            plans.append(Plan(list(nodes(found["Plan"]))))
    return plans


def nodes(plan: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]


LAST_PLACE = Place(date(2024, 5, 1), UUID(int=0))
LAST_ARRIVED = Arrived(datetime(2024, 5, 1, tzinfo=UTC), UUID(int=0))
TOKEN_OF = "SELECT token FROM search_tokens WHERE case_id = $1 LIMIT 1"


class Asking(NamedTuple):
    """What a hot query is asked with."""

    session: AsyncSession
    case_id: UUID
    token: bytes

    def page(self, after: Place | None = None, **wanted: Any) -> Awaitable[object]:
        asker = Asker("anna-desk", date(2024, 4, 1))
        return worklist.page_of_cases(self.session, Wanted(**wanted), asker, limit=50, after=after)

    def messages(self, state: MessageState, after: Arrived | None = None) -> Awaitable[object]:
        return messages.page_of_messages(self.session, state=state, limit=50, after=after)


Hot = tuple[Callable[[Asking], Awaitable[object]], str]
BY_DUE = "ix_cases_due_unanswered or ix_cases_due"
"""Where few open cases are answered, both cost the same, and the planner may take either."""
HOT: dict[str, Hot] = {
    "the first page": (lambda ask: ask.page(), "ix_cases_due"),
    "the next page": (lambda ask: ask.page(after=LAST_PLACE), "ix_cases_due"),
    "one state": (lambda ask: ask.page(state=State.TRIAGE), "ix_cases_state"),
    "a state's next page": (lambda ask: ask.page(state=State.CLOSED, after=LAST_PLACE), "ix_cases_state"),
    "one view": (lambda ask: ask.page(view=View.UNASSIGNED), "ix_cases_unassigned"),
    "a view's next page": (lambda ask: ask.page(LAST_PLACE, view=View.WAITING), "ix_cases_waiting"),
    "a view, latest first": (
        lambda ask: ask.page(view=View.WAITING, latest_first=True),
        "ix_cases_waiting",
    ),
    "what is late": (lambda ask: ask.page(view=View.LATE), BY_DUE),
    "what is due soon": (lambda ask: ask.page(view=View.SOON), BY_DUE),
    "how far a case has come": (
        lambda ask: marks.marks_of(ask.session, [ask.case_id]),
        "tasks_case_id_round_system_verb_key",
    ),
    "its messages since": (lambda ask: marks.marks_of(ask.session, [ask.case_id]), "audit_events_pkey"),
    "what is suspect": (lambda ask: ask.page(view=View.SUSPECT), "ix_cases_suspect"),
    "one's own": (lambda ask: ask.page(view=View.MINE), "ix_cases_assignee"),
    "somebody's": (lambda ask: ask.page(assignee="anna-desk"), "ix_cases_assignee"),
    "due before": (lambda ask: ask.page(due_before=date(2024, 4, 1)), "ix_cases_due"),
    "by reference": (lambda ask: ask.page(reference="T-77"), "cases_organisation_id_reference_key"),
    "by name": (lambda ask: ask.page(terms=[frozenset({ask.token})]), "search_tokens_pkey"),
    "a case by its reference": (
        lambda ask: cases.case_by_reference(ask.session, "T-77"),
        "cases_organisation_id_reference_key",
    ),
    "one case": (lambda ask: cases.get_case(ask.session, ask.case_id), "cases_pkey"),
    "a person's open cases": (lambda ask: cases.open_cases_of(ask.session, ask.token), "search_tokens_pkey"),
    "known person": (lambda ask: cases.knows(ask.session, ask.case_id, ask.token), "search_tokens_pkey"),
    "messages": (lambda ask: ask.messages(MessageState.TRIAGE), "ix_messages_state"),
    "messages, next page": (lambda ask: ask.messages(MessageState.CASE, LAST_ARRIVED), "ix_messages_state"),
    "messages of a case": (lambda ask: messages.messages_of(ask.session, ask.case_id), "ix_messages_case"),
    "a transport's message": (
        lambda ask: messages.message_by_key(ask.session, "push", str(ask.case_id)),
        "messages_organisation_id_source_source_key_key",
    ),
    "the same message": (
        lambda ask: messages.first_with_content(ask.session, bytes(32), ask.case_id),
        "ix_messages_content",
    ),
    "tasks of a case": (
        lambda ask: tasks.tasks_of(ask.session, ask.case_id),
        "tasks_case_id_round_system_verb_key",
    ),
    "what a round still waits for": (
        lambda ask: tasks.unsettled(ask.session, ask.case_id, 1),
        "tasks_case_id_round_system_verb_key",
    ),
    "findings of a round": (lambda ask: tasks.findings_of(ask.session, ask.case_id, 1), "ix_findings_case"),
    "a part of it": (
        lambda ask: tasks.findings_between(ask.session, ask.case_id, 1, skip=5, limit=5),
        "ix_findings_case",
    ),
    "what became of it": (lambda ask: tasks.reviewed(ask.session, ask.case_id, 1), "ix_findings_case"),
    "extracts of a case": (
        lambda ask: answers.extracts_of(ask.session, ask.case_id),
        "extracts_case_id_version_key",
    ),
    "letters of a case": (lambda ask: answers.letters_of(ask.session, ask.case_id), "ix_letters_case"),
    "a letter by its occasion": (
        lambda ask: answers.letter_for(ask.session, "nothing"),
        "letters_organisation_id_occasion_key",
    ),
    "notes of a case": (lambda ask: notes.notes_of(ask.session, ask.case_id), "ix_notes_case_id"),
    "history of a case": (
        lambda ask: history.events_of(ask.session, ask.case_id, after=1, limit=50),
        "audit_events_pkey",
    ),
    "events to prove": (lambda ask: audit.rows_of(ask.session, [ask.case_id]), "audit_events_pkey"),
    "events to seal": (
        lambda ask: audit.events_between(ask.session, 60_000, limit=100),
        "ix_audit_events_position",
    ),
    "events without a seal": (lambda ask: audit.unsealed(ask.session, 119_000), "ix_audit_events_position"),
    "the last seal": (lambda ask: audit.last_seal(ask.session), "audit_seals_pkey"),
}


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_query_is_answered_from_its_index(full: Walled, name: str) -> None:
    asked, index = HOT[name]
    case_id = full.cases[full.mine]
    token = await full.root.fetchval(TOKEN_OF, case_id)
    async with full.db.transaction(full.mine) as session:
        *_, plan = await plans_of(session, asked(Asking(session, case_id, token)))
    assert not plan.scanned & BIG, f"it reads all of {plan.scanned & BIG}"
    assert plan.indexes & set(index.split(" or "))
    assert plan.wasted <= 200, f"it threw away {plan.wasted} rows"
    assert plan.sorted_rows <= 50, f"it sorted {plan.sorted_rows} rows"


@pytest.mark.parametrize("name", ["cases", "extracts"])
async def test_the_sweep_reads_what_is_due_and_not_what_exists(full: Walled, name: str) -> None:
    asked = sweeps.cases_to_escalate if name == "cases" else sweeps.extracts_to_purge
    async with full.db.transaction() as session:
        await sweeps.begin(session)
        (plan,) = await plans_of(session, asked(session, AT, 20))
    assert not plan.scanned & BIG
    assert plan.indexes == {"ix_cases_escalate" if name == "cases" else "ix_extracts_expire"}
    assert plan.wasted <= 20


async def test_the_figures_are_read_from_indexes_alone(full: Walled) -> None:
    async with full.db.transaction(full.mine) as session:
        plans = await plans_of(session, figures.of_one(session, AT))
    assert len(plans) == 5
    for plan in plans:
        assert not plan.scanned & BIG, f"it reads all of {plan.scanned & BIG}"
        assert plan.wasted <= 20
    async with full.db.transaction() as session:
        plans = await plans_of(session, figures.everywhere(session, AT))
    assert [plan.scanned & BIG for plan in plans] == [set()] * 4


async def test_the_figures_of_a_period_are_read_from_what_happened_in_it(full: Walled) -> None:
    fortnight = Window(datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 15, tzinfo=UTC), "Europe/Oslo")
    async with full.db.transaction(full.mine) as session:
        came, left, standing, closed = [
            (await plans_of(session, asked))[0]
            for asked in (
                reporting.arrived(session, fortnight),
                reporting.answered(session, fortnight),
                reporting.open_now(session, fortnight.zone, date(2024, 5, 1), 8),
                reporting.closed(session, fortnight),
            )
        ]
    assert came.indexes == {"ix_cases_received"}
    assert left.indexes == {"ix_cases_answered", "ix_cases_unidentified"}
    assert closed.indexes == {"ix_cases_closed"}
    assert standing.indexes <= {"ix_cases_due", "ix_cases_assignee", "ix_cases_unassigned"}
    for plan in (came, left, standing, closed):
        assert not plan.scanned & BIG, f"it reads all of {plan.scanned & BIG}"
        assert plan.wasted <= 20


async def test_the_views_are_counted_from_indexes_and_no_further_than_is_shown(full: Walled) -> None:
    async with full.db.transaction(full.mine) as session:
        asker = Asker("anna-desk", date(2024, 4, 1))
        (plan,) = await plans_of(session, worklist.counts(session, asker))
        counted = await worklist.counts(session, asker)
    assert not plan.scanned & BIG, f"it reads all of {plan.scanned & BIG}"
    assert plan.wasted <= 20
    assert max(int(node["Actual Rows"]) for node in plan.nodes) == counted[View.CLOSED] == 1001


async def test_what_nobody_has_is_not_looked_for_everywhere(full: Walled) -> None:
    async with full.db.transaction(full.mine) as session:
        wanted = Wanted(view=View.CLOSED, channel=Channel.DESK)
        first, last = await plans_of(
            session, worklist.page_of_cases(session, wanted, Asker("", date(2024, 4, 1)), limit=50)
        )
        page = await worklist.page_of_cases(session, wanted, Asker("", date(2024, 4, 1)), limit=50)
    for plan in (first, last):
        assert plan.indexes == {"ix_cases_state"}
        assert max(int(node["Actual Rows"]) for node in plan.nodes) <= worklist.LOOKED_AT
    assert page.cases == []
    assert page.end is not None


async def test_ten_thousand_cases_are_behind_each_wall(full: Walled) -> None:
    for organisation_id in (full.mine, full.theirs):
        async with full.db.transaction(organisation_id) as session:
            found = await (await session.connection()).execute(text("SELECT count(*) FROM cases"))
            assert found.scalar_one() == PER_ORGANISATION


def test_the_partial_index_and_the_query_say_open_in_the_same_words() -> None:
    (due,) = [index for index in Case.__table__.indexes if index.name == "ix_cases_due"]  # type: ignore[attr-defined]  # SQLModel hides it
    assert str(due.dialect_options["postgresql"]["where"]) == "state <> 'closed'"


def test_ids_sort_by_the_moment_they_were_made() -> None:
    made = [new_id(AT + timedelta(milliseconds=n)) for n in range(50)]
    assert made == sorted(made)
