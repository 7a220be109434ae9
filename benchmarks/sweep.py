"""The escalation sweep: with nothing due, and with five hundred cases due among all the others."""

import time
from collections.abc import AsyncGenerator

from app import clock
from app.workflows import escalate
from benchmarks.figures import Figure, Spread
from benchmarks.floor import timed
from benchmarks.ground import Ground

_DUE = 500


async def sweep(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure the sweep on all cases there are."""
    cases = await ground.owner.fetchval("SELECT count(*) FROM cases")
    idle = Spread.of(await timed(lambda _: escalate.sweep(ground.office, clock.now()), 50))
    yield Figure(f"escalation sweep, nothing due of {cases:,}, p50", idle.p50, "ms")
    await ground.owner.execute(
        """UPDATE cases
           SET escalate_at = now() - interval '1 minute', received_at = now() - interval '18 days'
           WHERE id IN (SELECT id FROM cases WHERE state = 'reviewing' LIMIT $1)""",
        _DUE,
    )
    began = time.perf_counter()
    found = await escalate.sweep(ground.office, clock.now())
    took = (time.perf_counter() - began) * 1000
    yield Figure(
        f"escalation sweep, {found} due of {cases:,}, each hundred", took / found * 100, "ms", at_most=10
    )
