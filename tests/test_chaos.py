"""The short form of `make chaos`: the real programs, killed while mails come in and cases are worked on."""

import tempfile
from pathlib import Path

from chaos.__main__ import table
from chaos.plan import Plan
from chaos.run import chaos


async def test_whatever_is_killed_nothing_is_lost_or_doubled() -> None:
    with tempfile.TemporaryDirectory(prefix="utdrag-chaos-") as name:
        counts = await chaos(Plan(seed=1, kills=4, mails=16, cases=4), Path(name))
    print(table(counts))
    assert [count for count in counts if count.wrong] == []
    assert sum(count.count for count in counts if count.what.startswith("kills of")) == 4
