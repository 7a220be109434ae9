"""How well letters are understood, counted per language over everything invented for it."""

from dataclasses import dataclass, field

import pytest

from app.intake.classify import Verdict, classify
from app.intake.decode import decode
from tests.letters import LANGUAGES, Letter, letters, mail_bytes, one_liners, other_mail

NORSE = {"nb", "nn", "da"}  # told apart only by small words; counted by themselves


@dataclass
class Score:
    """What went right out of how many, and what did not."""

    letters: int = 0
    found: int = 0
    exact: int = 0
    opened: int = 0
    language: int = 0
    family: int = 0
    missed: list[str] = field(default_factory=list[str])

    def add(self, letter: Letter, verdict: Verdict) -> None:
        got = frozenset(found.right.value for found in verdict.rights if found.confidence >= 0.5)
        self.letters += 1
        self.found += letter.rights <= got
        self.exact += letter.rights == got
        self.opened += verdict.decision == "open_case"
        self.language += verdict.language == letter.language
        self.family += (
            verdict.language == letter.language or {verdict.language.value, letter.language} <= NORSE
        )
        if letter.rights != got or verdict.decision != "open_case":
            self.missed.append(
                f"{sorted(letter.rights)} != {sorted(got)}: {letter.subject} | {letter.body[:60]}"
            )


def score(sample: list[Letter]) -> Score:
    counted = Score()
    for letter in sample:
        counted.add(letter, verdict_of(letter))
    return counted


def verdict_of(letter: Letter) -> Verdict:
    return classify(decode(mail_bytes(letter.subject, letter.body)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ["first", "later"])
def test_requests_are_found(folder: str, language: str) -> None:
    sample = letters(folder, language)
    counted = score(sample)
    assert len(sample) >= (40 if language in ("sv", "nb", "en") else 12)
    assert counted.found / counted.letters >= 0.97, counted.missed
    assert counted.exact / counted.letters >= 0.97, counted.missed
    assert counted.opened / counted.letters >= 0.97, counted.missed
    assert counted.language / counted.letters >= (0.85 if language == "nn" else 0.95)
    assert counted.family == counted.letters


def test_single_sentences_are_found() -> None:
    counted = score(one_liners())
    assert counted.letters >= 150
    assert counted.found / counted.letters >= 0.97, counted.missed
    assert counted.exact / counted.letters >= 0.97, counted.missed


@pytest.mark.parametrize("folder", ["first", "later"])
def test_other_mail_opens_nothing(folder: str) -> None:
    sample = other_mail(folder)
    assert len(sample) >= 80
    wrong = [
        (letter.subject, verdict)
        for letter in sample
        if (verdict := verdict_of(letter)).decision == "open_case"
        or any(found.confidence >= 0.75 and verdict.decision != "triage" for found in verdict.rights)
    ]
    assert len(wrong) / len(sample) <= 0.02, wrong


def test_every_right_says_why() -> None:
    for letter in letters("first", "sv"):
        for found in verdict_of(letter).rights:
            assert found.because.startswith("“")
            assert "subject" in found.because or "text" in found.because
            assert 0.3 <= found.confidence < 1
