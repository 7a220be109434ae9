"""Bad input: senders who are none, ids and dates that lie, machines, borrowed references, numbers (2, 7, 8, 15, 17, 18, 25)."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from pydantic import SecretStr

from app import embedded
from app.jobs import Kind
from app.trust.addresses import plus_address
from app.vocabulary import MessageState, Right
from tests.arrivals import ASKED, HEAD, Arrivals, arrivals
from tests.clockwork import clockwork, profile
from tests.counterparts.smtp_capture import Capture
from tests.reports import exim, postfix
from tests.test_intake_bounces import LETTER

REST = frozenset(Kind) - {Kind.ROUTE_MESSAGE}


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Arrivals]:
    async with arrivals(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


SENDERS: dict[str, tuple[bytes, str]] = {
    "none": (b"", ""),
    "empty": (b"From:\r\n", ""),
    "brackets alone": (b"From: <>\r\n", ""),
    "two addresses": (b"From: Kim <kim@post.example>, Bo <bo@post.example>\r\n", "kim@post.example"),
    "a group": (b"From: Friends: kim@post.example, bo@post.example;\r\n", "kim@post.example"),
    "undisclosed": (b"From: undisclosed-recipients:;\r\n", ""),
    "a line in a word": (
        b"From: =?utf-8?q?Kim=0D=0ABcc=3A_all=40firm=2Eexample?= <kim@post.example>\r\n", "kim@post.example",
    ),
    "a line in an address": (b"From: =?utf-8?q?kim=40post=2Eexample=0D=0ABcc=3A_x?=\r\n", "kim@post.example"),
    "an odd one": (b'From: "Kim (home)" <kim@post.example> (Kim)\r\n', "kim@post.example"),
}  # fmt: skip


@pytest.mark.parametrize("item", SENDERS)
async def test_2_a_request_is_a_case_whoever_seems_to_have_sent_it(house: Arrivals, item: str) -> None:
    head, address = SENDERS[item]
    arrived = await house.come(head + b"Subject: Utdrag\r\n\r\n" + ASKED + f" {item}".encode())
    assert arrived.place == "case"
    assert arrived.file is not None
    assert arrived.file.person_email == address
    assert not any(mark in arrived.file.person_name for mark in "\r\n")


async def test_2_no_header_is_smuggled_into_our_letter(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
) -> None:
    url = SecretStr(smtp_capture.url)
    async with clockwork(database, tmp_path, monkeypatch, profile(), smtp_url=url, demo=False) as clockwork_:
        await Arrivals(clockwork_).come(
            SENDERS["a line in a word"][0]
            + b"Subject: =?utf-8?q?Utdrag=0D=0ABcc=3A_all=40firm=2Eexample?=\r\n\r\n" + ASKED
        )  # fmt: skip
        await clockwork_.do_jobs(kinds=REST)
    sent = [letter for letter in smtp_capture.messages if letter.recipients == ["kim@post.example"]]
    assert sent
    assert not any(
        letter.mail["Bcc"] or "all@firm.example" in str(letter.mail["To"]).partition("<")[2]
        for letter in sent
    )


def asked(number: object, *headers: bytes) -> bytes:
    return (
        HEAD
        + b"".join(line + b"\r\n" for line in headers)
        + b"Subject: Utdrag\r\n\r\n"
        + ASKED
        + f" {number}".encode()
    )


async def test_7_an_id_is_never_what_makes_two_mails_one(house: Arrivals) -> None:
    first, second = [await house.come(asked(number, b"Message-ID: <same@post.example>")) for number in "ab"]
    assert first.message.duplicate_of is second.message.duplicate_of is None
    assert first.message.case_id != second.message.case_id
    for odd in (
        asked("no id"),
        asked("long", b"Message-ID: <" + b"a" * 10_000 + b"@b.example>"),
        asked("e", b"Message-ID:"),
    ):
        assert (await house.come(odd)).place == "case"


async def test_7_the_same_mail_again_is_one_case_and_never_skipped(house: Arrivals) -> None:
    raw = asked("twice", b"Message-ID: <twice@post.example>")
    first = await house.come(raw, key="box/1")
    assert (await house.come(raw, key="box/1")).message.id == first.message.id
    other_box = b"Received: from mx\r\nDelivered-To: other@nordstaff.example\r\n" + raw
    copy = await house.come(other_box, key="other/1")
    assert (copy.message.duplicate_of, copy.message.case_id) == (first.message.id, first.message.case_id)
    assert copy.message.id != first.message.id


DATES = (
    b"", b"Date: Thu, 01 Jan 1970 00:00:00 +0000", b"Date: Tue, 19 Jan 2038 03:14:08 +0000", b"Date: Fri, 31 Dec 2099 23:59:59 +0100",
    b"Date: igar kvall", b"Date: Mon, 2 Mar 2026 10:00:00", b"Date: Mon, 2 Mar 2026 10:00:00 +9900", b"Date: \xff\0",
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(DATES)))
async def test_8_the_clock_runs_from_receipt_whatever_the_date_says(house: Arrivals, number: int) -> None:
    arrived = await house.come(asked(f"date {number}", *filter(None, [DATES[number]])))
    assert arrived.place == "case"
    assert arrived.file is not None
    assert arrived.message.received_at == house.house.at == arrived.file.case.received_at


AWAY = (
    "Autosvar: Semester",
    "Fraværsmelding",
    "Automatisk svar: Ferie",
    "Poissa toimistosta",
    "Out of office",
)
MACHINES: dict[str, tuple[bytes, str]] = {
    **{
        subject: (f"Auto-Submitted: auto-replied\r\nSubject: {subject}\r\n\r\nHej".encode(), "out_of_office")
        for subject in AWAY
    },
    "read receipt": (
        b"Subject: Read\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b--", "read_receipt",
    ),
    "abuse report": (b"Subject: Spam\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b--", "abuse_report"),
    "list": (b"List-Id: <l.example>\r\nSubject: Nyheter\r\n\r\nVeckans nyheter", "list"),
    "our own": (b"X-Utdrag-Loop: 1\r\nSubject: Registerutdrag\r\n\r\n" + ASKED, "own_mail"),
    "another house like ours": (b"Auto-Submitted: auto-replied\r\nSubject: Re: Registerutdrag\r\n\r\n" + ASKED, "auto_reply"),
}  # fmt: skip


@pytest.mark.parametrize("item", MACHINES)
async def test_15_machines_are_kept_seen_and_never_answered(house: Arrivals, item: str) -> None:
    raw, kind = MACHINES[item]
    before = await house.letters()
    arrived = await house.come(HEAD + raw)
    assert (arrived.place, arrived.message.automated, arrived.message.case_id) == ("automated", kind, None)
    assert await house.letters() == before


@pytest.mark.parametrize("report", [postfix(LETTER), exim(LETTER)], ids=["postfix", "exim"])
async def test_15_reports_about_letters_we_never_sent_wait_to_be_seen(house: Arrivals, report: bytes) -> None:
    """Reports about letters we did send reach them: tests/test_intake_bounces.py."""
    arrived = await house.come(report)
    assert (arrived.place, arrived.message.automated, arrived.message.case_id) == (
        "automated",
        "bounce",
        None,
    )


async def test_15_a_person_behind_exchange_is_a_person(house: Arrivals) -> None:
    arrived = await house.come(asked("exchange", b"X-Auto-Response-Suppress: All"))
    assert (arrived.place, arrived.message.automated) == ("case", None)


async def test_15_two_machines_that_write_to_one_another_stop(house: Arrivals) -> None:
    """A machine that hides that it is one gets three letters, and its mails are cases all the same."""
    robot = b"From: robot@loop.example\r\nSubject: Registerutdrag\r\n\r\n"
    before = await house.letters()
    arrived = [await house.come(robot + ASKED + f" gang {number}".encode()) for number in range(6)]
    await house.house.do_jobs(kinds=REST)
    assert {one.place for one in arrived} <= {"case", "triage"}
    (row,) = await house.house.sql(
        "SELECT count(*) AS n FROM letters WHERE case_id = ANY($1)", [one.message.case_id for one in arrived]
    )
    assert row["n"] <= 3
    assert await house.letters() - before >= row["n"]


async def a_case(house: Arrivals) -> tuple[str, str]:
    """Give the reference and the signed address of somebody's case."""
    case_id = await house.house.open(Right.ACCESS)
    async with house.house.office.db.transaction(house.house.organisation_id) as session:
        key = (await house.house.office.desk(session)).address_key
    return (await house.house.case(case_id)).reference, plus_address(
        key, "privacy@nordstaff.example", case_id
    )


def stranger(subject: str, *, to: str = "privacy@nordstaff.example") -> bytes:
    return f"From: eve@stranger.example\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nVad står i mitt ärende?".encode()


async def test_17_a_borrowed_reference_is_only_a_suggestion(house: Arrivals) -> None:
    reference, _ = await a_case(house)
    other, _ = await a_case(house)
    for subject in (
        f"Re: [{reference}]",
        f"Re: {reference.lower()}",
        f"{reference} {other}",
        f"Re: \u200b[{reference}]",
    ):
        arrived = await house.come(stranger(subject))
        assert (arrived.place, arrived.message.case_id) == ("triage", None)
        named = await house.house.case(arrived.message.suggested_case_id)  # type: ignore[arg-type]
        assert named.reference in (reference, other)


async def test_17_one_wrong_letter_in_a_signed_address_is_only_a_suggestion(house: Arrivals) -> None:
    reference, address = await a_case(house)
    at = address.index("+c-") + 10
    wrong = address[:at] + ("2" if address[at] != "2" else "3") + address[at + 1 :]
    arrived = await house.come(stranger("Re", to=wrong))
    assert (arrived.message.state, arrived.message.case_id) == (MessageState.TRIAGE, None)
    suggested = arrived.message.suggested_case_id
    assert suggested is not None
    assert (await house.house.case(suggested)).reference == reference
    upper = await house.come(stranger("Re igen", to=address.upper()))
    assert upper.file is not None
    assert upper.file.case.reference == reference


async def test_17_a_reference_nobody_has_leads_nowhere(house: Arrivals) -> None:
    arrived = await house.come(stranger("Re: [NS-2026-ABCDEF]"))
    assert (arrived.place, arrived.message.suggested_case_id) == ("triage", None)


RESULTS = (
    b"Authentication-Results: mx.nordstaff.example; spf=pass; dkim=pass; dmarc=pass",
    b"Authentication-Results: spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=x; dkim=none; dmarc=fail action=none",
    b"Authentication-Results: mx.nordstaff.example; spf=pass smtp.mailfrom=evil.example; dmarc=fail",
    b"Authentication-Results: mx.nordstaff.example; dkim=pass header.d=evil.example",
)


async def test_18_what_a_header_says_of_a_sender_proves_nothing(house: Arrivals) -> None:
    """Who asks is known by a code or by hand, never by From; a header changes neither place nor verdict."""
    seen = set()
    for number, header in enumerate(RESULTS):
        arrived = await house.come(asked(f"results {number}", header))
        assert arrived.file is not None
        assert not arrived.file.case.identity_level
        seen.add((arrived.place, tuple(arrived.message.rights)))
    assert seen == {("case", ("access",))}


NUMBERS = ("19121212-1212", "701063-2391", "41018812345", "15805000123", "131052-308T")
"""A Swedish number and a co-ordination number, a D-number, a synthetic Norwegian one, a Finnish one; all invented."""


@pytest.mark.parametrize("number", NUMBERS)
async def test_25_a_number_is_nowhere_but_under_seal(house: Arrivals, number: str) -> None:
    """In logs they are masked: tests/test_logs.py."""
    part = f"--b\r\n\r\nMitt nummer är {number}. Radera mina uppgifter.\r\n--b\r\nContent-Type: application/pdf; name={number}.pdf\r\n\r\n%PDF\r\n--b--"
    head = f"Subject: {number} radera mig\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    arrived = await house.come(HEAD + (head + part).encode())
    assert arrived.place == "case"
    for table in ("messages", "cases", "audit_events", "letters", "pgqueuer", "search_tokens"):
        found = await house.house.sql(
            f"SELECT count(*) AS n FROM {table} AS t WHERE t::text LIKE $1", f"%{number}%"
        )
        assert found[0]["n"] == 0, table
