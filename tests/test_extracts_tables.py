"""JSON and CSV: whole, valid, safe to open, the same numbers everywhere."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extracts.content import JSON, Content
from app.extracts.paths import document_path, plain, table_path
from app.extracts.survey import surveyed
from app.extracts.tables import cell, json_of, line_of, tables_of
from app.extracts.values import shown, sound
from app.extracts.words.sv import WORDS
from tests.test_extracts_content import ATS, corrected, erased, item, items_of, person, section


async def document(content: Content) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(b"".join([chunk async for chunk in json_of(content)]))
    return read


async def tables(content: Content) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    async for path, file in tables_of(content, await surveyed(content)):
        raw = file.read()
        assert raw.startswith(b"\xef\xbb\xbf")
        found[path] = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    return found


async def test_the_json_document_holds_everything_as_the_systems_gave_it() -> None:
    read = await document(person())
    assert read["format"] == "utdrag-extract/v1"
    assert (read["kind"], read["reference"], read["received_on"]) == ("access", "D-1013", "2026-11-03")
    assert [block["key"] for block in read["information"]] == [*"abcdefgh", "transfers"]
    ats, news, payroll = read["systems"]
    assert [entry["fields"] for entry in ats["items"]] == [
        json.loads(json.dumps(dict(i.fields))) for i in ATS
    ]
    assert [entry["number"] for entry in ats["items"]] == [1, 2, 3]
    assert ats["items"][1]["file"]["path"] == "files/ats/0002-CV-Saga-Exempelsson.pdf"
    assert ats["items"][2]["redacted"] == ["text"]
    assert ats["withheld"][0]["count"] == 2
    assert (len(news["items"]), payroll["items"]) == (1, [])


async def test_corrections_and_what_is_kept_are_in_the_json_document() -> None:
    assert (await document(corrected()))["corrections"][0]["new"] == "+46 70 000 00 00"
    kept = (await document(erased()))["kept"]
    assert [entry["keep_until"] for entry in kept] == ["2031-12-31", None]


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", '"\\', "\u2028", "😀", [], {}, None, True, 10**30, 1e300, "漢"]
)
async def test_odd_values_come_back_from_json_unchanged(value: JSON) -> None:
    read = await document(replace(person(), sections=(section([item(1, v=value)]),)))
    assert read["systems"][0]["items"][0]["fields"]["v"] == value


async def test_what_json_cannot_say_is_told_as_text() -> None:
    read = await document(
        replace(person(), sections=(section([item(1, v=[float("nan"), {"x": float("inf")}])]),))
    )
    assert read["systems"][0]["items"][0]["fields"]["v"] == ["nan", {"x": "inf"}]


async def test_each_collection_is_a_table_with_every_field_of_its_items() -> None:
    mixed = section([item(1, a="x"), item(2, b=["y", 1], a=None), item(3)])
    [(path, rows)] = (await tables(replace(person(), sections=(mixed,)))).items()
    assert path == "csv/ats-candidates.csv"
    assert rows[0][-2:] == ["a", "b"]
    assert [row[-2:] for row in rows[1:]] == [["x", ""], ["", '["y",1]'], ["", ""]]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert {len(row) for row in rows} == {9}


async def test_tables_of_like_named_collections_stay_apart_and_own_columns_are_not_mixed_up() -> None:
    items = [replace(item(1, item_id="theirs"), collection="a b"), replace(item(2), collection="a/b")]
    found = await tables(replace(person(), sections=(section(items),)))
    assert list(found) == ["csv/ats-a-b.csv", "csv/ats-a-b-2.csv"]
    assert found["csv/ats-a-b.csv"][0][-1] == "field_item_id"
    assert found["csv/ats-a-b.csv"][1][-1] == "theirs"


@pytest.mark.parametrize("formula", ["=1+1", "+46 70", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
async def test_no_cell_can_be_taken_for_a_formula(formula: str) -> None:
    wild = replace(item(1, **{formula: formula}), label=formula, ref=formula)
    [rows] = (await tables(replace(person(), sections=(section([wild]),)))).values()
    assert not [text for row in rows for text in row if text.startswith(("=", "+", "-", "@", "\t"))]
    assert f"'{formula}" in rows[1]


def test_cells() -> None:
    assert [cell(v) for v in (None, True, -5, 1.5, "x", "\r=x", "a\x00b", ["=x"])] == [
        "", "true", -5, 1.5, "x", "\n=x", "ab", '["=x"]',
    ]  # fmt: skip


@given(st.lists(st.text("a\",\r\n\t;'é\\ ") | st.floats() | st.integers(), min_size=2))
def test_a_line_is_what_the_csv_module_writes(values: list[JSON]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerow([cell(value) for value in values])
    assert line_of(values) == written.getvalue().encode()


@given(st.text(st.characters(categories=["L", "Z", "C"], include_characters="\n\t\r")))
def test_sound_text_is_left_alone_and_the_rest_is_cleaned(text: str) -> None:
    kept = [c for c in sound(text) if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}]
    assert "".join(kept) == sound(text)
    assert sound(sound(text)) == sound(text)


def test_values_are_shown_as_lines_of_words() -> None:
    assert shown(None, WORDS) == shown("", WORDS) == shown([], WORDS) == shown({}, WORDS) == "saknas"
    assert (shown(True, WORDS), shown(0, WORDS), shown(1.5, WORDS)) == ("ja", "0", "1.5")
    nested: JSON = [{"a": 1, "b": ["x", "y"]}, "z\nzz"]
    assert shown(nested, WORDS, {"f.a": "Ett"}, "f").replace("\xa0", " ").split("\n") == [
        "• Ett: 1", "    b:", "        • x", "        • y", "• z", "    zz",
    ]  # fmt: skip


def test_no_document_holds_control_signs() -> None:
    assert sound("a\x00\r\nb\rc\td\x85e\ud800\ufffe") == "a\nb\nc\td\ne"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("CV.PDF", "files/ats/0007-CV.pdf"),
        ("../../etc/passwd", "files/ats/0007-etc-passwd"),
        ("..\\..\\x.exe", "files/ats/0007-x.exe"),
        ("/abs.txt", "files/ats/0007-abs.txt"),
        ("Lönebesked – Åsa Øy.docx", "files/ats/0007-Lonebesked-Asa-Oy.docx"),
        ("", "files/ats/0007-x"),
        (".htaccess", "files/ats/0007-htaccess"),
        ("履歴書.pdf", "files/ats/0007-x.pdf"),
        ("a\x00b\n.pdf", "files/ats/0007-a-b.pdf"),
        ("x" * 300 + ".pdf", f"files/ats/0007-{'x' * 60}.pdf"),
        ("CON", "files/ats/0007-CON"),
        ("a.b.c", "files/ats/0007-a.b.c"),
    ],
)
def test_paths_are_plain_and_stay_in_their_folder(name: str, path: str) -> None:
    assert document_path("ats", 7, name) == path


def test_other_paths() -> None:
    assert table_path("../x", "Å/..", 1) == "csv/x-A.csv"
    assert plain("...") == "x"


async def test_the_survey_counts_what_is_there() -> None:
    first, news, payroll = (await surveyed(person())).sections
    assert (first.items, first.files, first.redacted, first.cut) == (3, 1, 1, False)
    assert list(first.columns) == ["candidates", "applications", "notes"]
    assert (news.items, payroll.items, payroll.columns) == (1, 0, {})
    assert items_of([]) is not None
