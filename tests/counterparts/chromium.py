"""A real browser: every page it opens must be quiet, first-party and within its content security policy."""

import os
import re
import shutil
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    async_playwright,
    expect,
)

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPECTED_ANSWER = re.compile(
    r"Failed to load resource: .*\b4\d\d\b"
)  # a refused action is shown to the person
PATIENCE = 60_000
"""Milliseconds a machine that is very busy may take to show something."""
expect.set_options(timeout=PATIENCE)
OWN_HOSTS = {"127.0.0.1", "localhost", ""}


@dataclass
class Faults:
    """What went wrong on the pages of one test, in words."""

    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note console errors, script errors, failed answers and requests to strangers."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("response", self._response)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if (message.type == "error" or refused) and not EXPECTED_ANSWER.search(message.text):
            self.found.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status}: {response.request.method} {response.url}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and not own(request.url):
            self.found.append(f"third party: {request.url}")


def own(url: str) -> bool:
    return (urlsplit(url).hostname or "") in OWN_HOSTS


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """One Chromium for the whole run; skipped, which CI calls a failure, when it is not installed."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as driver:
        running = await driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        await running.close()


@pytest.fixture
def page_faults() -> Faults:
    """The faults of this test's pages; a test that provokes one takes it out again."""
    return Faults()


@pytest.fixture
async def page(browser: Browser, page_faults: Faults, tmp_path: Path) -> AsyncGenerator[Page]:
    """A page in a fresh context; fails the test on any fault, and leaves a screenshot in `tmp_path`."""
    context = await browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    context.set_default_timeout(PATIENCE)
    await context.route(lambda url: not own(url) and url.startswith("http"), lambda route: route.abort())
    page_faults.watch(context)
    opened = await context.new_page()
    yield opened
    if not opened.is_closed():
        await opened.screenshot(path=tmp_path / "page.png", full_page=True)
    await context.close()
    assert page_faults.found == []


async def assert_accessible(
    page: Page, *, context: str | None = None, rules: Sequence[str] | None = None
) -> None:
    """Fail when axe finds a violation of WCAG 2.2 AA, of best practice or of the rules; names rule and element."""
    if not await page.evaluate("'axe' in globalThis"):
        await page.evaluate(AXE_SCRIPT)
    violations = await page.evaluate(
        """([context, runOnly]) => axe.run(context ?? document, { runOnly, resultTypes: ["violations"] })
            .then(({ violations }) => violations)""",
        [context, rules or AXE_RULES],
    )
    told = [f"{v['id']}: {n['html']}" for v in violations for n in v["nodes"]]
    assert told == []


async def assert_accessible_in_the_dark(page: Page) -> None:
    """Draw a page that was found accessible in its dark colours, and look at what these change."""
    await page.emulate_media(color_scheme="dark")
    await assert_accessible(page, rules=["color-contrast", "link-in-text-block"])
