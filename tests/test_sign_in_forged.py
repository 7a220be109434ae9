"""Tokens that prove nothing: every way to forge, steal, age or misdirect one opens nothing."""

import base64
import hmac
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt

from app import clock, embedded
from app.identity.oidc import provider_of
from tests.canaries import EMAIL, NAME, OTHER_EMAIL, SECRET, WORDS, around, sung_in
from tests.clockwork import a_database
from tests.counterparts.forger import (
    CLIENT,
    EVENT,
    Claims,
    Forger,
    at_hash,
    jwk_of,
    part,
    pem_of,
    public_pem_of,
)
from tests.counterparts.http_peer import Reply, peer
from tests.entrance import Entrance, entrance
from tests.witness import logged

STRANGE = rsa.generate_private_key(65537, 2048)


@dataclass
class Trap:
    """The house's door, and a provider that lies."""

    door: Entrance
    forger: Forger

    async def entered(self, browser: httpx.AsyncClient) -> httpx.Response:
        """Sign in; the provider says what it was told to."""
        sent = (await browser.get("/auth/login?again=true")).headers["location"]
        given = {name: values[0] for name, values in parse_qs(urlsplit(sent).query).items()}
        self.forger.nonce = given["nonce"]
        return await browser.get("/auth/callback", params={"state": given["state"], "code": "good"})

    def answers_codes_with(self, said: Reply) -> None:
        """Let the provider answer this when it is given a code, and all else as before."""
        self.forger.peer.answer = lambda asked: said if asked.path == "/token" else self.forger.answer(asked)

    async def refuses(self) -> None:
        async with self.door.browser() as browser:
            answer = await self.entered(browser)
            assert answer.status_code == 400, answer.text
            assert "utdrag" not in browser.cookies
            assert (await browser.get("/api/v1/me")).status_code == 401

    async def lets_in(self) -> None:
        async with self.door.browser() as browser:
            answer = await self.entered(browser)
            assert answer.status_code == 303, answer.text
            assert (await browser.get("/api/v1/me")).json()["name"] == "Mildra F"


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Entrance, Any]]:
    async with (
        peer() as lying,
        a_database(server, template) as database,
        entrance(
            database,
            tmp_path_factory.mktemp("door"),
            demo=False,
            oidc_issuer=lying.base,
            oidc_client_id=CLIENT,
            oidc_client_secret="only-for-tests",
        ) as opened,
    ):
        yield opened, lying


@pytest.fixture
def trap(door: tuple[Entrance, Any], monkeypatch: pytest.MonkeyPatch) -> Trap:
    """A provider nobody has asked anything yet."""
    opened, lying = door
    lying.asked.clear()
    opened.app.state.provider = provider_of(opened.office.settings)
    return Trap(opened, Forger(lying, at=clock.now))


async def test_an_honest_token_opens_the_door(trap: Trap) -> None:
    await trap.lets_in()
    trap.forger.token = lambda claims: trap.forger.signed({**claims, "at_hash": at_hash("access")})
    await trap.lets_in()
    trap.forger.token = lambda claims: trap.forger.signed({**claims, "aud": [CLIENT, "other"], "azp": CLIENT})
    await trap.lets_in()
    trap.forger.token = lambda claims: jwt.encode(
        claims, pem_of(trap.forger.ec), "ES256", headers={"kid": "two"}
    )
    await trap.lets_in()
    trap.forger.token = lambda claims: trap.forger.signed_by_pss({**claims, "at_hash": at_hash("access")})
    await trap.lets_in()


def unsigned(_: Forger, claims: Claims) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def unsigned_with_key(_: Forger, claims: Claims) -> str:
    return f"{part({'alg': 'none', 'kid': 'one'})}.{part(claims)}.{part('x')}"


def signed_with_public_key(forger: Forger, claims: Claims) -> str:
    """The classic: the public key is taken for a shared secret (CVE-2024-33663)."""
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims)}"
    mac = hmac.digest(public_pem_of(forger.rsa), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def signed_with_client_secret(_: Forger, claims: Claims) -> str:
    return jwt.encode(claims, "only-for-tests", "HS256", headers={"kid": "one"})


def tampered(forger: Forger, claims: Claims) -> str:
    head, _, signature = forger.signed(claims).split(".")
    return f"{head}.{part({**claims, 'sub': 'somebody else'})}.{signature}"


def tampered_pss(forger: Forger, claims: Claims) -> str:
    head, _, signature = forger.signed_by_pss(claims).split(".")
    return f"{head}.{part({**claims, 'sub': 'somebody else'})}.{signature}"


def pss_of_another_salt(forger: Forger, claims: Claims) -> str:
    return forger.signed_by_pss(claims, salt=20)


def pss_under_a_key_of_the_other_scheme(forger: Forger, claims: Claims) -> str:
    forger.keys = [key for key in forger.keys if key["kid"] != "pss"]
    return forger.signed_by_pss(claims)


def the_other_scheme_called_pss(forger: Forger, claims: Claims) -> str:
    _, body, signature = forger.signed(claims, kid="pss").split(".")
    return f"{part({'alg': 'PS256', 'kid': 'pss'})}.{body}.{signature}"


def signed_by_a_stranger(_: Forger, claims: Claims) -> str:
    return jwt.encode(claims, pem_of(STRANGE), "RS256", headers={"kid": "one"})


def of_an_unknown_key(_: Forger, claims: Claims) -> str:
    return jwt.encode(claims, pem_of(STRANGE), "RS256", headers={"kid": "three"})


def with_a_key_of_its_own(_: Forger, claims: Claims) -> str:
    key = jwk_of(STRANGE, "one", "RS256")
    headers = {"kid": "one", "jwk": key, "jku": "https://evil.example/keys"}
    return jwt.encode(claims, pem_of(STRANGE), "RS256", headers=headers)


def of_the_wrong_kind_of_key(forger: Forger, claims: Claims) -> str:
    return jwt.encode(claims, pem_of(forger.rsa), "RS256", headers={"kid": "two"})


def of_an_algorithm_nobody_asked_for(forger: Forger, claims: Claims) -> str:
    return jwt.encode(claims, pem_of(forger.rsa), "RS512", headers={"kid": "one"})


def of_a_key_without_a_name(forger: Forger, claims: Claims) -> str:
    forger.keys = [jwk_of(forger.rsa, "one", "RS256"), jwk_of(STRANGE, "three", "RS256")]
    return jwt.encode(claims, pem_of(forger.rsa), "RS256")


def nothing(_: Forger, __: Claims) -> str:
    return ""


def half_a_token(forger: Forger, claims: Claims) -> str:
    return forger.signed(claims).rpartition(".")[0]


@pytest.mark.parametrize(
    "forge",
    [
        unsigned, unsigned_with_key, signed_with_public_key, signed_with_client_secret, tampered,
        tampered_pss, pss_of_another_salt, pss_under_a_key_of_the_other_scheme, the_other_scheme_called_pss,
        signed_by_a_stranger, of_an_unknown_key, with_a_key_of_its_own, of_the_wrong_kind_of_key,
        of_an_algorithm_nobody_asked_for, of_a_key_without_a_name, nothing, half_a_token,
    ],
)  # fmt: skip
async def test_a_forged_token_opens_nothing(trap: Trap, forge: Callable[[Forger, Claims], str]) -> None:
    trap.forger.token = lambda claims: forge(trap.forger, claims)
    await trap.refuses()


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "other"}, {"aud": ["other"]}, {"aud": None}, {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"}, {"azp": "other"},
        {"iss": "https://evil.example"}, {"iss": None},
        {"nonce": "x" * 43}, {"nonce": None}, {"nonce": ""}, {"nonce": 1},
        {"sub": None}, {"exp": None}, {"iat": None},
        {"at_hash": at_hash("another access token")},
    ],
)  # fmt: skip
async def test_a_token_that_means_somebody_or_something_else_opens_nothing(
    trap: Trap, change: Claims
) -> None:
    trap.forger.token = lambda claims: trap.forger.signed(
        {name: value for name, value in {**claims, **change}.items() if value is not None}
    )
    await trap.refuses()


@pytest.mark.parametrize(("since", "opens"), [(30, True), (90, False)])
async def test_a_token_of_before_opens_nothing(trap: Trap, since: int, *, opens: bool) -> None:
    past = int((clock.now() - timedelta(seconds=since)).timestamp())
    trap.forger.token = lambda claims: trap.forger.signed({**claims, "iat": past - 300, "exp": past})
    await (trap.lets_in() if opens else trap.refuses())


async def test_what_another_user_info_says_is_not_believed(trap: Trap) -> None:
    trap.forger.token = lambda claims: trap.forger.signed(
        {k: v for k, v in claims.items() if k not in {"email", "groups"}}
    )
    trap.forger.user = {"sub": "mildra", "email": "mildra@nordstaff.example", "email_verified": True}
    await trap.lets_in()
    trap.forger.user = {"sub": "other", "email": "mildra@nordstaff.example", "email_verified": True}
    async with trap.door.browser() as browser:
        assert (await trap.entered(browser)).status_code == 502


async def test_a_new_key_is_found_and_an_unknown_one_is_not_looked_for_all_the_time(
    trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, passed = clock.now(), timedelta()
    monkeypatch.setattr(clock, "now", lambda: began + passed)
    await trap.lets_in()
    assert trap.forger.times_asked("/keys") == 1
    trap.forger.token = lambda claims: of_an_unknown_key(trap.forger, claims)
    for _ in range(5):
        await trap.refuses()
    assert trap.forger.times_asked("/keys") == 1, "the keys were fetched less than ten seconds ago"
    trap.forger.keys.append(jwk_of(STRANGE, "three", "RS256"))
    passed = timedelta(seconds=11)
    await trap.lets_in()
    assert trap.forger.times_asked("/keys") == 2
    for _ in range(5):
        await trap.lets_in()
    assert trap.forger.times_asked("/keys") == 2


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"}, {"token_endpoint": "ftp://evil.example"}, {"jwks_uri": None},
        {"userinfo_endpoint": "file:///etc/passwd"}, {"authorization_endpoint": ""},
    ],
)  # fmt: skip
async def test_a_provider_that_is_not_what_it_says_is_not_used(trap: Trap, about: Claims) -> None:
    trap.forger.about = about
    async with trap.door.browser() as browser:
        answer = await browser.get("/auth/login")
    assert answer.status_code == 502
    assert "The sign-in service does not answer as it should" in answer.text


@pytest.mark.parametrize(
    "reply", [Reply(500), Reply(200, b"<html>"), Reply(200, []), Reply(404, {}), Reply(302, {})]
)
async def test_a_provider_that_does_not_answer_is_said_to_be_away(trap: Trap, reply: Reply) -> None:
    trap.forger.peer.say(reply)
    async with trap.door.browser() as browser:
        assert (await browser.get("/auth/login")).status_code == 502


async def test_an_answer_must_say_who_it_is_from_where_the_provider_does(trap: Trap) -> None:
    trap.forger.about = {"authorization_response_iss_parameter_supported": True}
    await trap.refuses()


# Notices of a sign-out.


async def told(trap: Trap, notice: str) -> int:
    async with trap.door.browser() as provider:
        del provider.headers["sec-fetch-site"]
        answer = await provider.post("/auth/backchannel", data={"logout_token": notice})
        assert answer.headers["cache-control"] == "no-store"
        return answer.status_code


async def test_a_notice_ends_the_sessions_it_names_and_no_others(trap: Trap) -> None:
    async with trap.door.browser() as one, trap.door.browser() as other:
        for browser, sid in ((one, "s1"), (other, "s2")):
            trap.forger.token = lambda claims, sid=sid: trap.forger.signed({**claims, "sid": sid})  # type: ignore[misc]  # bound now
            await trap.entered(browser)
        assert await told(trap, trap.forger.notice(sub=None)) == 200
        assert (await one.get("/api/v1/me")).status_code == 401
        assert (await other.get("/api/v1/me")).status_code == 200
        assert await told(trap, trap.forger.notice(sid=None, sub="stranger")) == 200
        assert (await other.get("/api/v1/me")).status_code == 200
        assert await told(trap, trap.forger.notice(sid=None)) == 200
        assert (await other.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"events": None}, {"events": {}}, {"events": EVENT}, {"nonce": "x"}, {"sid": None, "sub": None}, {"aud": "other"},
        {"iss": "https://evil.example"}, {"jti": None}, {"iat": 1_700_000_000}, {"iat": None}, {"exp": 1_700_000_000},
    ],
)  # fmt: skip
async def test_a_notice_that_is_not_one_ends_nothing(trap: Trap, change: Claims) -> None:
    async with trap.door.browser() as browser:
        trap.forger.token = lambda claims: trap.forger.signed({**claims, "sid": "s1"})
        await trap.entered(browser)
        said = {**trap.forger.claims(nonce=None, jti="1", events={EVENT: {}}, sid="s1"), **change}
        notice = {name: value for name, value in said.items() if value is not None}
        assert await told(trap, trap.forger.signed(notice, typ="logout+jwt")) == 400
        assert (await browser.get("/api/v1/me")).status_code == 200


async def test_neither_a_token_of_another_kind_nor_a_forged_notice_ends_anything(trap: Trap) -> None:
    async with trap.door.browser() as browser:
        trap.forger.token = lambda claims: trap.forger.signed({**claims, "sid": "s1"})
        await trap.entered(browser)
        said = trap.forger.claims(nonce=None, jti="1", events={EVENT: {}}, sid="s1")
        for notice in (
            trap.forger.signed(trap.forger.claims(sid="s1")),
            trap.forger.signed(said, typ="at+jwt"),
            signed_by_a_stranger(trap.forger, said),
            unsigned(trap.forger, said),
            "",
            "x",
        ):
            assert await told(trap, notice) == 400
        assert (await browser.get("/api/v1/me")).status_code == 200


async def test_a_notice_is_no_token_to_sign_in_with(trap: Trap) -> None:
    trap.forger.token = lambda _: trap.forger.notice()
    await trap.refuses()


# What is written down.


async def test_no_log_line_holds_a_token_or_who_signs_in(trap: Trap) -> None:
    """Everything goes wrong and right once, with her in every word, at the most talkative level."""
    forger, secrets = trap.forger, set[str]()

    def remembered(token: str) -> str:
        secrets.update(token.split("."))
        return token

    her = {"sub": EMAIL, "name": NAME, "email": EMAIL, "groups": [SECRET], "locale": WORDS}
    with logged() as lines:
        async with trap.door.browser() as browser:
            forger.token = lambda claims: remembered(forger.signed({**claims, **her}))
            assert (await trap.entered(browser)).status_code == 403
            await trap.door.invite(EMAIL)
            assert (await trap.entered(browser)).status_code == 303
            assert (await browser.get("/api/v1/me")).json()["name"] == NAME
            secrets.add(browser.cookies["utdrag"])
            secrets.add(browser.cookies["utdrag-signing"])
            secrets.add(forger.nonce)
            for forge in (tampered, unsigned, of_an_unknown_key, signed_with_public_key):
                forger.token = lambda claims, forge=forge: remembered(forge(forger, {**claims, **her}))  # type: ignore[misc]  # bound now
                assert (await trap.entered(browser)).status_code == 400
            for path in (
                f"callback?state={EMAIL}&code={SECRET}",
                f"callback?error={SECRET}",
                f"login?next={WORDS}",
            ):
                await browser.get(f"/auth/{path}")
            await told(trap, remembered(forger.notice(sub=EMAIL, sid=SECRET)))
            await told(trap, WORDS)
            for said in (Reply(500, {"error": WORDS}), Reply(200, WORDS.encode())):
                trap.answers_codes_with(said)
                assert (await trap.entered(browser)).status_code in (400, 502)
    written = lines.getvalue()
    assert written.count("nobody was signed in") >= 6
    assert sung_in(written) == set(), around(written)
    assert [secret for secret in secrets if secret and secret in written] == []
    assert "eyJ" not in written


async def test_nothing_kept_holds_who_signs_in_unsealed(trap: Trap) -> None:
    await trap.door.invite(OTHER_EMAIL)
    trap.forger.token = lambda claims: trap.forger.signed(
        {**claims, "sub": OTHER_EMAIL, "name": NAME, "email": OTHER_EMAIL}
    )
    async with trap.door.browser() as browser:
        assert (await trap.entered(browser)).status_code == 303
        for table in ("members", "sessions", "sign_ins"):
            rows = [dict(row) for row in await trap.door.owner.fetch(f"SELECT * FROM {table}")]
            assert sung_in(str(rows)) == set(), table
