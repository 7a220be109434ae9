"""Letters: what the house writes to people, owners, handlers and recipients (Art. 12(1): plain language)."""

from app.letters.addressee import addressee
from app.letters.facts import LetterFacts
from app.letters.message import compose
from app.letters.rendered import Rendered, render
from app.letters.wording import Wording
from app.letters.words import letter_language, written_date

__all__ = [
    "LetterFacts", "Rendered", "Wording", "addressee", "compose", "letter_language", "render", "written_date",
]  # fmt: skip
