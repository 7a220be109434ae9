"""Posts of Amazon SES: the mail inside, or in a bucket, and what SES found about it."""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
from obstore.store import MemoryStore, S3Store

from app import clock, embedded
from app.inbox_profiles import PushProfile
from app.intake.push.outside import Outside, bucket_of
from tests.doors import problem
from tests.posts import INBOX, TOPIC, digest, raw_mail, received
from tests.pushing import BUCKET, Pushing, pushing
from tests.signing import Sns

VERDICTS = b"X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\nX-SES-SPF-Verdict: FAIL\r\n"
SNS = Sns()
STORE = MemoryStore()


def opened(push: PushProfile) -> MemoryStore:
    assert push.bucket == BUCKET
    return STORE


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pushing]:
    async with pushing(
        server, template, tmp_path_factory.mktemp("push"), Outside(SNS.fetch, opened)
    ) as house:
        yield house


async def posted(house: Pushing, told: dict[str, Any], **changes: Any) -> Any:
    return await house.post("ses", **SNS.post(Message=json.dumps(told), **changes))


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("encoded", [False, True])
async def test_a_mail_inside_is_stored_below_what_ses_found(
    house: Pushing, version: str, encoded: bool
) -> None:
    raw = raw_mail() if encoded else "Subject: Rätt\r\n\r\nJag vill ha ett registerutdrag.\r\n".encode()
    content = base64.encodebytes(raw).decode() if encoded else raw.decode()
    told = received(content)
    answers = [await posted(house, told, SignatureVersion=version, Subject="Amazon SES") for _ in range(2)]
    assert [(answer.status_code, answer.json()["duplicate"]) for answer in answers] == [
        (200, False),
        (200, True),
    ]
    row = await house.newest()
    assert (row.source, row.source_key) == ("ses", told["mail"]["messageId"])
    assert row.sha256 == digest(raw, INBOX, above=VERDICTS)


async def test_a_mail_in_the_bucket_is_fetched(house: Pushing) -> None:
    raw, action = raw_mail(), {"type": "S3", "bucketName": BUCKET, "objectKey": "post/abc", "topicArn": TOPIC}
    told = received(None, action=action, source="<>")
    missing = problem(await posted(house, told), 502, "system_did_not_answer")  # SNS tries again
    assert "abc" not in str(missing)
    await STORE.put_async("post/abc", raw)
    assert (await posted(house, told)).status_code == 200
    assert (await house.newest()).sha256 == digest(raw, INBOX, sender="", above=VERDICTS)


@pytest.mark.parametrize(
    "action",
    [
        {"type": "S3", "bucketName": "another", "objectKey": "x"},
        {"type": "Lambda", "functionArn": "x"},
        {"type": "SNS"},
    ],
)
async def test_a_rule_that_gives_no_mail_is_not_ready(house: Pushing, action: dict[str, str]) -> None:
    problem(await posted(house, received(None, action=action)), 503, "not_ready")


async def test_a_mail_encrypted_for_another_is_not_kept_as_noise(house: Pushing) -> None:
    await STORE.put_async("sealed", b"\x00\x01", attributes={"x-amz-key-v2": "AAAA"})
    action = {"type": "S3", "bucketName": BUCKET, "objectKey": "sealed"}
    problem(await posted(house, received(None, action=action)), 503, "not_ready")


def test_a_bucket_is_opened_with_its_own_access(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUSH_BUCKET", "AKIDEXAMPLE:a:b")
    given = {"provider": "ses", "topic": TOPIC, "bucket": BUCKET, "secret": "env:PUSH_BUCKET"}
    for region, expected in (("", "eu-north-1"), ("eu-west-1", "eu-west-1")):
        bucket = bucket_of(PushProfile.model_validate({**given, "region": region}))
        assert isinstance(bucket, S3Store)
        told = {key.removeprefix("aws_"): value for key, value in bucket.config.items()}
        assert (told["region"], told["bucket"]) == (expected, BUCKET)
        assert (told["access_key_id"], told["secret_access_key"]) == ("AKIDEXAMPLE", "a:b")


async def test_a_mail_larger_than_any_is_refused(house: Pushing) -> None:
    await STORE.put_async("large", b"x" * (51 * 1024 * 1024))
    action = {"type": "S3", "bucketName": BUCKET, "objectKey": "large"}
    problem(await posted(house, received(None, action=action)), 413, "too_large")


async def test_the_clock_runs_from_when_ses_had_it(house: Pushing) -> None:
    then = clock.now() - timedelta(days=2)
    for written, expected in ((then.isoformat(), then), ("yesterday", clock.now())):
        await posted(house, received("Subject: x\r\n\r\n", timestamp=written))
        assert abs((await house.newest()).received_at - expected) < timedelta(seconds=30)


async def test_tries_at_once_are_one_message(house: Pushing) -> None:
    told = received("Subject: x\r\n\r\nx")
    answers = await asyncio.gather(*(posted(house, told) for _ in range(10)))
    assert [answer.json()["duplicate"] for answer in answers].count(False) == 1
