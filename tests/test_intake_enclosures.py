"""A request that stands only in a file: found where it is clear, put before a person where it is not."""

import io
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import typst

from app.intake.classify import Verdict, classify
from app.intake.decode import decode
from app.intake.enclosures import LARGEST, PAGES, READ, enclosures
from app.intake.mail import Mail
from app.vocabulary import Language

REQUEST = "Hej!\nJag begär en kopia av alla uppgifter ni har om mig, enligt artikel 15 GDPR.\nMvh Åsa Öberg"
ERASURE = "Hei!\nJeg vil at dere sletter alle opplysninger om meg.\nHilsen Bjørn"


def pdf(text: str) -> bytes:
    return typst.compile(text.replace("\n", "\n\n").encode())


def word(text: str, *, before: str = "") -> bytes:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in text.split("\n")
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{before}<w:document><w:body>{lines}</w:body></w:document>")
    return held.getvalue()


def html(text: str) -> bytes:
    return f"<html><body><p>{'</p><p>'.join(text.split(chr(10)))}</p></body></html>".encode()


def mail(name: str, content: bytes, *, subject: str = "Brev", text: str = "Se bifogad fil.") -> Mail:
    message = EmailMessage()
    message["From"], message["Subject"] = "Åsa Öberg <asa@post.example>", subject
    message.set_content(text)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return decode(message.as_bytes())


def verdict(name: str, content: bytes, **words: str) -> Verdict:
    return classify(mail(name, content, **words))


def eml(text: str) -> bytes:
    return f"From: asa@post.example\r\nSubject: Brev\r\n\r\n{text}".encode()


FILES = {
    "brev.txt": REQUEST.encode("cp1252"),
    "brev.html": html(REQUEST),
    "brev.pdf": pdf(REQUEST),
    "brev.docx": word(REQUEST),
    "brev.eml": eml(REQUEST),
    "BREV": pdf(REQUEST),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "text", ["Se bifogad fil.", "", "Hej! Jag bifogar min begäran om registerutdrag. Mvh Åsa"]
)
def test_a_letter_in_a_file_opens_a_case(name: str, text: str) -> None:
    found = verdict(name, FILES[name], text=text)
    assert found.decision == "open_case"
    assert [right.right.value for right in found.rights] == ["access"]


@pytest.mark.parametrize("name", ["brev.txt", "brev.pdf", "brev.docx"])
def test_the_reason_names_the_file_and_its_words(name: str) -> None:
    found = verdict(name, FILES[name])
    (right,) = found.rights
    assert (
        right.because
        == f"“kopia av alla uppgifter ni har om mig” in the attachment “{name}” asks for access."
    )
    assert found.because == ("A file in it asks for a right in words that leave little doubt.",)


def test_the_language_is_the_letters() -> None:
    found = verdict("brev.docx", word(ERASURE), text="Hi, see attached.")
    assert (found.decision, found.language) == ("open_case", Language.NB)


def test_two_letters_are_both_read() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "asa@post.example", "Brev"
    message.set_content("Se bifogat.")
    for name, content in (("a.pdf", FILES["brev.pdf"]), ("b.docx", word(ERASURE))):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    found = classify(decode(message.as_bytes()))
    assert {right.right.value for right in found.rights} == {"access", "erasure"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Jag har fortfarande inte fått svar på min begäran från förra månaden.",
            "It reminds of an earlier request.",
        ),
        ("", "is long; a person should say whether it is a request."),
    ],
    ids=["a reminder", "a long file"],
)
def test_where_something_speaks_against_it_a_person_looks(text: str, reason: str) -> None:
    file = pdf(REQUEST + ("" if text else "\nBilaga med allt som har hänt sedan dess." * 150))
    found = verdict("brev.pdf", file, text=text)
    assert found.decision == "triage"
    assert reason in " ".join(found.because)
    assert [right.right.value for right in found.rights] == ["access"]


CV = """CV Åsa Öberg
Utbildning: Ekonom, Lunds universitet
Jag samtycker till att mina personuppgifter behandlas enligt GDPR."""
POLICY = "Integritetspolicy\n" + "\n".join(
    f"{number}. Du har rätt att begära registerutdrag, rättelse och radering av dina uppgifter." for number in range(40)
)  # fmt: skip
CONTRACT = "Anställningsavtal\nArbetsgivaren behandlar personuppgifter enligt dataskyddsförordningen.\nLön: 32 000 kr."


@pytest.mark.parametrize("text", [CV, POLICY, CONTRACT], ids=["a CV", "a policy", "a contract"])
@pytest.mark.parametrize("make", [pdf, word], ids=["pdf", "docx"])
def test_other_papers_are_no_requests(make: Callable[[str], bytes], text: str) -> None:
    found = verdict("papper", make(text), text="Hej, här kommer mina papper. Mvh Åsa")
    assert found.decision == "not_a_request"
    assert not found.rights


def test_what_the_mail_says_clearly_needs_no_file() -> None:
    found = verdict("brev.docx", word(ERASURE), text=REQUEST)
    assert [right.right.value for right in found.rights] == ["access"]


def test_machines_are_not_asked_what_they_enclose() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Auto-Submitted"] = "asa@post.example", "x", "auto-replied"
    message.set_content("Jag är på semester.")
    message.add_attachment(FILES["brev.pdf"], maintype="application", subtype="pdf", filename="a.pdf")
    assert classify(decode(message.as_bytes())).decision == "automated"


def bomb() -> bytes:
    return word("x" * 30_000_000)


def with_entities() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return word("&b;&f;", before=bomb)


def many_entries() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{REQUEST}</w:t></w:p>")
        for number in range(3000):
            archive.writestr(f"{number}", b"")
    return held.getvalue()


def pages_without_end() -> bytes:
    return pdf("\n".join(["#pagebreak()\nSida"] * 200) + "\n" + REQUEST)


def deflated_page() -> bytes:
    content = zlib.compress(b"BT /F1 12 Tf (x) Tj ET\n" * 500_000)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
        + b"trailer<</Root 1 0 R>>"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": bomb,
    "entities": with_entities,
    "entries": many_entries,
    "pages": pages_without_end,
    "a page that unfolds": deflated_page,
    "half a PDF": lambda: pdf(REQUEST)[:2000],
    "half a Word file": lambda: word(REQUEST)[:-40],
    "only a mark": lambda: b"%PDF-",
    "a zip that names it": lambda: b"PK\x03\x04word/document.xml",
    "too large": lambda: b"%PDF-1.4" + b"x" * LARGEST,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_costs_only_itself(case: str) -> None:
    read = mail("a.docx", HOSTILE[case](), text="Hej, hur är öppettiderna?")
    assert sum(len(found.text) for found in enclosures(read)) <= READ
    assert classify(read).decision in ("not_a_request", "triage")


def test_nothing_is_looked_up_and_only_the_first_pages_are_read() -> None:
    (found,) = enclosures(mail("a.docx", with_entities()))
    assert found.text == "&b;&f;"
    (found,) = enclosures(mail("a.pdf", pages_without_end()))
    assert found.text.count("Sida") < PAGES + 1
