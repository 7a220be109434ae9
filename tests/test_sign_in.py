"""Signing in with a real OpenID provider: who comes in, as what, and every answer that opens nothing."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from app import clock, embedded
from app.identity.oidc import challenge
from app.profiles import Profile
from app.trust import tokens
from app.vocabulary import Audience
from app.workflows.applying import apply
from app.workflows.housekeeping import tidy
from tests.clockwork import a_database, profile
from tests.counterparts import identity_provider
from tests.counterparts.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.doors import problem
from tests.entrance import Entrance, entrance, served
from tests.house import free_socket, until

GROUPS = {
    "nordstaff": {"privacy-leads": "lead", "privacy-handlers": "handler"},
    "fjellkraft": {"fk-dpo": "dpo"},
}


@dataclass
class Gate:
    """The house's door on a real address, and the provider people sign in with."""

    door: Entrance
    provider: IdentityProvider
    url: str

    def browser(self, **headers: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.url, headers={"Sec-Fetch-Site": "same-origin", **headers}, timeout=60
        )

    async def begun(self, browser: httpx.AsyncClient, **given: str) -> str:
        """Begin to sign in; give where the browser is sent."""
        answer = await browser.get("/auth/login", params=given)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def answered(self, browser: httpx.AsyncClient, person: str, **given: str) -> str:
        """Sign in at the provider; give the address it sends the browser back to."""
        async with self.provider.browser() as there:
            sent = await self.begun(browser, **given)
            return await self.provider.passed(there, sent, person, f"{self.url}/auth/callback")

    async def declare(self, groups: dict[str, str]) -> None:
        """Declare anew which groups of the provider are what in Nordstaff."""
        listed = [{"name": name, "role": role} for name, role in groups.items()]
        declared = Profile.model_validate(profile(sign_in={"groups": listed}))
        await apply(self.door.office, declared, clock.now())

    @asynccontextmanager
    async def as_(self, person: str, **given: str) -> AsyncGenerator[httpx.AsyncClient]:
        """Give a browser in which somebody has signed in."""
        async with self.browser() as browser:
            entered = await browser.get(await self.answered(browser, person, **given))
            assert entered.status_code == 303, entered.text
            yield browser


@asynccontextmanager
async def gate(server: embedded.Server, template: str, folder: Path, **how: Any) -> AsyncGenerator[Gate]:
    taken = free_socket()
    url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with identity_provider.running(url, **how) as provider:
        async with (
            a_database(server, template) as database,
            entrance(
                database, folder, groups=GROUPS, demo=False, base_url=url, **provider.settings()
            ) as door,
            served(door.app, taken),
        ):
            yield Gate(door, provider, url)


@pytest.fixture(scope="module")
async def opened(
    server: embedded.Server, template: str, node_modules: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Gate]:
    async with gate(server, template, tmp_path_factory.mktemp("gate")) as running:
        yield running


async def me(browser: httpx.AsyncClient) -> dict[str, Any]:
    answer = await browser.get("/api/v1/me")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def changed(address: str, **changes: str | None) -> str:
    """Give an address with parameters changed, or without those that are None."""
    parts, given = urlsplit(address), {**query(address), **changes}
    left = {name: value for name, value in given.items() if value is not None}
    return parts._replace(query=urlencode(left)).geturl()


async def refused(gate: Gate, browser: httpx.AsyncClient, address: str, status: int = 400) -> str:
    """Come back with an answer that opens nothing; give the page it leads to."""
    before = await gate.door.owner.fetchval("SELECT count(*) FROM sessions")
    answer = await browser.get(address)
    assert answer.status_code == status, answer.text
    assert "utdrag" not in browser.cookies
    assert not [one for one in answer.headers.get_list("set-cookie") if one.startswith("utdrag=")]
    assert await gate.door.owner.fetchval("SELECT count(*) FROM sessions") == before
    problem(await browser.get("/api/v1/me"), 401, "not_signed_in")
    return answer.text


# Who comes in.


async def test_who_was_invited_comes_in_and_goes_where_they_wanted(opened: Gate) -> None:
    async with opened.browser() as browser:
        back = await opened.answered(browser, "mildra", next="/console/cases/7?tab=log")
        answer = await browser.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/cases/7?tab=log")
        told = await me(browser)
        assert (told["name"], told["role"], told["language"]) == ("Mildra F", "handler", "nn")
        assert [one["slug"] for one in told["organisations"]] == ["nordstaff"]
        assert (await browser.get("/api/v1/cases")).status_code == 200
    async with opened.as_("mildra") as again:
        assert (await me(again))["label"] == told["label"]


async def test_a_group_lets_in_without_an_invitation_and_the_first_named_decides(opened: Gate) -> None:
    async with opened.as_("kelvo") as browser:
        told = await me(browser)
        assert (told["name"], told["role"]) == ("Kelvo Dimdrake", "handler")
    async with opened.as_("brisla") as browser:
        places = (await me(browser))["organisations"]
        assert {one["slug"]: one["role"] for one in places} == {"fjellkraft": "dpo", "nordstaff": "lead"}
        await browser.post("/api/v1/me/organisation", json={"slug": "nordstaff"})
        members = (await browser.get("/api/v1/members")).json()["items"]
    (kelvo,) = [one for one in members if one["name"] == "Kelvo Dimdrake"]
    assert kelvo["by_group"]
    assert kelvo["email"] == "", "the provider does not vouch for it"


async def test_who_left_the_group_is_a_stranger_again(opened: Gate) -> None:
    async with opened.as_("kelvo") as browser:
        await opened.declare({"privacy-handlers": "dpo"})
        async with opened.as_("kelvo"):
            assert (await me(browser))["role"] == "dpo", "the session of before has the new role too"
        await opened.declare({})
        async with opened.browser() as again:
            answer = await again.get(await opened.answered(again, "kelvo"))
            assert answer.status_code == 403
        problem(await browser.get("/api/v1/me"), 401, "not_signed_in")
    await opened.declare(GROUPS["nordstaff"])
    async with opened.as_("kelvo") as back:
        assert (await me(back))["role"] == "handler"


async def test_an_address_nobody_vouches_for_takes_up_no_invitation(opened: Gate) -> None:
    await opened.door.invite("oddik@nordstaff.example")
    async with opened.browser() as browser:
        await refused(opened, browser, await opened.answered(browser, "unproven"), 403)


async def test_an_invitation_is_taken_up_by_one_person_and_in_time(opened: Gate) -> None:
    await opened.door.invite("late@nordstaff.example")
    await opened.door.owner.execute(
        "UPDATE members SET invited_at = invited_at - interval '30 days' WHERE subject_token IS NULL"
    )
    async with opened.browser() as browser:
        await refused(opened, browser, await opened.answered(browser, "late"), 403)
    await opened.door.invite("late@nordstaff.example")
    async with opened.as_("late") as browser:
        assert (await me(browser))["role"] == "handler"
    async with opened.browser() as browser:
        await refused(opened, browser, await opened.answered(browser, "same_address"), 403)


async def test_who_was_turned_away_does_not_come_back(opened: Gate) -> None:
    await opened.door.invite("out@nordstaff.example")
    async with opened.as_("out") as browser, opened.as_("brisla") as lead:
        await lead.post("/api/v1/me/organisation", json={"slug": "nordstaff"})
        members = (await lead.get("/api/v1/members")).json()["items"]
        (row,) = [one for one in members if one["email"] == "out@nordstaff.example"]
        await lead.post(f"/api/v1/members/{row['id']}", json={"active": False})
        problem(await browser.get("/api/v1/me"), 401, "not_signed_in")
    async with opened.browser() as again:
        await refused(opened, again, await opened.answered(again, "out"), 403)


async def test_a_stranger_is_told_who_may_come_in(opened: Gate) -> None:
    async with opened.browser(**{"Accept-Language": "sv"}) as browser:
        page = await refused(opened, browser, await opened.answered(browser, "stranger"), 403)
    assert "Du har ingen åtkomst här" in page
    assert "again=true" in page
    assert "stigla@" not in page


async def test_a_provider_that_says_all_in_the_token_is_not_asked_again(
    server: embedded.Server, template: str, node_modules: Path, tmp_path: Path
) -> None:
    async with (
        gate(server, template, tmp_path, claims_in_token=True, signs_by="PS256") as opened,
        opened.as_("brisla") as browser,
    ):
        assert (await me(browser))["name"] == "Brisla Barr"


# Answers that open nothing.


async def test_the_provider_is_asked_with_everything_that_protects_the_answer(opened: Gate) -> None:
    async with opened.browser(**{"Accept-Language": "nb"}) as browser:
        one, other = query(await opened.begun(browser)), query(await opened.begun(browser))
        assert (one["response_type"], one["code_challenge_method"]) == ("code", "S256")
        assert (one["client_id"], one["redirect_uri"]) == (CLIENT, f"{opened.url}/auth/callback")
        assert one["ui_locales"] == "nb"
        for name in ("state", "nonce", "code_challenge"):
            assert len(one[name]) == 43
            assert one[name] != other[name]
        assert "prompt" not in one
        assert query(await opened.begun(browser, again="true"))["prompt"] == "login"


async def test_an_answer_is_good_once(opened: Gate) -> None:
    async with opened.browser() as browser:
        back = await opened.answered(browser, "mildra")
        assert (await browser.get(back)).status_code == 303
        browser.cookies.delete("utdrag")
        page = await refused(opened, browser, back)
        assert "Signing in could not be completed" in page


@pytest.mark.parametrize(
    "change",
    [
        {"state": "x" * 43}, {"state": ""}, {"state": None}, {"state": "\0å"}, {"code": "x" * 43},
        {"iss": "https://evil.example"}, {"iss": ""}, {"iss": None},
    ],
)  # fmt: skip
async def test_an_answer_that_was_changed_opens_nothing(opened: Gate, change: dict[str, str | None]) -> None:
    async with opened.browser() as browser:
        await refused(opened, browser, changed(await opened.answered(browser, "mildra"), **change))


async def test_an_answer_of_another_browser_opens_nothing(opened: Gate) -> None:
    # Nobody is signed in as somebody else by a link they are sent.
    async with opened.browser() as attacker, opened.browser() as victim, opened.browser() as other:
        back = await opened.answered(attacker, "mildra")
        await refused(opened, victim, back)
        await opened.begun(other)
        await refused(opened, other, await opened.answered(attacker, "mildra"))


async def test_the_code_of_another_sign_in_opens_nothing(opened: Gate) -> None:
    async with opened.browser() as browser:
        one, other = await opened.answered(browser, "mildra"), await opened.answered(browser, "mildra")
        await refused(opened, browser, changed(one, code=query(other)["code"]))


async def test_an_answer_that_comes_late_opens_nothing(opened: Gate) -> None:
    async with opened.browser() as browser:
        back = await opened.answered(browser, "mildra")
        await opened.door.owner.execute("UPDATE sign_ins SET expires_at = expires_at - interval '10 minutes'")
        await refused(opened, browser, back)


async def test_a_sign_in_that_is_broken_off_is_told_so(opened: Gate) -> None:
    async with opened.browser(**{"Accept-Language": "en"}) as browser:
        state = query(await opened.begun(browser, next="/console/figures"))["state"]
        given = {"state": state, "error": "access_denied", "iss": opened.provider.issuer}
        page = await refused(opened, browser, f"/auth/callback?{urlencode(given)}", 403)
        assert "Signing in was broken off" in page
        assert "next=%2Fconsole%2Ffigures" in page


async def test_the_provider_takes_no_code_without_what_belongs_to_it(opened: Gate) -> None:
    """What PKCE is for: a code that was seen on its way is worth nothing."""
    async with opened.browser() as browser, opened.provider.browser() as thief:
        for verifier in (None, "x" * 43, challenge("x" * 43)):
            code = query(await opened.answered(browser, "mildra"))["code"]
            form = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": f"{opened.url}/auth/callback",
                **({"code_verifier": verifier} if verifier else {}),
                "client_id": CLIENT,
                "client_secret": SECRET,
            }
            answer = await thief.post(f"{opened.provider.issuer}/token", data=form)
            assert answer.status_code == 400
            assert "id_token" not in answer.json()


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_a_sign_in_leads_to_no_other_site(opened: Gate, wanted: str) -> None:
    async with opened.browser() as browser:
        answer = await browser.get(await opened.answered(browser, "mildra", next=wanted))
        assert answer.headers["location"] == "/console/"


async def test_a_session_from_before_is_never_taken_over(opened: Gate) -> None:
    planted = tokens.new_token(Audience.CONSOLE).plain
    async with opened.browser() as browser:
        back = await opened.answered(browser, "mildra")
        browser.cookies.set("utdrag", planted, domain="127.0.0.1")
        await browser.get(back)
        assert browser.cookies["utdrag"] != planted
        problem(
            await browser.get("/api/v1/me", headers={"Cookie": f"utdrag={planted}"}), 401, "not_signed_in"
        )


async def test_two_tabs_may_sign_in_at_once(opened: Gate) -> None:
    async with opened.browser() as browser:
        one, other = await opened.answered(browser, "mildra"), await opened.answered(browser, "mildra")
        assert (await browser.get(one)).status_code == 303
        assert (await browser.get(other)).status_code == 303
        assert (await me(browser))["name"] == "Mildra F"


A_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8}")
"""How a signed token begins; three letters alone may stand in anything that is sealed."""


async def test_no_token_of_the_provider_is_kept_or_given_away(opened: Gate) -> None:
    async with opened.browser() as browser:
        answer = await browser.get(await opened.answered(browser, "mildra"))
        assert not A_TOKEN.search(answer.text + str(answer.headers))
    for table in ("sessions", "sign_ins", "members"):
        rows = await opened.door.owner.fetch(f"SELECT * FROM {table}")
        kept = b"".join(v for row in rows for v in row.values() if isinstance(v, bytes))
        assert not A_TOKEN.search(kept.decode("latin-1"))
        assert not A_TOKEN.search(str([dict(row) for row in rows]))


async def test_no_two_people_share_a_first_sign_in(opened: Gate) -> None:
    """Somebody who comes in by two doors at once for the first time is one member."""
    async with opened.browser() as one, opened.browser() as other:
        backs = [await opened.answered(one, "twice"), await opened.answered(other, "twice")]
        answers = await asyncio.gather(one.get(backs[0]), other.get(backs[1]))
        assert [answer.status_code for answer in answers] == [303, 303]
        assert (await me(one))["label"] == (await me(other))["label"]


# Ending.


async def test_signing_out_at_the_provider_ends_the_session_here(opened: Gate) -> None:
    async with opened.browser() as browser, opened.browser() as elsewhere, opened.provider.browser() as there:
        back = f"{opened.url}/auth/callback"
        sent = await opened.begun(browser)
        await browser.get(await opened.provider.passed(there, sent, "mildra", back))
        await elsewhere.get(await opened.answered(elsewhere, "mildra"))
        await me(browser)
        await opened.provider.sign_out(there)

        async def over() -> bool:
            return (await browser.get("/api/v1/me")).status_code == 401

        await until(over)
        assert (await me(elsewhere))["name"] == "Mildra F", "another session at the provider goes on"


async def test_sessions_and_sign_ins_that_are_over_are_forgotten(opened: Gate) -> None:
    owner = opened.door.owner
    async with opened.as_("mildra") as browser, opened.browser() as other:
        await opened.begun(other)
        held = tokens.token_hash(browser.cookies["utdrag"])
        await owner.execute(
            "UPDATE sessions SET seen_at = seen_at - interval '61 minutes' WHERE hash = $1", held
        )
        await owner.execute("UPDATE sign_ins SET expires_at = expires_at - interval '1 hour'")
        await tidy(opened.door.office, clock.now())
    assert not await owner.fetchval("SELECT count(*) FROM sessions WHERE hash = $1", held)
    assert not await owner.fetchval("SELECT count(*) FROM sign_ins")
