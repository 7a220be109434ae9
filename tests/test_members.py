"""The members of an organisation: invited, changed, turned away, and never seen by another organisation."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from app import embedded
from app.vocabulary import Role
from tests.clockwork import a_database
from tests.doors import paths, problem
from tests.entrance import Entrance, entrance
from tests.house import give_token

NEW = {"name": "Torlo Kvistdrake", "email": "torlo@nordstaff.example", "role": "handler"}


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Entrance]:
    async with (
        a_database(server, template) as database,
        entrance(database, tmp_path_factory.mktemp("door")) as opened,
    ):
        yield opened


async def listed(browser: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    answer = await browser.get("/api/v1/members")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["items"]}


async def invited(browser: httpx.AsyncClient, **changes: str) -> dict[str, Any]:
    answer = await browser.post("/api/v1/members", json={**NEW, **changes})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_each_organisation_has_members_of_its_own(door: Entrance) -> None:
    async with door.as_("Åsvel") as ours, door.as_("Øydra", "fjellkraft") as theirs:
        here, there = await listed(ours), await listed(theirs)
    assert here.keys() & there.keys() == {"Sannik Barrdrake"}
    assert here["Sannik Barrdrake"]["id"] != there["Sannik Barrdrake"]["id"]
    mildra = here["Mildra Frostviskare"]
    assert (mildra["email"], mildra["role"], mildra["active"]) == (
        "mildra@nordstaff.example",
        "handler",
        True,
    )


async def test_names_and_addresses_are_sealed(door: Entrance) -> None:
    async with door.as_("Åsvel") as browser:
        await invited(browser, name="Brisla Barrsnäcka", email="brisla@nordstaff.example")
    rows = await door.owner.fetch("SELECT * FROM members")
    kept = b"".join(value for row in rows for value in row.values() if isinstance(value, bytes))
    text = str([dict(row) for row in rows])
    for word in ("Brisla", "Barrsn", "brisla@", "Mildra", "mildra@"):
        assert word not in text
        assert word.encode() not in kept


async def test_another_organisations_member_is_as_if_they_were_not(door: Entrance) -> None:
    async with door.as_("Åsvel") as ours, door.as_("Øydra", "fjellkraft") as theirs:
        mildra = (await listed(ours))["Mildra Frostviskare"]["id"]
        problem(await theirs.post(f"/api/v1/members/{mildra}", json={"active": False}), 404, "not_found")
        assert (await listed(ours))["Mildra Frostviskare"]["active"]


@pytest.mark.parametrize("name", ["Mildra", "Sannik"])
async def test_only_leads_and_administrators_see_to_members(door: Entrance, name: str) -> None:
    async with door.as_(name) as browser:
        problem(await browser.get("/api/v1/members"), 403, "not_permitted")
        problem(await browser.post("/api/v1/members", json=NEW), 403, "not_permitted")


async def test_somebody_is_invited_once_and_again(door: Entrance) -> None:
    async with door.as_("Hedra") as browser:
        first = await invited(browser)
        assert first["active"]
        assert first["last_seen_at"] is None
        again = await invited(browser, name="Torlo Kvist", email=NEW["email"].upper(), role="dpo")
        assert (again["id"], again["name"], again["role"]) == (first["id"], "Torlo Kvist", "dpo")
        assert again["invited_at"] > first["invited_at"]


async def test_an_invitation_says_what_is_wrong_with_it(door: Entrance) -> None:
    async with door.as_("Hedra") as browser:
        for change, field in (
            ({"role": "inbox"}, "role"),
            ({"email": "torlo"}, "email"),
            ({"name": ""}, "name"),
        ):
            assert paths(await browser.post("/api/v1/members", json={**NEW, **change})) == [field]


async def test_a_new_role_counts_at_once(door: Entrance) -> None:
    async with door.as_("Hedra") as lead, door.as_("Oddik") as oddik:
        row = (await listed(lead))["Oddik Ljungtofs"]
        await lead.post(f"/api/v1/members/{row['id']}", json={"role": "administrator"})
        assert (await oddik.get("/api/v1/me")).json()["role"] == "administrator"
        problem(await oddik.get("/api/v1/cases"), 403, "not_permitted")
        await lead.post(f"/api/v1/members/{row['id']}", json={"role": "handler"})
        assert (await oddik.get("/api/v1/cases")).status_code == 200


async def test_who_is_let_in_no_longer_is_out_at_once(door: Entrance) -> None:
    async with door.as_("Hedra") as lead, door.as_("Oddik") as oddik:
        row = (await listed(lead))["Oddik Ljungtofs"]
        changed = await lead.post(f"/api/v1/members/{row['id']}", json={"active": False})
        assert changed.json()["active"] is False
        problem(await oddik.get("/api/v1/me"), 401, "not_signed_in")
        given = {"organisation": "nordstaff", "member": row["id"]}
        assert (await oddik.post("/auth/demo", data=given)).status_code == 404
        assert "Oddik" not in (await oddik.get("/auth/demo")).text
        back = await lead.post(f"/api/v1/members/{row['id']}", json={"active": True})
        assert back.json()["active"] is True
        assert (await oddik.post("/auth/demo", data=given)).status_code == 303


async def test_nobody_changes_what_they_may_themselves(door: Entrance) -> None:
    async with door.as_("Åsvel") as browser:
        own = (await listed(browser))["Åsvel Dimmfjäder"]["id"]
        for change in ({"role": "handler"}, {"active": False}):
            answer = await browser.post(f"/api/v1/members/{own}", json=change)
            problem(answer, 409, "action_not_possible")
        assert (await listed(browser))["Åsvel Dimmfjäder"]["role"] == "administrator"


async def test_a_role_that_comes_from_a_group_is_changed_there(door: Entrance) -> None:
    async with door.as_("Hedra") as lead:
        row = await invited(lead, name="Kelvo Dimdrake", email="kelvo@nordstaff.example")
        await door.owner.execute("UPDATE members SET by_group = true WHERE id = $1", row["id"])
        answer = await lead.post(f"/api/v1/members/{row['id']}", json={"role": "lead"})
        problem(answer, 409, "action_not_possible")
        answer = await lead.post(f"/api/v1/members/{row['id']}", json={"active": False})
        assert answer.json()["active"] is False


async def test_the_first_member_is_invited_with_a_token(door: Entrance) -> None:
    token = await give_token(door.office, door.ids["fjellkraft"], Role.ADMINISTRATOR)
    async with door.browser(Authorization=f"Bearer {token}") as program:
        assert (await invited(program, email="forste@fjellkraft.example"))["role"] == "handler"
        problem(await program.get("/api/v1/cases"), 403, "not_permitted")


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("", ["Hedra Glimmersnäcka", "Mildra Frostviskare", "Oddik Ljungtofs", "Sannik Barrdrake"]),
        ("mil", ["Mildra Frostviskare"]),
        ("frost MIL", ["Mildra Frostviskare"]),
        ("glimmersnacka", ["Hedra Glimmersnäcka"]),
        ("viskare", []),
        ("åsvel", []),
    ],
)
async def test_a_case_may_be_given_to_who_reads_cases(door: Entrance, q: str, names: list[str]) -> None:
    async with door.as_("Mildra") as browser:
        items = (await browser.get("/api/v1/assignees", params={"q": q})).json()["items"]
    ours = [one for one in items if one["label"] not in {NEW["name"], "Torlo Kvist", "Brisla Barrsnäcka"}]
    assert [one["label"] for one in ours] == names
    assert all(one["value"].startswith("member-") for one in ours)
