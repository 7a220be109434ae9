"""What an identity provider says of itself, and how it is spoken to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import urlsplit

import httpx

from app.errors import DsarError
from app.identity.signed import Key

PATIENCE_SECONDS: Final = 10.0
FRESH: Final = timedelta(hours=1)
"""How long what the provider says of itself, and its keys, are believed."""
PAUSE: Final = timedelta(seconds=10)
"""The least time between two looks for a key nobody knows."""
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Trouble(StrEnum):
    """Why somebody was not signed in, as the page that tells them is called."""

    STALE = "stale"
    REFUSED = "refused"
    STRANGER = "stranger"
    UNREACHABLE = "unreachable"


class SignInFailed(DsarError):
    """Somebody could not be signed in; `detail` is a word for the log."""

    status, code, title = 400, "sign_in_failed", "Signing in failed"

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble


@dataclass(frozen=True)
class _Known:
    """What the provider said, and when."""

    said: Any
    at: datetime


@dataclass
class Source:
    """An identity provider, and what it has said lately."""

    issuer: str
    _about: _Known | None = field(default=None, repr=False)
    _keys: _Known | None = field(default=None, repr=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def about(self, at: datetime) -> Mapping[str, Any]:
        """Give the provider's description of itself."""
        async with self._asking:
            if self._about is None or at - self._about.at > FRESH:
                place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                status, told = await self.ask("GET", place)
                if status != HTTPStatus.OK or told.get("issuer") != self.issuer:
                    raise SignInFailed(Trouble.UNREACHABLE, "discovery")
                self._about = _Known(_safe(told, self.issuer), at)
        return cast("Mapping[str, Any]", self._about.said)

    async def keys(self, at: datetime, within: timedelta = FRESH) -> list[Key]:
        """Give the provider's keys, asked for again when they are older than `within`."""
        about = await self.about(at)
        async with self._asking:
            if self._keys is None or at - self._keys.at > within:
                status, told = await self.ask("GET", about["jwks_uri"])
                keys = told.get("keys")
                if status != HTTPStatus.OK or not isinstance(keys, list):
                    raise SignInFailed(Trouble.UNREACHABLE, "keys")
                self._keys = _Known([key for key in cast("list[object]", keys) if isinstance(key, dict)], at)
        return cast("list[Key]", self._keys.said)

    async def ask(self, method: str, url: str, **given: Any) -> tuple[int, dict[str, Any]]:
        """Give the status and the JSON of an answer; no error quotes what was asked or answered."""
        try:
            async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as http:
                answer = await http.request(method, url, **given)
                told = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise SignInFailed(Trouble.UNREACHABLE, type(error).__name__) from None
        return answer.status_code, cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _safe(about: dict[str, Any], issuer: str) -> dict[str, Any]:
    """Give a description whose endpoints are spoken to as safely as the issuer itself."""
    for name in (*_ENDPOINTS, *({"userinfo_endpoint"} & about.keys())):
        place = about.get(name)
        if not isinstance(place, str) or urlsplit(place).scheme != urlsplit(issuer).scheme:
            raise SignInFailed(Trouble.UNREACHABLE, f"discovery {name}")
    return about
