"""The work list and the search over HTTP, at growing numbers of cases, behind the tenant walls."""

from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from app import clock
from app.queries.worklist import Asker, Wanted, page_of_cases
from app.routers import cursors
from app.vocabulary import Role, View
from benchmarks.figures import Figure, Spread
from benchmarks.floor import recorded, timed
from benchmarks.ground import Ground
from benchmarks.people import person, reference
from benchmarks.processes import Asked, Running, utdrag
from benchmarks.stock import fill, opened

_ROUNDS = 100
_VIEWS = [view for view in View if view is not View.QUARANTINE]
_OPEN, _CLOSED = "state <> 'closed'", "state = 'closed'"


async def listing(ground: Ground, sizes: Sequence[int]) -> AsyncGenerator[Figure]:
    """Measure every kind of page at every size; the ratio is that of the largest size to the smallest."""
    like = await opened(ground)
    smallest: dict[str, float] = {}
    for size in sizes:
        await fill(ground, size, like)
        floor = await _floor(ground)
        async with utdrag(ground, "--alone") as web:
            for name, asked in (await _pages(ground)).items():
                spread = Spread.of(await web.timed(asked, _ROUNDS))
                ratio = {} if size == sizes[0] else {"floor": smallest[name], "ratio_at_most": 1.5}
                smallest.setdefault(name, spread.p50)
                yield Figure(f"{name}, {size:,} cases, p95", spread.p95, "ms", at_most=15)
                yield Figure(f"{name}, {size:,}, p50; floor: driver", spread.p50, "ms", floor)
                if ratio:
                    first = smallest[name]
                    yield Figure(
                        f"{name}, p50, {size:,} / {sizes[0]:,}", spread.p50, "ms", first, ratio_at_most=1.5
                    )
            async for figure in _searches(ground, web, size):
                yield figure
            yield await _period(ground, web, size)


async def _pages(ground: Ground) -> dict[str, list[Asked]]:
    """Give the first, middle and last page of the list of open cases, its views, and lists narrowed down."""
    soon = clock.now().date() + timedelta(days=20)
    open_ones = [await _at(ground, _OPEN, share) for share in (None, 0.5, 1.0)]
    closed = [await _at(ground, _CLOSED, share) for share in (None, 0.5, 1.0)]
    return {
        "work list, first/middle/last page": [_page(ground, cursor=at) for at in open_ones],
        **{f"view {view.value}": [_page(ground, view=view.value)] for view in _VIEWS},
        "views counted": [_asked(ground, "/api/v1/views")],
        "narrowed to what nobody has": [
            _page(ground, channel="desk"),
            _page(ground, view="closed", right="erasure"),
        ],
        "closed cases, first/middle/last page": [_page(ground, state="closed", cursor=at) for at in closed],
        "one state, or due before a day": [
            _page(ground, state="reviewing", cursor=None),
            _page(ground, due_before=soon.isoformat(), cursor=None),
            _page(ground, state="collecting", due_before=soon.isoformat(), cursor=None),
        ],
    }


async def _at(ground: Ground, which: str, share: float | None) -> str | None:
    """Give the cursor of the page at a share of a list; of its last page at 1."""
    if share is None:
        return None
    count = await ground.owner.fetchval(f"SELECT count(*) FROM cases WHERE {which}")
    skipped = max(0, min(int(count * share), count - 51))
    row = await ground.owner.fetchrow(
        f"SELECT effective_due, id FROM cases WHERE {which} ORDER BY effective_due, id OFFSET $1 LIMIT 1",
        skipped,
    )
    assert row is not None
    return cursors.written(*row)


def _page(ground: Ground, **given: str | None) -> Asked:
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return _asked(ground, f"/api/v1/cases?{query}")


def _asked(ground: Ground, path: str, role: Role = Role.HANDLER) -> Asked:
    return Asked(path, headers={"Authorization": f"Bearer {ground.tokens[role]}"})


async def _period(ground: Ground, web: Running, size: int) -> Figure:
    """Measure the figures of the ninety days in which the cases came, which costs what happened in them."""
    asked = _asked(ground, "/api/v1/figures?from=2025-01-01&to=2025-03-31", Role.LEAD)
    spread = Spread.of(await web.timed([asked], _ROUNDS // 10))
    return Figure(f"figures of a period with all of {size:,} cases, p50", spread.p50, "ms")


async def _floor(ground: Ground) -> float:
    """Give the median of a first page's own statement by the driver alone, behind the same walls."""
    here = ground.organisation_id
    async with recorded(ground.office) as statements, ground.office.db.transaction(here) as session:
        await page_of_cases(session, Wanted(), Asker("", clock.now().date()), limit=50)
    return Spread.of(await timed(lambda _: statements.again(ground.driver), _ROUNDS)).p50


async def _searches(ground: Ground, web: Running, size: int) -> AsyncGenerator[Figure]:
    who = [person(number * size // 7) for number in range(1, 7)]
    looked_for = {
        "a whole name": [each.name for each in who],
        "the beginning of a name": ["ann", "lind", "ber"],
        "an address": [each.email for each in who],
        "a reference": [reference(number * size // 7) for number in range(1, 7)],
    }
    for name, words in looked_for.items():
        asked = [_page(ground, q=word) for word in words]
        spread = Spread.of(await web.timed(asked, _ROUNDS))
        yield Figure(f"search by {name}, {size:,} cases, p95", spread.p95, "ms", at_most=50)
