"""`make chaos`: run the house, kill it, and print what came of it."""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from chaos.plan import Plan
from chaos.run import chaos
from chaos.verdict import Count


def main() -> None:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--together", action="store_true", help="one process instead of four")
    parser.add_argument("--folder", type=Path, help="where logs and data are kept")
    given = parser.parse_args()
    plan = Plan(given.seed, given.kills, given.mails, given.cases, given.together)
    print(f"seed {plan.seed}, {'one process' if plan.together else 'four processes'}", flush=True)
    began = time.monotonic()
    if given.folder:
        given.folder.mkdir(parents=True)
        counts = asyncio.run(chaos(plan, given.folder))
    else:
        with tempfile.TemporaryDirectory(prefix="utdrag-chaos-") as name:
            counts = asyncio.run(chaos(plan, Path(name)))
    print(table(counts))
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(any(count.wrong for count in counts))


def table(counts: list[Count]) -> str:
    """Give the counts as text, what is wrong at the end of its line."""
    return "\n".join(
        f"{count.what:<58} {count.count:6}" + (f"   WRONG: {count.wrong}" if count.wrong else "")
        for count in counts
    )


if __name__ == "__main__":
    main()
