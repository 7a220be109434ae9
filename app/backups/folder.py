"""The folder of a backup: its files with their sums, and the manifest that makes it one.

    manifest.json                          what it holds, how much of it, and its own digest; written last
    SHA256SUMS                             sum and name of every other file, as `sha256sum --check` reads it
    tables/shared/<table>.copy.gz          rows that belong to no organisation
    tables/<organisation>/<table>.copy.gz
    blobs/<organisation>/<case>/<id>.age   files as the store has them, encrypted

A folder without a manifest is no backup. It is made under another name and renamed when it is whole.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

from pydantic import TypeAdapter

from app.errors import InvalidInput, NotReady
from app.queries.tables import Table
from app.trust.paths import BlobPath

FORMAT = 1
PIECE = 256 * 1024
_MANIFEST, _SUMS = "manifest.json", "SHA256SUMS"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: counts, ids and hashes, never personal data, never a key."""

    format: int
    taken_at: str
    program: str
    revision: str
    tables: tuple[Table, ...]
    organisations: tuple[str, ...]
    rows: dict[str, int]
    blobs: int
    purged: tuple[str, ...]
    """Files that rows name and that were purged while the backup was taken."""
    lost: tuple[str, ...]
    """Files that rows name and that were not in the store."""
    roots: dict[str, str]
    """Root of the last seal of each organisation's history."""
    sums: str
    """Digest of SHA256SUMS."""

    def digest(self) -> str:
        """Give the digest of everything it says."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Give the manifest of a backup. Raises InvalidInput when the folder is none, or was changed."""
        try:
            told = json.loads((folder / _MANIFEST).read_bytes())
            digest = told.pop("digest")
            manifest = TypeAdapter(cls).validate_python(told)
        except FileNotFoundError:
            raise InvalidInput(f"{folder} is no backup: it has no manifest.") from None
        except (ValueError, KeyError, AttributeError):
            raise InvalidInput(f"The manifest of {folder} was changed or cut.") from None
        if manifest.format != FORMAT:
            raise InvalidInput("This backup was made by another version of the program; use that one.")
        if manifest.digest() != digest:
            raise InvalidInput(f"The manifest of {folder} was changed or cut.")
        return manifest


class Folder:
    """A backup being written: under another name until it is whole."""

    def __init__(self, target: Path) -> None:
        """Make room; NotReady when there is something at the target. What a crash left there goes."""
        if target.exists():
            raise NotReady(f"There is something at {target} already; a backup never overwrites.")
        self._target = target
        self._fresh = target.with_name(f".{target.name}.unfinished")
        shutil.rmtree(self._fresh, ignore_errors=True)
        self._fresh.mkdir(mode=0o700, parents=True)
        self._sums = (self._fresh / _SUMS).open("wb")

    async def write(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """Write one file. What the chunks raise leaves nothing behind."""
        path = self._fresh / name
        try:
            with self.file(name) as file:
                async for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def file(self, name: str) -> "SummedFile":
        """Give a new file whose sum is noted when it is left without an error."""
        path = self._fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return SummedFile(path.open("xb"), name, self._sums)

    def finish(self, **told: object) -> Manifest:
        """Write the manifest, bring everything to disk, and give the folder its name."""
        self._sums.close()
        os.sync()  # once for all files: each by itself costs a busy disk a second
        sums = file_digest(self._fresh / _SUMS)
        manifest = Manifest(format=FORMAT, sums=sums, **told)  # type: ignore[arg-type]  # named by the caller
        with (self._fresh / _MANIFEST).open("wb") as file:
            file.write(json.dumps({**asdict(manifest), "digest": manifest.digest()}, indent=1).encode())
            _settle(file)
        self._fresh.rename(self._target)
        handle = os.open(self._target.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        return manifest

    def abandon(self) -> None:
        """Remove what was written of a backup that failed."""
        self._sums.close()
        shutil.rmtree(self._fresh, ignore_errors=True)


class SummedFile:
    """A file of a backup: counted into SHA256SUMS when it is left without an error."""

    def __init__(self, file: BinaryIO, name: str, sums: BinaryIO) -> None:
        self._file, self._name, self._sums = file, name, sums
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def write(self, data: bytes) -> int:
        """Write a piece."""
        self._digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Do nothing; the end does it."""

    def __exit__(self, kind: object, *_: object) -> None:
        with self._file:
            if kind is None:
                self._sums.write(f"{self._digest.hexdigest()}  {self._name}\n".encode())


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def table_name(organisation_id: UUID | None, table: Table) -> str:
    """Give the name of a table's file."""
    return f"tables/{organisation_id or 'shared'}/{table.name}.copy.gz"


def blob_name(path: BlobPath) -> str:
    """Give the name of a blob's file."""
    return f"blobs/{path}"


def file_digest(path: Path) -> str:
    """Give the sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(folder: Path, manifest: Manifest) -> list[str]:
    """Give the files that are missing, changed or too many, with a sentence each; none: it is whole."""
    if not (folder / _SUMS).is_file() or file_digest(folder / _SUMS) != manifest.sums:
        return [f"{_SUMS} is missing or was changed."]
    faults: list[str] = []
    count = 0
    for sum_, name in _listed(folder):
        path = folder / name
        count += name.startswith("blobs/")
        if not path.is_file():
            faults.append(f"{name} is missing.")
        elif file_digest(path) != sum_:
            faults.append(f"{name} was changed.")
    if count != manifest.blobs:
        faults.append(f"It lists {count} files of cases; {manifest.blobs} were written.")
    return faults


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / _SUMS).open(encoding="utf-8") as file:
        for line in file:
            sum_, _, name = line.rstrip("\n").partition("  ")
            yield sum_, name


def blobs_in(folder: Path) -> Iterator[BlobPath]:
    """Give the files of cases in a backup."""
    for _, name in _listed(folder):
        if name.startswith("blobs/"):
            yield BlobPath.read(name.removeprefix("blobs/"))


async def pieces(path: Path, *, unpack: bool = False) -> AsyncIterator[bytes]:
    """Give the content of a file in pieces."""
    with gzip.open(path) if unpack else path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
