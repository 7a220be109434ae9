"""A sign-in from its beginning to a session: once, by the browser that began it, within ten minutes."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from app.identity.oidc import Provider
from app.identity.source import SignInFailed, Trouble
from app.models.session import SignIn
from app.office import Office
from app.queries import sessions as rows
from app.trust.tokens import token_hash
from app.vocabulary import Language
from app.workflows import admission, sessions

OPEN_FOR: Final = timedelta(minutes=10)
_BYTES: Final = 32


class Begun(NamedTuple):
    """Where the browser goes, and the cookie it is to bring back."""

    address: str
    browser: str


class Answer(NamedTuple):
    """What the browser brought from the provider: a code, or nothing, and who says so."""

    code: str
    issuer: str | None


async def begin(
    office: Office,
    provider: Provider,
    destination: str,
    at: datetime,
    *,
    browser: str | None,
    language: Language,
    again: bool,
) -> Begun:
    """Begin a sign-in; a browser that has begun others keeps its cookie, so that each may come back."""
    held = browser or secrets.token_urlsafe(_BYTES)
    state, nonce, verifier = (secrets.token_urlsafe(_BYTES) for _ in range(3))
    address = await provider.address(
        state=state, nonce=nonce, verifier=verifier, language=language.value, again=again, at=at
    )
    async with office.db.transaction() as session:
        await rows.forget_sign_ins(session, at)
        session.add(
            SignIn(
                state=token_hash(state),
                browser=token_hash(held),
                nonce=nonce,
                verifier=verifier,
                destination=destination,
                expires_at=at + OPEN_FOR,
            )
        )
    return Begun(address, held)


async def take(office: Office, state: str, browser: str | None, at: datetime) -> SignIn:
    """Give the sign-in an answer belongs to, which is over with that. Raises SignInFailed."""
    async with office.db.transaction() as session:
        begun = await rows.take_sign_in(session, token_hash(state))
    if begun is None:
        raise SignInFailed(Trouble.STALE, "state")
    if browser is None or token_hash(browser) != begun.browser:
        raise SignInFailed(Trouble.STALE, "browser")
    if begun.expires_at <= at:
        raise SignInFailed(Trouble.STALE, "late")
    return begun


async def finish(
    office: Office,
    provider: Provider,
    begun: SignIn,
    answer: Answer,
    at: datetime,
    *,
    former: str | None,
) -> str:
    """Give the token of a session of whoever signed in. Raises SignInFailed."""
    await provider.must_be(answer.issuer, at)
    if not answer.code:
        raise SignInFailed(Trouble.REFUSED, "provider")
    who = await provider.redeem(answer.code, verifier=begun.verifier, nonce=begun.nonce, at=at)
    places = await admission.admitted(office, who, at)
    if not places:
        raise SignInFailed(Trouble.STRANGER, "member")
    theirs = provider_session(provider, who.session) if who.session else None
    return await sessions.begin(office, places, at, former=former, provider_session=theirs)


async def end_from_afar(office: Office, provider: Provider, logout_token: str, at: datetime) -> None:
    """End what the provider says is over. Raises SignInFailed for a notice that is not genuine."""
    ended = await provider.ended(logout_token, at)
    if ended.session:
        async with office.db.transaction() as session:
            await rows.end_of_provider(session, provider_session(provider, ended.session))
    else:
        await admission.turned_out(office, provider.source.issuer, ended.subject)


def provider_session(provider: Provider, name: str) -> bytes:
    """Give what a session at the provider is kept as."""
    return hashlib.sha256(f"{provider.source.issuer}\x1f{name}".encode()).digest()
