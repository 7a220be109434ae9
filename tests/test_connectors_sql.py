"""What only the `sql` connector does, on WordPress' own tables in MariaDB and on PostgreSQL."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from app.connectors import registry
from app.connectors.contract import Change, Connector, Ident, Match, Record
from app.embedded import Server
from app.errors import InvalidInput, SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, RefusalGround, TaskState
from tests.counterparts.mariadb import MariaDB
from tests.counterparts.wordpress import DATABASE, WordPress
from tests.test_connectors_contract import WORDPRESS_TABLES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOOKKEEPING = {
    "ground": "legal_obligation",
    "statute": "Bookkeeping Act 7:2",
    "from_field": "comment_date",
    "years": 7,
    "end_of_year": True,
}


def tables(**changes: Mapping[str, Any]) -> dict[str, Any]:
    """WordPress' tables with some of their settings changed."""
    return {name: {**table, **changes.get(name, {})} for name, table in WORDPRESS_TABLES.items()}


def by_email(email: str) -> list[Ident]:
    return [Ident(IdentKind.EMAIL, email, verified=True, source="test")]


@asynccontextmanager
async def connected(url: str, settings: Mapping[str, Any], **more: Any) -> AsyncGenerator[Connector]:
    given = {"url": "env:URL", "tables": settings, **more}
    connector = registry.build("sql", given, lambda _name: url, now=lambda: NOW)
    try:
        yield connector
    finally:
        await connector.aclose()


class Site:
    """WordPress' database and one person in it."""

    def __init__(self, wordpress: WordPress, mariadb: MariaDB) -> None:
        self.url = mariadb.url(DATABASE)
        self.mark = secrets.token_hex(4)
        self.email = f"kim.{self.mark}@mail.example"
        self.wordpress = wordpress
        self.mariadb = mariadb
        self.id = wordpress.add_user(self.email, f"Kim {self.mark}")
        self.comment = wordpress.add_comment(self.email, f"Kim {self.mark}", "Words of Kim")

    def sql(self, statement: str) -> str:
        return self.mariadb.run(statement, DATABASE).strip()


@pytest.fixture
async def site(wordpress: WordPress, mariadb: MariaDB) -> Site:
    return await asyncio.to_thread(Site, wordpress, mariadb)


async def the(connector: Connector, site: Site, collection: str) -> Match:
    [match] = [
        match for match in await connector.find(by_email(site.email)) if match.collection == collection
    ]
    return match


async def records(connector: Connector, match: Match) -> list[Record]:
    return [item async for item in connector.export(match) if isinstance(item, Record)]


async def test_exports_an_account_with_its_settings_and_without_its_password(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        user, *meta = await records(connector, await the(connector, site, "user"))
        assert user.ref == str(site.id)
        assert not {"user_pass", "user_activation_key"} & user.data.keys()
        assert len(meta) == int(site.sql(f"SELECT count(*) FROM wp_usermeta WHERE user_id = {site.id}"))
        values = {record.data["meta_key"]: record.data["meta_value"] for record in meta}
        assert values["first_name"] == "Kim"


async def test_corrects_a_setting_that_hangs_on_the_account(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        exported = await records(connector, await the(connector, site, "user"))
        [first_name] = [record for record in exported if record.data.get("meta_key") == "first_name"]
        outcome = await connector.rectify(first_name.match(), [Change("meta_value", "Kim", "Kîm")], "k")
        assert outcome.state is TaskState.DONE
    held = site.sql(
        f"SELECT meta_value FROM wp_usermeta WHERE user_id = {site.id} AND meta_key = 'first_name'"
    )
    assert held == "Kîm"
    user = await asyncio.to_thread(site.wordpress.call, "GET", f"/users/{site.id}?context=edit")
    assert user["first_name"] == "Kîm"


async def test_several_fields_are_corrected_together_or_not_at_all(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        user = await the(connector, site, "user")
        changes = [
            Change("user_email", site.email, "new@mail.example"),
            Change("display_name", "stale", "New"),
        ]
        assert (await connector.rectify(user, changes, "k")).state is TaskState.REFUSED
        assert site.sql(f"SELECT user_email FROM wp_users WHERE ID = {site.id}") == site.email


async def test_a_value_of_the_wrong_type_is_refused(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        user = await the(connector, site, "user")
        wrong = Change("user_registered", user.data["user_registered"], "next week")
        outcome = await connector.rectify(user, [wrong], "k")
        assert (outcome.state, outcome.reason) == (TaskState.REFUSED, "`user_registered` takes a datetime")
        right = Change("user_registered", user.data["user_registered"], "2020-01-02T03:04:05")
        assert (await connector.rectify(user, [right], "k")).state is TaskState.DONE
        assert site.sql(f"SELECT user_registered FROM wp_users WHERE ID = {site.id}") == "2020-01-02 03:04:05"


async def test_erases_an_account_with_everything_under_it(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        outcome = await connector.erase(await the(connector, site, "user"), "delete", "k")
    assert outcome.state is TaskState.DONE
    assert site.sql(f"SELECT count(*) FROM wp_usermeta WHERE user_id = {site.id}") == "0"
    assert site.sql(f"SELECT count(*) FROM wp_users WHERE ID = {site.id}") == "0"
    assert site.sql(f"SELECT count(*) FROM wp_comments WHERE comment_ID = {site.comment}") == "1"


async def test_rows_below_that_have_no_rule_are_reported_not_forgotten(site: Site) -> None:
    async with connected(site.url, tables(meta={"erase": None})) as connector:
        outcome = await connector.erase(await the(connector, site, "user"), "delete", "k")
    assert (outcome.state, "`meta` has no rule" in outcome.reason) == (TaskState.PARTIAL, True)


async def test_makes_a_row_anonymous(site: Site) -> None:
    settings = tables(comment={"erase": {"comment_author": "", "comment_author_email": "", "user_id": 0}})
    async with connected(site.url, settings) as connector:
        comment = await the(connector, site, "comment")
        for _ in range(2):
            assert (await connector.erase(comment, "anonymise", "k")).state is TaskState.DONE
        [left] = await records(connector, comment)
        assert (left.data["comment_author"], left.data["comment_author_email"]) == ("", "")
        assert left.data["comment_content"] == "Words of Kim"
        assert await connector.find(by_email(site.email)) != []  # the account is another matter


async def test_asked_to_anonymise_it_never_deletes(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        outcome = await connector.erase(await the(connector, site, "comment"), "anonymise", "k")
    assert outcome.state is TaskState.MANUAL
    assert site.sql(f"SELECT count(*) FROM wp_comments WHERE comment_ID = {site.comment}") == "1"


async def test_keeps_what_the_law_keeps_and_says_until_when(site: Site) -> None:
    site.sql(f"UPDATE wp_comments SET comment_date = '2024-03-01' WHERE comment_ID = {site.comment}")
    async with connected(site.url, tables(comment={"retain": BOOKKEEPING})) as connector:
        outcome = await connector.erase(await the(connector, site, "comment"), "delete", "k")
    assert outcome.state is TaskState.REFUSED
    [kept] = outcome.retained
    assert (kept.what, kept.ground, kept.statute, str(kept.keep_until)) == (
        "comment", RefusalGround.LEGAL_OBLIGATION, "Bookkeeping Act 7:2", "2031-12-31",
    )  # fmt: skip
    assert site.sql(f"SELECT count(*) FROM wp_comments WHERE comment_ID = {site.comment}") == "1"


async def test_erases_what_no_longer_has_to_be_kept(site: Site) -> None:
    site.sql(f"UPDATE wp_comments SET comment_date = '2018-12-31' WHERE comment_ID = {site.comment}")
    async with connected(site.url, tables(comment={"retain": BOOKKEEPING})) as connector:
        outcome = await connector.erase(await the(connector, site, "comment"), "delete", "k")
    assert (outcome.state, outcome.retained) == (TaskState.DONE, ())


async def test_a_retained_child_makes_the_erasure_partial(site: Site) -> None:
    settings = tables(comment={
        "match": (), "mention": None, "for_each": {"table": "user", "column": "comment_author_email", "parent": "user_email"},
        "retain": {"ground": "legal_obligation", "statute": "Bookkeeping Act 7:2", "keep_until": "2031-12-31"},
    })  # fmt: skip
    async with connected(site.url, settings) as connector:
        outcome = await connector.erase(await the(connector, site, "user"), "delete", "k")
    assert outcome.state is TaskState.PARTIAL
    assert [kept.what for kept in outcome.retained] == ["comment"]
    assert site.sql(f"SELECT count(*) FROM wp_users WHERE ID = {site.id}") == "0"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"user": {"table": "wp_userz"}}, "no table `wp_userz`"),
        ({"user": {"rectify": ["shoe_size"]}}, "no column `shoe_size` in the table `wp_users`"),
        ({"user": {"match": [{"columns": {"email": "e_mail"}}]}}, "no column `e_mail`"),
        ({"meta": {"for_each": {"table": "user", "column": "owner"}}}, "no column `owner`"),
        ({"meta": {"for_each": {"table": "user", "column": "user_id", "parent": "no"}}}, "no column `no`"),
        ({"comment": {"mention": {"columns": ["text"]}}}, "no column `text`"),
        ({"comment": {"erase": {"author": ""}}}, "no column `author`"),
        ({"comment": {"retain": {**BOOKKEEPING, "from_field": "paid"}}}, "no column `paid`"),
    ],
)
async def test_a_probe_names_what_is_not_there(
    mariadb: MariaDB, wordpress: WordPress, changes: Mapping[str, Any], words: str
) -> None:
    async with connected(mariadb.url(DATABASE), tables(**changes)) as connector:
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.probe()
    assert words in caught.value.detail
    assert caught.value.permanent


async def test_a_key_that_is_none_changes_nothing(site: Site) -> None:
    async with connected(site.url, tables(meta={"key": "user_id"})) as connector:
        exported = await records(connector, await the(connector, site, "user"))
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.erase(exported[1].match(), "delete", "k")
    assert "led to" in caught.value.detail
    assert int(site.sql(f"SELECT count(*) FROM wp_usermeta WHERE user_id = {site.id}")) == len(exported) - 1


async def test_too_many_rows_are_an_error_not_a_part(site: Site) -> None:
    async with connected(site.url, tables(), most_rows=3) as connector:
        with pytest.raises(SystemDidNotAnswer) as caught:
            await records(connector, await the(connector, site, "user"))
    assert "More than 3 rows of `meta`" in caught.value.detail


async def test_rows_with_dates_that_are_none_can_be_read(site: Site) -> None:
    """MariaDB allows the year 0, and WordPress' drafts are of that year."""
    draft = await asyncio.to_thread(site.wordpress.call, "POST", "/posts", title=f"About {site.mark}")
    post = {
        "table": "wp_posts", "key": "ID", "purpose": "texts",
        "mention": {"columns": ["post_title"], "kinds": ["name"]},
    }  # fmt: skip
    async with connected(site.url, {"post": post}) as connector:
        name = Ident(IdentKind.NAME, site.mark, verified=True, source="test")
        [match] = await connector.find([name])
        assert (match.ref, match.certainty) == (str(draft["id"]), Certainty.MENTION)
        [record] = await records(connector, match)
        assert record.data["post_title"] == f"About {site.mark}"


@pytest.mark.parametrize("value", ["100%", "a_b", "back\\slash", "it's"])
async def test_free_text_is_searched_for_the_very_letters(site: Site, value: str) -> None:
    comment = site.wordpress.add_comment
    with_value = await asyncio.to_thread(comment, "bo@mail.example", "Bo", f"{site.mark} {value} tail")
    await asyncio.to_thread(comment, "bo@mail.example", "Bo", f"{site.mark} 1000 aXb backslash its tail")
    async with connected(site.url, tables()) as connector:
        name = Ident(IdentKind.NAME, f"{site.mark} {value}", verified=True, source="test")
        assert [match.ref for match in await connector.find([name])] == [str(with_value)]
        assert await connector.find([Ident(IdentKind.NAME, "Bo", verified=True, source="test")]) == []


async def test_a_database_that_is_down_may_come_back(mariadb: MariaDB, wordpress: WordPress) -> None:
    async with connected(mariadb.url(DATABASE).replace(str(mariadb.port), "1"), tables()) as connector:
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.probe()
    assert not caught.value.permanent


async def test_a_lost_connection_is_replaced(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        await connector.probe()
        for process in site.sql(
            "SELECT id FROM information_schema.processlist WHERE user = 'utdrag'"
        ).split():
            site.sql(f"KILL {process}")
        assert (await connector.probe()).state is TaskState.DONE


async def test_failures_do_not_quote_rows(site: Site) -> None:
    async with connected(site.url, tables()) as connector:
        user = await the(connector, site, "user")
        too_long = Change("display_name", user.data["display_name"], f"{site.email} " * 100)
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.rectify(user, [too_long], "k")
    assert site.email not in f"{caught.value.detail} {caught.value.__cause__!r}"
    assert caught.value.permanent


@pytest.mark.parametrize("url", ["not an address", "sqlite:///x.db", "mssql://sa@127.0.0.1/x"])
def test_only_the_databases_it_knows(url: str) -> None:
    with pytest.raises(InvalidInput):
        registry.build("sql", {"url": "env:URL", "tables": tables()}, lambda _name: url)


SCHEMA = """
CREATE TABLE customer (id int PRIMARY KEY, name text, code char(8), born date, vip bool, pay numeric(9,2), photo bytea);
CREATE TABLE invoice (id int PRIMARY KEY, customer int REFERENCES customer, words text);
INSERT INTO customer VALUES (1, 'Kim Å', 'k1', '1990-02-03', true, 100.50, 'jpg'), (2, 'Kim Å', 'k2', '1991-02-03', false, 1, NULL);
INSERT INTO invoice VALUES (1, 1, 'one'), (2, 1, 'two');
"""
CUSTOMER = {
    "table": "customer",
    "key": "id",
    "purpose": "sales",
    "label": "name",
    "match": [
        {"columns": {"name": "name", "birth_date": "born"}, "certainty": "probable"},
        {"columns": {"account": "code"}},
    ],
    "rectify": ["born", "vip", "pay"],
    "erase": "delete",
}


@pytest.fixture
async def shop(server: Server) -> AsyncGenerator[Callable[..., Any]]:
    """The URL of a small PostgreSQL database of this test's own, and a way to ask it."""
    name = f"shop_{secrets.token_hex(4)}"
    await _ask(server.url, f"CREATE DATABASE {name}")
    await _ask(server.database(name), SCHEMA)
    yield lambda *sql: _ask(server.database(name), *sql) if sql else server.database(name)
    await _ask(server.url, f"DROP DATABASE {name} WITH (FORCE)")


async def _ask(url: str, sql: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql) if sql.startswith("SELECT") else await connection.execute(sql)
    finally:
        await connection.close()


async def test_a_name_needs_its_birth_date(shop: Callable[..., Any]) -> None:
    name = Ident(IdentKind.NAME, "Kim Å", verified=True, source="test")
    async with connected(shop(), {"customer": CUSTOMER}) as connector:
        assert await connector.find([name]) == []
        for date, refs in [("1990-02-03", ["1"]), ("1990-02-04", []), ("in spring", [])]:
            born = Ident(IdentKind.BIRTH_DATE, date, verified=True, source="test")
            matches = await connector.find([name, born])
            assert [match.ref for match in matches] == refs
            assert {match.certainty for match in matches} <= {Certainty.PROBABLE}


async def test_every_type_of_column_comes_out_as_json_and_goes_in_again(shop: Callable[..., Any]) -> None:
    account = [Ident(IdentKind.ACCOUNT, "k1", verified=True, source="test")]
    async with connected(shop(), {"customer": CUSTOMER}) as connector:
        [match] = await connector.find(account)
        assert dict(match.data) == {
            "id": 1, "name": "Kim Å", "code": "k1      ", "born": "1990-02-03", "vip": True, "pay": "100.50",
            "photo": "anBn",
        }  # fmt: skip
        changes = [
            Change("born", "1990-02-03", "1990-03-02"), Change("vip", True, "false"), Change("pay", "100.50", "99.95"),
        ]  # fmt: skip
        assert (await connector.rectify(match, changes, "k")).state is TaskState.DONE
    assert await shop("SELECT (born, vip, pay)::text FROM customer WHERE id = 1") == "(1990-03-02,f,99.95)"


async def test_what_others_depend_on_is_refused_and_nothing_is_half_done(shop: Callable[..., Any]) -> None:
    async with connected(shop(), {"customer": CUSTOMER}) as connector:
        [match] = await connector.find([Ident(IdentKind.ACCOUNT, "k1", verified=True, source="test")])
        outcome = await connector.erase(match, "delete", "k")
        assert (outcome.state, outcome.evidence) == (TaskState.REFUSED, {})
        assert await shop("SELECT count(*) FROM customer") == 2
    invoice = {
        "table": "invoice", "key": "id", "purpose": "sales", "erase": "delete",
        "for_each": {"table": "customer", "column": "customer"},
    }  # fmt: skip
    async with connected(shop(), {"customer": CUSTOMER, "invoice": invoice}) as connector:
        assert (await connector.erase(match, "delete", "k")).state is TaskState.DONE
        assert await shop("SELECT count(*) FROM invoice") == 0


async def test_waits_for_whoever_is_changing_the_row_and_then_sees_it(shop: Callable[..., Any]) -> None:
    async with connected(shop(), {"customer": CUSTOMER}) as connector:
        [match] = await connector.find([Ident(IdentKind.ACCOUNT, "k1", verified=True, source="test")])
        other = await asyncpg.connect(shop())
        async with other.transaction():
            await other.execute("UPDATE customer SET pay = 7 WHERE id = 1")
            ours = asyncio.create_task(connector.rectify(match, [Change("pay", "100.50", "2.00")], "k"))
            await asyncio.sleep(0.3)
            assert not ours.done()
        assert (await ours).state is TaskState.REFUSED
        await other.close()
    assert await shop("SELECT pay::text FROM customer WHERE id = 1") == "7.00"


async def test_a_locked_row_does_not_hold_us_for_ever(shop: Callable[..., Any]) -> None:
    async with connected(shop(), {"customer": CUSTOMER}, timeout=2) as connector:
        [match] = await connector.find([Ident(IdentKind.ACCOUNT, "k1", verified=True, source="test")])
        other = await asyncpg.connect(shop())
        transaction = other.transaction()
        await transaction.start()
        await other.execute("SELECT * FROM customer FOR UPDATE")
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.erase(match, "delete", "k")
        await transaction.rollback()
        await other.close()
        assert not caught.value.permanent
        assert (await connector.probe()).state is TaskState.DONE
