"""The public form over HTTP: taken from everybody, marked when it looks like a robot's, never dropped."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from itertools import count
from typing import Any, cast

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import clock
from app.errors import TooManyAttempts
from app.intake.enclosing import Enclosed
from app.pages.stamps import has_worked
from app.vocabulary import Language, Right
from tests.test_pages_samples import CONTACT, NOW, House, a_client, an_app, the

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
    page = Tree(answer.text)
    assert "Formuläret tar inte emot fler just nu" in the(page, "h1").text()
    assert the(page, "pre").text() == GOOD["more"]
    reach = the(page, "footer").text()
    for way in (CONTACT.email, CONTACT.phone, CONTACT.address):
        assert way in reach


def proof_of(stamp: str) -> str:
    """Work as a browser does."""
    return next(str(number) for number in count() if has_worked(stamp, str(number), NOW))


async def test_work_is_seen_and_a_network_named(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = await stamp_of(client)
    later(monkeypatch)
    for proof in (proof_of(stamp), "1", "", "٣", "9" * 99):
        await client.post(FORM, data=GOOD | {"stamp": stamp, "proof": proof})
    assert [sending.proof for sending in house.sendings] == [stamp, "", "", "", ""]
    assert {sending.address for sending in house.sendings} == {"127.0.0.1"}
    forged = f"{int(NOW.timestamp() * 1000)}.forged"
    await client.post(FORM, data=GOOD | {"stamp": forged, "proof": proof_of(forged)})
    later(monkeypatch, 90_000)
    await client.post(FORM, data=GOOD | {"stamp": stamp, "proof": proof_of(stamp)})
    assert [sending.proof for sending in house.sendings[5:]] == ["", ""]


async def test_only_a_proxy_of_ours_says_where_somebody_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for proxies, seen in (("127.0.0.1", "198.51.100.9"), ("10.0.0.0/8", "127.0.0.1")):
        app = ProxyHeadersMiddleware(cast("Any", an_app(house, monkeypatch)), proxies)
        async with a_client(cast("Any", app)) as browser:
            await browser.post(FORM, data=GOOD, headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.9"})
        assert house.sendings[-1].address == seen


async def test_a_file_comes_along(client: httpx.AsyncClient, house: House) -> None:
    answer = await client.post(FORM, data=GOOD, files={"file": ("C:\\x\\intyg å.pdf", b"%PDF-1.7\n")})
    assert answer.status_code == 200
    [(_, request, _, raw)] = house.named("receive")
    assert request.files == (Enclosed("intyg å.pdf", "application/pdf", b"%PDF-1.7\n"),)
    assert raw.endswith(b"%PDF-1.7\n")
    assert (await client.post(FORM, data=GOOD, files={"file": ("", b"")})).status_code == 200
    assert house.named("receive")[1][1].files == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sida.pdf", b"<html><script>1</script></html>", "Filen går inte att ta emot."),
        ("rad.csv", b"a;b", "Filen går inte att ta emot."),
        ("tom.png", b"", "Filen är tom."),
        ("stor.pdf", b"%PDF-1.7" + bytes(5_000_000), "Filen är för stor. Den får vara högst 5 MB."),
    ],
)
async def test_a_file_we_do_not_take_is_an_error_of_its_field(
    client: httpx.AsyncClient, house: House, name: str, content: bytes, said: str
) -> None:
    answer = await client.post(FORM, data=GOOD, files={"file": (name, content)})
    page = Tree(answer.text)
    assert answer.status_code == 422
    assert said in the(page, "#file-error").text()
    assert the(page, "#name").attributes["value"] == "Anna Exempel"
    assert house.calls == []


async def test_a_good_file_must_be_chosen_again_when_something_else_is_wrong(
    client: httpx.AsyncClient,
) -> None:
    sent = GOOD | {"email": "fel"}
    answer = await client.post(FORM, data=sent, files={"file": ("a.pdf", b"%PDF-1.7\n")})
    assert "Välj filen en gång till." in the(answer.text, "#file-error").text()


async def test_an_endless_form_is_refused(client: httpx.AsyncClient, house: House) -> None:
    answer = await client.post(FORM, data=GOOD | {"more": "x" * 300_000})
    assert answer.status_code == 413
    endless = {"file": ("a.pdf", b"%PDF-1.7" + bytes(21_000_000))}
    assert (await client.post(FORM, data=GOOD, files=endless)).status_code == 413
    assert house.calls == []


async def test_files_and_floods_of_fields_are_refused(client: httpx.AsyncClient, house: House) -> None:
    upload = await client.post(FORM, data=GOOD, files={"f": ("a.pdf", b"%PDF")})
    assert upload.status_code == 400
    assert "Det gick inte" in upload.text
    flood = await client.post(FORM, data={f"f{number}": "x" for number in range(60)})
    assert flood.status_code == 400
    assert house.calls == []
