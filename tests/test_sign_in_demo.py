"""Sessions: how they begin, what they open, and every way in which they end; signed in to a demonstration."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from app import clock, embedded
from app.db import plain_url
from app.errors import NotReady
from app.main import create_app
from app.models.columns import new_id
from app.routers.sign_in import local
from app.trust import tokens
from app.vocabulary import Audience, Role
from app.workflows.demonstration import mark, refuse_elsewhere
from app.workflows.sessions import IDLE, LONGEST
from tests.clockwork import a_database
from tests.doors import problem
from tests.entrance import Entrance, entrance, sign_in
from tests.house import give_token
from tests.offices import an_office, an_organisation


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Entrance]:
    async with (
        a_database(server, template) as database,
        entrance(database, tmp_path_factory.mktemp("door")) as opened,
    ):
        yield opened


async def me(browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.get("/api/v1/me")


# Beginning.


async def test_somebody_signs_in_and_is_who_they_chose(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        told = (await me(browser)).json()
        assert (told["name"], told["role"], told["language"]) == ("Mildra Frostviskare", "handler", "sv")
        assert told["organisation"] == {
            "slug": "nordstaff", "name": "Nordstaff AB", "zone": "Europe/Stockholm",
        }  # fmt: skip
        assert told["organisations"] == [{"slug": "nordstaff", "name": "Nordstaff AB", "role": "handler"}]
        assert (await browser.get("/api/v1/cases")).status_code == 200


async def test_the_cookie_is_hidden_from_scripts_and_no_token_is_kept(door: Entrance) -> None:
    async with door.browser() as browser:
        answer = await sign_in(browser, "Mildra", next="/console/cases/1?tab=log")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/cases/1?tab=log")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("utdrag=")]
    value, *attributes = cookie.split("; ")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(attributes)
    plain = value.removeprefix("utdrag=")
    rows = await door.owner.fetch("SELECT * FROM sessions")
    assert tokens.token_hash(plain) in {row["hash"] for row in rows}
    assert plain not in str([dict(row) for row in rows])


async def test_over_https_the_cookie_is_bound_to_the_host(
    server: embedded.Server, template: str, tmp_path: Path
) -> None:
    async with (
        a_database(server, template) as database,
        entrance(database, tmp_path, base_url="https://utdrag.example") as door,
        door.browser("https://utdrag.example") as browser,
    ):
        answer = await sign_in(browser, "Mildra")
        (cookie,) = answer.headers.get_list("set-cookie")
        assert cookie.startswith("__Host-utdrag=utc_")
        assert {"HttpOnly", "Secure", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert (await me(browser)).status_code == 200
        plain = browser.cookies["__Host-utdrag"]
        async with door.browser("https://utdrag.example", Cookie=f"utdrag={plain}") as other:
            problem(await me(other), 401, "not_signed_in")


async def test_a_session_from_before_a_sign_in_is_never_taken_over(door: Entrance) -> None:
    planted = tokens.new_token(Audience.CONSOLE).plain
    async with door.browser() as browser:
        browser.cookies.set("utdrag", planted, domain="127.0.0.1")
        await sign_in(browser, "Mildra")
        assert browser.cookies["utdrag"] != planted
        first = browser.cookies["utdrag"]
        await sign_in(browser, "Hedra")
        assert browser.cookies["utdrag"] != first
    for old in (planted, first):
        async with door.browser(Cookie=f"utdrag={old}") as thief:
            problem(await me(thief), 401, "not_signed_in")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/console/cases/7?view=mine#log", "/console/cases/7?view=mine#log"),
        ("/", "/"),
        ("https://evil.example/", "/console/"),
        ("//evil.example/", "/console/"),
        ("/\\evil.example/", "/console/"),
        ("\\\\evil.example", "/console/"),
        ("///evil.example", "/console/"),
        ("/\t/evil.example", "/console/"),
        ("/\r\nLocation: https://evil.example", "/console/"),
        ("javascript:alert(1)", "/console/"),
        ("console/", "/console/"),
        ("http:/evil.example", "/console/"),
        ("", "/console/"),
        ("//[", "/console/"),
    ],
)
async def test_a_sign_in_leads_to_no_other_site(door: Entrance, wanted: str, given: str) -> None:
    assert local(wanted) == given
    async with door.browser() as browser:
        answer = await sign_in(browser, "Mildra", next=wanted)
    assert answer.headers["location"] == given


# What it opens.


async def test_another_sites_requests_change_nothing(door: Entrance) -> None:
    async with door.as_("Hedra") as browser:
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": ""},
        ):
            given = {"language": "en"}
            assert (await browser.post("/api/v1/me/language", json=given, headers=headers)).status_code == 403
            assert (await browser.post("/auth/logout", headers=headers)).status_code == 403
        assert (await me(browser)).json()["language"] == "sv"


@pytest.mark.parametrize("authorization", ["Basic YW5uYTpoZW1saWd0", "Bearer uta_nonsense", "Bearer", "x"])
async def test_with_an_authorization_header_the_cookie_counts_for_nothing(
    door: Entrance, authorization: str
) -> None:
    # A browser sends Basic by itself once it was asked for it, and such requests pass the guard against sites.
    async with door.as_("Hedra") as browser:
        headers = {"Authorization": authorization, "Sec-Fetch-Site": "cross-site"}
        problem(
            await browser.post("/api/v1/me/language", json={"language": "en"}, headers=headers),
            401,
            "not_signed_in",
        )


async def test_a_token_is_somebody_too(door: Entrance) -> None:
    token = await give_token(door.office, door.ids["nordstaff"], Role.LEAD)
    async with door.browser(Authorization=f"Bearer {token}") as program:
        told = (await me(program)).json()
        assert (told["role"], told["until"], len(told["organisations"])) == ("lead", None, 1)
        assert told["name"] == told["label"]
        for path, given in (("organisation", {"slug": "nordstaff"}), ("language", {"language": "en"})):
            problem(await program.post(f"/api/v1/me/{path}", json=given), 409, "action_not_possible")


async def test_an_administrator_reads_no_cases(door: Entrance) -> None:
    async with door.as_("Åsvel") as browser:
        assert (await me(browser)).json()["role"] == "administrator"
        assert (await browser.get("/api/v1/members")).status_code == 200
        nobody = "0190b5a2-0000-7000-8000-000000000001"
        for path in (
            "cases",
            f"cases/{nobody}",
            f"messages/{nobody}",
            f"messages/{nobody}/text",
            "assignees",
        ):
            told = problem(await browser.get(f"/api/v1/{path}"), 403, "not_permitted")
            assert "neither cases nor mail" in told["detail"]


async def test_the_history_calls_somebody_by_their_label(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        label = (await me(browser)).json()["label"]
        note = {
            "channel": "phone",
            "name": "Anna Lindqvist",
            "phone": "08-46500412",
            "words": "Vad har ni om mig?",
        }
        opened = await browser.post("/api/v1/cases", json=note)
        assert opened.status_code == 201, opened.text
        events = (await browser.get(f"/api/v1/cases/{opened.json()['id']}/events")).json()["items"]
    assert {(event["actor"], event["actor_kind"]) for event in events} >= {(label, "handler")}
    assert "Mildra" not in str(events)


async def test_people_are_called_by_their_names_where_they_are_shown(door: Entrance) -> None:
    async with door.as_("Hedra") as browser:
        people = (await browser.get("/api/v1/assignees?q=oddik")).json()["items"]
        (oddik,) = [one["value"] for one in people]
        note = {"channel": "phone", "name": "Tilda", "phone": "08-46500413", "words": "Vad har ni om mig?"}
        case = (await browser.post("/api/v1/cases", json=note)).json()
        version = {"If-Match": f'"{case["version"]}"'}
        given = await browser.post(
            f"/api/v1/cases/{case['id']}/actions/assign", json={"to": oddik}, headers=version
        )
        assert (given.json()["assignee"], given.json()["assignee_name"]) == (oddik, "Oddik Ljungtofs")
        lines = (await browser.get("/api/v1/cases?q=Tilda")).json()["items"]
        assert {one["assignee_name"] for one in lines} == {"Oddik Ljungtofs"}
        told = (await browser.get(f"/api/v1/cases/{case['id']}/timeline")).json()["items"]
        assert {one["actor"] for one in told if one["event"] == "assign"} == {"Hedra Glimmersnäcka"}
        version = {"If-Match": f'"{given.json()["version"]}"'}
        desk = await browser.post(
            f"/api/v1/cases/{case['id']}/actions/assign", json={"to": "desk-2"}, headers=version
        )
        assert desk.json()["assignee_name"] == "desk-2"


async def test_who_works_for_two_changes_between_them(door: Entrance) -> None:
    async with door.as_("Sannik") as browser:
        told = (await me(browser)).json()
        assert [one["slug"] for one in told["organisations"]] == ["fjellkraft", "nordstaff"]
        assert told["organisation"]["slug"] == "nordstaff"
        moved = await browser.post("/api/v1/me/organisation", json={"slug": "fjellkraft"})
        assert moved.json()["organisation"]["zone"] == "Europe/Oslo"
        assert moved.json()["language"] == "nb"
        assert (await me(browser)).json() == moved.json()
        back = await browser.post("/api/v1/me/organisation", json={"slug": "nordstaff"})
        assert back.json()["organisation"]["slug"] == "nordstaff"


async def test_nobody_stands_where_they_are_no_member(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        for slug in ("fjellkraft", "nowhere", ""):
            answer = await browser.post("/api/v1/me/organisation", json={"slug": slug})
            problem(answer, 404, "not_found")
        assert (await me(browser)).json()["organisation"]["slug"] == "nordstaff"


async def test_a_language_is_remembered(door: Entrance) -> None:
    async with door.as_("Oddik") as browser:
        assert (await browser.post("/api/v1/me/language", json={"language": "nn"})).json()["language"] == "nn"
        assert (await me(browser)).json()["language"] == "nn"
        problem(await browser.post("/api/v1/me/language", json={"language": "fi"}), 422, "invalid_input")
        problem(await browser.post("/api/v1/me/language", json={"language": "xx"}), 422, "invalid_input")
    async with door.as_("Oddik") as again:
        assert (await me(again)).json()["language"] == "nn"


# Ending.


async def test_signing_out_ends_the_session_and_leaves_nothing_in_the_browser(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        held = browser.cookies["utdrag"]
        answer = await browser.post("/auth/logout")
        assert (answer.status_code, answer.headers["location"]) == (303, "/auth/left")
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert "utdrag" not in browser.cookies
        assert (await browser.get("/auth/left")).status_code == 200
    async with door.browser(Cookie=f"utdrag={held}") as thief:
        problem(await me(thief), 401, "not_signed_in")
    assert not await door.owner.fetchval(
        "SELECT count(*) FROM sessions WHERE hash = $1", tokens.token_hash(held)
    )


async def aged(door: Entrance, browser: httpx.AsyncClient, column: str, by: timedelta) -> None:
    await door.owner.execute(
        f"UPDATE sessions SET {column} = {column} - $1::interval WHERE hash = $2",
        by,
        tokens.token_hash(browser.cookies["utdrag"]),
    )


@pytest.mark.parametrize(("column", "by"), [("seen_at", IDLE), ("ends_at", LONGEST)])
async def test_a_session_ends_by_the_clock(door: Entrance, column: str, by: timedelta) -> None:
    async with door.as_("Mildra") as browser:
        await aged(door, browser, column, by - timedelta(minutes=5))
        assert (await me(browser)).status_code == 200
        await aged(door, browser, column, by)
        problem(await me(browser), 401, "not_signed_in")
        told = await browser.get("/auth/login?next=/console/cases/1")
        assert told.status_code == 200
        assert 'href="/auth/login?next=%2Fconsole%2Fcases%2F1"' in told.text
        assert "utdrag" not in browser.cookies


async def test_being_there_keeps_a_session_awake_and_a_page_left_open_does_not(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        for headers in ({"Utdrag-Background": "1"}, {"Accept": "text/event-stream"}):
            await aged(door, browser, "seen_at", timedelta(minutes=20))
            before = (await browser.get("/api/v1/me", headers=headers)).json()["until"]
            assert (await browser.get("/api/v1/me", headers=headers)).json()["until"] == before
        await me(browser)
        assert (await me(browser)).json()["until"] > before


async def test_who_is_signed_in_goes_straight_on(door: Entrance) -> None:
    async with door.as_("Mildra") as browser:
        answer = await browser.get("/auth/login?next=/console/figures")
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/figures")
    async with door.browser() as nobody:
        answer = await nobody.get("/auth/login?next=/console/figures")
        assert answer.headers["location"] == "/auth/demo?next=%2Fconsole%2Ffigures"


# A demonstration is one on this machine and with its own database only.


async def test_without_a_demonstration_nobody_chooses_who_they_are(
    server: embedded.Server, template: str, tmp_path: Path
) -> None:
    async with a_database(server, template) as database:
        owner = await asyncpg.connect(plain_url(database))
        async with an_office(database, tmp_path) as plain:
            await an_organisation(plain)
        limited: list[dict[str, Any]] = [{"demo": True}, {}, {"demo": True, "host": "0.0.0.0"}]
        for limits in limited:
            async with an_office(database, tmp_path, **limits) as office:
                door = Entrance(office, create_app(office), {}, owner)
                async with door.browser() as browser:
                    assert (await browser.get("/auth/demo")).status_code == 404
                    given = {"organisation": "nordbemanning", "member": str(new_id())}
                    assert (await browser.post("/auth/demo", data=given)).status_code == 404
                    assert (await browser.get("/auth/login")).status_code == 503
                if limits:
                    with pytest.raises(NotReady, match="this machine only"):
                        await refuse_elsewhere(office)
                with pytest.raises(NotReady, match="no demonstration's"):
                    await mark(office, ("nordstaff",), clock.now())
        await owner.close()


async def test_a_demonstration_others_could_reach_does_not_start(database: str, tmp_path: Path) -> None:
    async with an_office(database, tmp_path, demo=True) as office:
        await mark(office, (), clock.now())
        await refuse_elsewhere(office)
    async with an_office(database, tmp_path, demo=True, host="0.0.0.0") as office:
        with pytest.raises(NotReady, match="this machine only"):
            await refuse_elsewhere(office)
