"""Texts that stand ready for a handler's letter: whole in every language, and open where only a person knows."""

import re
from datetime import date

import pytest

from app.letters.facts import LetterFacts
from app.letters.ready import ready_texts
from app.letters.unfilled import unfilled
from app.vocabulary import Language

FACTS = LetterFacts(
    organisation_name="Nordstaff AB",
    reference="NS-2026-ABCDEF",
    contact_email="dataskydd@nordstaff.example",
    contact_phone="+46 8 555 01 00",
    due_on=date(2026, 12, 3),
    authority="Integritetsskyddsmyndigheten",
)
LANGUAGES = [Language.SV, Language.NB, Language.NN, Language.EN]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_filled_in_as_far_as_the_case_goes(language: Language) -> None:
    texts = {one.key: one.text for one in ready_texts(FACTS, language, language)}
    assert "2026" in texts["received"]
    assert "NS-2026-ABCDEF" in texts["could_not_reach"]
    assert "+46 8 555 01 00" in texts["could_not_reach"]
    assert "Integritetsskyddsmyndigheten" in texts["complain"]
    assert [key for key, text in texts.items() if not unfilled(text)] == [
        "received",
        "help_to_find",
        "complain",
    ]


def test_every_language_leaves_the_same_places_open_and_says_it_in_its_own_words() -> None:
    by_language = [ready_texts(FACTS, language, language) for language in LANGUAGES]
    for same in zip(*by_language, strict=True):
        assert len({len(unfilled(one.text)) for one in same}) == 1
        assert len({one.text for one in same}) == len(LANGUAGES)
        assert all(not re.search(r"[{}]", one.text) for one in same)


def test_the_name_is_the_handlers_language_and_the_text_the_readers() -> None:
    (first, *_) = ready_texts(FACTS, Language.EN, Language.SV)
    assert first.name == "Vi har fått det du skickade"
    assert first.text.startswith("Thank you.")


def test_what_is_not_known_stays_open_and_no_letter_leaves_with_it() -> None:
    unknown = LetterFacts(organisation_name="Nordstaff AB", reference="NS-2026-ABCDEF")
    texts = {one.key: one.text for one in ready_texts(unknown, Language.EN, Language.EN)}
    assert unfilled(texts["complain"]) == ["____", "____"]
