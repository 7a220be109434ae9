"""The unit of work: one commit, one role, one organisation; and words the tables refuse."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import select

from app import db
from app.db import APP_ROLE, Database, async_url, migrate, plain_url
from app.models.case import Case
from app.models.columns import new_id
from app.models.organisation import Organisation
from app.office import Office
from app.queries import cases
from app.vocabulary import Country, Language, Outcome, Right, State
from tests.offices import a_case, an_office, an_organisation


class Changed(Exception):
    """Somebody changed their mind before the commit."""


@pytest.fixture
async def office(database: str, tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(database, tmp_path) as office:
        yield office


@pytest.fixture
async def organisation_id(office: Office) -> UUID:
    return await an_organisation(office)


async def references(office: Office, organisation_id: UUID | None) -> list[str]:
    async with office.db.transaction(organisation_id) as session:
        return sorted((await session.exec(select(Case.reference))).all())


async def add_case(office: Office, organisation_id: UUID, reference: str) -> UUID:
    async with office.db.transaction(organisation_id) as session:
        case = a_case(organisation_id, reference)
        session.add(case)
        return case.id


async def test_a_transaction_that_ends_well_is_committed(office: Office, organisation_id: UUID) -> None:
    await add_case(office, organisation_id, "NB-2026-AAAAAA")
    assert await references(office, organisation_id) == ["NB-2026-AAAAAA"]


async def test_a_transaction_that_ends_in_an_error_is_rolled_back(
    office: Office, organisation_id: UUID
) -> None:
    async def change_mind() -> None:
        async with office.db.transaction(organisation_id) as session:
            session.add(a_case(organisation_id, "NB-2026-AAAAAA"))
            await session.flush()
            raise Changed

    with pytest.raises(Changed):
        await change_mind()
    assert await references(office, organisation_id) == []


async def test_a_transaction_that_is_cancelled_is_rolled_back(office: Office, organisation_id: UUID) -> None:
    async def slow() -> None:
        async with office.db.transaction(organisation_id) as session:
            session.add(a_case(organisation_id, "NB-2026-AAAAAA"))
            await session.flush()
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(slow(), 0.3)
    assert await references(office, organisation_id) == []


async def test_a_commit_that_fails_raises_where_the_work_is_done(
    office: Office, organisation_id: UUID, database: str
) -> None:
    connection = await asyncpg.connect(plain_url(database))
    await connection.execute(
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;"
        "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION never()"
    )
    await connection.close()
    with pytest.raises(DBAPIError, match="never"):
        await add_case(office, organisation_id, "NB-2026-AAAAAA")
    assert await references(office, organisation_id) == []


async def test_a_session_sees_its_own_organisation_only(office: Office, organisation_id: UUID) -> None:
    other = await an_organisation(office, "fjellkraft")
    await add_case(office, organisation_id, "NB-2026-AAAAAA")
    await add_case(office, other, "FK-2026-BBBBBB")
    assert await references(office, organisation_id) == ["NB-2026-AAAAAA"]
    assert await references(office, other) == ["FK-2026-BBBBBB"]
    assert await references(office, None) == []


async def test_a_connection_given_back_remembers_no_organisation(
    office: Office, organisation_id: UUID
) -> None:
    await add_case(office, organisation_id, "NB-2026-AAAAAA")
    for _ in range(5):  # more often than the pool has connections
        assert await references(office, organisation_id)
        assert await references(office, None) == []
        assert await references(office, organisation_id)
        async with office.db.engine.connect() as connection:  # as nobody in the house does
            left = await connection.execute(text("SELECT current_setting('app.organisation', true)"))
            assert not left.scalar_one()


class Line:
    """A line to the database that may vanish: it takes what is said, and only then is found to be dead."""

    def __init__(self, url: str) -> None:
        self._there, self._vanished = make_url(url), False

    async def laid(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(self._there.host, self._there.port)
        back = asyncio.create_task(self._passed_on(answers, writer))
        await self._passed_on(reader, questions)
        back.cancel()
        writer.transport.abort()

    async def _passed_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while (said := await source.read(65536)) and not self._vanished:
            target.write(said)
        target.close()
        self._vanished = False  # the next line is a good one

    def vanish(self) -> None:
        self._vanished = True

    @asynccontextmanager
    async def database(self) -> AsyncGenerator[Database]:
        server = await asyncio.start_server(self.laid, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        url = self._there.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        database = Database(url, pool_size=1, overflow=0)
        yield database
        await database.close()
        server.close()


async def backend(database: Database) -> int:
    async with database.transaction() as session:
        return int(
            (await (await session.connection()).exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
        )


async def test_a_connection_the_server_ended_is_given_to_nobody(office: Office, database: str) -> None:
    before = await backend(office.db)
    owner = await asyncpg.connect(plain_url(database))
    await owner.execute("SELECT pg_terminate_backend($1, 5000)", before)
    await owner.close()
    assert await backend(office.db) != before


async def test_a_connection_that_vanished_is_given_to_nobody_after_a_while(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(database)
    async with line.database() as lived:
        before = await backend(lived)
        line.vanish()
        monkeypatch.setattr(db, "IDLE_SECONDS", 0)
        assert await backend(lived) != before


async def test_a_connection_just_used_is_not_asked_whether_it_lives(database: str) -> None:
    line = Line(database)
    async with line.database() as lived:
        await backend(lived)
        line.vanish()
        with pytest.raises(DBAPIError) as told:
            await backend(lived)
        assert db.is_away(told.value)


async def test_the_house_works_as_a_role_that_owns_nothing(office: Office) -> None:
    async with office.db.transaction() as session:
        connection = await session.connection()
        assert (await connection.execute(text("SELECT current_user"))).scalar_one() == APP_ROLE
    with pytest.raises(DBAPIError, match="must be owner"):
        async with office.db.transaction() as session:
            await (await session.connection()).execute(text("ALTER TABLE cases ADD COLUMN x int"))


async def test_words_are_loaded_as_words(office: Office, organisation_id: UUID) -> None:
    case_id = await add_case(office, organisation_id, "NB-2026-AAAAAA")
    async with office.db.transaction(organisation_id) as session:
        case = await cases.get_case(session, case_id)
        assert case.state is State.RECEIVED
        assert case.rights == [Right.ACCESS]
        case.outcome = Outcome.WITHDRAWN
    async with office.db.transaction(organisation_id) as session:
        assert (await cases.get_case(session, case_id)).outcome is Outcome.WITHDRAWN


async def test_words_nobody_knows_are_not_stored(office: Office, organisation_id: UUID) -> None:
    with pytest.raises(StatementError, match="nonsense"):
        async with office.db.transaction(organisation_id) as session:
            session.add(a_case(organisation_id, "NB-2026-AAAAAA", state="nonsense"))
    assert await references(office, organisation_id) == []


async def test_an_error_of_the_database_quotes_no_values(office: Office, organisation_id: UUID) -> None:
    await add_case(office, organisation_id, "NB-2026-AAAAAA")
    with pytest.raises(DBAPIError) as raised:
        async with office.db.transaction(organisation_id) as session:
            session.add(a_case(organisation_id, "NB-2026-AAAAAA", assignee="hilda@nordstaff.example"))
    assert "hilda" not in str(raised.value)


async def test_a_locked_case_is_read_anew(office: Office, organisation_id: UUID) -> None:
    case_id = await add_case(office, organisation_id, "NB-2026-AAAAAA")
    async with office.db.transaction(organisation_id) as session:
        before = await cases.get_case(session, case_id)
        assert before.version == 1
        async with office.db.transaction(organisation_id) as other:
            (await cases.lock_case(other, case_id)).version = 2
        assert (await cases.lock_case(session, case_id)).version == 2


async def test_a_lock_is_waited_for(office: Office, organisation_id: UUID) -> None:
    case_id = await add_case(office, organisation_id, "NB-2026-AAAAAA")

    async def count() -> None:
        async with office.db.transaction(organisation_id) as session:
            case = await cases.lock_case(session, case_id)
            seen = case.version
            await asyncio.sleep(0.01)
            case.version = seen + 1

    await asyncio.gather(*(count() for _ in range(4)))
    async with office.db.transaction(organisation_id) as session:
        assert (await cases.get_case(session, case_id)).version == 5


async def test_two_organisations_do_not_share_a_slug(office: Office, organisation_id: UUID) -> None:
    with pytest.raises(DBAPIError, match="unique"):
        async with office.db.transaction() as session:
            session.add(
                Organisation(
                    id=new_id(), slug="nordbemanning", name="Två", country=Country.SE, language=Language.SV
                )
            )


async def test_migrating_again_changes_nothing(office: Office, organisation_id: UUID, database: str) -> None:
    await add_case(office, organisation_id, "NB-2026-AAAAAA")
    await asyncio.to_thread(migrate, database)
    assert await references(office, organisation_id) == ["NB-2026-AAAAAA"]


def test_ids_sort_by_the_time_they_were_made_at() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    made = [new_id(start + timedelta(milliseconds=step)) for step in range(50)]
    assert made == sorted(made)
    assert {each.version for each in made} == {7}
    assert len({new_id(start) for _ in range(1000)}) == 1000


def test_an_address_is_written_for_each_driver() -> None:
    url = "postgres://anna:pass%40word@db.example:5433/utdrag?ssl=require".replace("postgres:", "postgresql:")
    assert async_url(url) == "postgresql+asyncpg://anna:pass%40word@db.example:5433/utdrag?ssl=require"
    assert plain_url(async_url(url)) == url
