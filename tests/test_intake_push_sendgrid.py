"""Posts of SendGrid: the password in the address or the policy's signature, the raw mail in a form."""

import base64
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app import clock, embedded
from tests.doors import problem
from tests.posts import INBOX, digest, multipart, raw_mail, sendgrid
from tests.pushing import LOGIN, Pushing, pushing

KEY = generate_private_key(SECP256R1())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
AUTH = httpx.BasicAuth(*LOGIN.split(":"))


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pushing]:
    folder = tmp_path_factory.mktemp("push")
    async with pushing(server, template, folder, PUSH_SENDGRID=PUBLIC) as house:
        yield house


def signed(raw: bytes, *, at: str = "", body: bytes | None = None) -> dict[str, Any]:
    """Give a post under a security policy."""
    content, headers = sendgrid(raw)
    timestamp = at or str(int(clock.now().timestamp()))
    proof = base64.b64encode(KEY.sign(timestamp.encode() + content, ECDSA(SHA256()))).decode()
    names = ("X-Twilio-Email-Event-Webhook-Timestamp", "X-Twilio-Email-Event-Webhook-Signature")
    return {
        "content": body or content,
        "headers": {**headers, **dict(zip(names, (timestamp, proof), strict=True))},
    }


async def test_sendgrid_hands_in_the_raw_mail_for_all_its_recipients(house: Pushing) -> None:
    raw = raw_mail()
    content, headers = sendgrid(raw)
    for duplicate in (False, True):
        answer = await house.post("sendgrid", content=content, headers=headers, auth=AUTH)
        assert answer.json()["duplicate"] is duplicate, answer.text
    assert (await house.newest()).sha256 == digest(raw, INBOX, "p1@nordstaff.example")


@pytest.mark.parametrize("envelope", [b"", b"{", b"[]", b'{"to": "x"}', b'{"to": [1, null]}'])
async def test_a_strange_envelope_loses_no_mail(house: Pushing, envelope: bytes) -> None:
    raw = raw_mail()
    content, headers = sendgrid(raw, envelope=envelope)
    answer = await house.post("sendgrid", content=content, headers=headers, auth=AUTH)
    assert answer.status_code == 200, answer.text
    assert (await house.newest()).sha256 == digest(raw, sender=None)


async def test_sendgrid_without_raw_mail_is_asked_for_it_again(house: Pushing) -> None:
    content, headers = multipart({"text": b"Hej", "to": INBOX.encode()})
    answer = await house.post("sendgrid", content=content, headers=headers, auth=AUTH)
    assert "full MIME" in problem(answer, 503, "not_ready")["detail"]  # after 4xx it may be dropped


async def test_a_policys_signature_is_proof_and_covers_the_body(house: Pushing) -> None:
    raw, then = raw_mail(), clock.now() - timedelta(hours=30)
    post = signed(raw, at=str(int(then.timestamp())))
    assert (await house.post("sendgrid", **post)).status_code == 200
    row = await house.newest()
    assert row.sha256 == digest(raw, INBOX, "p1@nordstaff.example")
    assert abs(row.received_at - then) < timedelta(seconds=2)
    other = signed(raw_mail(), body=sendgrid(raw_mail())[0])
    problem(await house.post("sendgrid", **other), 401, "not_signed_in")
    post["headers"]["X-Twilio-Email-Event-Webhook-Signature"] = "AA=="
    problem(await house.post("sendgrid", **post), 401, "not_signed_in")


@pytest.mark.parametrize("auth", [None, httpx.BasicAuth("post", "fel")])
async def test_without_password_and_signature_nothing_is_taken(
    house: Pushing, auth: httpx.BasicAuth | None
) -> None:
    content, headers = sendgrid(raw_mail())
    answer = await house.post("sendgrid", content=content, headers=headers, auth=auth)
    problem(answer, 401, "not_signed_in")


async def test_a_secret_that_is_no_key_is_not_ready(house: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("not a key", "AAAA", " "):
        monkeypatch.setenv("PUSH_SENDGRID", value)
        answer = await house.post("sendgrid", **signed(raw_mail()))
        assert "PUSH" not in problem(answer, 503, "not_ready")["detail"]
