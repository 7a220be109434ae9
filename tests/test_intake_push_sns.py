"""Posts of Amazon SNS: what it signed, where its certificate may be, and what it asks."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import embedded
from app.errors import SystemDidNotAnswer
from app.intake.push.outside import Outside, fetched
from tests.doors import problem
from tests.posts import received
from tests.pushing import Pushing, pushing
from tests.signing import CERTIFICATE_URL, CONFIRM_URL, STALE, Sns

SNS = Sns()


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pushing]:
    async with pushing(server, template, tmp_path_factory.mktemp("push"), Outside(SNS.fetch)) as house:
        yield house


async def posted(house: Pushing, told: dict[str, Any], **changes: Any) -> Any:
    return await house.post("ses", **SNS.post(Message=json.dumps(told), **changes))


@pytest.mark.parametrize(
    "forged",
    [
        {"Message": "{}"},
        {"Timestamp": "2026-01-01T00:00:00.000Z"},
        {"TopicArn": "arn:aws:sns:eu-north-1:999999999999:other"},
        {"Signature": "AA=="},
        {"Signature": "ä"},
        {"Signature": None},
        {"SignatureVersion": "3"},
        {"Type": "Something"},
        {
            "SigningCertURL": "https://sns.eu-north-1.amazonaws.com.evil.example/SimpleNotificationService-0a1b2c3d.pem"
        },
        {"SigningCertURL": "https://evil.example/SimpleNotificationService-0a1b2c3d.pem"},
        {"SigningCertURL": "SimpleNotificationService-0a1b2c3d.pem"},
        {"SigningCertURL": CERTIFICATE_URL.replace("https", "http")},
        {"SigningCertURL": CERTIFICATE_URL.replace("eu-north-1", "us-east-1")},
        {"SigningCertURL": CERTIFICATE_URL.replace("https://", "https://x@")},
        {"SigningCertURL": CERTIFICATE_URL.replace("Simple", "../Simple")},
        {"SigningCertURL": CERTIFICATE_URL + "?x"},
        {"SigningCertURL": CERTIFICATE_URL.replace(".com/", ".net/")},
    ],
)
async def test_what_sns_did_not_sign_is_refused(house: Pushing, forged: dict[str, Any]) -> None:
    before, asked = len(await house.rows()), len(SNS.asked)
    post = SNS.post(Message=json.dumps(received("Subject: x\r\n\r\nx")))
    post["content"] = json.dumps({**json.loads(post["content"]), **forged})
    problem(await house.post("ses", **post), 401, "not_signed_in")
    assert len(await house.rows()) == before
    assert set(SNS.asked[asked:]) <= {CERTIFICATE_URL}  # nothing is fetched from elsewhere


async def test_a_certificate_that_is_none_is_asked_for_again(house: Pushing) -> None:
    for url in (STALE, CERTIFICATE_URL.replace("0a1b", "dead"), CERTIFICATE_URL.replace("0a1b", "0000")):
        answer = await posted(house, received("Subject: x\r\n\r\nx"), SigningCertURL=url)
        problem(answer, 502, "system_did_not_answer")


async def test_a_subscription_is_confirmed_at_its_own_topic_only(house: Pushing) -> None:
    asked = {
        "Type": "SubscriptionConfirmation",
        "Message": "You have chosen…",
        "Token": "2336",
        "SubscribeURL": CONFIRM_URL,
    }
    answer = await house.post("ses", **SNS.post(**asked))
    assert (answer.status_code, answer.json()) == (200, {"message_id": None, "duplicate": False})
    assert SNS.asked[-1] == CONFIRM_URL
    before = len(SNS.asked)
    for url in (
        CONFIRM_URL.replace(".com/", ".com.evil.example/"),
        CONFIRM_URL.replace("ConfirmSubscription", "Unsubscribe"),
        CONFIRM_URL.replace("inkommande", "annat"),
    ):
        problem(await house.post("ses", **SNS.post(**{**asked, "SubscribeURL": url})), 401, "not_signed_in")
    assert len(SNS.asked) == before


async def test_notices_without_a_mail_are_done_with(house: Pushing) -> None:
    before = len(await house.rows())
    with capture_logs() as logs:
        gone = {"Type": "UnsubscribeConfirmation", "Token": "1", "SubscribeURL": CONFIRM_URL, "Message": "x"}
        for notice in (
            gone,
            {"Message": "Successfully validated SNS topic"},
            {"Message": '{"notificationType": "Bounce"}'},
        ):
            answer = await house.post("ses", **SNS.post(**notice))
            assert answer.json() == {"message_id": None, "duplicate": False}, answer.text
    assert "push subscription changed" in {entry["event"] for entry in logs}
    assert len(await house.rows()) == before


async def test_raw_delivery_is_told_to_be_switched_off(house: Pushing) -> None:
    headers = {"x-amz-sns-rawdelivery": "true"}
    answer = await house.post("ses", content=json.dumps(received("x: y")), headers=headers)
    assert "raw message delivery" in problem(answer, 503, "not_ready")["detail"]


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [(200, b"pem", ""), (302, b"", "302"), (404, b"", "404"), (200, b"x" * 70_000, "more than")],
)
async def test_what_is_fetched_is_small_and_followed_nowhere(status: int, body: bytes, sentence: str) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} X\r\nLocation: /away\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/?Token=geheim"
    async with server:
        if sentence:
            with pytest.raises(SystemDidNotAnswer, match=sentence) as failed:
                await fetched(url)
            assert "geheim" not in str(failed.value)
        else:
            assert await fetched(url) == body
    with pytest.raises(SystemDidNotAnswer, match="reached"):
        await fetched(url)
