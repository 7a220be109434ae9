"""An organisation set up in the console, in a real browser: settings, members, letters, and a test request."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from app import embedded
from app.vocabulary import Role
from tests.counterparts.chromium import assert_accessible
from tests.doors import Doors, doors
from tests.house import body_of
from tests.test_console_work import is_fine


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("settings")) as house:
        yield house


@pytest.fixture
async def console(page: Page, house: Doors) -> Page:
    await page.set_viewport_size({"width": 1360, "height": 820})
    await page.set_extra_http_headers({"Authorization": f"Bearer {house.house.tokens[Role.LEAD]}"})
    return page


async def go(page: Page, title: str) -> None:
    await page.locator(".sections").get_by_role("link", name=title, exact=True).click()


async def save(page: Page, title: str) -> None:
    await page.get_by_role("button", name="Spara").click()
    await expect(page.get_by_text(f"{title}: sparat").last).to_be_visible()


async def test_an_organisation_is_set_up_and_a_request_goes_through(
    house: Doors, console: Page, tmp_path: Path
) -> None:
    base = str(house.house.http.base_url).rstrip("/")
    await console.goto(f"{base}/console/")
    await console.get_by_role("link", name="Inställningar").click()
    await expect(console.get_by_role("heading", name="Kom igång")).to_be_visible()
    await expect(console.locator(".checklist > li")).to_have_count(10)
    await assert_accessible(console)

    await console.screenshot(path=tmp_path / "checklist.png")
    # The ladder: a fault stands at its field, is put right, and what was begun outlives a reload.
    await go(console, "Påminnelser om sista dagen")
    days = console.get_by_label("Arbetsdagar före").first
    await expect(days).to_have_value("10")
    await console.get_by_text("Påminnelse 2:").click()
    second = console.locator("#field-ladder-1-days")
    await second.fill("10")
    await console.reload()
    await console.get_by_text("Påminnelse 2:").click()
    await expect(second).to_have_value("10")
    await console.get_by_role("button", name="Spara").click()
    await expect(second).to_be_focused()
    await expect(second).to_have_accessible_description(
        "Bara för det som sägs före sista dagen. Den här tidpunkten finns två gånger."
    )
    await assert_accessible(console)
    await console.screenshot(path=tmp_path / "ladder.png")
    await second.fill("7")
    await save(console, "Påminnelser om sista dagen")

    # A system that a person searches.
    await go(console, "System")
    await console.get_by_role("button", name="Lägg till: System").click()
    place = await console.locator("select[aria-label^='System']").count() - 1
    system = f"#field-systems-{place}"
    await console.locator(f"{system}").last.select_option(label="Söks igenom av en människa")
    await console.locator(f"{system}-slug").fill("binders")
    await console.locator(f"{system}-name").fill("Pärmarna")
    await console.locator(f"{system}-settings-owner").fill("Arkivet")
    await console.locator(f"{system}-settings-owner_email").fill("arkivet@nordstaff.example")
    await console.locator(f"{system}-settings-checklist").locator("..").get_by_role("button").click()
    await console.locator(f"{system}-settings-checklist-sv").click()
    await console.locator(f"{system}-settings-checklist-sv-0").fill("Sök på namnet i pärmarna.")
    await save(console, "System")
    await console.get_by_role("button", name="Pröva Pärmarna").click()
    await expect(console.locator(".trials li").last).to_contain_text("Det svarar.")
    await assert_accessible(console)

    await console.screenshot(path=tmp_path / "systems.png")
    await describe_a_database(console, place + 1, tmp_path)
    # Letters are seen with what is added, before it is saved.
    await go(console, "Brev")
    await console.get_by_role("button", name="Lägg till: Tillägg").click()
    await console.locator("#field-letters-0-letter").select_option("acknowledgement")
    await console.get_by_role("radio", name="Svenska").check()
    await console.get_by_label("Det ni lägger till").fill("Vi har **semesterstängt** vecka 29.")
    await console.get_by_role("button", name="Förhandsgranska").click()
    await expect(console.locator(".letter-text")).to_contain_text("Vi har semesterstängt vecka 29.")
    await console.screenshot(path=tmp_path / "letters.png")
    await save(console, "Brev")
    await assert_accessible(console)

    # A colour nobody could read is refused.
    await go(console, "Sidor för allmänheten")
    await console.get_by_label("Färg på länkar").fill("#f5a623")
    await console.get_by_role("button", name="Spara").click()
    await expect(console.locator(".error")).to_contain_text("för ljus")
    await console.screenshot(path=tmp_path / "public_form.png")
    await console.get_by_role("button", name="Kasta det jag har skrivit").click()
    await expect(console.get_by_label("Färg på länkar")).to_have_value("")

    # Somebody is invited.
    await go(console, "Medlemmar")
    await console.get_by_role("button", name="Bjud in någon").click()
    await console.get_by_role("dialog").get_by_label("Namn").fill("Hilda Handläggare")
    await console.get_by_role("dialog").get_by_label("E-postadress").fill("hilda@nordstaff.example")
    await console.keyboard.press("Control+Enter")
    await expect(console.locator(".people li")).to_contain_text("Hilda Handläggare")
    await house.house.letter("inbjuden", to="hilda@nordstaff.example")
    # Her mail comes back; she is told again.
    await house.owner.execute("UPDATE members SET mail = 'bounced'")
    await console.reload()
    await expect(console.locator(".people li")).to_contain_text("mejlet kom tillbaka")
    await assert_accessible(console)
    await console.screenshot(path=tmp_path / "came_back.png")
    await console.get_by_role("button", name="Bjud in igen Hilda Handläggare").click()
    await expect(console.get_by_text("Hilda Handläggare får ett nytt mejl.")).to_be_visible()
    await house.house.letter("inbjuden", to="hilda@nordstaff.example", number=2)
    await expect(console.locator(".people li")).not_to_contain_text("mejlet kom tillbaka")
    await house.owner.execute(
        "UPDATE members SET mail = 'sent', mailed_at = now(), invited_at = now() - interval '31 days'"
    )
    await console.reload()
    await expect(console.locator(".people li")).to_contain_text("inbjudan gick ut")
    await console.get_by_role("button", name="Bjud in igen Hilda Handläggare").click()
    await house.house.letter("inbjuden", to="hilda@nordstaff.example", number=3)
    await console.reload()
    await expect(console.locator(".people li")).to_contain_text("inbjudan skickad")

    await console.screenshot(path=tmp_path / "members.png")
    # The test request goes the way of all, is ended, and is forgotten.
    await go(console, "Kom igång")
    await console.get_by_role("button", name="Skicka en provbegäran").click()
    await console.get_by_role("dialog").get_by_label("E-postadress").fill("lead@nordstaff.example")
    await console.keyboard.press("Control+Enter")
    await expect(console.get_by_text("har kommit in")).to_be_visible()
    # The list is asked for now; what was known when the page began would not hold the case.
    await console.get_by_role("link", name="Utdrag").click()
    await expect(console.locator("[data-row] .who .badge")).to_have_text("Prov")
    await assert_accessible(console)
    await console.locator("[data-case]").click()
    await expect(console.locator(".case-head .badge")).to_have_text("Prov")
    await is_fine(console)
    await console.set_viewport_size({"width": 1360, "height": 820})
    await console.emulate_media(color_scheme="light")
    await console.get_by_role("link", name="Inställningar").click()
    letter = await house.house.letter("begäran", to="lead@nordstaff.example")
    assert "semesterstängt" in body_of(letter)
    await console.get_by_role("button", name="Avsluta provet").click()
    await expect(console.get_by_text("gick igenom och är glömt")).to_be_visible()
    await console.screenshot(path=tmp_path / "done.png")
    await is_fine(console)


async def describe_a_database(console: Page, place: int, tmp_path: Path) -> None:
    """Its tables are rows of the form, by the keyboard alone; a fault stands at its table; then it goes again."""
    await console.get_by_role("button", name="Lägg till: System", exact=True).click()
    system = console.locator(f"#field-systems-{place}")
    await system.select_option(label="En databas")
    settings = f"#field-systems-{place}-settings"
    table = f"{settings}-tables-0"
    for field, text in (
        (f"#field-systems-{place}-slug", "people"),
        (f"#field-systems-{place}-name", "Personregistret"),
        (f"{settings}-url", "env:NORDSTAFF__PEOPLE"),
        (f"{table}-name", "candidate"),
        (f"{table}-table", "persons"),
        (f"{table}-key", "id"),
        (f"{table}-purpose", "staffing"),
    ):
        await console.locator(field).fill(text)
    await console.keyboard.press("Control+Enter")
    await expect(console.locator(f"{table}-name")).to_be_focused()
    await expect(console.get_by_role("group", name="Tabell 1")).to_have_accessible_description(
        re.compile("Ange hur personer hittas här")
    )
    await console.locator(f"{table}-match").press("Enter")
    await console.locator(f"{table}-match-0-columns").select_option(label="E-postadress")
    await console.locator(f"{table}-match-0-columns + button").press("Enter")
    await console.locator(f"{table}-match-0-columns-email").fill("mail")
    await console.locator(f"{table}-erase").select_option(label="Raden görs anonym")
    await console.locator(f"{table}-erase-values-0-column").fill("mail")
    await console.locator(f"{table}-erase-values-0-becomes").select_option(label="En text")
    await console.locator(f"{table}-erase-values-0-becomes-text").fill("-")
    await console.locator(f"{table}-retain").press("Enter")
    await console.locator(f"{table}-retain-ground").select_option("legal_obligation")
    await console.locator(f"{table}-retain-statute").fill("7 kap. 2 § bokföringslagen")
    await save(console, "System")
    await console.reload()
    await console.get_by_text(f"System {place + 1}: Personregistret").click()
    await expect(console.locator(f"{table}-match-0-columns-email")).to_have_value("mail")
    await expect(console.locator(f"{table}-erase-values-0-becomes-text")).to_have_value("-")
    await expect(console.locator(f"{table}-retain-ground")).to_have_value("legal_obligation")
    await assert_accessible(console)
    await console.screenshot(path=tmp_path / "database.png")
    await console.set_viewport_size({"width": 320, "height": 640})
    edges = "all => all.map((one) => one.getBoundingClientRect().right)"
    within = console.locator(f"#field-systems-{place} ~ .group").locator("input, select, button")
    assert max(await within.evaluate_all(edges)) <= 320
    await console.set_viewport_size({"width": 1360, "height": 820})
    await console.get_by_role("button", name=f"Ta bort System {place + 1}").click()
    await save(console, "System")


async def test_an_administrator_has_the_settings_and_nothing_else(house: Doors, console: Page) -> None:
    base = str(house.house.http.base_url).rstrip("/")
    await console.set_extra_http_headers(
        {"Authorization": f"Bearer {house.house.tokens[Role.ADMINISTRATOR]}"}
    )
    await console.goto(f"{base}/console/")
    await expect(console.get_by_role("heading", name="Kom igång")).to_be_visible()
    await go(console, "Inkorgar")
    await expect(console.locator(".pane").get_by_label("E-postadress")).to_have_value(
        "privacy@nordstaff.example"
    )
    await console.get_by_role("button", name="Lägg till: IMAP-brevlåda").click()
    await expect(console.get_by_label("Servernamn")).to_be_focused()
    await console.get_by_role("button", name="Ta bort IMAP-brevlåda").click()
    await is_fine(console)
