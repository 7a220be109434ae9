"""What is said to who has lost the link to their case, in every language."""

from collections.abc import Mapping
from typing import Final

from app.pages.words.lost import en, nb, nn, sv
from app.pages.words.lost.shape import Words
from app.vocabulary import Language

__all__ = ["WORDS", "Words"]

WORDS: Final[Mapping[Language, Words]] = {
    Language.SV: sv.WORDS,
    Language.NB: nb.WORDS,
    Language.NN: nn.WORDS,
    Language.EN: en.WORDS,
}
