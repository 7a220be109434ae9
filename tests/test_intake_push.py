"""Posts of any provider: who is listened to, what is too much, and what a broken house answers."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from app import clock, embedded
from app.inbox_profiles import PushProfile
from app.workflows.applying import apply
from tests.doors import problem
from tests.house import until
from tests.posts import (
    INBOX,
    SENDER,
    SIGNING_KEY,
    TOPIC,
    mailgun,
    raw_mail,
    urlencoded,
)
from tests.pushing import PUSHES, Pushing, declared, pushing, with_push
from tests.test_intake_door import an_office, an_organisation, away, messages_of


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pushing]:
    async with pushing(server, template, tmp_path_factory.mktemp("push")) as house:
        yield house


async def taken(house: Pushing, fields: dict[str, bytes], *, slug: str = "nordstaff/mime") -> dict[str, Any]:
    answer = await house.post("mailgun", slug, **urlencoded(fields))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_caller_who_hangs_up_leaves_nothing(house: Pushing) -> None:
    url, before = house.doors.house.http.base_url, len(await house.rows())
    with socket.create_connection((url.host, url.port or 80)) as line, capture_logs() as logs:
        line.sendall(
            b"POST /api/v1/intake/mailgun/nordstaff HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\ntoken=1"
        )
        line.close()
        await until(
            lambda: asyncio.sleep(0.01, [entry for entry in logs if entry["event"] == "push refused"])
        )
    assert len(await house.rows()) == before


async def test_more_than_fifty_megabytes_are_refused(house: Pushing) -> None:
    fields = mailgun(b"x" * 51 * 1024 * 1024)
    problem(await house.post("mailgun", "nordstaff/mime", **urlencoded(fields)), 413, "too_large")


async def test_without_its_secret_nothing_is_taken_or_told(
    house: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PUSH_MAILGUN")
    answer = await house.post("mailgun", "nordstaff/mime", **urlencoded(mailgun(raw_mail())))
    assert "PUSH" not in problem(answer, 503, "not_ready")["detail"]


async def test_while_the_database_is_away_the_provider_keeps_it(
    database: str, server: embedded.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUSH_MAILGUN", SIGNING_KEY)
    inbox = {"address": INBOX, "push": {"provider": "mailgun", "secret": "env:PUSH_MAILGUN"}}
    async with an_office(database) as office:
        here = await an_organisation(office, inboxes=[inbox])
        way = httpx.ASGITransport(with_push(office), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=way, base_url="http://house.example") as http:

            async def posted() -> httpx.Response:
                return await http.post("/api/v1/intake/mailgun/nordbemanning/mime", **urlencoded(fields))

            fields = mailgun(raw_mail())
            async with away(database, server.url):
                problem(await posted(), 503, "not_ready")
            assert (await posted()).json()["duplicate"] is False
            assert [row.source for row in await messages_of(office, here)] == ["mailgun"]


@pytest.mark.parametrize("slug", ["fjellkraft", "nobody", "nobody/mime"])
async def test_where_nothing_is_declared_nobody_listens(house: Pushing, slug: str) -> None:
    problem(await house.post("mailgun", slug, **urlencoded(mailgun(raw_mail()))), 404, "not_found")


async def test_an_unknown_provider_or_a_strange_name_is_no_address(house: Pushing) -> None:
    for provider, slug in (("mandrill", "nordstaff"), ("mailgun", "%00x"), ("mailgun", "N%27")):
        problem(await house.post(provider, slug), 422, "invalid_input")


async def test_the_log_says_nothing_of_anybody(house: Pushing) -> None:
    with capture_logs() as logs:
        await taken(house, mailgun(raw_mail()))
        await house.post("mailgun", **urlencoded(mailgun(raw_mail(), signature="0")))
    assert {"mail stored", "push refused"} <= {entry["event"] for entry in logs}
    assert not [word for word in (SENDER, INBOX, "Anna", "utdrag") if word in str(logs)]


@pytest.mark.parametrize(
    "push",
    [
        {"provider": "mailgun"},
        {"provider": "mailgun", "secret": "key-written-down"},
        {"provider": "mailgun", "secret": "env:X", "topic": TOPIC},
        {"provider": "ses"},
        {"provider": "ses", "topic": "inkommande"},
        {"provider": "mandrill", "secret": "env:X"},
        {"provider": "postmark", "secret": "env:X", "key": "y"},
    ],
)
def test_a_profile_that_could_not_work_is_refused(push: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PushProfile.model_validate(push)


async def test_a_new_profile_is_in_force_at_once(house: Pushing) -> None:
    await apply(house.office, declared(), clock.now())
    answer: httpx.Response = await house.post("mailgun", "nordstaff/mime", **urlencoded(mailgun(raw_mail())))
    problem(answer, 404, "not_found")
    await apply(house.office, declared(*PUSHES), clock.now())
    await taken(house, mailgun(raw_mail()))
