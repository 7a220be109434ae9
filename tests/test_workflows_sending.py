"""Letters that leave: once each under one Message-ID, however often the mail server has to be asked."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr

from app.errors import InvalidInput
from app.jobs import Job, Kind
from app.vocabulary import Event, LetterState, Right, State, TaskState
from app.workflows.escalate import sweep
from app.workflows.people import Applicant
from app.workflows.sending import send_letter
from tests.clockwork import ANNA, Clockwork, clockwork, manual, profile
from tests.counterparts.smtp_capture import Capture


@pytest.fixture
async def house(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
) -> AsyncGenerator[Clockwork]:
    recipient = {
        "slug": "client", "name": "Kund AB", "email": "privacy@client.example", "systems": ["candidates"],
    }  # fmt: skip
    declared = profile(manual("candidates"), recipients=[recipient])
    url = SecretStr(smtp_capture.url)
    async with clockwork(database, tmp_path, monkeypatch, declared, smtp_url=url, demo=False) as house:
        yield house


async def failed(house: Clockwork, case_id: UUID) -> list[int]:
    """Give the attempts the history tells of as failed."""
    return [event.data["attempt"] for event in await house.history(case_id) if event.event == "letter_failed"]


async def letters(house: Clockwork, kind: str) -> list[tuple[str, int]]:
    rows = await house.sql("SELECT state, attempts FROM letters WHERE letter = $1", kind)
    return [(row["state"], row["attempts"]) for row in rows]


async def approved(house: Clockwork) -> UUID:
    """Give a case whose answer was approved; nothing has left since."""
    case_id = await house.open(Right.INFORMATION_REQUEST)
    await house.do_jobs()
    await house.act(case_id, Event.APPROVE, message="Vi har inget om dig.")
    return case_id


async def test_a_letter_leaves_with_a_reply_address_of_its_case(
    house: Clockwork, smtp_capture: Capture
) -> None:
    case_id = await house.open()
    await house.do_jobs()
    (sent,) = smtp_capture.messages
    assert sent.recipients == [ANNA.email]
    assert sent.sender.startswith("privacy+")
    assert sent.sender.endswith("@nordstaff.example")
    assert sent.mail["Reply-To"].addresses[0].username.startswith("privacy+")
    assert sent.mail["Auto-Submitted"] == "auto-replied"
    assert (await house.case(case_id)).reference in sent.mail["Subject"]
    assert await letters(house, "acknowledgement") == [(LetterState.SENT, 1)]
    assert (await house.events(case_id)).count("letter_sent") == 1


async def test_a_server_that_refuses_and_then_accepts_is_given_the_same_mail_once(
    house: Clockwork, smtp_capture: Capture
) -> None:
    smtp_capture.refusals[ANNA.email] = "451 Come back later"
    case_id = await house.open()
    await house.do_jobs()
    assert await letters(house, "acknowledgement") == [(LetterState.FAILED, 1)]
    (letter,) = (await house.shown(case_id)).letters
    assert letter.error == "The mail server did not take it (SMTPRecipientsRefused)."
    ((_, _, wait),) = [job for job in await house.waiting() if job[0] == Kind.SEND_LETTER]
    assert 0 < wait <= 5
    smtp_capture.refusals.clear()
    await house.do_jobs(later=True)
    await house.do_jobs(later=True)
    assert await letters(house, "acknowledgement") == [(LetterState.SENT, 2)]
    rows = await house.sql("SELECT message_id FROM letters")
    assert [str(sent.mail["Message-ID"]) for sent in smtp_capture.messages] == [rows[0]["message_id"]]
    assert await failed(house, case_id) == [1]
    (letter,) = (await house.shown(case_id)).letters
    assert (letter.error, letter.sent_at) == ("", house.at)


async def test_a_server_that_is_not_there_is_a_failure_too(house: Clockwork, smtp_capture: Capture) -> None:
    nobody = house.office.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    house.office = replace(house.office, settings=nobody)
    case_id = await house.open()
    await house.do_jobs()
    assert await failed(house, case_id) == [1]
    assert await letters(house, "acknowledgement") == [(LetterState.FAILED, 1)]


async def test_it_is_tried_only_so_often_and_then_left_to_a_person(
    house: Clockwork, smtp_capture: Capture
) -> None:
    smtp_capture.refusals[ANNA.email] = "550 No such user"
    case_id = await house.open()
    await house.do_jobs()
    for _ in range(5):
        await house.do_jobs(later=True)
    assert await failed(house, case_id) == [1, 2, 3]  # once, and twice again
    assert await house.waiting() == []
    assert smtp_capture.messages == []


async def test_without_a_mail_server_a_letter_fails_visibly(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with clockwork(database, tmp_path, monkeypatch, profile(), demo=False) as house:
        case_id = await house.open()
        await house.do_jobs()
        (letter,) = (await house.shown(case_id)).letters
        assert (letter.state, letter.error) == (
            LetterState.FAILED, "No mail server is set (UTDRAG_SMTP_URL).",
        )  # fmt: skip


async def test_the_job_done_twice_sends_once(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.open()
    await house.do_jobs()
    (letter,) = (await house.shown(case_id)).letters
    job = Job(Kind.SEND_LETTER, house.organisation_id, letter.id)
    await send_letter(house.office, job)
    assert len(smtp_capture.messages) == 1
    assert (await house.events(case_id)).count("letter_sent") == 1


async def test_a_case_is_answered_only_when_the_answer_has_left(
    house: Clockwork, smtp_capture: Capture
) -> None:
    smtp_capture.refusals[ANNA.email] = "451 Come back later"
    case_id = await approved(house)
    await house.do_jobs()
    case = await house.case(case_id)
    assert (case.state, case.answered_at) == (State.ANSWERED, None)
    assert case.escalate_at is not None
    with pytest.raises(Exception, match="Svaret har inte skickats"):
        await house.act(case_id, Event.CLOSE)
    smtp_capture.refusals.clear()
    house.at += timedelta(minutes=3)
    await house.do_jobs(later=True)
    case = await house.case(case_id)
    assert (case.answered_at, case.escalate_at) == (house.at, None)
    assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED


async def test_no_other_letter_makes_a_case_answered(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await approved(house)
    late = frozenset(Kind) - {Kind.WRITE_LETTER, Kind.SEND_LETTER}
    await house.do_jobs(kinds=late)
    house.at += timedelta(days=20)
    await sweep(house.office, house.at)
    await house.do_jobs(kinds=frozenset({Kind.ESCALATE}))
    await house.do_jobs(later=True, kinds=frozenset({Kind.SEND_LETTER}))
    assert smtp_capture.messages
    assert (await house.case(case_id)).answered_at is None


async def test_a_refusal_is_an_answer_when_it_has_left(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.open()
    await house.act(
        case_id, Event.REFUSE, ground="manifestly_unfounded", facts="Tionde gången i månaden utan ändring."
    )
    assert (await house.case(case_id)).answered_at is None
    await house.do_jobs()
    assert (await house.case(case_id)).answered_at == house.at
    assert "refusal" in [letter.letter.value for letter in (await house.shown(case_id)).letters]


async def test_what_is_no_ground_against_a_right_does_not_refuse_it(house: Clockwork) -> None:
    case_id = await house.open()
    with pytest.raises(InvalidInput, match="no ground in law to refuse access"):
        await house.act(case_id, Event.REFUSE, ground="legal_obligation", facts="Lagen kräver det.")
    assert (await house.case(case_id)).refusal_ground is None


async def test_a_notice_that_has_left_ends_its_task(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.identified(Right.RESTRICTION)
    (by_hand,) = await house.tasks(case_id)
    smtp_capture.refusals["privacy@client.example"] = "451 Come back later"
    await house.act(case_id, Event.SETTLE_TASK, task_id=by_hand.id, state="done", reason="Spärrat.")
    await house.do_jobs()
    notice = await house.task(case_id)
    assert (notice.verb.value, notice.state) == ("notify", TaskState.PENDING)
    smtp_capture.refusals.clear()
    await house.do_jobs(later=True)
    await house.do_jobs()
    assert (await house.task(case_id)).state is TaskState.DONE
    assert (await house.case(case_id)).state is State.REVIEWING
    told = [sent for sent in smtp_capture.messages if sent.recipients == ["privacy@client.example"]]
    assert len(told) == 1
    assert b"Lindqvist" not in told[0].raw


async def test_nothing_of_a_letter_lies_open_in_the_database(house: Clockwork) -> None:
    await house.open()
    await house.do_jobs()
    for row in await house.sql("SELECT * FROM letters"):
        stored = b" ".join(
            value if isinstance(value, bytes) else str(value).encode() for value in dict(row).values()
        )
        assert b"anna.lindqvist" not in stored.lower()
        assert b"Subject" not in stored


async def test_a_person_without_an_address_is_written_no_mail(
    house: Clockwork, smtp_capture: Capture
) -> None:
    case_id = await house.open(applicant=Applicant("Anna Lindqvist", "", "070-1740605"))
    await house.do_jobs()
    assert (await house.shown(case_id)).letters == []
    assert smtp_capture.messages == []
