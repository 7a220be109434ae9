"""Print figures beside floors and aims: `python -m benchmarks [only=NAMES] [cases=NUMBER] [items=NUMBER]`."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from functools import partial

from app import logs
from benchmarks.decoding import decoding
from benchmarks.doors import doors
from benchmarks.extract import extract
from benchmarks.figures import Figure, print_figures, print_head
from benchmarks.footprint import footprint
from benchmarks.ground import Ground, ground
from benchmarks.jobs import jobs
from benchmarks.listing import listing
from benchmarks.live import live
from benchmarks.opening import opening
from benchmarks.reading import reading
from benchmarks.screen import screen
from benchmarks.status import status
from benchmarks.sweep import sweep

Measure = Callable[[Ground], AsyncGenerator[Figure]]


def _measures(cases: int, items: int) -> dict[str, Measure]:
    """Give what can be measured, each by its name, in the order it is measured in."""
    sizes = sorted({min(10_000, cases), min(100_000, cases), cases})
    return {
        "reading": reading,
        "decoding": decoding,
        "doors": doors,
        "footprint": footprint,
        "status": status,
        "live": live,
        "list": partial(listing, sizes=sizes),
        "screen": partial(screen, size=cases),
        "opening": opening,  # after these: its floors leave cases nobody can open
        "jobs": jobs,
        "sweep": partial(sweep, cases=cases),
        "extract": partial(extract, items=items),
    }


async def main(only: list[str], cases: int, items: int) -> None:
    """Measure what was chosen, or everything."""
    logs.configure("warning")
    chosen = {name: measure for name, measure in _measures(cases, items).items() if not only or name in only}
    print_head()
    async with ground() as standing:
        for measure in chosen.values():
            async for figure in measure(standing):
                print_figures([figure])


if __name__ == "__main__":
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    names = given.get("only", "").split(",") if given.get("only") else []
    asyncio.run(main(names, int(given.get("cases", "1000000")), int(given.get("items", "20000"))))
