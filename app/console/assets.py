"""The console's files: read, joined and packed once, under an address that changes with any of them."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from app.console.joining import joined
from app.pages.assets import ASSETS as OF_PAGES

_HERE: Final = Path(__file__).parent / "ui"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ASIDE: Final = re.compile(rb"^ *(?:/\*.*?\*/\n|//[^\n]*\n| +)", re.MULTILINE | re.DOTALL)
"""Comments on lines of their own, and indentation: for whoever reads the source, not for a browser."""

_LAST: Final = frozenset({"narrow.css", "print.css"})
"""Styles that change what the others say."""


@dataclass(frozen=True)
class Asset:
    """One file as it is served, plain and packed."""

    content: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes:
        """The content by gzip, made when it is first asked for."""
        return gzip.compress(self.content, mtime=0)


def _asset(name: str, content: bytes) -> Asset:
    suffix = Path(name).suffix
    if suffix in {".js", ".css"}:
        content = _ASIDE.sub(b"", content)
    return Asset(content, _TYPES[suffix])


def _read() -> dict[str, Asset]:
    """Give every file by its name; the styles are one, behind the tokens they share with the public pages."""
    modules = {path.name: path.read_text(encoding="utf-8") for path in sorted(_HERE.glob("*.js"))}
    files = {name: text.encode() for name, text in joined(modules).items()}
    for folder in ("vendor", "words"):
        for path in sorted((_HERE / folder).iterdir()):
            if path.suffix in _TYPES:
                files[f"{folder}/{path.name}"] = path.read_bytes()
    sheets = sorted((_HERE / "css").glob("*.css"), key=lambda path: (path.name in _LAST, path.name))
    styles = b"".join(path.read_bytes() for path in sheets)
    files["console.css"] = OF_PAGES["tokens.css"].content + styles
    files["favicon.svg"] = OF_PAGES["favicon.svg"].content
    return {name: _asset(name, content) for name, content in files.items()}


ASSETS: Final = _read()
VERSION: Final = hashlib.sha256(
    b"".join(name.encode() + hashlib.sha256(asset.content).digest() for name, asset in ASSETS.items())
).hexdigest()[:16]


def address(name: str) -> str:
    """Give where a file is fetched, good for ever; KeyError for an unknown one."""
    ASSETS[name]
    return f"/ui/{VERSION}/{name}"
