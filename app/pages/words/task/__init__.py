"""What the page of one task says to the owner of a system, or to a recipient of data, in every language."""

from collections.abc import Mapping
from typing import Final

from app.pages.words.task import en, nb, nn, sv
from app.pages.words.task.shape import Words
from app.vocabulary import Language

__all__ = ["WORDS", "Words"]

WORDS: Final[Mapping[Language, Words]] = {
    Language.SV: sv.WORDS,
    Language.NB: nb.WORDS,
    Language.NN: nn.WORDS,
    Language.EN: en.WORDS,
}
