"""Who may call: nobody without a token that lives, each role its own doors, no organisation another's."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app import clock, embedded
from app.main import create_app
from app.models.columns import new_id
from app.models.credential import Credential
from app.trust import tokens
from app.vocabulary import Audience, Role
from tests.doors import Doors, doors, problem

OPERATIONS = [
    (method.upper(), path, operation["operationId"])
    for path, operations in create_app(None).openapi()["paths"].items()
    for method, operation in operations.items()
    if "security" in operation
]
FOR_EVERYBODY = {"get_message", "describe"}


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


async def a_token(house: Doors, **changes: Any) -> str:
    token = tokens.new_token(Audience.API)
    facts: dict[str, Any] = {
        "hash": token.hash,
        "organisation_id": house.house.organisation_id,
        "audience": Audience.API,
        "label": "test",
        "role": Role.HANDLER,
        "level": 0,
        "issued_at": clock.now(),
        "expires_at": None,
    }
    async with house.house.office.db.transaction() as session:
        session.add(Credential(**{**facts, **changes}))
    return token.plain


async def listed(house: Doors, authorization: str | None) -> httpx.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return await house.house.http.get("/api/v1/cases", headers=headers)


async def test_a_token_that_lives_opens_the_door(house: Doors) -> None:
    assert (await listed(house, f"Bearer {await a_token(house)}")).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Basic YW5uYTpoZW1saWd0",
        "Bearer uta_nonsense",
        "uta_nonsense",
        "Bearer å",
    ],
)
async def test_without_a_known_token_nobody_is_let_in(house: Doors, authorization: str | None) -> None:
    if authorization is not None and not authorization.isascii():
        headers = {b"authorization": authorization.encode()}
        answer = await house.house.http.get("/api/v1/cases", headers=headers)
    else:
        answer = await listed(house, authorization)
    told = problem(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "nonsense" not in str(told)


async def test_an_expired_or_revoked_token_lets_nobody_in(house: Doors) -> None:
    past = clock.now() - timedelta(seconds=1)
    for changes, sentence in (({"expires_at": past}, "expired"), ({"revoked_at": past}, "revoked")):
        answer = await listed(house, f"Bearer {await a_token(house, **changes)}")
        assert sentence in problem(answer, 401, "not_signed_in")["detail"]


@pytest.mark.parametrize("audience", [Audience.STATUS, Audience.TASK, Audience.SESSION])
async def test_a_token_from_a_letter_is_no_token_of_the_api(house: Doors, audience: Audience) -> None:
    answer = await listed(house, f"Bearer {await a_token(house, audience=audience, role=None)}")
    problem(answer, 401, "not_signed_in")


@pytest.mark.parametrize(("method", "path", "name"), OPERATIONS)
async def test_every_operation_asks_who_calls(house: Doors, method: str, path: str, name: str) -> None:
    address = (
        path.replace("{case_id}", str(new_id()))
        .replace("{message_id}", str(new_id()))
        .replace("{extract_id}", str(new_id()))
    )
    answer = await house.house.http.request(method, address)
    problem(answer, 401, "not_signed_in")


@pytest.mark.parametrize(("method", "path", "name"), OPERATIONS)
async def test_the_inbox_hands_in_and_nothing_else(house: Doors, method: str, path: str, name: str) -> None:
    if name in FOR_EVERYBODY:
        return
    address = (
        path.replace("{case_id}", str(new_id()))
        .replace("{message_id}", str(new_id()))
        .replace("{extract_id}", str(new_id()))
    )
    role = Role.HANDLER if name == "hand_in_mail" else Role.INBOX
    answer = await house.house.http.request(
        method, address, headers={"Authorization": f"Bearer {house.house.tokens[role]}"}
    )
    problem(answer, 403, "not_permitted")


async def test_the_inbox_sees_where_its_message_is(house: Doors) -> None:
    message_id = await house.house.hand_in(b"Subject: Hej\r\n\r\nHej, jag vill ha ett registerutdrag.\r\n")
    seen = await house.house.read(f"/messages/{message_id}", role=Role.INBOX)
    assert seen["id"] == message_id


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEAD, Role.DPO])
async def test_what_is_another_organisations_is_as_if_it_were_not(house: Doors, role: Role) -> None:
    case = await house.written()
    message_id = await house.house.hand_in(b"Subject: Hej\r\n\r\nHur mycket kostar en truck?\r\n")
    nobody = str(new_id())
    for path in (
        f"/cases/{case['id']}",
        f"/cases/{case['id']}/events",
        f"/cases/{case['id']}/findings",
        f"/messages/{message_id}",
        f"/messages/{message_id}/text",
    ):
        theirs = await house.stranger.api("GET", path, role=role)
        unknown = await house.stranger.api(
            "GET", path.replace(case["id"], nobody).replace(message_id, nobody), role=role
        )
        assert problem(theirs, 404, "not_found") == problem(unknown, 404, "not_found")


async def test_what_is_another_organisations_cannot_be_changed(house: Doors) -> None:
    case = await house.written()
    message_id = await house.house.hand_in(b"Subject: Hej\r\n\r\nHur mycket kostar en lastpall?\r\n")
    calls = [
        (f"/cases/{case['id']}/actions/withdraw", {"reason": "Inte min."}),
        (f"/cases/{case['id']}/actions/note", {"text": "Inte min."}),
        (f"/messages/{message_id}/accept", {"rights": ["access"]}),
        (f"/messages/{message_id}/link", {"case_id": case["id"]}),
    ]
    for path, given in calls:
        answer = await house.stranger.api("POST", path, json=given, headers={"If-Match": '"2"'})
        problem(answer, 404, "not_found")
    assert (await house.house.case(case["id"]))["version"] == case["version"]


async def test_a_message_is_not_linked_to_another_organisations_case(house: Doors) -> None:
    case = await house.written()
    message_id = await house.stranger.hand_in(b"Subject: Hei\r\n\r\nHva koster en truck?\r\n")
    answer = await house.stranger.api("POST", f"/messages/{message_id}/link", json={"case_id": case["id"]})
    problem(answer, 404, "not_found")


async def test_what_belongs_to_another_case_is_not_there(house: Doors) -> None:
    one = await house.identified("rectification")
    case = await house.house.in_state(one["id"], "collecting")
    for action, given in (
        ("retry_task", {"task_id": str(new_id())}),
        ("settle_task", {"task_id": str(new_id()), "state": "done", "reason": "Inget fanns."}),
    ):
        problem(await house.post(case["id"], action, given), 404, "not_found")


async def test_nobody_hears_of_other_organisations_in_the_list(house: Doors) -> None:
    await house.written()
    assert (await house.stranger.read("/cases"))["items"] == []
    assert (await house.stranger.read("/cases?q=Lindqvist"))["items"] == []
