"""A stream through blocking code: what a function reads from one file and writes to another, chunk by chunk.

The function runs in a thread of its own, never in the shared pool: streams that feed one another would fill
the pool and wait for ever. Memory stays at a few buffers, and when the reader goes away the thread ends.
"""

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, Self, TypeVar

from typing_extensions import Buffer

BUFFER = 256 * 1024
THREAD_NAME = "trust-stream"

Work = Callable[[io.BufferedIOBase, io.BufferedIOBase], None]
_Item = bytes | BaseException | None
_T = TypeVar("_T")


class Through(AsyncIterator[bytes]):
    """The chunks `work` writes while it reads the given ones; raises what either of them raises.

    Use it as a context: whoever still waits for a chunk when it is left gets BrokenPipeError, never an end
    that looks like a good one. It is no generator, because one that is waited on cannot be closed.
    """

    def __init__(self, work: Work, chunks: AsyncIterator[bytes]) -> None:
        self._bridge = _Bridge(asyncio.get_running_loop())
        self._items: asyncio.Queue[_Item] = asyncio.Queue(maxsize=2)
        self._end: BaseException | None = None
        self._left = False
        parts = (work, _Source(self._bridge, chunks), _Sink(self._bridge, self._items))
        self._thread = threading.Thread(target=_run, args=parts, name=THREAD_NAME, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left = True
        self._bridge.leave()
        while not self._items.empty():
            self._items.get_nowait()
        self._items.put_nowait(None)

    async def __anext__(self) -> bytes:
        if self._end is None:
            item = await self._items.get()
            if isinstance(item, bytes) and not self._left:
                return item
            self._end = _ending(item, left=self._left)
        raise self._end


def _ending(item: _Item, *, left: bool) -> BaseException:
    if left:
        return BrokenPipeError("The stream was left before its end.")
    return item if isinstance(item, BaseException) else StopAsyncIteration()


class _Bridge:
    """Lets the thread wait for the event loop, until the loop's side has left."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = threading.Lock()
        self._left = False
        self._waiting: Future[Any] | None = None

    def result_of(self, step: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        with self._lock:
            if self._left:
                raise BrokenPipeError
            waiting = asyncio.run_coroutine_threadsafe(step(), self._loop)
            self._waiting = waiting
        return waiting.result()

    def leave(self) -> None:
        with self._lock:
            self._left = True
            if self._waiting:
                self._waiting.cancel()


class _Source(io.BufferedIOBase):
    def __init__(self, bridge: _Bridge, chunks: AsyncIterator[bytes]) -> None:
        self._bridge, self._chunks = bridge, chunks
        self._rest = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        """Give what is at hand, at most `size` bytes; empty at the end."""
        if not self._rest:
            self._rest = memoryview(self._fetched())
        end = len(self._rest) if size is None or size < 0 else size
        piece, self._rest = bytes(self._rest[:end]), self._rest[end:]
        return piece

    def _fetched(self) -> bytes:
        try:
            return self._bridge.result_of(self._gathered)
        except BaseException as error:
            # Kept, because the blocking code may turn it into an error of its own.
            self.error = error
            raise

    async def _gathered(self) -> bytes:
        """Give the next chunks as one of a fair size: each crossing between thread and loop costs."""
        gathered = bytearray()
        while len(gathered) < BUFFER:
            try:
                gathered += await anext(self._chunks)
            except StopAsyncIteration:
                break
        return bytes(gathered)


class _Sink(io.BufferedIOBase):
    def __init__(self, bridge: _Bridge, items: asyncio.Queue[_Item]) -> None:
        self._bridge, self._items = bridge, items
        self._gathered = bytearray()

    def write(self, data: Buffer, /) -> int:
        """Take a piece; it goes on when enough has come together."""
        size = memoryview(data).nbytes
        self._gathered += data
        if len(self._gathered) >= BUFFER:
            self.hand_over()
        return size

    def hand_over(self) -> None:
        """Send on what has come together."""
        if self._gathered:
            piece, self._gathered = bytes(self._gathered), bytearray()
            self.send(piece)

    def send(self, item: _Item) -> None:
        """Send a piece, or last of all None for a good end or the error for a bad one."""
        self._bridge.result_of(lambda: self._items.put(item))


def _run(work: Work, source: _Source, sink: _Sink) -> None:
    outcome: BaseException | None = None
    try:
        work(source, sink)
        sink.hand_over()
    except BaseException as error:  # noqa: BLE001  (whatever ends the thread is the loop's to raise)
        outcome = source.error or error
    with suppress(BrokenPipeError, CancelledError):
        sink.send(outcome)
