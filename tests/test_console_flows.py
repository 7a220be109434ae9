"""Whole cases worked through in the console with the keyboard alone."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import embedded
from app.vocabulary import Role
from tests.clockwork import ANNA
from tests.counterparts.chromium import assert_accessible
from tests.doors import Doors, doors
from tests.house import mail, until

FURTHEST = 80
"""Presses of Tab: more than any form of ours has places to stop at."""


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("flows")) as house:
        house.system.rows["p1"] = {"email": ANNA.email, "name": ANNA.name, "street": "Exempelgatan 3"}
        yield house


@pytest.fixture
async def console(page: Page, house: Doors) -> Page:
    await page.set_viewport_size({"width": 1360, "height": 820})
    await page.set_extra_http_headers({"Authorization": f"Bearer {house.house.tokens[Role.HANDLER]}"})
    return page


@pytest.fixture
def base(house: Doors) -> str:
    return str(house.house.http.base_url).rstrip("/")


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something is reached."""
    for _ in range(FURTHEST):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"nobody gets to {selector} with the keyboard")


async def begin(page: Page, key: str) -> None:
    await page.keyboard.press(key)
    await expect(page.get_by_role("dialog").locator("form :focus")).to_have_count(1)


async def finish(page: Page) -> None:
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def seen(page: Page, house: Doors, case_id: str, state: str) -> dict[str, Any]:
    """Give the case once it is in a state and its page shows that."""
    case = await house.house.in_state(case_id, state)
    await page.reload()
    await expect(page.get_by_role("heading", name=case["person"]["name"])).to_be_visible()
    return case


async def identify(page: Page) -> None:
    await begin(page, "i")
    await page.keyboard.press("Space")
    await tab_to(page, "textarea")
    await page.keyboard.type("Ringde upp numret i registret.")
    await tab_to(page, "#field-attributes-0-kind")
    await page.keyboard.type("E-post")
    await tab_to(page, "#field-attributes-0-value")
    await page.keyboard.type(ANNA.email)
    await finish(page)


async def settle(page: Page) -> None:
    await begin(page, "t")
    await expect(page.locator("#field-task_id")).not_to_have_value("")  # there is only one to choose
    await tab_to(page, "input[type=radio]")
    await page.keyboard.press("Space")
    await tab_to(page, "textarea")
    await page.keyboard.type("Pärmen är genomsökt.")
    await finish(page)


async def review_and_send(page: Page, house: Doors, case_id: str) -> None:
    await seen(page, house, case_id, "reviewing")
    await begin(page, "r")
    await tab_to(page, "input[type=radio]")
    await page.keyboard.press("Space")
    await finish(page)
    await begin(page, "s")
    await assert_accessible(page)
    await finish(page)
    await seen(page, house, case_id, "answered")


async def test_a_mail_is_taken_from_triage_to_a_closed_case(house: Doors, console: Page, base: str) -> None:
    sent = mail("Fråga", "Hej! Jag har en fråga om mina uppgifter. Kan ni ringa mig?")
    message_id = await house.house.hand_in(sent)

    async def waiting() -> Any:
        return (await house.house.read(f"/messages/{message_id}"))["state"] == "triage"

    await until(waiting)
    await console.goto(f"{base}/console/triage")
    await expect(console.get_by_text("Kan ni ringa mig?").first).to_be_visible()
    await assert_accessible(console)
    await begin(console, "s")
    await tab_to(console, "input[type=checkbox]")
    await console.keyboard.press("Space")
    await finish(console)
    await expect(console.get_by_text("Meddelandet hör nu till ett ärende.")).to_be_visible()
    case = await house.house.case_of(message_id)
    await tab_to(console, ".toast a")
    await console.keyboard.press("Enter")
    await expect(console).to_have_url(f"{base}/console/cases/{case['id']}")
    await seen(console, house, case["id"], "verifying")
    await identify(console)
    await seen(console, house, case["id"], "collecting")
    await settle(console)
    await review_and_send(console, house, case["id"])
    await house.house.letter("klart", to=ANNA.email)

    async def closable() -> bool:  # that it was sent is written a moment after it has arrived
        actions = (await house.house.case(case["id"]))["actions"]
        return any(one["operation_id"] == "close" and one["enabled"] for one in actions)

    await until(closable)
    await console.reload()
    await expect(console.get_by_role("heading", name=ANNA.name)).to_be_visible()
    await begin(console, "z")
    await console.keyboard.press("Enter")
    await expect(console.get_by_role("dialog")).to_have_count(0)
    closed = await house.house.in_state(case["id"], "closed")
    assert closed["outcome"] == "fulfilled"
    assert {stage["state"] for stage in closed["stages"]} == {"done"}


async def test_a_correction_ends_in_a_fresh_extract(house: Doors, console: Page, base: str) -> None:
    case = await house.identified("rectification")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await seen(console, house, case["id"], "collecting")
    steps = console.get_by_role("list", name="Steg").get_by_role("listitem")
    await expect(steps.last).to_have_text("Sedan: Nytt utdrag")
    await settle(console)
    await seen(console, house, case["id"], "deciding")
    await tab_to(console, ".tabs button:nth-child(2)")
    await console.keyboard.press("Enter")
    await expect(console.get_by_text("Exempelgatan 3")).to_be_visible()
    await assert_accessible(console)
    await tab_to(console, ".data div:last-child button")
    await console.keyboard.press("Enter")
    await tab_to(console, "#field-claimed")
    await console.keyboard.press("Control+a")
    await console.keyboard.type("Låtsasgränd 9")
    await finish(console)
    await tab_to(console, ".tabs button:nth-child(3)")
    await console.keyboard.press("Enter")
    change = console.locator(".change")
    await expect(change).to_contain_text("Exempelgatan 3")
    await expect(change).to_contain_text("Låtsasgränd 9")
    await tab_to(console, ".corrections button")
    await console.keyboard.press("Enter")
    await tab_to(console, "input[type=radio]")
    await console.keyboard.press("Space")
    await finish(console)
    await assert_accessible(console)
    await begin(console, "v")
    await finish(console)
    await settled_by_hand(house, case["id"])
    await review_and_send(console, house, case["id"])
    await expect(steps.last).to_contain_text("Nytt utdrag")
    assert house.system.rows["p1"]["street"] == "Låtsasgränd 9"

    async def made() -> list[str]:  # by a job, a moment after the case was answered
        return [extract["kind"] for extract in (await house.house.case(case["id"]))["extracts"]]

    assert await until(made) == ["fresh"]


async def settled_by_hand(house: Doors, case_id: str) -> None:
    """Let the owner of the binder do what is asked of them, until somebody must review."""

    async def reviewing() -> bool:
        case = await house.house.case(case_id)
        waiting = [task for task in case["tasks"] if task["state"] == "manual" and not task["settled_at"]]
        if waiting and case["state"] in {"collecting", "acting"}:
            await house.house.act(
                case_id, "settle_task", task_id=waiting[0]["id"], state="done", reason="Rättat i pärmen."
            )
        return bool(case["state"] == "reviewing")

    await until(reviewing)
