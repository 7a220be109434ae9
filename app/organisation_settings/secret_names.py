"""Secrets the settings name: which they are, whether they are there, and which may be named in the console.

Who writes an organisation's file may name any secret of the process. Who sets up one organisation in the
console is trusted with less: a name leads a secret to a server of their choosing, so that they may name
what their organisation's profile names already, and what bears its name: `env:FIRM__MAILBOX` and
`file:/run/secrets/firm__mailbox` for the organisation `firm`.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.errors import NotReady
from app.organisation_settings.shapes import texts
from app.secrets import secret

_NAMED: Final = re.compile(r"(?:env|file):.+")
_FOLDER: Final = "/run/secrets/"


def references(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give every secret that is named in a part of a profile, with its place."""
    return ((place, text) for place, text in texts(value) if _NAMED.fullmatch(text))


def is_own(reference: str, slug: str) -> bool:
    """Tell whether a secret bears the name of an organisation."""
    own = re.escape(slug)
    file = rf"file:{_FOLDER}{own}__[A-Za-z0-9_-]+"
    variable = rf"env:{re.escape(slug.replace('-', '_').upper())}__[A-Z0-9_]+"
    return bool(re.fullmatch(f"{file}|{variable}", reference))


def is_set(reference: str) -> bool:
    """Tell whether there is something at the place of a secret; never what."""
    try:
        secret(reference)
    except NotReady:
        return False
    return True
