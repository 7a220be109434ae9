"""Bad input: subjects nobody should write, letters in every wrong charset, HTML of every kind (3, 4, 5, 13)."""

import base64
from collections.abc import AsyncGenerator

import pytest

from app import embedded
from tests.arrivals import ASKED, HEAD, Arrivals, arrivals

WANTED = "Jag vill att ni raderar alla uppgifter om mig, så är det – tack på förhand"
WORD = base64.b64encode("Rättning av mina uppgifter".encode()).rstrip(b"=")
HTML = HEAD + b"Subject: Hej\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Arrivals]:
    async with arrivals(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


SUBJECTS: dict[str, bytes] = {
    "none": b"X: y\r\n\r\n" + ASKED + b" 1",
    "two": b"Subject:\r\nSubject: Registerutdrag\r\n\r\n",
    "of 1 MB": b"Subject: Registerutdrag " + b"x " * 500_000 + b"\r\n\r\n" + ASKED + b" 2",
    "of spaces": b"Subject:    \r\n\r\n" + ASKED + b" 3",
    "with a NUL": b"Subject: Register\0utdrag, tack\r\n\r\n" + ASKED + b" 4",
    "with a smile": "Subject: 🙏 Registerutdrag 🙏\r\n\r\n".encode(),
    "turned round": "Subject: \u202eRegisterutdrag\u202c\r\n\r\n".encode(),
    "with zero width inside": "Subject: Register\u200butdrag\r\n\r\n".encode(),
    "with a soft hyphen inside": "Subject: Register\u00adutdrag\r\n\r\nHej!".encode(),
}


@pytest.mark.parametrize("item", SUBJECTS)
async def test_3_the_intent_is_found_whatever_the_subject_is(house: Arrivals, item: str) -> None:
    arrived = await house.come(HEAD + SUBJECTS[item])
    assert (arrived.place, arrived.message.rights) == ("case", ["access"])


LEGIBLE = "Rättning av mina uppgifter"
READ: dict[str, tuple[bytes, str]] = {
    "raw UTF-8": (LEGIBLE.encode(), LEGIBLE),
    "raw Latin-1": (LEGIBLE.encode("latin-1"), LEGIBLE),
    "raw cp1252": (f"{LEGIBLE} – nu".encode("cp1252"), f"{LEGIBLE} – nu"),
    "å between two words": (b"=?utf-8?q?R=C3?= =?utf-8?q?=A4ttning_av_mina_uppgifter?=", LEGIBLE),
    "padding lost": (b"=?utf-8?b?" + WORD + b"?=", LEGIBLE),
    "an unknown label": (b"=?x-unknown?q?R=E4ttning_av_mina_uppgifter?=", LEGIBLE),
    "words without a space": (b"=?utf-8?q?R=C3=A4ttning_?==?utf-8?q?av_mina_uppgifter?=", LEGIBLE),
    "a word in a word": (
        b"=?utf-8?q?=3D=3Futf-8=3Fq=3FR=3DC3=3DA4ttning=5Fav=5Fmina=5Fuppgifter=3F=3D?=", LEGIBLE,
    ),
    "Latin-1 declared, cp1252 meant": (b"=?iso-8859-1?q?=93R=E4ttning=94_av_mina_uppgifter?=", f"“Rättning”{LEGIBLE[8:]}"),
}  # fmt: skip


@pytest.mark.parametrize("item", READ)
async def test_4_subjects_are_read_as_they_were_meant(house: Arrivals, item: str) -> None:
    raw, subject = READ[item]
    arrived = await house.come(HEAD + b"Subject: " + raw + b"\r\n\r\n" + item.encode())
    assert (await house.shown(arrived)).subject == subject
    assert arrived.message.rights == ["rectification"]


BODIES: dict[str, tuple[str, str]] = {  # how it is labelled, how it is written
    "UTF-8 labelled us-ascii": ("; charset=us-ascii", "utf-8"),
    "cp1252 labelled UTF-8": ("; charset=utf-8", "cp1252"),
    "cp1252 without a label": ("", "cp1252"),
    "UTF-8 without a label": ("", "utf-8"),
    "an unknown label": ("; charset=x-unknown", "cp1252"),
    "UTF-7": ("; charset=utf-7", "utf-7"),
    "UTF-16": ("; charset=utf-16", "utf-16"),
    "UTF-16 without a label": ("", "utf-16"),
    "Mac Roman": ("; charset=macintosh", "mac-roman"),
    "DOS": ("; charset=cp865", "cp865"),
    "a Japanese label": ("; charset=iso-2022-jp", "utf-8"),
}


@pytest.mark.parametrize("item", BODIES)
async def test_5_bodies_are_read_as_they_were_written(house: Arrivals, item: str) -> None:
    label, charset = BODIES[item]
    wanted = WANTED if charset != "cp865" else WANTED.replace("–", "-")
    data = base64.encodebytes(f"{wanted}\n{item}".encode(charset))
    head = f"Subject: Hej\r\nContent-Type: text/plain{label}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    arrived = await house.come(HEAD + head.encode() + data)
    assert (await house.shown(arrived)).text == f"{wanted}\n{item}"
    assert (arrived.place, arrived.message.rights) == ("case", ["erasure"])


async def test_5_what_cannot_be_read_is_marked_and_never_shortened(house: Arrivals) -> None:
    text = "日本語のメール".encode("iso-2022-jp").replace(b"\x1b(B", b"") + b"\x80\xff slut"
    arrived = await house.come(
        HEAD + b"Subject: x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + text
    )
    shown = await house.shown(arrived)
    assert shown.text.endswith(" slut")
    assert len(shown.text) >= 10
    assert shown.defects


ASK = "Jag vill att ni raderar alla uppgifter om mig."
PAGES: dict[str, bytes] = {
    "HTML alone": HTML + f"<p>{ASK}</p>1".encode(),
    "an empty text beside it": HEAD
    + b"Subject: Hej\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n  \r\n--b\r\n"
    + f"Content-Type: text/html\r\n\r\n<p>{ASK}</p>2\r\n--b--".encode(),
    "HTML called text": HEAD + f"Subject: Hej\r\n\r\n<html><body><p>{ASK}</p>3</body></html>".encode(),
    "tables in tables": HTML + b"<table><tr><td>" * 300 + ASK.encode(),
    "fifty thousand blocks": HTML + b"<div>" * 50_000 + ASK.encode(),
    "five thousand links": HTML + f"<p>{ASK}</p>".encode() + b"<a href='https://x.example/'>l</a> " * 5000,
    "everything that runs": HTML
    + b"<script>alert('obey')</script><svg onload=alert(1)><math><meta http-equiv=refresh content='0;url=x'>"
    + b"<base href='//x.example'><form action=x><style>@import url(x)</style><img src='https://x.example/p.gif'>"
    + f"<p onclick=obey()>{ASK}</p>5".encode(),
    "hidden": HTML + f"<span style='display:none;font-size:0'>{ASK}</span>6".encode(),
    "pictures inside": HTML + f"<img src='cid:a@b'><p>{ASK}</p>7".encode(),
    "comments of Office": HTML
    + f"<!--[if mso]><p>alert</p><![endif]--><p>{ASK}</p><o:p>&nbsp;</o:p>8".encode(),
}


@pytest.mark.parametrize("item", PAGES)
async def test_13_html_is_words_and_nothing_in_it_runs_or_loads(house: Arrivals, item: str) -> None:
    arrived = await house.come(PAGES[item])
    shown = await house.shown(arrived)
    assert ASK in shown.text
    assert not any(mark in shown.text for mark in ("<", "alert", "@import", "x.example"))
    assert (arrived.place, arrived.message.rights) == ("case", ["erasure"])
