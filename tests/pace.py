"""Time limits that go with the machine: a core that is shared, or old, is slower at everything it does."""

import time
from collections.abc import Generator
from contextlib import contextmanager

_STEPS = 1_000_000
_IDLE_SECONDS = 0.06
"""What the steps take a core of a present-day machine that nobody else uses."""


@contextmanager
def at_most(seconds: float) -> Generator[None]:
    """Fail when what is done inside takes an idle core longer; a slower one has as much longer as it is slower."""
    began = time.process_time()
    yield
    taken = time.process_time() - began
    if taken >= seconds:
        allowed = seconds * _slowness()
        assert taken < allowed, f"{taken:.2f} s of a core, where {allowed:.2f} s are allowed"


def _slowness() -> float:
    """Give how many times as long this core takes at the moment, at least once as long."""
    began = time.process_time()
    sum(number * number for number in range(_STEPS))
    return max(1.0, (time.process_time() - began) / _IDLE_SECONDS)
