"""Mailboxes of Microsoft 365: nothing is lost, nothing is doubled, whatever Graph or a person does meanwhile."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError
from sqlmodel import col, select
from structlog.testing import capture_logs

from app import clock
from app.errors import SystemDidNotAnswer
from app.inbox_profiles import GraphMailbox, InboxProfile
from app.intake import door
from app.intake import watching as watches
from app.intake.decode import decode
from app.intake.graph import folder as folders
from app.intake.graph.answers import check
from app.intake.graph.client import Client
from app.intake.progress import Place
from app.intake.watching import fetch_once, watch
from app.models.message import Message
from app.models.organisation import MailCursor, MailMove
from app.office import Office
from app.vocabulary import MessageState
from tests.counterparts.graph import Graph, serving
from tests.counterparts.oauth import SECRET, Issuer, issuing
from tests.house import until
from tests.test_intake_door import an_office, an_organisation, away, messages_of, raws_of
from tests.test_intake_imap import RAW, a_mail

ADDRESS = "dataskydd@nordbemanning.example"


@dataclass
class Post:
    """An organisation with a mailbox at Microsoft."""

    office: Office
    organisation_id: UUID
    inbox: InboxProfile
    graph: Graph

    def with_box(self, **changes: Any) -> "Post":
        assert self.inbox.graph is not None
        box = GraphMailbox.model_validate({**self.inbox.graph.model_dump(), **changes})
        return replace(self, inbox=self.inbox.model_copy(update={"graph": box}))

    async def fetch(self) -> int:
        return await fetch_once(self.office, self.organisation_id, self.inbox)

    async def rows(self) -> list[Message]:
        return await messages_of(self.office, self.organisation_id)

    async def subjects(self) -> list[str]:
        return [decode(raw).subject for raw in await raws_of(self.office, self.organisation_id)]

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(await self.rows()) >= count

        await until(enough)

    async def cursor(self, folder: str = "inbox") -> MailCursor:
        async with self.office.db.transaction(self.organisation_id) as session:
            found = await session.exec(select(MailCursor).where(col(MailCursor.folder) == folder))
            return found.one()

    async def receipts(self) -> list[str]:
        async with self.office.db.transaction(self.organisation_id) as session:
            return list((await session.exec(select(MailMove.item))).all())


@pytest.fixture
def issuer() -> Any:
    with issuing(ADDRESS) as running:
        yield running


@pytest.fixture
async def post(database: str, tmp_path: Path, issuer: Issuer) -> AsyncGenerator[Post]:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    async with serving(Graph(issuer, ADDRESS)) as graph, an_office(database) as office:
        box = GraphMailbox.model_validate({"oauth": issuer.client(f"file:{secret}"), "url": graph.url})
        inbox = InboxProfile(address=ADDRESS, graph=box)
        organisation_id = await an_organisation(office, inboxes=[inbox.model_dump()])
        yield Post(office, organisation_id, inbox, graph)


@asynccontextmanager
async def watching(post: Post) -> AsyncGenerator[None]:
    settings = post.office.settings.model_copy(update={"inbox_poll_seconds": 0.1})
    office, stopping = replace(post.office, settings=settings), asyncio.Event()
    task = asyncio.create_task(watch(office, post.organisation_id, post.inbox, stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait_for(task, 30)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(watches, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(watches, "REFUSED_SECONDS", 0.2)
    monkeypatch.setattr(watches, "FOLLOW_SECONDS", 0.2)


async def test_a_mail_is_stored_with_every_byte_and_moved_only_then(post: Post) -> None:
    came = datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    mail_id = post.graph.deliver(RAW, at=came)
    assert await post.fetch() == 1
    [row] = await post.rows()
    assert await raws_of(post.office, post.organisation_id) == [RAW]
    assert (row.received_at, row.source, row.source_key) == (came, "graph", f"{ADDRESS}/{mail_id}")
    assert (await post.cursor()).link.startswith(f"{post.graph.url}/users/")
    assert post.graph.lying_in("Processed") == [mail_id]
    assert await post.receipts() == []
    assert await post.fetch() == 0
    assert sum(asked.endswith("$value") for asked in post.graph.asked) == 1


async def test_mail_that_waits_is_taken_page_by_page_oldest_first_also_from_junk(post: Post) -> None:
    began = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    names = [f"mail {number:03}" for number in range(45)]
    for number in reversed(range(45)):  # Graph promises no order
        post.graph.deliver(a_mail(names[number]), at=began + timedelta(minutes=number))
    post.graph.deliver(a_mail("junk"), folder="junkemail", at=began)
    assert await post.fetch() == 46
    subjects = await post.subjects()
    assert sorted(subjects) == ["junk", *names]
    assert subjects[:20] == names[25:]
    pages = [asked for asked in post.graph.asked if asked.endswith("/delta")]
    assert len(pages) == 3 + 1
    assert len(post.graph.lying_in("Processed")) == 46
    post.graph.deliver(a_mail("later"))
    assert await post.fetch() == 1


async def test_mail_is_taken_as_it_comes(post: Post, hasty: None) -> None:
    async with watching(post):
        post.graph.deliver(a_mail("one"))
        await post.has(1)
        post.graph.deliver(a_mail("two"), folder="junkemail")
        await post.has(2)


async def test_where_to_read_on_is_stored_with_the_mails_or_not_at_all(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.graph.deliver(a_mail("one"))
    await post.fetch()
    before = (await post.cursor()).link
    post.graph.deliver(a_mail("two"))

    async def crash(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Place, "read_on", crash)
        with pytest.raises(SystemExit):
            await post.fetch()
    assert ((await post.cursor()).link, len(await post.rows()), await post.receipts()) == (before, 1, [])
    assert await post.fetch() == 1
    assert await post.subjects() == ["one", "two"]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_crash_around_the_move_leaves_no_doubt(
    post: Post, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    mail_id = post.graph.deliver(a_mail("one"))
    real = Client.move

    async def crash(client: Client, item: str, folder: str) -> None:
        if moment == "after":
            await real(client, item, folder)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Client, "move", crash)
        with pytest.raises(SystemExit):
            await post.fetch()
    assert (len(await post.rows()), await post.receipts()) == (1, [mail_id])
    assert post.graph.lying_in("Processed") == ([mail_id] if moment == "after" else [])
    assert await post.fetch() == 0
    assert (post.graph.lying_in("Processed"), await post.receipts()) == ([mail_id], [])
    assert sum(asked.endswith("/move") for asked in post.graph.asked) == 1
    assert len(await post.rows()) == 1


async def test_a_person_may_be_faster(post: Post) -> None:
    moved, deleted, read = (post.graph.deliver(a_mail(name)) for name in ("moved", "deleted", "read"))
    archive = post.graph.folder("archive")

    async def meanwhile(asked: str) -> None:
        if asked.endswith("/$value") and deleted in post.graph.mails:
            post.graph.delete(deleted)
            post.graph.move(moved, archive)
            post.graph.touch(read)

    post.graph.before = meanwhile
    assert await post.fetch() == 2
    assert sorted(await post.subjects()) == ["moved", "read"]
    assert post.graph.lying_in("archive") == [moved], "what a person put somewhere stays there"
    assert post.graph.lying_in("Processed") == [read]
    post.graph.move(read, post.graph.folder("inbox"))
    assert await post.fetch() == 0
    assert post.graph.lying_in("Processed") == [read]
    assert len(await post.rows()) == 2


async def test_a_link_that_expired_means_reading_all_anew(post: Post) -> None:
    post = post.with_box(processed="")  # so that everything still lies there
    post.graph.deliver(a_mail("one"))
    await post.fetch()
    post.graph.forget()
    post.graph.deliver(a_mail("two"))
    assert await post.fetch() == 1
    assert await post.subjects() == ["one", "two"]
    assert sum(asked.endswith("$value") for asked in post.graph.asked) == 2
    assert post.graph.lying_in("inbox")


async def test_a_link_may_expire_between_two_pages(post: Post) -> None:
    for number in range(25):
        post.graph.deliver(a_mail(str(number)))

    async def forget_once(asked: str) -> None:
        if asked.endswith("/$value") and len(post.graph.asked) > 15:
            post.graph.forget()
            post.graph.before = None

    post.graph.before = forget_once
    assert await post.fetch() == 25
    assert len(await post.rows()) == 25


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (429, {"Retry-After": "7"}, 7.0),
        (503, {"Retry-After": "120"}, 120.0),
        (429, {}, 30.0),
        (504, {}, 30.0),
        (429, {"Retry-After": "999999"}, 3600.0),
        (429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        (500, {}, None),
    ],
)
def test_graph_says_how_long_to_wait(status: int, headers: dict[str, str], pause: float | None) -> None:
    with pytest.raises(SystemDidNotAnswer) as busy:
        check(httpx.Response(status, headers=headers, content=b"<html>"), clock.now())
    assert (busy.value.retry_after, busy.value.permanent) == (pause, False)
    assert watches._pause_after(busy.value, 1) == pause or pause is None


async def test_being_throttled_is_waited_out_and_no_mail_is_blamed(
    post: Post, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    real = watches._pause_after

    def told(error: Exception, attempt: int) -> float:
        waited.append(real(error, attempt))
        return 0.01

    monkeypatch.setattr(watches, "_pause_after", told)
    busy = (429, {"Retry-After": "7"}, "TooManyRequests")
    left = 8

    async def throttled(asked: str) -> None:
        nonlocal left
        if asked.endswith("/$value") and left:
            left -= 1
            post.graph.refusals.append(busy)

    post.graph.before = throttled
    post.graph.deliver(a_mail("one"))
    async with watching(post):
        await post.has(1)
    assert waited == [7.0] * 8
    assert [row.state for row in await post.rows()] == [MessageState.STORED]


async def test_a_token_that_is_over_is_replaced_in_the_middle_of_the_work(post: Post, issuer: Issuer) -> None:
    for number in range(3):
        post.graph.deliver(a_mail(str(number)))

    async def over(asked: str) -> None:
        if asked.endswith("/$value"):
            issuer.revoke()
            post.graph.before = None

    post.graph.before = over
    assert await post.fetch() == 3
    assert len(issuer.given) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"user": "nobody@nordbemanning.example"}, "There is no such mailbox, or no folder 'inbox' in it."),
        ({"folders": ["Finns inte"]}, "There is no such mailbox, or no folder 'Finns inte' in it."),
    ],
)
async def test_what_a_person_has_to_put_right_is_told(
    post: Post, change: dict[str, Any], sentence: str
) -> None:
    post = post.with_box(**change)
    with pytest.raises(SystemDidNotAnswer) as raised:
        await post.fetch()
    assert raised.value.permanent
    assert (await post.cursor(*change.get("folders", ()))).failure == sentence


@pytest.mark.parametrize(("status", "permanent"), [(403, True), (401, True), (500, False)])
async def test_refusals_are_told_without_graphs_own_words(post: Post, status: int, permanent: bool) -> None:
    post.graph.refusals += [(status, {}, "ErrorAccessDenied")] * 2
    with capture_logs() as lines, pytest.raises(SystemDidNotAnswer) as raised:
        await post.fetch()
    assert raised.value.permanent is permanent
    assert "anna" not in raised.value.detail + str(lines)


async def test_an_application_that_may_only_read_still_takes_mail(post: Post, hasty: None) -> None:
    async def read_only(asked: str) -> None:
        if asked.endswith("/move"):
            post.graph.refusals.append((403, {}, "ErrorAccessDenied"))

    post.graph.before = read_only
    post.graph.deliver(a_mail("one"))
    with pytest.raises(SystemDidNotAnswer, match="403"):
        await post.fetch()
    assert len(await post.rows()) == 1
    assert len(await post.receipts()) == 1


async def test_folders_by_the_names_people_see(post: Post) -> None:
    post.graph.folders["AQMkOWN"] = "Åsa's mapp"
    post.graph.deliver(a_mail("one"), folder="Åsa's mapp")
    post = post.with_box(folders=["Åsa's mapp", "inbox"], processed="Färdigt")
    assert await post.fetch() == 1
    assert len(post.graph.lying_in("Färdigt")) == 1


@pytest.mark.parametrize("status", [500, 400])
async def test_a_mail_that_cannot_be_read_stops_no_other_and_is_shown(
    post: Post, hasty: None, status: int
) -> None:
    one, bad, three = (post.graph.deliver(a_mail(name)) for name in ("one", "bad", "three"))
    post.graph.broken[bad] = status
    async with watching(post):
        await post.has(3)
        post.graph.deliver(a_mail("four"))
        await post.has(4)

        async def moved() -> bool:
            return post.graph.lying_in("inbox") == [bad]

        await until(moved)
    states = {row.source_key: row.state for row in await post.rows()}
    assert states.pop(f"{ADDRESS}/{bad}/unreadable") is MessageState.QUARANTINE
    assert set(states.values()) == {MessageState.STORED}
    assert sorted(await post.subjects()) == ["?", "four", "one", "three"]
    assert {one, three} < set(post.graph.lying_in("Processed"))


async def test_a_mail_the_database_does_not_take_stops_no_other(
    post: Post, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "bad", "three"):
        post.graph.deliver(a_mail(name))
    real = door.store

    async def store(office: Office, session: Any, delivery: Any, at: Any) -> Any:
        if b"Subject: bad" in delivery.raw:
            raise ValueError("anything at all")
        return await real(office, session, delivery, at)

    monkeypatch.setattr(door, "store", store)
    async with watching(post):
        await post.has(3)
    assert sorted(await post.subjects()) == ["?", "one", "three"]


async def test_no_mail_is_blamed_for_a_database_that_is_away(
    post: Post, database: str, server: Any, hasty: None
) -> None:
    async with watching(post):
        await until(lambda: asked_for_pages(post))
        async with away(database, server.url):
            post.graph.deliver(a_mail("one"))
            post.graph.deliver(a_mail("two"))
            await asyncio.sleep(1.5)
        await post.has(2)
    assert sorted(await post.subjects()) == ["one", "two"]
    assert {row.state for row in await post.rows()} == {MessageState.STORED}


async def asked_for_pages(post: Post) -> bool:
    return any(asked.endswith("/delta") for asked in post.graph.asked)


async def test_a_mail_that_is_too_large_is_shown_by_its_header(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.intake.graph.client.LARGEST", 100_000)
    monkeypatch.setattr(folders, "LARGEST", 100_000)
    head = b"From: Anna Berg <anna.berg@post.example>\r\nSubject: Allt jag\r\n har skrivit\r\n\r\n"
    post.graph.deliver(head + b"0123456789\r\n" * 20_000)
    post.graph.deliver(a_mail("after it"))
    assert await post.fetch() == 2
    shown = min(await post.rows(), key=lambda row: row.state is MessageState.STORED)
    assert (shown.state, shown.error) == (MessageState.QUARANTINE, "The mail is larger than 0.1 MB.")
    assert sorted(await post.subjects()) == ["Allt jag har skrivit", "after it"]
    assert shown.size < 2_000


async def test_a_mail_without_its_date_is_asked_for_it(post: Post) -> None:
    came = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    mail_id = post.graph.deliver(RAW, at=came)
    post.graph.silent_about.add(mail_id)
    await post.fetch()
    assert [row.received_at for row in await post.rows()] == [came]


async def test_the_token_is_sent_nowhere_else(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.graph.deliver(a_mail("one"))
    await post.fetch()
    async with post.office.db.transaction(post.organisation_id) as session:
        found = (await session.exec(select(MailCursor).where(col(MailCursor.folder) == "inbox"))).one()
        found.link = "http://127.0.0.1:9/v1.0/users/x/mailFolders/y/messages/delta?$deltatoken=z"
    with pytest.raises(SystemDidNotAnswer, match="not its own"):
        await post.fetch()


async def test_two_processes_at_once_store_each_mail_once(post: Post) -> None:
    for number in range(30):
        post.graph.deliver(a_mail(str(number)))
    await asyncio.gather(post.fetch(), post.fetch(), return_exceptions=True)
    await post.fetch()
    assert len(await post.rows()) == 30
    assert post.graph.lying_in("inbox") == []


async def test_an_inbox_has_one_mailbox(post: Post) -> None:
    assert post.inbox.graph is not None
    imap = {"host": "h", "user": "u", "password": "env:X"}
    with pytest.raises(ValidationError):
        InboxProfile.model_validate(
            {"address": ADDRESS, "imap": imap, "graph": post.inbox.graph.model_dump()}
        )
    wrong: dict[str, Any]
    for wrong in ({"url": "http://graph.example/v1.0"}, {"folders": []}):
        with pytest.raises(ValidationError):
            post.with_box(**wrong)
