"""Settings of every kind are checked before anything is connected, and faults have paths."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NoReturn

import pytest

from app.connectors import registry
from app.connectors.contract import Change, Match
from app.connectors.manual import ManualConnector
from app.errors import ActionNotPossible, InvalidInput
from app.vocabulary import Certainty, Language, TaskState

MANUAL = {
    "owner": "Anna Coach",
    "owner_email": "anna@coach.example",
    "checklist": {"sv": ["Pärmen", "Telefonen"], "nb": ["Permen", "Telefonen"]},
}
SQL = {
    "url": "env:NEWSLETTER_URL",
    "tables": {
        "reader": {
            "table": "readers", "key": "id", "purpose": "newsletter", "match": [{"columns": {"email": "mail"}}],
            "erase": "delete",
        },
        "click": {
            "table": "clicks", "key": "id", "purpose": "newsletter",
            "for_each": {"table": "reader", "column": "reader_id"}, "erase": {"ip": None},
        },
    },
}  # fmt: skip
WORDPRESS = {
    "definition": "wordpress",
    "params": {
        "base": "https://site.example",
        "username": "utdrag",
        "password": "env:WP_PASSWORD",
        "heir": 1,
    },
}
MAILCHIMP = {
    "definition": "mailchimp",
    "params": {"base": "https://us1.api.mailchimp.com/3.0", "key": "file:/run/secrets/mc"},
}
RECMAN = {"definition": "recman", "params": {"key": "env:RECMAN_KEY"}}
GOOD = [("manual", MANUAL), ("sql", SQL), ("rest", WORDPRESS), ("rest", MAILCHIMP), ("rest", RECMAN)]


def no_secret(_name: str) -> NoReturn:
    raise AssertionError("validation must not read secrets")


def with_param(settings: Mapping[str, Any], **params: Any) -> dict[str, Any]:
    return {**settings, "params": {**settings["params"], **params}}


def with_table(name: str, **changes: Any) -> dict[str, Any]:
    tables: dict[str, Any] = SQL["tables"]  # type: ignore[assignment] # one literal, two shapes
    return {**SQL, "tables": {**tables, name: {**tables[name], **changes}}}


@pytest.mark.parametrize(("kind", "settings"), GOOD)
async def test_good_settings_build_a_connector(kind: str, settings: Mapping[str, Any]) -> None:
    registry.validate(kind, settings)
    url = "postgresql://u:p@127.0.0.1:1/x"
    connector = registry.build(kind, settings, lambda _name: url)
    assert connector.kind == kind
    await connector.aclose()


@pytest.mark.parametrize(
    ("kind", "settings", "path", "message"),
    [
        ("telepathy", {}, "kind", "use manual, rest, sql"),
        ("manual", {**MANUAL, "owner_email": "anna"}, "owner_email", "pattern"),
        ("manual", {**MANUAL, "checklist": {}}, "checklist", "at least 1"),
        ("manual", {**MANUAL, "ownr": "x"}, "ownr", "not permitted"),
        ("sql", {**SQL, "url": "postgresql://u:p@db/x"}, "url", "a secret is named, not written down"),
        ("sql", with_table("reader", key=""), "tables.reader.key", "at least 1"),
        ("sql", with_table("reader", match=[]), "tables.reader", "give either `match`"),
        ("sql", with_table("reader", erase="drop"), "tables.reader.erase.literal['delete']", "'delete'"),
        ("sql", with_table("reader", match=[{"columns": {"shoe": "x"}}]), "tables.reader.match.0.columns.shoe.[key]", "should be"),
        ("sql", with_table("reader", retain={"ground": "mood", "statute": "x"}), "tables.reader.retain.ground", "should be"),
        ("sql", with_table("click", for_each={"table": "rider", "column": "x"}), "", "`rider`, which is not among"),
        ("sql", with_table("click", for_each={"table": "click", "column": "x"}), "", "in a circle"),
        ("rest", {"definition": "wordpres"}, "definition", "wordpress"),
        ("rest", with_param(WORDPRESS, usrname="x"), "params.usrname", "knows no such param"),
        ("rest", with_param(WORDPRESS, password="hunter2"), "params.password", "a secret is named"),
        ("rest", with_param(WORDPRESS, password=None), "params.password", "a secret is named"),
        ("rest", with_param(WORDPRESS, heir="one"), "params.heir", "must be a number"),
        ("rest", with_param(WORDPRESS, heir=None), "params.heir", "is missing"),
        ("rest", with_param(WORDPRESS, base=None), "params.base", "is missing"),
        ("rest", with_param(WORDPRESS, base="http://site.example"), "params.base", "must be https"),
        ("rest", with_param(WORDPRESS, base="ftp://127.0.0.1"), "params.base", "must be https"),
        ("rest", with_param(WORDPRESS, base="https://u:p@site.example"), "params.base", "without user"),
        ("rest", with_param(WORDPRESS, base="https://site.example?x=1"), "params.base", "without user"),
        ("rest", with_param(WORDPRESS, base="https://site.example:port"), "params.base", "not an address"),
        ("rest", with_param(WORDPRESS, base="site.example"), "params.base", "must be a plain https"),
        ("rest", with_param(MAILCHIMP, base="https://thief.example"), "params.base", "*.api.mailchimp.com"),
        ("rest", with_param(MAILCHIMP, base="https://api.mailchimp.com.thief.example"), "params.base", "must be one of"),
        ("rest", with_param(RECMAN, base="https://thief.example/api.recman.no"), "params.base", "api.recman.no"),
    ],
)  # fmt: skip
def test_every_fault_has_a_path(kind: str, settings: Mapping[str, Any], path: str, message: str) -> None:
    for check in (registry.validate, partial(registry.build, secret=no_secret)):
        with pytest.raises(InvalidInput) as caught:
            check(kind, settings)
        told = {(fault.path, fault.message) for fault in caught.value.fields}
        assert any(path == at and message in words for at, words in told), told
        assert "hunter2" not in str(told)


async def test_a_manual_system_answers_manual_and_refuses_to_be_searched() -> None:
    connector = registry.build("manual", MANUAL, no_secret)
    assert isinstance(connector, ManualConnector)
    match = Match("1", "binder", Certainty.EXACT, "", {})
    outcomes = [
        await connector.probe(),
        await connector.rectify(match, [Change("name", "a", "b")], "k"),
        await connector.erase(match, "delete", "k"),
        await connector.poll("handle"),
    ]
    assert {outcome.state for outcome in outcomes} == {TaskState.MANUAL}
    assert connector.capabilities == frozenset()
    with pytest.raises(ActionNotPossible):
        await connector.find([])
    with pytest.raises(ActionNotPossible):
        connector.export(match)


def test_a_checklist_is_read_in_the_owner_s_language_or_the_first() -> None:
    connector = registry.build("manual", MANUAL, no_secret)
    assert isinstance(connector, ManualConnector)
    assert connector.checklist(Language.NB) == ("Permen", "Telefonen")
    assert connector.checklist(Language.FI) == ("Pärmen", "Telefonen")
    assert (connector.owner, connector.owner_email) == ("Anna Coach", "anna@coach.example")
