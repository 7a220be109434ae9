"""An answer as one HTML file that needs nothing else: no script, nothing loaded, readable and printable."""

from base64 import b64encode
from collections.abc import AsyncGenerator
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from app.extracts.content import Content
from app.extracts.document import document_of, entry_of
from app.extracts.language import words_of
from app.extracts.survey import Survey
from app.extracts.tables import numbered
from app.extracts.values import sound

_HERE = Path(__file__).parent
_STYLE = (_HERE / "extract.css").read_text()
_STYLE_HASH = f"sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}"
_CHUNK = 64 * 1024


def _finalized(value: object) -> object:
    return sound(value) if type(value) is str else value


@cache
def _template(name: str, *, waits: bool) -> Template:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        enable_async=waits,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)


async def html_of(content: Content, survey: Survey) -> AsyncGenerator[bytes, None]:
    """The file in UTF-8, item by item, in pieces of about 64 KiB; holds one piece and one item at a time."""
    words = words_of(content.language)
    # An item is drawn in one go: to wait for each of its values takes longer than the values do.
    entry = _template("extract_item.html.jinja", waits=False)

    async def entries(index: int) -> AsyncGenerator[Markup, None]:
        async for number, item in numbered(content.sections[index]):
            drawn = entry.render(entry=entry_of(item, number, words), w=words)
            yield Markup(drawn)  # noqa: S704 (its template has escaped it)

    piece = bytearray()
    style = Markup(_STYLE)  # noqa: S704 (our own file, which the policy knows by its hash)
    async for text in _template("extract.html.jinja", waits=True).generate_async(
        d=document_of(content, survey), w=words, entries=entries, style=style, style_hash=_STYLE_HASH
    ):
        piece += text.encode()
        if len(piece) >= _CHUNK:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
