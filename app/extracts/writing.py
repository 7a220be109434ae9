"""The long formats of an answer, each written by a process of its own when the answer is a large one.

Written one after the other they would wait for one core, and the pages for a process that writes.
"""

import asyncio
import pickle
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import IO, Literal, TypeAlias

from app.extracts.confined import Limits, accept_limits, confined
from app.extracts.content import Content
from app.extracts.html import html_of
from app.extracts.spool import Ends, Spool, bare, refilled
from app.extracts.survey import Survey
from app.extracts.tables import json_of

Format: TypeAlias = Literal["html", "json"]
_FORMATS: Mapping[Format, Callable[[Content, Survey], AsyncGenerator[bytes, None]]] = {
    "html": html_of,
    "json": lambda content, _: json_of(content),
}
_SMALL = 4 * 1024**2
"""Bytes of items up to which an answer is written sooner than a process starts."""
_A_SECOND = 1024**2
"""Bytes of items that are written in a second at the very least; fifty times as many is usual."""


async def write(what: Format, spool: Spool, survey: Survey, target: IO[bytes]) -> None:
    """Write a format of an answer that was read into `target`, a real file.

    Raises TooLarge or DsarError when a process for it is stopped or fails.
    """
    if spool.size <= _SMALL:
        async for chunk in _FORMATS[what](spool.content, survey):
            target.write(chunk)
        return
    seconds = 60 + spool.size // _A_SECOND
    job = pickle.dumps((what, bare(spool.content), survey, spool.ends))
    await confined(__name__, job, target, Limits(cpu=seconds, wall=3 * seconds), spool.file)


async def _write(spool: int, target: IO[bytes]) -> None:
    job: tuple[Format, Content, Survey, list[Ends]] = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent's
    what, content, survey, ends = job
    async for chunk in _FORMATS[what](refilled(content, spool, ends), survey):
        target.write(chunk)


def main() -> None:
    """Read a job on standard input, its items from the open file told last; write the file named first."""
    *limits, spool = sys.argv[1:]
    with accept_limits(limits).open("wb") as target:
        asyncio.run(_write(int(spool), target))


if __name__ == "__main__":
    main()
