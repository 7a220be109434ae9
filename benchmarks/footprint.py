"""What the product takes of a machine: memory, the time it needs to start, and the packages it runs on."""

import asyncio
import re
from collections.abc import AsyncGenerator
from pathlib import Path

from packaging.requirements import Requirement

from app.vocabulary import Role
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.opening import note
from benchmarks.processes import Asked, Running, utdrag

_LOCK = Path(__file__).parent.parent / "requirements/runtime.lock"
_MEGABYTE = 1024 * 1024


async def footprint(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure web and worker in one process, as `utdrag serve` runs them."""
    async with utdrag(ground):
        pass  # the modules are compiled and in the cache of files from now on
    async with utdrag(ground) as both:
        yield Figure("start until the first answer, warm", both.started, "s", at_most=2)
        await asyncio.sleep(2)
        yield Figure("memory of web and worker in one process, idle", _memory(both), "MB", at_most=150)
        await both.per_second(note(ground), 400, 4)
        head = {"Authorization": f"Bearer {ground.tokens[Role.HANDLER]}"}
        await both.per_second(Asked("/api/v1/cases", headers=head), 400, 4)
        await asyncio.sleep(2)
        yield Figure("the same after 400 opened cases and 400 pages", _memory(both), "MB", at_most=150)
    yield Figure("packages at run time", _packages(), "", at_most=60)


def _memory(running: Running) -> float:
    """Give what is in memory for this process alone; a library that others map too counts in part."""
    return running.process.memory_full_info().pss / _MEGABYTE


def _packages() -> int:
    """Give how many of the locked packages this platform installs."""
    wanted = re.findall(r"^[a-z0-9._-]+==[^\\\n]+", _LOCK.read_text(), re.MULTILINE)
    found = [Requirement(line.strip()) for line in wanted]
    return sum(each.marker is None or each.marker.evaluate() for each in found)
