"""A mail's HTML made harmless: its words and tables as they were laid out, nothing that runs or loads."""

import html

import nh3

from app.intake.bodies import is_hostile
from app.intake.decode import decode

LONGEST = 1024 * 1024
"""Characters of HTML that are laid out; of a longer page the text is shown."""
TAGS = {
    "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
"""No link, image, form, style or frame among them. Without styles, text that was hidden is seen."""
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
WITHOUT_CONTENT = {"script", "style", "title"}


def page_of(raw: bytes) -> str:
    """Give a mail as a page of its own that may be shown in a frame. Never raises."""
    mail = decode(raw)
    safe = "" if mail.html is None else cleaned(mail.html)
    body = safe or f"<pre>{html.escape(mail.text)}</pre>"
    return f'<!doctype html>\n<html><head><meta charset="utf-8"></head><body>{body}</body></html>\n'


def cleaned(source: str) -> str:
    """Give HTML of others without anything but words and their order; nothing when it is too much of it."""
    if len(source) > LONGEST or is_hostile(source):
        return ""
    safe = nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags=WITHOUT_CONTENT)
    return safe.strip()
