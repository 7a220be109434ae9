"""Processes of the product, as an operator starts them, and a lean client that asks them over HTTP."""

import asyncio
import http.client
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.ground import Ground
from tests.house import free_socket

_PATIENCE = 120.0
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Asked:
    """A request that is sent again and again; what comes back must have this status."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    status: int = 200


@dataclass(frozen=True)
class Running:
    """A process that serves on a port; `started` is how many seconds it took until its first answer."""

    port: int
    process: psutil.Process
    started: float

    def ask(self, asked: Asked, connection: http.client.HTTPConnection | None = None) -> bytes:
        """Give the body of one answer."""
        line = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        line.request(asked.method, asked.path, asked.body, dict(asked.headers))
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == asked.status, (answer.status, body[:500])
        return body

    async def timed(self, asked: Asked | Sequence[Asked], rounds: int, *, warm: int = 10) -> list[float]:
        """Give how long each of so many requests took, one after the other over one connection."""
        turns = [asked] if isinstance(asked, Asked) else list(asked)
        return await asyncio.to_thread(self._timed, turns, rounds, warm)

    async def per_second(self, asked: Asked, requests: int, connections: int) -> float:
        """Give how many requests a second are answered over several connections."""
        with ThreadPoolExecutor(connections) as threads:
            loop, began = asyncio.get_running_loop(), time.perf_counter()
            share = requests // connections
            work = [loop.run_in_executor(threads, self._timed, [asked], share, 0) for _ in range(connections)]
            await asyncio.gather(*work)
            return share * connections / (time.perf_counter() - began)

    def _timed(self, turns: Sequence[Asked], rounds: int, warm: int) -> list[float]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        took: list[float] = []
        for number in range(-warm, rounds):
            began = time.perf_counter()
            self.ask(turns[number % len(turns)], line)
            if number >= 0:
                took.append(time.perf_counter() - began)
        line.close()
        return took


@asynccontextmanager
async def utdrag(ground: Ground, *words: str) -> AsyncGenerator[Running]:
    """Give a running `utdrag serve`, or one with other words after it."""
    command = [str(Path(sys.executable).with_name("utdrag")), "serve", *words]
    async with served(ground, command, "/health/live", {}) as running:
        yield running


@asynccontextmanager
async def served(
    ground: Ground, command: Sequence[str], health: str, told: Mapping[str, str]
) -> AsyncGenerator[Running]:
    """Give what a command serves, on a port it is told as PORT; ended afterwards."""
    with free_socket() as taken:
        port = int(taken.getsockname()[1])
    environment = {"PATH": "/usr/bin:/bin", **ground.environment, "PORT": str(port), **told}
    began = time.perf_counter()
    words = [word.format(port=port) for word in command]
    process = await asyncio.to_thread(subprocess.Popen, words, env=environment, cwd=_ROOT)
    try:
        while not await asyncio.to_thread(_answers, port, health):
            assert process.poll() is None, f"{words[0]} ended"
            assert time.perf_counter() - began < _PATIENCE, f"{words[0]} does not answer"
            await asyncio.sleep(0.01)
        yield Running(port, psutil.Process(process.pid), time.perf_counter() - began)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


def _answers(port: int, path: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
