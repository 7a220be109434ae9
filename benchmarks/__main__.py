"""Print each measure beside its floor: the same work by the driver or the machine alone."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from uuid import UUID

import asyncpg

from app import clock, embedded
from app.db import migrate
from app.intake.classify import classify
from app.intake.decode import decode
from app.intake.door import Delivery, accept
from app.intake.readers import Readers
from app.law.deadlines import deadline
from app.office import Office
from app.queries.cases import page_of_cases
from app.vocabulary import Channel, Country
from benchmarks.doors import doors
from benchmarks.reading import reading
from tests.offices import a_case, an_office, an_organisation

ROUNDS = 400
CASES = 2000
MAIL = (Path(__file__).parent.parent / "app/demo/mails/01-registerutdrag.eml").read_bytes()
FLOOR_TABLE = "CREATE TABLE floor (id serial PRIMARY KEY, raw bytea)"


async def measured(name: str, work: Callable[[int], Awaitable[object]]) -> float:
    """Print the median and the 95th hundredth in milliseconds; give the median."""
    took: list[float] = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        await work(number)
        took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    print(f"{name:<58} {cuts[49]:8.2f} ms {cuts[94]:8.2f} ms")
    return cuts[49]


def ratio(cost: float, floor: float) -> None:
    """Print how many times the floor the product costs."""
    print(f"{'':<58} {cost / floor:8.1f} times the floor\n")


async def door(office: Office, organisation: UUID, raw: asyncpg.Connection) -> None:
    """A mail committed, against one committed INSERT of the same bytes."""

    async def insert(_: int) -> None:
        await raw.execute("INSERT INTO floor (raw) VALUES ($1)", MAIL)

    async def take(number: int) -> None:
        sent = Delivery("bench", f"bench-{number}", Channel.EMAIL, MAIL, clock.now())
        await accept(office, organisation, sent, clock.now())

    floor = await measured("floor: one INSERT of a mail, committed", insert)
    ratio(await measured("a mail through the door, committed with its job", take), floor)


async def page(office: Office, organisation: UUID, raw: asyncpg.Connection) -> None:
    """The first page of cases, behind the tenant walls, against the same rows by the driver alone."""
    async with office.db.transaction(organisation) as session:
        session.add_all(a_case(organisation, f"NB-{number:06}") for number in range(CASES))
    statement = "SELECT * FROM cases WHERE organisation_id = $1 ORDER BY effective_due, id LIMIT 50"
    await raw.execute("ANALYZE")

    async def fetch(_: int) -> None:
        await raw.fetch(statement, organisation)

    async def listed(_: int) -> None:
        async with office.db.transaction(organisation) as session:
            await page_of_cases(session, limit=50)

    floor = await measured("floor: fifty cases by the driver", fetch)
    ratio(await measured(f"a page of fifty cases of {CASES}, behind the walls", listed), floor)


async def rules() -> None:
    """The pure parts; they have no floor but the machine."""

    async def due(_: int) -> None:
        deadline(country=Country.SE, received=datetime(2026, 1, 31, 9, tzinfo=UTC))

    async def read(_: int) -> None:
        classify(decode(MAIL))

    await measured("a deadline with its reasons", due)
    floor = await measured("a mail decoded and classified", read)
    readers = Readers()
    await readers.read(MAIL)  # started
    ratio(await measured("the same, apart from us and within limits", lambda _: readers.read(MAIL)), floor)
    readers.end()


async def main() -> None:
    """Measure on a database of its own, with its promises to the disk kept."""
    with tempfile.TemporaryDirectory(prefix="utdrag-bench-") as name:
        home = Path(name)
        await asyncio.to_thread(home.chmod, 0o711)
        async with embedded.postgres(home / "postgres") as server:
            url = server.database("bench")
            owner = await asyncpg.connect(server.url)
            await owner.execute("CREATE DATABASE bench")
            await owner.close()
            await asyncio.to_thread(migrate, url)
            raw = await asyncpg.connect(url)
            await raw.execute(FLOOR_TABLE)
            async with an_office(url, home) as office:
                organisation = await an_organisation(office)
                print(f"{'':<58} {'median':>11} {'95 of 100':>11}")
                await door(office, organisation, raw)
                await doors(office, organisation)
                await page(office, organisation, raw)
                await rules()
                reading()
            await raw.close()


asyncio.run(main())
