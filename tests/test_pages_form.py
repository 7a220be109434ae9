"""The public form over HTTP: taken from everybody, marked when it looks like a robot's, never dropped."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree

from app import clock
from app.errors import TooManyAttempts
from app.vocabulary import Language, Right
from tests.test_pages_samples import NOW, House, a_client, an_app, the

FORM = "/r/nordstaff/sv"
GOOD = {"kinds": ["access", "erasure"], "name": "Anna Exempel", "email": "anna@post.example", "more": "Hej"}


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def client(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[httpx.AsyncClient]:
    async with a_client(an_app(house, monkeypatch)) as browser:
        yield browser


async def stamp_of(client: httpx.AsyncClient) -> str:
    page = Tree((await client.get(FORM)).text)
    return the(page, "input[name=stamp]").attributes["value"] or ""


def later(monkeypatch: pytest.MonkeyPatch, seconds: float = 30) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=seconds))


async def test_a_request_becomes_a_case(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = await stamp_of(client)
    later(monkeypatch)
    answer = await client.post(FORM, data=GOOD | {"stamp": stamp, "topic": ""})
    assert answer.status_code == 200
    assert "NS-2026-0042" in answer.text
    [(slug, request, suspect, raw)] = house.named("receive")
    assert (slug, suspect) == ("nordstaff", False)
    assert request.rights == (Right.ACCESS, Right.ERASURE)
    assert (request.name, request.email, request.words) == ("Anna Exempel", "anna@post.example", "Hej")
    assert request.language is Language.SV
    assert b"kinds=access&kinds=erasure" in raw
    assert the(answer.text, "a.button").attributes["href"] == "http://127.0.0.1:8700/s/uts_token"


@pytest.mark.parametrize(
    ("seconds", "extra"),
    [(0.5, {}), (30, {"topic": "cheap pills"}), (30, {"stamp": "forged"})],
)
async def test_a_robot_is_marked_and_taken_all_the_same(
    client: httpx.AsyncClient,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    extra: dict[str, str],
) -> None:
    later(monkeypatch, 0)
    stamp = await stamp_of(client)
    later(monkeypatch, seconds)
    answer = await client.post(FORM, data=GOOD | {"stamp": stamp} | extra)
    assert answer.status_code == 200
    assert house.named("receive")[0][2] is True
    told = Tree(answer.text).text()
    assert "En handläggare läser först det du har skrivit. Sedan hör vi av oss till dig." in told
    assert "Vi skickar också länken" not in told
    assert the(answer.text, "pre").text() == "http://127.0.0.1:8700/s/uts_token"


async def test_a_form_that_stood_open_for_days_is_a_persons(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = await stamp_of(client)
    later(monkeypatch, 200_000)
    answer = await client.post(FORM, data=GOOD | {"stamp": stamp})
    assert house.named("receive")[0][2] is False
    assert "Vi skickar också länken till din e-postadress." in Tree(answer.text).text()


async def test_a_form_without_a_stamp_is_taken(client: httpx.AsyncClient, house: House) -> None:
    assert (await client.post(FORM, data=GOOD)).status_code == 200
    assert house.named("receive")[0][2] is True


async def test_nothing_is_lost_when_something_is_wrong(client: httpx.AsyncClient, house: House) -> None:
    stamp = await stamp_of(client)
    sent = {
        "kinds": "rectification",
        "name": "Anna",
        "email": "fel",
        "more": "Adressen <är> fel",
        "stamp": stamp,
    }
    answer = await client.post(FORM, data=sent)
    assert answer.status_code == 422
    assert house.calls == []
    page = Tree(answer.text)
    assert the(page, "#name").attributes["value"] == "Anna"
    assert the(page, "#email").attributes["value"] == "fel"
    assert the(page, "#more").text() == "Adressen <är> fel"
    assert the(page, "#kinds-rectification").attributes.get("checked", "no") != "no"
    assert the(page, "input[name=stamp]").attributes["value"] == stamp


async def test_an_empty_form_says_what_is_missing(client: httpx.AsyncClient) -> None:
    answer = await client.post(FORM, data={"name": " "})
    links = {link.attributes["href"] for link in Tree(answer.text).css("[role=alert] a")}
    assert (answer.status_code, links) == (422, {"#kinds", "#name", "#email"})


async def test_people_without_email_keep_the_link(client: httpx.AsyncClient, house: House) -> None:
    sent = GOOD | {"email": "", "no_email": "yes", "phone": "070-123 45 67"}
    answer = await client.post(FORM, data=sent)
    assert the(answer.text, "pre").text() == "http://127.0.0.1:8700/s/uts_token"
    assert house.named("receive")[0][1].phone == "070-123 45 67"


@pytest.mark.parametrize(
    ("path", "wished", "leads_to"),
    [
        ("/r/nordstaff", "nn;q=0.9, en;q=0.8", "/r/nordstaff/nn"),
        ("/r/nordstaff", "no", "/r/nordstaff/nb"),
        ("/r/nordstaff", "de, fr", "/r/nordstaff/sv"),
        ("/r/nordstaff/fi", "fi", "/r/nordstaff/en"),
    ],
)
async def test_the_language_is_the_readers(
    client: httpx.AsyncClient, path: str, wished: str, leads_to: str
) -> None:
    answer = await client.get(path, headers={"accept-language": wished})
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize("path", ["/r/unknown", "/r/unknown/sv", "/r/nordstaff/xx"])
async def test_an_unknown_form_is_a_page_too(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "Det finns inget formulär här" in answer.text
    if path.count("/") == 3:
        assert (await client.post(path, data=GOOD)).status_code == 404


async def test_too_often_is_said_kindly(client: httpx.AsyncClient, house: House) -> None:
    house.fails["receive"] = TooManyAttempts("Too many.")
    answer = await client.post(FORM, data=GOOD)
    assert answer.status_code == 429
    assert "för många försök" in answer.text


async def test_an_endless_form_is_refused(client: httpx.AsyncClient, house: House) -> None:
    answer = await client.post(FORM, data=GOOD | {"more": "x" * 300_000})
    assert answer.status_code == 413
    assert house.calls == []


async def test_files_and_floods_of_fields_are_refused(client: httpx.AsyncClient, house: House) -> None:
    upload = await client.post(FORM, data=GOOD, files={"f": ("a.pdf", b"%PDF")})
    assert upload.status_code == 400
    assert "Det gick inte" in upload.text
    flood = await client.post(FORM, data={f"f{number}": "x" for number in range(60)})
    assert flood.status_code == 400
    assert house.calls == []
