"""Blacking out: by field, by span, by suggestion, and burnt into PDF files."""

import io
from pathlib import Path

import pikepdf
import pytest
import typst

from app.errors import DsarError, InvalidInput, TooLarge
from app.extracts.burn import burned, places
from app.extracts.confined import Limits
from app.extracts.content import File, Item
from app.extracts.redact import MARK, Redaction, redacted
from app.extracts.suggest import Suggestion, field_suggestions, norwegian, suggestions
from tests.test_extracts_content import bytes_of, pdfium

NOTE = Item(
    "1", "ats", "notes", "N-1 Kim Påhitt", "Samtal med Kim Påhitt", "Rekrytering",
    {"text": "Kim Påhitt ringde. Kim Påhitt är nöjd.", "a.b": "dotted", "list": ["x", {"who": "Kim Påhitt"}], "n": 5},
    {}, file=File("Kim Påhitt.pdf", "application/pdf", 1, bytes_of(b"x")),
)  # fmt: skip


def test_a_whole_field_is_replaced_and_its_text_leaves_the_heading_too() -> None:
    item = redacted(NOTE, [Redaction("list.1.who", "Annan person")])
    assert item.fields["list"] == ["x", {"who": MARK}]
    assert item.redacted == ("list",)
    assert item.redaction_grounds == {"list": "Annan person"}
    assert "Påhitt" not in item.label + item.ref
    assert item.file is not None
    assert item.file.name == f"{MARK}.pdf"
    assert NOTE.fields["list"] == ["x", {"who": "Kim Påhitt"}]


def test_spans_are_cut_out_of_the_text_wherever_they_overlap() -> None:
    item = redacted(NOTE, [Redaction("text", "A", ((0, 5), (3, 10), (19, 29)))])
    assert item.fields["text"] == f"{MARK} ringde. {MARK} är nöjd."


def test_fields_with_dots_numbers_and_several_grounds() -> None:
    item = redacted(
        NOTE, [Redaction("a.b", "A"), Redaction("n", "B"), Redaction("n", "C"), Redaction("n", "B")]
    )
    assert (item.fields["a.b"], item.fields["n"]) == (MARK, MARK)
    assert item.redaction_grounds == {"a.b": "A", "n": "B C"}


@pytest.mark.parametrize(
    "wrong",
    [
        Redaction("nowhere", "A"),
        Redaction("list.7", "A"),
        Redaction("list.1.nobody", "A"),
        Redaction("text.deeper", "A"),
        Redaction("n", "A", ((0, 1),)),
        Redaction("text", "A", ((0, 999),)),
        Redaction("text", "A", ((5, 5),)),
    ],
)
def test_what_is_not_there_is_refused_rather_than_missed(wrong: Redaction) -> None:
    with pytest.raises(InvalidInput) as refused:
        redacted(NOTE, [wrong])
    assert "Påhitt" not in str(refused.value)


def kinds(text: str, *names: str, own: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in suggestions(text, names, own=own)]


# The customary example number, in each spelling, and a made-up coordination number (60 added to the day).
@pytest.mark.parametrize("number", ["198112189876", "19811218-9876", "811218-9876", "8112189876", "811218 9876", "19811278-9873"])  # fmt: skip
def test_swedish_numbers_are_found_in_every_spelling(number: str) -> None:
    assert kinds(f"Pnr: {number}, ringde.") == [("national_id_se", number)]


@pytest.mark.parametrize(
    "not_one", ["811218-9875", "19811318-9876", "1-811218-9876", "a8112189876", "81121898761"]
)
def test_other_digits_are_not_swedish_numbers(not_one: str) -> None:
    assert "national_id_se" not in dict(kinds(f"nr {not_one} ok"))


def test_norwegian_numbers_with_their_variants() -> None:
    assert norwegian("17912099997")  # synthetic: 80 is added to the month, as no person's is
    assert not norwegian("17912099998")
    assert not norwegian("1791209999")
    assert not norwegian("17912099x97")
    assert kinds("Fnr 179120 99997.") == [("national_id_no", "179120 99997")]


def test_d_numbers_are_found_and_impossible_days_are_not() -> None:
    dates = {"D-number": "570100", "day 40": "400100", "month 13": "011300", "day 81": "810100"}
    valid = {
        name: sum(norwegian(f"{date}{n:05d}") for n in range(0, 100_000, 7)) for name, date in dates.items()
    }
    assert valid["D-number"] > 50
    assert valid["day 40"] == valid["month 13"] == valid["day 81"] == 0


def test_addresses_accounts_and_telephones_are_found() -> None:
    text = (
        "Mejla kim.p+x@pahitt.example eller ring 08-123 456 78, +47 22 12 34 56. SE4550000000058398257466 OK"
    )
    assert kinds(text) == [
        ("email", "kim.p+x@pahitt.example"),
        ("phone", "08-123 456 78"),
        ("phone", "+47 22 12 34 56"),
        ("iban", "SE4550000000058398257466"),
    ]
    assert kinds("Konto SE45 5000 0000 0583 9825 7466 ABC") == [("iban", "SE45 5000 0000 0583 9825 7466")]
    assert kinds("SE45 5000 0000 0583 9825 7467") == []


def test_known_names_are_found_whole_in_parts_and_with_the_genitive() -> None:
    found = kinds("KIM  PÅHITT och Påhitts bror. Kims hund, kim i gemener.", "Kim Påhitt")
    assert found == [("name", "KIM  PÅHITT"), ("name", "Påhitts"), ("name", "Kims")]
    assert kinds("Åsa", "A\u030asa") == [("name", "Åsa")]
    assert kinds("(Påhitt).*, Påhittad", "(Påhitt).*") == [("name", "(Påhitt).*")]
    assert kinds("Bo och Li bor här", "Bo Li") == []


def test_the_persons_own_data_are_not_suggested() -> None:
    text = "Saga Exempelsson, 811218-9876, saga@exempelsson.example. Referens: Kim Påhitt"
    own = ("Saga Exempelsson", "8112189876", "SAGA@exempelsson.example")
    assert kinds(text, "Saga Exempelsson", "Kim Påhitt", own=own) == [("name", "Kim Påhitt")]


def test_suggestions_of_fields_carry_the_path_that_redaction_takes() -> None:
    found = field_suggestions(NOTE.fields, ["Kim Påhitt"])
    assert found == [
        Suggestion(0, 10, "name", "text"), Suggestion(19, 29, "name", "text"), Suggestion(0, 10, "name", "list.1.who"),
    ]  # fmt: skip
    item = redacted(NOTE, [Redaction(one.path, "Annan", ((one.start, one.end),)) for one in found])
    assert "Påhitt" not in str(item)


@pytest.mark.parametrize(
    "hostile", ["a" * 100_000, "1" * 100_000, "a@" * 40_000, "SE45 " * 20_000, "Kim " * 20_000]
)
def test_hostile_texts_take_little_time(hostile: str) -> None:
    suggestions(hostile[:20_000], ["Kim Påhitt"])


def pdf_of(typ: str) -> bytes:
    return typst.compile(typ.encode(), format="pdf")


LETTER = """#set page(width: 12cm, height: 9cm)
Referensen är Kim Påhitt, som arbetar hos oss. KIM PÅHITT nås på kim\\@pahitt.example. En lång rad så att
namnet Kim \\ Påhitt bryts, och Kim På-\\ hitt avstavas. Bo är Botaniker.
#pagebreak()
Saga Exempelsson"""


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))


async def test_words_are_burnt_into_the_pages_and_nothing_is_left_below() -> None:
    pdf = pdf_of(LETTER)
    assert "Kim" in text_of(pdf)
    done = await burned(pdf, ["Kim Påhitt", "kim@pahitt.example", "Bo", "Nobody Here", " "])
    assert done.found == {"Kim Påhitt": 4, "kim@pahitt.example": 1, "Bo": 1, "Nobody Here": 0}
    assert (done.pages, done.pictures) == (2, ())
    assert (await burned(pdf, ["Kim Påhitt", "kim@pahitt.example", "Bo"])).pdf == done.pdf
    assert text_of(done.pdf) == ""
    assert b"Kim" not in done.pdf
    with pikepdf.open(io.BytesIO(done.pdf)) as opened:
        assert len(opened.pages) == 2
        assert "/Names" not in opened.Root
        assert not opened.docinfo.keys()
        assert [round(float(x)) for x in opened.pages[0].MediaBox] == pytest.approx([0, 0, 340, 255], abs=1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
async def test_the_boxes_cover_the_words_on_turned_and_cropped_pages_too(turn: int) -> None:
    # The word is red: what a box does not cover stays red.
    letter = "#set page(width: 8cm, height: 5cm)\nHär är #text(size: 20pt, fill: red)[Kim På-\\ hitt] och andra ord."
    with pikepdf.open(io.BytesIO(pdf_of(letter))) as opened:
        opened.pages[0].Rotate = turn
        opened.pages[0].CropBox = [10, 12, 220, 140]
        changed = io.BytesIO()
        opened.save(changed)
    assert await red_of(changed.getvalue(), []) > 300
    assert await red_of(changed.getvalue(), ["Kim Påhitt"]) == 0


async def test_pages_whose_text_is_turned_to_be_read_upright_are_covered_too() -> None:
    letter = """#set page(width: 8cm, height: 5cm)
    #rotate(180deg)[Hej #text(size: 20pt, fill: red)[Kim På-\\ hitt] och andra ord.]"""
    with pikepdf.open(io.BytesIO(pdf_of(letter))) as opened:
        opened.pages[0].Rotate = 180
        changed = io.BytesIO()
        opened.save(changed)
    assert await red_of(changed.getvalue(), []) > 300
    assert await red_of(changed.getvalue(), ["Kim Påhitt"]) == 0


async def red_of(pdf: bytes, terms: list[str]) -> int:
    picture = pdfium.PdfDocument((await burned(pdf, terms)).pdf)[0].render(scale=2).to_pil().convert("RGB")
    pixels: bytes = picture.tobytes()
    return sum(red > 120 + green for red, green in zip(pixels[::3], pixels[1::3], strict=True))


async def test_notes_on_the_page_are_searched_as_well() -> None:
    with pikepdf.open(io.BytesIO(pdf_of("Hej"))) as opened:
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([note(opened)]))
        changed = io.BytesIO()
        opened.save(changed)
    done = await burned(changed.getvalue(), ["Hemlig Person"])
    assert done.found == {"Hemlig Person": 1}


def note(pdf: pikepdf.Pdf) -> pikepdf.Object:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    look = pdf.make_stream(b"BT /F 12 Tf 5 5 Td (Hemlig Person) Tj ET")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = [0, 0, 150, 30]
    look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 200, 80], F=4,
            Contents="Hemlig Person", DA="/F 12 Tf", AP=pikepdf.Dictionary(N=look),
        )
    )  # fmt: skip


async def test_pages_that_are_pictures_are_named_for_a_person_to_look_at(tmp_path: Path) -> None:
    scan = await burned(pdf_of(LETTER), [])
    again = await burned(scan.pdf, ["Kim Påhitt"])
    assert again.found == {"Kim Påhitt": 0}
    assert again.pictures == (1, 2)


@pytest.mark.parametrize("broken", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
async def test_what_cannot_be_opened_is_refused(broken: bytes) -> None:
    with pytest.raises(InvalidInput, match="withhold the file whole"):
        await burned(broken, ["Kim"])


async def test_a_limit_stops_the_work_with_a_clear_error() -> None:
    with pytest.raises(TooLarge, match="seconds"):
        await burned(pdf_of(LETTER), ["Kim"], Limits(wall=0.01))
    with pytest.raises(DsarError):
        await burned(pdf_of(LETTER), ["Kim"], Limits(memory=20 * 1024**2))


def test_places_do_not_depend_on_how_letters_are_put() -> None:
    assert places("xxPa\u030ahitt ok", ["påhitt"]) == [("påhitt", 2, 8)]
    assert places("P å h i t t", ["Påhitt"]) == [("Påhitt", 0, 10)]
    assert places("ﬁnn", ["finn"]) == [("finn", 0, 2)]
    assert places("Robo Bo bor", ["Bo"]) == [("Bo", 5, 6)]
