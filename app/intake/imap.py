"""A folder that is read over IMAP, each time over a connection of its own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.inbox_profiles import Mailbox
from app.intake.access import Access
from app.intake.line import Line, Tries
from app.intake.progress import Place
from app.intake.reading import Reader


@dataclass
class ImapFolder:
    """A folder of a mailbox; which of its mails failed outlives the connection they may have broken."""

    place: Place
    box: Mailbox
    access: Access
    tries: Tries = field(default_factory=Tries)

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Reader]:
        """Open it; raises SystemDidNotAnswer or NotReady."""
        line = Line(self.box, self.place.folder)
        try:
            reader = Reader(self.place, line, self.tries)
            await reader.begin(self.access)
            yield reader
        finally:
            line.hang_up()
