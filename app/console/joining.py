"""Joins the console's modules into two files, what is needed first and the rest: a slow line waits once.

The modules stay plain ES modules that a browser could load as they are. Joined, each stands as it is behind
those it imports, in one scope: what is declared on top has one name in its file. What is foreign stays apart.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_IMPORT: Final = re.compile(r'^import (.+?) from "\./([^"]+)";\n', re.MULTILINE)
_DECLARED: Final = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:function|const|let|class) (\w+|[{[][^}\]]*[}\]])", re.MULTILINE
)
_DEFAULT: Final = re.compile(r"^export default (?:async )?(?:function|class) (\w+)", re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?:(?=(?:async )?(?:function|const|class) )|default (?=(?:async )?(?:function|class) )"
    r"|\{ [\w, ]+ \};\n)",
    re.MULTILINE,
)
_LATER: Final = re.compile(r'\bimport\("\./([^"]+)"\)')
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
FIRST: Final = "main.js"
REST: Final = "rest.js"


def joined(modules: Mapping[str, str]) -> dict[str, str]:
    """Give the two files by name. Raises ValueError for a module written in a way that cannot be joined."""
    first = _in_order(modules, FIRST, ())
    asked = sorted({name for one in first for name in _LATER.findall(modules[one])})
    rest: list[str] = []
    for name in asked:
        rest += _in_order(modules, name, (*first, *rest))
    imported = [found for one in rest for found in _IMPORT.findall(modules[one])]
    shared = sorted({word for words, name in imported if name in first for word in _words(words)})
    taken = [_default(name, modules[name]) for name in asked]
    return {
        FIRST: _file(modules, first, ()) + f"export {{ {', '.join(shared)} }};\n",
        REST: f'import {{ {", ".join(shared)} }} from "./{FIRST}";\n'
        + _file(modules, rest, shared)
        + f"export {{ {', '.join(taken)} }};\n",
    }


def _in_order(modules: Mapping[str, str], name: str, known: tuple[str, ...]) -> list[str]:
    """Give a module behind all it imports that is not known yet."""
    found: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"modules import each other: {' > '.join((*above, name))}")
        if name in found or name in known or name not in modules:
            return
        for _, other in _IMPORT.findall(modules[name]):
            visit(other, (*above, name))
        found.append(name)

    visit(name, ())
    return found


def _file(modules: Mapping[str, str], names: Iterable[str], shared: Iterable[str]) -> str:
    """Give modules as one; `shared` are the words that are known from elsewhere."""
    named = dict.fromkeys(shared, FIRST)
    for name in names:
        for word in _declared(modules, name):
            if word in named:
                raise ValueError(f"two modules in a file declare {word}: {named[word]}, {name}")
            named[word] = name
    return "".join(f"// {name}\n{_body(modules, name)}" for name in names)


def _declared(modules: Mapping[str, str], name: str) -> Iterator[str]:
    """Give what a module declares on top, or imports from what is foreign."""
    for words, other in _IMPORT.findall(modules[name]):
        if other not in modules:
            yield from _words(words)
    for words in _DECLARED.findall(modules[name]):
        yield from _words(words)


def _body(modules: Mapping[str, str], name: str) -> str:
    """Give what a module does, behind what it imports of what is foreign."""
    source, foreign = modules[name], ""
    for found in _IMPORT.finditer(source):
        words, other = found.groups()
        if other not in modules:
            foreign += found[0]
        elif " as " in words or (not words.startswith("{") and words != _default(other, modules[other])):
            raise ValueError(f"{name} gives another name to what it imports: {found[0].strip()}")
    body = _EXPORT.sub("", _IMPORT.sub("", source))
    if left := _LEFT.search(body):
        raise ValueError(f"{name} is written in a way that cannot be joined: {left[0]}")
    return foreign + _LATER.sub(lambda found: _later(_default(found[1], modules[found[1]])), body)


def _later(word: str) -> str:
    return f'import("./{REST}").then(({{ {word} }}) => ({{ default: {word} }}))'


def _default(name: str, source: str) -> str:
    if found := _DEFAULT.search(source):
        return found[1]
    raise ValueError(f"{name} exports no function by default")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
