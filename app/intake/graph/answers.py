"""What Microsoft Graph answers: a page of a folder, one item, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from app.errors import SystemDidNotAnswer

LONGEST_PAUSE = 3600.0
"""Seconds we let ourselves be told to wait."""
USUAL_PAUSE = 30.0
_BUSY = frozenset({
    HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT
})  # fmt: skip
_TELLING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT})
_RESYNC = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})


class LinkExpired(Exception):
    """Graph no longer knows where we stopped: the folder has to be read from its beginning."""


@dataclass(frozen=True)
class Item:
    """A mail in a folder; its id stays the same when it is moved."""

    id: str
    received_at: datetime | None
    folder: str = ""


@dataclass(frozen=True)
class Page:
    """Some mails, and the address that tells of more; `last` when there are none for now."""

    items: tuple[Item, ...]
    link: str
    last: bool


def document(answer: httpx.Response) -> Mapping[str, Any]:
    """Give the object of an answer. Raises SystemDidNotAnswer when there is none."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SystemDidNotAnswer("Microsoft Graph answered something that is no JSON object.")
    return cast("Mapping[str, Any]", found)


def page(told: Mapping[str, Any]) -> Page:
    """Give a page of a delta query or a list; what left the folder is passed over."""
    entries = cast("list[Mapping[str, Any]]", told.get("value") or [])
    following, after = told.get("@odata.nextLink"), told.get("@odata.deltaLink")
    items = tuple(item(entry) for entry in entries if "@removed" not in entry)
    return Page(items, str(following or after or ""), last=not following)


def item(told: Mapping[str, Any]) -> Item:
    """Give one mail."""
    return Item(str(told["id"]), _instant(told.get("receivedDateTime")), str(told.get("parentFolderId", "")))


def _instant(written: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def check(answer: httpx.Response, at: datetime) -> None:
    """Pass over what went well, is not there (404), or is there already (409).

    Raises LinkExpired or SystemDidNotAnswer.
    """
    status = answer.status_code
    if answer.is_success or status in _TELLING:
        return
    code = _code(answer)
    if status == HTTPStatus.GONE or code in _RESYNC:
        raise LinkExpired
    if status == HTTPStatus.UNAUTHORIZED:
        raise SystemDidNotAnswer("Microsoft Graph refuses the access token.", permanent=True)
    if status == HTTPStatus.FORBIDDEN:
        raise SystemDidNotAnswer("The application may not do this in the mailbox (403).", permanent=True)
    pause = _pause(answer, at)
    if pause is None and status in _BUSY:
        pause = USUAL_PAUSE
    raise SystemDidNotAnswer(f"Microsoft Graph answered {status}.", retry_after=pause)


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"]).lower()
    except (ValueError, KeyError, TypeError):
        return ""


def _pause(answer: httpx.Response, at: datetime) -> float | None:
    """Give the seconds of Retry-After, which may also be a date; None without one."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told), LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(told) - at).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), LONGEST_PAUSE)
