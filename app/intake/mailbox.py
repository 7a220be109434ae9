"""One folder of an IMAP mailbox over a connection of its own; its calls block and belong in a thread."""

import imaplib
import re
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox
from imap_tools.utils import encode_folder

from app.errors import SystemDidNotAnswer
from app.inbox_profiles import Mailbox
from app.intake.connection import answers, connected, sign_in

LONGEST_IDLE = 240.0
"""Routers forget connections that are quiet for longer."""
KEYWORD = "$UtdragStored"
"""Marks what is stored, where it cannot be moved away."""

_HEAD = 64 * 1024
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"', re.IGNORECASE)
_NOTHING = re.compile(rb'\bBODY\[\S* (?:NIL|"")', re.IGNORECASE)


class CommandRefused(Exception):
    """The server said no to one command, which the message names; the connection goes on."""


class Listed(NamedTuple):
    """What the server says of a mail before it is fetched: its bytes, and when it came in, if known."""

    size: int
    received_at: datetime | None


class Tidying(Enum):
    """What is done with a mail once it is stored; it is never marked as read, which is for people to do."""

    MOVE = auto()
    COPY_AND_EXPUNGE = auto()
    KEYWORD = auto()
    NOTHING = auto()


class Folder:
    """A selected folder; its calls raise SystemDidNotAnswer once the connection is lost."""

    def __init__(self, box: Mailbox, name: str) -> None:
        self._box, self._name = box, name
        self._connection: BaseMailBox | None = None
        self._broken_off = False
        self.tidying = Tidying.NOTHING
        self.can_idle = False

    @property
    def _connected(self) -> BaseMailBox:
        if self._connection is None or self._broken_off:
            raise SystemDidNotAnswer("The mailbox is not connected.")
        return self._connection

    @property
    def _client(self) -> imaplib.IMAP4:
        return self._connected.client

    def open(self, word: str) -> int:
        """Connect, sign in with the password or token, and select the folder; give its UIDVALIDITY.

        Raises SystemDidNotAnswer, permanent when a person has to act: password, folder, certificate.
        """
        self.close()
        with answers():
            self._connection = connected(self._box)
            sign_in(self._connection, self._box, word)
            can = {word.upper() for word in self._words(self._client.capability())}
            self._select()
            self.can_idle = "IDLE" in can
            validity = int(self._client.response("UIDVALIDITY")[1][0] or 0)
            self.tidying = self._way_of_tidying(can)
        return validity

    def _select(self) -> None:
        status, _ = self._client.select(_encoded(self._name))
        if status != "OK":
            raise SystemDidNotAnswer(f"The mailbox has no folder '{self._name}'.", permanent=True)

    def _way_of_tidying(self, can: set[str]) -> Tidying:
        marks = self._words(self._client.response("PERMANENTFLAGS"))
        if self._name != self._box.processed and self._has_processed():
            if "MOVE" in can:
                return Tidying.MOVE
            if "UIDPLUS" in can:  # without it an expunge would remove what people deleted, too
                return Tidying.COPY_AND_EXPUNGE
        return Tidying.KEYWORD if not marks or {"\\*", KEYWORD} & set(marks) else Tidying.NOTHING

    def _has_processed(self) -> bool:
        name = _encoded(self._box.processed)

        def there() -> bool:
            return any(self._client.list('""', name)[1])

        try:
            # Whoever reads another folder of the mailbox may make it at the same moment.
            return there() or self._client.create(name)[0] == "OK" or there()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return False

    @staticmethod
    def _words(answer: tuple[str, list[Any]]) -> list[str]:
        text = b" ".join(part for part in answer[1] if isinstance(part, bytes))
        return text.decode("ascii", "replace").replace("(", " ").replace(")", " ").split()

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        with answers():
            try:
                status, data = self._client.uid(command, *arguments)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                raise CommandRefused(command) from None
        if status != "OK":
            raise CommandRefused(command)
        return data

    def waiting(self, after: int = 0) -> list[int]:
        """Give the UIDs above `after` that are not marked as stored, lowest first."""
        for told in ("EXISTS", "RECENT", "EXPUNGE"):
            self._client.response(told)  # the search knows it all
        marked = ("UNKEYWORD", KEYWORD) if self.tidying is Tidying.KEYWORD else ()
        found = self._ask("SEARCH", "UID", f"{after + 1}:*", *marked)
        uids = sorted(int(uid) for part in found if part for uid in part.split())
        return [uid for uid in uids if uid > after]  # n:* always names the last one, however low

    def since(self, at: datetime) -> list[int]:
        """Give the UIDs of what came in on that day or later, as the server counts days."""
        _, day, month, year, *_ = format_datetime(at).split()
        found = self._ask("SEARCH", "SINCE", f"{day}-{month}-{year}")
        return sorted(int(uid) for part in found if part for uid in part.split())

    def listed(self, uids: Sequence[int]) -> dict[int, Listed]:
        """Give what is known of mails; those that are gone by now are left out."""
        found: dict[int, Listed] = {}
        for part in self._ask("FETCH", _set(uids), "(UID INTERNALDATE RFC822.SIZE)"):
            line = part if isinstance(part, bytes) else b""
            uid, size, date = _UID.search(line), _SIZE.search(line), _DATE.search(line)
            if uid and (size or int(uid[1]) not in found):
                found[int(uid[1])] = Listed(int(size[1]) if size else 0, _instant(date[1]) if date else None)
        return found

    def raw(self, uid: int) -> bytes | None:
        """Give every byte of a mail, without marking it read; None when the server gives none."""
        return self._body(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        """Give the header of a mail, at most 64 kB of it."""
        return self._body(uid, f"BODY.PEEK[HEADER]<0.{_HEAD}>") or b""

    def _body(self, uid: int, part: str) -> bytes | None:
        answer = self._ask("FETCH", str(uid), f"(UID {part})")
        for piece in answer:
            match piece:
                case (bytes() as name, bytes() as content) if b"BODY[" in name.upper():
                    return content
                case _:
                    continue
        empty = any(isinstance(piece, bytes) and _NOTHING.search(piece) for piece in answer)
        return b"" if empty else None

    def tidy(self, uids: Sequence[int]) -> None:
        """Put stored mails out of the way: moved, or marked, as far as the server can."""
        if not uids or self.tidying is Tidying.NOTHING:
            return
        if self.tidying is Tidying.MOVE:
            self._ask("MOVE", _set(uids), _encoded(self._box.processed))
        elif self.tidying is Tidying.KEYWORD:
            self._ask("STORE", _set(uids), "+FLAGS.SILENT", f"({KEYWORD})")
        else:
            self._ask("COPY", _set(uids), _encoded(self._box.processed))
            self._ask("STORE", _set(uids), "+FLAGS.SILENT", "(\\Deleted)")
            self._ask("EXPUNGE", _set(uids))

    @property
    def where_tidied(self) -> str:
        """Give the name of the folder stored mails are found in afterwards."""
        moves = self.tidying in {Tidying.MOVE, Tidying.COPY_AND_EXPUNGE}
        return self._box.processed if moves else self._name

    def idle(self, seconds: float) -> None:
        """Wait until the server tells of a change, at most so long, and see that it still answers."""
        with answers():
            if any(self._client.response("EXISTS")[1]):
                return  # told while mails were fetched and moved; it will not be told again
            try:
                with self._connected.idle as idle:
                    if not self._told_already():
                        idle.poll(min(seconds, LONGEST_IDLE))
            except ImapToolsError:
                raise SystemDidNotAnswer("The mail server does not let us wait for mail.") from None

    def _told_already(self) -> bool:
        """Say whether news came along with the leave to wait; being read already, it wakes nobody."""
        line = self._client.sock
        patience = line.gettimeout()
        line.settimeout(0)
        try:
            return bool(self._client.readline())
        except OSError:
            return False
        finally:
            line.settimeout(patience)

    def break_off(self) -> None:
        """End whatever call is running, from another thread."""
        self._broken_off = True
        if self._connection is not None:
            with suppress(OSError):
                # not TLS's own method: that would pull the session from under the running call
                socket.socket.shutdown(self._connection.client.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                self._connection.client.shutdown()


def _encoded(folder: str) -> str:
    return encode_folder(folder).decode("ascii")


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _instant(date: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(date.decode("ascii", "replace").strip())
    except ValueError:
        return None
    return found if found.tzinfo else None
