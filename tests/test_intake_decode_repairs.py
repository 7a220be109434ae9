"""Damage that was found by comparing with other programs; what they show is shown here too."""

import base64

import pytest

from app.intake.decode import decode

HEAD = b"From: Anna <anna@home.example>\r\nSubject: Hej\r\n"
ASKED = "Jag begär att ni raderar alla uppgifter om mig, tack så mycket på förhand"
CODED = base64.encodebytes(ASKED.encode()).replace(b"\n", b"\r\n")
PARTS = HEAD + b'Content-Type: multipart/mixed; boundary="bb"\r\n\r\n'
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 4
UU = b"begin 644 brev.txt\r\n#4F%D\r\n`\r\nend\r\n"

SHOWN = {
    "a footer below base64": HEAD
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + CODED
    + b"\r\nThis list is run by nobody\r\n",
    "base64 without its padding": HEAD
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + CODED.replace(b"=", b""),
    "text before the first boundary": PARTS + b"--xx\r\nContent-Type: text/plain\r\n\r\n" + ASKED.encode(),
    "text after the last boundary": PARTS
    + b"--bb\r\nContent-Type: text/plain\r\n\r\n\r\n--bb--\r\n"
    + ASKED.encode(),
    "a NUL in a part's type": PARTS
    + b"--bb\r\nContent-Type:\0text/plain\r\n\r\n"
    + ASKED.encode()
    + b"\r\n--bb--",
    "a NUL in the type of several parts": HEAD
    + b"Content-Type:\0multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\n"
    + ASKED.encode()
    + b"\r\n--bb--",
    "a text of no known kind": PARTS
    + b"--bb\r\nContent-Type: text/enriched\r\n\r\n"
    + ASKED.encode()
    + b"\r\n--bb--",
    "a part's headers cut off by a line": PARTS
    + b"--bb\r\nContent-Type: text/plain\r\njunk\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + CODED
    + b"\r\n--bb--",
    "no blank line, and a colon in the text": HEAD
    + ASKED.encode()
    + b"\r\nTelefon: 070-1740605\r\n\r\nMvh Anna",
    "UTF-16 that lost its end": HEAD
    + b"Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode((ASKED + " Mvh").encode("utf-16")[:-1]),
    "UTF-7 with a letter of something else": HEAD
    + b"Content-Type: text/plain; charset=utf-7\r\n\r\n"
    + ASKED.encode("utf-7")
    + b"\xe5",
    "UTF-8 with a byte of something else": HEAD + b"\r\n" + ASKED.encode() + b" h\x92lsningar",
    "a charset with an x before it": HEAD
    + b"Content-Type: text/plain; charset=x-utf-16le\r\n\r\n"
    + ASKED.encode("utf-16-le"),
}


@pytest.mark.parametrize("case", SHOWN)
def test_the_text_is_shown(case: str) -> None:
    mail = decode(SHOWN[case])
    assert ASKED in mail.text
    assert mail.subject == "Hej"


def test_a_preamble_that_only_says_what_a_mail_is_says_nothing() -> None:
    raw = PARTS + b"This is a multi-part message in MIME format.\r\n\r\n--bb\r\n\r\n\r\n--bb--\r\n"
    assert decode(raw).text == ""


def test_uuencoded_files_with_line_ends_of_the_wire() -> None:
    mail = decode(HEAD + b"\r\nHej\r\n" + UU + b"Mvh\r\n")
    assert [(file.name, file.content) for file in mail.attachments] == [("brev.txt", b"Rad")]
    assert mail.text.split() == ["Hej", "Mvh"]


def test_line_ends_are_repaired_but_never_inside_a_file() -> None:
    file = b"%PDF-1.4\r\r\n" + bytes(range(14, 256)) + b"\r\r\nend"
    raw = PARTS + b"--bb\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n" + file
    assert decode(raw + b"\r\n--bb--\r\n").attachments[0].content == file
    doubled = decode((HEAD + b"\r\n" + ASKED.encode()).replace(b"\r\n", b"\r\r\r\n"))
    assert (doubled.subject, doubled.text) == ("Hej", ASKED)


def test_a_file_whose_headers_are_torn_is_the_same_file() -> None:
    part = b"--bb\r\nContent-Type: application/pdf\r\nCont\xc3nt-X: y\r\nContent-Disposition: attachment; filename=a.pdf\r\n"
    part += b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(PDF)
    (file,) = decode(PARTS + part + b"\r\n--bb--\r\n").attachments
    assert (file.name, file.content) == ("a.pdf", PDF)


def test_a_broken_word_does_not_break_the_next() -> None:
    words = [base64.b64encode(word.encode()) for word in ("Radera ", "mina uppgifter å")]
    raw = (
        b"From: a@b.example\r\nSubject: =?utf-8?b?"
        + words[0]
        + b"y=?=\r\n =?utf-8?b?"
        + words[1]
        + b"?=\r\n\r\nx"
    )
    assert "mina uppgifter å" in decode(raw).subject


def test_a_line_that_cuts_a_folded_subject_in_two_leaves_it_whole() -> None:
    raw = b"From: a@b.example\r\nSubject: =?utf-8?q?Radera_mina?=\r\njunk here\r\n =?utf-8?q?_uppgifter?=\r\n\r\nx"
    assert decode(raw).subject == "Radera mina uppgifter"


def test_much_text_among_the_headers_is_kept_as_text() -> None:
    long = b"Jag vill veta vad ni har sparat om mig sedan jag arbetade hos er.\r\n" * 5
    mail = decode(b"From: a@b.example\r\n" + long + b"Subject: Hej\r\n\r\nMvh Kim")
    assert mail.text.count("sparat om mig") == 5
    assert (mail.subject, mail.text.splitlines()[-1]) == ("Hej", "Mvh Kim")
