"""A bag of mails as real programs write them, each with what a person should see; the same seed, the same bag."""

import base64
import binascii
import quopri
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.header import Header
from urllib.parse import quote

CRLF = b"\r\n"


@dataclass(frozen=True)
class Posted:
    """A mail and what should be seen of it: words of its text, and its files by name."""

    kind: str
    raw: bytes
    subject: str
    sender: str
    words: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What somebody writes, in one language."""

    language: str
    subject: str
    lines: tuple[str, ...]
    name: str
    away: str
    forward: str
    fields: tuple[str, str, str, str]

    @property
    def address(self) -> str:
        return f"{self.language}.kund@post.example"


SAID = (
    Said("sv", "Begäran om registerutdrag – å, ä och ö", ("Hej!", "Jag vill veta vilka uppgifter ni har sparat om mig.",
         "Hälsningar från Åsa Öberg på Älvgatan"), "Åsa Öberg", "Autosvar: Jag är på semester",
         "Vidarebefordrat meddelande", ("Från", "Skickat", "Till", "Ämne")),
    Said("nb", "Innsyn i mine opplysninger – æ, ø og å", ("Hei!", "Jeg ønsker innsyn i alle opplysninger dere har om meg.",
         "Vennlig hilsen Bjørn Æsæther på Ålgård"), "Bjørn Æsæther", "Automatisk svar: Fravær",
         "Videresendt melding", ("Fra", "Sendt", "Til", "Emne")),
    Said("nn", "Sletting av opplysningane mine – frå Sør-Øyane", ("Hei!", "Eg vil at de slettar alt de har om meg.",
         "Helsing Gjøril Sørbø frå Åndalsnes"), "Gjøril Sørbø", "Automatisk svar: Fråvær",
         "Vidaresend melding", ("Frå", "Sendt", "Til", "Emne")),
    Said("da", "Indsigt i mine personoplysninger – æ, ø, å", ("Hej!", "Jeg vil gerne have indsigt i alle oplysninger om mig.",
         "Venlig hilsen Søren Kjærgård på Ærø"), "Søren Kjærgård", "Autosvar: Jeg er på ferie",
         "Videresendt besked", ("Fra", "Sendt", "Til", "Emne")),
    Said("fi", "Tietojen poistaminen – ä ja ö", ("Hei!", "Haluan, että poistatte kaikki minua koskevat tiedot.",
         "Terveisin Väinö Hämäläinen Jyväskylästä"), "Väinö Hämäläinen", "Poissa toimistosta",
         "Välitetty viesti", ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe")),
    Said("en", "Access to my personal data – a “formal” request", ("Hello!", "Please send me all the data you hold about me.",
         "Kind regards Zoë Brontë of Café Row"), "Zoë Brontë", "Out of office: on leave",
         "Forwarded message", ("From", "Sent", "To", "Subject")),
)  # fmt: skip
CHARSETS = (
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "iso-8859-15",
    "UTF-8",
    "utf-16",
    "utf-7",
    "mac-roman",
    "cp850",
)
ENCODINGS = ("8bit", "quoted-printable", "base64")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n" + bytes(range(256)) * 5
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(255, 0, -1)) * 3


def encodable(text: str, charset: str) -> str:
    """The text with what the charset lacks written plainly, as mail programs do."""
    plain = str.maketrans({"–": "-", "“": '"', "”": '"'})
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return text.translate(plain)
    return text


def word(text: str, charset: str, way: str) -> bytes:
    """A header value as a program writes it: `q`, `b`, `raw`, or `split` inside a letter of several bytes."""
    if text.isascii():
        return text.encode()
    if way == "raw":
        return text.encode(charset)
    if way == "split":
        data = text.encode()
        halves = (data[: len(data) // 2 + 1], data[len(data) // 2 + 1 :])
        return b"\r\n ".join(b"=?utf-8?B?" + base64.b64encode(half) + b"?=" for half in halves)
    header = Header(text, charset if charset not in ("utf-16", "utf-7") else "utf-8", maxlinelen=60)
    encoded = header.encode(linesep="\r\n")
    return encoded.replace("?q?", "?Q?").encode() if way == "q" else encoded.encode()


def coded(data: bytes, encoding: str) -> bytes:
    """The bytes in a transfer encoding, with line ends as on the wire."""
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", CRLF)
    if encoding == "quoted-printable":
        return quopri.encodestring(data.replace(CRLF, b"\n")).replace(b"\n", CRLF)
    return data


def text_part(text: str, charset: str, encoding: str, kind: str = "plain", extra: str = "") -> bytes:
    data = text.replace("\n", "\r\n").encode(charset)
    if charset == "utf-16" and encoding != "base64":
        encoding = "base64"
    head = f"Content-Type: text/{kind}; charset={charset}{extra}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + coded(data, encoding)


def several(kind: str, parts: list[bytes], boundary: str, extra: str = "") -> bytes:
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind};{extra}\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + CRLF + part + CRLF for part in parts) + line + b"--" + CRLF


def file_part(
    name: str, data: bytes, kind: str, *, way: str = "2231", disposition: str = "attachment"
) -> bytes:
    """A file, its name written the standard's way, as an encoded word, or as raw bytes."""
    if way == "2231":
        named = f"filename*=UTF-8''{quote(name)}".encode()
    elif way == "word":
        named = b'filename="' + word(name, "utf-8", "b").replace(b"\r\n ", b" ") + b'"'
    else:
        named = b'filename="' + name.encode("iso-8859-1") + b'"'
    head = f"Content-Type: {kind}\r\nContent-Disposition: {disposition}; ".encode() + named
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded(data, "base64")


def html_of(said: Said, text: str, style: str) -> str:
    """The same lines in HTML as Outlook, Gmail, Apple or a telephone writes it."""
    lines = text.split("\n")
    if style == "outlook":
        body = "".join(
            f"<p class=MsoNormal><span lang={said.language}>{line}<o:p></o:p></span></p>\r\n"
            for line in lines
        )
        return (
            '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
            '<style><!--\r\n@font-face {font-family:Calibri;}\r\np.MsoNormal {margin:0cm;}\r\n--></style>'
            '<!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head>'
            f'<body lang=SV link="#0563C1" vlink="#954F72"><div class=WordSection1>{body}</div></body></html>'
        )  # fmt: skip
    if style == "apple":
        return f'<html><head><meta http-equiv="content-type" content="text/html"></head><body dir="auto">{"<div>".join(lines)}</body></html>'
    return f'<div dir="ltr">{"<br>".join(lines)}</div>'


@dataclass
class Writer:
    """Somebody at a program, with a charset and an encoding."""

    said: Said
    charset: str
    encoding: str
    dice: random.Random

    @property
    def text(self) -> str:
        return encodable("\n".join(self.said.lines), self.charset)

    @property
    def subject(self) -> str:
        return encodable(self.said.subject, self.charset)

    def head(self, *more: str, subject: bytes | None = None, way: str = "") -> bytes:
        way = way or self.dice.choice(("q", "b", "split"))
        charset = self.charset if self.charset not in ("utf-16", "utf-7", "mac-roman", "cp850") else "utf-8"
        lines = [
            b"Received: from mx.post.example (mx.post.example [192.0.2.1])\r\n\tby mx.nordstaff.example; Mon, 2 Mar 2026 09:00:00 +0100",
            b"From: " + word(self.said.name, charset, way) + b" <" + self.said.address.encode() + b">",
            b"To: privacy@nordstaff.example",
            b"Subject: " + (word(self.subject, charset, way) if subject is None else subject),
            b"Date: Mon, 2 Mar 2026 08:59:30 +0100",
            f"Message-ID: <{self.dice.getrandbits(64):x}@post.example>".encode(),
            b"MIME-Version: 1.0",
            *(line.encode() for line in more),
        ]
        return CRLF.join(lines) + CRLF

    def part(self, kind: str = "plain", style: str = "", extra: str = "") -> bytes:
        text = html_of(self.said, self.text, style) if kind == "html" else self.text
        return text_part(text, self.charset, self.encoding, kind, extra)

    def both(self, style: str) -> bytes:
        return several(
            "alternative", [self.part(), self.part("html", style)], f"=_alt_{self.dice.getrandbits(40):x}"
        )

    def posted(
        self, raw: bytes, *, subject: str | None = None, words: tuple[str, ...] = (), **files: bytes
    ) -> Posted:
        seen = words or tuple(line for line in self.text.split("\n"))
        return Posted("", raw, self.subject if subject is None else subject, self.said.address, seen, files)


def outlook(w: Writer) -> Posted:
    boundary = f"_000_{w.dice.getrandbits(48):X}"
    head = w.head(
        "Thread-Topic: x",
        "Thread-Index: AdcJ",
        "X-MS-Has-Attach:",
        "Accept-Language: sv-SE",
        "Content-Language: sv-SE",
    )
    return w.posted(head + several("alternative", [w.part(), w.part("html", "outlook")], boundary))


def outlook_with_picture(w: Writer) -> Posted:
    picture = file_part("image001.png", PNG, "image/png", way="raw", disposition="inline")
    picture = picture.replace(
        b"Content-Disposition", b"Content-ID: <image001.png@01DC>\r\nContent-Disposition"
    )
    related = several("related", [w.both("outlook"), picture], "_004_", '\r\n\ttype="multipart/alternative";')
    file = file_part("Begäran åäö.pdf", PDF, "application/pdf", way=w.dice.choice(("2231", "word", "raw")))
    raw = w.head("X-MS-Has-Attach: yes") + several("mixed", [related, file], "_005_")
    return replace(w.posted(raw), files={"image001.png": PNG, "Begäran åäö.pdf": PDF})


def gmail(w: Writer) -> Posted:
    return w.posted(
        w.head("X-Google-Smtp-Source: AGHT+I")
        + several("alternative", [w.part(), w.part("html", "gmail")], "000000000000d5")
    )


def apple(w: Writer) -> Posted:
    """Text, a file between, and text again."""
    after = text_part("Skickat från min Mac", w.charset, w.encoding)
    parts = [
        w.part(extra=";\r\n\tformat=flowed"),
        file_part(
            "Scan.pdf",
            PDF,
            "application/pdf;\r\n\tx-unix-mode=0644;\r\n\tname=Scan.pdf",
            way="2231",
            disposition="inline",
        ),
        after,
    ]
    head = w.head("X-Mailer: Apple Mail (2.3774)")
    posted = w.posted(head + several("mixed", parts, "Apple-Mail=_6A"))
    return replace(posted, words=(*posted.words, "Skickat från min Mac"), files={"Scan.pdf": PDF})


def telephone(w: Writer) -> Posted:
    return w.posted(w.head("X-Mailer: iPhone Mail (21F90)") + w.part())


def android(w: Writer) -> Posted:
    return w.posted(w.head() + text_part(html_of(w.said, w.text, "gmail"), w.charset, "base64", "html"))


def webmail(w: Writer) -> Posted:
    return w.posted(w.head("User-Agent: Roundcube Webmail/1.6") + w.part(extra="; format=flowed"))


def old_program(w: Writer) -> Posted:
    """Raw letters in the header, and no word of the charset."""
    charset = w.dice.choice(("utf-8", "iso-8859-1", "windows-1252"))
    writer = replace(w, charset=charset)
    subject = word(writer.subject, charset, "raw")
    head = (
        b"From: "
        + word(w.said.name, charset, "raw")
        + b" <"
        + w.said.address.encode()
        + b">\r\nSubject: "
        + subject
    )
    return writer.posted(head + b"\r\n\r\n" + writer.text.replace("\n", "\r\n").encode(charset))


def mislabelled(w: Writer) -> Posted:
    """UTF-8 called Latin-1, cp1252 called UTF-8, and labels nobody knows."""
    real, label = w.dice.choice((("utf-8", "iso-8859-1"), ("windows-1252", "utf-8"), ("windows-1252", "us-ascii"),
                                 ("utf-8", "x-unknown"), ("windows-1252", "iso-8859-1"), ("utf-8", '"charset=us-ascii"')))  # fmt: skip
    writer = replace(w, charset=real)
    raw = writer.head(way="b") + writer.part()
    return writer.posted(
        raw.replace(f"text/plain; charset={real}".encode(), f"text/plain; charset={label}".encode())
    )


def forward_attached(w: Writer) -> Posted:
    inner = replace(w, charset="iso-8859-1", encoding="quoted-printable")
    message = inner.head(way="q") + inner.part()
    part = (
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=brev.eml\r\n\r\n"
        + message
    )
    raw = w.head(subject=b"VB: brev") + several("mixed", [text_part("Se nedan", "utf-8", "8bit"), part], "fw")
    return w.posted(raw, subject="VB: brev", words=("Se nedan",))


def forward_inline(w: Writer) -> Posted:
    who, sent, to, about = w.said.fields
    block = f"---------- {w.said.forward} ---------\n{who}: Kim <kim@home.example>\n{sent}: 2 mars 2026\n{to}: info@nordstaff.example\n{about}: x\n\n"
    text = encodable(block + w.text, w.charset)
    raw = w.head() + text_part(text, w.charset, w.encoding)
    return w.posted(raw, words=tuple(line.strip() for line in text.split("\n") if line.strip()))


def reply(w: Writer) -> Posted:
    quoted = "\n".join(f"> {line}" for line in w.text.split("\n"))
    raw = w.head(
        "In-Reply-To: <a@nordstaff.example>", "References: <a@nordstaff.example>\r\n\t<b@nordstaff.example>"
    )
    return w.posted(raw + text_part(f"{w.text}\n\n{quoted}", w.charset, w.encoding))


def away(w: Writer) -> Posted:
    raw = (
        w.head(
            "Auto-Submitted: auto-replied",
            "X-Auto-Response-Suppress: All",
            subject=word(w.said.away, "utf-8", "b"),
        )
        + w.part()
    )
    return w.posted(raw, subject=w.said.away)


def bounce(w: Writer) -> Posted:
    status = b"Reporting-MTA: dns; mx.post.example\r\n\r\nFinal-Recipient: rfc822; kim@home.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    parts = [w.part(), b"Content-Type: message/delivery-status\r\n\r\n" + status,
             b"Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <c@nordstaff.example>\r\n"]  # fmt: skip
    raw = w.head("Return-Path: <>", subject=b"Undeliverable: x") + several(
        "report", parts, "rep", "\r\n\treport-type=delivery-status;"
    )
    return w.posted(raw, subject="Undeliverable: x")


def receipt(w: Writer) -> Posted:
    parts = [
        w.part(),
        b"Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
    ]
    return w.posted(w.head() + several("report", parts, "mdn", "\r\n\treport-type=disposition-notification;"))


def invitation(w: Writer) -> Posted:
    event = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:M\xc3\xb6te\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    part = (
        b"Content-Type: text/calendar; charset=utf-8; method=REQUEST; name=invite.ics\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + coded(event, "base64")
    )
    raw = w.head() + several("alternative", [w.part(), w.part("html", "outlook"), part], "cal")
    return replace(w.posted(raw), files={"invite.ics": event})


def signed(w: Writer) -> Posted:
    part = file_part(
        "smime.p7s", b"0\x82\x05" + PDF, "application/pkcs7-signature; name=smime.p7s", way="raw"
    )
    raw = w.head() + several(
        "signed", [w.both("outlook"), part], "sig", ' protocol="application/pkcs7-signature"; micalg=sha-256;'
    )
    return replace(w.posted(raw), files={"smime.p7s": b"0\x82\x05" + PDF})


def pretty(w: Writer) -> Posted:
    """PGP, signed."""
    part = b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\nabc=\r\n-----END PGP SIGNATURE-----"
    raw = w.head() + several("signed", [w.part(), part], "pgp", ' protocol="application/pgp-signature";')
    return w.posted(raw)


def rich_text(w: Writer) -> Posted:
    tnef = b"\x78\x9f\x3e\x22" + PDF
    raw = w.head("X-MS-TNEF-Correlator: <x>") + several(
        "mixed",
        [w.part(), file_part("winmail.dat", tnef, "application/ms-tnef; name=winmail.dat", way="raw")],
        "tnef",
    )
    return replace(w.posted(raw), files={"winmail.dat": tnef})


def uuencoded(w: Writer) -> Posted:
    data = PDF[:900]
    lines = [
        bytes([32 + len(piece)]) + base64_like(piece)
        for piece in (data[i : i + 45] for i in range(0, len(data), 45))
    ]
    block = b"begin 644 cv.pdf\r\n" + CRLF.join(lines) + b"\r\n`\r\nend\r\n"
    writer = replace(w, charset="windows-1252", encoding="8bit")
    return replace(writer.posted(writer.head() + writer.part() + CRLF + block), files={"cv.pdf": data})


def base64_like(piece: bytes) -> bytes:
    """One uuencoded line without its length."""
    return binascii.b2a_uu(piece, backtick=True)[1:].rstrip(b"\n")


def mailing_list(w: Writer) -> Posted:
    footer = text_part("_______\nlista@nordstaff.example", "us-ascii", "7bit")
    return w.posted(
        w.head("List-Id: <lista.nordstaff.example>", "Precedence: list")
        + several("mixed", [w.both("gmail"), footer], "list")
    )


def deep(w: Writer) -> Posted:
    inside = w.both("outlook")
    for level in range(w.dice.randint(3, 8)):
        inside = several(w.dice.choice(("mixed", "related")), [inside], f"level{level}")
    return w.posted(w.head() + inside)


def other_script(w: Writer) -> Posted:
    charset, line = w.dice.choice((("koi8-r", "Здравствуйте, удалите мои данные"), ("gb2312", "请删除我的个人数据谢谢你们"),
        ("shift_jis", "私の個人データを削除してください"), ("iso-2022-jp", "私の個人データを削除してください"),
        ("iso-8859-2", "Proszę usunąć moje dane, dziękuję"), ("windows-1256", "الرجاء حذف بياناتي الشخصية"),
        ("euc-kr", "제 개인정보를 삭제해 주세요"), ("windows-1257", "Prašau ištrinti mano duomenis"), ("big5", "請刪除我的個人資料")))  # fmt: skip
    raw = w.head(subject=word(line, charset, "b")) + text_part(
        f"Hello\n{line}", charset, w.dice.choice(("8bit", "base64", "quoted-printable"))
    )
    return w.posted(raw, subject=line, words=("Hello", line))


SHAPES: tuple[Callable[[Writer], Posted], ...] = (
    outlook, outlook_with_picture, gmail, apple, telephone, android, webmail, old_program, mislabelled,
    forward_attached, forward_inline, reply, away, bounce, receipt, invitation, signed, pretty, rich_text,
    uuencoded, mailing_list, deep, other_script,
)  # fmt: skip


def bag(seed: int = 2026) -> Iterator[Posted]:
    """Every program in every language, in every charset it can write; more than a thousand mails."""
    dice = random.Random(seed)
    for shape in SHAPES:
        for said in SAID:
            for charset in CHARSETS:
                encoding = dice.choice(ENCODINGS)
                kind = f"{shape.__name__} {said.language} {charset} {encoding}"
                yield replace(shape(Writer(said, charset, encoding, dice)), kind=kind)
