"""The PDF: what is in it, that it is accessible, and that nothing a system holds can break it."""

import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

import pdfua
import pikepdf
import pytest

from app.errors import DsarError, TooLarge
from app.extracts import pdf
from app.extracts.confined import Limits, confined
from app.extracts.content import Content, Item
from app.extracts.language import words_of
from app.extracts.pdf import Rendered, render
from app.extracts.survey import shares, surveyed
from app.extracts.tables import json_of
from tests.test_extracts_content import LANGUAGES, corrected, erased, item, pdfium, person, section


async def pdf_of(content: Content, limits: Limits | None = None) -> tuple[bytes, Rendered]:
    with TemporaryFile() as extract, TemporaryFile() as target:
        async for chunk in json_of(content):
            extract.write(chunk)
        done = await render(content, await surveyed(content), extract, target, limits)
        target.seek(0)
        return target.read(), done


def text_of(made: bytes) -> str:
    """The text of all pages, with every run of white space as one space."""
    document = pdfium.PdfDocument(made)
    return " ".join(
        " ".join(document[i].get_textpage().get_text_range() for i in range(len(document))).split()
    )


def with_values(**values: str) -> Content:
    return replace(person(), sections=(section([item(1, **values)]),))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_letter_is_accessible_and_holds_its_data(language: str, tmp_path: Path) -> None:
    content = person(language)
    made, done = await pdf_of(content)
    assert done.notes == ()
    (tmp_path / "utdrag.pdf").write_bytes(made)
    report = pdfua.validate(str(tmp_path / "utdrag.pdf"))
    assert [finding for outcome in report.outcomes for finding in outcome.findings] == []
    assert sum(outcome.skipped_reason is None for outcome in report.outcomes) >= 11
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == language
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == f"{words_of(language).title['access']} D-1013"
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        attached = opened.attachments["utdrag.json"]
        assert str(attached.obj.AFRelationship) == "/Source"
        assert attached.get_file().mime_type == "application/json"
        inside = attached.get_file().read_bytes()
    assert inside == b"".join([chunk async for chunk in json_of(content)])
    assert json.loads(inside)["person"] == "Saga Exempelsson"


async def test_the_letter_says_who_what_when_and_how_much() -> None:
    text = text_of((await pdf_of(person()))[0])
    for said in (
        "Nordkraft Bemanning AB", "D-1013", "3 november 2026", "20 november 2026 kl. 10:30", "Antal poster: 4.",
        "Vilka kategorier av uppgifter vi har", "EU:s standardavtalsklausuler", "Sju år efter räkenskapsåret",
        "saga@exempelsson.example", "Skola: Exempelskolan", "38500", "files/ats/0002-CV-Saga-Exempelsson.pdf",
        "Referensen ■■■ berättade", "Varför delar är dolda: Namnet på en referensperson",
        "Uppgifter som inte lämnas ut", "Referensernas egna omdömen", "Integritetsskyddsmyndigheten",
        "Om du inte är nöjd", "Sida 1 av",
    ):  # fmt: skip
        assert said in text, said
    assert "#strong[inte] *markup* $x^2$ @någon <b>html</b> \\emph." in text


async def test_corrections_stand_old_beside_new_and_what_is_kept_with_its_date() -> None:
    fresh = text_of((await pdf_of(corrected()))[0])
    assert "Nytt registerutdrag efter rättelse" in fresh
    assert fresh.index("+46 70 111 11 11") < fresh.index("+46 70 000 00 00")
    assert fresh.count("Rättat och kontrollerat i systemet.") == 1
    assert "Begärt hos leverantören." in fresh
    assert "efteråt" not in fresh
    gone = text_of((await pdf_of(erased()))[0])
    assert "Besked om radering" in gone
    for said in (
        "Löneunderlag 2024",
        "Bokföringslagen 7 kap. 2 §",
        "31 december 2031",
        "Inget fast datum; se skälet",
    ):
        assert said in gone
    assert "system för system" not in gone


async def test_the_same_answer_gives_the_same_bytes() -> None:
    assert (await pdf_of(person()))[0] == (await pdf_of(person()))[0]


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic()", '#import "/etc/passwd"', '#read("/etc/passwd")', "= Heading", "*a* _b_ `c` $d$ @e <f> //g /*h*/",
        "\\", "]", "}", "{{7*7}}", "\u202eevil\u202c", "a\x00b\x01c\x1bd\x7fe\x85f", "\ufffe\uffff", "\ud800x",
        "عربي עברית", "line\r\nline\rline\u2028line", "\u200b" * 50, "x" * 5000, "https://" + "a/" * 600, "́" * 50, "",
        " ", "\t", "\xad" * 50, "Ж Ŋ ŋ ł ș",
    ],
)  # fmt: skip
async def test_hostile_values_are_shown_as_text_in_a_strict_document(hostile: str) -> None:
    content = with_values(before="FIRST", **{f"k{hostile}": hostile}, after="LAST")
    made, done = await pdf_of(replace(content, person_name=f"Saga {hostile}"))
    assert done.notes == ()
    text = text_of(made)
    assert text.index("FIRST") < text.index("LAST")


async def test_long_words_break_but_are_copied_whole() -> None:
    text = text_of((await pdf_of(with_values(link="w" * 300)))[0])
    assert "w" * 300 in text.replace(" ", "")


async def test_signs_without_a_font_are_named_and_the_document_stays_accessible() -> None:
    made, done = await pdf_of(with_values(text="Hej \U0001f600\ufe0f och \U000f0000 ■ → é"))
    text = text_of(made)
    if "spelled" in done.notes:  # no emoji font on this machine
        assert "[GRINNING FACE]" in text
    assert "[U+F0000]" in text
    assert "■ → é" in text
    assert "not_strict" not in done.notes
    assert b"pdfuaid" in made


async def test_writing_no_font_has_is_kept_in_a_less_strict_document() -> None:
    # A script no common font package covers.
    made, done = await pdf_of(with_values(text="\U00012000\U00012001 och svenska"))
    assert done.notes == ("not_strict",)
    assert "Några tecken kan saknas" in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == "sv"
        assert "utdrag.json" in opened.attachments


async def test_a_long_value_is_cut_in_the_pdf_and_says_where_it_is_whole() -> None:
    made, done = await pdf_of(with_values(text="ord " * 25_000))
    assert done.notes == ("shortened",)
    text = text_of(made)
    assert "80000 tecken. Hela texten finns i utdrag.html." in text
    assert "visar 1 av 1 poster" in text


async def test_a_large_answer_shows_the_first_of_each_system_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "SHOWN_WEIGHT", 20_000)
    monkeypatch.setattr(pdf, "EMBEDDED_SIZE", 1_000)
    many = section([item(n, text=f"mail{n}") for n in range(1, 3001)], "mail", "E-posten")
    made, done = await pdf_of(replace(person(), sections=(many, *person().sections)))
    assert done.notes == ("shortened", "not_embedded")
    text = text_of(made)
    assert "mail1 " in text
    assert "mail3000" not in text
    assert "saga@exempelsson.example" in text  # a small system is not crowded out
    assert "av 3004 poster. Alla poster finns i filerna utdrag.html" in text
    assert "av 3000 poster." in text
    assert "Innehåll" in text
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.attachments) == 0


async def test_what_a_system_holds_open_is_closed_when_enough_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "SHOWN_WEIGHT", 3_000)
    opened = closed = 0

    async def items() -> AsyncIterator[Item]:
        nonlocal opened, closed
        opened += 1
        try:
            for n in range(100):
                yield item(n, text="x")
        finally:
            closed += 1

    await pdf_of(replace(person(), sections=(replace(section([]), items=items),)))
    assert opened == closed == 3


async def test_three_thousand_items_are_typeset_within_the_limits() -> None:
    many = section([item(n, name=f"Post {n}", text="ord " * 50) for n in range(3000)])
    made, done = await pdf_of(replace(person(), sections=(many,)))
    assert len(made) > 500_000
    assert done.notes in {(), ("shortened",)}


def test_small_sections_get_their_whole_share() -> None:
    assert shares([10, 1000, 20, 1000], 130) == [10, 50, 20, 50]
    assert shares([1, 2, 3], 100) == [1, 2, 3]
    assert shares([], 100) == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [(Limits(wall=0.05), "more than 0.05 seconds"), (Limits(memory=230 * 1024**2), "MB of memory"), (Limits(cpu=1), "of CPU")],
)  # fmt: skip
async def test_a_limit_stops_typesetting_with_a_clear_error(limits: Limits, said: str) -> None:
    many = section([item(n, name=f"Post {n}", text="ord " * 50) for n in range(3000)])
    with pytest.raises(TooLarge, match=said) as stopped:
        await pdf_of(replace(person(), sections=(many,)), limits)
    assert "Exempelsson" not in str(stopped.value)


async def test_a_failure_of_the_process_is_told_without_its_data() -> None:
    with TemporaryFile() as target, pytest.raises(DsarError, match="exit status 1") as failed:
        await confined("app.extracts.pdf", b'{"secret": "Saga', target, Limits())
    assert "Saga" not in str(failed.value)


async def test_the_instant_is_written_in_the_zone_of_the_organisation() -> None:
    late = replace(person(), made_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert "1 januari 2027 kl. 00:30" in text_of((await pdf_of(late))[0])
