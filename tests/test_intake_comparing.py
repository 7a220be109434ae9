"""The nightly comparison: a mail that a server holds and the database does not is found, taken in and told."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from app import clock
from app.cli.organisation_checks import everyone
from app.cli.verdicts import Verdict
from app.db import plain_url
from app.intake.comparing import compare
from app.intake.mailbox import Folder, Tidying
from app.models.organisation import MailCursor
from app.office import Office
from app.queries import figures
from tests.test_intake_graph import Post as GraphPost
from tests.test_intake_graph import issuer
from tests.test_intake_graph import post as graph_post
from tests.test_intake_imap import Post, a_mail, mailboxes, post

__all__ = ["graph_post", "issuer", "mailboxes", "post"]  # fixtures

LATER = timedelta(hours=1)


async def lose(office: Office, subject_of: int) -> None:
    """Remove one message from the database, as no program of ours does."""
    connection = await asyncpg.connect(plain_url(office.db.url))
    try:
        ids = [row["id"] for row in await connection.fetch("SELECT id FROM messages ORDER BY id")]
        await connection.execute("DELETE FROM messages WHERE id = $1", ids[subject_of])
    finally:
        await connection.close()


async def alerts(office: Office, at: datetime) -> tuple[int, list[Any]]:
    with capture_logs() as lines:
        found = await compare(office, at)
    assert "@" not in str(lines)
    return found, [line["count"] for line in lines if line["log_level"] == "error"]


@pytest.mark.parametrize("way", [Tidying.MOVE, Tidying.KEYWORD])
async def test_a_lost_row_is_found_on_the_mail_server(
    post: Post, way: Tidying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Folder, "_way_of_tidying", lambda _, __: way)
    await post.deliver("one", "lost", "three")
    await post.fetch()
    at = clock.now() + LATER
    assert await alerts(post.office, at) == (0, [])
    await lose(post.office, 1)
    assert await alerts(post.office, at) == (1, [1])
    assert await post.subjects() == ["lost", "one", "three"]
    assert await told(post.office) == (Verdict.WARN, 1.0)
    assert await alerts(post.office, at + timedelta(days=1)) == (0, [])
    assert await told(post.office) == (Verdict.OK, 0.0)


async def told(office: Office) -> tuple[Verdict, float]:
    """Give what the doctor says of the mailbox, and the figure for Prometheus."""
    [verdict] = [check.verdict async for check in everyone(office) if check.name.startswith("mailbox ")]
    async with office.db.transaction() as session:
        return verdict, (await figures.everywhere(session, clock.now()))["utdrag_mails_missing"][()]


async def test_a_mail_put_among_the_stored_ones_by_hand_is_a_request_too(post: Post) -> None:
    await post.deliver("one")
    await post.fetch()
    await asyncio.to_thread(post.append, a_mail("filed by a colleague"), folder="Processed")
    assert await alerts(post.office, clock.now() + LATER) == (1, [1])
    assert await post.subjects() == ["filed by a colleague", "one"]


async def test_what_came_just_now_or_long_ago_is_left_alone(post: Post) -> None:
    await post.deliver("one")
    await post.fetch()
    old = clock.now() - timedelta(days=40)
    await asyncio.to_thread(post.append, a_mail("old"), folder="Processed", at=old)
    await asyncio.to_thread(post.append, a_mail("new"), folder="Processed")
    assert await alerts(post.office, clock.now()) == (0, [])


async def test_nights_that_were_missed_are_made_up_for(post: Post) -> None:
    await post.deliver("one")
    await post.fetch()
    await compare(post.office, clock.now() - timedelta(days=9))
    week = clock.now() - timedelta(days=7)
    await asyncio.to_thread(post.append, a_mail("a week ago"), folder="Processed", at=week)
    assert await compare(post.office, clock.now()) == 1


async def test_a_mailbox_that_does_not_answer_keeps_no_other_waiting(post: Post) -> None:
    await post.deliver("one")
    await post.fetch()
    await lose(post.office, 0)
    post.password.write_text("wrong")
    assert await alerts(post.office, clock.now() + LATER) == (0, [])
    assert (await post.cursor()).compared_at is None
    post.password.write_text(post.dovecot.password)
    assert await compare(post.office, clock.now() + LATER) == 1


@pytest.mark.parametrize("processed", ["Processed", ""])
async def test_a_lost_row_is_found_at_microsoft(graph_post: GraphPost, processed: str) -> None:
    post = graph_post.with_box(processed=processed)
    if not processed:  # what the organisation declares is what the night reads
        async with post.office.db.transaction(post.organisation_id) as session:
            declared = (await post.office.desk(session)).profile
        object.__setattr__(declared, "inboxes", (post.inbox,))
    for number in range(30):
        post.graph.deliver(a_mail(f"mail {number:03}"))
    await post.fetch()
    at = clock.now() + LATER
    assert await alerts(post.office, at) == (0, [])
    before = await post.subjects()
    await lose(post.office, 11)
    assert await alerts(post.office, at) == (1, [1])
    assert sorted(await post.subjects()) == sorted(before)
    assert await post.receipts() == []
    async with post.office.db.transaction(post.organisation_id) as session:
        found = await session.exec(select(MailCursor).where(col(MailCursor.folder) == "inbox"))
        assert found.one().missing == 1
