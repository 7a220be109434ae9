"""The information of Article 15: eight blocks in four languages, and what is missing named in words."""

import tomllib
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from app.extracts.article15 import Automated, Entry, Recipient, Register, blocks
from app.extracts.content import Authority
from app.extracts.gaps import missing
from tests.test_extracts_content import LANGUAGES, REGISTER

USED = ["ats", "newsletter", "payroll"]
ALL = ["a", "b", "c", "d", "e", "f", "g", "h", "transfers"]

TOML = """
[authority]
name = "Datatilsynet"
website = "www.datatilsynet.no"

[general]
recipients = []
countries = ["NO"]
automated = {used = false}

[systems.ats]
name = "Kandidatbasen"
purposes = [{nb = "Rekruttering", nn = "Rekruttering", en = "Recruitment"}, "Statistikk"]
categories = ["Kontaktopplysninger"]
retention = "To år"
source = {nb = "Deg selv", en = "You"}
recipients = [{name = "Acme Inc.", country = "US", purpose = "Drift", safeguard = "SCC"}]
automated = {used = true, logic = "Poeng av svarene", consequences = "Rekkefølgen i listen"}
"""


def system(**changes: object) -> Register:
    """The sample register with one system changed."""
    return replace(REGISTER, systems={**REGISTER.systems, "ats": replace(REGISTER.systems["ats"], **changes)})  # type: ignore[arg-type]  # the tests name the fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_register_gives_every_block_and_misses_nothing(language: str) -> None:
    assert missing(REGISTER, USED) == []
    made = blocks(REGISTER, language, USED)
    assert [block.key for block in made] == ALL
    assert all(block.heading and block.article and block.paragraphs for block in made)
    for block in made:
        assert block.table is None or all(len(row) == len(block.table.columns) for row in block.table.rows)


def test_the_headings_are_in_the_language_of_the_person() -> None:
    headings = {
        language: tuple(b.heading for b in blocks(REGISTER, language, USED)) for language in LANGUAGES
    }
    assert len(set(headings.values())) == len(LANGUAGES)
    assert headings["sv"][3] == "Hur länge vi sparar uppgifterna"
    assert headings["nn"][4] == "Rettane dine"


def test_actual_recipients_are_named_once_with_their_countries() -> None:
    [recipients] = [b for b in blocks(REGISTER, "sv", USED) if b.key == "c"]
    assert recipients.table is not None
    assert recipients.table.rows == (
        ("Molnvärden AB", "Sverige", "Driver våra servrar"),
        ("Kundföretaget Norrsken AB", "Sverige", "Får de sökande som går vidare"),
        ("Brevdue Inc.", "USA", "Skickar breven"),
    )


def test_only_the_systems_that_were_used_are_told_of() -> None:
    made = {block.key: block for block in blocks(REGISTER, "en", ["payroll"])}
    assert "transfers" not in made
    table = made["a"].table
    assert table is not None
    assert [row[0] for row in table.rows] == ["Lönesystemet"]


def test_nobody_receiving_and_no_automation_are_said_in_words() -> None:
    alone = Register(
        authority=REGISTER.authority, systems={"x": Entry(recipients=(), automated=Automated(used=False))}
    )
    made = {block.key: block for block in blocks(alone, "sv", ["x"])}
    assert made["c"].paragraphs[0].startswith("Vi har inte lämnat uppgifterna till någon")
    assert made["h"].paragraphs[0].startswith("Inga beslut")
    assert {"a", "b", "d", "g"}.isdisjoint(made)


@pytest.mark.parametrize(
    ("changes", "block", "word"),
    [
        ({"purposes": ()}, "(a)", "purposes"),
        ({"purposes": (" ", {})}, "(a)", "purposes"),
        ({"categories": ()}, "(b)", "categories"),
        ({"retention": " "}, "(d)", "how long"),
        ({"source": {}}, "(g)", "source"),
        ({"automated": Automated(used=True, logic="x")}, "(h)", "consequences"),
        ({"recipients": (Recipient("", "SE", "x"),)}, "(c)", "recipient"),
        ({"recipients": (Recipient("Y Inc.", "US", "x"),)}, "(15(2))", "safeguard"),
        ({"countries": ("US",)}, "(15(2))", "safeguard"),
        ({"countries": ("us",)}, "(15(2))", "safeguard"),
    ],
)
def test_each_gap_is_named_with_its_block_and_system(
    changes: dict[str, object], block: str, word: str
) -> None:
    [gap] = missing(system(**changes), USED)
    assert gap.en.startswith(f"{block} Article 15(")
    assert word in gap.en
    assert all("ats" in said and "{" not in said for said in (gap.sv, gap.nb, gap.nn, gap.en))
    assert len({gap.sv, gap.nb, gap.nn, gap.en}) == 4


def test_a_country_of_the_eea_needs_no_safeguard_however_it_is_written() -> None:
    assert missing(system(countries=("se", "IS"), recipients=(Recipient("X", "no", "y"),)), USED) == []


def test_an_unknown_system_misses_everything_but_what_is_general() -> None:
    gaps = missing(REGISTER, ["chat"])
    assert [gap.en.split()[0] for gap in gaps] == ["(a)", "(b)", "(d)", "(g)"]
    nothing = missing(Register(), ["chat"])
    assert [gap.en.split()[0] for gap in nothing] == [
        "(a)",
        "(b)",
        "(c)",
        "(d)",
        "(g)",
        "(h)",
        "(f)",
        "(15(2))",
    ]


def test_without_systems_only_the_rights_and_the_authority_are_told() -> None:
    assert [block.key for block in blocks(REGISTER, "sv", [])] == ["e", "f"]
    assert missing(REGISTER, []) == []
    [gap] = missing(Register(authority=Authority(" ")), [])
    assert gap.en.startswith("(f)")


def test_the_register_is_read_from_toml_as_it_is() -> None:
    register = TypeAdapter(Register).validate_python(tomllib.loads(TOML))
    assert missing(register, ["ats"]) == []
    made = {block.key: block for block in blocks(register, "nn", ["ats"])}
    assert made["a"].table is not None
    assert made["a"].table.rows == (("Kandidatbasen", "Rekruttering\nStatistikk"),)
    assert made["h"].table is not None
    assert made["transfers"].table is not None
    assert made["transfers"].table.rows == (("Acme Inc.", "USA", "SCC"),)
    assert "Datatilsynet" in made["f"].paragraphs[0]
