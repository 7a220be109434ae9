"""Reading mail: the door, the decoder and the classifier."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

from app import clock
from app.intake.classify import classify
from app.intake.decode import decode
from app.intake.door import Delivery, accept
from app.intake.questions import What, asked
from app.intake.readers import Readers
from app.law.deadlines import deadline
from app.vocabulary import Channel, Country
from benchmarks.figures import Figure, Spread
from benchmarks.floor import timed
from benchmarks.ground import Ground

_MAIL = (Path(__file__).parent.parent / "app/demo/mails/01-registerutdrag.eml").read_bytes()
_ROUNDS = 300


async def reading(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure what happens to a mail before a case is opened, and the rule of its deadline."""
    office, organisation = ground.office, ground.organisation_id

    async def insert(_: int) -> None:
        await ground.owner.execute("INSERT INTO floor (raw) VALUES ($1)", _MAIL)

    async def take(number: int) -> None:
        sent = Delivery("bench", f"bench-{number}", Channel.EMAIL, _MAIL, clock.now())
        await accept(office, organisation, sent, clock.now())

    async def read(_: int) -> None:
        classify(decode(_MAIL))

    async def due(_: int) -> None:
        deadline(country=Country.SE, received=datetime(2026, 1, 31, 9, tzinfo=UTC))

    await ground.owner.execute("CREATE TABLE floor (id serial PRIMARY KEY, raw bytea)")
    floor = Spread.of(await timed(insert, _ROUNDS)).p50
    taken = Spread.of(await timed(take, _ROUNDS)).p50
    yield Figure("a mail through the door, p50; floor: one INSERT, committed", taken, "ms", floor)
    here = Spread.of(await timed(read, _ROUNDS)).p50
    yield Figure("a mail decoded and classified, p50", here, "ms", at_most=1000 / 300)
    readers = Readers()
    try:
        apart = Spread.of(await timed(lambda _: readers.read(asked(What.READ, _MAIL)), _ROUNDS)).p50
    finally:
        readers.end()
    yield Figure("the same, apart from us and within limits; floor: here", apart, "ms", here)
    yield Figure("a deadline with its reasons, p50", Spread.of(await timed(due, _ROUNDS)).p50, "ms")
    await ground.owner.execute("DROP TABLE floor; TRUNCATE pgqueuer")
