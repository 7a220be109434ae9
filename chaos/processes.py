"""The real commands as processes of their own, killed and started again."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = Path(sys.executable).parent / "utdrag"
START_SECONDS = 180.0
GRACE_SECONDS = 60.0


@dataclass
class Program:
    """One process of the house; `port` is where it answers once it is up, if it takes connections."""

    name: str
    command: Sequence[str]
    port: int | None
    env: Mapping[str, str]
    log: Path
    kills: int = 0
    _process: asyncio.subprocess.Process | None = None
    _begun: float = field(default=0.0)

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                COMMAND, *self.command, env={**os.environ, **self.env}, stdout=log, stderr=log
            )
        self._begun = time.monotonic()

    @property
    def ended(self) -> int | None:
        """Give its exit code, if it has ended."""
        return None if self._process is None else self._process.returncode

    def is_up(self) -> bool:
        """Tell whether it takes connections, or for one that takes none whether it has had time to begin."""
        if self.port is None:
            return time.monotonic() - self._begun > 4
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    async def up(self) -> None:
        """Wait until it is up."""
        async with asyncio.timeout(START_SECONDS):
            while not self.is_up():  # noqa: ASYNC110 - nothing tells of another process's port
                await asyncio.sleep(0.05)

    async def kill_and_restart(self) -> None:
        """End it as a power cut would, and start it again."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        self.kills += 1
        await self.start()

    async def stop(self) -> int:
        """Ask it to end and give its exit code; one that does not end is killed, which the code tells."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._process.wait(), GRACE_SECONDS)
        except TimeoutError:
            self._process.kill()
            return await self._process.wait()
