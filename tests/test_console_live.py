"""What happens elsewhere, as the console shows it: without moving what is looked at, in one stream a browser."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock, embedded
from app.vocabulary import Role
from tests.clockwork import ANNA
from tests.counterparts.chromium import assert_accessible
from tests.doors import Doors, doors
from tests.house import until


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("live")) as house:
        yield house


@pytest.fixture
async def console(page: Page, house: Doors) -> Page:
    await page.set_viewport_size({"width": 1360, "height": 820})
    await page.context.set_extra_http_headers({"Authorization": f"Bearer {house.house.tokens[Role.HANDLER]}"})
    return page


@pytest.fixture
def base(house: Doors) -> str:
    return str(house.house.http.base_url).rstrip("/")


async def written(house: Doors, name: str, *, days: int = 0) -> dict[str, Any]:
    said_at = (clock.now() - timedelta(days=days)).isoformat()
    return await house.written(name=name, said_at=said_at)


async def is_live(page: Page) -> None:
    await expect(page.locator(".live.on")).to_be_attached()


async def names(page: Page) -> list[str]:
    return await page.locator("[data-row] [data-case]").all_inner_texts()


async def test_a_new_case_waits_to_be_let_in(house: Doors, console: Page, base: str) -> None:
    await written(house, "Stina Stilla", days=2)
    await console.goto(f"{base}/console/")
    await is_live(console)
    before = await names(console)
    await written(house, "Nina Ny", days=20)
    new = console.get_by_role("button", name=re.compile(r"^1 nytt ärende"))
    await expect(new).to_be_visible()
    assert await names(console) == before
    await assert_accessible(console)
    await new.click()
    await expect(console.get_by_role("link", name="Nina Ny")).to_be_visible()
    assert await names(console) == ["Nina Ny", *before]


async def test_a_row_and_its_case_change_where_they_stand(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Rita Rad")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await is_live(console)
    row = console.locator("[data-row]").filter(has_text="Rita Rad")
    await expect(row).to_contain_text("Under identitetskontroll")
    await house.house.act(
        case["id"],
        "confirm_identity",
        method="call_back",
        reason="Ringde upp numret i registret.",
        attributes=[{"kind": "email", "value": ANNA.email}],
    )
    await expect(row).to_contain_text("Under insamling")
    await expect(console.get_by_text("Identiteten räcker för ett svar")).to_be_visible()


async def test_who_else_looks_is_shown(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Tyra Två")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await is_live(console)
    await house.house.api("POST", f"/cases/{case['id']}/presence", role=Role.LEAD, json={"doing": "replying"})
    await expect(console.locator(".case .badge").filter(has_text="svarar")).to_be_visible()
    await assert_accessible(console)


async def test_one_tab_holds_the_stream_and_every_tab_hears(house: Doors, console: Page, base: str) -> None:
    streams: list[str] = []
    console.context.on(
        "request", lambda request: streams.append(request.url) if "/live" in request.url else None
    )
    tabs = [console, *[await console.context.new_page() for _ in range(7)]]
    for tab in tabs:
        await tab.goto(f"{base}/console/")
        await is_live(tab)
    assert len(streams) == 1
    await tabs[0].close()
    await written(house, "Åtta Åttasson", days=25)
    for tab in tabs[1:]:
        await expect(tab.get_by_role("button", name=re.compile("nytt ärende"))).to_be_visible()


async def test_many_are_done_at_once_and_each_is_told_of(house: Doors, console: Page, base: str) -> None:
    await written(house, "Mia Många", days=28)
    await written(house, "Max Många", days=27)
    await console.goto(f"{base}/console/?q=många")
    await expect(console.locator("[data-row]")).to_have_count(2)
    for _ in range(2):
        await console.keyboard.press("j")
        await console.keyboard.press("x")
    bar = console.get_by_role("region", name="Valda ärenden")
    await expect(bar).to_contain_text("2 valda")
    await expect(bar.get_by_role("button", name="Skriv en anteckning")).to_be_visible()
    await assert_accessible(console)
    await console.keyboard.press("o")
    await console.get_by_role("dialog").get_by_role("textbox").fill("Båda hör ihop.")
    await console.keyboard.press("Control+Enter")
    await expect(bar.get_by_role("status")).to_contain_text("2 av 2 gjorda")
    await console.keyboard.press("Escape")
    await expect(bar).to_have_count(0)


async def test_a_hundred_thousand_rows_are_no_more_than_those_in_sight(
    house: Doors, console: Page, base: str
) -> None:
    await written(house, "Herman Hundratusen")
    await console.goto(f"{base}/console/")
    await is_live(console)
    first = (await console.evaluate("fetch('/api/v1/cases?limit=1').then((answer) => answer.json())"))[
        "items"
    ][0]

    async def page_of(route: Any) -> None:
        found = re.search(r"cursor=(\d+)", route.request.url)
        start = int(found[1]) if found else 0
        items = [
            {**first, "id": f"case-{number}", "person": f"Nummer {number}"}
            for number in range(start, start + 20_000)
        ]
        more = str(start + 20_000) if start < 80_000 else None
        await route.fulfill(json={"items": items, "next_cursor": more})

    await console.route("**/api/v1/cases?*", page_of)
    await console.reload()
    rows = console.locator("[role=table]")
    await expect(console.locator("[data-row]").first).to_be_visible()
    last = console.get_by_role("link", name="Nummer 99999")

    async def at_the_end() -> bool:
        await rows.evaluate("box => box.scrollTop = box.scrollHeight")
        return await last.count() == 1

    await until(at_the_end)
    assert await console.locator("[data-row]").count() < 80
    await last.focus()
    await console.keyboard.press("k")
    await expect(console.get_by_role("link", name="Nummer 99998")).to_be_focused()
