"""An answer read once: its items wait in a file without a name, from which every format reads them."""

import pickle
from array import array
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from itertools import pairwise
from typing import IO

from app.extracts.content import Content, File, Item, Section


def spooled(content: Content, file: IO[bytes]) -> Content:
    """Give the answer with its items copied into `file` the first time they are read, which is to the end.

    Documents are still opened where they lie. Five formats read every item, and to open a sealed item costs
    more than all of them together.
    """
    return replace(content, sections=tuple(_section(section, file) for section in content.sections))


def _section(section: Section, file: IO[bytes]) -> Section:
    ends, files = array("Q"), dict[int, File]()
    again = _items(file, ends, files)

    async def copied() -> AsyncIterator[Item]:
        ends.append(file.tell())
        async for item in section.items():
            if item.file:
                files[len(ends)] = item.file
            pickle.dump(replace(item, file=None), file, pickle.HIGHEST_PROTOCOL)
            ends.append(file.tell())
            yield item

    return replace(section, items=lambda: again() if ends else copied())


def _items(file: IO[bytes], ends: "array[int]", files: dict[int, File]) -> Callable[[], AsyncIterator[Item]]:
    async def items() -> AsyncIterator[Item]:
        for number, (start, end) in enumerate(pairwise(ends), start=1):
            file.seek(start)  # every time, as several may read in turns
            item: Item = pickle.loads(file.read(end - start))  # noqa: S301 - written by us, just now
            yield replace(item, file=files.get(number)) if number in files else item

    return items
