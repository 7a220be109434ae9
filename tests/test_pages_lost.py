"""Who lost the link to their case has a new one sent: one answer for everybody, a letter only where it belongs."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree
from sqlalchemy import event
from structlog.testing import capture_logs

from app.jobs import NOBODY, Job, Kind
from app.main import create_app
from app.pages.answers import Asked, asked_of, errors_in_asked
from app.vocabulary import Channel
from app.workflows.people import Applicant
from app.workflows.perform import perform
from tests.clockwork import ANNA, Clockwork, clockwork, profile
from tests.counterparts.smtp_capture import Capture
from tests.house import link_in
from tests.test_pages_samples import the

PAGE = "/r/nordstaff/sv/link"
STRANGER = "nils@post.example"
MADE_UP = "NST-2026-ABC234"


class Door:
    """The public pages of a house, who comes there, and the mail that leaves."""

    def __init__(self, house: Clockwork, browser: httpx.AsyncClient, capture: Capture) -> None:
        self.house, self.browser, self.capture = house, browser, capture

    async def reference(self, case_id: UUID) -> str:
        return (await self.house.case(case_id)).reference

    async def ask(self, reference: str, email: str, **more: str) -> httpx.Response:
        """Open the page, fill it in as slowly as a person does, and send it."""
        shown = await self.browser.get(PAGE)
        stamp = the(shown.text, "input[name=stamp]").attributes["value"] or ""
        self.house.at += timedelta(seconds=20)
        sent = {"reference": reference, "email": email, "stamp": stamp, "topic": ""} | more
        return await self.browser.post(PAGE, data=sent)

    async def jobs(self) -> list[Job]:
        """Take the jobs of new links from the queue."""
        rows = await self.house.sql(
            "DELETE FROM pgqueuer WHERE entrypoint = 'renew_link' RETURNING entrypoint, payload"
        )
        return [Job.read(row["entrypoint"], row["payload"]) for row in rows]

    async def letters(self) -> list[Any]:
        """Do what is queued, and give the letters with new links that have left."""
        await self.house.do_jobs()
        return [sent for sent in self.capture.messages if "nya länk" in str(sent.mail["Subject"])]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Give what the database is asked, word by word."""
        asked: list[str] = []

        def keep(_: object, __: object, statement: str, *___: object) -> None:
            asked.append(statement)

        engine = self.house.office.db.engine.sync_engine
        event.listen(engine, "before_cursor_execute", keep)
        yield asked
        event.remove(engine, "before_cursor_execute", keep)


@pytest.fixture
async def door(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
) -> AsyncGenerator[Door]:
    limits = {"demo": False, "smtp_url": smtp_capture.url}
    async with clockwork(database, tmp_path, monkeypatch, profile(), **limits) as house:
        transport = httpx.ASGITransport(create_app(house.office))
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "sv"}
        async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as browser:
            yield Door(house, browser, smtp_capture)


async def test_everybody_gets_one_answer_and_the_person_a_letter(door: Door) -> None:
    house = door.house
    meant = await house.open()
    by_telephone = await house.open(channel=Channel.PHONE, applicant=Applicant("Bo Ek", "", "070-174 06 08"))
    unread = await house.open(triage=True)
    forgotten = await house.open()
    await house.do_jobs()
    first = link_in(door.capture.messages[0])
    await house.sql("DELETE FROM case_keys WHERE case_id = $1", forgotten)
    right = await door.reference(meant)
    asked = {
        (f" {right.lower().replace('-', ' ')} ", ANNA.email.upper()): meant,
        (right, STRANGER): NOBODY,
        (MADE_UP, ANNA.email): NOBODY,
        (await door.reference(by_telephone), ANNA.email): NOBODY,
        (await door.reference(unread), ANNA.email): unread,
        (await door.reference(forgotten), ANNA.email): NOBODY,
    }
    answers, done, jobs = [], [], []
    for (reference, email), expected in asked.items():
        with door.statements() as statements:
            answers.append(await door.ask(reference, email))
        done.append(statements)
        jobs += await door.jobs()
        assert jobs[-1] == Job(Kind.RENEW_LINK, house.organisation_id, expected)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert {str(sorted(answer.headers.items())) for answer in answers} == {
        str(sorted(answers[0].headers.items()))
    }
    assert [one for one in done if one != done[0]] == []
    assert not any(ANNA.email.encode() in job.payload() or right.encode() in job.payload() for job in jobs)

    for job in jobs * 2:  # each is done, and then done again as if its worker had died
        await perform(house.office, job)
    [letter] = await door.letters()
    assert (letter.recipients, right in str(letter.mail["Subject"])) == ([ANNA.email], True)
    assert (await house.events(meant)).count("link_asked") == 1
    assert "link_asked" not in await house.events(unread)
    for link in (first, link_in(letter)):  # the older one lives on
        opened = await door.browser.post(link, follow_redirects=True)
        assert right in opened.text


async def test_it_can_be_asked_so_often_and_not_by_robots(door: Door) -> None:
    house = door.house
    case_id = await house.open()
    await house.do_jobs()
    right = await door.reference(case_id)
    shown = await door.browser.post(PAGE, data={"reference": right, "email": ANNA.email, "topic": "pills"})
    with capture_logs() as logs:
        trapped = await door.ask(right, ANNA.email, topic="pills")
        stampless = await door.ask(right, ANNA.email, stamp="1.forged")
    assert trapped.text == stampless.text == shown.text
    said = [line for line in logs if "robot" in line["event"]]
    assert len(said) == 2
    assert ANNA.email not in str(logs)
    assert right not in str(logs)
    assert [job.subject_id for job in await door.jobs()] == [NOBODY] * 3

    # Two tries by this reference are left; what else is known of it counts no more after them.
    for _ in range(2):
        await door.ask(right, STRANGER)
    refused = await door.ask(right, ANNA.email)
    assert refused.text == shown.text
    assert [job.subject_id for job in await door.jobs()] == [NOBODY] * 3
    house.at += timedelta(hours=1)
    for _ in range(2):
        await door.ask(right, ANNA.email)
    assert len(await door.letters()) == 1  # the second within the hour

    for _ in range(4):  # another case each, one address
        other = await door.reference(await house.open())
        await door.ask(other, ANNA.email)
    assert len(await door.letters()) == 3

    for _ in range(20):
        crowded = await door.ask(MADE_UP, STRANGER)
        if crowded.status_code != 200:
            break
    assert crowded.status_code == 429
    assert "mailto:privacy@nordstaff.example" in crowded.text


async def test_the_page_is_found_where_it_is_needed(door: Door) -> None:
    form = Tree((await door.browser.get("/r/nordstaff/sv")).text)
    assert the(form, f'main a[href="{PAGE}"]').text() == "Be om en ny länk med ärendenummer"
    dead = [await door.browser.post("/s/uts_made-up"), await door.browser.get("/status")]
    for page in dead:
        assert page.status_code == 404
        the(page.text, f'main a[href="{PAGE}"]')
    assert not Tree((await door.browser.post("/t/utt_made-up")).text).css('main a[href$="/link"]')
    house = door.house
    await house.open()
    await house.do_jobs()
    link = link_in(door.capture.messages[0])
    await house.sql("UPDATE credentials SET expires_at = $1", house.at)
    await house.sql(
        "INSERT INTO organisations SELECT gen_random_uuid(), 'other', name, country, language FROM organisations"
    )
    the((await door.browser.post(link)).text, f'main a[href="{PAGE}"]')  # whoever holds it knows whose it is
    assert not Tree((await door.browser.post("/s/uts_made-up")).text).css('main a[href$="/link"]')

    for path, status in (
        ("/r/none/sv/link", 404),
        ("/r/nordstaff/xx/link", 404),
        ("/r/nordstaff/fi/link", 303),
    ):
        assert (await door.browser.get(path)).status_code == status
        if status == 404:
            assert (await door.browser.post(path, data={})).status_code == 404
    empty = await door.ask("", " ")
    links = {link.attributes["href"] for link in Tree(empty.text).css("[role=alert] a")}
    assert (empty.status_code, links) == (422, {"#reference", "#email"})
    wrong = await door.ask("mitt <ärende>", "anna@")
    assert the(wrong.text, "#reference").attributes["value"] == "mitt <ärende>"
    assert the(wrong.text, "#email").attributes["aria-invalid"] == "true"
    assert await door.jobs() == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("NST-2026-4F7KQ2", "NST-2026-4F7KQ2"),
        (" [nst–2026–4f7kq2] ", "NST-2026-4F7KQ2"),
        ("NST 2026 4F7KQ2", "NST-2026-4F7KQ2"),
        ("ＮＳ20264F7KQ2", "NS-2026-4F7KQ2"),
        ("NST-2026-4F7KQ", ""),
        ("NST-2026-4F7KQ2 och mer", ""),
        ("2026", ""),
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert Asked(typed).case == read


def test_what_is_wrong_says_nothing_of_any_case() -> None:
    assert errors_in_asked(Asked()) == {"reference": "reference", "email": "email"}
    assert errors_in_asked(Asked("x", "x")) == {"reference": "reference_form", "email": "email_form"}
    assert errors_in_asked(Asked(MADE_UP, f"{'a' * 250}@b.example")) == {"email": "email_form"}
    assert errors_in_asked(asked_of({"reference": f" {MADE_UP}\x00", "email": " a@b.example "})) == {}
