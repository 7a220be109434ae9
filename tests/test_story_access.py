"""The main job on real parts: mail in, identity, three systems, review, download, correction, fresh extract."""

import asyncio
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from tests.counterparts.dovecot import PASSWORD, USER, Dovecot
from tests.counterparts.mariadb import MariaDB
from tests.counterparts.smtp_capture import Capture
from tests.counterparts.wordpress import WordPress
from tests.house import House, Person, body_of, code_in, link_in, mail, running_house, until
from tests.profiles import COACH, coach_notes, member_register, nordstaff, website

ANNA = "anna.lindqvist@post.example"
NOTE = "Möte i mars: Anna vill jobba i Umeå."


@pytest.fixture
async def house(
    database: str,
    smtp_capture: Capture,
    dovecot: Dovecot,
    wordpress: WordPress,
    mariadb: MariaDB,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[House]:
    monkeypatch.setenv("STORY_WP_PASSWORD", wordpress.password)
    monkeypatch.setenv("STORY_MEMBERS_URL", mariadb.url("wordpress"))
    monkeypatch.setenv("STORY_IMAP_PASSWORD", PASSWORD)
    imap = {
        "host": dovecot.host, "port": dovecot.imap_port, "tls": False, "user": USER,
        "password": "env:STORY_IMAP_PASSWORD",
    }  # fmt: skip
    profile = nordstaff(
        website(wordpress.base, wordpress.admin),
        member_register(),
        coach_notes(),
        inboxes=[{"address": "privacy@nordstaff.example", "imap": imap}],
        recipients=[
            {"slug": "client", "name": "Kund AB", "email": "hr@kund.example", "systems": ["members"]}
        ],
    )
    async with running_house(database, profile, smtp_capture, tmp_path) as running:
        yield running


async def confirmed(house: House, person: Person, *, number: int = 1) -> None:
    """Prove the mailbox with a code, on the status page."""
    await person.post("/status/code", purpose="identity")
    sent = await house.letter("engångskod", to=ANNA, number=number)
    assert code_in(sent) not in str(sent.mail["Subject"])
    shown = await person.post("/status/unlock", purpose="identity", code=code_in(sent))
    assert "Din identitet är bekräftad" in shown.text


async def fetched(house: House, person: Person, case_id: str, *, number: int) -> dict[str, bytes]:
    """Unlock with a fresh code and fetch the newest extract, as the files it holds."""
    extract = (await house.case(case_id))["extracts"][-1]
    other = Person(house)
    other.http.cookies = person.http.cookies
    await person.post("/status/code", purpose="download")
    sent = await house.letter("engångskod", to=ANNA, number=number)
    await person.post("/status/unlock", purpose="download", code=code_in(sent))
    package = await person.download(f"/status/extracts/{extract['id']}")
    assert package.testzip() is None
    return {name: package.read(name) for name in package.namelist()}


async def handed_in(house: House, *, number: int) -> None:
    """Let the coach open the task from the letter, hand in a file and say that this is all."""
    letter = await house.letter("Ta fram uppgifter", to=COACH, number=number)
    assert ANNA not in body_of(letter)
    coach = Person(house)
    page = await coach.open(link_in(letter))
    assert ANNA in page.text
    assert "Sök i pärmen på kontoret" in page.text
    sent = await coach.http.post(
        "/task/files", files={"files": ("anteckning.txt", NOTE.encode(), "text/plain")}, follow_redirects=True
    )
    assert sent.status_code == 200, sent.text
    assert "anteckning.txt" in sent.text
    await coach.post("/task/answer", answer="done")


async def test_registerutdrag_to_fresh_extract(house: House, dovecot: Dovecot, wordpress: WordPress) -> None:
    user = await asyncio.to_thread(wordpress.add_user, ANNA, "Anna Lindkvist")
    await asyncio.to_thread(wordpress.add_comment, ANNA, "Anna", "Hej, ring mig på 070-174 06 05.")
    await asyncio.to_thread(
        wordpress.add_comment, "bo.ek@post.example", "Bo Ek", f"Jag tipsar om {ANNA}, fråga Bo Ek."
    )

    # The mail reaches a real mailbox, and a case is opened.
    request = mail("Registerutdrag", "Hej!\n\nJag vill veta allt ni har sparat om mig.\n\nHälsningar\nAnna")
    await dovecot.delivered(request.as_bytes(), sender=ANNA)
    case = await house.newest_case()
    assert case["rights"] == ["access"]
    assert case["channel"] == "email"
    assert case["language"] == "sv"
    assert case["person"] == {"name": "Anna Lindqvist", "email": ANNA, "phone": ""}
    assert case["deadline_steps"]
    case_id = case["id"]

    # The acknowledgement carries a link; looking at it changes nothing.
    acknowledgement = await house.letter("tagit emot", to=ANNA)
    assert case["reference"] in str(acknowledgement.mail["Subject"])
    assert acknowledgement.mail["Auto-Submitted"] == "auto-replied"
    person = Person(house)
    path = link_in(acknowledgement)
    for method in ("GET", "HEAD", "GET"):
        assert (await person.http.request(method, path)).status_code in (200, 405)
    assert "link_opened" not in await house.events(case_id)
    page = await person.open(path)
    assert case["reference"] in page.text
    assert ANNA not in page.text

    # Who is it? Only an address that a system holds is worth a code.
    async def on_file() -> Any:
        return (await house.case(case_id))["contact_on_file"]

    await until(on_file)
    await confirmed(house, person)

    # Three systems: two answer by themselves, one by its owner.
    await handed_in(house, number=1)
    case = await house.in_state(case_id, "reviewing")
    assert {task["system"]: task["state"] for task in case["tasks"]} == {
        "website": "done", "members": "done", "coach-notes": "done",
    }  # fmt: skip

    # Review: others' data are blacked out or withheld, each with its ground.
    findings = (await house.read(f"/cases/{case_id}/findings"))["items"]
    mention = next(item for item in findings if item["certainty"] == "mention")
    assert "Bo Ek" in json.dumps(mention["data"])
    refused = await house.api(
        "POST",
        f"/cases/{case_id}/actions/approve",
        json={},
        headers={"If-Match": f'"{(await house.case(case_id))["version"]}"'},
    )
    assert refused.status_code == 409
    assert refused.json()["reasons"] == ["Några poster är inte granskade."]
    await house.act(case_id, "review_items", review="include")
    await house.act(
        case_id, "review_items", items=[mention["id"]], review="withhold", ground="rights_of_others"
    )
    await house.act(case_id, "approve", message="Här är allt vi har om dig.")

    # The answer: a letter, a code, a download.
    answer = await house.letter("är klart", to=ANNA)
    assert "anteckning" not in body_of(answer)
    assert (await person.http.post(f"/status/extracts/{mention['id']}")).status_code in (403, 404)
    files = await fetched(house, person, case_id, number=2)
    assert files["utdrag.pdf"].startswith(b"%PDF")
    assert b"Anna Lindkvist" in files["utdrag.html"]
    assert NOTE.encode() in files["files/coach-notes/0001-anteckning.txt"]
    extract = json.loads(files["utdrag.json"])
    assert "Bo Ek" not in json.dumps(extract, ensure_ascii=False)
    assert b"070-174 06 05" in files["utdrag.json"]
    assert any(name.startswith("csv/") for name in files)
    first = (await house.case(case_id))["extracts"][0]
    assert (first["version"], first["downloads"], first["withheld"]) == (1, 1, 1)

    await corrected(house, dovecot, wordpress, person, case_id, user, str(answer.mail["Message-ID"]))


async def corrected(
    house: House,
    dovecot: Dovecot,
    wordpress: WordPress,
    person: Person,
    parent: str,
    user: int,
    answered: str,
) -> None:
    """The second half: a correction is written where the value lives, and shown in a fresh extract."""
    reply = mail(
        "Rättning av information", "Mitt efternamn är fel. Det stavas Lindqvist.", In_Reply_To=answered
    )
    await dovecot.delivered(reply.as_bytes(), sender=ANNA)
    case = await house.newest_case(beside=[parent])
    case_id = case["id"]
    assert case["rights"] == ["rectification"]
    assert case["parent_id"] == parent

    person = Person(house)
    await person.open(link_in(await house.letter("tagit emot", to=ANNA, number=2)))

    async def on_file() -> Any:
        return (await house.case(case_id))["contact_on_file"]

    await until(on_file)
    await confirmed(house, person, number=3)
    await handed_in(house, number=2)
    await house.in_state(case_id, "deciding")

    # Field by field: claimed, decided.
    findings = (await house.read(f"/cases/{case_id}/findings"))["items"]
    account = next(item for item in findings if item["system"] == "members")
    assert "user_pass" not in account["data"]
    await house.act(
        case_id, "claim_correction", finding_id=account["id"], field="display_name", claimed="Anna Lindqvist"
    )
    [claimed] = (await house.case(case_id))["corrections"]
    assert (claimed["old"], claimed["claimed"]) == ("Anna Lindkvist", "Anna Lindqvist")
    await house.act(case_id, "decide_correction", correction_id=claimed["id"], decision="accept")
    await house.act(case_id, "decide")

    # Changed in the system itself, as the system's own interface tells.
    async def changed() -> Any:
        now = await asyncio.to_thread(wordpress.call, "GET", f"/users/{user}?context=edit")
        return now["name"] == "Anna Lindqvist"

    await until(changed)
    notice = await house.letter("ändrats", to="hr@kund.example")
    assert "Lindqvist" not in body_of(notice)
    recipient = Person(house)
    assert "Lindqvist" in (await recipient.open(link_in(notice))).text

    # Found again, reviewed, and a fresh extract goes out by itself.
    await handed_in(house, number=3)
    case = await house.in_state(case_id, "reviewing")
    [proved] = case["corrections"]
    assert proved["verified"] is True
    blocked = await house.api(
        "POST", f"/cases/{case_id}/actions/close", json={}, headers={"If-Match": f'"{case["version"]}"'}
    )
    assert blocked.status_code == 409
    await house.act(case_id, "review_items", review="include")
    mentions = [
        item["id"]
        for item in (await house.read(f"/cases/{case_id}/findings"))["items"]
        if item["certainty"] == "mention"
    ]
    await house.act(case_id, "review_items", items=mentions, review="withhold", ground="rights_of_others")
    await house.act(case_id, "approve")
    await house.letter("nytt registerutdrag", to=ANNA)
    files = await fetched(house, person, case_id, number=4)
    fresh = json.loads(files["utdrag.json"])
    [shown] = fresh["corrections"]
    assert (shown["old"], shown["new"], shown["verified"]) == ("Anna Lindkvist", "Anna Lindqvist", True)
    page = await person.http.get("/status")
    assert "Anna Lindkvist" in page.text
    assert "Anna Lindqvist" in page.text
    case = await house.act(case_id, "close")
    assert (case["state"], case["outcome"]) == ("closed", "partly_fulfilled")
    events = await house.events(case_id)
    # What people and systems do at the same time may be told in either order.
    aside = ("letter_sent", "task_settled", "link_opened", "contact_located", "code_sent")
    assert [event for event in events if event not in aside] == [
        "opened", "begin", "confirm_identity", "settle_task", "collected", "claim_correction",
        "decide_correction", "decide", "acted", "acted", "settle_task", "collected", "review_items",
        "review_items", "approve", "extract_made", "extract_downloaded", "close",
    ]  # fmt: skip
    assert {event: events.count(event) for event in aside[1:]} == {
        "task_settled": 9, "link_opened": 4, "contact_located": 1, "code_sent": 2,
    }  # fmt: skip
    assert [letter["letter"] for letter in case["letters"]] == [
        "acknowledgement", "one_time_code", "task", "recipient_notice", "task", "fresh_extract", "one_time_code",
    ]  # fmt: skip
    await house.letter("är avslutat", to=ANNA)
