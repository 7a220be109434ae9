"""What a handler sees, in a real browser: the first list on a slow line, and what happens meanwhile."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import perf_counter
from uuid import UUID

from playwright.async_api import Browser, Page, async_playwright

from app import clock
from app.queries import cases
from app.vocabulary import Event, Role
from app.workflows.history import SYSTEM, record
from benchmarks.figures import Figure, Spread
from benchmarks.ground import Ground
from benchmarks.processes import Running, utdrag
from benchmarks.stock import fill, opened

_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""1.6 Mbit/s down, 0.75 up, 150 ms each way and back."""
_SLOWER = 4
_ROUNDS, _EVENTS = 7, 20
_PAUSE = 0.3
_FIRST_ROW, _SUSPECT = "[data-row] [data-case]", "[data-row]:has([data-case='{}']) .badge.soon"


async def screen(ground: Ground, size: int) -> AsyncGenerator[Figure]:
    """Measure in a browser with nothing in its cache; one case in ten is open."""
    await fill(ground, size, await opened(ground))
    async with utdrag(ground, "--alone") as web, _chromium() as browser:
        for slow, most in ((True, 2500), (False, None)):
            spread = Spread.of([await _first_list(ground, web, browser, slow=slow) for _ in range(_ROUNDS)])
            line = f"1.6 Mbit/s, CPU / {_SLOWER}" if slow else "no throttle"
            name = f"console usable, cold, {size // 10:,} open cases, {line}, p50"
            yield Figure(name, spread.p50, "ms", at_most=most)
        spread = Spread.of(await _seen(ground, web, browser))
        yield Figure("from commit to the handler's screen, p50", spread.p50, "ms")
        yield Figure("from commit to the handler's screen, p95", spread.p95, "ms")


@asynccontextmanager
async def _chromium() -> AsyncGenerator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def _page(ground: Ground, browser: Browser) -> AsyncGenerator[Page]:
    token = ground.tokens[Role.HANDLER]
    context = await browser.new_context(extra_http_headers={"Authorization": f"Bearer {token}"})
    yield await context.new_page()
    await context.close()


async def _first_list(ground: Ground, web: Running, browser: Browser, *, slow: bool) -> float:
    """Give how long it takes from the address to the first case one may click on."""
    async with _page(ground, browser) as page:
        if slow:
            session = await page.context.new_cdp_session(page)
            await session.send("Network.enable")
            await session.send("Network.emulateNetworkConditions", _LINE)
            await session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        began = perf_counter()
        await page.goto(f"http://127.0.0.1:{web.port}/console/", wait_until="commit")
        await page.wait_for_selector(_FIRST_ROW)
        return perf_counter() - began


async def _seen(ground: Ground, web: Running, browser: Browser) -> list[float]:
    """Give how long after its commit a change stands in the list of somebody who looks at it."""
    took: list[float] = []
    async with _page(ground, browser) as page:
        await page.goto(f"http://127.0.0.1:{web.port}/console/")
        row = await page.wait_for_selector(_FIRST_ROW)
        assert row is not None
        case_id = UUID(await row.get_attribute("data-case"))
        shown = _SUSPECT.format(case_id)
        is_marked = await page.query_selector(shown) is not None
        for _ in range(_EVENTS):
            await asyncio.sleep(_PAUSE)
            is_marked = not is_marked
            await _mark(ground, case_id, is_suspect=is_marked)
            began = perf_counter()
            await page.wait_for_selector(shown, state="attached" if is_marked else "detached")
            took.append(perf_counter() - began)
    return took


async def _mark(ground: Ground, case_id: UUID, *, is_suspect: bool) -> None:
    async with ground.office.db.transaction(ground.organisation_id) as session:
        case = await cases.lock_case(session, case_id)
        case.suspect = is_suspect
        await record(session, case, Event.NOTE, SYSTEM, clock.now())
