"""What guards the pages: headers on every answer, no changes from other sites, an outbox for demos only."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser as Tree
from structlog.testing import capture_logs

from app.pages.assets import ASSETS, VERSION, address
from app.routers.security import STRICT_CSP, add_security, attachment
from app.vocabulary import Audience
from tests.test_pages_samples import ID, House, a_client, an_app, the

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def client(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[httpx.AsyncClient]:
    app = an_app(house, monkeypatch)
    async with a_client(app, Audience.STATUS, Audience.TASK) as browser:
        yield browser


@pytest.mark.parametrize(
    "path", ["/r/nordstaff/sv", "/r/none/sv", "/s/x", "/status", "/status/left", "/t/x", "/task", "/outbox"]
)
async def test_every_page_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == CSP
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]
    assert "content-security-policy" in headers
    assert len(headers.get_list("content-security-policy")) == 1


async def test_what_is_no_page_gets_the_strictest_policy(client: httpx.AsyncClient) -> None:
    missing = await client.get("/nowhere")
    assert missing.headers["content-security-policy"] == f"{CSP}; trusted-types 'none'" == STRICT_CSP
    assert missing.headers["cache-control"] == "no-store"


async def test_assets_are_kept_for_ever_under_this_version_only(client: httpx.AsyncClient) -> None:
    for name, asset in ASSETS.items():
        answer = await client.get(address(name))
        assert answer.content == asset.content
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/static/older/tokens.css")).headers["cache-control"] == "no-cache"
    assert (await client.get(address("base.css"))).headers["content-type"] == "text/css; charset=utf-8"
    assert (await client.get(address("favicon.svg"))).headers["content-type"] == "image/svg+xml"
    for name in ("missing.css", "rendered.py", "..%2frendered.py"):
        assert (await client.get(f"/static/{VERSION}/{name}")).status_code == 404


async def test_every_file_a_page_names_is_there(client: httpx.AsyncClient) -> None:
    page = Tree((await client.get("/status")).text)
    for link in page.css("link"):
        assert (await client.get(link.attributes["href"] or "")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8700"}, 403),
        ({"origin": "http://127.0.0.1:8700"}, 303),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
        ({"sec-fetch-site": "cross-site", "authorization": "Bearer x"}, 303),
    ],
)
async def test_other_sites_change_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], status: int
) -> None:
    async with a_client(an_app(house, monkeypatch), Audience.STATUS) as browser:
        del browser.headers["sec-fetch-site"]
        answer = await browser.post("/status/messages", data={"text": "Hej"}, headers=headers)
    assert answer.status_code == status
    assert bool(house.named("write")) is (status == 303)
    if status == 403:
        assert answer.headers["content-security-policy"] == STRICT_CSP


async def test_a_program_without_cookies_may_send(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_client(an_app(house, monkeypatch)) as browser:
        del browser.headers["sec-fetch-site"]
        sent = {"kinds": "access", "name": "Anna", "email": "a@b.example"}
        assert (await browser.post("/r/nordstaff/sv", data=sent)).status_code == 200
        forced = await browser.post("/s/good", headers={"origin": "https://evil.example"})
    assert forced.status_code == 403
    assert house.named("enter") == []


async def test_an_answer_may_choose_its_own_headers() -> None:
    app = FastAPI()
    add_security(app)

    @app.get("/file")
    async def file() -> object:
        from starlette.responses import Response  # noqa: PLC0415 - only this route needs it

        return Response(b"x", headers=attachment('akt å; "x".pdf', 1) | {"Cache-Control": "private"})

    async with a_client(app) as browser:
        headers = (await browser.get("/file")).headers
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cache-control"] == "private"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''akt%20%C3%A5%3B%20%22x%22.pdf"


async def test_the_outbox_shows_letters_with_their_links(client: httpx.AsyncClient) -> None:
    listed = Tree((await client.get("/outbox")).text)
    path = the(listed, ".letters a").attributes["href"]
    assert path == f"/outbox/nordstaff/{ID}"
    answer = await client.get(path)
    page = Tree(answer.text)
    assert the(page, "pre a").attributes["href"] == "http://127.0.0.1:8700/s/uts_token"
    assert the(page, "iframe").attributes["sandbox"] == "allow-top-navigation-by-user-activation"
    assert answer.headers["content-security-policy"] == f"{CSP}; frame-src 'self'"


async def test_a_letters_html_runs_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/outbox/nordstaff/{ID}/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none'; ")
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert '<head><base target="_top">' in answer.text


async def test_the_outbox_is_for_demonstrations_only(client: httpx.AsyncClient, house: House) -> None:
    assert (await client.get(f"/outbox/nordstaff/{uuid_of(2)}")).status_code == 404
    house.demo = False
    for path in ("/outbox", f"/outbox/nordstaff/{ID}", f"/outbox/nordstaff/{ID}/html"):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert "anna@post.example" not in answer.text


def uuid_of(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012}"


async def test_what_nobody_foresaw_is_a_page_that_tells_nothing(
    client: httpx.AsyncClient, house: House
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("anna@post.example")

    with capture_logs() as logged:
        house.status_of = broken  # type: ignore[method-assign,assignment]  # a fault, not a view
        answer = await client.get("/status")
    assert (answer.status_code, answer.headers["content-security-policy"]) == (500, CSP)
    assert "Något gick fel hos oss" in answer.text
    assert "anna" not in answer.text
    assert [(line["event"], line["path"]) for line in logged] == [("page failed", "/status")]


async def test_the_pages_are_no_part_of_the_api(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert an_app(house, monkeypatch).openapi()["paths"] == {}
