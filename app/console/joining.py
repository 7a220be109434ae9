"""Joins the console's modules into two files, what is needed first and the rest: a slow line waits once.

The modules stay plain ES modules that a browser could load as they are. Joined, each becomes a function
that is run once, after those it imports; what it exports is kept by its name. What is foreign stays as it is.
"""

import re
from collections.abc import Mapping
from typing import Final

_FROM: Final = re.compile(r'^import (.+?) from "\./([^"]+)";\n', re.MULTILINE)
_DECLARED: Final = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^export default (?=(?:async )?function (\w+))", re.MULTILINE)
_LISTED: Final = re.compile(r"^export \{ ([\w, ]+) \};\n", re.MULTILINE)
_LATER: Final = re.compile(r'\bimport\("\./([^"]+)"\)')
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
FIRST: Final = "main.js"
REST: Final = "rest.js"


def joined(modules: Mapping[str, str]) -> dict[str, str]:
    """Give the two files by name. Raises ValueError for a module written in a way that cannot be joined."""
    first = _in_order(modules, FIRST, ())
    own = [name for name in first if name in modules]
    asked = sorted(set(_LATER.findall("\n".join(modules[name] for name in own))))
    rest: list[str] = []
    for name in asked:
        rest += _in_order(modules, name, (*first, *rest))
    foreign = [name for name in first if name not in modules]
    heads = [f'import * as $${place} from "./{name}";' for place, name in enumerate(foreign)]
    known = [f'"{name}": $${place}' for place, name in enumerate(foreign)]
    start = "\n".join([*heads, f"export const $ = {{ {', '.join(known)} }};"])
    body = "\n".join(_kept(name, modules[name]) for name in own if name != FIRST)
    after = "\n".join(_kept(name, modules[name]) for name in rest)
    return {
        FIRST: f"{start}\n{body}\n{{\n{_inner(FIRST, modules[FIRST])[0]}}}\n",
        REST: f'import {{ $ }} from "./{FIRST}";\nexport {{ $ }};\n{after}\n',
    }


def _in_order(modules: Mapping[str, str], name: str, known: tuple[str, ...]) -> list[str]:
    """Give a module behind all it imports that is not known yet."""
    found: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"modules import each other: {' > '.join((*above, name))}")
        if name in found or name in known:
            return
        for _, other in _FROM.findall(modules.get(name, "")):
            visit(other, (*above, name))
        found.append(name)

    visit(name, ())
    return found


def _kept(name: str, source: str) -> str:
    body, exported = _inner(name, source)
    return f'$["{name}"] = (() => {{\n{body}return {{ {", ".join(exported)} }};\n}})();'


def _inner(name: str, source: str) -> tuple[str, list[str]]:
    """Give what a module does, and what it exports."""
    exported = _DECLARED.findall(source) + [f"default: {one}" for one in _DEFAULT.findall(source)]
    exported += [one.strip() for listed in _LISTED.findall(source) for one in listed.split(",")]
    body = _FROM.sub(lambda found: f'const {_names(found[1])} = $["{found[2]}"];\n', source)
    body = _LISTED.sub("", _DEFAULT.sub("", _DECLARED.sub("", body)))
    body = _LATER.sub(lambda found: f'import("./{REST}").then(({{ $ }}) => $["{found[1]}"])', body)
    if left := _LEFT.search(body):
        raise ValueError(f"{name} is written in a way that cannot be joined: {left[0]}")
    return body, exported


def _names(imported: str) -> str:
    return imported.replace(" as ", ": ") if imported.startswith("{") else f"{{ default: {imported} }}"
