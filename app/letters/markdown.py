"""Markdown with data in it: data is made inert first, then one tree gives both the HTML and the text part."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

WIDTH = 72
_BEFORE_DAY = re.compile(r" (?=[0-9]{1,2}\.(?: |$))")

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Mail programs make links of whatever looks like an address; an invisible joiner after the dot prevents it.
_LINKABLE = re.compile(r"(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d_]{2})")
_NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(value: str) -> str:
    """`value` on one line, without control, direction and half characters."""
    return " ".join(_printable(value).split())


def literal(value: str) -> Markup:
    """`value` as Markdown that shows exactly these characters, on one line."""
    return Markup(_PUNCTUATION.sub(r"\\\1", one_line(value)))  # noqa: S704  # escaped on this very line


def inert(value: str) -> Markup:
    """As `literal`, and nothing in it becomes a link in a mail program."""
    return literal(_LINKABLE.sub(_NON_JOINER, _printable(value)))


def quoted(value: str) -> Markup:
    """Free text as a Markdown quotation, its lines and paragraphs kept, nothing in it markup or a link."""
    paragraphs = re.split(r"\n\s*\n", _printable(value).strip())
    return Markup("\n>\n").join(Markup("\\\n").join(_quoted_lines(part)) for part in paragraphs)


def _quoted_lines(paragraph: str) -> list[Markup]:
    return [Markup("> ") + inert(line) for line in paragraph.split("\n") if line.strip()]


def told(value: str) -> Markup:
    """Free text as paragraphs of the letter itself, its lines kept, nothing in it markup or a link."""
    paragraphs = re.split(r"\n\s*\n", _printable(value).strip())
    return Markup("\n\n").join(
        Markup("\\\n").join(inert(line) for line in part.split("\n") if line.strip()) for part in paragraphs
    )


def _printable(value: str) -> str:
    if value.isprintable():  # nearly everything, and nothing of what is looked for below
        return value
    return "".join(_shown(character) for character in value.replace("\r\n", "\n") if character not in _BIDI)


def _shown(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return "\n" if character in "\n\r\v\f\x85\u2028\u2029" else " "
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return character


def both(markdown: str) -> tuple[Markup, str]:
    """A letter's Markdown as HTML and as plain text, at most 72 characters a line but for addresses.

    A paragraph that is one link is a button with its address below.
    """
    parsed = _MARKDOWN.parse(markdown)
    written = _MARKDOWN.renderer.render(parsed, _MARKDOWN.options, {})
    # html is off: the renderer escapes all text
    return Markup(written), _blocks(SyntaxTreeNode(parsed).children, WIDTH)  # noqa: S704


def tokens(markdown: str) -> Iterator[Token]:
    """Every part of a Markdown text as a letter would have it, buttons among them."""
    for token in _MARKDOWN.parse(markdown):
        yield token
        yield from token.children or ()


def _blocks(nodes: Iterable[SyntaxTreeNode], width: int) -> str:
    parts: list[str] = []
    for node in nodes:
        parts += [_block(node, width), "\n" if node.type == "heading" else "\n\n"]
    return "".join(parts).rstrip()


def _block(node: SyntaxTreeNode, width: int) -> str:
    match node.type:
        case "button":
            return f"{node.content}:\n{node.attrs['href']}"
        case "bullet_list":
            return "\n".join(_hung("- ", item, width) for item in node.children)
        case "ordered_list":
            return "\n".join(_hung(f"{n}. ", item, width) for n, item in enumerate(node.children, 1))
        case "blockquote":
            return _hung("  ", node, width)
        case _:
            return "\n".join(_wrapped(line, width) for line in _inline(node).split("\n"))


def _hung(mark: str, node: SyntaxTreeNode, width: int) -> str:
    inner = _blocks(node.children, width - len(mark))
    return mark + textwrap.indent(inner, " " * len(mark)).removeprefix(" " * len(mark))


def _wrapped(line: str, width: int) -> str:
    """Break a line, but not before "3. desember": first on a line, that reads as the number of a list."""
    held = _BEFORE_DAY.sub("\0", line)
    return textwrap.fill(held, width, break_long_words=False, break_on_hyphens=False).replace("\0", " ")


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return _link("".join(map(_inline, node.children)), str(node.attrs["href"]))
        case _:
            return "".join(map(_inline, node.children))


def _link(label: str, address: str) -> str:
    return label if address == f"mailto:{label}" else f"{label}: {address}"


def _find_buttons(state: StateCore) -> None:
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type == "paragraph_close" and (button := _button(tokens[-2])):
            tokens[-3:] = [button]
    state.tokens = tokens


def _button(inline: Token) -> Token | None:
    match inline.children or []:
        case [Token(type="link_open") as link, Token(type="text") as label, Token(type="link_close")]:
            return Token("button", "", 0, attrs=link.attrs, content=label.content, block=True)
        case _:
            return None


def _button_html(
    _: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    button = tokens[index]
    return Markup(
        '<table role="presentation" class="button" cellspacing="0" cellpadding="0"><tr><td>'
        '<a href="{href}">{label}</a></td></tr></table>\n<p class="address">{shown}</p>\n'
    ).format(href=button.attrs["href"], label=button.content, shown=button.attrs["href"])


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    parser.core.ruler.push("buttons", _find_buttons)
    parser.add_render_rule("button", _button_html)
    return parser


_MARKDOWN = _parser()
