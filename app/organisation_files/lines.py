"""Where things stand in a TOML file: the line of every table, key and list entry."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

Path: TypeAlias = tuple[Any, ...]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_QUOTED: Final = r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'"
_NAME: Final = re.compile(_QUOTED + r"|[A-Za-z0-9_-]+")
_TEXT: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|' + r"'''.*?'{3,5}(?!')|" + _QUOTED, re.DOTALL
)  # fmt: skip
_PLAIN: Final = re.compile(r"[^,\]}#\n]+")


class Lines:
    """The lines of one valid TOML text, counted from 1; `("systems", 2, "name")` is a place in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_of: dict[Path, int] = {(): 1}
        self._tables: dict[Path, int] = {}
        self._read()

    def of(self, path: Sequence[Any]) -> int:
        """Give the line of a place, or of the nearest table or list around it."""
        place = tuple(path)
        while place not in self._line_of:
            place = place[:-1]
        return self._line_of[place]

    def _read(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._take("[["):
                table = self._table(self._names(), repeated=True)
            elif self._take("["):
                table = self._table(self._names(), repeated=False)
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _table(self, names: Path, *, repeated: bool) -> Path:
        path = (*self._full(names[:-1]), names[-1])
        self._note(path)
        if repeated:
            self._tables[path] = self._tables.get(path, -1) + 1
            path = (*path, self._tables[path])
        self._line_of[path] = self._line()
        self._take("]]" if repeated else "]")
        return path

    def _full(self, names: Path) -> Path:
        """Give the place that the names of a header lead to: in lists of tables, the newest one."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            self._note(path)
            if path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _pair(self, table: Path) -> None:
        line, path = self._line(), table
        for name in self._names():
            path = (*path, name)
            self._line_of.setdefault(path, line)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            self._inline(path)
        elif not self._skip(_TEXT):
            self._skip(_PLAIN)

    def _list(self, path: Path) -> None:
        place = 0
        while not self._ends("]"):
            self._note((*path, place))
            self._value((*path, place))
            place += 1

    def _inline(self, path: Path) -> None:
        while not self._ends("}"):
            self._pair(path)

    def _ends(self, bracket: str) -> bool:
        self._skip(_BLANK)
        if self._take(","):
            self._skip(_BLANK)
        return self._take(bracket)

    def _names(self) -> Path:
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            names.append(_unquoted(self._skip(_NAME)))
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(names)

    def _note(self, path: Path) -> None:
        self._line_of.setdefault(path, self._line())

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _take(self, token: str) -> bool:
        found = self._text.startswith(token, self._at)
        self._at += len(token) if found else 0
        return found

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match[0] if match else ""


def _unquoted(name: str) -> str:
    return str(tomllib.loads(f"name = {name}")["name"]) if name[:1] in {"'", '"'} else name
