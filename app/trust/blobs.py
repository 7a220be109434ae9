"""Blobs: files of a case, encrypted with age and kept in a folder, in memory or in S3.

Every case has one age identity (X25519), derived from its secret, so the stock `age` tool opens its blobs
when it is given that identity. Age proves that a blob is whole and unchanged, but not which blob it is:
keep the sha256 that `put` gives and hand it to `open`.
"""

import asyncio
import hashlib
import io
import os
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

import pyrage
from obstore.store import LocalStore, MemoryStore, S3Store
from pyrage.x25519 import Identity, Recipient

from app.errors import NotFound, NotReady
from app.trust.bech32 import bech32
from app.trust.keys import OrganisationKey, SealBroken, derived_key
from app.trust.paths import BlobPath, blob_folder
from app.trust.streams import BUFFER, Through

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ClientConfig, S3Config

PART_SIZE = 5 * 1024 * 1024
"""Bytes of one part of an upload; S3 takes no less and 10 000 of them."""
_PARTS_AT_ONCE = 2
_SMALL = 256 * 1024
"""Bytes, sealed, that are opened in one go: a thread a blob costs more than to open it."""


def age_secret_key(case_secret: bytes, organisation_id: UUID, case_id: UUID) -> str:
    """Give the case's age identity as text, the one secret an operator hands to `age --identity`."""
    return _secret_key(case_secret, b"utdrag blob v1", organisation_id.bytes + case_id.bytes)


def blob_identity(case_secret: bytes, organisation_id: UUID, case_id: UUID) -> Identity:
    """Give the identity that encrypts and decrypts the blobs of a case."""
    return Identity.from_str(age_secret_key(case_secret, organisation_id, case_id))


def organisation_blob_identity(key: OrganisationKey) -> Identity:
    """Give the identity of blobs that have no case yet: raw messages."""
    return Identity.from_str(
        _secret_key(key.secret, b"utdrag organisation blob v1", key.organisation_id.bytes)
    )


def _secret_key(secret: bytes, purpose: bytes, salt: bytes) -> str:
    return bech32("age-secret-key-", derived_key(secret, purpose, salt)).upper()


@dataclass(frozen=True)
class Stored:
    """A blob in its place: the size and sha256 are those of the plain bytes."""

    path: BlobPath
    size: int
    sha256: bytes


class BlobStore:
    """Encrypted blobs under one root: `file:///folder`, `memory://` or `s3://bucket/folder`."""

    def __init__(self, root: str, s3: "S3Config | None" = None) -> None:
        """Open the root; NotReady when it is of another kind. `s3` holds endpoint, region and keys."""
        self._store = opened_store(root, s3)
        self._folder = Path(self._store.prefix or "/") if isinstance(self._store, LocalStore) else None

    async def put(self, path: BlobPath, identity: Identity, chunks: AsyncIterator[bytes]) -> Stored:
        """Encrypt the chunks to the path and give what was stored; until then nothing is seen there.

        An error of the chunks, or a cancelled call, leaves what was there before; S3 may keep unseen parts
        of it, which a lifecycle rule of the bucket (abort incomplete uploads) removes.
        """
        counted = _Counted()
        with Through(partial(counted.encrypt, identity.to_public()), chunks) as sealed:
            await self._store.put_async(
                str(path), sealed, chunk_size=PART_SIZE, max_concurrency=_PARTS_AT_ONCE
            )
        if self._folder:
            await asyncio.to_thread(settle, self._folder / str(path), self._folder)
        return counted.stored(path)

    async def open(
        self, path: BlobPath, identity: Identity, sha256: bytes | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Give the plain bytes in chunks; NotFound, or SealBroken on a wrong key, a change or a cut.

        Every chunk given is authentic, but only the end shows that none is missing: act on the whole, not
        before.
        """
        answer = await self._kept(path)
        digest = hashlib.sha256()
        with Through(partial(_decrypt, identity), aiter(answer.stream(BUFFER))) as plain:
            async for chunk in plain:
                digest.update(chunk)
                yield chunk
        _prove(digest.digest(), sha256)

    async def read(self, path: BlobPath, identity: Identity, sha256: bytes | None = None) -> bytes:
        """Give all plain bytes of a blob that is small enough to hold; raises as `open`."""
        answer = await self._kept(path)
        if answer.meta["size"] > _SMALL:
            return b"".join([chunk async for chunk in self.open(path, identity, sha256)])
        plain = io.BytesIO()
        _decrypt(identity, io.BytesIO(await answer.bytes_async()), plain)
        _prove(hashlib.sha256(plain.getbuffer()).digest(), sha256)
        return plain.getvalue()

    async def sealed(self, path: BlobPath) -> AsyncGenerator[bytes, None]:
        """Give a blob as it is kept, encrypted, in chunks; NotFound when it is not there."""
        async for chunk in (await self._kept(path)).stream(BUFFER):
            yield bytes(chunk)

    async def _kept(self, path: BlobPath) -> "GetResult":
        try:
            return await self._store.get_async(str(path))
        except FileNotFoundError:
            raise NotFound("This file is not stored any more.") from None

    async def put_sealed(self, path: BlobPath, chunks: AsyncIterator[bytes]) -> None:
        """Put a blob back as it was kept."""
        await self._store.put_async(str(path), chunks, chunk_size=PART_SIZE, max_concurrency=_PARTS_AT_ONCE)
        if self._folder:
            await asyncio.to_thread(settle, self._folder / str(path), self._folder)

    async def delete(self, path: BlobPath) -> None:
        """Remove the blob; one that is gone already is no error."""
        try:
            await self._store.delete_async(str(path))
        except FileNotFoundError:
            return

    async def exists(self, path: BlobPath) -> bool:
        """Say whether there is a blob at the path."""
        try:
            await self._store.head_async(str(path))
        except FileNotFoundError:
            return False
        return True

    async def list(self, organisation_id: UUID, case_id: UUID | None) -> AsyncIterator[BlobPath]:
        """Give the blobs of a case, or with None those of the organisation that have no case."""
        folder = blob_folder(organisation_id, case_id)
        # The library's types name a package that is not installed.
        async for batch in self._store.list_async(folder):  # pyright: ignore[reportUnknownMemberType]
            for found in batch:
                yield BlobPath.read(found["path"])


def opened_store(root: str, s3: "S3Config | None" = None) -> LocalStore | MemoryStore | S3Store:
    """Give the object store under a root; NotReady when it is of another kind."""
    match urlsplit(root).scheme:
        case "file":
            return LocalStore.from_url(root, automatic_cleanup=True, mkdir=True)
        case "memory":
            return MemoryStore()
        case "s3":
            # The library's 30 seconds count for a whole download; only a stalled one should end.
            patience: ClientConfig = {
                "allow_http": (s3 or {}).get("endpoint", "").startswith("http://"),
                "timeout": timedelta(hours=6),
                "read_timeout": timedelta(seconds=60),
            }
            return S3Store.from_url(root, config=s3, client_options=patience)
        case other:
            raise NotReady(f"Blobs are kept under file://, memory:// or s3://, not {other or 'a bare path'}.")


class _Counted(io.BufferedIOBase):
    """Counts and hashes the plain bytes on their way into age."""

    def __init__(self) -> None:
        self._source: io.BufferedIOBase = io.BytesIO()
        self._digest = hashlib.sha256()
        self._size = 0

    def encrypt(self, recipient: Recipient, reader: io.BufferedIOBase, writer: io.BufferedIOBase) -> None:
        self._source = reader
        pyrage.encrypt_io(self, writer, [recipient])

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self._source.read(size)
        self._digest.update(piece)
        self._size += len(piece)
        return piece

    def stored(self, path: BlobPath) -> Stored:
        return Stored(path, self._size, self._digest.digest())


def _decrypt(identity: Identity, reader: io.BufferedIOBase, writer: io.BufferedIOBase) -> None:
    try:
        pyrage.decrypt_io(reader, writer, [identity])
    except (pyrage.DecryptError, OSError):
        raise SealBroken(
            "A stored file was cut or changed, or it belongs to another case, or the case's key is gone."
        ) from None


def _prove(found: bytes, expected: bytes | None) -> None:
    if expected is not None and found != expected:
        raise SealBroken("A stored file is whole but is not the one that was put here.")


def settle(file: Path, root: Path) -> None:
    """Bring a new file and the folders that name it to disk, before anybody is told that it is stored."""
    for path in (file, *file.parents):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == root:
            return
