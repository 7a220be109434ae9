"""An invented person's answer, as the other tests of extracts use it, and the words it is written in."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from app.extracts.article15 import Automated, Entry, Recipient, Register, blocks
from app.extracts.content import JSON, Authority, Content, Correction, File, Item, Kept, Section, Withheld
from app.extracts.language import country, day, instant, said, words_of
from app.extracts.words import Sentences, Words, en, nb, nn, sv

pdfium = import_module("pypdfium2")  # it has no types
LANGUAGES = ("sv", "nb", "nn", "en")
CV = b"%PDF-1.4 an invented CV\n" * 40


def bytes_of(*chunks: bytes) -> Callable[[], AsyncIterator[bytes]]:
    async def read() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return read


def items_of(items: Sequence[Item]) -> Callable[[], AsyncIterator[Item]]:
    async def read() -> AsyncIterator[Item]:
        for item in items:
            yield item

    return read


def item(number: int = 1, *, system: str = "ats", **given: JSON) -> Item:
    """An item with these fields."""
    return Item(f"i{number}", system, "candidates", f"C-{number}", f"Post {number}", "Rekrytering", given, {})


def section(items: Sequence[Item], system: str = "ats", name: str = "Rekryteringssystemet") -> Section:
    return Section(system, name, "Klart. Allt som fanns är med.", items_of(items))


AUTHORITY = Authority(
    "Integritetsskyddsmyndigheten (IMY)",
    "www.imy.se",
    "imy@imy.example",
    "08-000 00 00",
    "Box 1, 104 20 Stockholm",
)

REGISTER = Register(
    authority=AUTHORITY,
    general=Entry(
        recipients=(Recipient("Molnvärden AB", "SE", {"sv": "Driver våra servrar", "nb": "Drifter serverne våre"}),),
        automated=Automated(used=False),
        countries=("SE",),
    ),
    systems={
        "ats": Entry(
            name="Rekryteringssystemet",
            purposes=("Hitta och bedöma sökande till lediga tjänster", "Bevaka frågor om diskriminering"),
            categories=("Kontaktuppgifter", "Utbildning och arbetslivserfarenhet", "Anteckningar från intervjuer"),
            recipients=(Recipient("Kundföretaget Norrsken AB", "SE", "Får de sökande som går vidare"),),
            retention="Två år efter att tjänsten tillsatts (preskription enligt diskrimineringslagen).",
            source="Du själv i ansökan, dina referenser och intervjuarna.",
        ),
        "newsletter": Entry(
            name="Nyhetsbrevet",
            purposes=("Skicka nyheter om lediga tjänster",),
            categories=("E-postadress", "Vilka brev som öppnats"),
            recipients=(Recipient("Brevdue Inc.", "US", "Skickar breven", "EU:s standardavtalsklausuler (artikel 46.2 c)"),),
            retention="Tills du säger upp brevet.",
            source="Du själv, när du anmälde dig.",
        ),
        "payroll": Entry(
            name="Lönesystemet",
            purposes=("Betala ut lön", "Följa bokföringslagen"),
            categories=("Lön", "Bankkonto"),
            retention="Sju år efter räkenskapsåret (bokföringslagen 7 kap. 2 §).",
            source="Du själv och arbetsledaren.",
        ),
    },
)  # fmt: skip

ATS = (
    Item(
        "8f1d", "ats", "candidates", "C-10443", "Sökandeprofil", "Rekrytering",
        {
            "name": "Saga Exempelsson", "email": "saga@exempelsson.example", "phone": "+46 70 000 00 00",
            "address": "Påhittade gatan 4\n123 45 Låtsasby", "languages": ["svenska", "norska", "engelska"],
            "willing_to_move": True, "salary_wish": 38500, "middle_name": None,
            "education": [{"school": "Exempelskolan", "years": "2011–2014", "degree": "Undersköterska"},
                          {"school": "Högskolan i Låtsasby", "years": "2016–2019", "degree": None}],
        },
        {"name": "Namn", "email": "E-post", "phone": "Telefon", "address": "Adress", "languages": "Språk",
         "willing_to_move": "Kan flytta", "salary_wish": "Önskad lön (kr)", "middle_name": "Mellannamn",
         "education": "Utbildning", "education.school": "Skola",
         "education.years": "År", "education.degree": "Examen"},
    ),
    Item(
        "8f1e", "ats", "applications", "A-2291", "Ansökan till undersköterska, Låtsasby vårdcentral", "Rekrytering",
        {"sent": "2026-03-02T08:14:00+01:00", "status": "Gick vidare till intervju", "letter":
            "Hej!\n\nJag söker tjänsten för att jag tycker om att arbeta med människor. Se mitt CV, "
            "#strong[inte] *markup* $x^2$ @någon <b>html</b> \\emph."},
        {"sent": "Skickad", "status": "Läge", "letter": "Personligt brev"},
        file=File("CV – Saga Exempelsson.pdf", "application/pdf", len(CV), bytes_of(CV[:100], CV[100:])),
    ),
    Item(
        "8f1f", "ats", "notes", "N-77", "Anteckning från intervju", "Rekrytering",
        {"written": "2026-03-11", "text": "Lugn och tydlig. Referensen ■■■ berättade att hon tog ansvar för schemat."},
        {"written": "Skriven", "text": "Text"},
        redacted=("text",),
        redaction_grounds={"text": "Namnet på en referensperson (artikel 15.4)."},
    ),
)  # fmt: skip

NEWS = (
    Item("n1", "newsletter", "subscribers", "saga@exempelsson.example", "Prenumeration", "Nyhetsbrev",
         {"since": "2025-11-01", "opened": 14, "score": -3, "note": '=HYPERLINK("x")'},
         {"since": "Sedan", "opened": "Öppnade brev", "score": "Poäng", "note": "Anteckning"}),
)  # fmt: skip


def person(language: str = "sv") -> Content:
    """A realistic answer to a request for access."""
    return Content(
        organisation_name="Nordkraft Bemanning AB",
        organisation_contact="dataskydd@nordkraft.example\nTelefon 010-000 00 00\nBox 100, 123 00 Låtsasby",
        reference="D-1013",
        person_name="Saga Exempelsson",
        language=language,
        version=1,
        kind="access",
        data_as_of=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        made_at=datetime(2026, 11, 22, 10, 2, 30, tzinfo=UTC),
        zone="Europe/Stockholm",
        received_on=date(2026, 11, 3),
        authority=AUTHORITY,
        blocks=blocks(REGISTER, language, ["ats", "newsletter", "payroll"]),
        sections=(
            replace(
                section(ATS),
                withheld=(Withheld("ats", "references", 2, "Referensernas egna omdömen om andra sökande.",
                                   "Artikel 15.4 i dataskyddsförordningen"),),
            ),
            Section("newsletter", "Nyhetsbrevet", "Klart. Allt som fanns är med.", items_of(NEWS)),
            Section("payroll", "Lönesystemet", "Inget fanns om dig här.", items_of(())),
        ),
    )  # fmt: skip


def corrected() -> Content:
    """The fresh extract after a correction."""
    return replace(
        person(),
        kind="fresh",
        version=2,
        corrections=(
            Correction("Rekryteringssystemet", "Telefon", "+46 70 111 11 11", "+46 70 000 00 00", "Rättat och kontrollerat i systemet.", verified=True),
            Correction("Nyhetsbrevet", "Sedan", "2024-11-01", "2025-11-01", "Begärt hos leverantören.", verified=False),
        ),
    )  # fmt: skip


def erased() -> Content:
    """The answer to a request for erasure."""
    return replace(
        person(),
        kind="erasure",
        blocks=(),
        sections=(replace(section(()), outcome="Raderat. Kontrollerat efteråt: inget fanns kvar."),),
        kept=(
            Kept("Lönesystemet", "Löneunderlag 2024", "Räkenskapsinformation måste sparas.",
                 "Bokföringslagen 7 kap. 2 §", date(2031, 12, 31)),
            Kept("Nyhetsbrevet", "En spärr mot din adress", "Så att vi inte skriver till dig igen.",
                 "Artikel 21.3 i dataskyddsförordningen", None),
        ),
    )  # fmt: skip


def texts(words: Words | Sentences) -> Mapping[str, Sequence[str]]:
    """Every text of a set of words, by field."""
    found: dict[str, Sequence[str]] = {}
    for of in fields(words):
        value = getattr(words, of.name)
        found[of.name] = (
            [value]
            if isinstance(value, str)
            else list(value.values() if isinstance(value, Mapping) else value)
        )
    return found  # fmt: skip


@pytest.mark.parametrize("module", [sv, nb, nn, en])
def test_every_word_is_said_and_wants_the_same_as_in_english(module: object) -> None:
    for name in ("WORDS", "SENTENCES"):
        ours, theirs = texts(getattr(module, name)), texts(getattr(en, name))
        for field, said_here in ours.items():
            assert len(said_here) == len(theirs[field])
            for text, english in zip(said_here, theirs[field], strict=True):
                assert text.strip() == text != ""
                assert holes(text) == holes(english), text


def holes(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def test_a_language_without_words_is_written_in_english() -> None:
    assert words_of("fi") is en.WORDS


def test_dates_are_written_out() -> None:
    when = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert day(date(2026, 12, 3), "sv") == "3 december 2026"
    assert day(date(2026, 12, 3), "nb") == "3. desember 2026"
    assert instant(when, "sv", "Europe/Stockholm") == "1 januari 2027 kl. 00:30"
    assert instant(when, "en", "Europe/Oslo") == "1 January 2027 at 00:30"


def test_texts_are_said_in_the_nearest_language() -> None:
    assert said({"sv": "hej", "nb": "hei"}, "nn") == "hei"
    assert said({"sv": "hej", "en": "hello"}, "nn") == "hello"
    assert said({"sv": "hej", "en": " "}, "nb") == "hej"
    assert said(" alla ", "nb") == "alla"
    assert said({}, "nb") == ""


def test_countries_have_names() -> None:
    assert (country("US", "sv"), country("no", "nn"), country("XX", "en")) == ("USA", "Noreg", "XX")
