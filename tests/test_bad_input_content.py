"""Bad input: names of files, files that bite, what is asked where, and the doors other tests guard (11, 14, 16, 19, 20 to 24)."""

import io
import zipfile
from collections.abc import AsyncGenerator
from importlib import import_module

import pytest

from app import embedded
from app.intake.read import read_here
from tests.arrivals import ASKED, HEAD, Arrivals, arrivals
from tests.postbag import PDF, coded
from tests.test_intake_decode_parts import NAMES, attachment

SUBJECT = b"Subject: Hej\r\n"
MIXED = HEAD + SUBJECT + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Arrivals]:
    async with arrivals(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


def with_file(head: str, content: bytes, text: bytes = ASKED) -> bytes:
    part = f"Content-Type: {head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return MIXED + text + b"\r\n--b\r\n" + part + coded(content, "base64") + b"--b--"


@pytest.mark.parametrize("disposition", [*NAMES, b"; filename=" + b"x" * 5000 + b".pdf"])
async def test_11_names_of_files_are_safe_wherever_they_are_written(
    house: Arrivals, disposition: bytes
) -> None:
    arrived = await house.come(attachment(disposition))
    (name,) = (file.name for file in (await house.shown(arrived)).files)
    assert 0 < len(name) <= 120
    assert not any(mark in name for mark in '/\\:<>|?*"\r\n\0\u202e')


async def test_11_names_are_given_once_and_types_are_looked_at(house: Arrivals) -> None:
    part = b"--b\r\nContent-Type: document/pdf; name=A.pdf\r\n\r\n"
    raw = (
        MIXED
        + ASKED
        + b"\r\n"
        + part
        + b"MZ"
        + b"\0" * 80
        + b"\r\n"
        + part.replace(b"A.pdf", b"a.PDF")
        + b"%PDF-1.4\r\n--b--"
    )
    shown = await house.shown(await house.come(raw))
    assert len({file.name.casefold() for file in shown.files}) == 2
    program, paper = read_here(raw).mail.attachments
    assert ("pdf" in program.type, paper.type) == (False, "application/pdf")


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 20_000_000)
    return held.getvalue()


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
LOCKED = bytearray(bomb())
LOCKED[6] |= 1  # the flag of an encrypted entry
FILES: dict[str, tuple[str, bytes, str]] = {
    "a bomb": ("application/zip; name=a.zip", bomb(), ""),
    "the test virus": ("application/octet-stream; name=a.com", EICAR, ""),
    "a locked zip": ("application/zip; name=a.zip", bytes(LOCKED), ""),
    "an Outlook message": ("application/vnd.ms-outlook; name=a.msg", b"\xd0\xcf\x11\xe0" + PDF, "an Outlook message"),
    "winmail.dat": ("application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22" + PDF, "Outlook rich text"),
    "S/MIME": ("application/pkcs7-mime; name=smime.p7m", b"0\x82" + PDF, "an S/MIME envelope"),
    "PGP": ("application/pgp-encrypted; name=a.asc", b"Version: 1", "a PGP message"),
    "an invitation": ("text/calendar; method=REQUEST; name=a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", ""),
}  # fmt: skip


@pytest.mark.parametrize("item", FILES)
async def test_14_files_that_bite_are_kept_and_marked(house: Arrivals, item: str) -> None:
    head, content, mark = FILES[item]
    raw = with_file(head, content, ASKED + f" Losenordet ar 1234. {item}".encode())
    arrived = await house.come(raw)
    assert arrived.place == "case"
    assert mark in arrived.reasons
    shown = await house.shown(arrived)
    assert [file.name for file in shown.files] == [head.partition("name=")[2]]
    assert read_here(raw).mail.attachments[0].size == len(content)


@pytest.mark.parametrize("item", ["an Outlook message", "winmail.dat", "S/MIME", "PGP", "a locked zip"])
async def test_14_a_mail_that_is_nothing_but_closed_waits_for_a_person(house: Arrivals, item: str) -> None:
    head, content, _ = FILES[item]
    arrived = await house.come(
        HEAD
        + f"Content-Type: {head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + coded(content, "base64")
    )
    assert arrived.place == "triage"
    assert "only attachments" in arrived.reasons


THREAD = "\r\n\r\nDen 1 mars 2026 skrev Nordstaff <info@nordstaff.example>:\r\n> Tack för din ansökan.\r\n> Vi hör av oss.\r\n"
WANTS = "Radera alla uppgifter ni har om mig."
SAID: dict[str, tuple[str, str, list[str]]] = {  # subject, text, rights
    "on top": ("Re: Ansökan", WANTS + THREAD, ["erasure"]),
    "below": ("Re: Ansökan", THREAD.strip() + "\r\n\r\n" + WANTS, ["erasure"]),
    "between": ("Re: Ansökan", "Hej\r\n> Tack för din ansökan.\r\n" + WANTS + "\r\n> Vi hör av oss.\r\n", ["erasure"]),
    "one line": ("", "Radera mig", ["erasure"]),
    "two rights": ("Hej", f"Jag vill ha ett registerutdrag. Sedan: {WANTS}", ["access", "erasure"]),
    "a complaint": ("Klagomål", "Jag vill lämna in ett klagomål på hur ni behandlar mina personuppgifter.", ["complaint"]),
}  # fmt: skip


@pytest.mark.parametrize("item", SAID)
async def test_16_and_19_what_is_asked_is_found_where_it_stands(house: Arrivals, item: str) -> None:
    subject, text, rights = SAID[item]
    arrived = await house.come(
        HEAD + f"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    )
    assert arrived.place in ("case", "triage")
    assert sorted(arrived.message.rights) == rights


async def test_16_behind_a_colleague_the_writer_inside_is_who_asks(house: Arrivals) -> None:
    inner = b"From: Brisla <brisla@post.example>\r\nSubject: Utdrag\r\n\r\n" + ASKED
    raw = (
        MIXED.replace(b"Hej", b"VB: Utdrag")
        + b"Kan ni ta den har?\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--b--"
    )
    arrived = await house.come(raw)
    assert (arrived.place, arrived.message.rights) == ("triage", ["access"])
    assert arrived.file is not None
    assert arrived.file.person_email == "brisla@post.example"


async def test_16_a_letter_in_a_file_is_found(house: Arrivals) -> None:
    """In PDF and Word too: tests/test_intake_enclosures.py."""
    arrived = await house.come(with_file("text/plain; name=brev.txt", ASKED + b" 16", b"Se bifogad fil."))
    assert (arrived.place, arrived.message.rights) == ("case", ["access"])
    assert "in the attachment “brev.txt” asks for access" in arrived.reasons


OTHER = {
    "an application": "Hej! Jag söker jobbet som lagerarbetare. Mitt CV är bifogat. Jag samtycker till att ni sparar mina uppgifter.",
    "an offer": "Missa inte vårt webinar om GDPR! Vi hjälper er att följa dataskyddsförordningen. Boka en demo i dag.",
}


@pytest.mark.parametrize("item", OTHER)
async def test_19_other_mail_opens_no_request(house: Arrivals, item: str) -> None:
    arrived = await house.come(
        HEAD + f"Subject: Hej\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{OTHER[item]}".encode()
    )
    assert arrived.place == "triage"


async def test_19_two_people_in_one_mail_are_not_lost(house: Arrivals) -> None:
    text = "Vi är två: Anna Lind och Bo Berg. Vi vill båda att ni raderar alla uppgifter ni har om oss."
    arrived = await house.come(
        HEAD + f"Subject: Radera oss\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    )
    assert arrived.place in ("case", "triage")
    assert arrived.message.rights == ["erasure"]


ELSEWHERE = {
    12: ("intake_imap.test_a_mail_that_is_too_large_is_shown_by_its_header", "intake_push.test_more_than_fifty_megabytes_are_refused"),
    20: ("intake_imap.test_a_connection_cut_while_waiting_is_made_again", "intake_imap.test_a_line_that_went_silent_is_noticed",
         "intake_imap.test_a_mailbox_made_anew_is_read_from_its_beginning", "intake_imap.test_a_person_may_be_faster",
         "intake_imap.test_a_mail_somebody_has_read_is_found", "intake_imap.test_a_wrong_password_is_shown_until_it_is_right"),
    21: ("intake_imap.test_killed_at_any_moment_it_loses_and_doubles_nothing",
         "intake_imap.test_two_processes_at_once_store_each_mail_once", "intake_imap.test_no_mail_is_blamed_for_a_database_that_is_away"),
    22: ("intake_push_mailgun.test_a_stranger_is_refused_and_nothing_kept", "intake_push_mailgun.test_a_form_cut_short_is_asked_for_again",
         "intake_push_mailgun.test_ten_tries_at_once_and_later_are_one_message", "intake_push_postmark.test_postmark_posts_ten_times_and_out_of_order"),
    23: ("intake_listener.test_a_mail_cannot_smuggle_another", "intake_listener.test_commands_sent_in_one_go_are_answered_in_turn",
         "intake_listener.test_long_lines_are_no_reason_to_refuse", "intake_listener.test_addresses_beyond_ascii_are_taken",
         "intake_listener.test_who_is_not_known_is_refused_by_name", "intake_listener.test_many_connections_at_once"),
    24: ("pages_status.test_looking_at_a_link_changes_nothing", "pages_status.test_dead_links_and_dead_sessions_look_the_same"),
    25: ("logs.test_personal_data_is_masked",),
}  # fmt: skip
"""Groups that are about a door: the tests that guard it."""


@pytest.mark.parametrize("group", ELSEWHERE)
def test_the_other_groups_have_their_tests(group: int) -> None:
    for place in ELSEWHERE[group]:
        module, _, name = place.partition(".")
        assert callable(getattr(import_module(f"tests.test_{module}"), name))
