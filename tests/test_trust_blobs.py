"""Blobs: whole or not there, opened by their own case only, and by the stock `age` tool."""

import asyncio
import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from app.errors import NotFound, NotReady
from app.trust.bech32 import bech32
from app.trust.blobs import BlobStore, age_secret_key, blob_identity, organisation_blob_identity
from app.trust.keys import OrganisationKey, SealBroken
from app.trust.paths import BlobPath
from app.trust.streams import THREAD_NAME, Through

ORGANISATION, CASE = UUID(int=1), UUID(int=2)
SECRET = bytes(range(32))
IDENTITY = blob_identity(SECRET, ORGANISATION, CASE)
MEGABYTE = 1024 * 1024


def a_path(case_id: UUID | None = CASE) -> BlobPath:
    return BlobPath(ORGANISATION, case_id, uuid4())


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def whole(store: BlobStore, path: BlobPath, sha256: bytes | None = None) -> bytes:
    """Read it both ways: in chunks, and at once. They say the same of every blob, good or bad."""
    told: list[bytes | SealBroken | NotFound] = []
    for reading in (partial(streamed, store), store.read):
        try:
            told.append(await reading(path, IDENTITY, sha256))
        except (SealBroken, NotFound) as error:
            told.append(error)
    first, second = told
    assert first == second or (type(first), str(first)) == (type(second), str(second))
    if isinstance(first, Exception):
        raise first
    return first


async def streamed(store: BlobStore, path: BlobPath, identity: Identity, sha256: bytes | None) -> bytes:
    return b"".join([chunk async for chunk in store.open(path, identity, sha256)])


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    return BlobStore(f"file://{tmp_path}/blobs" if request.param == "file" else "memory://")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def on_disk(folder: Path) -> BlobStore:
    return BlobStore(folder.as_uri())


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 262_144, 5 * MEGABYTE - 200, 11 * MEGABYTE])
async def test_a_blob_comes_back_as_it_was(store: BlobStore, size: int) -> None:
    plain = os.urandom(size)
    path = a_path()
    stored = await store.put(path, IDENTITY, pieces(plain[: size // 3], b"", plain[size // 3 :]))
    assert (stored.path, stored.size, stored.sha256) == (path, size, hashlib.sha256(plain).digest())
    assert await whole(store, path, stored.sha256) == plain


async def test_many_small_chunks_come_back_as_they_were(store: BlobStore) -> None:
    path = a_path()
    stored = await store.put(path, IDENTITY, pieces(*[b"%06d" % n for n in range(50_000)]))
    assert await whole(store, path, stored.sha256) == b"".join(b"%06d" % n for n in range(50_000))


async def test_nothing_readable_reaches_the_disk(on_disk: BlobStore, folder: Path) -> None:
    await on_disk.put(a_path(), IDENTITY, pieces(b"Anna Svensson " * 1000))
    (file,) = (file for file in folder.rglob("*") if file.is_file())
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"Svensson" not in file.read_bytes()


async def test_a_broken_source_leaves_nothing_and_raises_its_own_error(
    on_disk: BlobStore, folder: Path
) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield os.urandom(MEGABYTE)
        raise LookupError("the source broke")

    path = a_path()
    with pytest.raises(LookupError, match="the source broke"):
        await on_disk.put(path, IDENTITY, breaking())
    assert not await on_disk.exists(path)
    assert await eventually(lambda: files(folder) == [])


async def test_a_broken_second_try_keeps_the_first(store: BlobStore) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield os.urandom(7 * MEGABYTE)
        raise LookupError

    path = a_path()
    await store.put(path, IDENTITY, pieces(b"first"))
    with pytest.raises(LookupError):
        await store.put(path, IDENTITY, breaking())
    assert await whole(store, path) == b"first"
    await store.put(path, IDENTITY, pieces(b"second"))
    assert await whole(store, path) == b"second"


@pytest.mark.parametrize("moment", [n * 0.004 for n in range(20)])
async def test_a_cancelled_put_leaves_nothing_and_ends_its_thread(
    on_disk: BlobStore, folder: Path, moment: float
) -> None:
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield os.urandom(MEGABYTE)
            begun.set()
            await asyncio.sleep(0.001)

    path = a_path()
    task = asyncio.create_task(on_disk.put(path, IDENTITY, endless()))
    await begun.wait()
    await asyncio.sleep(moment)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await on_disk.exists(path)
    assert await eventually(lambda: files(folder) == [] and not streaming_threads())


async def test_a_blob_not_read_to_its_end_ends_its_thread(store: BlobStore) -> None:
    path = a_path()
    await store.put(path, IDENTITY, pieces(os.urandom(8 * MEGABYTE)))
    async with aclosing(store.open(path, IDENTITY)) as chunks:
        async for _ in chunks:
            break
    assert await eventually(lambda: not streaming_threads())


async def test_who_waits_when_a_stream_is_left_is_told_so() -> None:
    async def nothing_yet() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    def copied(reader: io.BufferedIOBase, writer: io.BufferedIOBase) -> None:
        writer.write(reader.read())

    with Through(copied, nothing_yet()) as stream:
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.01)
    for end in (waiting, anext(stream)):
        with pytest.raises(BrokenPipeError):
            await end
    assert await eventually(lambda: not streaming_threads())


async def test_a_half_written_blob_is_never_seen(on_disk: BlobStore) -> None:
    path = a_path()
    seen: list[bool] = []

    async def watched() -> AsyncIterator[bytes]:
        for _ in range(15):
            yield os.urandom(MEGABYTE)
            seen.append(
                await on_disk.exists(path) or bool([p async for p in on_disk.list(ORGANISATION, CASE)])
            )

    await on_disk.put(path, IDENTITY, watched())
    assert seen == [False] * 15
    assert await on_disk.exists(path)


@pytest.mark.parametrize("size", [0, 100, 65_536, 200_000])
async def test_every_cut_is_noticed(on_disk: BlobStore, folder: Path, size: int) -> None:
    path = a_path()
    await on_disk.put(path, IDENTITY, pieces(os.urandom(size)))
    file = folder / str(path)
    sealed = file.read_bytes()
    header = len(sealed) - size
    for length in {0, 1, header - 1, header, len(sealed) // 2, len(sealed) - 16, len(sealed) - 1}:
        if length < len(sealed):
            file.write_bytes(sealed[:length])
            with pytest.raises(SealBroken, match="cut or changed"):
                await whole(on_disk, path)


async def test_a_cut_at_the_border_of_two_chunks_is_noticed(on_disk: BlobStore, folder: Path) -> None:
    path = a_path()
    await on_disk.put(path, IDENTITY, pieces(os.urandom(3 * 65_536)))
    file = folder / str(path)
    file.write_bytes(file.read_bytes()[: -(65_536 + 16)])
    with pytest.raises(SealBroken):
        await whole(on_disk, path)


async def test_a_changed_byte_anywhere_is_noticed(on_disk: BlobStore, folder: Path) -> None:
    path = a_path()
    await on_disk.put(path, IDENTITY, pieces(b"Anna Svensson"))
    file = folder / str(path)
    sealed = file.read_bytes()
    for place in range(len(sealed)):
        file.write_bytes(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
        with pytest.raises(SealBroken):
            await whole(on_disk, path)


async def test_a_blob_in_anothers_place_is_noticed_by_its_hash(on_disk: BlobStore, folder: Path) -> None:
    first, second = a_path(), a_path()
    stored = await on_disk.put(first, IDENTITY, pieces(b"first"))
    await on_disk.put(second, IDENTITY, pieces(b"second"))
    shutil.copy(folder / str(second), folder / str(first))
    with pytest.raises(SealBroken, match="not the one that was put here"):
        await whole(on_disk, first, stored.sha256)


@pytest.mark.parametrize(
    "other",
    [
        blob_identity(bytes(32), ORGANISATION, CASE),
        blob_identity(SECRET, ORGANISATION, UUID(int=3)),
        blob_identity(SECRET, CASE, ORGANISATION),
        organisation_blob_identity(OrganisationKey(SECRET, ORGANISATION, 1)),
    ],
)
async def test_another_identity_opens_nothing(store: BlobStore, other: object) -> None:
    path = a_path()
    await store.put(path, IDENTITY, pieces(b"Anna"))
    with pytest.raises(SealBroken):
        _ = [chunk async for chunk in store.open(path, other)]  # type: ignore[arg-type]  # the stubs' own class


async def test_a_missing_blob_is_not_found_and_deleting_it_is_no_error(store: BlobStore) -> None:
    path = a_path()
    with pytest.raises(NotFound):
        await whole(store, path)
    await store.delete(path)
    assert not await store.exists(path)


async def test_lists_are_of_one_case(store: BlobStore) -> None:
    mine = {a_path(), a_path()}
    others = [a_path(UUID(int=20)), a_path(None), BlobPath(UUID(int=9), CASE, uuid4())]
    for path in [*mine, *others]:
        await store.put(path, IDENTITY, pieces(b"x"))
    assert {path async for path in store.list(ORGANISATION, CASE)} == mine
    assert [path async for path in store.list(ORGANISATION, None)] == [others[1]]
    await store.delete(others[1])
    assert [path async for path in store.list(ORGANISATION, None)] == []


async def test_a_deleted_case_leaves_no_folder_behind(on_disk: BlobStore, folder: Path) -> None:
    path = a_path()
    await on_disk.put(path, IDENTITY, pieces(b"x"))
    await on_disk.delete(path)
    assert list(folder.rglob("*")) == []


async def test_many_blobs_at_once_each_keep_to_themselves(store: BlobStore) -> None:
    plain = {a_path(): os.urandom(300_000) for _ in range(40)}
    stored = await asyncio.gather(*(store.put(path, IDENTITY, pieces(data)) for path, data in plain.items()))
    assert {one.path: one.sha256 for one in stored} == {
        p: hashlib.sha256(d).digest() for p, d in plain.items()
    }
    read = await asyncio.gather(*(whole(store, path) for path in plain))
    assert list(read) == list(plain.values())


async def test_streams_that_feed_one_another_never_wait_for_ever(store: BlobStore) -> None:
    """As many as would fill the shared pool of threads twice over."""
    first = a_path()
    plain = os.urandom(2 * MEGABYTE)
    await store.put(first, IDENTITY, pieces(plain))
    copies = [a_path() for _ in range(24)]
    async with asyncio.timeout(60):
        await asyncio.gather(*(store.put(copy, IDENTITY, store.open(first, IDENTITY)) for copy in copies))
    assert await whole(store, copies[-1]) == plain


async def test_the_loop_stays_free_while_a_blob_is_encrypted(store: BlobStore) -> None:
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            begun = time.thread_time()  # what this loop computes, not what else the machine does
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - begun)
            await asyncio.sleep(0.001)

    async with asyncio.TaskGroup() as group:
        watcher = group.create_task(watch())
        chunk = bytes(MEGABYTE)
        await store.put(a_path(), IDENTITY, pieces(*[chunk] * 24))
        watcher.cancel()
    assert longest < 0.5


FLAT = """
import asyncio, resource, sys, time
from uuid import UUID
from app.trust.blobs import BlobStore, blob_identity
from app.trust.paths import BlobPath

store, identity = BlobStore(sys.argv[1]), blob_identity(bytes(32), UUID(int=1), UUID(int=2))

async def chunks(megabytes):
    for n in range(megabytes):
        yield bytes([n % 256]) * 1024 * 1024

async def pass_through(megabytes):
    path = BlobPath(UUID(int=1), UUID(int=2), UUID(int=megabytes))
    begun = time.perf_counter()
    stored = await store.put(path, identity, chunks(megabytes))
    middle = time.perf_counter()
    size = 0
    async for chunk in store.open(path, identity, stored.sha256):
        size += len(chunk)
    assert size == megabytes * 1024 * 1024
    return megabytes / (middle - begun), megabytes / (time.perf_counter() - middle)

async def main():
    await pass_through(16)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    put, read = await pass_through(64)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print((after - before) // 1024, before // 1024, round(put), round(read))

asyncio.run(main())
"""


def test_sixty_four_megabytes_pass_in_flat_memory(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FLAT, f"file://{tmp_path}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
    )
    growth, *_ = (int(figure) for figure in ended.stdout.split())
    assert growth < 24


async def test_debians_age_opens_a_blob(on_disk: BlobStore, folder: Path, tmp_path: Path) -> None:
    if shutil.which("age") is None:
        pytest.skip("the age tool is not installed")
    path = a_path()
    plain = os.urandom(200_000)
    await on_disk.put(path, IDENTITY, pieces(plain))
    key = tmp_path / "key.txt"
    key.write_text(age_secret_key(SECRET, ORGANISATION, CASE) + "\n")
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", str(key), str(folder / str(path))], capture_output=True, check=True
    )
    assert opened.stdout == plain
    key.write_text(age_secret_key(SECRET, ORGANISATION, UUID(int=3)) + "\n")
    refused = subprocess.run(
        ["age", "--decrypt", "--identity", str(key), str(folder / str(path))],
        capture_output=True,
        check=False,
    )
    assert refused.returncode != 0


@pytest.mark.parametrize("root", ["/var/blobs", "http://blobs.example", "ftp://blobs.example", ""])
def test_a_root_of_another_kind_is_refused(root: str) -> None:
    with pytest.raises(NotReady, match="file://, memory:// or s3://"):
        BlobStore(root)


@settings(deadline=None)
@given(st.uuids(), st.none() | st.uuids(), st.uuids())
def test_a_path_reads_back(organisation: UUID, case: UUID | None, blob: UUID) -> None:
    path = BlobPath(organisation, case, blob)
    assert BlobPath.read(str(path)) == path
    assert set(str(path)) <= set("0123456789abcdef-/.agenone")


@pytest.mark.parametrize(
    "text",
    ["", "../../etc/passwd", f"{CASE}/{CASE}/{CASE}", f"{CASE}/../{CASE}.age", f"{{{CASE}}}/none/{CASE}.age"],
)
def test_another_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        BlobPath.read(text)


def test_bech32_is_bip_173() -> None:
    """BIP 173: the empty data part, and the program of its first address in five-bit groups made of bytes."""
    assert bech32("a", b"") == "a12uel5l"
    assert bech32("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")) == (
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    )


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def streaming_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == THREAD_NAME]


async def eventually(holds: Callable[[], bool]) -> bool:
    for _ in range(200):
        if holds():
            return True
        await asyncio.sleep(0.01)
    return False
