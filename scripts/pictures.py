"""Take the pictures of the documentation from a demonstration of their own: `make pictures`.

Starts the demonstration in a folder that is gone afterwards, lets some of its invented people be answered,
and takes the screens with Chromium. Ends with an error when a page says anything on its console.
"""

import asyncio
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, Page, async_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
PATIENCE = 120
WIDE, PHONE = {"width": 1360, "height": 820}, {"width": 390, "height": 844}
CALLS = (  # who called, how many days ago, about what, and how it ended
    ("Brisla Kvistviskare", 27, "Jag vill ha ett registerutdrag.", ""),
    ("Morla Tallskugga", 33, "Vilka uppgifter har ni om mig? Jag vill ha ett registerutdrag.", ""),
    ("Ymvar Isglimt", 21, "Ta bort mina uppgifter, tack.", ""),
    ("Orvik Stenviskare", 12, "Jag vill ha ett registerutdrag enligt GDPR.", ""),
    ("Selma Rimfjäder", 8, "Min adress är fel, rätta den.", "withdraw"),
    ("Tindra Mossdrake", 19, "Jag vill ha ett registerutdrag.", "refuse"),
    ("Aldor Vindtofs", 24, "Radera allt ni har om mig.", "withdraw"),
    ("Frejdis Snötass", 15, "Jag vill veta vad ni har om mig.", "refuse"),
    ("Halvar Grankotte", 29, "Jag vill ha ett registerutdrag.", "withdraw"),
)
GIVEN = {
    "withdraw": {"reason": "Personen ringde och tog tillbaka sin begäran."},
    "refuse": {"ground": "excessive", "facts": "Samma begäran besvarades för två veckor sedan."},
}


@dataclass(frozen=True)
class Demonstration:
    """A running demonstration, and its API as a handler of Nordstaff who has signed in."""

    url: str
    http: httpx.AsyncClient

    async def case_of(self, name: str, state: str) -> dict[str, Any]:
        """Give the newest case of a person once it is in a state."""

        async def look() -> dict[str, Any] | None:
            found = (await self.http.get("/api/v1/cases", params={"q": name})).json()["items"]
            case = (await self.http.get(f"/api/v1/cases/{found[-1]['id']}")).json() if found else None
            return case if case and case["state"] == state else None

        return dict(await until(look, f"{name} {state}"))

    async def act(self, case: dict[str, Any], event: str, **given: Any) -> dict[str, Any]:
        """Take an action on a case as it stands now."""
        version = (await self.http.get(f"/api/v1/cases/{case['id']}")).json()["version"]
        answer = await self.http.post(
            f"/api/v1/cases/{case['id']}/actions/{event}", json=given, headers={"If-Match": f'"{version}"'}
        )
        answer.raise_for_status()
        return dict(answer.json())


async def until(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Give what a look finds, once it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := await look():
            return found
        await asyncio.sleep(0.3)
    raise TimeoutError(what)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def demonstration() -> AsyncGenerator[Demonstration]:
    """Start a demonstration, and sign in once it is ready."""
    with tempfile.TemporaryDirectory(prefix="utdrag-pictures-") as name:
        await asyncio.to_thread(Path(name).chmod, 0o711)  # its database runs as somebody else
        port = free_port()
        places = {"UTDRAG_HOME": name, "PORT": str(port), "SMTP_PORT": str(free_port())}
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("utdrag"), "demo", env=os.environ | places,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while "uta_" not in (await process.stdout.readline()).decode():
                    pass  # its token is the last it prints
            drained = asyncio.create_task(process.stdout.read())
            url = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=PATIENCE) as http:
                await sign_in(http, "Mildra")
                yield Demonstration(url, http)
            drained.cancel()
        finally:
            process.terminate()
            await process.wait()


async def sign_in(http: httpx.AsyncClient, name: str) -> None:
    """Begin a session as one of the demonstration's people."""
    people = (await http.get("/auth/demo")).text
    member = re.search(rf'value="([0-9a-f-]{{36}})">{name}', people)
    assert member is not None
    answer = await http.post("/auth/demo", data={"organisation": "nordstaff", "member": member[1]})
    assert answer.is_redirect


async def calls(demo: Demonstration) -> None:
    """Let people call in the weeks before, and let some of them be answered."""
    for name, days_ago, words, ended in CALLS:
        said_at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
        address = f"{name.split()[0].lower()}@post.example"
        note = {"channel": "phone", "name": name, "email": address, "words": words, "said_at": said_at}
        case = (await demo.http.post("/api/v1/cases", json=note)).raise_for_status().json()
        if days_ago % 2:
            await demo.act(case, "assign", to=await assignee(demo, "Mildra" if days_ago % 3 else "Oddik"))
        if ended:
            await demo.act(case, ended, **GIVEN[ended])


async def assignee(demo: Demonstration, name: str) -> str:
    """Give by what a colleague is assigned."""
    found = (await demo.http.get("/api/v1/assignees", params={"q": name})).json()["items"]
    return str(found[0]["value"])


async def a_correction(demo: Demonstration) -> dict[str, Any]:
    """Bring the demonstration's request for a correction to where old and new stand side by side."""
    case = await demo.case_of("torlo", "verifying")
    proven = [{"kind": "email", "value": case["person"]["email"]}]
    await demo.act(
        case,
        "confirm_identity",
        method="call_back",
        reason="Ringde upp numret i registret.",
        attributes=proven,
    )

    async def asked() -> dict[str, Any] | None:
        shown = (await demo.http.get(f"/api/v1/cases/{case['id']}")).json()
        by_hand = [task for task in shown["tasks"] if task["state"] == "manual"]
        searched = [task for task in shown["tasks"] if task["state"] == "done"]
        return by_hand[0] if by_hand and searched else None

    task = await until(asked, "asked by hand")
    await demo.act(case, "settle_task", task_id=task["id"], state="done", reason="Inget om personen.")
    await demo.case_of("torlo", "deciding")
    items = (await demo.http.get(f"/api/v1/cases/{case['id']}/findings")).json()["items"]
    candidate = next(item for item in items if item["collection"] == "kandidat")
    await demo.act(case, "claim_correction", finding_id=candidate["id"], field="ort", claimed="Umeå")
    await demo.act(case, "note", text="Hon flyttade i augusti och ringde i dag för att fråga hur det går.")
    return case


async def pictures(demo: Demonstration, browser: Browser) -> None:
    """Take every picture."""
    case = await a_correction(demo)
    async with screen(browser, WIDE) as page:
        await page.goto(f"{demo.url}/auth/login?next=/console/")
        await page.get_by_role("button", name=re.compile("Mildra")).click()
        await page.locator("[data-row]").first.wait_for()
        await kept(page, "queue")
        await page.goto(f"{demo.url}/console/cases/{case['id']}")
        await page.get_by_role("heading", name=re.compile("Torlo")).wait_for()
        await page.locator(".timeline li, .timeline article").first.wait_for()
        await kept(page, "case")
    async with screen(browser, WIDE) as page:
        await page.goto(f"{demo.url}/auth/login?next=/console/figures")
        await page.get_by_role("button", name=re.compile("Hedra")).click()
        await page.locator("dl.cards").wait_for()
        await kept(page, "figures")
    async with screen(browser, WIDE) as page:
        await page.goto(f"{demo.url}/r/nordstaff/sv")
        await kept(page, "form")
    async with screen(browser, PHONE) as page:
        await page.goto(await acknowledged(demo, "ylvra"))
        await page.get_by_role("button").first.click()
        await page.get_by_role("heading", level=1).wait_for()
        await kept(page, "status")


async def acknowledged(demo: Demonstration, name: str) -> str:
    """Give the link in the acknowledgement of somebody, as the outbox shows it."""
    async with httpx.AsyncClient(base_url=demo.url, timeout=PATIENCE) as http:
        listed = (await http.get("/outbox")).text
        rows = re.findall(r"<tr.*?</tr>|<li.*?</li>", listed, re.DOTALL)
        (row, *_) = [row for row in rows if name in row]
        letter = re.search(r"/outbox/[\w/-]+", row)
        assert letter is not None
        link = re.search(rf"{re.escape(demo.url)}/s/[\w-]+", (await http.get(letter[0])).text)
        assert link is not None
        return link[0]


@asynccontextmanager
async def screen(browser: Browser, size: Any) -> AsyncGenerator[Page]:
    """Give a page of a size, in Swedish, that must not complain of anything."""
    context = await browser.new_context(
        viewport=size, locale="sv-SE", timezone_id="Europe/Stockholm", device_scale_factor=1
    )
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page = await context.new_page()
    yield page
    await context.close()
    if said:
        raise SystemExit(f"{page.url} complains: {said}")


async def kept(page: Page, name: str) -> None:
    """Keep what is on the screen, once nothing moves on it."""
    await page.wait_for_load_state("networkidle" if "console" not in page.url else "load")
    await page.wait_for_timeout(1500)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def main() -> None:
    """Start, take, and stop."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    PICTURES.mkdir(exist_ok=True)
    async with demonstration() as demo, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        await calls(demo)
        await pictures(demo, browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
