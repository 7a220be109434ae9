"""Structure: broken headers and boundaries, alternatives, attachments, forwards, HTML, and mail from machines."""

import base64

import pytest

from app.intake.attachments import safe_name
from app.intake.decode import decode

HEAD = b"From: Anna <anna@home.example>\r\nSubject: Hej\r\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def multipart(kind: str, *parts: bytes, boundary: bytes = b"bb") -> bytes:
    head = HEAD + f"Content-Type: multipart/{kind}; boundary=".encode() + boundary + b"\r\n\r\n"
    return head + b"".join(b"--bb\r\n" + part + b"\r\n" for part in parts) + b"--bb--\r\n"


def html(source: str) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + source.encode()


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\r\n\r\n\r\n", b"   ", b"\x00"])
def test_empty_mail_is_a_mail(raw: bytes) -> None:
    mail = decode(raw)
    assert mail.subject == ""
    assert mail.sender.address == ""
    assert mail.defects


def test_only_headers_and_only_text() -> None:
    assert decode(b"From: a@b.example\nSubject: Slett meg").subject == "Slett meg"
    only_text = decode(b"Hej\njag vill ha: registerutdrag\n\nMvh Kim")
    assert only_text.text == "Hej\njag vill ha: registerutdrag\n\nMvh Kim"
    assert "The mail has no headers; all of it is shown as text." in only_text.defects


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\nJUNK LINE\nSubject: Slett meg\n\nHei",
        b"JUNK\nFrom: a@b.example\nSubject: Slett meg\n\nHei",
        b"From : a@b.example\nSubject : Slett meg\n\nHei",
        b"\r\n\r\nFrom: a@b.example\r\nSubject: Slett meg\r\n\r\nHei",
        b"\xef\xbb\xbfFrom: a@b.example\nSubject: Slett meg\n\nHei",
        b"From: a@b.example\rSubject: Slett meg\r\rHei",
        b"From: a@b.example\r\r\nSubject: Slett meg\r\r\n\r\r\nHei",
        b"From: a@b.example\r\nSubject: Slett meg\n\r\nHei",
        b"From: a@b.example\nSubject:\n\tSlett\n\tmeg\n\nHei",
        b"From anna Mon Mar  2 10:00:00 2026\nFrom: a@b.example\nSubject: Slett meg\n\nHei",
        b"subject: Slett meg\nFROM: a@b.example\n\nHei",
    ],
)
def test_broken_header_blocks_are_repaired(raw: bytes) -> None:
    mail = decode(raw)
    assert (mail.subject, mail.sender.address, mail.text) == ("Slett meg", "a@b.example", "Hei")


def test_text_without_a_blank_line_before_it_is_kept() -> None:
    mail = decode(b"From: a@b.example\nSubject: x\nHej, radera mig\n\ntack")
    assert "Hej, radera mig" in mail.text
    assert "tack" in mail.text
    assert mail.subject == "x"


def test_skipped_header_lines_are_shown() -> None:
    mail = decode(b"From: a@b.example\nthis is junk\nSubject: x\n\nHej")
    assert any("this is junk" in defect for defect in mail.defects)


BOUNDARIES = {
    "not declared": HEAD + b"Content-Type: multipart/mixed\r\n\r\n--bb\r\n" + PLAIN + b"Hej\r\n--bb--\r\n",
    "wrong": multipart("mixed", PLAIN + b"Hej", boundary=b"zz"),
    "not closed": multipart("mixed", PLAIN + b"Hej").replace(b"--bb--", b""),
    "with spaces": multipart("mixed", PLAIN + b"Hej").replace(b"--bb\r\n", b"--bb  \r\n"),
    "quoted": multipart("mixed", PLAIN + b"Hej", boundary=b'"bb"'),
    "type lost": HEAD + b"\r\n--bb\r\n" + PLAIN + b"Hej\r\n--bb--\r\n",
}


@pytest.mark.parametrize("case", BOUNDARIES)
def test_broken_boundaries_still_give_the_text(case: str) -> None:
    assert decode(BOUNDARIES[case]).text == "Hej"


def test_a_multipart_without_parts_is_text() -> None:
    mail = decode(HEAD + b"Content-Type: multipart/mixed; boundary=bb\r\n\r\nRadera mig\r\n")
    assert mail.text == "Radera mig"
    assert any("promises several parts" in defect for defect in mail.defects)


def test_alternatives_give_the_better_text() -> None:
    rich = b"Content-Type: text/html\r\n\r\n<p>Hej</p>"
    assert decode(multipart("alternative", PLAIN + b"Hej", rich)).text == "Hej"
    assert decode(multipart("alternative", PLAIN + b"  \r\n", rich)).text == "Hej"
    long = b"Content-Type: text/html\r\n\r\n<p>" + b"Radera alla mina uppgifter. " * 20 + b"</p>"
    both = decode(multipart("alternative", PLAIN + b"Use an HTML reader", long))
    assert "Radera alla mina uppgifter." in both.text


def test_parts_after_one_another_are_all_read() -> None:
    mail = decode(
        multipart(
            "mixed", PLAIN + b"Hej", PLAIN + b"Radera mig", b"Content-Type: text/html\r\n\r\n<b>Mvh</b>"
        )
    )
    assert mail.text == "Hej\n\nRadera mig\n\nMvh"


def test_html_becomes_lines_and_keeps_hidden_text() -> None:
    source = """<!doctype html><html><head><style>p{}</style><title>t</title></head><body><!-- c -->
    <p>Hej&nbsp;d&aring;</p><div>Re<b>gister</b>utdrag<br>tack</div><script>alert(1)</script>
    <table><tr><td>Namn</td><td>Kim</td></tr></table><span style="display:none">dold text</span></body></html>"""
    assert decode(html(source)).text == "Hej då\n\nRegisterutdrag\ntack\n\nNamn\tKim\n\ndold text"


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>" * 260 + "Radera mig",
        "<div>" * 50_000 + "Radera mig",
        "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">Radera mig",
        "<p>Radera mig<svg onload=x><math><meta http-equiv=refresh><base href=x><form>",
        "<!--[if mso]><p>Outlook</p><![endif]--><p>Radera mig</p>",
        "<style>Radera mig",
        "<p>Radera mig<!--",
        "<a href='x'>Radera mig</a>" + "<a href=x>l</a>" * 5000,
    ],
)
def test_hostile_html_gives_its_words(source: str) -> None:
    assert "Radera mig" in decode(html(source)).text


def test_html_in_a_plain_part_is_read_as_such() -> None:
    mail = decode(HEAD + b"\r\n<html><body><p>Radera <b>mig</b></p></body></html>")
    assert mail.text == "Radera mig"
    assert any("holds HTML" in defect for defect in mail.defects)
    assert decode(HEAD + b"\r\n1 < 2 och <b>").text == "1 < 2 och <b>"


def attachment(disposition: bytes, kind: bytes = b"application/pdf", content: bytes = b"%PDF-1.4 x") -> bytes:
    part = (
        b"Content-Type: "
        + kind
        + b"\r\nContent-Disposition: attachment"
        + disposition
        + b"\r\n\r\n"
        + content
    )
    return multipart("mixed", PLAIN + b"Hej", part)


NAMES = {
    b"; filename=brev.pdf": "brev.pdf",
    b'; filename="../../etc/passwd"': "passwd",
    b'; filename="C:\\\\Temp\\\\brev.pdf"': "brev.pdf",
    b"; filename=CON": "_CON",
    b"; filename=nul.txt": "_nul.txt",
    b"; filename*=utf-8''r%C3%A4ttelse.pdf": "rättelse.pdf",
    b"; filename*0*=utf-8''r%C3%A4tt; filename*1=else.pdf": "rättelse.pdf",
    b"; filename*1=b.pdf; filename*0=a": "ab.pdf",
    b'; filename="=?utf-8?q?r=C3=A4ttelse=2Epdf?="': "rättelse.pdf",
    "; filename=rättelse.pdf".encode("latin-1"): "rättelse.pdf",
    b'; filename="a\x07b<c>.pdf"': "a b_c_.pdf",
    b'; filename="..."': "attachment-1.pdf",
    b"": "attachment-1.pdf",
    '; filename="fdp\u202efil.exe"'.encode(): "fdp_fil.exe",
}


@pytest.mark.parametrize("disposition", NAMES)
def test_attachment_names_are_safe(disposition: bytes) -> None:
    mail = decode(attachment(disposition))
    assert mail.text == "Hej"
    assert [(a.name, a.type, a.size) for a in mail.attachments] == [
        (NAMES[disposition], "application/pdf", 10)
    ]


def test_long_and_repeated_names() -> None:
    long = decode(attachment(b"; filename=" + b"x" * 5000 + b".pdf")).attachments[0].name
    assert len(long) == 120
    assert long.endswith(".pdf")
    part = b"Content-Type: application/pdf; name=A.pdf\r\n\r\nx"
    same = decode(multipart("mixed", part, part.replace(b"A.pdf", b"a.pdf"), part))
    assert [a.name for a in same.attachments] == ["A.pdf", "a (2).pdf", "A (3).pdf"]


@pytest.mark.parametrize("name", ["..", "/", "\\", " . ", "\u202e", "___", "a/", ""])
def test_names_made_of_nothing(name: str) -> None:
    assert safe_name(name) in ("", "a")


def test_types_are_what_the_bytes_show() -> None:
    program = decode(attachment(b"; filename=brev.pdf", content=b"MZ" + b"\0" * 80)).attachments[0]
    assert program.declared_type == "application/pdf"
    assert program.type != "application/pdf"
    odd = decode(attachment(b"; filename=brev", kind=b"document/pdf")).attachments[0]
    assert (odd.type, odd.declared_type) == ("application/pdf", "document/pdf")
    assert decode(attachment(b"", kind=b";;", content=b"x")).attachments[0].type == "application/octet-stream"


def test_broken_attachments_keep_what_can_be_read() -> None:
    data = base64.b64encode(b"%PDF-1.4" + b"x" * 99)
    whole = attachment(b"; filename=a.pdf\r\nContent-Transfer-Encoding: base64", content=data)
    assert decode(whole).attachments[0].size == 107
    cut = attachment(
        b"; filename=a.pdf\r\nContent-Transfer-Encoding: base64", content=data[:-5] + b"\r\n!!\r\n"
    )
    assert decode(cut).attachments[0].content.startswith(b"%PDF-1.4xxx")


def test_inline_images_and_closed_envelopes() -> None:
    image = b"Content-Type: image/png\r\nContent-ID: <1>\r\n\r\n\x89PNG\r\n\x1a\n0000"
    assert decode(multipart("related", PLAIN + b"Hej", image)).attachments[0].inline
    tnef = decode(attachment(b"; filename=winmail.dat", kind=b"application/ms-tnef"))
    assert any("winmail.dat" in defect for defect in tnef.defects)


def test_mails_inside_mails_are_files_and_are_read() -> None:
    inner = (
        b"Content-Type: message/rfc822\r\n\r\nFrom: Ali <ali@home.example>\r\nSubject: Slett meg\r\n\r\nTakk"
    )
    mail = decode(multipart("mixed", PLAIN + b"Se under", inner))
    assert mail.text == "Se under"
    assert (mail.attachments[0].name, mail.attachments[0].declared_type) == ("message.eml", "message/rfc822")
    assert (mail.forwarded[0].subject, mail.forwarded[0].text) == ("Slett meg", "Takk")
    encoded = (
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"From: ali@home.example\r\nSubject: Slett meg\r\n\r\nTakk")
    )
    assert decode(multipart("mixed", encoded)).forwarded[0].subject == "Slett meg"
    as_file = b"Content-Type: application/octet-stream; name=brev.eml\r\n\r\nSubject: Slett meg\r\n\r\nTakk"
    assert decode(multipart("mixed", as_file)).forwarded[0].subject == "Slett meg"


REPORT = b"Content-Type: multipart/report; report-type=%s; boundary=bb\r\n"
AUTOMATED = {
    REPORT % b"delivery-status": "bounce",
    REPORT % b"disposition-notification": "read_receipt",
    REPORT % b"feedback-report": "abuse_report",
    b"X-Failed-Recipients: a@b.example\r\n": "bounce",
    b"Auto-Submitted: auto-replied\r\n": "auto_reply",
    b"Auto-Submitted: auto-generated\r\n": "auto_submitted",
    b"Auto-Submitted: no\r\n": None,
    b"X-Autoreply: yes\r\n": "auto_reply",
    b"X-POST-MessageClass: 9; Autoresponder\r\n": "auto_reply",
    b"Precedence: auto_reply\r\n": "auto_reply",
    b"Precedence: bulk\r\n": "list",
    b"List-Id: <news.firm.example>\r\n": "list",
    b"Return-Path: <>\r\n": "auto_reply",
    b"X-MS-Exchange-Inbox-Rules-Loop: a@b.example\r\nX-Auto-Response-Suppress: All\r\n": "auto_reply",
    b"X-Auto-Response-Suppress: All\r\n": None,
    b"X-Utdrag-Loop: 1\r\n": "own_mail",
    b"": None,
}


@pytest.mark.parametrize("headers", AUTOMATED)
def test_machines_are_recognised(headers: bytes) -> None:
    assert decode(HEAD + headers + b"\r\nhej").automated == AUTOMATED[headers]


@pytest.mark.parametrize(
    "subject",
    [
        "Autosvar: Innsyn",
        "Automatiskt svar: Hej",
        "Frånvaro",
        "Fraværsmelding",
        "Poissa: Hei",
        "Out of office",
        "Automatic reply: x",
    ],
)
def test_absence_is_recognised_by_its_subject(subject: str) -> None:
    assert decode(f"From: a@b.example\nSubject: {subject}\n\nhej".encode()).automated == "out_of_office"
    assert decode(f"From: a@b.example\nSubject: SV: {subject}\n\nhej".encode()).automated is None


def test_mailer_daemons_bounce() -> None:
    assert decode(b"From: MAILER-DAEMON@b.example\nSubject: Undelivered Mail\n\nx").automated == "bounce"
    assert decode(b"From: b@b.example\nReturn-Path: <>\nSubject: Undeliverable: x\n\nx").automated == "bounce"
