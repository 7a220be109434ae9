"""What opens a mailbox: its password, or a token its provider gives an application (OAuth 2.0)."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx

from app import clock
from app.errors import NotReady, SystemDidNotAnswer
from app.inbox_profiles import SAFE_URL, OAuth
from app.secrets import secret

PATIENCE_SECONDS = 30.0
EARLY = timedelta(minutes=5)
"""A token is replaced so long before it ends, or at half its life when it is a short one."""
_USUAL_LIFE = timedelta(hours=1)
_ASSERTION_LIFE = timedelta(minutes=10)
_BY_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_CODE = re.compile(r"[a-z_]{1,40}")
_PASSING = frozenset({"temporarily_unavailable", "server_error"})


@dataclass(frozen=True)
class _Token:
    word: str
    renew_at: datetime


@dataclass
class Access:
    """The way into the mailbox of a user, shared by all who read it in this process."""

    user: str
    opened_by: str | OAuth = field(repr=False)
    _token: _Token | None = field(default=None, repr=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def word(self) -> str:
        """Give the password as it stands now, or a token that is good for some minutes at least.

        Raises NotReady for a secret that is not there, and SystemDidNotAnswer, permanent when the provider
        does not know the application.
        """
        if isinstance(self.opened_by, str):
            return secret(self.opened_by)
        async with self._asking:
            if self._token is None or clock.now() >= self._token.renew_at:
                self._token = await _asked(self.opened_by, self.user, clock.now())
            return self._token.word

    def refused(self, word: str) -> bool:
        """Forget a token the mailbox does not take, and tell whether another one can be had."""
        if self._token is not None and self._token.word == word:
            self._token = None
        return isinstance(self.opened_by, OAuth)


async def _asked(oauth: OAuth, user: str, at: datetime) -> _Token:
    url, form = _as_service_account(oauth, user, at) if oauth.service_account else _as_client(oauth)
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as http:
            answer = await http.post(url, data=form)
    except httpx.HTTPError as error:
        raise SystemDidNotAnswer(f"The token endpoint does not answer ({type(error).__name__}).") from None
    try:
        told = answer.json()
    except ValueError:
        told = None
    return _token(answer.status_code, told if isinstance(told, dict) else {}, at)  # pyright: ignore[reportUnknownArgumentType]  # JSON


def _as_client(oauth: OAuth) -> tuple[str, Mapping[str, str]]:
    """RFC 6749, 4.4."""
    return oauth.token_url, {
        "grant_type": "client_credentials",
        "client_id": oauth.client_id,
        "client_secret": secret(oauth.client_secret),
        "scope": oauth.scope,
    }


def _as_service_account(oauth: OAuth, user: str, at: datetime) -> tuple[str, Mapping[str, str]]:
    """RFC 7523: the account signs that it acts for the user."""
    from jose import jwt  # noqa: PLC0415 - only mailboxes at one provider need it
    from jose.exceptions import JOSEError  # noqa: PLC0415 - as above

    try:
        account = json.loads(secret(oauth.service_account))
        claims = {
            "iss": account["client_email"],
            "sub": user,
            "scope": oauth.scope,
            "aud": account["token_uri"],
            "iat": int(at.timestamp()),
            "exp": int((at + _ASSERTION_LIFE).timestamp()),
        }
        signed = jwt.encode(
            claims, account["private_key"], "RS256", headers={"kid": account.get("private_key_id", "")}
        )
        return _safe(account["token_uri"]), {"grant_type": _BY_ASSERTION, "assertion": signed}
    except (ValueError, KeyError, TypeError, JOSEError):
        raise NotReady(f"The secret {oauth.service_account} is no key file of a service account.") from None


def _safe(url: str) -> str:
    """Give an address secrets may be sent to. Raises ValueError."""
    if not re.fullmatch(SAFE_URL, url):
        raise ValueError("not encrypted")
    return url


def _token(status: int, told: Mapping[str, Any], at: datetime) -> _Token:
    word = told.get("access_token")
    if status == HTTPStatus.OK and isinstance(word, str) and word:
        try:
            life = timedelta(seconds=int(told["expires_in"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            life = _USUAL_LIFE
        return _Token(word, at + max(life - EARLY, life / 2))
    code = told.get("error")
    named = code if isinstance(code, str) and _CODE.fullmatch(code) else str(status)
    known = status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    raise SystemDidNotAnswer(
        f"The token endpoint gives no token ({named}).", permanent=known and named not in _PASSING
    )
