"""Places of a text that somebody meant to fill in and did not: nobody should be written to with one."""

import re
from typing import Final

_NAME: Final = r"[^\W\d_][\w .:/-]{0,58}"
_UNFILLED: Final = re.compile(
    rf"\{{\{{?\s*{_NAME}\s*\}}?\}}|\[\s*{_NAME}\s*\]|<\s*[^\W\d_][\w .-]{{0,58}}\s*>"
    r"|_{3,}|\.{5,}|\bX{3}X*\b"
)


def unfilled(text: str) -> list[str]:
    """Give the places left open in a text, in order, as they stand in it: `[name]`, `{{date}}`, `____`."""
    return [found[0] for found in _UNFILLED.finditer(text)]
