"""A process that makes one extract and says what it took."""

import asyncio
import json
import re
import resource
import sys
import time
from pathlib import Path
from uuid import UUID

from app import logs
from app.cli.offices import new_office
from app.jobs import Job, Kind
from app.settings import Settings
from app.workflows.answering import make_extract


async def main(organisation_id: UUID, case_id: UUID) -> None:
    """Do the job."""
    settings = Settings()
    assert settings.database_url is not None
    office = new_office(settings, settings.database_url.get_secret_value())
    began = time.perf_counter()
    await make_extract(office, Job(Kind.MAKE_EXTRACT, organisation_id, case_id, "1"))
    seconds = time.perf_counter() - began
    await office.db.close()
    used, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = used.ru_utime + used.ru_stime + children.ru_utime + children.ru_stime
    told = {
        "seconds": seconds,
        "cpu": cpu,
        "peak": _peak(),
        "typesetter": children.ru_maxrss / 1024,
    }
    print(json.dumps(told))


def _peak() -> float:
    """Give the most memory of this process, in MB; `ru_maxrss` begins with what its parent had."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert told
    return int(told[1]) / 1024


if __name__ == "__main__":
    logs.configure("warning")
    asyncio.run(main(*(UUID(word) for word in sys.argv[1:])))
