"""What every searchable connector owes, asserted alike of a real WordPress, MariaDB and PostgreSQL."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import asyncpg
import pytest

from app.connectors import registry
from app.connectors.contract import Change, Connector, Ident, Match, Record
from app.embedded import Server
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, Language, TaskState, Verb
from tests.counterparts.mariadb import PASSWORD, MariaDB
from tests.counterparts.wordpress import DATABASE, WordPress

WORDPRESS_TABLES: Mapping[str, Any] = {
    "user": {
        "table": "wp_users",
        "key": "ID",
        "purpose": "account",
        "label": "display_name",
        "labels": {"user_email": {"sv": "E-post", "nb": "E-post"}},
        "omit": ["user_pass", "user_activation_key"],
        "match": [{"columns": {"email": "user_email"}, "ignore_case": True}],
        "rectify": ["display_name", "user_email", "user_registered"],
        "erase": "delete",
    },
    "meta": {
        "table": "wp_usermeta",
        "key": "umeta_id",
        "purpose": "account",
        "label": "meta_key",
        "for_each": {"table": "user", "column": "user_id"},
        "rectify": ["meta_value"],
        "erase": "delete",
    },
    "comment": {
        "table": "wp_comments",
        "key": "comment_ID",
        "purpose": "comments",
        "label": "comment_author",
        "match": [{"columns": {"email": "comment_author_email"}, "ignore_case": True}],
        "mention": {"columns": ["comment_content"]},
        "rectify": ["comment_author"],
        "erase": "delete",
    },
}
POSTGRES_TABLES: Mapping[str, Any] = {
    "user": {
        "table": "person",
        "schema": "hr",
        "key": "id",
        "purpose": "account",
        "label": "name",
        "labels": {"email": {"sv": "E-post", "nb": "E-post"}},
        "match": [
            {"columns": {"email": "email"}, "ignore_case": True},
            {"columns": {"name": "name", "birth_date": "born"}, "certainty": "probable"},
        ],
        "rectify": ["name", "email", "born"],
        "erase": "delete",
    },
    "comment": {
        "table": "note",
        "schema": "hr",
        "key": "id",
        "purpose": "comments",
        "match": [{"columns": {"email": "author"}, "ignore_case": True}],
        "mention": {"columns": ["words"]},
        "rectify": ["words"],
        "erase": "delete",
    },
}
SCHEMA = """
CREATE SCHEMA hr;
CREATE TABLE hr.person (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, email text, born date,
  photo bytea DEFAULT 'jpg', pay numeric(9,2) DEFAULT 100.50, tags jsonb DEFAULT '["a"]', seen timestamptz DEFAULT now());
CREATE TABLE hr.note (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, author text, words text);
"""


@dataclass(frozen=True)
class Person:
    name: str
    email: str

    def idents(self) -> list[Ident]:
        return [
            Ident(IdentKind.EMAIL, self.email.upper(), verified=True, source="test"),
            Ident(IdentKind.NAME, self.name, verified=True, source="test"),
        ]


@dataclass
class System:
    """A running system: how to connect with a password, how to fill it, and its own field names."""

    connect: Callable[[str], Connector]
    password: str
    add_person: Callable[[Person], Awaitable[None]]
    add_comment: Callable[[Person, str], Awaitable[None]]
    name: str
    email: str


def of_wordpress(site: WordPress, connect: Callable[[str], Connector], password: str, *fields: str) -> System:
    async def add_person(person: Person) -> None:
        await asyncio.to_thread(site.add_user, person.email, person.name)

    async def add_comment(person: Person, words: str) -> None:
        await asyncio.to_thread(site.add_comment, person.email, person.name, words)

    return System(connect, password, add_person, add_comment, *fields)


@pytest.fixture
def rest_system(wordpress: WordPress) -> System:
    params = {
        "base": wordpress.base,
        "username": wordpress.username,
        "password": "env:PASSWORD",
        "heir": wordpress.admin,
    }
    settings = {"definition": "wordpress", "params": params}
    connect = partial(_connected, "rest", settings)
    return of_wordpress(wordpress, connect, wordpress.password, "name", "email")


@pytest.fixture
def mariadb_system(wordpress: WordPress, mariadb: MariaDB) -> System:
    settings = {"url": "env:URL", "tables": WORDPRESS_TABLES}

    def connect(password: str) -> Connector:
        return _connected("sql", settings, mariadb.url(DATABASE, password))

    return of_wordpress(wordpress, connect, PASSWORD, "display_name", "user_email")


@pytest.fixture(scope="session")
async def people(server: Server) -> str:
    """The URL of a PostgreSQL database with somebody's personnel tables."""
    await _run(server.url, "CREATE DATABASE people")
    url = server.database("people")
    await _run(url, SCHEMA)
    return url


@pytest.fixture
def postgres_system(server: Server, people: str) -> System:
    settings = {"url": "file:/run/secrets/url", "tables": POSTGRES_TABLES}

    def connect(password: str) -> Connector:
        return _connected("sql", settings, people.replace(server.password, password))

    async def add_person(person: Person) -> None:
        words = "INSERT INTO hr.person (email, name, born) VALUES ($1, $2, '1990-02-03')"
        await _run(people, words, person.email, person.name)

    async def add_comment(person: Person, words: str) -> None:
        await _run(people, "INSERT INTO hr.note (author, words) VALUES ($1, $2)", person.email, words)

    return System(connect, server.password, add_person, add_comment, "name", "email")


@pytest.fixture(params=["rest", "mariadb", "postgres"])
def system(request: pytest.FixtureRequest) -> System:
    found: System = request.getfixturevalue(f"{request.param}_system")
    return found


@pytest.fixture
async def connector(system: System) -> AsyncGenerator[Connector]:
    connected = system.connect(system.password)
    yield connected
    await connected.aclose()


@pytest.fixture
async def person(system: System) -> Person:
    """Somebody with a record and a comment, whom another's comment mentions."""
    mark = secrets.token_hex(4)
    anna = Person(f"Åsa Ek{mark}", f"asa.{mark}@mail.example")
    await system.add_person(anna)
    await system.add_comment(anna, "My own words")
    bo = Person("Bo Alm", f"bo.{mark}@mail.example")
    await system.add_comment(bo, f"I met {anna.name} at 100% of the meetings")
    await system.add_comment(bo, "Nothing about anybody")
    return anna


def _connected(kind: str, settings: Mapping[str, Any], secret: str) -> Connector:
    return registry.build(kind, settings, lambda _name: secret)


async def _run(url: str, sql: str, *values: Any) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(sql, *values)
    await connection.close()


async def found(connector: Connector, person: Person) -> dict[tuple[str, Certainty], Match]:
    """The matches by collection and certainty; a test that finds two of a kind fails here."""
    matches = await connector.find(person.idents())
    by_kind = {(match.collection, match.certainty): match for match in matches}
    assert len(by_kind) == len(matches)
    return by_kind


async def exported(connector: Connector, match: Match) -> list[Record]:
    return [item async for item in connector.export(match) if isinstance(item, Record)]


USER, COMMENT = ("user", Certainty.EXACT), ("comment", Certainty.EXACT)
MENTION = ("comment", Certainty.MENTION)


async def test_answers_a_probe(connector: Connector) -> None:
    assert (await connector.probe()).state is TaskState.DONE
    assert connector.capabilities == {Verb.EXPORT, Verb.RECTIFY, Verb.ERASE}


async def test_says_where_it_could_not_look(connector: Connector) -> None:
    assert connector.out_of_reach(frozenset({IdentKind.EMAIL, IdentKind.NAME})) == []
    assert connector.out_of_reach(frozenset({IdentKind.EMAIL})) == []
    assert connector.out_of_reach(frozenset())
    assert connector.out_of_reach(frozenset({IdentKind.BIRTH_DATE})) == connector.out_of_reach(frozenset())


async def test_finds_the_person_and_tells_a_mention_from_a_record(
    connector: Connector, person: Person
) -> None:
    matches = await found(connector, person)
    assert matches.keys() >= {USER, COMMENT, MENTION}
    assert person.name == matches[USER].label
    assert person.name in str(matches[MENTION].data.values())


async def test_finds_nobody_else(connector: Connector, person: Person) -> None:
    stranger = [
        Ident(IdentKind.EMAIL, person.email.replace(".example", ""), verified=True, source="test"),
        Ident(IdentKind.EMAIL, "%@mail.example", verified=True, source="test"),
        Ident(IdentKind.NATIONAL_ID, "19900101-0000", verified=True, source="test"),
    ]
    assert await connector.find(stranger) == []


async def test_an_accent_makes_another_person(connector: Connector, person: Person) -> None:
    """MariaDB's collations hold å for a."""
    accented = person.email.replace("asa.", "åsa.")
    assert await connector.find([Ident(IdentKind.EMAIL, accented, verified=True, source="test")]) == []


async def test_exports_what_is_held_as_plain_json_with_labels(
    system: System, connector: Connector, person: Person
) -> None:
    matches = await found(connector, person)
    user, *_ = await exported(connector, matches[USER])
    assert user.data[system.email] == person.email
    assert user.field_labels[system.email][Language.SV] == "E-post"
    assert user.purpose == "account"
    assert json.loads(json.dumps(user.data)) == user.data
    [comment] = await exported(connector, matches[COMMENT])
    assert "My own words" in comment.data.values()
    assert [record.certainty for record in await exported(connector, matches[MENTION])] == [Certainty.MENTION]


async def test_corrects_once_however_often_it_is_told(
    system: System, connector: Connector, person: Person
) -> None:
    user = (await found(connector, person))[USER]
    change = [Change(system.name, person.name, "O'Brien \"; DROP TABLE x; --")]
    for _ in range(2):
        assert (await connector.rectify(user, change, "case-1")).state is TaskState.DONE
    [now, *_] = await exported(connector, user)
    assert now.data[system.name] == "O'Brien \"; DROP TABLE x; --"
    assert now.data[system.email] == person.email


async def test_refuses_to_correct_what_changed_meanwhile(
    system: System, connector: Connector, person: Person
) -> None:
    user = (await found(connector, person))[USER]
    await connector.rectify(user, [Change(system.name, person.name, "Third Person")], "case-1")
    outcome = await connector.rectify(user, [Change(system.name, person.name, "Someone Else")], "case-2")
    assert outcome.state is TaskState.REFUSED
    assert person.name not in outcome.reason
    [now, *_] = await exported(connector, user)
    assert now.data[system.name] == "Third Person"


async def test_says_which_fields_a_person_must_correct_by_hand(
    system: System, connector: Connector, person: Person
) -> None:
    user = (await found(connector, person))[USER]
    allowed, forbidden = Change(system.name, person.name, "New Name"), Change("is_admin", None, True)
    outcome = await connector.rectify(user, [allowed, forbidden], "case-1")
    assert (outcome.state, "`is_admin`" in outcome.reason) == (TaskState.PARTIAL, True)
    [now, *_] = await exported(connector, user)
    assert now.data[system.name] == "New Name"
    assert (await connector.rectify(user, [forbidden], "case-2")).state is TaskState.MANUAL


async def test_erased_is_gone_and_gone_stays_done(connector: Connector, person: Person) -> None:
    matches = await found(connector, person)
    for kind in (COMMENT, USER):
        outcome = await connector.erase(matches[kind], "delete", "case-1")
        assert outcome.state is TaskState.DONE
        assert json.loads(json.dumps(outcome.evidence)) == outcome.evidence
    assert (await found(connector, person)).keys() == {MENTION}
    for kind in (COMMENT, USER):
        assert (await connector.erase(matches[kind], "delete", "case-1")).state is TaskState.DONE
        assert await exported(connector, matches[kind]) == []


async def test_what_is_gone_cannot_be_corrected(system: System, connector: Connector, person: Person) -> None:
    user = (await found(connector, person))[USER]
    await connector.erase(user, "delete", "case-1")
    outcome = await connector.rectify(user, [Change(system.name, person.name, "New")], "case-2")
    assert outcome.state is TaskState.REFUSED


async def test_never_touches_a_mention(system: System, connector: Connector, person: Person) -> None:
    mention = (await found(connector, person))[MENTION]
    assert (await connector.erase(mention, "delete", "k")).state is TaskState.MANUAL
    assert (await connector.rectify(mention, [Change(system.name, "a", "b")], "k")).state is TaskState.MANUAL
    assert len(await exported(connector, mention)) == 1


async def test_a_wrong_password_is_permanent_and_not_repeated_back(system: System) -> None:
    connector = system.connect("wr0ng-password")
    with pytest.raises(SystemDidNotAnswer) as caught:
        await connector.probe()
    assert caught.value.permanent
    assert "wr0ng" not in f"{caught.value.detail} {caught.value.__cause__!r}"
    await connector.aclose()
