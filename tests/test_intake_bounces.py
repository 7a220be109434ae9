"""An answer that came back is no answer: reports of mail servers, the case they reach, and sending it again."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr, ValidationError

from app.errors import ActionNotPossible
from app.intake.bounces import Bounce, bounce_in
from app.intake.decode import decode
from app.intake.door import Delivery, accept
from app.intake.route import route_message
from app.jobs import Job, Kind
from app.models.answering import ResendAnswer
from app.models.message import Message
from app.queries import messages
from app.vocabulary import (
    ActorKind,
    Channel,
    Event,
    Letter,
    LetterState,
    MessageState,
    Outcome,
    Right,
    Role,
    State,
    TaskState,
)
from app.workflows import sending
from app.workflows.escalate import sweep
from app.workflows.lifecycle import STAFF, TABLE
from app.workflows.machine import Refused, Row, decide
from tests.clockwork import ANNA, Clockwork, clockwork, manual, profile
from tests.counterparts.smtp_capture import Capture, Captured
from tests.house import House, Person, body_of, code_in, link_in, running_house, until
from tests.profiles import coach_notes, nordstaff
from tests.reports import exchange, exim, out_of_office, postfix
from tests.test_lifecycle import QUIET

LETTER = Captured(
    "privacy+b-token@nordstaff.example",
    ["anna.lindqvist@post.example"],
    b"From: privacy@nordstaff.example\r\nTo: anna.lindqvist@post.example\r\nSubject: Ditt utdrag\r\n"
    b"Message-ID: <ut.case.letter.signed@utdrag.example>\r\n\r\nDitt utdrag finns nu att h\xc3\xa4mta.\r\n",
)
ELSEWHERE = "anna@ny.example"


def report_in(raw: bytes) -> Bounce:
    found = bounce_in(decode(raw))
    assert found is not None
    return found


class TestReports:
    @pytest.mark.parametrize(
        ("raw", "permanent", "status"),
        [
            (postfix(LETTER), True, "5.1.1"),
            (postfix(LETTER, status="5.7.26"), True, "5.7.26"),
            (postfix(LETTER, status="4.4.1"), True, "4.4.1"),  # it gave up after five days
            (postfix(LETTER, action="delayed", status="4.4.1"), False, "4.4.1"),
            (exchange(LETTER, to="privacy@nordstaff.example"), True, "5.1.10"),
            (exim(LETTER), True, ""),
        ],
        ids=["postfix", "policy", "expired", "delayed", "exchange", "exim"],
    )
    def test_a_report_tells_what_was_done(self, raw: bytes, permanent: bool, status: str) -> None:
        found = report_in(raw)
        assert (found.permanent, found.status) == (permanent, status)
        assert "ut.case.letter.signed@" in found.named

    def test_a_letter_that_arrived_has_not_come_back(self) -> None:
        assert bounce_in(decode(postfix(LETTER, action="delivered", status="2.0.0"))) is None

    def test_an_answering_machine_is_no_bounce_though_it_writes_to_the_same_address(self) -> None:
        assert bounce_in(decode(out_of_office(LETTER))) is None

    def test_a_person_is_none_whatever_they_write(self) -> None:
        raw = b"From: anna.lindqvist@post.example\r\nSubject: Undelivered\r\n\r\nAction: failed\nStatus: 5.1.1\n"
        assert bounce_in(decode(raw)) is None

    @pytest.mark.parametrize(
        ("subject", "text", "permanent"),
        [
            ("Warning: message delayed 24 hours", "It has not yet been delivered.", False),
            ("Meddelandet är fördröjt", "Vi försöker igen.", False),
            ("Delivery Status Notification (Delay)", "4.4.7 is what they said.", False),
            ("Returned mail: see transcript", "<<< 550 5.1.1 User unknown", True),
            ("failure notice", "This is a permanent error; I've given up. Sorry it didn't work out.", True),
            ("Undeliverable", "The server at 10.4.7.1 has no such mailbox.", True),
        ],
    )
    def test_without_a_report_the_words_tell(self, subject: str, text: str, permanent: bool) -> None:
        raw = f"From: MAILER-DAEMON@post.example\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()
        assert report_in(raw).permanent is permanent

    def test_a_postmaster_in_a_language_nobody_foresaw_is_heard(self) -> None:
        raw = (
            b"Return-Path: <>\r\nFrom: postmaster@post.example\r\nSubject: Zpr\xc3\xa1va\r\n\r\n550 5.1.1\r\n"
        )
        assert report_in(raw).permanent

    def test_one_of_several_recipients_is_enough(self) -> None:
        raw = postfix(LETTER, action="delivered", status="2.0.0").replace(
            b"\r\nReporting-MTA", b"\r\nReporting-MTA", 1
        )
        second = b"Final-Recipient: rfc822; bo.ek@post.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
        found = report_in(raw.replace(b"Final-Recipient", second + b"Final-Recipient", 1))
        assert (found.permanent, found.status) == (True, "5.2.2")


class TestTheTable:
    def worlds(self) -> list[Any]:
        return [
            replace(QUIET, answer_sent=sent, answer_letter=letter, answer_bounced=bounced)
            for sent, letter, bounced in product(
                (False, True), (None, *(Letter(name) for name in ("answer_ready", "fresh_extract", "refusal"))),
                (False, True),
            )
        ]  # fmt: skip

    def test_no_case_is_closed_on_an_answer_that_came_back(self) -> None:
        for facts, actor in product(self.worlds(), (ActorKind.SYSTEM, *STAFF)):
            decision = decide(TABLE, Event.CLOSE, State.ANSWERED, facts, actor)
            assert isinstance(decision, Row) is (facts.answer_sent and not facts.answer_bounced)

    def test_the_answer_is_sent_again_as_it_was_written(self) -> None:
        for facts, state in product(self.worlds(), State):
            decision = decide(TABLE, Event.RESEND_ANSWER, state, facts, ActorKind.HANDLER)
            open_ = state is State.ANSWERED or (state is State.CLOSED and facts.answer_bounced)
            assert isinstance(decision, Row) is (open_ and facts.answer_letter is not None)
            if isinstance(decision, Row):
                assert [effect.letter for effect in decision.effects] == [facts.answer_letter]  # type: ignore[union-attr]  # each writes a letter
                assert decision.target is None

    def test_only_by_people(self) -> None:
        facts = replace(QUIET, answer_letter=Letter.REFUSAL)
        for actor in set(ActorKind) - STAFF:
            assert isinstance(decide(TABLE, Event.RESEND_ANSWER, State.ANSWERED, facts, actor), Refused)

    def test_another_address_needs_its_proof(self) -> None:
        with pytest.raises(ValidationError, match="proven"):
            ResendAnswer(reason="Ny adress", email=ELSEWHERE)
        with pytest.raises(ValidationError, match="proven"):
            ResendAnswer.model_validate({"reason": "Ny adress", "method": "letter"})


@pytest.fixture
async def house(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
) -> AsyncGenerator[Clockwork]:
    url = SecretStr(smtp_capture.url)
    declared = profile(manual("candidates"))
    async with clockwork(database, tmp_path, monkeypatch, declared, smtp_url=url, demo=False) as house:
        yield house


async def routed(house: Clockwork, raw: bytes) -> Message:
    """Let a mail come in and be read, a minute later."""
    house.at += timedelta(minutes=1)
    delivery = Delivery("test", house.at.isoformat(), Channel.EMAIL, raw, house.at)
    receipt = await accept(house.office, house.organisation_id, delivery, house.at)
    await route_message(house.office, Job(Kind.ROUTE_MESSAGE, house.organisation_id, receipt.message_id))
    async with house.office.db.transaction(house.organisation_id) as session:
        return await messages.get_message(session, receipt.message_id)


async def do_jobs(house: Clockwork) -> None:
    await house.do_jobs(kinds=frozenset(Kind) - {Kind.ROUTE_MESSAGE})


async def answered(house: Clockwork, capture: Capture) -> tuple[UUID, Captured]:
    """Give a case whose answer has left, and its letter."""
    case_id = await house.open(Right.INFORMATION_REQUEST)
    await do_jobs(house)
    await house.act(case_id, Event.APPROVE, message="Vi har inget om dig.")
    await do_jobs(house)
    assert (await house.case(case_id)).answered_at == house.at
    return case_id, capture.messages[-1]


async def state_of(house: Clockwork, sent: Captured) -> LetterState:
    (row,) = await house.sql("SELECT state FROM letters WHERE message_id = $1", str(sent.mail["Message-ID"]))
    return LetterState(row["state"])


WAYS: list[Callable[[Captured], bytes]] = [
    postfix,
    lambda sent: postfix(sent, returned=False),  # by the address alone
    lambda sent: postfix(sent, to="privacy@nordstaff.example"),  # by the letter inside alone
    lambda sent: exchange(sent, to="privacy@nordstaff.example"),  # by its headers alone
    exim,
]


class TestComingBack:
    @pytest.mark.parametrize("report", WAYS, ids=["postfix", "address", "letter", "headers", "exim"])
    async def test_the_answer_does_not_count_any_more(
        self, house: Clockwork, smtp_capture: Capture, report: Callable[[Captured], bytes]
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        message = await routed(house, report(sent))
        assert (message.state, message.case_id) == (MessageState.AUTOMATED, case_id)
        case = await house.case(case_id)
        assert (case.state, case.answered_at) == (State.ANSWERED, None)
        assert case.escalate_at is not None
        assert await state_of(house, sent) is LetterState.BOUNCED
        assert (await house.events(case_id))[-1] == "letter_bounced"
        with pytest.raises(ActionNotPossible) as told:
            await house.act(case_id, Event.CLOSE)
        assert set(told.value.reasons) == {
            "Svaret har inte skickats.",
            "Svaret kom tillbaka. Skicka det på nytt, till en adress som tar emot det.",
        }

    async def test_the_history_says_which_letter_and_nothing_of_the_person(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        message = await routed(house, postfix(sent))
        event = (await house.history(case_id))[-1]
        assert event.actor_kind is ActorKind.SYSTEM
        (letter,) = [
            entry for entry in (await house.shown(case_id)).letters if entry.letter == "answer_ready"
        ]
        assert event.data == {
            "letter": "answer_ready", "id": str(letter.id), "message": str(message.id), "status": "5.1.1",
        }  # fmt: skip
        assert letter.error == "It came back (5.1.1)."

    async def test_the_handlers_are_told_at_once_what_to_do(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await routed(house, postfix(sent))
        await do_jobs(house)
        told = smtp_capture.messages[-1]
        assert told.recipients == ["handler@nordstaff.example"]
        assert "Svaret kom tillbaka" in body_of(told)
        assert b"lindqvist" not in told.raw.lower()
        assert (await house.shown(case_id)).missing == [
            "Svaret kom tillbaka. Ta reda på rätt adress och skicka det på nytt."
        ]

    async def test_and_the_ladder_goes_on(self, house: Clockwork, smtp_capture: Capture) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await routed(house, postfix(sent))
        house.at += timedelta(days=30)
        assert await sweep(house.office, house.at) == 1
        await do_jobs(house)
        assert "escalated" in await house.events(case_id)

    async def test_once_however_often_it_is_told(self, house: Clockwork, smtp_capture: Capture) -> None:
        case_id, sent = await answered(house, smtp_capture)
        for report in WAYS:
            message = await routed(house, report(sent))
            assert (message.state, message.case_id) == (MessageState.AUTOMATED, case_id)
        await do_jobs(house)
        assert (await house.events(case_id)).count("letter_bounced") == 1
        assert sum(sent.recipients == ["handler@nordstaff.example"] for sent in smtp_capture.messages) == 1

    async def test_a_delay_is_written_down_and_changes_nothing(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        before = (await house.case(case_id)).answered_at
        message = await routed(house, postfix(sent, action="delayed", status="4.4.1"))
        assert (message.state, message.case_id) == (MessageState.AUTOMATED, case_id)
        assert (await house.case(case_id)).answered_at == before
        assert await state_of(house, sent) is LetterState.SENT
        assert (await house.events(case_id))[-1] == "letter_delayed"
        await routed(house, postfix(sent, status="4.4.1"))
        assert (await house.case(case_id)).answered_at is None

    async def test_another_letter_that_comes_back_leaves_the_answer_alone(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, _ = await answered(house, smtp_capture)
        acknowledgement = smtp_capture.messages[0]
        await routed(house, postfix(acknowledgement))
        assert await state_of(house, acknowledgement) is LetterState.BOUNCED
        assert (await house.events(case_id))[-1] == "letter_bounced"
        assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED

    async def test_an_older_answer_that_comes_back_late_does_not_undo_the_newer(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, first = await answered(house, smtp_capture)
        house.at += timedelta(minutes=1)
        await house.act(case_id, Event.RESEND_ANSWER, reason="Hon säger att inget har kommit.")
        await do_jobs(house)
        assert (
            len([sent for sent in smtp_capture.messages if sent.mail["Subject"] == first.mail["Subject"]])
            == 2
        )
        await routed(house, postfix(first))
        assert await state_of(house, first) is LetterState.BOUNCED
        assert (await house.case(case_id)).answered_at is not None
        assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED

    async def test_a_report_that_is_faster_than_we_are_counts(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        """It may come in before the job that sent the letter has written that it left."""
        case_id, sent = await answered(house, smtp_capture)
        await house.sql("UPDATE letters SET state = 'queued', sent_at = NULL WHERE letter = 'answer_ready'")
        await house.sql("UPDATE cases SET answered_at = NULL")
        await routed(house, postfix(sent))
        (letter,) = await house.sql("SELECT id FROM letters WHERE letter = 'answer_ready'")
        job = Job(Kind.SEND_LETTER, house.organisation_id, letter["id"])
        await sending._write(house.office, job, case_id, "")
        assert await state_of(house, sent) is LetterState.BOUNCED
        assert (await house.case(case_id)).answered_at is None

    async def test_nobody_can_make_a_report_up(self, house: Clockwork, smtp_capture: Capture) -> None:
        case_id, sent = await answered(house, smtp_capture)
        local, _, domain = sent.sender.partition("@")
        forged = Captured(
            f"{local[:-1]}{'2' if local[-1] != '2' else '3'}@{domain}", sent.recipients, LETTER.raw
        )
        message = await routed(house, postfix(forged))
        assert (message.state, message.case_id) == (MessageState.AUTOMATED, None)
        assert (await house.case(case_id)).answered_at is not None

    async def test_an_answering_machine_is_shown_with_its_case_as_a_suggestion(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        raw = out_of_office(sent).replace(b"In-Reply-To", b"X-Was")  # by the envelope alone
        message = await routed(house, raw)
        assert (message.state, message.case_id, message.suggested_case_id) == (
            MessageState.AUTOMATED, None, case_id,
        )  # fmt: skip
        assert (await house.case(case_id)).answered_at is not None

    async def test_an_answer_given_in_another_way_since_is_one(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await routed(house, postfix(sent))
        await house.sql("UPDATE cases SET answered_at = $1", house.at)  # as by hand, across the counter
        assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED

    async def test_a_refusal_that_comes_back_was_not_told(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id = await house.open()
        await house.act(
            case_id, Event.REFUSE, ground="manifestly_unfounded", facts="Tionde gången i månaden."
        )
        await do_jobs(house)
        await routed(house, postfix(smtp_capture.messages[-1]))
        case = await house.case(case_id)
        assert (case.answered_at, case.outcome) == (None, Outcome.REFUSED)
        await house.act(
            case_id, Event.RESEND_ANSWER, reason="Ny adress per telefon.", email=ELSEWHERE, method="call_back"
        )
        await do_jobs(house)
        again = smtp_capture.messages[-1]
        assert again.recipients == [ELSEWHERE]
        assert "Tionde gången" in body_of(again)
        assert (await house.act(case_id, Event.CLOSE)).outcome is Outcome.REFUSED


async def asked(house: Clockwork, capture: Capture) -> tuple[UUID, Captured]:
    """Give a case whose owner of a system was written to, and that letter."""
    case_id = await house.identified(Right.ACCESS)
    await do_jobs(house)
    (sent,) = [sent for sent in capture.messages if sent.recipients == ["candidates@nordstaff.example"]]
    return case_id, sent


def told(capture: Capture) -> list[Captured]:
    return [sent for sent in capture.messages if sent.recipients == ["handler@nordstaff.example"]]


class TestTasks:
    async def test_an_owner_who_was_not_reached_is_a_task_for_a_person(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await asked(house, smtp_capture)
        await routed(house, postfix(sent, action="delayed", status="4.4.1"))
        assert (await house.task(case_id)).state is TaskState.MANUAL  # late is not lost
        await routed(house, postfix(sent))
        task = await house.task(case_id)
        assert (task.state, task.reason) == (TaskState.FAILED, "The letter about it came back (5.1.1).")
        assert (await house.events(case_id))[-1] == "task_letter_bounced"
        assert (await house.case(case_id)).state is State.COLLECTING
        await do_jobs(house)
        assert len(told(smtp_capture)) == 1

        house.at += timedelta(minutes=1)
        await house.act(case_id, Event.RETRY_TASK, task_id=str(task.id))
        await do_jobs(house)
        assert (await house.task(case_id)).state is TaskState.MANUAL
        letters = [s for s in smtp_capture.messages if s.recipients == ["candidates@nordstaff.example"]]
        assert len(letters) == 2  # written anew, not the letter that came back

    async def test_one_who_has_answered_meanwhile_was_reached(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await asked(house, smtp_capture)
        task = await house.task(case_id)
        await house.act(case_id, Event.SETTLE_TASK, task_id=str(task.id), state="done", reason="Ingenting.")
        await routed(house, postfix(sent))
        assert (await house.task(case_id)).state is TaskState.DONE
        assert (await house.events(case_id))[-1] == "letter_bounced"
        await do_jobs(house)
        assert told(smtp_capture) == []

    async def test_nobody_else_can_say_so(self, house: Clockwork, smtp_capture: Capture) -> None:
        case_id, sent = await asked(house, smtp_capture)
        forged = Captured("privacy+b-" + "z" * 40 + "@nordstaff.example", sent.recipients, LETTER.raw)
        await routed(house, postfix(forged))
        assert (await house.task(case_id)).state is TaskState.MANUAL


RECIPIENT = {
    "slug": "payroll", "name": "Lönebyrån", "email": "gdpr@payroll.example", "systems": ["candidates"],
}  # fmt: skip


class TestNotices:
    @pytest.fixture
    async def house(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
    ) -> AsyncGenerator[Clockwork]:
        declared = profile(manual("candidates"), recipients=[RECIPIENT])
        url = SecretStr(smtp_capture.url)
        async with clockwork(database, tmp_path, monkeypatch, declared, smtp_url=url, demo=False) as house:
            yield house

    async def told(self, house: Clockwork, capture: Capture) -> tuple[UUID, Captured]:
        """Give a restriction whose recipient was told, and the notice; the answer waits for its review."""
        case_id = await house.identified(Right.RESTRICTION)
        await do_jobs(house)
        task = await house.task(case_id)
        await house.act(case_id, Event.SETTLE_TASK, task_id=str(task.id), state="done", reason="Spärrad.")
        await do_jobs(house)
        (sent,) = [sent for sent in capture.messages if sent.recipients == [RECIPIENT["email"]]]
        assert (await house.case(case_id)).state is State.REVIEWING
        return case_id, sent

    async def test_a_recipient_who_was_not_told_keeps_the_case_open(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await self.told(house, smtp_capture)
        await routed(house, postfix(sent))
        task = await house.task(case_id)
        assert (task.state, task.settled_at) == (TaskState.FAILED, None)
        assert (
            (await house.shown(case_id)).missing[0].startswith("Underrättelsen till Lönebyrån kom tillbaka")
        )
        await do_jobs(house)
        assert any(sent.recipients == ["handler@nordstaff.example"] for sent in smtp_capture.messages)

        await house.act(case_id, Event.APPROVE, message="Dina uppgifter är spärrade.")
        await do_jobs(house)
        with pytest.raises(ActionNotPossible, match="underrättelse till en mottagare kom tillbaka"):
            await house.act(case_id, Event.CLOSE)
        reason = "Ringde dem; de har spärrat uppgifterna."
        await house.act(case_id, Event.SETTLE_TASK, task_id=str(task.id), state="done", reason=reason)
        await do_jobs(house)
        assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED

    async def test_an_ordinary_task_of_work_that_is_over_stays_over(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, _ = await self.told(house, smtp_capture)
        task = await house.task(case_id)
        with pytest.raises(ActionNotPossible, match="This task has ended already"):
            await house.act(case_id, Event.SETTLE_TASK, task_id=str(task.id), state="done", reason="Igen.")
        offered = {action.operation_id: action for action in (await house.shown(case_id)).actions}
        assert not offered["settle_task"].enabled
        assert offered["settle_task"].reason == "Ingen underrättelse till en mottagare har kommit tillbaka."

    async def test_a_closed_case_is_told_of_and_stays_closed(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await self.told(house, smtp_capture)
        await house.act(case_id, Event.APPROVE, message="Dina uppgifter är spärrade.")
        await do_jobs(house)
        await house.act(case_id, Event.CLOSE)
        await routed(house, postfix(sent))
        assert (await house.case(case_id)).state is State.CLOSED
        assert (await house.events(case_id))[-1] == "letter_bounced"
        await do_jobs(house)
        assert any(sent.recipients == ["handler@nordstaff.example"] for sent in smtp_capture.messages)


class TestQuestions:
    async def test_a_question_nobody_received_does_not_stop_the_clock(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id = await house.open()
        due = (await house.case(case_id)).legal_due
        await house.act(
            case_id,
            Event.REQUEST_IDENTITY,
            doubt="Adressen är ny för oss.",
            question="När började du hos oss?",
        )
        await do_jobs(house)
        house.at += timedelta(days=4)
        await routed(house, postfix(smtp_capture.messages[-1]))
        await do_jobs(house)
        assert len(told(smtp_capture)) == 1
        house.at += timedelta(days=4)
        proven = [{"kind": "email", "value": ANNA.email}]
        await house.act(
            case_id, Event.CONFIRM_IDENTITY, method="call_back", reason="Ringde.", attributes=proven
        )
        assert (await house.case(case_id)).legal_due == due


class TestSendingAgain:
    async def test_a_closed_case_is_answered_again_without_being_opened(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await house.act(case_id, Event.CLOSE)
        with pytest.raises(ActionNotPossible, match="Inget svar i det här ärendet har kommit tillbaka"):
            await house.act(case_id, Event.RESEND_ANSWER, reason="Utan skäl.")
        await routed(house, postfix(sent))
        await do_jobs(house)
        assert any(sent.recipients == ["handler@nordstaff.example"] for sent in smtp_capture.messages)
        case = await house.act(
            case_id, Event.RESEND_ANSWER, reason="Hon kom hit.", email=ELSEWHERE, method="in_person"
        )
        assert (case.state, case.escalate_at) == (State.CLOSED, None)
        house.at += timedelta(minutes=1)
        await do_jobs(house)
        assert smtp_capture.messages[-1].recipients == [ELSEWHERE]
        with pytest.raises(ActionNotPossible, match="Inget svar i det här ärendet har kommit tillbaka"):
            await house.act(case_id, Event.RESEND_ANSWER, reason="En gång till.")

    async def test_the_new_address_is_proven_found_and_written_to(
        self, house: Clockwork, smtp_capture: Capture
    ) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await routed(house, postfix(sent))
        await house.act(
            case_id, Event.RESEND_ANSWER, reason="Ny adress per brev.", email=ELSEWHERE, method="letter"
        )
        event = (await house.history(case_id))[-1]
        assert event.data == {"elsewhere": True, "method": "letter"}
        shown = await house.shown(case_id)
        assert shown.person.email == ELSEWHERE
        assert (shown.proven[-1].value, shown.proven[-1].method.value) == (ELSEWHERE, "letter")
        assert shown.notes[-1].text == "Ny adress per brev."
        ways = await house.sql("SELECT 1 FROM credentials WHERE audience = 'status' AND revoked_at IS NULL")
        assert ways == []  # what the old letters hold opens nothing any more

    async def test_it_counts_only_when_it_has_left(self, house: Clockwork, smtp_capture: Capture) -> None:
        case_id, sent = await answered(house, smtp_capture)
        await routed(house, postfix(sent))
        await house.act(
            case_id, Event.RESEND_ANSWER, reason="Ny adress.", email=ELSEWHERE, method="call_back"
        )
        assert (await house.case(case_id)).answered_at is None
        with pytest.raises(ActionNotPossible, match="har inte skickats"):
            await house.act(case_id, Event.CLOSE)
        house.at += timedelta(minutes=1)
        await do_jobs(house)
        assert (await house.case(case_id)).answered_at == house.at
        assert (await house.act(case_id, Event.CLOSE)).state is State.CLOSED


async def test_an_answer_that_bounced_is_sent_again_and_fetched(
    database: str, smtp_capture: Capture, tmp_path: Path
) -> None:
    """The whole way: answer, report over HTTP, told, refused to close, proven, sent again, fetched, closed."""
    async with running_house(database, nordstaff(coach_notes()), smtp_capture, tmp_path) as house:
        case_id = await _answered(house)
        sent = await house.letter("är klart", to=ANNA.email)
        message_id = await house.hand_in(postfix(sent))

        async def came_back() -> Any:
            return (await house.read(f"/messages/{message_id}"))["case_id"]

        assert await until(came_back) == case_id
        case = await house.case(case_id)
        assert (case["state"], case["answered_at"]) == ("answered", None)
        assert [letter["state"] for letter in case["letters"] if letter["letter"] == "answer_ready"] == [
            "bounced"
        ]
        actions = {action["operation_id"]: action for action in case["actions"]}
        assert not actions["close"]["enabled"]
        assert "kom tillbaka" in actions["close"]["reason"]
        assert actions["resend_answer"]["title"] == "Skicka svaret på nytt"
        assert actions["resend_answer"]["enabled"]
        told = await house.letter("måste besvaras", to="hanna@nordstaff.example")
        assert "Svaret kom tillbaka" in body_of(told)

        refused = await house.api(
            "POST", f"/cases/{case_id}/actions/resend_answer", json={"reason": "Ny adress", "email": ELSEWHERE},
            headers={"If-Match": f'"{case["version"]}"'},
        )  # fmt: skip
        assert refused.status_code == 422
        await house.act(
            case_id,
            "resend_answer",
            reason="Ringde upp numret i registret.",
            email=ELSEWHERE,
            method="call_back",
        )
        again = await house.letter("är klart", to=ELSEWHERE)
        person = Person(house)
        await person.open(link_in(again))
        await person.post("/status/code", purpose="download")
        code = code_in(await house.letter("engångskod", to=ELSEWHERE))
        await person.post("/status/unlock", purpose="download", code=code)
        case = await house.case(case_id)
        package = await person.download(f"/status/extracts/{case['extracts'][-1]['id']}")
        assert "utdrag.pdf" in package.namelist()
        assert case["answered_at"] is not None
        closed = await house.act(case_id, "close")
        assert closed["state"] == "closed"
        events = await house.events(case_id)
        assert events.index("letter_bounced") < events.index("resend_answer") < events.index("close")
        exposed = await house.api("GET", f"/messages/{message_id}", role=Role.INBOX)
        assert exposed.json()["state"] == "automated"


async def _answered(house: House) -> str:
    note = {"name": ANNA.name, "email": ANNA.email, "words": "Jag vill ha ett registerutdrag."}
    case = (await house.api("POST", "/cases", json=note)).json()
    await house.act(
        case["id"], "confirm_identity", method="in_person", reason="Visade legitimation i receptionen.",
        attributes=[{"kind": "email", "value": ANNA.email}],
    )  # fmt: skip
    await house.letter("Ta fram uppgifter", to="coach@nordstaff.example")
    [task] = (await house.case(case["id"]))["tasks"]
    await house.act(case["id"], "settle_task", task_id=task["id"], state="done", reason="Inget finns.")
    await house.in_state(case["id"], "reviewing")
    await house.act(case["id"], "approve", message="Vi har inget sparat om dig.")

    async def answered_at() -> Any:
        return (await house.case(case["id"]))["answered_at"]

    await until(answered_at)
    return str(case["id"])
