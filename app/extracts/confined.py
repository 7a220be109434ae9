"""Work on data from strangers, in a process of its own with little memory, little time and no secrets."""

import asyncio
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.errors import DsarError, TooLarge

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Limits:
    """What one piece of work may use: bytes of address space, seconds of CPU, seconds in all."""

    memory: int = 4 * 1024**3
    cpu: int = 120
    wall: float = 180


async def confined(
    module: str, stdin: bytes, target: IO[bytes], limits: Limits, *sources: IO[bytes]
) -> bytes:
    """What `python -m module` prints for this input; it writes its result into `target` (a real file).

    The process sees none of our environment and no open file but these; `sources` are told last, by number.
    Raises TooLarge when it meets a limit and DsarError when it fails; neither says anything of the data.
    """
    given = [source.fileno() for source in sources]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, f"/dev/fd/{target.fileno()}", str(limits.memory), str(limits.cpu),
        *map(str, given),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        pass_fds=(target.fileno(), *given), cwd=_ROOT, env={"PYTHONUTF8": "1"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(limits.wall):
            said, complained = await process.communicate(stdin)
    except TimeoutError:
        raise TooLarge(f"{module} took more than {limits.wall:g} seconds and was stopped.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise _failure(module, process.returncode, complained, limits)
    return said


def _failure(module: str, code: int, complained: bytes, limits: Limits) -> DsarError:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return TooLarge(f"{module} used more than {limits.cpu} seconds of CPU and was stopped.")
    if b"MemoryError" in complained or b"memory allocation" in complained:
        return TooLarge(f"{module} needed more than {limits.memory // 1024**2} MB of memory and was stopped.")
    return DsarError(f"{module} failed with exit status {code}.")


def accept_limits(arguments: Sequence[str]) -> Path:
    """Called first inside the process: takes the limits upon itself and gives the file to write."""
    target, memory, cpu = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return Path(target)
