"""Posts of Postmark: the password in the address, the raw mail in JSON."""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator

import httpx
import pytest

from app import embedded
from tests.doors import problem
from tests.posts import (
    INBOX,
    digest,
    postmark,
)
from tests.pushing import LOGIN, Pushing, pushing

AUTH = httpx.BasicAuth(*LOGIN.split(":"))
STRANGERS = [None, httpx.BasicAuth("post", "fel"), httpx.BasicAuth("", ""), httpx.BasicAuth("post", "")]


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pushing]:
    folder = tmp_path_factory.mktemp("push")
    async with pushing(server, template, folder) as house:
        yield house


async def test_postmark_hands_in_the_raw_mail(house: Pushing) -> None:
    raw = "Subject: Rätt \U0001f600\r\n\r\nJag vill ha ett registerutdrag. \udcff\r\n"
    answer = await house.post("postmark", content=json.dumps(postmark(raw)), auth=AUTH)
    row = await house.newest()
    assert answer.json() == {"message_id": str(row.id), "duplicate": False}, answer.text
    # it does not tell the envelope's sender, and a bounce must not be made up
    assert row.sha256 == digest(raw.encode("utf-8", "surrogatepass"), INBOX, sender=None)


async def test_postmark_posts_ten_times_and_out_of_order(house: Pushing) -> None:
    one, two = (
        postmark("Subject: 1\r\n\r\n", MessageID="a-1"),
        postmark("Subject: 2\r\n\r\n", MessageID="a-2"),
    )
    answers = await asyncio.gather(
        *(house.post("postmark", json=each, auth=AUTH) for each in [two, one] * 10)
    )
    assert {answer.status_code for answer in answers} == {200}  # to Postmark 202 would be a failure
    assert [answer.json()["duplicate"] for answer in answers].count(False) == 2
    assert [row.source_key for row in await house.rows()].count("a-1") == 1


async def test_postmark_without_raw_mail_is_told_what_to_switch_on(house: Pushing) -> None:
    for told in (postmark(None), postmark(None, RawEmail=None)):
        answer = await house.post("postmark", json=told, auth=AUTH)
        assert "raw email content" in problem(answer, 422, "invalid_input")["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"RawEmail": "Subj', b"[" * 100_000])
async def test_json_cut_short_is_asked_for_again(house: Pushing, body: bytes) -> None:
    problem(await house.post("postmark", content=body, auth=AUTH), 503, "not_ready")


@pytest.mark.parametrize("auth", STRANGERS)
async def test_without_the_password_nothing_is_taken(house: Pushing, auth: httpx.BasicAuth | None) -> None:
    problem(await house.post("postmark", json=postmark("x"), auth=auth), 401, "not_signed_in")


async def test_a_stranger_is_refused_before_the_body_has_come(house: Pushing) -> None:
    url = house.doors.house.http.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        b"POST /api/v1/intake/postmark/nordstaff HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{"
    )
    async with asyncio.timeout(90):
        assert (await reader.readline()).startswith(b"HTTP/1.1 401")
    writer.close()
    await writer.wait_closed()


async def test_a_broken_header_is_a_stranger(house: Pushing) -> None:
    known = base64.b64encode(LOGIN.encode()).decode()
    for header in (
        f"Bearer {known}",
        known,
        "Basic",
        "Basic !!",
        "Basic w7Y=",
        "Bearer x",
        f"Basic {LOGIN}".encode(),
    ):
        answer = await house.post("postmark", content=b"{", headers={"Authorization": header})
        problem(answer, 401, "not_signed_in")
