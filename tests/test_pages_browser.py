"""The public pages in a real browser: accessible, narrow, dark, without scripts, and within their policy."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import uvicorn
from playwright.async_api import Browser, FilePayload, Page, Route, expect

from app.intake.rectifying import Wrong
from app.pages.stamps import has_worked
from app.vocabulary import Verb
from tests.counterparts.chromium import Faults, assert_accessible, assert_accessible_in_the_dark
from tests.test_pages_samples import ID, NOW, RECORDS, STATUSES, TASKS, House, a_task, an_app, an_extract

FORM = "/r/nordstaff/sv"
# A box inside a .choice is pressed through its whole label; nobody presses what is in the trap.
PRESSED = "button, .button, summary, .choice, .languages a, :not(.trap, .choice) > :is(input, textarea)"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def base(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[str]:
    """The address of the pages, served over loopback in this loop."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(an_app(house, monkeypatch), log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    house.public_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield house.public_url
    server.should_exit = True
    await serving


async def let_in(page: Page, base: str) -> None:
    names = ("status", "task")
    await page.context.add_cookies(
        [{"name": f"utdrag-{name}", "value": f"session-{name}", "url": base} for name in names]
    )


async def is_fine(page: Page, *, dark: bool = True) -> None:
    """Accessible in light and dark, nothing wider than the narrowest phone, nothing smaller than a thumb."""
    await page.wait_for_load_state()
    await page.set_viewport_size({"width": 320, "height": 700})
    overhang = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overhang == 0
    small = await page.locator(PRESSED).evaluate_all(
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.outerHTML)"
    )
    assert small == []
    await assert_accessible(page)
    if dark:
        await assert_accessible_in_the_dark(page)


@pytest.mark.parametrize(
    "path", [FORM, f"{FORM}/link", "/r/nordstaff/en", "/r/none/sv", "/s/x", "/t/x", "/status", "/outbox"]
)
async def test_open_pages_are_fine(base: str, page: Page, path: str) -> None:
    await page.goto(base + path)
    await is_fine(page)


@pytest.mark.parametrize("name", ["form", "received", "lost", "sent", "withdraw", "letter", "left"])
async def test_pages_on_the_way_are_fine(base: str, page: Page, name: str) -> None:
    await let_in(page, base)
    paths = {
        "withdraw": "/status/withdraw",
        "letter": f"/outbox/nordstaff/{ID}",
        "left": "/status/left",
        "lost": f"{FORM}/link",
        "sent": f"{FORM}/link",
    }
    await page.goto(base + paths.get(name, FORM))
    if name == "received":
        await page.check("#kinds")
        await page.fill("#name", "Anna Exempel")
        await page.fill("#email", "anna@post.example")
    if name == "sent":
        await page.fill("#reference", "NS-2026-4F7KQ2")
        await page.fill("#email", "anna@post.example")
    if name in {"form", "received", "lost", "sent"}:
        await page.click("main form button")
        await expect(page.locator("main > .notice, main > ul").first).to_be_visible()
    await is_fine(page)


@pytest.mark.parametrize("name", STATUSES)
async def test_every_state_of_a_case_is_fine(base: str, page: Page, house: House, name: str) -> None:
    await let_in(page, base)
    house.status = STATUSES[name]
    await page.goto(f"{base}/status")
    await is_fine(page, dark=name in {"collecting", "identity", "question", "late", "unlocked", "refused"})


@pytest.mark.parametrize("name", TASKS)
async def test_every_task_is_fine(base: str, page: Page, house: House, name: str) -> None:
    await let_in(page, base)
    house.task = TASKS[name]
    await page.goto(f"{base}/task")
    await is_fine(page, dark=name in {"export", "rectify"})


async def test_a_request_is_made_without_scripts(browser: Browser, base: str, house: House) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = await context.new_page()
    await page.goto(f"{base}/r/nordstaff")
    await expect(page).to_have_url(f"{base}/r/nordstaff/nb")
    await page.get_by_label("Rette opplysninger som er feil").check()
    await page.get_by_role("button", name="Send forespørselen").click()
    await expect(page.get_by_role("alert")).to_contain_text("Skriv navnet ditt.")
    await page.get_by_label("Navnet ditt").fill("Anna Eksempel")
    await page.get_by_label("E-postadressen din").fill("anna@post.example")
    await page.get_by_role("button", name="Send forespørselen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vi har mottatt forespørselen din")
    assert house.named("receive")[0][1].name == "Anna Eksempel"
    await page.goto(f"{base}/s/lost")
    await page.get_by_role("button", name="Åpne saken min").click()
    await page.get_by_role("link", name="Be om en ny lenke med saksnummer").click()
    await page.get_by_role("textbox", name="Saksnummer").fill("ns 2026 4f7kq2")
    await page.get_by_role("button", name="Send meg en ny lenke").click()
    await expect(page.get_by_role("alert")).to_contain_text("Skriv e-postadressen din.")
    await page.get_by_label("E-postadressen din").fill("anna@post.example")
    await page.get_by_role("button", name="Send meg en ny lenke").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Se i e-posten din")
    assert page.url == f"{base}/r/nordstaff/nb/link"
    await context.close()
    [(slug, reference, email, _)] = house.named("ask_for_link")
    assert (slug, reference, email) == ("nordstaff", "NS-2026-4F7KQ2", "anna@post.example")


async def test_an_error_takes_the_reader_to_its_field(base: str, page: Page) -> None:
    await page.goto(base + FORM)
    await page.click("main form button")
    await expect(page.get_by_role("alert")).to_be_focused()
    await page.get_by_role("link", name="Skriv ditt namn.").click()
    await expect(page.locator("#name")).to_be_focused()


async def test_nobody_stumbles_into_the_trap(base: str, page: Page) -> None:
    await page.goto(base + FORM)
    passed = []
    for _ in range(16):
        await page.keyboard.press("Tab")
        passed.append(await page.evaluate("document.activeElement.id"))
    assert {"kinds", "name", "email", "no_email", "phone", "more"} < set(passed)
    assert "topic" not in passed
    await expect(page.locator("#topic")).not_to_be_in_viewport()


async def test_from_the_letter_to_the_file(base: str, page: Page, house: House, tmp_path: Path) -> None:
    house.status = STATUSES["locked"]
    await page.goto(f"{base}/s/good")
    assert house.calls == []
    await page.get_by_role("button", name="Öppna mitt ärende").click()
    await expect(page).to_have_url(f"{base}/status")
    await page.get_by_role("button", name="Skicka en kod").click()
    await expect(page.get_by_label("Din kod")).to_be_focused()
    await page.keyboard.type("123456")
    house.status = STATUSES["unlocked"]
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Rätt kod")
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="Hämta filerna").click()
    saved = await coming.value
    assert saved.suggested_filename == "NS-2026-0042-1.zip"
    await saved.save_as(tmp_path / "answer.zip")
    assert (tmp_path / "answer.zip").read_bytes() == b"PKzip"
    assert house.named("download") == [(an_extract(2).id,)]
    await page.get_by_role("button", name="Logga ut").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Du är utloggad")
    await page.go_back()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sidan går inte att öppna")


async def test_a_task_is_answered_with_files(base: str, page: Page, house: House) -> None:
    house.task = a_task(Verb.EXPORT, uploads=())
    await page.goto(f"{base}/t/good")
    await page.get_by_role("button", name="Öppna uppgiften").click()
    await page.get_by_label("Välj en eller flera filer").set_input_files(
        FilePayload(name="akt.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n\x00")
    )
    await page.get_by_role("button", name="Lämna in").click()
    await expect(page.get_by_role("status")).to_contain_text("Filerna är inlämnade")
    await expect(page.locator(".files")).to_contain_text("akt.pdf")
    await page.get_by_label("Klart").check()
    await page.get_by_role("button", name="Skicka svaret").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tack, uppgiften är klar")


async def test_a_file_whose_line_broke_is_sent_once_more_and_the_others_are_not(
    base: str, page: Page, house: House, page_faults: Faults
) -> None:
    house.task = a_task(Verb.EXPORT, uploads=())
    await let_in(page, base)
    await page.goto(f"{base}/task")
    breaks = iter((False, True, False, False))

    async def handed_in(route: Route) -> None:
        await (route.abort() if next(breaks) else route.continue_())

    await page.route("**/task/files", handed_in)
    await page.get_by_label("Välj en eller flera filer").set_input_files(
        [
            FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n\x00")
            for name in "abc"
        ]
    )
    await page.get_by_role("button", name="Lämna in").click()
    await expect(page.get_by_role("status")).to_contain_text("Anslutningen bröts.")
    await is_fine(page)
    page_faults.found.clear()  # the line was to break
    await page.get_by_role("button", name="Lämna in").click()
    await expect(page.get_by_role("status")).to_contain_text("Filerna är inlämnade")
    assert [call[0] for call in house.named("upload")] == ["a.pdf", "b.pdf", "c.pdf"]


async def test_a_file_that_is_not_taken_is_told_beside_the_bar(
    base: str, page: Page, house: House, page_faults: Faults
) -> None:
    house.task = a_task(Verb.EXPORT, uploads=())
    await let_in(page, base)
    await page.goto(f"{base}/task")
    await page.get_by_label("Välj en eller flera filer").set_input_files(
        FilePayload(name="sida.pdf", mimeType="application/pdf", buffer=b"<html>")
    )
    await page.get_by_role("button", name="Lämna in").click()
    await expect(page.get_by_role("status")).to_contain_text("sida.pdf är en filtyp som vi inte tar emot")
    assert house.named("upload") == []
    page_faults.found.clear()  # it was to be refused


async def test_work_is_done_while_a_person_types(base: str, page: Page, house: House) -> None:
    await page.goto(base + FORM)
    await page.check("#kinds")
    await page.fill("#name", "Anna Exempel")
    await page.fill("#email", "anna@post.example")
    await page.get_by_label("Vill du skicka med en fil?").set_input_files(
        FilePayload(name="intyg.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n")
    )
    await expect(page.locator("[name=proof]")).not_to_have_value("")
    await page.click("main form button")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vi har fått din begäran")
    sent = dict(parse_qsl(house.sendings[0].raw.partition(b"%PDF")[0].decode()))
    assert has_worked(sent["stamp"], sent["proof"], NOW)
    assert house.named("receive")[0][1].files[0].name == "intyg.pdf"


async def test_what_is_wrong_is_said_from_the_extract_without_scripts(
    browser: Browser, base: str, house: House
) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await let_in(page, base)
    house.status = STATUSES["unlocked"]
    await page.goto(f"{base}/status")
    await page.get_by_role("link", name="Läs utdraget här").click()
    await page.get_by_role("link", name="Lönesystemet").click()
    await page.get_by_label("Fel: Adress").check()
    await page.get_by_role("button", name="Det jag har kryssat i är fel").click()
    await page.get_by_role("button", name="Begär rättelse").click()
    await expect(page.get_by_role("alert")).to_contain_text("Skriv vad det ska stå.")
    await page.get_by_label("Adress ska vara").fill("Nya vägen 4")
    await page.get_by_role("button", name="Begär rättelse").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Vi har tagit emot din begäran om rättelse"
    )
    await context.close()
    wrong = Wrong(RECORDS.records[0].id, "address", "Nya vägen 4")
    assert house.named("claim") == [(an_extract(2).id, wrong)]


@pytest.mark.parametrize("path", ["read", "read/payroll"])
async def test_an_extract_is_fine_to_read(base: str, page: Page, path: str) -> None:
    await let_in(page, base)
    await page.goto(f"{base}/status/extracts/{an_extract(2).id}/{path}")
    await is_fine(page)
    if path != "read":
        await page.check("input[name=wrong]")
        await page.click("main form button")
        await is_fine(page)


async def test_a_link_in_a_framed_letter_opens_the_page(base: str, page: Page) -> None:
    await page.goto(f"{base}/outbox/nordstaff/{ID}")
    await page.frame_locator("iframe").get_by_role("link", name="Följ ditt ärende").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ditt ärende")
    assert page.url == f"{base}/s/uts_token"


async def test_another_site_cannot_press_a_button(
    base: str, page: Page, house: House, page_faults: Faults
) -> None:
    await let_in(page, base)
    await page.goto(base.replace("127.0.0.1", "localhost") + FORM)
    await page.evaluate(
        """address => { const form = document.createElement('form'); form.method = 'post';
        form.action = address; document.body.append(form); form.submit(); }""",
        f"{base}/status/withdraw",
    )
    await page.wait_for_timeout(300)
    assert house.named("withdraw") == []
    page_faults.found.clear()  # the policy of our own page refused to send it, as it should


async def test_paper_shows_the_letter_and_not_the_buttons(base: str, page: Page, house: House) -> None:
    await let_in(page, base)
    house.status = STATUSES["refused"]
    await page.goto(f"{base}/status")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("Lönespecifikationerna ingår i vår bokföring")).to_be_visible()
    assert await page.locator("button:visible").count() == 0
