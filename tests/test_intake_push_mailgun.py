"""Posts of Mailgun: whose they are, what is stored of them, and what happens when they come again."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from app import clock, embedded
from app.vocabulary import MessageState
from tests.doors import problem
from tests.house import until
from tests.posts import (
    INBOX,
    digest,
    mailgun,
    multipart,
    raw_mail,
    signature,
    urlencoded,
)
from tests.pushing import Pushing, pushing


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


async def test_a_mail_is_stored_with_every_byte_below_its_envelope(house: Pushing) -> None:
    raw, before = raw_mail(), clock.now()
    told = await taken(house, mailgun(raw))
    row = await house.newest()
    assert told == {"message_id": str(row.id), "duplicate": False}
    assert row.sha256 == digest(raw, INBOX)
    assert (row.source, row.channel) == ("mailgun", "email")
    assert before - timedelta(seconds=2) <= row.received_at <= clock.now()


async def test_a_form_with_parts_is_the_same_mail(house: Pushing) -> None:
    raw = raw_mail()
    body, headers = multipart(mailgun(raw, sender="", recipient="privacy+x@nordstaff.example"))
    answer = await house.post("mailgun", "nordstaff/mime", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (await house.newest()).sha256 == digest(raw, "privacy+x@nordstaff.example", sender="")


async def test_a_request_becomes_a_case(house: Pushing) -> None:
    told = await taken(house, mailgun(raw_mail()))
    assert (await house.doors.house.case_of(told["message_id"]))["rights"] == ["access"]


async def test_ten_tries_at_once_and_later_are_one_message(house: Pushing) -> None:
    fields, before = mailgun(raw_mail()), len(await house.rows())
    answers = [*await asyncio.gather(*(taken(house, fields) for _ in range(9))), await taken(house, fields)]
    assert len({answer["message_id"] for answer in answers}) == 1
    assert sorted(answer["duplicate"] for answer in answers) == [False] + [True] * 9
    assert len(await house.rows()) == before + 1


async def test_a_token_counts_once_whatever_comes_with_it(house: Pushing) -> None:
    fields = mailgun(raw_mail(), timestamp="1700000000", token="0" * 50)
    first, before = await taken(house, fields), len(await house.rows())
    forged = {**fields, "body-mime": raw_mail("Radera allt ni har om mig.")}
    moved = {**forged, "timestamp": b"17000000000", "token": b"0" * 49}  # signed the same
    for again in (forged, moved):
        assert await taken(house, again) == {**first, "duplicate": True}
    assert len(await house.rows()) == before


async def test_a_new_try_signed_anew_opens_no_second_case(house: Pushing) -> None:
    raw = raw_mail()
    first = await taken(house, mailgun(raw))
    case = await house.doors.house.case_of(first["message_id"])
    again = await taken(house, mailgun(raw))

    async def routed() -> Any:
        row = next(row for row in await house.rows() if str(row.id) == again["message_id"])
        return row if row.state is not MessageState.STORED else None

    row = await until(routed)
    assert (str(row.duplicate_of), str(row.case_id)) == (first["message_id"], case["id"])


async def test_the_clock_runs_from_when_the_provider_had_it(house: Pushing) -> None:
    now = clock.now()
    for age, own in ((timedelta(hours=8), True), (timedelta(days=400), False), (-timedelta(hours=3), False)):
        await taken(house, mailgun(raw_mail(), timestamp=str(int((now - age).timestamp()))))
        received = (await house.newest()).received_at
        expected = now - age if own else now
        assert abs(received - expected) < timedelta(seconds=30), age


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "å"},
        {"token": "", "signature": signature("1700000000", ""), "timestamp": "1700000000"},
        {"signature": signature("1700000000", "ab", "another key"), "timestamp": "1700000000", "token": "ab"},
    ],
)
async def test_a_stranger_is_refused_and_nothing_kept(house: Pushing, changes: dict[str, str]) -> None:
    before = len(await house.rows())
    answer = await house.post("mailgun", "nordstaff/mime", **urlencoded(mailgun(raw_mail(), **changes)))
    problem(answer, 401, "not_signed_in")  # 406 would drop a mail when only our key is wrong
    assert len(await house.rows()) == before


async def test_a_route_that_parses_is_told_what_to_write(house: Pushing) -> None:
    answer = await house.post("mailgun", **urlencoded(mailgun(None)))
    assert "/mime" in problem(answer, 422, "invalid_input")["detail"]


async def test_a_form_cut_short_is_asked_for_again(house: Pushing) -> None:
    body, headers = multipart(mailgun(raw_mail()))
    before = len(await house.rows())
    for cut in (body[:-10], body[: len(body) // 2], body[:20], b""):
        problem(await house.post("mailgun", "nordstaff/mime", content=cut, headers=headers), 503, "not_ready")
    headers = {"Content-Type": "multipart/form-data"}
    problem(await house.post("mailgun", "nordstaff/mime", content=body, headers=headers), 503, "not_ready")
    assert len(await house.rows()) == before


async def test_an_unknown_recipient_and_a_broken_mail_are_taken(house: Pushing) -> None:
    for raw in (b"", b"\r\n", b"\x00\xff" * 20, b"no header at all"):
        told = await taken(house, mailgun(raw, recipient="nobody@else.example\r\nX-Evil: 1"))
        assert told["duplicate"] is False
        assert (await house.newest()).sha256 == digest(raw, "nobody@else.exampleX-Evil: 1")
