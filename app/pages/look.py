"""An organisation's colour and logo as a stylesheet of its own, after ours: no page has a style inside."""

from typing import Final

from app.looks import DARK, Look, mixed

_COLOURS: Final = "--accent:{accent};--accent-strong:{strong};--accent-soft:{soft}"
_LOGO: Final = (
    '.letterhead>p::before{{content:"";display:block;height:3rem;margin-block-end:var(--space-2);'
    "background:url(/r/{slug}/logo) left/contain no-repeat}}"
)


def stylesheet(look: Look, slug: str, *, logo: bool) -> str:
    """Give the stylesheet; empty for an organisation that looks as we do."""
    rules: list[str] = []
    if look.colour:
        light = _colours(look.colour, "#000000", "#ffffff")
        dark = _colours(look.colour_in_dark, "#ffffff", DARK[1])
        rules = [f":root{{{light}}}", f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"]
    return "\n".join([*rules, _LOGO.format(slug=slug)] if logo else rules)


def _colours(accent: str, end: str, sheet: str) -> str:
    """Give the colour, one further from the sheet for what is pointed at, and one that hardly tints it."""
    return _COLOURS.format(accent=accent, strong=mixed(accent, end, 0.25), soft=mixed(accent, sheet, 0.9))
