"""Mails and forms of fragments nobody puts together: what must hold, holds. `make fuzz` goes on for longer."""

import random
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS, classifier, decoder, form, router, seeds
from tests.letters import LANGUAGES, letters
from tests.postbag import bag

TRIES = settings(max_examples=80, deadline=None, derandomize=True)

NAMES = st.sampled_from((
    "From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Content-Transfer-Encoding",
    "Content-Disposition", "Return-Path", "Auto-Submitted", "Delivered-To", "X-Odd", "subject", "FROM ", "Sübject",
))  # fmt: skip
VALUES = st.sampled_from((
    b"a@b.example", b"=?utf-8?q?=C3?= =?utf-8?q?=A5?=", b"=?x?b?=?=", b'"a\\"b" <c@d.example>', b"g: a@b.example;",
    b"multipart/mixed; boundary=b", b'multipart/alternative; boundary="b b"', b"text/html; charset=utf-16",
    b"message/rfc822", b"multipart/report; report-type=delivery-status", b"text/plain; charset*0*=x'y'%E5; charset*1=z",
    b"base64", b"quoted-printable", b"x-uuencode", b"attachment; filename*=utf-8''%2e%2e%2fa", b"<>", b"auto-replied",
    b"Mon, 99 Foo 2026 25:61 +9999", b"<" + b"a" * 2000 + b"@b>", b"\xe5\xe4\xf6", b"\0", b"",
))  # fmt: skip
BODIES = st.sampled_from((
    b"--b\r\n", b"--b--\r\n", b"\r\n", b"Content-Type: text/html\r\n\r\n<p>Hej<div", b"SGVqIQ==", b"=E5=\r\n=", b"begin 644 a\r\n",
    b"#4F%D\r\n`\r\nend\r\n", b"<html><table>" * 50, b"\xff\xfeH\0e\0", b"+AOU-", b"\x1b$B", b"> citat\r\n", "å".encode(), b"\xe5",
    b"Radera mig", b"%PDF-1.4", b"PK\x03\x04word/document.xml", b"Den 3 mars skrev Anna:\r\n", b"From: a@b.example\r\n",
))  # fmt: skip
ANY = st.binary(max_size=40)
LINE_ENDS = st.sampled_from((b"\r\n", b"\r\n", b"\n", b"\r", b"\r\r\n", b"\r\n\t", b""))


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    head = [
        draw(NAMES).encode() + b": " + draw(st.one_of(VALUES, ANY)) + draw(LINE_ENDS)
        for _ in range(draw(st.integers(0, 10)))
    ]
    body = draw(st.lists(st.one_of(BODIES, BODIES, ANY), max_size=14))
    return b"".join([*head, draw(LINE_ENDS), *body])


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """Two real mails, cut somewhere and put together."""
    one, other = draw(st.sampled_from(BAG)), draw(st.sampled_from(BAG))
    return one[: draw(st.integers(0, len(one)))] + draw(ANY) + other[draw(st.integers(0, len(other))) :]


BAG = [posted.raw for posted in list(bag())[::7]]
PHRASES = [
    line
    for language in LANGUAGES
    for letter in letters("first", language)
    for line in letter.body.split("\n")
    if line
]


@TRIES
@given(st.one_of(mails(), spliced()))
def test_any_mail_can_be_read_and_stored(raw: bytes) -> None:
    decoder(raw)


@TRIES
@given(st.one_of(mails(), spliced()))
def test_any_mail_can_be_routed(raw: bytes) -> None:
    router(raw)


@TRIES
@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=30)), max_size=8))
def test_any_text_gets_a_verdict(lines: list[str]) -> None:
    classifier("\n".join(lines).encode("utf-8", "surrogatepass"))


FIELDS = ("kinds", "name", "email", "phone", "more", "no_email", "stamp", "topic", "x")
CHOSEN = st.sampled_from(
    ("access", "other", "Åsa", "a@b.example", "070-1740605", "1.2", "", "\0", "a\0@b.example", "\u202e")
)


@TRIES
@given(
    st.lists(
        st.tuples(st.sampled_from(FIELDS), st.one_of(CHOSEN, CHOSEN, st.text(max_size=20))), max_size=12
    ),
    ANY,
)
def test_any_form_is_refused_or_kept(fields: list[tuple[str, str]], rest: bytes) -> None:
    sent = "&".join(f"{name}={quote_plus(value, errors='replace')}" for name, value in fields).encode()
    form(sent)
    form(sent + b"&" + rest)
    form(b"--x\r\nContent-Disposition: form-data; name=" + rest + b"\r\n\r\n" + sent + b"\r\n--x--\r\n")


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_hold_and_are_many(name: str) -> None:
    given = random.Random(1).sample(list(seeds(name)), 30)
    for seed in given:
        TARGETS[name](seed)
