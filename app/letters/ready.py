"""Texts that stand ready for a handler's own letter, filled in from the case as far as it goes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.law.words import Words, written_day
from app.letters.facts import LetterFacts
from app.vocabulary import Language

_FILE: Final = Path(__file__).with_suffix(".toml")
_OPEN: Final = "____"


@dataclass(frozen=True)
class ReadyText:
    """One text: what it is called, in the handler's language, and what it says, in the reader's."""

    key: str
    name: str
    text: str


def ready_texts(facts: LetterFacts, reader: Language, handler: Language) -> list[ReadyText]:
    """Give every text for a letter about a case; what the case does not know stays open."""
    values = {
        "due": written_day(facts.due_on, reader) if facts.due_on else _OPEN,
        "reference": facts.reference,
        "phone": facts.contact_phone or facts.contact_email or _OPEN,
        "email": facts.contact_email or _OPEN,
        "authority": facts.authority or _OPEN,
    }
    return [
        ReadyText(key, name.say(handler), text.say(reader).format(**values))
        for key, name, text in _all_texts()
    ]


@cache
def _all_texts() -> list[tuple[str, Words, Words]]:
    entries: list[Mapping[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["text"]
    return [(entry["key"], Words(**entry["name"]), Words(**entry["text"])) for entry in entries]
