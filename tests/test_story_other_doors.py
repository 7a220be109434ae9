"""Requests that come by telephone, by form and to nobody: each a case, each with its clock."""

import re
import zipfile
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app import clock
from app.intake.door import Delivery, accept
from app.office import Office
from app.vocabulary import Channel
from app.workflows import escalate
from tests.counterparts.smtp_capture import Capture
from tests.house import House, Person, mail, running_house, until
from tests.profiles import coach_notes, nordstaff

SWEDEN = ZoneInfo("Europe/Stockholm")


@pytest.fixture
async def house(database: str, smtp_capture: Capture, tmp_path: Path) -> AsyncGenerator[House]:
    async with running_house(database, nordstaff(coach_notes()), smtp_capture, tmp_path) as running:
        yield running


async def test_a_telephone_note(house: House) -> None:
    """The clock runs from the call, identity comes by call-back, the coach finds nothing."""
    called = clock.now() - timedelta(days=2)
    answer = await house.api(
        "POST",
        "/cases",
        json={
            "channel": "phone", "name": "Bo Ek", "phone": "070-174 06 07", "email": "bo.ek@post.example",
            "words": "Vad har ni sparat om mig? Jag vill ha ett registerutdrag.", "said_at": called.isoformat(),
        },
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    case = answer.json()
    assert (case["channel"], case["rights"], case["state"]) == ("phone", ["access"], "verifying")
    assert datetime.fromisoformat(case["received_at"]) == called
    found = (await house.read("/cases?q=bo+ek"))["items"]
    assert [item["id"] for item in found] == [case["id"]]
    assert (await house.read("/cases?q=070-1740607"))["items"]
    await house.act(
        case["id"], "confirm_identity", method="call_back", reason="Ringde upp numret i CV:t; kunde svara.",
        attributes=[{"kind": "name", "value": "Bo Ek"}, {"kind": "email", "value": "bo.ek@post.example"}],
    )  # fmt: skip
    await house.letter("Ta fram uppgifter", to="coach@nordstaff.example")
    [task] = (await house.case(case["id"]))["tasks"]
    await house.act(
        case["id"], "settle_task", task_id=task["id"], state="done", reason="Inget finns i pärmen."
    )
    await house.in_state(case["id"], "reviewing")
    await house.act(case["id"], "approve", message="Vi har inget sparat om dig.")
    await house.letter("är klart", to="bo.ek@post.example")

    async def answered() -> object:
        return (await house.case(case["id"]))["answered_at"]

    await until(answered)
    closed = await house.act(case["id"], "close")
    assert closed["outcome"] == "nothing_held"


async def test_a_person_without_an_address(house: House) -> None:
    """No letter can be sent: the handler fetches the package, hands it over, and says so."""
    note = {
        "name": "Dag Ek",
        "phone": "070-174 06 08",
        "words": "Jag vill ha ett registerutdrag.",
        "channel": "desk",
    }
    case = (await house.api("POST", "/cases", json=note)).json()
    await house.act(
        case["id"], "confirm_identity", method="in_person", reason="Visade legitimation i receptionen.",
        attributes=[{"kind": "name", "value": "Dag Ek"}],
    )  # fmt: skip
    await house.letter("Ta fram uppgifter", to="coach@nordstaff.example")
    [task] = (await house.case(case["id"]))["tasks"]
    await house.act(
        case["id"], "settle_task", task_id=task["id"], state="done", reason="Inget finns i pärmen."
    )
    await house.in_state(case["id"], "reviewing")
    await house.act(case["id"], "approve")

    async def made() -> object:
        return (await house.case(case["id"]))["extracts"]

    [extract] = await until(made)
    package = await house.api("POST", f"/cases/{case['id']}/extracts/{extract['id']}/content")
    assert package.status_code == 200
    assert "utdrag.pdf" in zipfile.ZipFile(BytesIO(package.content)).namelist()
    handed = await house.act(
        case["id"], "hand_over", how="desk", reason="Skrevs ut och lämnades i receptionen."
    )
    assert handed["answered_at"]
    closed = await house.act(case["id"], "close")
    assert closed["outcome"] == "nothing_held"
    events = (await house.read(f"/cases/{case['id']}/events"))["items"]
    [fetched] = [event for event in events if event["event"] == "extract_downloaded"]
    assert fetched["actor_kind"] == "handler"


async def test_the_form(house: House) -> None:
    """A person without scripts fills in the form, gets a reference and a link that works."""
    person = Person(house)
    shown = await person.http.get("/r/nordstaff/sv")
    assert shown.status_code == 200
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown.text)
    assert stamp
    refused = await person.http.post("/r/nordstaff/sv", data={"stamp": stamp[1], "name": "Cilla Ö"})
    assert refused.status_code == 422
    assert "Cilla Ö" in refused.text
    filled = {
        "stamp": stamp[1], "kinds": "erasure", "name": "Cilla Ö", "email": "cilla@post.example",
        "more": "Ta bort mitt CV, tack.",
    }  # fmt: skip
    sent = await person.http.post("/r/nordstaff/sv", data=filled)
    assert sent.status_code == 200, sent.text
    [case] = (await house.read("/cases"))["items"]
    assert case["reference"] in sent.text
    link = re.search(r"/s/uts_[A-Za-z0-9_-]{43}", sent.text)
    assert link
    # Sent faster than a person can: kept, and looked at by one.
    assert case["state"] == "triage"
    accepted = await house.act(case["id"], "accept", rights=["erasure"])
    assert accepted["rights"] == ["erasure"]
    await house.in_state(case["id"], "verifying")
    await house.letter("tagit emot", to="cilla@post.example")
    page = await person.open(link[0])
    assert case["reference"] in page.text


async def test_a_case_nobody_touches_climbs_the_ladder(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six weeks pass: handler, lead, DPO, then the DPO every working day; each told once, in working hours."""

    async def not_today(office: Office, at: datetime) -> int:
        return 0

    monkeypatch.setattr(escalate, "sweep", not_today)  # the worker lives in the real day, long after
    received = datetime(2026, 3, 2, 10, 0, tzinfo=SWEDEN)
    raw = mail("Registerutdrag", "Jag vill ha ut allt ni har sparat om mig.").as_bytes()
    delivery = Delivery("test", "ladder", Channel.EMAIL, raw, received)
    receipt = await accept(house.office, house.organisation_id, delivery, clock.now())
    case = await house.case_of(str(receipt.message_id))
    assert (case["legal_due"], case["effective_due"]) == ("2026-04-02", "2026-04-01")
    await house.letter("tagit emot", to="anna.lindqvist@post.example")

    at = datetime(2026, 3, 17, 8, 30, tzinfo=SWEDEN)
    while at < datetime(2026, 4, 9, 12, 0, tzinfo=SWEDEN):
        for _ in range(2):  # twice does no harm
            async with house.office.db.transaction(house.organisation_id) as session:
                await escalate.escalate(house.office, session, UUID(case["id"]), at)
        at += timedelta(hours=6)
    events = (await house.read(f"/cases/{case['id']}/events"))["items"]
    climbed = [event["data"] for event in events if event["event"] == "escalated"]
    assert [(step["level"], step["audience"]) for step in climbed] == [
        ("T-10", "handler"), ("T-5", "handler"), ("T-2", "lead"), ("due", "dpo"), ("late-1", "dpo"),
        ("late-2", "dpo"), ("late-3", "dpo"), ("late-4", "dpo"),
    ]  # fmt: skip
    await house.letter("måste besvaras", to="hanna@nordstaff.example", number=2)
    await house.letter("måste besvaras", to="leo@nordstaff.example")
    late = await house.letter("försenat", to="disa@nordstaff.example")
    assert "anna" not in str(late.mail).lower()
