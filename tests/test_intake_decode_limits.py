"""Mail made to hurt: each is read in about a second, shows a person something, and says which limit it hit."""

from collections.abc import Callable

import pytest

from app.intake.decode import decode
from app.intake.mail import ADDRESSES, DEFECTS, PARTS, TEXT
from tests.pace import at_most

SECONDS = 2.0  # about one on an idle core
HEAD = b"From: Anna <anna@home.example>\r\nSubject: Hej\r\n"


def nested(levels: int, inside: bytes = b"Hej\n") -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(levels)
    )
    return HEAD + opened + b"Content-Type: text/plain\n\n" + inside


def forwarded(levels: int) -> bytes:
    return (
        HEAD
        + b"".join(b"Content-Type: message/rfc822\n\nSubject: n%d\n" % i for i in range(levels))
        + b"\nHej"
    )


def html(source: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\n\n" + source


HOSTILE: dict[str, Callable[[], bytes]] = {
    "recipients": lambda: (
        HEAD + b"To: " + b", ".join(b"a%d@b.example" % i for i in range(50_000)) + b"\n\nHej"
    ),
    "encoded words": lambda: b"Subject: " + b"=?utf-8?q?=C3=A5?= " * 20_000 + b"\nFrom: a@b.example\n\nHej",
    "half encoded words": lambda: b"Subject: " + b"=?" * 200_000 + b"\nFrom: a@b.example\n\nHej",
    "unclosed encoded words": lambda: b"Subject: " + b"=?a?q?" * 20_000 + b"\nFrom: a@b.example\n\nHej",
    "parts": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nHej\n" * 50_000 + b"--a--"
    ),
    "nested comments": lambda: b"From: " + b"(" * 20_000 + b"a@b.example\nSubject: x\n\nHej",
    "open quotes": lambda: b"From: " + b'"\\' * 20_000 + b"a@b.example\nSubject: x\n\nHej",
    "parameter pieces": lambda: (
        HEAD + b"Content-Type: text/plain" + b"".join(b"; x*%d=a" % i for i in range(20_000)) + b"\n\nHej"
    ),
    "semicolons": lambda: b'Content-Type: multipart/mixed; x="' + b";" * 200_000 + b'"\n' + HEAD + b"\nHej",
    "nested parts": lambda: nested(2000),
    "nested parts and lines": lambda: nested(800, b"Hej\n" * 100_000),
    "nested mails": lambda: forwarded(500),
    "more nested mails": lambda: forwarded(2000),
    "header lines": lambda: HEAD + b"".join(b"X-%d: y\n" % i for i in range(100_000)) + b"\nHej",
    "header of 8 MB": lambda: b"Subject: " + b"a" * 8_000_000 + b"\nFrom: a@b.example\n\nHej",
    "folded header": lambda: b"Subject: a\n" + b" b\n" * 2_000_000 + b"From: a@b.example\n\nHej",
    "subject of 1 MB": lambda: b"Subject: " + b"\xe5 " * 500_000 + b"\nFrom: a@b.example\n\nHej",
    "one long line": lambda: HEAD + b"\n" + b"Hej " * 5_000_000,
    "high bytes": lambda: HEAD + b"\n" + b"Hej\xe5" * 2_000_000,
    "quoted-printable": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"Hej =E5\n" * 1_000_000
    ),
    "padding": lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A=A=" * 2_000_000,
    "one long run": lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A1" * 500_000 + b"!",
    "line ends in base64": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A1" * 50 + b"\n" * 500_000 + b"!"
    ),
    "blanks before the parts": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b" \n" * 500_000 + b"x\n--b\n\n\n--b--"
    ),
    "torn parts": lambda: (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + (b"--b\nContent-Type: text/plain\njunk\nContent-X: y\n\n" + b"x" * 200_000 + b"\n") * 60
    ),
    "uuencode": lambda: HEAD + b"\nHej\n" + b"begin 644 a\n" * 100_000,
    "nested html": lambda: html(b"<div>" * 100_000 + b"Hej"),
    "inline html": lambda: html(b"<b>" * 300_000 + b"Hej"),
    "attributes": lambda: html(b"<p " + b" ".join(b"a%d='>'" % i for i in range(80_000)) + b">Hej"),
    "open tags": lambda: html(b"Hej" + b"<a " * 300_000),
    "open comments": lambda: html(b"Hej" + b"<!--" * 200_000),
    "open styles": lambda: html(b"Hej" + b"<style>" * 100_000),
    "spaces": lambda: html(b"&nbsp;" * 150_000 + b"Hej"),
    "boundaries": lambda: HEAD + b"Content-Type: multipart/mixed\n\n" + b"--a\n" * 100_000 + b"Hej",
    "a codec that is slow": lambda: (
        HEAD + b"Content-Type: text/plain; charset=punycode\n\nHej-" + b"9" * 100_000
    ),
    "references": lambda: HEAD + b"References: " + b"<a@b.example> " * 100_000 + b"\n\nHej",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_mail_is_read_in_time(case: str) -> None:
    raw = HOSTILE[case]()
    with at_most(SECONDS):
        mail = decode(raw)
    assert mail.text or mail.attachments or mail.subject
    assert mail.subject or mail.sender.address
    assert len(mail.text) <= TEXT + 2
    assert len(mail.defects) <= DEFECTS


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("recipients", "Only the first 200 addresses"),
        ("encoded words", "longer than 64 KB"),
        ("parts", "more than 500 parts"),
        ("nested parts", "shown as one text"),
        ("semicolons", "longer than 4 KB"),
        ("header lines", "first 5000 headers"),
        ("one long line", "longer than a million characters"),
        ("nested html", "nested too deeply"),
        ("a codec that is slow", "unknown"),
    ],
)
def test_limits_are_told(case: str, sentence: str) -> None:
    assert any(sentence in defect for defect in decode(HOSTILE[case]()).defects)


def test_limits_cut_only_what_is_beyond_them() -> None:
    mail = decode(HOSTILE["recipients"]())
    assert len(mail.to) == ADDRESSES
    parts = b"".join(b"--a\nContent-Type: application/pdf\n\n%d\n" % i for i in range(PARTS + 50))
    mail = decode(HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + parts + b"--a--")
    assert len(mail.attachments) == PARTS - 1


def test_a_large_attachment_arrives_whole() -> None:
    content = b"A" * 76 + b"\r\n"
    raw = HEAD + b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + content * 150_000
    assert decode(raw).attachments[0].size == 57 * 150_000


def test_deep_but_honest_chains_are_followed() -> None:
    mail = decode(forwarded(4))
    inner = mail.forwarded[0].forwarded[0].forwarded[0]
    assert inner.forwarded[0].text == "Hej"


def test_ordinary_mail_is_quick() -> None:
    raw = (
        HEAD
        + b"To: dsr@firm.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nJag vill ha ett registerutdrag.\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Jag vill ha ett registerutdrag.</p></body></html>\r\n--b--"
    )
    with at_most(SECONDS):
        for _ in range(300):
            decode(raw)
