"""The pages of sign-in in a real browser: who there is, signed out, and everything that may go wrong on the way."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from fastapi import Request, Response
from playwright.async_api import Browser, Page, expect

from app import embedded
from app.pages.words import LANGUAGES, words_of
from app.routers.sign_in import _said
from app.vocabulary import Language
from tests.clockwork import a_database
from tests.counterparts.chromium import Faults, assert_accessible
from tests.entrance import Entrance, entrance, served
from tests.house import free_socket

NOTICES = ("left", "over", "stranger", "refused", "stale", "unreachable", "unset")


def said(what: str) -> Callable[[Request], Awaitable[Response]]:
    async def shown(request: Request) -> Response:
        return _said(request, what, 200, "/console/cases/7")

    return shown


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Entrance, str]]:
    taken = free_socket()
    url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    async with (
        a_database(server, template) as database,
        entrance(database, tmp_path_factory.mktemp("door"), base_url=url) as opened,
    ):
        for (
            what
        ) in NOTICES:  # each notice at an address of its own, also those only a provider's mistake leads to
            opened.app.add_api_route(f"/said/{what}", said(what))
        async with served(opened.app, taken):
            yield opened, url


async def is_fine(page: Page) -> None:
    """Accessible in light and dark, and nothing wider than the narrowest phone."""
    await page.set_viewport_size({"width": 320, "height": 700})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) == 0
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await assert_accessible(page)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_notice_is_fine_in_every_language(
    door: tuple[Entrance, str], browser: Browser, page_faults: Faults, language: Language
) -> None:
    context = await browser.new_context(locale=language.value)
    page_faults.watch(context)
    page = await context.new_page()
    for what in NOTICES:
        answer = await page.goto(f"{door[1]}/said/{what}")
        assert answer is not None
        notice = getattr(words_of(language).sign_in, what)
        await expect(page.get_by_role("heading", level=1)).to_have_text(notice.title)
        await expect(page.locator("html")).to_have_attribute("lang", language.value)
        if notice.go:
            link = page.get_by_role("link", name=notice.go)
            await expect(link).to_have_attribute("href", "/auth/login?next=%2Fconsole%2Fcases%2F7")
        await is_fine(page)
    await context.close()
    assert page_faults.found == []


async def test_somebody_signs_in_and_out_by_the_keyboard_alone(
    door: tuple[Entrance, str], page: Page
) -> None:
    await page.goto(f"{door[1]}/auth/login?next=/auth/left")
    await expect(page).to_have_title("Vem är du i dag?")
    await is_fine(page)
    mildra = page.get_by_role("button", name="Mildra Frostviskare")
    for _ in range(30):
        await page.keyboard.press("Tab")
        if await mildra.evaluate("one => one === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/auth/left$"))
    assert {one["name"] for one in await page.context.cookies()} == {"utdrag"}
    told = await page.evaluate("fetch('/api/v1/me').then(answer => answer.json())")
    assert told["name"] == "Mildra Frostviskare"
    assert await page.evaluate("document.cookie") == ""
    left = await page.evaluate("fetch('/auth/logout', {method: 'POST'}).then(answer => answer.url)")
    assert left.endswith("/auth/left")
    assert await page.context.cookies() == []


async def test_another_sites_page_changes_nothing(door: tuple[Entrance, str], browser: Browser) -> None:
    """A form elsewhere that posts here is refused, whatever the browser sends along."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{door[1]}/auth/demo")
    await page.get_by_role("button", name="Hedra Glimmersnäcka").click()
    elsewhere = door[1].replace("127.0.0.1", "localhost")
    await page.route(
        f"{elsewhere}/evil",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{door[1]}/auth/logout"><button>Win</button></form>',
        ),
    )
    await page.goto(f"{elsewhere}/evil")
    async with page.expect_response(f"{door[1]}/auth/logout") as answered:
        await page.get_by_role("button", name="Win").click()
    assert (await answered.value).status == 403
    await page.goto(f"{door[1]}/auth/left")
    assert await page.evaluate("fetch('/api/v1/me').then(answer => answer.status)") == 200
    await context.close()
