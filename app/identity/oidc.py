"""Signing in by OpenID Connect: a code with PKCE, redeemed by the server; no browser holds a token."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from app.identity import signed
from app.identity.signed import Claims, Key, NotGenuine, UnknownKey
from app.identity.source import PAUSE, SignInFailed, Source, Trouble
from app.settings import Settings
from app.vocabulary import Language

_LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LATE: Final = timedelta(minutes=10)
_MOST_GROUPS: Final = 1000
_LONGEST: Final = 200


@dataclass(frozen=True)
class Identity:
    """Who somebody is, in the words of their identity provider; `email` only when it vouches for it."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    groups: frozenset[str] = frozenset()
    language: Language | None = None
    session: str = ""


class Ended(NamedTuple):
    """Whose sessions the provider has ended: one of its own sessions, or all of a person."""

    session: str
    subject: str


@dataclass
class Provider:
    """An identity provider, as we are known to it."""

    source: Source
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scope: str
    groups_claim: str

    async def address(
        self, *, state: str, nonce: str, verifier: str, language: str, again: bool, at: datetime
    ) -> str:
        """Give where a browser goes to sign in; `again` asks the provider not to take whoever is there."""
        about = await self.source.about(at)
        given = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
            "ui_locales": language,
            **({"prompt": "login"} if again else {}),
        }
        place = str(about["authorization_endpoint"])
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(given)}"

    async def must_be(self, issuer: str | None, at: datetime) -> None:
        """Raise SignInFailed when an answer does not come from this provider (RFC 9207)."""
        about = await self.source.about(at)
        says = about.get("authorization_response_iss_parameter_supported") is True
        if issuer != self.source.issuer and (says or issuer is not None):
            raise SignInFailed(Trouble.STALE, "issuer of the answer")

    async def redeem(self, code: str, *, verifier: str, nonce: str, at: datetime) -> Identity:
        """Give who signed in, for the code the browser brought. Raises SignInFailed."""
        about = await self.source.about(at)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        status, told = await self.source.ask(
            "POST", about["token_endpoint"], data=form, **self._known_by(about, form)
        )
        if status != HTTPStatus.OK:
            raise SignInFailed(Trouble.STALE, f"code {_word(told.get('error'))}")
        access, token = str(told.get("access_token", "")), told.get("id_token")
        claims = await self._claims(token, at, access_token=access or None)
        if not _same(claims.get("nonce"), nonce):
            raise SignInFailed(Trouble.STALE, "nonce")
        return self._identity({**await self._more(about, claims, access), **claims})

    async def ended(self, logout_token: str, at: datetime) -> Ended:
        """Give whose sessions a notice of the provider ends. Raises SignInFailed when it is not genuine."""
        claims = await self._claims(logout_token, at, kind="logout+jwt", needed=("jti",))
        issued = claims.get("iat")
        named = Ended(str(claims.get("sid", "")), str(claims.get("sub", "")))
        events = claims.get("events")
        wrong = (
            "nonce" in claims
            or not (isinstance(events, dict) and _LOGOUT in events)
            or not any(named)
            or not isinstance(issued, int | float)
            or abs(at.timestamp() - issued) > _LATE.total_seconds()
        )
        if wrong:
            raise SignInFailed(Trouble.STALE, "logout")
        return named

    async def _claims(self, token: object, at: datetime, **wanted: Any) -> Claims:
        """Give what a token says; a key nobody knows is looked for once more, but not all the time."""
        try:
            try:
                return self._read(token, await self.source.keys(at), **wanted)
            except UnknownKey:
                return self._read(token, await self.source.keys(at, within=PAUSE), **wanted)
        except NotGenuine as error:
            raise SignInFailed(Trouble.STALE, f"token {error}") from None

    def _read(self, token: object, keys: list[Key], **wanted: Any) -> Claims:
        if not isinstance(token, str):
            raise NotGenuine("missing")
        return signed.read(token, keys, issuer=self.source.issuer, audience=self.client_id, **wanted)

    async def _more(self, about: Mapping[str, Any], claims: Claims, access: str) -> Claims:
        """Give what only the user info endpoint says, when the token itself says too little."""
        if {"email", self.groups_claim} <= claims.keys() or not access or "userinfo_endpoint" not in about:
            return {}
        headers = {"Authorization": f"Bearer {access}"}
        status, told = await self.source.ask("GET", about["userinfo_endpoint"], headers=headers)
        if status != HTTPStatus.OK or told.get("sub") != claims["sub"]:
            raise SignInFailed(Trouble.UNREACHABLE, "user info")
        return told

    def _identity(self, claims: Claims) -> Identity:
        vouched = claims.get("email_verified") in (True, "true")
        groups = claims.get(self.groups_claim)
        named = groups if isinstance(groups, list) else [groups]  # pyright: ignore[reportUnknownVariableType]  # JSON
        return Identity(
            issuer=self.source.issuer,
            subject=str(claims["sub"]),
            name=_text(claims.get("name")),
            email=_text(claims.get("email")) if vouched else "",
            groups=frozenset(
                one for one in cast("list[object]", named)[:_MOST_GROUPS] if isinstance(one, str)
            ),
            language=_language(claims.get("locale")),
            session=str(claims.get("sid", "")),
        )

    def _known_by(self, about: Mapping[str, Any], form: dict[str, str]) -> dict[str, Any]:
        """Give how we prove who we are; adds to the form what belongs there."""
        ways = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.client_secret and "client_secret_basic" in ways:
            return {"auth": httpx.BasicAuth(quote_plus(self.client_id), quote_plus(self.client_secret))}
        form["client_id"] = self.client_id
        if self.client_secret:
            form["client_secret"] = self.client_secret
        return {}


def provider_of(settings: Settings) -> Provider | None:
    """Give the identity provider that is set, or None."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret
    return Provider(
        source=Source(settings.oidc_issuer),
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else "",
        redirect_uri=f"{settings.public_url}/auth/callback",
        scope=settings.oidc_scope,
        groups_claim=settings.oidc_groups_claim,
    )


def challenge(verifier: str) -> str:
    """Give what is told of a verifier before it is shown (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _same(one: object, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())


def _text(value: object) -> str:
    plain = value.replace("\0", "").strip() if isinstance(value, str) else ""
    return plain[:_LONGEST]


def _language(locale: object) -> Language | None:
    code = str(locale).replace("_", "-").partition("-")[0].lower()
    code = "nb" if code == "no" else code
    return Language(code) if code in list(Language) else None


def _word(value: object) -> str:
    """Give an error code of the provider for the log, if it is one."""
    known = {"invalid_grant", "invalid_client", "invalid_request", "unauthorized_client"}
    return value if isinstance(value, str) and value in known else "refused"
