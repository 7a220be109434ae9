"""The status page over HTTP: a link only knocks, every change is a POST that leads back to the page."""

from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree

from app.errors import (
    ActionNotPossible,
    DsarError,
    FieldError,
    InvalidInput,
    NotFound,
    NotPermitted,
    TooManyAttempts,
)
from app.intake.enclosing import Enclosed
from app.routers import status, status_messages
from app.vocabulary import Audience, CodePurpose, Language, State
from tests.test_pages_samples import ID, STATUSES, House, a_client, a_status, an_app, an_extract, the

WRONG = InvalidInput("The code is not right.", fields=[FieldError("code", "wrong")])


@pytest.fixture
def house() -> House:
    return House(status=STATUSES["identity"])


@pytest.fixture
async def client(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[httpx.AsyncClient]:
    async with a_client(an_app(house, monkeypatch), Audience.STATUS) as browser:
        yield browser


@pytest.fixture
async def stranger(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[httpx.AsyncClient]:
    async with a_client(an_app(house, monkeypatch)) as browser:
        yield browser


async def test_looking_at_a_link_changes_nothing(stranger: httpx.AsyncClient, house: House) -> None:
    good, bad = await stranger.get("/s/good"), await stranger.get("/s/bad")
    assert good.status_code == bad.status_code == 200
    assert good.text == bad.text
    assert "good" not in good.text
    assert house.calls == []
    assert not good.cookies


async def test_pressing_the_button_opens_the_case(stranger: httpx.AsyncClient, house: House) -> None:
    answer = await stranger.post("/s/good")
    assert (answer.status_code, answer.headers["location"]) == (303, "/status")
    assert answer.headers["set-cookie"].startswith(
        "utdrag-status=session-status; HttpOnly; Path=/; SameSite=strict"
    )
    assert house.named("enter") == [("good", Audience.STATUS)]
    assert (await stranger.get("/status")).status_code == 200


async def test_over_https_the_cookie_is_bound_to_the_host(stranger: httpx.AsyncClient, house: House) -> None:
    house.public_url = "https://utdrag.example"
    cookie = (await stranger.post("/s/good")).headers["set-cookie"]
    assert cookie == "__Host-utdrag-status=session-status; HttpOnly; Path=/; SameSite=strict; Secure"


async def test_dead_links_and_dead_sessions_look_the_same(stranger: httpx.AsyncClient) -> None:
    dead, gone = await stranger.post("/s/bad"), await stranger.get("/status")
    assert dead.status_code == gone.status_code == 404
    assert dead.text == (await stranger.post("/s/expired")).text.replace("/s/expired", "/s/bad")
    assert "be om en ny länk" in gone.text
    assert not Tree(gone.text).css("main form")


async def test_a_new_link_is_sent_and_nobody_is_told_to_whom(
    stranger: httpx.AsyncClient, house: House
) -> None:
    dead = await stranger.post("/s/old")
    asked = await stranger.post(str(the(dead.text, "main form").attributes["action"]))
    assert house.named("renew") == [("old",)]
    assert (asked.status_code, "Titta i din e-post" in asked.text) == (200, True)
    assert (await stranger.post("/s/made-up/new")).text == asked.text
    assert (await stranger.get("/s/old/new")).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["code", "unlock", "messages", f"messages/{ID}/files/0", "withdraw", f"extracts/{UUID(int=1)}", "leave"],
)
async def test_strangers_can_do_nothing(stranger: httpx.AsyncClient, house: House, path: str) -> None:
    sent = {"purpose": "identity", "code": "123456", "text": "Hej"}
    assert (await stranger.post(f"/status/{path}", data=sent)).status_code == 404
    assert house.calls == []


async def test_a_task_session_opens_no_case(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_client(an_app(house, monkeypatch), Audience.TASK) as browser:
        browser.cookies.set("utdrag-status", "session-task")
        assert (await browser.get("/status")).status_code == 404


async def test_the_page_speaks_the_language_of_the_case(client: httpx.AsyncClient, house: House) -> None:
    house.status = a_status(language=Language.NN)
    answer = await client.get("/status", headers={"accept-language": "en"})
    assert '<html lang="nn">' in answer.text
    assert "Saka di" in answer.text


async def test_only_known_notices_are_shown(client: httpx.AsyncClient) -> None:
    assert "Vi har fått ditt meddelande." in (await client.get("/status?done=written")).text
    assert (await client.get("/status?done=<script>")).text == (await client.get("/status")).text


@pytest.mark.parametrize("purpose", CodePurpose)
async def test_a_code_is_sent_and_taken(
    client: httpx.AsyncClient, house: House, purpose: CodePurpose
) -> None:
    sent = await client.post("/status/code", data={"purpose": purpose.value})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/status?done={purpose.value}_code")
    taken = await client.post("/status/unlock", data={"purpose": purpose.value, "code": "123 456"})
    assert taken.status_code == 303
    assert house.calls == [("send_code", purpose), ("use_code", purpose, "123 456")]
    assert 'class="notice done"' in (await client.get(taken.headers["location"])).text


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (WRONG, 422, "Koden stämmer inte"),
        (TooManyAttempts("Too many."), 429, "för många försök"),
        (ActionNotPossible("Not now."), 409, "Det går inte längre"),
    ],
)
async def test_a_refused_code_is_explained(
    client: httpx.AsyncClient, house: House, error: DsarError, status: int, said: str
) -> None:
    house.fails["use_code"] = error
    answer = await client.post("/status/unlock", data={"purpose": "identity", "code": "000000"})
    assert answer.status_code == status
    assert said in answer.text
    assert "000000" not in answer.text


async def test_an_error_stands_at_the_field(client: httpx.AsyncClient) -> None:
    answer = await client.post("/status/unlock", data={"purpose": "identity", "code": " "})
    page = Tree(answer.text)
    assert answer.status_code == 422
    assert the(page, "#code-identity").attributes["aria-invalid"] == "true"
    assert the(page, "[role=alert] a").attributes["href"] == "#code-identity"


async def test_a_code_that_cannot_be_sent_is_explained(client: httpx.AsyncClient, house: House) -> None:
    house.fails["send_code"] = ActionNotPossible("No address.")
    assert (await client.post("/status/code", data={"purpose": "download"})).status_code == 409


async def test_a_made_up_purpose_is_refused(client: httpx.AsyncClient, house: House) -> None:
    assert (await client.post("/status/code", data={"purpose": "admin"})).status_code == 422
    assert house.calls == []


async def test_a_message_is_kept_as_written(client: httpx.AsyncClient, house: House) -> None:
    answer = await client.post("/status/messages", data={"text": " Hej\r\n<b>du</b> "})
    assert answer.headers["location"] == "/status?done=written"
    assert house.named("write") == [("Hej\n<b>du</b>",)]


@pytest.mark.parametrize("text", ["", " \r\n", "x" * 8001])
async def test_an_empty_or_endless_message_is_not_sent(
    client: httpx.AsyncClient, house: House, text: str
) -> None:
    answer = await client.post("/status/messages", data={"text": text})
    assert answer.status_code == 422
    assert house.calls == []
    assert the(answer.text, "#text").text() == text.strip()


def test_a_message_may_be_nothing_but_files() -> None:
    assert (status.MOST_FILES, status_messages.LARGEST) == (3, 20_000_000)


PDF, PNG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"


async def test_files_go_with_a_message(client: httpx.AsyncClient, house: House) -> None:
    files = [("files", ("C:\\intyg å.pdf", PDF)), ("files", ("bild.png", PNG))]
    for text in ("Se bilagan.", ""):
        answer = await client.post("/status/messages", data={"text": text}, files=files)
        assert answer.headers["location"] == "/status?done=written"
    sent = (Enclosed("intyg å.pdf", "application/pdf", PDF), Enclosed("bild.png", "image/png", PNG))
    assert house.named("write") == [("Se bilagan.", *sent), ("", *sent)]


@pytest.mark.parametrize(
    ("files", "text", "said"),
    [
        ([("a.pdf", b"<html>")], "Hej", "En av filerna är varken PDF, JPG eller PNG."),
        ([("a.pdf", PDF), ("b.pdf", PDF + bytes(5_000_000))], "Hej", "En av filerna är för stor."),
        ([("a.pdf", b"")], "Hej", "En av filerna är tom."),
        ([("a.pdf", PDF)] * 4, "Hej", "Det är för många filer."),
        ([("a.pdf", PDF)], "x" * 8001, "Välj filerna en gång till."),
    ],
)
async def test_files_we_do_not_take_are_explained_and_the_text_is_kept(
    client: httpx.AsyncClient, house: House, files: list[tuple[str, bytes]], text: str, said: str
) -> None:
    answer = await client.post(
        "/status/messages", data={"text": text}, files=[("files", file) for file in files]
    )
    assert answer.status_code == 422
    assert said in the(answer.text, "#files-error").text()
    assert the(answer.text, "#text").text() == text
    assert house.calls == []


async def test_own_files_are_given_back_and_never_shown(client: httpx.AsyncClient, house: House) -> None:
    house.status = STATUSES["unlocked"]
    page = Tree((await client.get("/status")).text)
    [action] = [form.attributes["action"] for form in page.css(".files form")]
    answer = await client.post(str(action))
    assert house.named("own_file") == [(ID, 0)]
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (await client.get(str(action))).status_code == 405
    house.fails["own_file"] = NotPermitted("Enter the code first.")
    assert (await client.post(str(action))).status_code == 403
    house.fails["own_file"] = ActionNotPossible("Malware was found in this message.")
    refused = await client.post(str(action))
    assert (refused.status_code, "Malware" in refused.text) == (409, False)


async def test_withdrawing_takes_two_steps(client: httpx.AsyncClient, house: House) -> None:
    asked = await client.get("/status/withdraw")
    assert "Vill du återkalla din begäran?" in asked.text
    assert house.calls == []
    done = await client.post("/status/withdraw")
    assert done.headers["location"] == "/status?done=withdrawn"
    assert house.calls == [("withdraw",)]


async def test_it_can_be_too_late_to_withdraw(client: httpx.AsyncClient, house: House) -> None:
    house.status = a_status(State.ANSWERED)
    assert (await client.get("/status/withdraw")).status_code == 409
    house.fails["withdraw"] = ActionNotPossible("Too late.")
    assert (await client.post("/status/withdraw")).status_code == 409


async def test_a_file_is_saved_and_never_run(client: httpx.AsyncClient, house: House) -> None:
    house.status = STATUSES["unlocked"]
    answer = await client.post(f"/status/extracts/{an_extract(2).id}")
    assert answer.content == b"PKzip"
    assert house.named("download") == [(an_extract(2).id,)]
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''NS-2026-0042-1.zip"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-length"] == "5"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NotPermitted("Enter the code first."), 403, "Du behöver en kod"),
        (ActionNotPossible("Expired."), 409, "går inte längre att hämta"),
        (NotFound("No such extract."), 404, "Sidan går inte att öppna"),
    ],
)
async def test_a_file_that_cannot_be_given_is_explained(
    client: httpx.AsyncClient, house: House, error: DsarError, status: int, said: str
) -> None:
    house.fails["download"] = error
    answer = await client.post(f"/status/extracts/{uuid4()}")
    assert answer.status_code == status
    assert said in answer.text


async def test_downloads_are_never_plain_links(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/status/extracts/{uuid4()}")).status_code == 405


async def test_leaving_ends_the_visit(stranger: httpx.AsyncClient, house: House) -> None:
    await stranger.post("/s/good")
    house.calls.clear()
    answer = await stranger.post("/status/leave")
    assert answer.headers["location"] == "/status/left"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert house.calls == [("leave",)]
    assert "Du är utloggad" in (await stranger.get("/status/left")).text
    assert (await stranger.get("/status")).status_code == 404
