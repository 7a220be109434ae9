"""Declarative definitions: the library is sound, and every fault is told with file, line and key."""

from pathlib import Path

import pytest

from app.connectors.rest_file import definition, library, parsed
from app.connectors.rest_template import fill, fill_path, select
from app.errors import InvalidInput
from app.vocabulary import Certainty, Language, Verb

GOOD = """\
format: utdrag-connector/v1
id: peer
title: Peer
params:
  base: {type: endpoint, allow: ["*"]}
  token: {type: secret}
auth: {kind: bearer, token: "${param.token}"}
probe: {request: {path: /}}
collections:
  person:
    purpose: test
    key: id
    find:
      - when: email
        request: {path: "/people/${md5(lower(ident.email))}", query: {page: "${page}"}}
        rows: people
    erase:
      request: {method: DELETE, path: "/people/${key}"}
  note:
    for_each: person
    purpose: test
    key: id
    find:
      - request: {path: "/people/${parent.key}/notes"}
        rows: notes
"""


def test_the_library_holds_what_the_product_promises() -> None:
    assert library() == ["hubspot", "mailchimp", "recman", "wordpress"]


@pytest.mark.parametrize("name", library())
def test_a_library_definition_is_sound(name: str) -> None:
    shape = definition(name)
    assert shape.id == name
    assert shape.capabilities() == {Verb.EXPORT, Verb.RECTIFY, Verb.ERASE}
    certainties = {rule.certainty for each in shape.collections.values() for rule in each.find}
    assert Certainty.EXACT in certainties
    for each in shape.collections.values():
        if each.rectify:
            assert each.read, "a correction must be able to see whether somebody was faster"
            assert set(each.rectify.map) <= set(each.labels) | {"language"}, "the handler reads labels"
        for words in each.labels.values():
            assert {Language.SV, Language.NB, Language.EN} <= words.keys()


def test_a_good_definition_is_read() -> None:
    assert sorted(parsed(GOOD, "peer.yaml").collections) == ["note", "person"]


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("DELETE", "REMOVE", "collections.person.erase.request.method", "peer.yaml line 18: Input should be"),
        ("rows: people", "row: people", "collections.person.find.0.row", "line 16: Extra inputs are not"),
        (
            "rows: people",
            "rows: people[",
            "collections.person.find.0.rows",
            "line 16: `people[` is not JMESPath",
        ),
        (
            "rows: people\n",
            "rows: people\n        keep: shout(row)\n",
            "collections.person.find.0.keep",
            "line 17: there is no function `shout`",
        ),
        ("${key}", "${kee}", "collections.person.erase.request.path", "line 18: `kee` is not known here"),
        (
            "${param.token}",
            "${param.tokn}",
            "auth.bearer.token",
            "line 7: `param.tokn` is not among the params",
        ),
        (
            "${param.token}",
            "Token ${param.token}",
            "auth.bearer.token",
            "line 7: `${…}` must be the whole value",
        ),
        (
            "ident.email)",
            "ident.phone)",
            "collections.person.find.0",
            "line 14: `ident.phone` is used but not",
        ),
        ("when: email", "when: shoe_size", "collections.person.find.0.when.0", "line 14: Input should be"),
        (
            "for_each: person",
            "for_each: persons",
            "collections.note.for_each",
            "line 20: there is no collection",
        ),
        ("for_each: person", "for_each: note", "", "line 1: `for_each` of `note` goes in a circle"),
        ("    for_each: person\n", "", "collections.note", "line 19: every `find` needs `when`"),
        ('type: endpoint, allow: ["*"]', "type: text", "", "line 1: `params.base` must be there"),
        ("path: /}", "path: x}", "probe.request.path", "line 8: String should match pattern"),
        ("utdrag-connector/v1", "utdrag-connector/v2", "format", "line 1: Input should be"),
        ("title: Peer", "title: Peer\nid: peer", "", "line 4: `id` stands here twice"),
        ("title: Peer", "title: [", "", "line 5: "),
        ("title: Peer", "title: \x07", "", "line 1: holds characters"),
        (GOOD, "- a list", "", "line 1: must be a mapping"),
        (GOOD, "", "", "line 1: must be a mapping"),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(old: str, new: str, path: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidInput) as caught:
        parsed(GOOD.replace(old, new, 1), "peer.yaml")
    told = {(fault.path, fault.message) for fault in caught.value.fields}
    assert any(path == at and message in words for at, words in told), told


def test_every_fault_is_told_at_once() -> None:
    text = GOOD.replace("DELETE", "REMOVE").replace("rows: notes", "rows: notes[")
    with pytest.raises(InvalidInput) as caught:
        parsed(text, "peer.yaml")
    assert len(caught.value.fields) == 2


@pytest.mark.parametrize("reference", ["no-such", "/nowhere/peer.yaml", "../wordpress", "Word Press"])
def test_a_definition_that_is_not_there_is_told_with_those_that_are(reference: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        definition(reference)
    assert "wordpress" in caught.value.fields[0].message


def test_a_definition_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "peer.yaml").write_text(GOOD)
    assert definition(str(tmp_path / "peer.yaml")).id == "peer"


def test_a_value_keeps_its_type_and_never_becomes_structure() -> None:
    scope = {"key": 7, "changes": {"name": '"}'}, "gone": None}
    template = {
        "id": "${key}",
        "text": "as it is",
        "nothing": None,
        "left_out": "${gone}",
        "...": "${changes}",
    }
    assert fill(template, scope) == {"id": 7, "text": "as it is", "nothing": None, "name": '"}'}
    assert fill(["${key}", {"deep": "${key}"}], scope) == [7, {"deep": 7}]


@pytest.mark.parametrize("value", ["", ".", "..", None, ["a"], {"a": 1}])
def test_a_path_takes_only_what_can_be_one_segment(value: object) -> None:
    with pytest.raises(ValueError, match="nothing that can stand in a path"):
        fill_path("/people/${key}", {"key": value})


def test_a_path_encodes_everything_that_could_mean_more() -> None:
    assert fill_path("/p/${key}/x", {"key": "a/../b?c#d%e f+å"}) == "/p/a%2F..%2Fb%3Fc%23d%25e%20f%2B%C3%A5/x"


@pytest.mark.parametrize(
    ("expression", "data", "expected"),
    [
        ("lower(a)", {"a": "ÅSA"}, "åsa"),
        ("lower(a)", {}, None),
        ("digits(a)", {"a": "+46 (0)70-1"}, "460701"),
        ("md5(a)", {"a": "abc"}, "900150983cd24fb0d6963f7d28e17f72"),
        ("each(a)", {"a": {"1": {"x": 1}, "2": {"x": 2}}}, [{"x": 1}, {"x": 2}]),
        ("each(a)", {"a": [{"x": 1}]}, [{"x": 1}]),
        ("each(a)", {"a": None}, []),
    ],
)
def test_functions_that_vendors_make_necessary(expression: str, data: object, expected: object) -> None:
    assert select(expression, data) == expected
