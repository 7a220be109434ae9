"""The figures in a real browser: a lead reads them, an administrator begins with them once all is set, a handler has none."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, Route, expect

from app import clock, embedded
from app.models.case import Case
from app.vocabulary import ExtensionReason, Outcome, RefusalGround, Right, Role, State
from tests.counterparts.chromium import assert_accessible
from tests.doors import Doors, doors
from tests.offices import a_case
from tests.test_console_work import is_fine


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("figures")) as house:
        async with house.house.office.db.transaction(house.house.organisation_id) as session:
            session.add_all(_cases(house.house.organisation_id))
        yield house


def _cases(whose: UUID) -> list[Case]:
    """Give a quarter's work: two in three answered, each in its own time, and a dozen open ones."""
    now, ways = clock.now(), list(Right)[:4]
    found: list[Case] = []
    for number in range(60):
        received, took = now - timedelta(days=88 - number * 1.4), timedelta(days=4 + number * 7 % 33)
        due = (received + timedelta(days=30)).date()
        answered = received + took if number % 3 and received + took < now else None
        facts: dict[str, Any] = {
            "received_at": received, "answered_at": answered, "closed_at": answered,
            "effective_due": due, "legal_due": due, "rights": [ways[number % 4]],
            "assignee": ("anna-desk", "bo-desk", None)[number // 2 % 3],
        }  # fmt: skip
        if answered:
            facts |= {"state": State.CLOSED, "outcome": Outcome.FULFILLED}
        elif number < 40:
            facts |= {"state": State.CLOSED, "outcome": Outcome.WITHDRAWN, "closed_at": received + took}
        else:
            facts["state"] = (State.VERIFYING, State.COLLECTING, State.REVIEWING)[number % 3]
        if answered and number % 9 == 1:
            facts |= {"outcome": Outcome.REFUSED, "refusal_ground": RefusalGround.RIGHTS_OF_OTHERS}
        if number % 11 == 2:
            facts |= {"extended_at": received, "extension_reason": ExtensionReason.COMPLEXITY}
        found.append(a_case(whose, f"NB-{number}", **facts))
    late = now - timedelta(days=70)
    days = {"received_at": late, "effective_due": (late + timedelta(days=30)).date(), "assignee": "anna-desk"}
    return [*found, a_case(whose, "NB-late", state=State.COLLECTING, **days)]


async def seen_by(page: Page, token: str) -> None:
    await page.set_viewport_size({"width": 1400, "height": 900})
    await page.set_extra_http_headers({"Authorization": f"Bearer {token}"})


@pytest.fixture
def base(house: Doors) -> str:
    return str(house.house.http.base_url).rstrip("/")


async def test_a_lead_reads_how_it_goes(house: Doors, page: Page, base: str) -> None:
    await seen_by(page, house.house.tokens[Role.LEAD])
    told = await house.house.read("/figures", role=Role.LEAD)
    await page.goto(f"{base}/console/")
    await page.get_by_role("link", name="Siffror").click()
    await expect(page.get_by_role("heading", name="Siffror")).to_be_visible()
    (summary,) = told["summary"]
    cards = page.locator(".cards")
    await expect(cards).to_contain_text(f"{summary['in_time']} av {summary['answered']} besvarade")
    await expect(cards).to_contain_text(f"av {summary['open_now']} öppna")
    weeks = page.get_by_role("region", name="Inkomna och besvarade per vecka").get_by_role("table")
    await expect(weeks).to_be_hidden()  # until it is asked for
    await page.get_by_text("Visa som tabell").first.click()
    await expect(weeks.get_by_role("row")).to_have_count(len(told["weeks"]) + 1)
    await expect(weeks.get_by_role("columnheader")).to_have_text(
        ["Vecka från", "Inkomna", "Besvarade", "Besvarade i tid"]
    )
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Arbete per handläggare som CSV").click()
    download = await downloading.value
    assert download.suggested_filename.startswith("utdrag-handlers-")
    await page.get_by_role("link", name="30 dagar").click()
    await expect(page).to_have_url(f"{base}/console/figures?from={_back(told, 29)}")
    await expect(page.get_by_role("link", name="30 dagar")).to_have_attribute("aria-current", "true")
    await page.get_by_label("Från").fill("2020-01-01")
    await page.get_by_role("button", name="Visa").click()
    await expect(page.get_by_role("alert")).to_contain_text("högst två år")
    await page.go_back()
    await page.go_back()
    await expect(page).to_have_url(f"{base}/console/figures")
    await expect(cards).to_contain_text(f"{summary['in_time']} av {summary['answered']} besvarade")
    await is_fine(page)
    await page.set_viewport_size({"width": 1400, "height": 900})
    await page.get_by_role("link", name="anna-desk").click()
    await expect(page).to_have_url(f"{base}/console/?assignee=anna-desk")
    await expect(page.locator("[data-row]").first).to_be_visible()


def _back(told: dict[str, Any], days: int) -> str:
    last = clock.now().date().fromisoformat(told["period"]["last_day"])
    return (last - timedelta(days=days)).isoformat()


async def test_an_administrator_begins_with_what_is_left_to_do_and_then_with_figures(
    house: Doors, page: Page, base: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await seen_by(page, house.stranger.tokens[Role.ADMINISTRATOR])
    await page.goto(f"{base}/console/")
    await expect(page).to_have_url(f"{base}/console/settings")
    await expect(page.get_by_role("progressbar", name="Kom i gang")).to_be_visible()

    async def all_done(route: Route) -> None:
        told = await (await route.fetch()).json()
        await route.fulfill(json={**told, "done": told["of"]})

    await page.route("**/organisation/checklist", all_done)
    await page.get_by_role("link", name="Utdrag").click()
    await expect(page).to_have_url(f"{base}/console/figures")
    await expect(page.get_by_text("Ingen saker")).to_have_count(0)
    await expect(page.get_by_text("Ingen besvarte saker i perioden.").last).to_be_visible()
    await expect(page.get_by_role("search")).to_have_count(0)
    await expect(page.get_by_role("alert")).to_have_count(0)
    await assert_accessible(page)
    await page.get_by_role("link", name="Utdrag").click()
    await expect(page.get_by_role("heading", name="Tall")).to_be_visible()
    assert not any("/cases" in url or "/views" in url or "/live" in url for url in asked)


async def test_a_handler_has_no_way_there(house: Doors, page: Page, base: str) -> None:
    await seen_by(page, house.house.tokens[Role.HANDLER])
    await page.goto(f"{base}/console/figures")
    await expect(page.get_by_text("Siffrorna är till för teamledare")).to_be_visible()
    await expect(page.get_by_role("link", name="Siffror")).to_have_count(0)
