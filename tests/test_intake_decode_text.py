"""Headers and text: every charset and every encoding people's programs get wrong, read all the same."""

import base64
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.intake.decode import Mail, decode

HEAD = b"From: Anna <anna@home.example>\r\nSubject: Hej\r\n"
BODY = "Jag begär rättelse – “åäö” æø ÅÄÖ"


def subject(raw: bytes) -> str:
    return decode(b"From: a@b.example\r\nSubject: " + raw + b"\r\n\r\nhej").subject


def text(raw: bytes, headers: str = "") -> str:
    return decode(HEAD + headers.encode() + b"\r\n" + raw).text


@pytest.mark.parametrize(
    "raw",
    [
        "Rättning av information".encode(),
        "Rättning av information".encode("latin-1"),
        "Rättning av information".encode("cp850"),
        "Rättning av information".encode("mac-roman"),
        b"=?UTF-8?B?UsOkdHRuaW5nIGF2IGluZm9ybWF0aW9u?=",
        b"=?iso-8859-1?q?R=E4ttning_av_information?=",
        b"=?iso-8859-1?q?R=E4ttning av information?=",
        b"=?ISO-8859-1*sv?Q?R=E4ttning?= av information",
        b"=?utf-8?q?R=C3?=\r\n =?utf-8?q?=A4ttning?= av information",
        b"=?utf-8?q?R=C3=A4tt?==?utf-8?q?ning?= av information",
        b"=?x-unknown?q?R=C3=A4ttning?= av information",
        b"=?utf-8?q?R=E4ttning?= av information",
        b"=?utf-8?q?=3D=3FUTF-8=3FQ=3FR=3DC3=3DA4ttning=3F=3D?= av information",
        b"\r\n\t=?utf-8?q?R=C3=A4ttning?=\r\n\tav\r\n information",
    ],
)
def test_subjects_are_readable(raw: bytes) -> None:
    assert subject(raw) == "Rättning av information"


def test_broken_base64_words_lose_only_their_end() -> None:
    assert subject(b"=?utf-8?b?UsOkdHRuaW5nIGF2IGluZm9ybWF0aW9?=") == "Rättning av informatio"
    assert subject(b"=?utf-8?b?UsOkdHRuaW5n?= =?utf-8?b?IGF2IGlu?=") == "Rättning av in"
    assert subject(b"=?utf-8?b?Us?= =?utf-8?b?OkdHRuaW5n?=") == "Rättning"


@pytest.mark.parametrize("raw", [b"", b"   ", b"\t"])
def test_no_subject_is_a_defect(raw: bytes) -> None:
    mail = decode(b"From: a@b.example\r\nSubject:" + raw + b"\r\n\r\nhej")
    assert mail.subject == ""
    assert "The mail has no subject." in mail.defects


def test_subjects_with_odd_characters() -> None:
    assert subject(b"a\x00b") == "a\ufffdb"
    assert subject("📧 Slett".encode()) == "📧 Slett"
    assert subject("Register\u200butdrag".encode()) == "Register\u200butdrag"
    assert subject(b"=?utf-8?q?a=0D=0ABcc:_x=40y.example?=") == "a Bcc: x@y.example"
    assert subject(b"=?utf-8?q?=ED=A0=80?= x").encode("utf-8")  # a lone surrogate can be stored


def test_the_first_subject_that_says_something_counts() -> None:
    mail = decode(b"Subject: \nSubject: En\nSubject: To\nFrom: a@b.example\n\nhej")
    assert mail.subject == "En"
    assert any("more than one subject" in defect for defect in mail.defects)


SENDERS: dict[bytes, tuple[str, str]] = {
    b"Anna <anna@HOME.Example>": ("Anna", "anna@home.example"),
    b"anna@home.example (Anna Lind)": ("Anna Lind", "anna@home.example"),
    b'"Lind, Anna" <anna@home.example>': ("Lind, Anna", "anna@home.example"),
    "Åsa Öberg <asa@home.example>".encode("latin-1"): ("Åsa Öberg", "asa@home.example"),
    b"=?utf-8?q?=C3=85sa_=C3=96berg?= <asa@home.example>": ("Åsa Öberg", "asa@home.example"),
    b"=?utf-8?q?Anna_=3Canna=40home=2Eexample=3E?=": ("Anna", "anna@home.example"),
    b"=?utf-8?q?Anna=0D=0ABcc=3A_x=40y=2Eexample?= <anna@home.example>": (
        "Anna Bcc: x@y.example",
        "anna@home.example",
    ),
    b"a@b.example, c@d.example": ("", "a@b.example"),
    b"Group: a@b.example, c@d.example;": ("", "a@b.example"),
    b"undisclosed-recipients:;": ("", ""),
    b"undisclosed": ("undisclosed", ""),
    b"": ("", ""),
    b"<>": ("", ""),
    b"<mailto:anna@home.example>": ("", "anna@home.example"),
    b"((((((Anna <anna@home.example>": ("((((((Anna", "anna@home.example"),
    "Anna <åsa@hem.example>".encode(): ("Anna", "åsa@hem.example"),
}


@pytest.mark.parametrize("raw", SENDERS)
def test_senders_are_read(raw: bytes) -> None:
    sender = decode(b"From: " + raw + b"\r\nSubject: x\r\n\r\nhej").sender
    assert sender.address == SENDERS[raw][1]
    if not raw.startswith(b"(("):
        assert sender.name == SENDERS[raw][0]
    assert "\n" not in sender.name + sender.address
    assert "\r" not in sender.name + sender.address


def test_sender_stands_in_for_a_missing_from() -> None:
    mail = decode(b"Sender: b@c.example\nSubject: x\n\nhej")
    assert mail.sender.address == "b@c.example"
    assert any("Sender was taken" in defect for defect in mail.defects)


def test_recipients_ids_and_delivery_addresses() -> None:
    mail = decode(
        b"From: a@b.example\nTo: X <x@y.example>, z@y.example\nCc: q@y.example\nReply-To: r@s.example\n"
        b"Delivered-To: dsr+c-1@Firm.example\nX-Original-To: dsr@firm.example\nEnvelope-To: dsr@firm.example\n"
        b"Message-ID: <1@b.example>\nIn-Reply-To: <2@b.example>\nReferences: <3@b.example>\n <4@b.example>\n\nhej"
    )
    assert [address.address for address in mail.to] == ["x@y.example", "z@y.example"]
    assert [address.address for address in mail.cc] == ["q@y.example"]
    assert mail.reply_to is not None
    assert mail.reply_to.address == "r@s.example"
    assert mail.delivered_to == ("dsr+c-1@firm.example", "dsr@firm.example")
    assert (mail.message_id, mail.in_reply_to) == ("1@b.example", ("2@b.example",))
    assert mail.references == ("3@b.example", "4@b.example")


DATES: dict[str, datetime | None] = {
    "Mon, 2 Mar 2026 10:00:00 +0100": datetime(2026, 3, 2, 9, tzinfo=UTC),
    "2 Mar 2026 10:00:00": datetime(2026, 3, 2, 10, tzinfo=UTC),
    "Thu, 1 Jan 1970 00:00:00 +0000": datetime(1970, 1, 1, tzinfo=UTC),
    "Thu, 1 Jan 2099 00:00:00 -0000": datetime(2099, 1, 1, tzinfo=UTC),
    "Tue, 19 Jan 2038 03:14:08 +0000": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "Mon, 2 Mar 2026 10:00:00 +9900": None,
    "i går": None,
    "Mon, 99 Foo 99999 99:99:99": None,
}


@pytest.mark.parametrize("value", DATES)
def test_dates_are_claims(value: str) -> None:
    mail = decode(f"From: a@b.example\nDate: {value}\n\nhej".encode())
    assert mail.date == DATES[value]
    assert ("The Date header cannot be read." in mail.defects) == (DATES[value] is None)
    assert decode(HEAD + b"\r\nhej").date is None


CHARSETS = [
    ("utf-8", "utf-8"), ("utf-8", "us-ascii"), ("utf-8", "iso-8859-1"), ("utf-8", "x-unknown"), ("utf-8", ""), ("utf-8", '"utf-8"'),
    ("cp1252", "iso-8859-1"), ("cp1252", "utf-8"), ("cp1252", ""), ("cp1252", "windows-1252"), ("cp1252", "bogus"),
    ("mac-roman", "macintosh"), ("utf-16", "utf-16"), ("utf-8-sig", "utf-8"), ("utf-8", "utf-16"), ("utf-7", "utf-7"),
]  # fmt: skip


TRANSFER_CASES = [
    (real, label, transfer)
    for real, label in CHARSETS
    for transfer in ("8bit", "base64", "quoted-printable")
    if (real, transfer) != ("utf-16", "8bit")  # line ends would fall into the middle of characters
]


@pytest.mark.parametrize(("real", "label", "transfer"), TRANSFER_CASES)
def test_bodies_are_readable(real: str, label: str, transfer: str) -> None:
    data = BODY.encode(real)
    if transfer == "base64":
        data = base64.encodebytes(data)
    elif transfer == "quoted-printable":
        data = b"".join(b"=%02X" % byte for byte in data)
    headers = f"Content-Transfer-Encoding: {transfer}\r\nContent-Type: text/plain"
    assert text(data, f"{headers}; charset={label}\r\n" if label else f"{headers}\r\n") == BODY


@pytest.mark.parametrize(
    ("real", "label", "words"),
    [
        ("iso2022_jp", "iso-2022-jp", "こんにちは"),
        ("koi8-r", "", "Прошу удалить мои персональные данные из вашей базы"),
        ("gb18030", "gb2312", "请删除我的个人资料"),
        ("cp932", "shift_jis", "個人情報を削除してください"),
        ("cp1256", "windows-1256", "أريد حذف بياناتي"),
    ],
)
def test_other_scripts_are_read(real: str, label: str, words: str) -> None:
    headers = f"Content-Type: text/plain; charset={label}\r\n" if label else ""
    assert text(words.encode(real), headers) == words


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "unicode_escape", "rot13", "zlib", "undefined", "x" * 300]
)
def test_codecs_that_are_no_charsets_are_refused(label: str) -> None:
    mail = decode(HEAD + f"Content-Type: text/plain; charset={label}\r\n\r\n".encode() + BODY.encode())
    assert mail.text == BODY
    assert any("unknown" in defect for defect in mail.defects)


def test_mixed_charsets_in_one_text_keep_both() -> None:
    assert text("rättelse ".encode() + "rättelse".encode("latin-1")) == "rättelse rättelse"
    assert text(b"Mvh \xc5sa") == "Mvh Åsa"
    assert text("slut å".encode()[:-1]) == "slut Ã"


def test_what_a_database_refuses_is_replaced() -> None:
    mail = decode(HEAD + b"\r\na\x00b")
    assert mail.text == "a\ufffdb"
    assert any("cannot be read or stored" in defect for defect in mail.defects)


TRANSFERS = [
    (b"Jag vill ha registerutdrag, tack", "base64", "Jag vill ha registerutdrag, tack"),
    (b"Registerutdrag", "base64", "Registerutdrag"),
    (b"Radera mig", "base64", "Radera mig"),
    (b"SmFnIHZpbGwgcmFkZXJhcw", "base64", "Jag vill raderas"),
    (b"SmFnIHZpbGw\r\n=IHJhZGVyYXM=", "base64", "Jag vill raderas"),
    (b"r=E4tt=\r\nning =XZ =", "quoted-printable", "rättning =XZ "),
    (b"r=C3=A4ttning", "Quoted-Printable; x", "rättning"),
    ("rättning".encode(), "8bits", "rättning"),
    ("rättning".encode(), "binary", "rättning"),
]


@pytest.mark.parametrize(("data", "transfer", "expected"), TRANSFERS)
def test_broken_transfer_encodings_lose_nothing(data: bytes, transfer: str, expected: str) -> None:
    assert text(data, f"Content-Transfer-Encoding: {transfer}\r\n") == expected


def test_uuencoded_files_inside_text_are_taken_out() -> None:
    mail = decode(HEAD + b"\r\nSe bilaga.\nbegin 644 brev.txt\n#86)C\n`\nend\nMvh\n")
    assert (mail.attachments[0].name, mail.attachments[0].content) == ("brev.txt", b"abc")
    assert mail.text == "Se bilaga.\n\nMvh"
    broken = decode(HEAD + b"\r\nbegin 644 brev.txt\n\xff\xff\xff\nend\n")
    assert broken.attachments == ()
    assert "begin 644" in broken.text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(raw: bytes) -> None:
    for candidate in (
        raw,
        HEAD + raw,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw,
    ):
        mail = decode(candidate)
        assert_storable(mail)
        assert pickle.loads(pickle.dumps(mail)) == mail


def assert_storable(mail: Mail) -> None:
    texts = [mail.subject, mail.text, mail.sender.name, mail.sender.address, mail.html or "", *mail.defects]
    for part in [*texts, *(attachment.name for attachment in mail.attachments)]:
        assert "\0" not in part
        part.encode("utf-8")
