"""A case begins at once: written in one statement with its key and its search tokens, under a free reference."""

import asyncio
from collections.abc import AsyncGenerator
from itertools import chain, repeat
from pathlib import Path

import pytest
from sqlalchemy import event, inspect

from app.models.case import Case
from app.queries import cases
from app.vocabulary import Right, State
from app.workflows import open as opening
from app.workflows.people import Applicant, tokens_of
from tests.clockwork import ANNA, HANDLER, Clockwork, clockwork, manual, profile


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile(manual("candidates"))) as house:
        yield house


def drawing(monkeypatch: pytest.MonkeyPatch, *references: str) -> None:
    """Let these references be drawn, one after the other, and the last one ever after."""
    drawn = chain(references, repeat(references[-1]))
    monkeypatch.setattr(opening, "_reference", lambda *_: next(drawn))


def row(case: Case) -> dict[str, object]:
    """Give a case as it lies in the table, without what the database numbers and the test changes."""
    beside = {"assignee", "chain_sequence", "chain_hash"}
    return {name: getattr(case, name) for name in Case.model_fields if name not in beside}


async def test_what_was_written_is_what_the_session_keeps(house: Clockwork) -> None:
    async with house.office.db.transaction(house.organisation_id) as session:
        new = opening.NewCase(
            rights=[Right.ACCESS],
            channel=(await house.case(await house.open())).channel,
            language=(await house.office.desk(session)).profile.language,
            received_at=house.at,
            applicant=ANNA,
            words="Vad har ni om mig?",
        )
        file = await opening.open_case(house.office, session, new, actor=HANDLER, at=house.at)
        assert inspect(file.case).persistent
        assert not session.dirty
        kept = row(file.case)
        file.case.assignee = "ada"  # a change from here on is written
    stored = await house.case(file.case.id)
    assert stored.assignee == "ada"
    assert row(stored) == kept
    assert stored.state is State.VERIFYING
    assert await house.events(file.case.id) == ["opened", "begin"]
    assert file.words == "Vad har ni om mig?"


async def test_the_person_is_found_and_the_case_opens(house: Clockwork) -> None:
    case_id = await house.open()
    async with house.office.db.transaction(house.organisation_id) as session:
        file = await house.office.file(session, await cases.get_case(session, case_id))
        assert file.person_email == ANNA.email
        for token in tokens_of(file.desk, ANNA):
            assert await cases.knows(session, case_id, token)


async def test_a_case_of_nobody_opens_too(house: Clockwork) -> None:
    case_id = await house.open(applicant=Applicant())
    assert await house.owner.fetchval("SELECT count(*) FROM case_keys WHERE case_id = $1", case_id) == 1
    assert await house.owner.fetchval("SELECT count(*) FROM search_tokens WHERE case_id = $1", case_id) == 0


async def test_a_case_is_held_and_unsealed_by_two_statements(house: Clockwork) -> None:
    case_id, sent = await house.open(), list[str]()

    def sending(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(house.office.db.engine.sync_engine, "before_cursor_execute", sending)
    async with house.office.db.transaction(house.organisation_id) as session:
        file = await house.office.lock_file(session, case_id)
        assert file.person_name == ANNA.name
        assert await house.office.desk(session) is file.desk
    assert len(sent) == 2, sent  # one to enter, one for the case and its key


async def test_a_reference_that_is_taken_is_drawn_again(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(monkeypatch, "NS-2026-AAAAAA", "NS-2026-AAAAAA", "NS-2026-AAAAAA", "NS-2026-BBBBBB")
    first, second = await house.open(), await house.open()
    assert (await house.case(first)).reference == "NS-2026-AAAAAA"
    assert (await house.case(second)).reference == "NS-2026-BBBBBB"
    for table in ("case_keys", "search_tokens", "audit_events"):
        of = await house.owner.fetch(
            f"SELECT case_id, count(*) FROM {table} GROUP BY case_id ORDER BY case_id"
        )
        assert [row["case_id"] for row in of] == sorted([first, second])
        assert len({row["count"] for row in of}) == 1


async def test_two_cases_that_draw_one_reference_at_once_both_open(
    house: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(monkeypatch, "NS-2026-AAAAAA", "NS-2026-AAAAAA", "NS-2026-BBBBBB", "NS-2026-CCCCCC")
    opened = await asyncio.gather(house.open(), house.open())
    references = {(await house.case(case_id)).reference for case_id in opened}
    assert len(references) == 2
    assert "NS-2026-AAAAAA" in references
