"""Many cases at once: how many are ready, each for itself, once under its key; and people known already."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from app import embedded
from app.models.actions import INPUTS
from app.vocabulary import Event, Role
from app.workflows.advance import advance
from app.workflows.together import FOR_MANY
from tests.doors import Doors, doors, paths, problem


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("bulk")) as house:
        yield house


def picked(*cases: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": case["id"], "version": case["version"]} for case in cases]


async def offered(house: Doors, *cases: dict[str, Any], **query: str) -> dict[str, dict[str, Any]]:
    answer = await house.house.api("POST", "/cases/actions", json={"cases": picked(*cases)}, params=query)
    assert answer.status_code == 200, answer.text
    return {item["operation_id"]: item for item in answer.json()["items"]}


async def acted(
    house: Doors,
    event: str,
    cases: list[dict[str, Any]],
    key: str | None = None,
    lang: str = "en",
    **given: Any,
) -> list[dict[str, Any]]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = await house.house.api(
        "POST",
        f"/cases/actions/{event}",
        json={"cases": cases, "given": given},
        params={"lang": lang},
        headers=headers,
    )
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


class TestOffers:
    async def test_it_is_said_how_many_are_ready_by_the_same_rules_as_for_one(self, house: Doors) -> None:
        cases = [
            await house.written(),
            await house.written("complaint"),
            await house.written("complaint"),
            await house.written(rights=[], words="Vad kostar en truck?"),
        ]
        found = await offered(house, *cases)
        assert {item["of"] for item in found.values()} == {4}
        for event, item in found.items():
            ready = 0
            for case in cases:
                shown = await house.house.case(case["id"])
                ready += any(a["operation_id"] == event and a["enabled"] for a in shown["actions"])
            assert item["enabled"] == ready, event
        assert (found["approve"]["enabled"], found["assign"]["enabled"], found["accept"]["enabled"]) == (
            2,
            4,
            1,
        )
        assert (found["assign"]["key"], found["assign"]["tone"], found["refuse"]["tone"]) == (
            "a",
            "plain",
            "danger",
        )
        assert found["approve"]["tone"] == "primary"
        assert "confirm_identity" not in found
        assert list(found) == [event for event in await order_of(house, cases) if event in found]

    async def test_titles_are_in_the_language_asked_for(self, house: Doors) -> None:
        case = await house.written()
        said = [
            (await offered(house, case, lang=language))["assign"]["title"] for language in ("sv", "nb", "en")
        ]
        assert said == ["Tilldela handläggare", "Tildel saksbehandler", "Assign"]

    async def test_a_case_that_was_changed_or_is_not_ours_is_ready_for_nothing(self, house: Doors) -> None:
        case = await house.written()
        stale = {**case, "version": case["version"] + 7}
        found = await offered(house, case, {"id": str(uuid4()), "version": 1})
        assert (found["note"]["enabled"], found["note"]["of"]) == (1, 2)
        assert await offered(house, stale) == {}
        assert (await house.stranger.api("POST", "/cases/actions", json={"cases": picked(case)})).json() == {
            "items": []
        }

    @pytest.mark.parametrize(
        ("cases", "path"),
        [
            ([], "cases"),
            ([{"id": str(UUID(int=n)), "version": 1} for n in range(101)], "cases"),
            ([{"id": "x", "version": 1}], "cases.0.id"),
            ([{"id": str(UUID(int=1))}], "cases.0.version"),
            ([{"id": str(UUID(int=1)), "version": 10**12}], "cases.0.version"),
        ],
    )
    async def test_what_makes_no_sense_is_named_by_its_field(
        self, house: Doors, cases: Any, path: str
    ) -> None:
        assert paths(await house.house.api("POST", "/cases/actions", json={"cases": cases})) == [path]
        assert paths(await house.house.api("POST", "/cases/actions/close", json={"cases": cases})) == [path]

    def test_nothing_is_offered_to_many_that_names_a_row_of_one(self) -> None:
        for event, needs in INPUTS.items():
            ids = {name for name, field in needs.model_fields.items()
                   if UUID in (field.annotation, *get_args(field.annotation)) and field.is_required()}  # fmt: skip
            assert (event in FOR_MANY) == (not ids and event is not Event.CONFIRM_IDENTITY), event


async def order_of(house: Doors, cases: list[dict[str, Any]]) -> list[str]:
    places: dict[str, int] = {}
    for case in cases:
        for action in (await house.house.case(case["id"]))["actions"]:
            places[action["operation_id"]] = action["order"]
    return sorted(places, key=lambda event: places[event])


class TestActing:
    async def test_each_is_done_for_itself_and_each_refusal_says_why(self, house: Doors) -> None:
        ready, closed = await house.written(), await house.written()
        await house.house.act(closed["id"], "withdraw", reason="Ångrade sig.")
        late = await house.written()
        await house.house.act(late["id"], "note", text="Någon var snabbare.")
        chosen = [
            *picked(await house.house.case(closed["id"]), late, ready),
            {"id": str(uuid4()), "version": 1},
        ]
        results = await acted(house, "assign", chosen, to="anna-desk")
        assert [item["status"] for item in results] == [409, 412, 200, 404]
        assert [item["done"] for item in results] == [False, False, True, False]
        assert [item["reference"] for item in results] == [
            closed["reference"],
            late["reference"],
            ready["reference"],
            "",
        ]
        assert all(bool(item["reasons"]) is not item["done"] for item in results)
        assert results[1]["reasons"] == ["Somebody has changed the case. Read it again, then decide."]
        now = await house.house.case(ready["id"])
        assert (now["assignee"], now["version"]) == ("anna-desk", results[2]["version"])
        assert (await house.house.case(late["id"]))["assignee"] is None

    async def test_refusals_are_in_the_language_asked_for(self, house: Doors) -> None:
        gone = [{"id": str(uuid4()), "version": 1}]
        said = [(await acted(house, "note", gone, lang=language, text="Hej"))[0]["reasons"][0]
                for language in ("sv", "nb", "nn", "en")]  # fmt: skip
        assert len(set(said)) == 4
        assert said[0] == "Ärendet finns inte här."

    async def test_another_organisations_case_is_not_there(self, house: Doors) -> None:
        case = await house.written()
        answer = await house.stranger.api(
            "POST", "/cases/actions/note", json={"cases": picked(case), "given": {"text": "Hej"}}
        )
        (result,) = answer.json()["items"]
        assert (result["status"], result["reference"]) == (404, "")

    async def test_one_that_breaks_something_keeps_no_other_waiting(
        self, house: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cases = [await house.written() for _ in range(4)]
        real = advance
        errors = {cases[1]["id"]: ValueError("broken"), cases[2]["id"]: OSError("away")}

        async def breaking(*args: Any, **named: Any) -> Any:
            if error := errors.get(str(args[2])):
                raise error
            return await real(*args, **named)

        monkeypatch.setattr("app.routers.bulk.advance", breaking)
        results = await acted(house, "note", picked(*cases), text="Till alla.")
        assert [item["status"] for item in results] == [200, 500, 503, 200]
        assert "broken" not in str(results)

    async def test_under_a_key_each_is_done_once_and_the_rest_can_be_tried_again(self, house: Doors) -> None:
        first, second = await house.written(), await house.written()
        wrong = [*picked(first), {"id": second["id"], "version": second["version"] + 1}]
        before = await acted(house, "note", wrong, key="bulk-1", text="En gång.")
        assert [item["status"] for item in before] == [200, 412]
        again = await acted(house, "note", wrong, key="bulk-1", text="En gång.")
        assert again == before
        notes = (await house.house.case(first["id"]))["notes"]
        assert [note["text"] for note in notes] == ["En gång."]
        (result,) = await acted(house, "note", picked(first), key="bulk-1", text="Något annat.")
        assert (result["status"], result["done"]) == (422, False)

    async def test_the_same_request_twice_at_once_is_done_once(self, house: Doors) -> None:
        cases = [await house.written() for _ in range(3)]
        both = await asyncio.gather(*(
            acted(house, "note", picked(*cases), key="bulk-2", text="Samtidigt.") for _ in range(2)
        ))  # fmt: skip
        assert both[0] == both[1]
        for case in cases:
            assert len((await house.house.case(case["id"]))["notes"]) == 1

    async def test_a_case_named_twice_is_done_once(self, house: Doors) -> None:
        case = await house.written()
        assert len(await acted(house, "note", picked(case, case), text="En gång.")) == 1

    async def test_what_the_action_needs_is_checked_before_anything_is_done(self, house: Doors) -> None:
        case = await house.written()
        for event, given, path in (
            ("assign", {}, "given.to"),
            ("withdraw", {"reason": "x"}, "given.reason"),
            ("close", {"more": 1}, "given.more"),
        ):
            answer = await house.house.api(
                "POST", f"/cases/actions/{event}", json={"cases": picked(case), "given": given}
            )
            assert paths(answer) == [path]
        assert (await house.house.case(case["id"]))["version"] == case["version"]

    @pytest.mark.parametrize("event", ["settle_task", "confirm_identity", "begin", "dance"])
    async def test_what_is_not_done_with_many_is_not_there(self, house: Doors, event: str) -> None:
        body = {"cases": [{"id": str(UUID(int=1)), "version": 1}]}
        problem(await house.house.api("POST", f"/cases/actions/{event}", json=body), 404, "not_found")

    async def test_only_staff_may(self, house: Doors) -> None:
        case = await house.written()
        for path in ("/cases/actions", "/cases/actions/close"):
            answer = await house.house.api("POST", path, json={"cases": picked(case)}, role=Role.INBOX)
            problem(answer, 403, "not_permitted")


class TestSimilar:
    async def similar(self, house: Doors, **described: str) -> list[str]:
        answer = await house.house.api("POST", "/people/similar", json=described)
        assert answer.status_code == 200, answer.text
        return [item["reference"] for item in answer.json()["items"]]

    async def test_a_person_is_found_by_address_number_or_an_unfinished_name(self, house: Doors) -> None:
        case = await house.written(
            name="Ottilia Wennergren", email="ottilia@post.example", phone="070-1740655"
        )
        for described in (
            {"email": "OTTILIA@post.example"},
            {"phone": "+46701740655"},
            {"name": "Ottilia Wenn"},
            {"name": "wennergren o"},
            {"name": "Nej Alls", "email": "ottilia@post.example"},
        ):
            assert await self.similar(house, **described) == [case["reference"]], described
        for described in (
            {},
            {"name": "Ot"},
            {"name": "Ottilia Andersson"},
            {"email": "ottilia@post"},
            {"phone": "1"},
        ):
            assert await self.similar(house, **described) == [], described

    async def test_the_surest_come_first_then_the_newest_and_never_more_than_five(self, house: Doors) -> None:
        sure = await house.written(name="Kajsa Brunn", email="kajsa@post.example")
        named = [await house.written(name="Kajsa Brunnström", email=f"k{n}@post.example") for n in range(6)]
        found = await self.similar(house, name="Kajsa Brunn", email="kajsa@post.example")
        assert found == [sure["reference"], *[case["reference"] for case in reversed(named)][:4]]

    async def test_nobody_elses_people_are_found(self, house: Doors) -> None:
        await house.written(name="Hemlig Person", email="hemlig@post.example")
        answer = await house.stranger.api("POST", "/people/similar", json={"email": "hemlig@post.example"})
        assert answer.json() == {"items": []}
