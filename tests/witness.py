"""A witness of a running house: everything it writes, asks for, answers and leaves behind."""

import asyncio
import io
import logging
import os
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import structlog

from app.logs import configure

_LINKS = re.compile(r"""(?:href|action|src)="([^"]*)"|(https?://[^\s"'<>)]+)""")


@contextmanager
def logged(level: str = "debug") -> Generator[io.StringIO]:
    """Configure the logs as the house does, and give what is written; afterwards all is as before."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    levels = {
        name: (known.level, known.handlers[:], known.propagate, known.disabled)
        for name, known in root.manager.loggerDict.items()
        if isinstance(known, logging.Logger)
    }
    configure(level, console=False, stream=stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
        root.handlers[:], root.level = before
        for name, (old, handlers, propagate, disabled) in levels.items():
            logger = logging.getLogger(name)
            logger.setLevel(old)
            logger.handlers[:], logger.propagate, logger.disabled = handlers, propagate, disabled


@contextmanager
def printed(folder: Path) -> Generator[Path]:
    """Give a file with what this process and its children print meanwhile, past every Python object."""
    target = folder / "printed"
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with target.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    try:
        yield target
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in enumerate(kept, 1):
            os.dup2(copy, number)
            os.close(copy)


@dataclass
class Witness:
    """What was seen. `urls` are of requests, redirects and links; `problems` are bodies of refusals."""

    lines: str = ""
    printed: str = ""
    metrics: str = ""
    server_log: str = ""
    urls: set[str] = field(default_factory=set)
    problems: list[tuple[int, str]] = field(default_factory=list)
    commands: set[str] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)

    async def saw(self, answer: httpx.Response) -> None:
        """Note an answer; a hook of the client's."""
        await answer.aread()
        self.statuses.append(answer.status_code)
        self.urls |= {str(answer.request.url), answer.headers.get("location", "")}
        kind = answer.headers.get("content-type", "")
        if "html" in kind:
            self.linked(answer.text)
        elif answer.status_code >= 400:
            self.problems.append((answer.status_code, f"{dict(answer.headers)} {answer.text}"))

    def linked(self, text: str) -> None:
        """Note every address a text leads to."""
        self.urls |= {found[1] or found[2] for found in _LINKS.finditer(text)}

    @asynccontextmanager
    async def watching_processes(self) -> AsyncGenerator[None]:
        """Note how every process is started here, and several times a second what runs below this one."""
        listening = True

        def heard(event: str, said: tuple[Any, ...]) -> None:
            if listening and event == "subprocess.Popen":
                _, words, _, environment = said
                self.commands.add(" ".join(map(str, [*words, *(environment or {}).values()])))

        sys.addaudithook(heard)  # it cannot be taken away again

        async def look() -> None:
            while True:
                with suppress(psutil.Error):
                    for child in psutil.Process().children(recursive=True):
                        with suppress(psutil.Error):
                            self.commands.add(" ".join([*child.cmdline(), *child.environ().values()]))
                await asyncio.sleep(0.2)

        looking = asyncio.create_task(look())
        try:
            yield
        finally:
            listening = False
            looking.cancel()

    async def read_rows(self, owner: asyncpg.Connection) -> None:
        """Note every column of every table as the database prints it, bytes in hexadecimal."""
        columns = await owner.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        for table, column in columns:
            found = await owner.fetch(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
            self.rows[table, column] = "\n".join(row[0] for row in found)

    def read_files(self, *folders: Path) -> None:
        """Note the name and content of every file that was left."""
        for folder in folders:
            for path in folder.rglob("*"):
                content = path.read_bytes() if path.is_file() else b""
                self.files[str(path)] = (
                    f"{path.name}\n{content.decode('latin-1')}\n{content.decode(errors='replace')}"
                )


@contextmanager
def own_temporary_folder(folder: Path) -> Generator[Path]:
    """Let everything temporary of this process go to a folder of its own."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
