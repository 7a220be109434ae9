"""A connection to a folder, used without holding up the loop, and which mails failed on it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from app.inbox_profiles import Mailbox
from app.intake.access import Access
from app.intake.connection import SignInRefused
from app.intake.mailbox import Folder

P = ParamSpec("P")
T = TypeVar("T")


class Line:
    """A folder and the thread all its calls run in."""

    def __init__(self, box: Mailbox, folder: str) -> None:
        self.folder = Folder(box, folder)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="imap")

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call of the folder without holding up the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(*args, **kwargs))

    async def open(self, access: Access) -> int:
        """Open the folder, once more with a new token when the first is refused; give its UIDVALIDITY."""
        word = await access.word()
        try:
            return await self.do(self.folder.open, word)
        except SignInRefused:
            if not access.refused(word):
                raise
        return await self.do(self.folder.open, await access.word())

    def hang_up(self) -> None:
        """End the connection at once, whatever is running."""
        self.folder.break_off()
        self._thread.submit(self.folder.close)
        self._thread.shutdown(wait=False)


@dataclass
class Tries:
    """How often a mail could not be read; outlives the connection, which a bad mail may break each time."""

    failed: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    given_up: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
