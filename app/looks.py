"""How an organisation's public pages look: its colour, which everybody must be able to read."""

import re
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

LIGHT: Final = ("#f3f4f6", "#ffffff")
DARK: Final = ("#14181d", "#1d232a", "#252c35")
"""What stands behind text on our pages: `--paper`, `--sheet` and `--raised` of app/pages/tokens.css."""
LEAST: Final = 4.5
"""The contrast text needs (WCAG 2.2, 1.4.3, AA)."""
_COLOUR: Final = r"^$|^#[0-9a-f]{6}$"
_STEPS: Final = 100
_LINEAR_BELOW: Final = 0.04045


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (`#rrggbb`) by WCAG 2.2: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, behind: tuple[str, ...]) -> str:
    """Give the colour, or the nearest that text can have before these: darker on light, lighter on dark."""
    end = "#000000" if behind == LIGHT else "#ffffff"
    nearer = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in nearer if _least(one, behind) >= LEAST)


def _least(colour: str, behind: tuple[str, ...]) -> float:
    return min(contrast(colour, one) for one in behind)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def mixed(colour: str, end: str, share: float) -> str:
    """Give a colour so much of the way to another."""
    parts = zip(_parts(colour), _parts(end), strict=True)
    return "#" + bytes(round(one + (other - one) * share) for one, other in parts).hex()


class Look(BaseModel):
    """How the pages for people look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    colour: str = Field(default="", pattern=_COLOUR)
    """Of links and buttons, as `#1a4f8b`; nothing for our own."""

    @field_validator("colour", mode="before")
    @classmethod
    def _small(cls, colour: object) -> object:
        return colour.strip().lower() if isinstance(colour, str) else colour

    @field_validator("colour")
    @classmethod
    def _can_be_read(cls, colour: str) -> str:
        if re.fullmatch(r"#[0-9a-f]{6}", colour) and _least(colour, LIGHT) < LEAST:
            found, better = _least(colour, LIGHT), readable(colour, LIGHT)
            raise ValueError(
                f"this colour is too pale to read: its contrast is {found:.1f}, and text needs {LEAST}; "
                f"`{better}` would do"
            )
        return colour

    @property
    def colour_in_dark(self) -> str:
        """Give the colour for dark pages: the same, or as much lighter as reading takes."""
        return readable(self.colour, DARK) if self.colour else ""
