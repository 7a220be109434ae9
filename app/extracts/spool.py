"""An answer read once: its items wait in a file without a name, from which every format reads them."""

import os
import pickle
from array import array
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import IO, Any, TypeAlias

from app.extracts.content import Content, File, Item, Section

Ends: TypeAlias = "array[int]"
"""Where the first item of a section begins in the file, and where each of them ends."""


class Spool:
    """Copies the items of an answer into `file` the first time they are read, which is to the end.

    Five formats read every item, and to open a sealed item costs more than all of them together. Documents
    are still opened where they lie.
    """

    def __init__(self, content: Content, file: IO[bytes]) -> None:
        self.file = file
        self.ends: list[Ends] = [array("Q") for _ in content.sections]
        sections = map(self._copying, content.sections, self.ends)
        self.content = replace(content, sections=tuple(sections))

    @property
    def size(self) -> int:
        """How many bytes the items take."""
        return max((ends[-1] for ends in self.ends if ends), default=0)

    def _copying(self, section: Section, ends: Ends) -> Section:
        files = dict[int, File]()

        async def copied() -> AsyncIterator[Item]:
            ends.append(self.file.tell())
            async for item in section.items():
                kept = item
                if item.file:
                    files[len(ends)] = item.file
                    kept = replace(item, file=replace(item.file, open=_elsewhere))
                pickle.dump(kept, self.file, pickle.HIGHEST_PROTOCOL)
                ends.append(self.file.tell())
                yield item
            self.file.flush()

        return replace(section, items=lambda: _again(self.file.fileno(), ends, files) if ends else copied())


def bare(content: Content) -> Content:
    """Give an answer without its items, as it can be told to another process."""
    return replace(
        content, sections=tuple(replace(section, items=_elsewhere) for section in content.sections)
    )


def refilled(content: Content, file: int, ends: Sequence[Ends]) -> Content:
    """Give a bare answer its items back from the open file they were copied into; no document opens."""
    filled = (
        replace(section, items=partial(_again, file, some, {}))
        for section, some in zip(content.sections, ends, strict=True)
    )
    return replace(content, sections=tuple(filled))


async def _again(file: int, ends: Ends, files: Mapping[int, File]) -> AsyncIterator[Item]:
    for number, item in enumerate(_items(file, ends), start=1):
        yield replace(item, file=files[number]) if number in files else item


def _items(file: int, ends: Ends) -> Iterator[Item]:
    for start, end in pairwise(ends):
        # By its place, as several read at once.
        item: Item = pickle.loads(os.pread(file, end - start, start))  # noqa: S301 - written by us, just now
        yield item


def _elsewhere() -> AsyncIterator[Any]:
    raise NotImplementedError("Neither items nor documents can be opened here.")
