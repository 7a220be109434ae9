"""The small rules behind the pages: dates in words, the due date, stamps, answers, kinds of files."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image

from app.pages.answers import LIMITS, Answers, answers_of, errors_in
from app.pages.assets import ASSETS, VERSION, address
from app.pages.due import due_on
from app.pages.said import written_day, written_instant, written_size
from app.pages.stamps import is_human, new_stamp
from app.pages.uploads import LONGEST_NAME, media_type_of, safe_name
from app.vocabulary import Language, Right

AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
KEY = bytes(32)
OFFERED = (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE)
GOOD = Answers(("access",), "Anna Exempel", "anna@post.example")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.SV, "torsdagen den 3 december 2026"),
        (Language.NB, "torsdag 3. desember 2026"),
        (Language.NN, "torsdag 3. desember 2026"),
        (Language.EN, "Thursday 3 December 2026"),
        (Language.FI, "Thursday 3 December 2026"),
    ],
)
def test_dates_are_written_out(language: Language, written: str) -> None:
    assert written_day(date(2026, 12, 3), language) == written


def test_hours_are_nordic() -> None:
    assert written_instant(AT, Language.SV) == "23 november 2026 00:30"


@pytest.mark.parametrize(
    ("size", "written"),
    [(1, "1 kB"), (820_400, "820 kB"), (999_999, "999 kB"), (2_440_000, "2,4 MB"), (50_000_000, "50 MB")],
)
def test_sizes_are_short(size: int, written: str) -> None:
    assert written_size(size, Language.SV) == written


@pytest.mark.parametrize(
    ("today", "left", "passed", "tone"),
    [
        (date(2026, 11, 3), 30, 0, "calm"),
        (date(2026, 11, 25), 8, 22, "calm"),
        (date(2026, 11, 26), 7, 23, "soon"),
        (date(2026, 12, 3), 0, 30, "soon"),
        (date(2026, 12, 4), -1, 30, "late"),
        (date(2026, 11, 1), 32, 0, "calm"),
    ],
)
def test_the_due_date_counts_days(today: date, left: int, passed: int, tone: str) -> None:
    due = due_on(date(2026, 12, 3), date(2026, 11, 3), today)
    assert (due.left, due.passed, due.total, due.tone) == (left, passed, 30, tone)


@pytest.mark.parametrize(
    ("after", "human"),
    [
        (timedelta(seconds=1.9), False),
        (timedelta(seconds=2), True),
        (timedelta(hours=25), True),
        (timedelta(days=40), True),
        (timedelta(seconds=-5), False),
    ],
)
def test_a_person_takes_seconds_or_as_long_as_they_like(after: timedelta, human: bool) -> None:
    assert is_human(new_stamp(KEY, "nordstaff", AT), KEY, "nordstaff", AT + after) is human


def test_a_stamp_is_of_one_form_and_one_key() -> None:
    stamp, later = new_stamp(KEY, "nordstaff", AT), AT + timedelta(minutes=1)
    assert not is_human(stamp, KEY, "fjellkraft", later)
    assert not is_human(stamp, b"\1" * 32, "nordstaff", later)
    assert not is_human(stamp.replace("1", "2", 1), KEY, "nordstaff", later)
    assert not any(is_human(forged, KEY, "nordstaff", later) for forged in ("", ".", "x.y", "١٢.z", "å.ä"))


def test_answers_are_tidied() -> None:
    sent = [
        ("kinds", "erasure"), ("kinds", "access"), ("kinds", "portability"), ("kinds", "other"),
        ("name", "  Anna \t Exempel "), ("email", " anna@post.example "), ("more", "En\r\nrad"),
    ]  # fmt: skip
    answers = answers_of(sent, OFFERED)
    assert answers.kinds == ("access", "erasure", "other")
    assert answers.rights == (Right.ACCESS, Right.ERASURE)
    assert (answers.name, answers.email, answers.more) == ("Anna Exempel", "anna@post.example", "En\nrad")


def test_no_email_means_none_is_kept() -> None:
    answers = answers_of([("no_email", "yes"), ("email", "anna@post.example")], OFFERED)
    assert (answers.no_email, answers.email) == (True, "")


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        (GOOD, {}),
        (Answers(), {"kinds": "kinds", "name": "name", "email": "email"}),
        (Answers(("other",), "A", "a@b.example"), {"more": "more"}),
        (Answers(("access",), "A", no_email=True), {"phone": "phone"}),
        (Answers(("access",), "A", no_email=True, phone="070-123 45 67"), {}),
        (Answers(("access",), "A", no_email=True, more="Storgatan 1, 111 22 Stockholm"), {}),
        (Answers(("access",), "A", "a@b.example", phone="ring mig"), {"phone": "phone_form"}),
        (Answers(("access",), "A" * 301, "a@b.example"), {"name": "name_long"}),
        (Answers(("access",), "A", "a" * 254 + "@b.example"), {"email": "email_long"}),
        (Answers(("access",), "A", "a@b.example", more="x" * 8001), {"more": "more_long"}),
    ],
)
def test_what_is_wrong_is_named_by_field(answers: Answers, errors: dict[str, str]) -> None:
    assert errors_in(answers) == errors
    assert set(errors) <= {*LIMITS, "kinds"}


@pytest.mark.parametrize(
    "email", ["a", "a@b", "a b@c.example", "<a@b.example>", "a@b.example,c@d.example", "@b.c"]
)
def test_an_address_must_look_like_one(email: str) -> None:
    assert errors_in(Answers(("access",), "A", email)) == {"email": "email_form"}


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    return made.getvalue()


def a_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    return made.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "head", "media_type"),
    [
        ("akt.pdf", b"%PDF-1.7\n\x00", "application/pdf"),
        ("akt.txt", b"%PDF-1.7\n\x00", "application/pdf"),
        ("foto.jpg", picture("JPEG"), "image/jpeg"),
        ("foto.png", picture("PNG"), "image/png"),
        ("foto.gif", picture("GIF"), "image/gif"),
        ("foto.tiff", picture("TIFF"), "image/tiff"),
        ("foto.webp", picture("WEBP"), "image/webp"),
        ("allt.zip", a_zip(), "application/zip"),
        (
            "brev.DOCX",
            a_zip(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("blad.ods", a_zip(), "application/vnd.oasis.opendocument.spreadsheet"),
        ("gammal.xls", COMPOUND, "application/vnd.ms-excel"),
        ("mejl.msg", COMPOUND, "application/vnd.ms-outlook"),
        ("rad.csv", b"namn;ort\nAnna;Bor\xe5s\n", "text/csv"),
        ("BMW.csv", b"BMW;Volvo\n", "text/csv"),
        ("rad.json", b'{"a": 1}', "application/json"),
        ("mejl.eml", b"From: a@b.example\r\n\r\nHej", "message/rfc822"),
        ("utf16.txt", "hej".encode("utf-16"), "text/plain"),
        ("brev.rtf", rb"{\rtf1 hej}", "application/rtf"),
        ("sida.html", b"<html><script>alert(1)</script>", None),
        ("sida.pdf", b"<html><script>alert(1)</script>", None),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        ("skal.exe", b"MZ\x90\x00\x03\x00\x00\x00", None),
        ("ljud.mp3", b"ID3\x03\x00", None),
        ("vad.xyz", COMPOUND, None),
        ("binär.csv", b"\x00\x01\x02\x03", None),
        ("utan", b"text", None),
    ],
)
def test_files_are_known_by_their_content(name: str, head: bytes, media_type: str | None) -> None:
    assert media_type_of(name, head) == media_type


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("personalakt.pdf", "personalakt.pdf"),
        ("C:\\Users\\anna\\akt.pdf", "akt.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.exe\r\n\x00", "agnp.exe"),
        ("...", "file"),
        ("", "file"),
        ("åäö – 2019.csv", "åäö – 2019.csv"),
    ],
)
def test_names_of_files_are_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_long_names_keep_their_ending() -> None:
    kept = safe_name("x" * 500 + ".pdf")
    assert len(kept) == LONGEST_NAME
    assert kept.endswith("x.pdf")


def test_assets_have_one_address_and_weigh_little() -> None:
    assert address("tokens.css") == f"/static/{VERSION}/tokens.css"
    assert {"tokens.css", "wordmark.svg", "favicon.svg"} < set(ASSETS)
    assert sum(len(asset.content) for asset in ASSETS.values()) < 30_000
    with pytest.raises(KeyError):
        address("missing.css")
