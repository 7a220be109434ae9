"""A colleague is told of their invitation by mail: sent once, seen to fail, told again."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import pytest

from app import clock, embedded
from app.jobs import Job, Kind
from app.routers import cookies
from app.vocabulary import Role
from app.workflows.demonstration import enter
from app.workflows.inviting import send_invitation
from tests.doors import Doors, doors, paths, problem
from tests.house import body_of, until
from tests.reports import postfix

SUBJECT = "inbjuden till Utdrag"


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("invitations")) as house:
        yield house


async def invited(house: Doors, email: str, **changes: str) -> dict[str, Any]:
    given = {"name": "Torlo Kvistdrake", "email": email, "role": "handler", **changes}
    answer = await house.house.api("POST", "/members", role=Role.ADMINISTRATOR, json=given)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def again(house: Doors, member_id: str) -> Any:
    return await house.house.api("POST", f"/members/{member_id}/invitation", role=Role.ADMINISTRATOR)


async def once_the_mail_is(house: Doors, member_id: str, state: str) -> dict[str, Any]:
    async def there() -> Any:
        page = await house.house.read("/members", role=Role.ADMINISTRATOR)
        return next((one for one in page["items"] if (one["id"], one["mail"]) == (member_id, state)), None)

    return dict(await until(there))


async def test_they_are_told_who_invites_them_to_what_and_where(house: Doors) -> None:
    member = await invited(house, "torlo@nordstaff.example", role="dpo")
    assert (member["mail"], member["mailed_at"]) == ("queued", None)
    sent = await house.house.letter(SUBJECT, to="torlo@nordstaff.example")
    text = body_of(sent)
    assert "Nordstaff AB har bjudit in dig" in text
    assert sent.mail["Reply-To"] is None  # a program invited them
    assert "Hej Torlo Kvistdrake!" in text
    assert "dataskyddsombud" in text
    assert f"{house.house.office.settings.public_url}/console/" in text
    assert "Torlo" not in str(sent.mail["Subject"])
    assert sent.mail["Auto-Submitted"] == "auto-generated"
    shown = await once_the_mail_is(house, member["id"], "sent")
    assert shown["mailed_at"] >= shown["invited_at"]


async def test_they_are_written_to_in_the_language_that_was_chosen_for_them(house: Doors) -> None:
    await invited(house, "noriko@nordstaff.example", language="nn")
    sent = await house.house.letter("invitert til Utdrag", to="noriko@nordstaff.example")
    assert "Du er invitert som saksbehandlar" in " ".join(body_of(sent).split())
    given = {"name": "Torlo", "email": "torlo@nordstaff.example", "role": "lead", "language": "fi"}
    answer = await house.house.api("POST", "/members", role=Role.ADMINISTRATOR, json=given)
    assert paths(answer) == ["language"]


async def test_who_invites_them_is_named_and_asked_by_an_answer(house: Doors) -> None:
    lead = await invited(house, "hedra@nordstaff.example", name="Hedra Glimmersnäcka", role="lead")
    office = house.house.office
    held = await enter(office, "nordstaff", UUID(lead["id"]), None, clock.now())
    given = {"name": "Saga Lyngdusk", "email": "lyngdusk@nordstaff.example", "role": "handler"}
    answer = await house.house.http.post(
        "/api/v1/members",
        json=given,
        headers={"Cookie": f"{cookies.name_of(office)}={held}", "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 201, answer.text
    sent = await house.house.letter(SUBJECT, to="lyngdusk@nordstaff.example")
    text = " ".join(body_of(sent).split())
    assert "Hedra Glimmersnäcka har bjudit in dig till Utdrag hos Nordstaff AB." in text
    assert "så når du Hedra Glimmersnäcka." in text
    assert sent.mail["Reply-To"].addresses[0].addr_spec == "hedra@nordstaff.example"
    assert "Hedra" not in str(sent.mail["Subject"])


async def test_the_same_invitation_is_told_once_however_often_its_job_runs(house: Doors) -> None:
    member = await invited(house, "brisla@nordstaff.example")
    await once_the_mail_is(house, member["id"], "sent")
    row = await house.owner.fetchrow(
        "SELECT invited_at, organisation_id FROM members WHERE id = $1", member["id"]
    )
    assert row is not None
    stamp = f"{row['invited_at']:%Y%m%dT%H%M%S%f}"
    job = Job(Kind.SEND_INVITATION, row["organisation_id"], UUID(member["id"]), stamp)
    await send_invitation(house.house.office, job)

    def told() -> list[str]:
        to = [one for one in house.house.capture.messages if "brisla@nordstaff.example" in one.recipients]
        return [str(one.mail["Message-ID"]) for one in to]

    assert len(told()) == 1
    # The mail had left when its worker fell over: it is the same mail that leaves again.
    await house.owner.execute("UPDATE members SET mail = 'queued' WHERE id = $1", member["id"])
    await send_invitation(house.house.office, job)
    first, second = told()
    assert first == second


async def test_who_was_told_just_now_is_not_told_again_and_later_they_are(house: Doors) -> None:
    member = await invited(house, "kelvo@nordstaff.example")
    await once_the_mail_is(house, member["id"], "sent")
    problem(await again(house, member["id"]), 409, "action_not_possible")
    await house.owner.execute(
        "UPDATE members SET invited_at = invited_at - interval '1 hour' WHERE id = $1", member["id"]
    )
    renewed = await again(house, member["id"])
    assert renewed.status_code == 200, renewed.text
    first, second = [
        await house.house.letter(SUBJECT, to="kelvo@nordstaff.example", number=number) for number in (1, 2)
    ]
    assert first.mail["Message-ID"] != second.mail["Message-ID"]


async def test_a_mail_that_is_not_taken_or_comes_back_is_seen_and_told_again(house: Doors) -> None:
    refusals = house.house.capture.refusals
    refusals["fel@nordstaff.example"] = "550 5.1.1 No such person"
    member = await invited(house, "fel@nordstaff.example")
    await once_the_mail_is(house, member["id"], "failed")
    del refusals["fel@nordstaff.example"]
    assert (await again(house, member["id"])).status_code == 200
    sent = await house.house.letter(SUBJECT, to="fel@nordstaff.example")
    await once_the_mail_is(house, member["id"], "sent")
    await house.house.hand_in(postfix(sent))
    await once_the_mail_is(house, member["id"], "bounced")
    assert (await again(house, member["id"])).status_code == 200
    await house.house.letter(SUBJECT, to="fel@nordstaff.example", number=2)


async def test_no_mailbox_is_flooded_with_invitations(house: Doors) -> None:
    refused = {"name": "Torlo Kvistdrake", "email": "OFTA@nordstaff.example", "role": "handler"}
    member = [await invited(house, "ofta@nordstaff.example") for _ in range(5)][-1]
    answer = await house.house.api("POST", "/members", role=Role.ADMINISTRATOR, json=refused)
    problem(answer, 429, "too_many_attempts")
    # Nor when it came back, or when they are made somebody new.
    await house.owner.execute("UPDATE members SET mail = 'bounced' WHERE id = $1", member["id"])
    problem(await again(house, member["id"]), 429, "too_many_attempts")
    path = f"/members/{member['id']}"
    await house.house.api("POST", path, role=Role.ADMINISTRATOR, json={"active": False})
    answer = await house.house.api("POST", "/members", role=Role.ADMINISTRATOR, json=refused)
    problem(answer, 429, "too_many_attempts")
    await invited(house, "sallan@nordstaff.example")


async def test_who_has_signed_in_or_may_not_is_not_invited_again(house: Doors) -> None:
    member = await invited(house, "saga@nordstaff.example")
    await once_the_mail_is(house, member["id"], "sent")
    path = f"/members/{member['id']}"
    await house.house.api("POST", path, role=Role.ADMINISTRATOR, json={"active": False})
    assert "let them in" in problem(await again(house, member["id"]), 409, "action_not_possible")["detail"]
    await house.house.api("POST", path, role=Role.ADMINISTRATOR, json={"active": True})
    await house.house.letter(SUBJECT, to="saga@nordstaff.example", number=2)
    await house.owner.execute("UPDATE members SET subject_token = 'x' WHERE id = $1", member["id"])
    assert "signed in" in problem(await again(house, member["id"]), 409, "action_not_possible")["detail"]
    stranger = await house.stranger.api("POST", f"{path}/invitation", role=Role.ADMINISTRATOR)
    problem(stranger, 404, "not_found")
    problem(await house.house.api("POST", f"{path}/invitation"), 403, "not_permitted")


async def test_a_refusal_is_told_in_the_language_that_was_asked_for(house: Doors) -> None:
    reading = {"Accept-Language": "nn-NO,nn;q=0.9,en;q=0.5"}
    told = problem(await house.house.api("GET", "/members", headers=reading), 403, "not_permitted")
    assert (told["title"], told["detail"]) == (
        "Du har ikkje lov til dette",
        "Dette er for administratorar og teamleiarar.",
    )
    given = {"name": "Torlo", "email": "torlo", "role": "lead"}
    answer = await house.house.api("POST", "/members?lang=sv", role=Role.LEAD, json=given, headers=reading)
    [field] = problem(answer, 422, "invalid_input")["fields"]
    assert field["message"] == "Ska vara en e-postadress, som namn@post.example."
    assert (
        problem(await house.house.api("GET", "/members"), 403, "not_permitted")["title"]
        == "You may not do this"
    )
