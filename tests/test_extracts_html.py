"""The HTML file: one piece, no scripts, nothing loaded, structured for readers of every kind."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser
from selectolax.lexbor import LexborHTMLParser as Tree

from app.extracts.content import Content
from app.extracts.html import html_of
from app.extracts.survey import surveyed
from tests.counterparts.chromium import assert_accessible
from tests.test_extracts_content import LANGUAGES, corrected, erased, item, person, section


async def html(content: Content) -> str:
    return b"".join([chunk async for chunk in html_of(content, await surveyed(content))]).decode()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_structure_can_be_walked_by_a_screen_reader(language: str) -> None:
    tree = Tree(await html(person(language)))
    assert [node.attributes["lang"] for node in tree.css("html")] == [language]
    assert (
        len(tree.css("h1")) == len(tree.css("main")) == len(tree.css("header")) == len(tree.css("title")) == 1
    )
    levels = [int(str(node.tag)[1]) for node in tree.css("h1, h2, h3, h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {link.attributes["href"] for link in tree.css("nav a")} <= {f"#{name}" for name in ids}
    for table in tree.css("table"):
        assert all(head.attributes.get("scope") == "col" for head in table.css("thead th"))
        assert all(
            [head.attributes.get("scope") for head in row.css("th")] == ["row"]
            for row in table.css("tbody tr")
        )
        width = len(table.css("thead th"))
        assert all(len(row.css("th, td")) == width for row in table.css("tbody tr"))
    for named in tree.css("[aria-labelledby]"):
        assert named.attributes["aria-labelledby"] in ids


async def test_nothing_runs_and_nothing_is_loaded() -> None:
    text = await html(person())
    tree = Tree(text)
    assert tree.css("script, iframe, img, link, object, embed, form, base, video, audio, svg") == []
    assert [node for node in tree.css("*") if any(name.startswith("on") or name in {"src", "style"} for name in node.attributes)] == []  # fmt: skip
    [policy] = [
        node.attributes["content"] or "" for node in tree.css('meta[http-equiv="Content-Security-Policy"]')
    ]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy
    )
    assert {(a.attributes["href"] or "")[0:6] for a in tree.css("a")} == {
        "#block",
        "#syste",
        "#compl",
        "files/",
    }
    [style] = [node.text() for node in tree.css("style")]
    assert "url(" not in style
    assert "@import" not in style


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said += " ".join(value or "" for name, value in attrs if name == "aria-label")

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "</td></table><h1>x", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}{% raw %}",
     "&lt;b&gt;", "<!--", "]]>", "\u202eevil", "\U0001f600 漢字", "javascript:alert(1)"],
)  # fmt: skip
async def test_values_are_data_wherever_they_stand(hostile: str) -> None:
    tame, wild = Texts(), Texts()
    tame.feed(await html(told("plain")))
    wild.feed(await html(told(hostile)))
    assert wild.tags == tame.tags
    assert wild.said.count(hostile) == tame.said.count("plain")


def told(text: str) -> Content:
    """An answer with this text wherever a system or a person can put one."""
    entry = replace(item(1, **{text: text}), label=text, ref=text, collection=text, purpose=text, redacted=(text,), redaction_grounds={text: text})  # fmt: skip
    one = replace(section([entry]), name=text, outcome=text)
    return replace(
        corrected(), person_name=text, organisation_name=text, organisation_contact=text, sections=(one,)
    )


async def test_control_signs_and_lone_surrogates_leave_no_trace() -> None:
    text = await html(told("a\x00b\x1b\ud800c\ufffe"))
    assert "abc" in text
    assert not set("\x00\x1b\ufffe") & set(text)


async def test_corrections_kept_and_withheld_are_shown() -> None:
    assert "+46 70 111 11 11" in await html(corrected())
    assert "Referensernas egna omdömen" in await html(person())
    gone = await html(erased())
    assert "31 december 2031" in gone
    assert 'id="data"' not in gone


async def test_it_comes_in_pieces_while_the_items_are_read() -> None:
    content = replace(person(), sections=(section([item(n, text="x" * 1000) for n in range(500)]),))
    pieces = [len(chunk) async for chunk in html_of(content, await surveyed(content))]
    assert len(pieces) > 5
    assert max(pieces) < 80_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_browser_finds_no_barrier_and_asks_for_nothing(
    scheme: Literal["light", "dark"], browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "utdrag.html").write_text(await html(corrected()))
    asked, said = list[str](), list[str]()
    page = await browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    await page.goto((tmp_path / "utdrag.html").as_uri())
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    # The style is let through by its hash.
    assert await page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "34px"
    await assert_accessible(page)
    await page.close()
    assert (len(asked), said) == (1, [])
