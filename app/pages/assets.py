"""The files a page asks for: read once, under an address that changes when any of them does."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE = Path(__file__).parent
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    content: bytes
    media_type: str


def _read() -> dict[str, Asset]:
    files = sorted(path for path in _HERE.iterdir() if path.suffix in _TYPES)
    return {path.name: Asset(path.read_bytes(), _TYPES[path.suffix]) for path in files}


ASSETS: Final = _read()
VERSION: Final = hashlib.sha256(
    b"".join(name.encode() + hashlib.sha256(asset.content).digest() for name, asset in ASSETS.items())
).hexdigest()[:16]


def address(name: str) -> str:
    """Give where a file is fetched, good for ever; KeyError for an unknown one."""
    ASSETS[name]
    return f"/static/{VERSION}/{name}"
