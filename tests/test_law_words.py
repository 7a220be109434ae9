"""Every right, ground and country has its words in every language promised."""

from datetime import date

import pytest

from app.errors import InvalidInput
from app.law.articles import REGULATION, RIGHTS, Article
from app.law.authorities import AUTHORITIES, complaint, remedy
from app.law.grounds import GROUNDS, available, fits, sources
from app.law.words import Words, written_day, written_days
from app.vocabulary import Country, Language, RefusalGround, Right


def written_in_all(words: Words) -> bool:
    return all((words.sv, words.nb, words.nn, words.en, words.da, words.fi))


def test_every_right_has_a_name_in_every_language_and_a_source() -> None:
    assert set(RIGHTS) == set(Right)
    for right, in_law in RIGHTS.items():
        assert written_in_all(in_law.name), right
        assert all(in_law.cite(language) for language in Language), right
    assert written_in_all(REGULATION)


@pytest.mark.parametrize("language", Language)
def test_no_two_rights_share_a_name(language: Language) -> None:
    names = [in_law.name.say(language) for in_law in RIGHTS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("language", "cited"),
    [
        (Language.SV, "artikel 17.3 b"),
        (Language.NB, "artikkel 17 nr. 3 bokstav b"),
        (Language.NN, "artikkel 17 nr. 3 bokstav b"),
        (Language.DA, "artikel 17, stk. 3, litra b"),
        (Language.FI, "17 artiklan 3 kohdan b alakohta"),
        (Language.EN, "Article 17(3)(b)"),
    ],
)
def test_articles_are_cited_as_each_language_does(language: Language, cited: str) -> None:
    assert Article(17, 3, "b").cite(language) == cited


def test_a_right_cites_all_its_articles() -> None:
    assert RIGHTS[Right.MARKETING_OBJECTION].cite(Language.SV) == "artikel 21.2, artikel 21.3"
    assert RIGHTS[Right.APPLICANT_LIST_EXEMPTION].cite(Language.NB) == "offentleglova § 25"
    assert RIGHTS[Right.ACCESS].cite(Language.FI) == "15 artikla"
    assert RIGHTS[Right.OBJECTION].cite(Language.FI) == "21 artiklan 1 kohta"


def test_every_country_has_an_authority_one_can_reach() -> None:
    assert set(AUTHORITIES) == set(Country)
    for authority in AUTHORITIES.values():
        assert written_in_all(authority.name)
        assert authority.website.startswith("https://")
        assert "@" in authority.email
        assert authority.phone.startswith("+4") or authority.phone.startswith("+358")
        assert len(authority.postal) == 3
        assert authority.visiting


@pytest.mark.parametrize("country", Country)
@pytest.mark.parametrize("language", Language)
def test_complaint_and_court_are_told_in_every_language(country: Country, language: Language) -> None:
    assert AUTHORITIES[country].website in complaint(country, language)
    assert remedy(country, language).endswith(".")
    assert "{" not in complaint(country, language) + remedy(country, language)


def test_the_two_sentences_of_a_swedish_refusal() -> None:
    assert complaint(Country.SE, Language.SV) == (
        "Du har rätt att klaga till Integritetsskyddsmyndigheten (IMY), https://www.imy.se."
    )
    assert remedy(Country.SE, Language.SV) == "Du har också rätt att vända dig till domstol: tingsrätten."


def test_every_ground_has_a_sentence_and_a_source() -> None:
    assert set(GROUNDS) == set(RefusalGround)
    for ground in GROUNDS.values():
        told = {ground.sentence.sv, ground.sentence.nb, ground.sentence.en}
        assert len(told) == 3
        assert all(text.endswith(".") for text in told)
        assert ground.articles


@pytest.mark.parametrize(
    ("ground", "right", "known"),
    [
        (RefusalGround.LEGAL_OBLIGATION, Right.ERASURE, True),
        (RefusalGround.LEGAL_OBLIGATION, Right.ACCESS, False),
        (RefusalGround.RIGHTS_OF_OTHERS, Right.ACCESS, True),
        (RefusalGround.RIGHTS_OF_OTHERS, Right.ERASURE, False),
        (RefusalGround.ACCURATE, Right.RECTIFICATION, True),
        (RefusalGround.ACCURATE, Right.PORTABILITY, False),
        (RefusalGround.DRAFT_OR_NOTE, Right.MARKETING_OBJECTION, False),
        (RefusalGround.EXCESSIVE, Right.COMPLAINT, True),
    ],
)
def test_a_ground_stands_against_the_rights_the_law_says(
    ground: RefusalGround, right: Right, known: bool
) -> None:
    assert fits(ground, right) is known


@pytest.mark.parametrize("right", Right)
def test_every_right_can_be_refused_on_some_ground(right: Right) -> None:
    assert {ground for ground in RefusalGround if fits(ground, right)} >= {RefusalGround.MANIFESTLY_UNFOUNDED}


@pytest.mark.parametrize("country", Country)
def test_every_ground_a_country_has_can_be_cited(country: Country) -> None:
    for ground in available(country):
        for language in Language:
            assert all(sources(ground, country, language))


def test_swedish_drafts_and_norwegian_internal_documents() -> None:
    draft = RefusalGround.DRAFT_OR_NOTE
    assert sources(draft, Country.SE, Language.SV)[-1] == "5 kap. 2 § dataskyddslagen (2018:218)"
    assert sources(draft, Country.NO, Language.NB) == (
        "artikkel 23 nr. 1",
        "personopplysningsloven § 16 første ledd bokstav e",
    )
    for country in (Country.DK, Country.FI):
        assert draft not in available(country)
        with pytest.raises(InvalidInput, match="no such ground"):
            sources(draft, country, Language.EN)


def test_what_must_be_kept_by_law_cites_the_bookkeeping_act_of_each_country() -> None:
    cited = {country: GROUNDS[RefusalGround.LEGAL_OBLIGATION].statutes[country] for country in Country}
    assert len(set(cited.values())) == 4


def test_languages_fall_back_on_the_nearest() -> None:
    words = Words(sv="ja", nb="ja då", en="yes")
    assert words.say(Language.NN) == "ja då"
    assert words.say(Language.DA) == words.say(Language.FI) == "yes"
    assert Words(sv="ja", nb="ja då", en="yes", fi="kyllä").say(Language.FI) == "kyllä"


def test_dates_and_counts_are_written_as_people_do() -> None:
    day = date(2026, 5, 1)
    assert [written_day(day, language) for language in Language] == [
        "1 maj 2026",
        "1. mai 2026",
        "1. mai 2026",
        "1 May 2026",
        "1 May 2026",
        "1 May 2026",
    ]
    assert [written_days(count, Language.NB) for count in (0, 1, 2)] == ["0 dager", "1 dag", "2 dager"]
    assert len({written_day(date(2026, month, 1), Language.SV) for month in range(1, 13)}) == 12
