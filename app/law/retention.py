"""How long things are kept: bookkeeping by national statute, the parts of a case by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.errors import InvalidInput
from app.law.deadlines import months_after
from app.law.words import Words
from app.vocabulary import Country


class Books(StrEnum):
    """What the accounting statutes tell apart."""

    VOUCHERS = "vouchers"
    BOOKS = "books"
    SECONDARY = "secondary"
    BUILDING_PROJECT = "building_project"


@dataclass(frozen=True)
class KeepRule:
    """So many months after the fiscal year, or after the calendar year it ended in, and the statute."""

    months: int
    after_calendar_year: bool
    citation: Words


@dataclass(frozen=True)
class Keep:
    """The last day something must be kept, and the statute in words."""

    until: date
    citation: Words


_SWEDEN: Final = KeepRule(
    84,
    after_calendar_year=True,
    citation=Words(
        sv="7 kap. 2 § bokföringslagen (1999:1078): till och med det sjunde året efter utgången av det "
        "kalenderår då räkenskapsåret avslutades",
        nb="bokföringslagen (Sverige, 1999:1078) kapittel 7 § 2: til og med det sjuende året etter "
        "utgangen av det kalenderåret da regnskapsåret ble avsluttet",
        en="the Swedish Bookkeeping Act (1999:1078), chapter 7, section 2: through the seventh year after "
        "the end of the calendar year in which the fiscal year ended",
    ),
)
_NORWAY_PRIMARY: Final = KeepRule(
    60,
    after_calendar_year=False,
    citation=Words(
        sv="§ 13 i norska bokføringsloven (primärdokumentation): fem år efter räkenskapsårets slut",
        nb="bokføringsloven § 13 (primærdokumentasjon): fem år etter regnskapsårets slutt",
        en="the Norwegian Bookkeeping Act, section 13 (primary documentation): five years after the end of "
        "the fiscal year",
    ),
)
_NORWAY_SECONDARY: Final = KeepRule(
    42,
    after_calendar_year=False,
    citation=Words(
        sv="§ 13 i norska bokføringsloven (sekundärdokumentation): tre år och sex månader efter "
        "räkenskapsårets slut",
        nb="bokføringsloven § 13 (sekundærdokumentasjon): tre år og seks måneder etter regnskapsårets slutt",
        en="the Norwegian Bookkeeping Act, section 13 (secondary documentation): three years and six months "
        "after the end of the fiscal year",
    ),
)
_NORWAY_BUILDING: Final = KeepRule(
    120,
    after_calendar_year=False,
    citation=Words(
        sv="kapitel 8 i norska bokføringsforskriften (projektredovisning i bygg och anläggning): tio år "
        "efter räkenskapsårets slut",
        nb="bokføringsforskriften kapittel 8 (prosjektregnskap i bygg og anlegg): ti år etter regnskapsårets "
        "slutt",
        en="the Norwegian Bookkeeping Regulations, chapter 8 (project accounts in construction): ten years "
        "after the end of the fiscal year",
    ),
)
_DENMARK: Final = KeepRule(
    60,
    after_calendar_year=False,
    citation=Words(
        sv="§ 12 i danska bogføringsloven (lov nr. 700/2022): fem år efter räkenskapsårets slut",
        nb="bogføringsloven (Danmark, lov nr. 700/2022) § 12: fem år etter regnskapsårets slutt",
        en="the Danish Bookkeeping Act (no. 700/2022), section 12: five years after the end of the "
        "fiscal year",
    ),
)
_FINLAND_VOUCHERS: Final = KeepRule(
    72,
    after_calendar_year=True,
    citation=Words(
        sv="2 kap. 10 § i finska bokföringslagen (1336/1997): sex år från utgången av det år under vilket "
        "räkenskapsperioden har gått ut",
        nb="bokføringsloven i Finland (1336/1997) kapittel 2 § 10: seks år etter utgangen av det året da "
        "regnskapsperioden ble avsluttet",
        en="the Finnish Accounting Act (1336/1997), chapter 2, section 10: six years after the end of the "
        "year in which the fiscal year ended",
    ),
)
_FINLAND_BOOKS: Final = KeepRule(
    120,
    after_calendar_year=False,
    citation=Words(
        sv="2 kap. 10 § i finska bokföringslagen (1336/1997): tio år efter räkenskapsperiodens utgång",
        nb="bokføringsloven i Finland (1336/1997) kapittel 2 § 10: ti år etter regnskapsperiodens slutt",
        en="the Finnish Accounting Act (1336/1997), chapter 2, section 10: ten years after the end of the "
        "fiscal year",
    ),
)

BOOKKEEPING: Final[Mapping[Country, Mapping[Books, KeepRule]]] = {
    Country.SE: dict.fromkeys((Books.VOUCHERS, Books.BOOKS, Books.SECONDARY), _SWEDEN),
    Country.NO: {
        Books.VOUCHERS: _NORWAY_PRIMARY,
        Books.BOOKS: _NORWAY_PRIMARY,
        Books.SECONDARY: _NORWAY_SECONDARY,
        Books.BUILDING_PROJECT: _NORWAY_BUILDING,
    },
    Country.DK: dict.fromkeys((Books.VOUCHERS, Books.BOOKS, Books.SECONDARY), _DENMARK),
    Country.FI: {
        Books.VOUCHERS: _FINLAND_VOUCHERS,
        Books.BOOKS: _FINLAND_BOOKS,
        Books.SECONDARY: _FINLAND_VOUCHERS,
    },
}


def keep_bookkeeping(country: Country, fiscal_year_end: date, books: Books = Books.VOUCHERS) -> Keep:
    """Give the last day bookkeeping must be kept (the right to erasure yields to it, GDPR Art. 17(3)(b)).

    Raises InvalidInput for material the country has no rule of its own for.
    """
    rule = BOOKKEEPING[country].get(books)
    if rule is None:
        raise InvalidInput(f"{country.value} has no rule of its own for {books.value}")
    end = date(fiscal_year_end.year, 12, 31) if rule.after_calendar_year else fiscal_year_end
    return Keep(until=_full_months_after(end, rule.months), citation=rule.citation)


def _full_months_after(end: date, months: int) -> date:
    """Give the end of so many months that begin the day after: 30 June and 42 months give 31 December."""
    return months_after(end + timedelta(days=1), months) - timedelta(days=1)


class CasePart(StrEnum):
    """What a case is made of, as far as it is deleted at different times."""

    IDENTITY_EVIDENCE = "identity_evidence"
    CODES = "codes"
    ANSWER_PACKAGE = "answer_package"
    COLLECTED_COPIES = "collected_copies"
    CORRESPONDENCE = "correspondence"
    CASE_RECORD = "case_record"
    SUPPRESSION = "suppression"


class Start(StrEnum):
    """What the time of a case part runs from."""

    DECIDED = "decided"
    ISSUED = "issued"
    DELIVERED = "delivered"
    CLOSED = "closed"
    REVOKED = "revoked"


@dataclass(frozen=True)
class CaseRetention:
    """How long a part of a case is kept: from what, how long, the span an organisation may choose, and why.

    `days` is None for what is kept until the person revokes it. `anonymise` keeps the figures and drops
    the person. A legal hold (complaint, court, letter of the authority) stops all of it.
    """

    start: Start
    days: int | None
    least: int
    most: int
    why: str
    anonymise: bool = False


_YEAR: Final = 365

CASE_PARTS: Final[Mapping[CasePart, CaseRetention]] = {
    CasePart.IDENTITY_EVIDENCE: CaseRetention(
        Start.DECIDED, 1, 0, 1, "GDPR Art. 5(1)(c): note method, date and result, not the document"
    ),
    CasePart.CODES: CaseRetention(Start.ISSUED, 1, 0, 7, "GDPR Art. 5(1)(c): only hashes are stored"),
    CasePart.ANSWER_PACKAGE: CaseRetention(
        Start.DELIVERED, 30, 7, 90, "GDPR Art. 5(1)(e): time to fetch the answer, longer if the person asks"
    ),
    CasePart.COLLECTED_COPIES: CaseRetention(
        Start.DELIVERED, 30, 7, 90, "GDPR Art. 5(1)(e): they leave with the package made of them"
    ),
    CasePart.CORRESPONDENCE: CaseRetention(
        Start.CLOSED, _YEAR, 90, 2 * _YEAR, "GDPR Art. 5(1)(e): follow-up questions and complaints"
    ),
    CasePart.CASE_RECORD: CaseRetention(
        Start.CLOSED,
        5 * _YEAR,
        2 * _YEAR,
        5 * _YEAR,
        "GDPR Art. 5(2): shows what was done, for as long as a fine is possible (dataskyddslagen 6 kap. 4 §)",
        anonymise=True,
    ),
    CasePart.SUPPRESSION: CaseRetention(
        Start.REVOKED, None, 0, 0, "GDPR Art. 21(3): a hash of the address, or marketing would begin again"
    ),
}


def gone_by(part: CasePart, start: date, days: int | None = None) -> date | None:
    """Give the day a part of a case goes, by default or after the organisation's own number of days.

    None for what has no end. Raises InvalidInput for a number outside the span the part allows.
    """
    rule = CASE_PARTS[part]
    if rule.days is None:
        return None
    kept = rule.days if days is None else days
    if not rule.least <= kept <= rule.most:
        raise InvalidInput(f"{part.value}: keep it between {rule.least} and {rule.most} days, not {kept}")
    return start + timedelta(days=kept)
