"""The page the console starts from: what it needs to fetch, ahead, and what it needs to know, as data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.console.assets import ASSETS, VERSION, address
from app.interface import dictionary
from app.law.articles import RIGHTS
from app.vocabulary import Language, Role
from app.workflows.figures import COUNTING
from app.workflows.members import READERS

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_MODULES: Final = ("main.js", *(name for name in ASSETS if name.endswith(".mjs")))
PAGE_SIZE: Final = 100
"""Cases the console asks for at a time."""


def shell(language: Language, query: Mapping[str, str], role: Role, path: str = "") -> str:
    """Give the page; `path` and `query` are its address below the console, which says what is listed first.

    Who reads no cases is not sent to fetch any. Nor is a list fetched ahead that is not shown at once: a
    browser keeps it until it is asked for, however old it is by then.
    """
    spoken = dictionary.spoken(language)
    asked = {"view": "open"} | {name: query[name] for name in sorted(query) if name in _ASKED}
    first = f"/api/v1/cases?{urlencode([*sorted(asked.items()), ('limit', str(PAGE_SIZE))])}"
    listed = [first] if role in READERS and path.partition("/")[0] in {"", "cases"} else []
    given: dict[str, Any] = {
        "ui": f"/ui/{VERSION}/",
        "role": role.value,
        "reads": role in READERS,
        "counts": role in COUNTING,
        "rights": {right.value: _short(law.name.say(spoken)) for right, law in RIGHTS.items()},
    }
    return _TEMPLATES.get_template("shell.html.jinja").render(
        language=spoken.value,
        given=given,
        ahead=["/api/v1/me", *(("/api/v1/views",) if given["reads"] else ()), *listed],
        asset=address,
        modules=[*_MODULES, f"words/{spoken.value}.js"],
    )


def _short(name: str) -> str:
    """Give a name as a label: without what stands in brackets."""
    return name[0].upper() + name[1:].partition(" (")[0]


_ASKED: Final = frozenset({"view", "q", "state", "assignee", "right", "channel", "due_before", "sort"})
"""What the console's address and the list of cases have in common."""
