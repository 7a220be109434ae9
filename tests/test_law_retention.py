"""How long bookkeeping and the parts of a case are kept."""

from datetime import date

import pytest

from app.errors import InvalidInput
from app.law.retention import CASE_PARTS, Books, CasePart, gone_by, keep_bookkeeping
from app.vocabulary import Country, Language

SE, NO, DK, FI = Country.SE, Country.NO, Country.DK, Country.FI


@pytest.mark.parametrize(
    ("country", "books", "fiscal_year_end", "until"),
    [
        (SE, Books.VOUCHERS, "2019-12-31", "2026-12-31"),
        (SE, Books.VOUCHERS, "2020-04-30", "2027-12-31"),
        (SE, Books.BOOKS, "2020-01-31", "2027-12-31"),
        (NO, Books.VOUCHERS, "2020-12-31", "2025-12-31"),
        (NO, Books.SECONDARY, "2020-12-31", "2024-06-30"),
        (NO, Books.SECONDARY, "2020-06-30", "2023-12-31"),
        (NO, Books.BUILDING_PROJECT, "2020-12-31", "2030-12-31"),
        (DK, Books.VOUCHERS, "2020-06-30", "2025-06-30"),
        (DK, Books.BOOKS, "2023-02-28", "2028-02-29"),
        (FI, Books.VOUCHERS, "2024-03-31", "2030-12-31"),
        (FI, Books.BOOKS, "2024-03-31", "2034-03-31"),
    ],
)
def test_bookkeeping_is_kept_as_long_as_the_statute_says(
    country: Country, books: Books, fiscal_year_end: str, until: str
) -> None:
    kept = keep_bookkeeping(country, date.fromisoformat(fiscal_year_end), books)
    assert kept.until == date.fromisoformat(until)


@pytest.mark.parametrize("country", Country)
@pytest.mark.parametrize("books", [Books.VOUCHERS, Books.BOOKS, Books.SECONDARY])
def test_every_country_cites_its_statute_in_words(country: Country, books: Books) -> None:
    citation = keep_bookkeeping(country, date(2025, 12, 31), books).citation
    told = [citation.say(language) for language in (Language.SV, Language.NB, Language.EN)]
    assert len(set(told)) == 3
    assert all(any(figure in text for figure in "123567") for text in told)


def test_only_norway_has_a_rule_for_building_projects() -> None:
    with pytest.raises(InvalidInput, match="SE has no rule"):
        keep_bookkeeping(SE, date(2025, 12, 31), Books.BUILDING_PROJECT)


def test_every_part_of_a_case_has_a_rule_within_its_own_span() -> None:
    assert set(CASE_PARTS) == set(CasePart)
    for rule in CASE_PARTS.values():
        assert rule.days is None or rule.least <= rule.days <= rule.most
        assert "GDPR Art." in rule.why


def test_parts_go_in_their_order() -> None:
    closed = date(2026, 3, 2)
    assert gone_by(CasePart.IDENTITY_EVIDENCE, closed) == date(2026, 3, 3)
    assert gone_by(CasePart.ANSWER_PACKAGE, closed) == date(2026, 4, 1)
    assert gone_by(CasePart.CORRESPONDENCE, closed) == date(2027, 3, 2)
    assert gone_by(CasePart.CASE_RECORD, closed) == date(2031, 3, 1)
    assert gone_by(CasePart.SUPPRESSION, closed) is None


def test_an_organisation_chooses_within_the_span() -> None:
    assert gone_by(CasePart.CORRESPONDENCE, date(2026, 3, 2), 180) == date(2026, 8, 29)
    with pytest.raises(InvalidInput, match="between 90 and 730 days"):
        gone_by(CasePart.CORRESPONDENCE, date(2026, 3, 2), 3000)
    with pytest.raises(InvalidInput):
        gone_by(CasePart.IDENTITY_EVIDENCE, date(2026, 3, 2), 2)


def test_copies_never_outlive_the_package_made_of_them() -> None:
    copies, package = CASE_PARTS[CasePart.COLLECTED_COPIES], CASE_PARTS[CasePart.ANSWER_PACKAGE]
    assert (copies.start, copies.days, copies.most) == (package.start, package.days, package.most)
