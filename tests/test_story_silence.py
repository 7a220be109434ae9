"""A system that cannot be reached: seen, asked again, told to the handlers, and settled by hand in the end."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.counterparts.smtp_capture import Capture
from tests.house import House, running_house, until
from tests.profiles import member_register, nordstaff


@pytest.fixture
async def house(
    database: str, smtp_capture: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[House]:
    monkeypatch.setenv("STORY_MEMBERS_URL", "mariadb://nobody:nothing@127.0.0.1:1/nowhere")
    async with running_house(database, nordstaff(member_register()), smtp_capture, tmp_path) as running:
        yield running


async def test_a_system_that_does_not_answer(house: House) -> None:
    note = {"name": "Bo Ek", "email": "bo.ek@post.example", "words": "Jag vill ha ett registerutdrag."}
    case = (await house.api("POST", "/cases", json=note)).json()
    await house.act(
        case["id"], "confirm_identity", method="in_person", reason="Visade legitimation i receptionen.",
        attributes=[{"kind": "email", "value": "bo.ek@post.example"}],
    )  # fmt: skip

    async def given_up() -> object:
        asked = (await house.case(case["id"]))["tasks"]
        return next((task for task in asked if task["attempts"] > 3), None)

    task = await until(given_up)
    assert task["state"] == "failed"
    assert task["reason"]
    assert "nothing" not in task["reason"]
    told = await house.letter("måste besvaras", to="hanna@nordstaff.example")
    assert "Medlemsregistret har inte svarat" in str(told.mail.get_body(("plain",)))
    assert (await house.events(case["id"])).count("task_failed") == 4
    figures = (await house.http.get("/metrics")).text
    assert "utdrag_systems_failing 1.0" in figures

    await house.act(
        case["id"], "settle_task", task_id=task["id"], state="refused", reason="Registret är nedlagt."
    )
    case = await house.in_state(case["id"], "reviewing")
    assert [entry["state"] for entry in case["tasks"]] == ["refused"]
