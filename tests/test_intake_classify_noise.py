"""The same letters, written and sent badly: the request is still found."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from app.intake.classify import classify
from app.intake.decode import decode
from tests.letters import LANGUAGES, letters, mail_bytes

PREFIXES = (
    "Re: ", "RE: SV: ", "Sv: ", "VS: ", "VB: ", "VL: ", "Fwd: ", "FW: ", "WG: AW: ", "TR: ", "Ang: ", "Ang. ", "Angående: ",
    "Vedr.: ", "Vedrørende: ", "Ad: ", "Koskien: ", "Asia: ", "Emne: ", "Ämne: ", "Re[2]: ", "SV(3): ", "Re： ", "[EXTERN] ",
    "[EXTERNAL] Re: ", "[Ticket#2026-118] ", "***SPAM*** ", "⚠️ ", "📧 Re: ",
)  # fmt: skip
PLAIN = str.maketrans("åäöøÅÄÖØ", "aaooAAOO") | {ord("æ"): "ae", ord("Æ"): "Ae"}
TYPED = str.maketrans(
    {
        "å": "aa",
        "ä": "ae",
        "ö": "oe",
        "ø": "oe",
        "æ": "ae",
        "Å": "Aa",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ø": "Oe",
        "Æ": "Ae",
    }
)
NORDIC = re.compile("[åäöøæÅÄÖØÆ]")


def misread(text: str) -> str:
    return text.encode().decode("latin-1")


NOISE: dict[str, tuple[Callable[[str], str], float]] = {
    "upper case": (str.upper, 0.97),
    "lower case": (str.lower, 0.97),
    "no diacritics": (lambda t: t.translate(PLAIN), 0.97),
    "typed digraphs": (lambda t: t.translate(TYPED), 0.95),
    "misread once": (misread, 0.97),
    "misread twice": (lambda t: misread(misread(t)), 0.97),
    "an old code page": (lambda t: t.encode("cp850", "replace").decode("latin-1"), 0.95),
    "letters lost": (lambda t: NORDIC.sub("\ufffd", t), 0.95),
    "letters as question marks": (lambda t: NORDIC.sub("?", t), 0.88),
    "decomposed": (lambda t: unicodedata.normalize("NFD", t), 0.97),
    "zero width": (lambda t: f"{t[:3]}\u200b{t[3:]}", 0.97),
    "no-break spaces": (lambda t: t.replace(" ", "\u00a0"), 0.97),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NOISE)
def test_damaged_letters_are_still_understood(kind: str, language: str) -> None:
    damage, floor = NOISE[kind]
    sample = letters("first", language)
    missed = [
        letter.subject
        for letter in sample
        if not letter.rights <= _rights(mail_bytes(damage(letter.subject), damage(letter.body)))
    ]
    assert 1 - len(missed) / len(sample) >= floor, missed


@pytest.mark.parametrize("prefix", PREFIXES)
def test_prefixes_hide_nothing(prefix: str) -> None:
    assert "access" in _rights(mail_bytes(f"{prefix}Registerutdrag", ""))
    assert "erasure" in _rights(mail_bytes(f"{prefix}{prefix}Slett meg", ""))


@pytest.mark.parametrize(
    "subject",
    ["”Registerutdrag”", "'Registerutdrag'", '"registerutdrag".', "Registerutdrag!!!", "REGISTERUTDRAG"],
)
def test_copied_quotes_hide_nothing(subject: str) -> None:
    assert _rights(mail_bytes(subject, "")) == {"access"}


TYPOS = {
    "access": "Regiserutdrag Registerutrag Registerudrag Registeruttdrag Registerurdrag Registerutdag Insyn Inssyn Insigt "
    "Tarkastuspyynto innsynsbegjaering innsynsbegjering",
    "rectification": "Rattelse Berigtelse Oikaisupyynto Raettelse",
    "erasure": "Radring Slettting Sleting Poistopyynto",
}
CUT_IN_TWO = {
    "Register utdrag": "access",
    "Innsyns begjæring": "access",
    "Tarkastus pyyntö": "access",
    "Rättnig av information": "rectification",
    "Rättning av infomation": "rectification",
    "Rättning information": "rectification",
    "Oikaisu pyyntö": "rectification",
    "radera mina upgifter": "erasure",
    "Invandning mot behandling": "objection",
    "Aterkalla samtycke": "consent_withdrawal",
    "återkallar samtyke": "consent_withdrawal",
}


@pytest.mark.parametrize(
    ("subject", "right"),
    [*((word, r) for r, words in TYPOS.items() for word in words.split()), *CUT_IN_TWO.items()],
)
def test_typing_errors_are_forgiven(subject: str, right: str) -> None:
    assert _rights(mail_bytes(subject, "")) == {right}


@pytest.mark.parametrize("word", ["content", "settings", "compliant", "rating", "district", "insight"])
def test_words_that_only_look_alike_are_left_alone(word: str) -> None:
    assert _rights(mail_bytes(f"Our {word}", f"Here is the {word} for the brochure.")) == set()


def _rights(raw: bytes) -> set[str]:
    return {found.right.value for found in classify(decode(raw)).rights if found.confidence >= 0.5}
