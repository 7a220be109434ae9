"""What `utdrag doctor` finds: one check each, well, bearable or failing, with what to do about it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import aiosmtplib
from obstore.exceptions import BaseError as BlobError
from sqlalchemy.exc import SQLAlchemyError

from app.errors import DsarError

PATIENCE_SECONDS = 20
EXPECTED = (DsarError, SQLAlchemyError, BlobError, aiosmtplib.SMTPException, OSError, TimeoutError)
"""How what is looked at may fail; anything else is a fault of ours and is shown as one."""


class Verdict(StrEnum):
    """How it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: how it is, and what to do when it is not well."""

    name: str
    verdict: Verdict
    told: str
    advice: str = ""


def judged(name: str, verdict: Verdict, told: str, advice: str) -> Check:
    """Give a check whose advice is only told when it is needed."""
    return Check(name, verdict, told, "" if verdict is Verdict.OK else advice)


def good(well: bool) -> Verdict:
    """Give ok or fail."""
    return Verdict.OK if well else Verdict.FAIL


def within(found: timedelta, well: timedelta, bearable: timedelta) -> Verdict:
    """Give how a span of time is: ok up to the first bound, a warning up to the second."""
    return Verdict.OK if found <= well else Verdict.WARN if found <= bearable else Verdict.FAIL


async def tried(name: str, looking: Awaitable[Check], advice: str) -> Check:
    """Give what looking found; failing, or taking too long, is a finding too."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await looking
    except EXPECTED as error:
        return Check(name, Verdict.FAIL, reason(error), advice)


def reason(error: BaseException) -> str:
    """Give why something could not be looked at, as a sentence without personal data."""
    # Messages of libraries may quote what they were given; ours never do.
    if not isinstance(error, DsarError):
        return f"It does not answer ({type(error).__name__})."
    return "; ".join([error.detail, *(f"{field.path}: {field.message}" for field in error.fields)])
