"""Text as a person would read it: HTML turned into lines, plain text tidied, the better of two chosen."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from app.intake.mail import TEXT, Defects

UNSEEN = re.compile(r"<(!--|style\b|script\b|template\b|title\b)", re.IGNORECASE)
QUOTED_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
SOURCE_SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCK = re.compile(
    r"(?=</?(?:p|div|tr|li|ul|ol|table|blockquote|h[1-6]|pre|section|article|header|footer|dt|dd|center|hr)\b)"
    r"|(?=<br\b)",
    re.IGNORECASE,
)
CELL = re.compile(r"(?=<t[dh]\b)", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,5000}>")
ANY_TAG = re.compile(r"<[^<>]{0,5000}>")
CLOSED_BY_ITSELF = frozenset((
    "p", "br", "li", "tr", "td", "th", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base",
    "option", "dt", "dd", "tbody", "thead", "source", "embed",
))  # fmt: skip
EMPTY_LINES = re.compile(r"\n{3,}")
LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html\b|<head\b|<body\b|<(?:div|p|table|meta)\b[^<>]*>)", re.IGNORECASE
)
CUT = "The text is longer than a million characters and was cut."
OPENING = 200  # characters in which an opening tag is looked to its end
HTML_DEPTH = 1000
LONGEST_TAG = 20_000
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """A stretch of text found in one part; `rich` when it came from HTML."""

    text: str
    rich: bool = False


def plain_text(text: str, defects: Defects) -> str:
    """The text with Unix line ends, at most a million characters of it; HTML in disguise is unfolded."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if LOOKS_LIKE_HTML.match(text[:2000]) and "</" in text:
        defects.note("A plain text part holds HTML and was read as such.")
        return html_text(text, defects)
    return capped(text, defects).strip("\n")


def html_text(source: str, defects: Defects) -> str:
    """What the HTML says, block by line, including text a page would hide; nothing is loaded or run."""
    source = _seen(capped(source, defects))
    lined = CELL.sub("\t", BLOCK.sub("\n", SOURCE_SPACE.sub(" ", source)))
    if is_hostile(source):
        defects.note("The HTML is nested too deeply or has endless tags; only its words were taken.")
        return _tidy(html.unescape(ANY_TAG.sub(" ", lined)))
    body = LexborHTMLParser(lined).body
    return _tidy(body.text(deep=True) if body else "")


def capped(text: str, defects: Defects) -> str:
    """At most a million characters; the rest stays in the stored mail."""
    if len(text) > TEXT:
        defects.note(CUT)
    return text[:TEXT]


def joined(passages: Sequence[Passage]) -> Passage:
    """Several passages one after the other, each said once."""
    texts = list(dict.fromkeys(p.text for p in passages if p.text.strip()))
    return Passage("\n\n".join(texts), any(p.rich and p.text for p in passages))


def preferred(passages: Sequence[Passage]) -> Passage:
    """Of alternatives: the plain one, unless it is empty or says much less than the HTML does."""
    plain = joined([p for p in passages if not p.rich])
    rich = joined([p for p in passages if p.rich])
    if not plain.text.strip():
        return rich
    if len(rich.text) <= 4 * len(plain.text) + 200:
        return plain
    shared = set(WORD.findall(rich.text))
    return rich if shared.issuperset(WORD.findall(plain.text)) else joined([plain, rich])


def _seen(source: str) -> str:
    """The source without comments, styles and scripts; of one that never ends only the mark goes."""
    kept: list[str] = []
    endless: set[str] = set()
    at = start = 0
    while found := UNSEEN.search(source, at):
        kind, at = found[1].lower(), found.end()
        end = None if kind in endless else _closing(kind).search(source, at)
        kept.append(source[start : found.start()])
        if end is None:
            endless.add(kind)
        at = start = end.end() if end else max(at, source.find(">", at, at + OPENING) + 1)
    return " ".join([*kept, source[start:]])


@cache
def _closing(kind: str) -> re.Pattern[str]:
    return re.compile("-->" if kind == "!--" else f"</{kind}[^<>]{{0,99}}>", re.IGNORECASE)


def is_hostile(source: str) -> bool:
    """Whether the parser would need quadratic time: very deep nesting, or a tag without an end."""
    depth = deepest = 0
    for closing, name in TAG.findall(source):
        if name.lower() not in CLOSED_BY_ITSELF:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    if deepest > HTML_DEPTH:
        return True
    return any(len(piece) > LONGEST_TAG for piece in QUOTED_VALUE.sub("=", source).split(">") if "<" in piece)


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.replace("\u00a0", " ").split("\n"))
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
