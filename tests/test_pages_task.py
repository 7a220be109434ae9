"""The task page over HTTP: files are taken by what they are, and a task ends the way its owner says."""

from collections.abc import AsyncGenerator, AsyncIterator

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree

from app.errors import ActionNotPossible
from app.pages import uploads
from app.routers import task
from app.vocabulary import Audience, Language, TaskState, Verb
from tests.test_pages_samples import House, a_client, a_task, an_app, the

PDF = b"%PDF-1.7\n\x00akt"


@pytest.fixture
def house() -> House:
    return House(task=a_task(uploads=()))


@pytest.fixture
async def client(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[httpx.AsyncClient]:
    async with a_client(an_app(house, monkeypatch), Audience.TASK) as browser:
        yield browser


def error_in(answer: httpx.Response, field: str) -> str:
    page = Tree(answer.text)
    told = the(page, f"#{field}-error")
    assert the(page, f"[role=alert] a[href='#{field}']").text() == told.text()
    return told.text()


async def test_the_link_knocks_and_the_button_opens(client: httpx.AsyncClient, house: House) -> None:
    client.cookies.clear()
    assert "En uppgift till dig" in (await client.get("/t/good")).text
    assert house.calls == []
    answer = await client.post("/t/good")
    assert (answer.status_code, answer.headers["location"]) == (303, "/task")
    assert answer.headers["set-cookie"].startswith("utdrag-task=session-task; HttpOnly;")
    assert (await client.get("/task")).status_code == 200
    assert (await client.get("/status")).status_code == 404


async def test_strangers_see_and_do_nothing(client: httpx.AsyncClient, house: House) -> None:
    client.cookies.clear()
    assert (await client.get("/task")).status_code == 404
    assert (await client.post("/task/files", files={"files": ("a.pdf", PDF)})).status_code == 404
    assert (await client.post("/task/answer", data={"answer": "done"})).status_code == 404
    assert house.calls == []


async def test_files_are_handed_in_as_they_are(client: httpx.AsyncClient, house: House) -> None:
    large = b"%PDF-1.7\n" + bytes(3_000_000)
    files = [("files", ("C:\\tmp\\akt å.pdf", large)), ("files", ("rader.csv", b"a;b\n1;2\n"))]
    answer = await client.post("/task/files", files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, "/task?done=handed_in")
    assert house.named("upload") == [
        ("akt å.pdf", "application/pdf", large),
        ("rader.csv", "text/csv", b"a;b\n1;2\n"),
    ]
    page = (await client.get("/task?done=handed_in")).text
    assert "Filerna är inlämnade" in page
    assert "akt å.pdf" in page
    assert "3 MB" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sida.pdf", b"<html><script>1</script></html>", "sida.pdf är en filtyp som vi inte tar emot"),
        ("skal.exe", b"MZ\x90\x00", "skal.exe är en filtyp"),
        ("tom.pdf", b"", "tom.pdf är tom"),
        ("<b>.svg", b"<svg/>", "<b>.svg är en filtyp"),
    ],
)
async def test_a_file_we_do_not_take_stops_all_of_them(
    client: httpx.AsyncClient, house: House, name: str, content: bytes, said: str
) -> None:
    answer = await client.post("/task/files", files=[("files", ("a.pdf", PDF)), ("files", (name, content))])
    assert answer.status_code == 422
    assert said in error_in(answer, "files")
    assert house.named("upload") == []


async def test_sizes_are_limited(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (uploads.LARGEST, uploads.ALL_TOGETHER) == (50_000_000, 200_000_000)
    monkeypatch.setattr(task, "LARGEST", 2_000_000)
    monkeypatch.setattr(task, "ALL_TOGETHER", 5_000_000)
    one = await client.post("/task/files", files={"files": ("a.pdf", PDF + bytes(2_000_000))})
    assert (one.status_code, error_in(one, "files")) == (
        422,
        "a.pdf är större än 2 MB. Dela upp den i flera filer.",
    )
    many = [("files", (f"{number}.pdf", PDF + bytes(1_900_000))) for number in range(3)]
    together = await client.post("/task/files", files=many)
    assert together.status_code == 413
    assert "tillsammans större än 5 MB" in error_in(together, "files")
    assert house.named("upload") == []


async def test_a_body_without_a_length_is_refused(client: httpx.AsyncClient, house: House) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"--x\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await client.post("/task/files", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert house.named("upload") == []


async def test_no_file_is_an_error_of_the_field(client: httpx.AsyncClient) -> None:
    answer = await client.post("/task/files", files={"files": ("", b"")})
    assert (answer.status_code, error_in(answer, "files")) == (422, "Välj minst en fil.")


async def test_a_task_that_takes_no_more_says_so(client: httpx.AsyncClient, house: House) -> None:
    house.fails["upload"] = ActionNotPossible("This task takes no more files.")
    answer = await client.post("/task/files", files={"files": ("a.pdf", PDF)})
    assert answer.status_code == 409
    assert "Det gick inte" in error_in(answer, "files")


@pytest.mark.parametrize(
    ("answer", "reason", "state", "kept"),
    [
        ("nothing", "", TaskState.DONE, "Systemet har inget om personen."),
        ("partial", " Arkivet\r\nsaknas ", TaskState.PARTIAL, "Arkivet\nsaknas"),
        ("refused", "Systemet är avvecklat", TaskState.REFUSED, "Systemet är avvecklat"),
        ("nothing", "Sökt även i arkivet", TaskState.DONE, "Sökt även i arkivet"),
    ],
)
async def test_a_task_ends_as_its_owner_says(
    client: httpx.AsyncClient, house: House, answer: str, reason: str, state: TaskState, kept: str
) -> None:
    sent = await client.post("/task/answer", data={"answer": answer, "reason": reason})
    assert (sent.status_code, sent.headers["location"]) == (303, "/task")
    assert house.named("finish") == [(state, kept)]
    after = Tree((await client.get("/task")).text)
    assert the(after, "h1").text().startswith("Tack")
    assert not after.css("main form")


async def test_done_needs_a_file_when_files_were_asked_for(client: httpx.AsyncClient, house: House) -> None:
    without = await client.post("/task/answer", data={"answer": "done"})
    assert without.status_code == 422
    assert "Lämna in minst en fil" in error_in(without, "answer")
    house.task = a_task()
    assert (await client.post("/task/answer", data={"answer": "done"})).status_code == 303
    assert house.named("finish") == [(TaskState.DONE, "Allt som systemet har om personen är inlämnat.")]


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({}, "answer", "Välj hur det gick."),
        ({"answer": "made up"}, "answer", "Välj hur det gick."),
        ({"answer": "partial", "reason": " x"}, "reason", "Förklara varför, med några ord."),
        ({"answer": "refused"}, "reason", "Förklara varför, med några ord."),
        ({"answer": "refused", "reason": "x" * 8001}, "reason", "Förklaringen är för lång"),
    ],
)
async def test_an_answer_that_says_too_little_is_asked_for_again(
    client: httpx.AsyncClient, house: House, sent: dict[str, str], field: str, said: str
) -> None:
    answer = await client.post("/task/answer", data=sent)
    assert answer.status_code == 422
    assert error_in(answer, field).startswith(said)
    assert the(answer.text, "#reason").text() == sent.get("reason", "").strip()
    assert house.named("finish") == []


async def test_a_task_that_is_over_says_so(client: httpx.AsyncClient, house: House) -> None:
    house.fails["finish"] = ActionNotPossible("This task has ended already.")
    answer = await client.post("/task/answer", data={"answer": "nothing"})
    assert (answer.status_code, error_in(answer, "answer")[:13]) == (409, "Det gick inte")


@pytest.mark.parametrize("verb", [Verb.RECTIFY, Verb.ERASE, Verb.NOTIFY])
async def test_other_tasks_need_no_files(client: httpx.AsyncClient, house: House, verb: Verb) -> None:
    house.task = a_task(verb, language=Language.NB)
    assert (await client.post("/task/answer", data={"answer": "done"})).status_code == 303
    assert house.named("finish")[0][0] is TaskState.DONE


async def test_what_to_change_and_to_erase_is_shown(client: httpx.AsyncClient, house: House) -> None:
    house.task = a_task(Verb.RECTIFY)
    assert "Gamla vägen 2" in (page := (await client.get("/task")).text)
    assert "Nya vägen 4" in page
    house.task = a_task(Verb.ERASE)
    assert "Intervjuanteckningar 2019" in (await client.get("/task")).text


async def test_leaving_ends_the_visit(client: httpx.AsyncClient, house: House) -> None:
    assert (await client.post("/task/leave")).headers["location"] == "/task/left"
    assert house.calls == [("leave",)]
    assert "Du är utloggad" in (await client.get("/task/left")).text
