"""Which language a text is in, where small words say nothing, and where the text is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.language import READ, language_of
from app.vocabulary import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fotbollsträningen flyttas fram tre veckor", Language.SV),
        ("Valituslautakunnan puheenjohtaja matkustaa", Language.FI),
        ("Straffeattesten fremsendes snarest muligt", Language.DA),
        ("Yesterday everybody missed lunch again", Language.EN),
    ],
)
def test_longer_words_alone_tell_the_language(text: str, language: Language) -> None:
    other = Language.NB if language is Language.EN else Language.EN
    assert language_of(text, default=other) is language


def test_what_is_in_none_of_the_six_gets_the_default() -> None:
    assert language_of("Γειά σου, τι κάνεις σήμερα φίλε μου;", default=Language.NN) is Language.NN


@given(st.text(st.characters(), max_size=READ * 2))
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text) in Language


def test_a_lone_surrogate_hides_nothing() -> None:
    assert language_of("Fotbollsträningen flyttas \ud800 fram tre veckor") is Language.SV
