"""The language a reader asks for, as browsers do (RFC 9110, 12.5.4)."""

from fastapi import Request

from app.pages.words import LANGUAGES
from app.vocabulary import Language


def preferred(request: Request, otherwise: Language = Language.EN) -> Language:
    """Give the language the reader's browser asks for first, of those the pages are written in."""
    wishes = [_wish(entry) for entry in request.headers.get("accept-language", "").split(",")]
    offered = {language.value: language for language in LANGUAGES} | {"no": Language.NB}
    for _, code in sorted(wishes, key=lambda wish: -wish[0]):
        if code in offered:
            return offered[code]
    return otherwise


def _wish(entry: str) -> tuple[float, str]:
    tag, _, weight = entry.partition(";")
    try:
        wanted = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        wanted = 0.0
    return wanted, tag.strip().lower().partition("-")[0]
