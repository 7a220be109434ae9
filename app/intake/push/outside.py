"""What SES makes us fetch: certificates and confirmations of SNS, and mails from a bucket."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import httpx
from cryptography.x509 import Certificate
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, S3Store

from app.errors import NotReady, SystemDidNotAnswer, TooLarge
from app.inbox_profiles import PushProfile
from app.intake.push.credentials import shared
from app.intake.standin import LARGEST

if TYPE_CHECKING:
    from obstore.store import S3Config

Bucket: TypeAlias = S3Store | MemoryStore | LocalStore
LONGEST = 64 * 1024
"""Bytes of the longest answer; a certificate has about two thousand."""
PATIENCE_SECONDS = 10.0
_SEALED = "x-amz-key-v2"
"""Stands beside what was encrypted before it was put in the bucket."""


async def fetched(url: str) -> bytes:
    """Give what a GET answers, following nothing. Raises SystemDidNotAnswer, without the address."""
    found = bytearray()
    try:
        async with (
            httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as http,
            http.stream("GET", url) as answer,
        ):
            if not answer.is_success:
                raise SystemDidNotAnswer(f"Amazon SNS answered {answer.status_code}.")
            async for chunk in answer.aiter_bytes():
                found += chunk
                if len(found) > LONGEST:
                    raise SystemDidNotAnswer("Amazon SNS answered with more than it should.")
    except httpx.HTTPError as error:
        raise SystemDidNotAnswer(f"Amazon SNS could not be reached ({type(error).__name__}).") from None
    return bytes(found)


def bucket_of(push: PushProfile) -> Bucket:
    """Open the bucket of a profile, with its own access, else with that of the machine it runs on."""
    config: S3Config = {"region": push.region or region_of(push.topic)}
    if push.secret:
        config["access_key_id"], _, config["secret_access_key"] = shared(push.secret).partition(":")
    return S3Store(push.bucket, config=config)


def region_of(topic: str) -> str:
    """Give the region in the ARN of a topic."""
    return topic.split(":")[3]


@dataclass(frozen=True)
class Outside:
    """The ways out of the house, for a process; a test puts its own in their place."""

    fetch: Callable[[str], Awaitable[bytes]] = fetched
    open_bucket: Callable[[PushProfile], Bucket] = bucket_of
    certificates: dict[str, Certificate] = field(default_factory=dict[str, Certificate])
    """Those fetched before; each address names one certificate for good."""


async def object_of(bucket: Bucket, key: str) -> bytes:
    """Give a mail from a bucket. Raises SystemDidNotAnswer (also before it is there), TooLarge, NotReady."""
    try:
        answer = await bucket.get_async(key)
        if _SEALED in answer.attributes:
            raise NotReady("SES encrypted the mail: let the bucket do that, not the receipt rule.")
        if answer.meta["size"] > LARGEST:
            raise TooLarge(f"A mail may hold at most {LARGEST} bytes.")
        return bytes(await answer.bytes_async())
    except (FileNotFoundError, BaseError) as error:
        raise SystemDidNotAnswer(
            f"The mail could not be read from its bucket ({type(error).__name__})."
        ) from None
