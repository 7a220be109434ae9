"""The list of what was erased: one small file an erasure, kept apart from the database and its backups.

A database that is restored does not know what was erased after its backup was taken; this list does. It
holds ids and times, never personal data and no key. Each organisation's entries are numbered from 1 and
chained: the hash of an entry is sha256(hash of the one before || text), with 32 zero bytes before the first
and text = number ␟ organisation ␟ at ␟ kind ␟ case ␟ items (␟ is U+001F, items lie apart by commas).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.store import LocalStore

from app.errors import NotReady
from app.trust.audit import GENESIS, SEPARATOR, instant
from app.trust.blobs import opened_store, settle
from app.vocabulary import Erased

_DIGITS = 12


@dataclass(frozen=True)
class Entry:
    """One erasure: what, of which case, when; and its place in the chain."""

    organisation_id: UUID
    number: int
    at: datetime
    kind: Erased
    case_id: UUID
    items: tuple[UUID, ...] = ()
    previous: bytes = GENESIS
    hash: bytes = b""

    def chained(self) -> Self:
        """Give the entry with the hash it must have."""
        fields = (str(self.number), str(self.organisation_id), instant(self.at), self.kind.value)
        text = SEPARATOR.join((*fields, str(self.case_id), ",".join(map(str, self.items))))
        return replace(self, hash=hashlib.sha256(self.previous + text.encode()).digest())

    def written(self) -> bytes:
        """Give the entry as its file holds it."""
        told = {
            "number": self.number,
            "organisation": str(self.organisation_id),
            "at": instant(self.at),
            "kind": self.kind.value,
            "case": str(self.case_id),
            "items": [str(item) for item in self.items],
            "previous": self.previous.hex(),
            "hash": self.hash.hex(),
        }
        return json.dumps(told).encode() + b"\n"

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Give the entry in a file; ValueError when it is none, or not what was written."""
        try:
            told = json.loads(text)
            entry = cls(
                organisation_id=UUID(told["organisation"]),
                number=int(told["number"]),
                at=datetime.fromisoformat(told["at"]),
                kind=Erased(told["kind"]),
                case_id=UUID(told["case"]),
                items=tuple(UUID(item) for item in told["items"]),
                previous=bytes.fromhex(told["previous"]),
                hash=bytes.fromhex(told["hash"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("This is no entry.") from error
        if entry != entry.chained():
            raise ValueError("This entry was changed.")
        return entry


class Ledger:
    """The list under one root: `file:///folder` or `s3://bucket/folder`."""

    def __init__(self, root: str) -> None:
        """Open the root; NotReady when it is of another kind."""
        self.root = root
        self._store = opened_store(root)
        self._folder = Path(self._store.prefix or "/") if isinstance(self._store, LocalStore) else None

    async def put(self, entry: Entry) -> None:
        """Keep an entry; it is on disk when this returns. NotReady when it cannot be kept."""
        name = _name(entry.organisation_id, entry.number)
        try:
            await self._store.put_async(name, entry.written())
        except (BaseError, OSError) as error:
            raise self._unreachable(error) from None
        if self._folder:
            await asyncio.to_thread(settle, self._folder / name, self._folder)

    async def after(self, organisation_id: UUID, number: int, last: bytes) -> AsyncIterator[Entry]:
        """Give the entries above a number, whose hash is `last`, in order; NotReady when the chain breaks."""
        for name in await self._names(organisation_id, number):
            try:
                found = await self._store.get_async(name)
                entry = Entry.read(bytes(await found.bytes_async()))
            except ValueError as error:
                raise NotReady(f"The list of what was erased is damaged at {name}: {error}") from None
            except (BaseError, OSError) as error:
                raise self._unreachable(error) from None
            number += 1
            if entry.number != number or entry.previous != last or entry.organisation_id != organisation_id:
                raise NotReady(
                    f"The list of what was erased does not go on at {name} where the database's ends: one of "
                    "the two is another installation's, or an entry is missing."
                )
            last = entry.hash
            yield entry

    async def _names(self, organisation_id: UUID, number: int) -> list[str]:
        try:
            # The library's types name a package that is not installed.
            listed = self._store.list_async(  # pyright: ignore[reportUnknownMemberType]
                str(organisation_id), offset=_name(organisation_id, number)
            )
            return sorted([found["path"] async for batch in listed for found in batch])
        except FileNotFoundError:
            return []
        except (BaseError, OSError) as error:
            raise self._unreachable(error) from None

    def _unreachable(self, error: Exception) -> NotReady:
        kind = type(error).__name__
        return NotReady(f"The list of what was erased cannot be reached ({kind}); see UTDRAG_FORGOTTEN_URL.")


def _name(organisation_id: UUID, number: int) -> str:
    return f"{organisation_id}/{number:0{_DIGITS}}.json"
