"""Forms drawn from schemas: every construct FastAPI describes, filled in and sent, in a real browser."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
import uvicorn
from fastapi import Body, FastAPI, UploadFile
from playwright.async_api import FilePayload, Locator, Page, Route, expect
from pydantic import BaseModel, Field

from app.console.shell import shell
from app.main import create_app
from app.routers.security import CONSOLE_CSP
from app.vocabulary import Language, Role
from tests.counterparts.chromium import assert_accessible

LANGUAGES = [Language.SV, Language.NB, Language.NN, Language.EN]


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"
    WHITE = "white"


class Dog(BaseModel):
    """A dog."""

    kind: Literal["dog"]
    bark: str = Field(title="Bark", min_length=2)


class Cat(BaseModel):
    """A cat."""

    kind: Literal["cat"]
    lives: int = Field(title="Lives", ge=1, le=9)


class Part(BaseModel):
    """A part."""

    name: str = Field(title="Name", min_length=1)
    colour: Colour = Field(title="Colour")


class Whole(BaseModel):
    """Everything a form may be asked to draw."""

    line: str = Field(title="Line", description="One line.", min_length=1, max_length=50)
    address: str | None = Field(default=None, title="Address", pattern=r"^[^@\s]+@[^@\s]+$")
    text: str = Field(title="Text", max_length=8000)
    secret: str = Field(default="", title="Secret", json_schema_extra={"x-sensitive": True})
    count: int = Field(title="Count", ge=1, le=5)
    price: Decimal | None = Field(default=None, title="Price")
    day: date = Field(title="Day")
    at: datetime | None = Field(default=None, title="At")
    sure: bool = Field(default=False, title="Sure")
    agreed: Literal[True] = Field(title="Agreed")
    colour: Colour = Field(title="Colour", json_schema_extra={"x-enum-labels": {"red": "Scarlet"}})
    maybe: Colour | None = Field(default=None, title="Maybe")
    way: Literal["by_post", "by_hand"] = Field(title="Way")
    colours: tuple[Colour, ...] = Field(default=(), title="Colours")
    names: list[str] = Field(default=[], title="Names", max_length=3)
    parts: list[Part] = Field(min_length=1, title="Parts")
    one: Part = Field(title="One part")
    pet: Annotated[Dog | Cat, Field(discriminator="kind", title="Pet")]
    chosen: str = Field(
        title="Chosen", json_schema_extra={"x-options": "/api/v1/cases/{case_id}/options/tasks"}
    )
    several: list[str] | None = Field(
        default=None,
        title="Several",
        json_schema_extra={"x-options": "/api/v1/cases/{case_id}/options/tasks"},
    )
    marked: list[str] = Field(default=[], title="Marked", json_schema_extra={"x-widget": "selection"})
    typed: str | None = Field(
        default=None, title="Typed", json_schema_extra={"x-options": "/api/v1/assignees?q="}
    )


class Odd(BaseModel):
    """What no form can draw."""

    anything: dict[str, int] = Field(title="Anything")
    either: Dog | Cat = Field(title="Either")


def described() -> dict[str, Any]:
    app = FastAPI()

    @app.post("/whole", operation_id="whole")
    async def whole(given: Annotated[Whole, Body()]) -> None: ...

    @app.post("/odd", operation_id="odd")
    async def odd(given: Annotated[Odd, Body()]) -> None: ...

    @app.post("/file", operation_id="file")
    async def file(proof: UploadFile) -> None: ...

    @app.post("/nothing", operation_id="nothing", description="Nothing is asked.")
    async def nothing() -> None: ...

    return app.openapi()


@dataclass
class Forms:
    """A console without a house behind it, in which forms of these operations are opened."""

    page: Page

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def open(self, operation: str, **given: Any) -> None:
        """Open a form; what it sends lands in `window.sent`, once `window.answer` has judged it."""
        await self.page.evaluate(
            """async ([operation, given]) => {
                const file = (name) => import(document.querySelector("script[src]").src.replace("main.js", name));
                const { html, Problem } = await file("main.js");
                const { OperationDialog } = await file("rest.js");
                const { render } = await file("vendor/preact.mjs");
                const box = document.createElement("div");
                document.body.append(box);
                window.tries = [];
                const send = async (body, key) => {
                    window.tries.push(key);
                    window.sent = body instanceof FormData ? [...body].map(([k, v]) => [k, v.name ?? v]) : body;
                    if (window.answer) throw new Problem(window.answer.status, window.answer);
                };
                const close = () => render(null, box);
                render(html`<${OperationDialog} operation=${operation} title="Send it" name=${`draft-${operation}`}
                    about=${{ case_id: "7" }} ...${given} send=${send} onDone=${close} onClose=${close} />`, box);
            }""",
            [operation, given],
        )
        await expect(self.page.locator("dialog form")).to_be_visible()

    async def sent(self) -> Any:
        await expect(self.page.locator("dialog")).to_have_count(0)
        return await self.page.evaluate("window.sent")


@pytest.fixture
async def base() -> AsyncGenerator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(None), log_level="warning", timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture
async def forms(page: Page, base: str) -> Forms:
    """The console's page in English, its API replaced by what these forms need."""
    await answered(page, base, Language.EN)
    return Forms(page)


async def answered(page: Page, base: str, language: Language) -> None:
    options = {"items": [{"value": "t1", "label": "First task"}, {"value": "t2", "label": "Second task"}]}
    people = {"items": [{"value": "Hilda", "label": "Hilda Handläggare"}]}
    answers = {"/openapi.json": described(), "/options/tasks": options, "/assignees": people,
               "/views": {"items": []}, "/cases?": {"items": [], "next_cursor": None},
               "/me": {"name": "Hilda", "role": "handler", "language": "en", "organisation": {"zone": "Europe/Stockholm"}}}  # fmt: skip

    async def answer(route: Route) -> None:
        found = next((body for part, body in answers.items() if part in route.request.url), None)
        if found is None:
            await route.fulfill(status=200, content_type="text/event-stream", body="")
        else:
            await route.fulfill(json=found)

    await page.route(re.compile(r"/api/|/openapi\.json"), answer)
    await page.route(
        "**/console/",
        lambda route: route.fulfill(
            body=shell(language, {}, Role.HANDLER),
            content_type="text/html",
            headers={"Content-Security-Policy": CONSOLE_CSP},
        ),
    )
    await page.goto(f"{base}/console/")
    await expect(page.locator(".empty")).to_be_visible()


async def test_every_construct_is_drawn_filled_in_and_sent(forms: Forms) -> None:
    page = forms.page
    await forms.open("whole", initial={"marked": ["a", "b"]})
    await expect(forms.form.get_by_label("Line")).to_be_focused()
    assert await page.locator("[data-unknown]").count() == 0
    await assert_accessible(page)
    await forms.form.get_by_label("Line").fill("A line")
    await forms.form.get_by_label("Address").fill("anna@post.example")
    await forms.form.get_by_label("Text").fill("Two\nlines")
    await forms.form.get_by_label("Count").fill("3")
    await forms.form.get_by_label("Price").fill("12.50")
    await forms.form.get_by_label("Day").fill("2026-03-04")
    await page.locator("#field-at").fill("2026-03-04T10:30")
    await forms.form.get_by_label("Agreed").check()
    await page.locator("#field-colour").select_option(label="Scarlet")
    await page.get_by_role("radio", name="by_hand").check()
    await page.get_by_role("group", name="Colours").get_by_label("green").check()
    await page.get_by_role("group", name="Colours").get_by_label("grey").check()
    await page.get_by_role("button", name="Add: Names").click()
    await forms.form.get_by_label("Names 1").fill("first")
    await page.get_by_role("button", name="Add: Names").click()
    await forms.form.get_by_label("Names 2").fill("second")
    await page.get_by_role("button", name="Remove Names 1").click()
    await page.locator("#field-parts-0-name").fill("wheel")
    await page.locator("#field-parts-0-colour").select_option("blue")
    await page.locator("#field-one-name").fill("saddle")
    await page.locator("#field-one-colour").select_option("red")
    await page.get_by_role("combobox", name="Pet").select_option("cat")
    await forms.form.get_by_label("Lives").fill("9")
    await forms.form.get_by_label("Chosen").select_option(label="Second task")
    await page.get_by_role("group", name="Several").get_by_label("First task").check()
    await forms.form.get_by_label("Typed").fill("Hilda")
    await expect(page.get_by_text("2 selected")).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Control+Enter")
    sent = await forms.sent()
    assert sent.pop("at").startswith("2026-03-04T09:30")
    assert sent == {
        "line": "A line", "address": "anna@post.example", "text": "Two\nlines", "count": 3, "price": 12.5,
        "day": "2026-03-04", "sure": False, "agreed": True, "colour": "red", "way": "by_hand",
        "colours": ["green", "grey"], "names": ["second"], "parts": [{"name": "wheel", "colour": "blue"}],
        "one": {"name": "saddle", "colour": "red"}, "pet": {"kind": "cat", "lives": 9}, "chosen": "t2",
        "several": ["t1"], "marked": ["a", "b"], "typed": "Hilda",
    }  # fmt: skip
    Whole.model_validate({**sent, "at": "2026-03-04T09:30:00Z"})


async def test_what_the_server_finds_wrong_stands_at_its_field(forms: Forms) -> None:
    page = forms.page
    await forms.open("whole")
    fields = [
        {"path": "parts.0.name", "message": "is missing"},
        {"path": "colours.1", "message": "is no colour"},
        {"path": "", "message": "does not fit together"},
    ]
    await page.evaluate(
        "answer => window.answer = answer", {"status": 422, "fields": fields, "title": "Wrong"}
    )
    await page.evaluate("document.querySelector('dialog form').noValidate = true")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("alert")).to_contain_text("does not fit together")
    wrong = page.locator("#field-parts-0-name")
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(wrong).to_have_accessible_description("is missing")
    await expect(page.get_by_role("group", name="Colours")).to_contain_text("is no colour")
    assert await page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    await assert_accessible(page)


async def test_a_second_try_carries_the_same_key_until_something_is_changed(forms: Forms) -> None:
    page = forms.page
    await forms.open("nothing")
    await expect(page.get_by_role("button", name="Send it")).to_be_focused()
    await page.evaluate("window.answer = { status: 0 }")
    for number in (1, 2):
        await page.get_by_role("button", name="Send it").click()
        await page.wait_for_function("number => window.tries.length === number", arg=number)
    await expect(page.get_by_role("alert")).to_contain_text("What you have written is kept.")
    tries = await page.evaluate("window.tries")
    assert tries[0] == tries[1]


async def test_what_was_begun_is_there_again(forms: Forms) -> None:
    page = forms.page
    await forms.open("whole")
    await forms.form.get_by_label("Line").fill("Begun")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    await forms.open("whole")
    await expect(forms.form.get_by_label("Line")).to_have_value("Begun")
    assert json.loads(await page.evaluate("sessionStorage.getItem('draft:draft-whole')"))["line"] == "Begun"
    assert await page.evaluate("localStorage.getItem('draft:draft-whole')") is None


async def test_what_cannot_be_drawn_says_so(forms: Forms) -> None:
    page = forms.page
    await forms.open("odd")
    await expect(page.locator("[data-unknown=anything]")).to_have_text("Anything cannot be shown in a form.")
    await expect(page.locator("[data-unknown=either]")).to_have_text("Either cannot be shown in a form.")


async def test_a_file_is_sent_as_a_form(forms: Forms) -> None:
    await forms.open("file")
    proof = FilePayload(name="proof.pdf", mimeType="application/pdf", buffer=b"%PDF")
    await forms.page.locator("input[type=file]").set_input_files(proof)
    await forms.page.get_by_role("button", name="Send it").click()
    assert await forms.sent() == [["proof", "proof.pdf"]]


async def test_an_identity_number_is_warned_about(forms: Forms) -> None:
    page = forms.page
    await forms.open("whole")
    for text, is_one in {"811228-9874": True, "19811228-9874": True, "010170 12345": True,
                         "Order 12345678": False, "2026-11-30": False, "070-174 06 05": False}.items():  # fmt: skip
        await forms.form.get_by_label("Text").fill(f"see {text}.")
        await expect(page.get_by_text("This looks like a personal identity number")).to_have_count(
            int(is_one)
        )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_is_loaded(page: Page, base: str, language: Language) -> None:
    await answered(page, base, language)
    await expect(page.locator("html")).to_have_attribute("lang", language.value)
    await page.keyboard.press("?")
    headings = {Language.SV: "Kortkommandon", Language.NB: "Hurtigtaster", Language.NN: "Hurtigtastar", Language.EN: "Shortcuts"}  # fmt: skip
    await expect(page.get_by_role("dialog", name=headings[language])).to_be_visible()
    await assert_accessible(page)
