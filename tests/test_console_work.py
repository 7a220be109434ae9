"""The console at work in a real browser, on the real house: the list, a case, a note, all by the keyboard."""

import asyncio
import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Locator, Page, Route, expect

from app import clock, embedded
from app.vocabulary import Role
from tests.clockwork import ANNA
from tests.counterparts.chromium import Faults, assert_accessible, assert_accessible_in_the_dark
from tests.doors import Doors, doors

ROWS = "[data-row]"
HOSTILE = (
    "Hej! <script src=https://evil.example/a.js></script> <img src=https://evil.example/a.png onerror=alert(1)> "
    "<a href=javascript:alert(1)>tryck</a> </td></table>"
)


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("console")) as house:
        house.system.rows["p1"] = {"email": ANNA.email, "name": ANNA.name, "street": "Exempelgatan 3"}
        yield house


@pytest.fixture
async def console(page: Page, house: Doors) -> Page:
    """A page of somebody who handles cases."""
    await page.set_viewport_size({"width": 1360, "height": 820})
    await page.set_extra_http_headers({"Authorization": f"Bearer {house.house.tokens[Role.HANDLER]}"})
    return page


@pytest.fixture
def base(house: Doors) -> str:
    return str(house.house.http.base_url).rstrip("/")


async def written(house: Doors, name: str, *, days: int = 0, **changes: Any) -> dict[str, Any]:
    said_at = (clock.now() - timedelta(days=days)).isoformat()
    return await house.written(name=name, said_at=said_at, **changes)


async def is_fine(page: Page) -> None:
    """Accessible in light and dark, and nothing wider than the narrowest screen or than one at 200 %."""
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    await assert_accessible_in_the_dark(page)
    for width, height in ((680, 410), (320, 640)):
        await page.set_viewport_size({"width": width, "height": height})
        overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overhang) == 0
    await assert_accessible(page)


async def rows(page: Page) -> list[str]:
    return await page.locator(f"{ROWS} [data-case]").all_inner_texts()


async def test_the_list_shows_what_is_due_first_and_is_walked_with_the_keyboard(
    house: Doors, console: Page, base: str
) -> None:
    await written(house, "Sara Sist", days=1)
    await written(house, "Frida Först", days=40)
    await console.goto(f"{base}/console/")
    late = console.locator(ROWS).filter(has_text="Frida Först")
    await expect(late).to_contain_text(re.compile(r"−\d+ d"))
    await expect(late).to_contain_text("Försenat")
    assert (await rows(console))[0] == "Frida Först"
    await console.keyboard.press("j")
    await expect(console.get_by_role("link", name="Frida Först")).to_be_focused()
    await console.keyboard.press("j")
    assert await console.evaluate("document.activeElement.textContent") == (await rows(console))[1]
    await console.keyboard.press("k")
    await console.keyboard.press("Enter")
    await expect(console.get_by_role("heading", name="Frida Först")).to_be_visible()
    await console.keyboard.press("Escape")
    await expect(console).to_have_url(f"{base}/console/")
    await expect(console.get_by_role("link", name="Frida Först")).to_be_focused()
    await console.go_back()
    await expect(console.get_by_role("heading", name="Frida Först")).to_be_visible()
    await is_fine(console)


async def test_a_list_is_narrowed_and_its_address_says_how(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Nils Nummer", rights=["erasure"])
    await console.goto(f"{base}/console/")
    await expect(console.locator(ROWS).first).to_be_visible()
    await console.keyboard.press("/")
    await console.keyboard.type(case["reference"])
    await console.keyboard.press("Enter")
    await expect(console).to_have_url(f"{base}/console/?q={case['reference']}")
    await expect(console.locator(ROWS)).to_have_count(1)
    await console.reload()
    await expect(console.locator(ROWS)).to_have_count(1)
    await console.goto(f"{base}/console/?q=ingenalls")
    await expect(console.get_by_text("Ingen träff.")).to_be_visible()
    await assert_accessible(console)


async def test_a_call_is_written_down_with_one_key_and_who_is_meant_is_suggested(
    house: Doors, console: Page, base: str
) -> None:
    await console.goto(f"{base}/console/")
    await expect(console.locator(ROWS).first).to_be_visible()
    await console.keyboard.press("n")
    await expect(console.get_by_label("Vem")).to_be_focused()
    await console.keyboard.type("Rut Ringer")
    await console.keyboard.press("Tab")
    await console.keyboard.type("070-1740677")
    await console.keyboard.press("Tab")
    await console.keyboard.press("Tab")
    await console.keyboard.type("Jag vill veta vad ni har om mig.")
    await assert_accessible(console)
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_role("heading", name="Rut Ringer")).to_be_visible()
    await expect(console.get_by_role("status").filter(has_text="är registrerat")).to_be_visible()


HOLD_FRAMES = """(() => {
    const later = globalThis.setTimeout, frame = globalThis.requestAnimationFrame;
    let held = [], holding = false;
    globalThis.setTimeout = (run, ...rest) => (holding ? held.push(run) : later(run, ...rest));
    globalThis.requestAnimationFrame = (run) => (holding ? held.push(run) : frame(run));
    globalThis.holdFrames = () => (holding = true);
    globalThis.letFrames = () => ((holding = false), held.forEach((run) => later(run)));
})()"""
"""What a page does after it is drawn waits from `holdFrames()` to `letFrames()`."""


async def test_a_part_that_comes_between_being_drawn_and_asked_for_is_shown(
    house: Doors, console: Page, base: str
) -> None:
    await written(house, "Mia Mellan")
    asked: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    rest = asyncio.Event()

    async def slowly(route: Route) -> None:
        asked.set_result(route.request.url)
        await rest.wait()
        await route.continue_()

    await console.add_init_script(HOLD_FRAMES)
    await console.route("**/rest.js", slowly)
    await console.goto(f"{base}/console/")
    await expect(console.locator(ROWS).first).to_be_visible()
    address = await asked
    await console.evaluate("holdFrames()")
    await console.keyboard.press("n")
    await expect(console.locator(".skeleton")).to_be_attached()
    rest.set()
    await console.evaluate("address => import(address).then(() => null)", address)
    await console.evaluate("letFrames()")
    await expect(console.get_by_label("Vem")).to_be_focused()


async def test_what_cannot_be_done_says_why_and_what_is_wrong_stands_at_its_field(
    house: Doors, console: Page, base: str, page_faults: Faults
) -> None:
    case = await written(house, "Vera Varför")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await expect(console.get_by_role("heading", name="Vera Varför")).to_be_visible()
    shown = await house.house.case(case["id"])
    refused = [one for one in shown["actions"] if not one["enabled"]]
    await console.get_by_text("Fler åtgärder").click()
    for one in refused:
        await expect(console.locator(".refused").filter(has_text=one["title"]).first).to_contain_text(
            one["reason"]
        )
    await console.keyboard.press("Escape")
    await console.keyboard.press("e")
    dialog = console.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await dialog.locator("form").evaluate("form => form.noValidate = true")
    await console.keyboard.press("Control+Enter")
    await expect(dialog.locator("[aria-invalid=true]").first).to_be_focused()
    await is_fine(console)


async def test_somebody_faster_costs_no_text(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Lina Långsam")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await expect(console.get_by_role("heading", name="Lina Långsam")).to_be_visible()
    await console.keyboard.press("l")
    question = console.get_by_role("dialog").get_by_role("textbox").first
    await question.fill("Vilka uppgifter menar du?")
    await console.get_by_role("dialog").get_by_role("textbox").nth(1).fill("Begäran är mycket vid.")
    await house.house.act(case["id"], "note", text="Ringde, inget svar.")
    await console.route("**/actions/ask_clarification", _once_older())
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_role("alert")).to_contain_text("Det du skrev finns kvar")
    await expect(question).to_have_value("Vilka uppgifter menar du?")
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_role("dialog")).to_have_count(0)
    assert (await house.house.case(case["id"]))["state"] == "clarifying"


def _once_older() -> Any:
    """The first request carries version 1, as one that was read before somebody else acted."""
    calls: list[int] = []

    async def handle(route: Any) -> None:
        calls.append(1)
        headers = {**route.request.headers, "if-match": '"1"'} if len(calls) == 1 else route.request.headers
        await route.continue_(headers=headers)

    return handle


async def test_a_lost_session_and_a_lost_line_are_said_and_drafts_stay(
    house: Doors, console: Page, base: str
) -> None:
    case = await written(house, "Dora Draft")
    await console.goto(f"{base}/console/cases/{case['id']}")
    note = console.get_by_label("Anteckning bara för kollegor")
    await note.fill("Halvskriven anteckning")
    await console.set_extra_http_headers({"Authorization": "Bearer uta_ended"})
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_text("Du är utloggad.")).to_be_visible()
    link = console.get_by_role("link", name="Logga in igen")
    assert f"next=%2Fconsole%2Fcases%2F{UUID(case['id'])}" in (await link.get_attribute("href") or "")
    await console.set_extra_http_headers({"Authorization": f"Bearer {house.house.tokens[Role.HANDLER]}"})
    await console.reload()
    await expect(note).to_have_value("Halvskriven anteckning")
    await note.focus()
    await console.keyboard.press("Control+Enter")
    await expect(note).to_have_value("")
    notes = (await house.house.case(case["id"]))["notes"]
    assert [one["text"] for one in notes] == ["Halvskriven anteckning"]


async def test_two_colons_lead_to_the_texts_that_stand_ready(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Tea Text")
    await console.goto(f"{base}/console/cases/{case['id']}")
    await console.get_by_role("button", name="Brev till personen").click()
    letter = console.locator("#composer-write")
    await letter.press_sequentially("Hej! ::")
    texts = console.get_by_label("Infoga text")
    await expect(texts).to_be_focused()
    await texts.select_option("Arbetet pågår")
    await expect(letter).to_be_focused()
    await expect(letter).to_have_value(
        re.compile(r"^Hej! Vi arbetar med din begäran\. Just nu \[.*2026|2027")
    )
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_text("Fyll i det som står öppet: [vad som återstår].")).to_be_visible()
    assert case["version"] == (await house.house.case(case["id"]))["version"]

    # The letter is seen as it will look, whatever somebody wrote into it; then as it looked.
    await console.get_by_role("textbox", name="Brev till").fill(HOSTILE)
    await console.get_by_role("button", name="Förhandsgranska").click()
    await expect(console.locator(".preview .letter-text")).to_contain_text("<script")
    await console.get_by_role("button", name="Som det ser ut").click()
    await shows_only_words(console.locator(".preview iframe"))
    await assert_accessible(console)
    await console.get_by_role("textbox", name="Brev till").press("Control+Enter")
    await expect(console.locator(".preview")).to_have_count(0)
    await console.locator(".item.letter_out").first.get_by_role("button", name="Läs brevet").click()
    await console.get_by_role("button", name="Som det ser ut").click()
    words = console.locator(".item iframe").content_frame.locator("td.words")
    await expect(words).to_contain_text("tagit emot din begäran")
    await is_fine(console)


async def shows_only_words(element: Locator) -> None:
    """The letter in a frame is there word for word, styled as it was sent, and nothing in it is alive."""
    frame = element.content_frame
    words = frame.locator("td.words")
    await expect(words).to_contain_text("<a href=javascript:alert(1)>tryck</a> </td></table>")
    await expect(words).to_have_css("font-size", "16px")
    await expect(frame.locator("script, img, a[href^='javascript']")).to_have_count(0)


async def test_files_are_chosen_or_dropped_on_a_case(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Fia Fil")
    await console.goto(f"{base}/console/cases/{case['id']}")
    chosen = console.get_by_label("Lägg till filer")
    await chosen.set_input_files({"name": "brev.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    await expect(console.get_by_text("1 fil har lagts till ärendet")).to_be_visible()
    await expect(console.get_by_text("Filer lades till")).to_have_count(1)
    dropped = await console.evaluate_handle(
        """() => { const held = new DataTransfer();
        held.items.add(new File(["MZ"], "program.pdf", { type: "application/pdf" })); return held; }"""
    )
    await console.locator("article.case").dispatch_event("drop", {"dataTransfer": dropped})
    await expect(console.get_by_text("program.pdf kan inte läggas till.")).to_be_visible()
    await expect(console.get_by_text("Filer lades till")).to_have_count(1)
    await assert_accessible(console)


async def test_single_keys_can_be_switched_off(console: Page, base: str) -> None:
    await console.goto(f"{base}/console/")
    await expect(console.locator(ROWS).first).to_be_visible()
    await console.keyboard.press("?")
    await console.get_by_label("Använd enkla tangenter").uncheck()
    await console.keyboard.press("Escape")
    await console.keyboard.press("n")
    await expect(console.get_by_role("dialog")).to_have_count(0)
    await console.keyboard.press("Control+k")
    await expect(console.get_by_role("combobox")).to_be_focused()
    await assert_accessible(console)


async def test_the_palette_finds_and_does(house: Doors, console: Page, base: str) -> None:
    case = await written(house, "Paula Palett")
    on_its_way = asyncio.Event()

    async def slowly(route: Any) -> None:
        await on_its_way.wait()
        await route.continue_()

    await console.route("**/rest.js", slowly)
    await console.goto(f"{base}/console/")
    await expect(console.locator(ROWS).first).to_be_visible()
    await console.get_by_role("searchbox").focus()
    await console.keyboard.press("Control+k")
    await console.keyboard.type("parr")
    await console.keyboard.press("Backspace")
    await console.keyboard.press("Backspace")
    await expect(console.get_by_role("searchbox")).to_have_value("")
    on_its_way.set()
    await expect(console.get_by_role("combobox")).to_be_focused()
    await expect(console.get_by_role("combobox")).to_have_value("pa")
    await console.keyboard.type("ula")
    await expect(console.get_by_role("option").filter(has_text="Paula Palett")).to_be_visible()
    await assert_accessible(console)
    await console.keyboard.press("Enter")
    await expect(console).to_have_url(f"{base}/console/cases/{case['id']}")
    await expect(console.get_by_role("heading", name="Paula Palett")).to_be_visible()
    await console.keyboard.press("Control+k")
    await expect(console.get_by_role("combobox")).to_be_focused()
    await console.keyboard.type("forlang")
    await console.keyboard.press("Enter")
    await expect(console.get_by_role("dialog", name="Förläng svarstiden")).to_be_visible()


async def test_nobody_signed_in_is_led_to_the_door(page: Page, house: Doors, base: str) -> None:
    answer = await house.house.http.get("/console/cases/x?view=mine")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/auth/login?next=/console/cases/x%3Fview%3Dmine"
    headers = (
        await house.house.http.get(
            "/console/", headers={"Authorization": f"Bearer {house.house.tokens[Role.HANDLER]}"}
        )
    ).headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'; frame-src 'self'"
    )


async def test_an_action_nobody_knew_gets_its_button_its_key_and_its_form(
    house: Doors, console: Page, base: str
) -> None:
    case = await written(house, "Nora Nyhet")
    sent: list[Any] = []

    async def with_action(route: Any) -> None:
        answer = await route.fetch()
        told = await answer.json()
        told["actions"].append(
            {
                "operation_id": "bake_cake", "href": f"/api/v1/cases/{case['id']}/actions/bake_cake",
                "method": "POST", "title": "Baka en tårta", "enabled": True, "reason": None, "key": "5",
                "tone": "primary", "previews": False, "order": 0,
            }
        )  # fmt: skip
        await route.fulfill(response=answer, json=told)

    async def with_operation(route: Any) -> None:
        answer = await route.fetch()
        told = await answer.json()
        shape = {"type": "object", "required": ["layers"],
                 "properties": {"layers": {"type": "integer", "title": "Antal lager", "minimum": 1}}}  # fmt: skip
        told["paths"]["/bake"] = {
            "post": {
                "operationId": "bake_cake",
                "requestBody": {"content": {"application/json": {"schema": shape}}},
            }
        }
        await route.fulfill(response=answer, json=told)

    async def taken(route: Any) -> None:
        sent.append((route.request.post_data_json, route.request.headers["if-match"]))
        await route.fulfill(json=await house.house.case(case["id"]))

    await console.route(f"**/api/v1/cases/{case['id']}", with_action)
    await console.route("**/openapi.json?*", with_operation)
    await console.route("**/actions/bake_cake", taken)
    await console.goto(f"{base}/console/cases/{case['id']}")
    await expect(console.get_by_role("button", name="Baka en tårta")).to_be_visible()
    await console.keyboard.press("5")
    await console.get_by_label("Antal lager").fill("3")
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_role("status").filter(has_text="Baka en tårta: gjort")).to_be_visible()
    assert sent == [({"layers": 3}, f'"{case["version"]}"')]
