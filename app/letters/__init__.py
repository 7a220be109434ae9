"""Letters: what the house writes to people, owners, handlers and recipients (Art. 12(1): plain language)."""

from app.letters.facts import LetterFacts
from app.letters.message import compose
from app.letters.rendered import Rendered, render
from app.letters.words import letter_language

__all__ = ["LetterFacts", "Rendered", "compose", "letter_language", "render"]
