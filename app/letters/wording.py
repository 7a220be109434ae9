"""What an organisation adds to a letter in its own words: Markdown with a few places that are filled in."""

import re
from collections.abc import Mapping
from typing import Annotated, Final

from markupsafe import Markup
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.letters import markdown
from app.letters.unfilled import unfilled
from app.vocabulary import Language, Letter

LONGEST: Final = 2000
ADDABLE: Final = frozenset({
    Letter.ACKNOWLEDGEMENT, Letter.IDENTITY_REQUEST, Letter.CLARIFICATION, Letter.EXTENSION,
    Letter.ANSWER_READY, Letter.FRESH_EXTRACT, Letter.REFUSAL, Letter.CLOSED, Letter.MESSAGE,
})  # fmt: skip
"""Letters to the person; a code stands alone, and colleagues and owners need no greeting of ours."""
FILLED: Final = ("reference", "organisation_name", "contact_email", "due_on")
_WRITTEN: Final = frozenset({Language.SV, Language.NB, Language.NN, Language.EN})
_PLACE: Final = re.compile(r"\{\{ *(\w+) *\}\}")
_LINK: Final = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")


def _addable(letter: Letter) -> Letter:
    if letter not in ADDABLE:
        raise ValueError("nothing can be added to this letter")
    return letter


def _written(language: Language) -> Language:
    if language not in _WRITTEN:
        raise ValueError("letters are written in sv, nb, nn and en")
    return language


def _safe(text: str) -> str:
    for name in _PLACE.findall(text):
        if name not in FILLED:
            raise ValueError(f"`{name}` is not filled in; use {', '.join(FILLED)}")
    if left := unfilled(_LINK.sub(r"\1", _PLACE.sub("x", text))):
        raise ValueError(f"`{left[0]}` is not filled in; write it out")
    for token in markdown.tokens(text):
        if token.type in {"button", "heading_open"}:
            raise ValueError("write sentences: a heading or a link alone is not among them")
        address = str(token.attrs.get("href", ""))
        if address and not address.startswith(("https://", "mailto:")):
            raise ValueError("links must begin with https:// or mailto:")
    return text


class Wording(BaseModel):
    """What is added to a letter in one language, before its regards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letter: Annotated[Letter, AfterValidator(_addable)]
    language: Annotated[Language, AfterValidator(_written)]
    text: Annotated[str, AfterValidator(_safe)] = Field(min_length=1, max_length=LONGEST)


def added(text: str, said: Mapping[str, object]) -> Markup:
    """Give what is added, its places filled in with what the letter says; what fills them stays literal."""
    filled = _PLACE.sub(lambda place: str(markdown.inert(str(said.get(place[1], "")))), text)
    return Markup(filled)  # noqa: S704  # Markdown of the organisation, in which HTML is off
