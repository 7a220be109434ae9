"""Norwegian stories: innsyn by mail, and an erasure that keeps the bookkeeping, with ground and date."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.embedded import Server
from tests.counterparts.smtp_capture import Capture
from tests.house import House, Person, code_in, link_in, mail, running_house, until, with_database
from tests.profiles import fjellkraft

INGRID = "ingrid.moen@post.example"
SYSTEM = """
CREATE TABLE kandidat (nr serial PRIMARY KEY, navn text, epost text, mobil text);
CREATE TABLE samtale (id serial PRIMARY KEY, kandidat_nr int REFERENCES kandidat, notat text);
CREATE TABLE faktura (id serial PRIMARY KEY, epost text, belop numeric, bokfort date);
INSERT INTO kandidat (navn, epost, mobil) VALUES
  ('Ingrid Moen', 'ingrid.moen@post.example', '400 00 001'), ('Ola Vik', 'ola.vik@post.example', '400 00 002');
INSERT INTO samtale (kandidat_nr, notat) VALUES (1, 'Ønsker deltid.'), (2, 'Ønsker heltid.');
INSERT INTO faktura (epost, belop, bokfort) VALUES ('ingrid.moen@post.example', 1200, '2025-04-30');
"""


def register() -> dict[str, Any]:
    return {
        "slug": "register",
        "name": "Kandidatregisteret",
        "kind": "sql",
        "settings": {
            "url": "env:STORY_REGISTER_URL",
            "tables": {
                "kandidat": {
                    "table": "kandidat", "key": "nr", "purpose": "recruitment", "label": "navn",
                    "match": [{"columns": {"email": "epost"}, "ignore_case": True}], "erase": "delete",
                    "rectify": ["navn", "mobil"],
                },
                "samtale": {
                    "table": "samtale", "key": "id", "purpose": "recruitment", "erase": "delete",
                    "for_each": {"table": "kandidat", "column": "kandidat_nr"},
                },
                "faktura": {
                    "table": "faktura", "key": "id", "purpose": "bookkeeping",
                    "match": [{"columns": {"email": "epost"}, "ignore_case": True}], "erase": "delete",
                    "retain": {
                        "ground": "legal_obligation", "statute": "bokføringsloven § 13", "from_field": "bokfort",
                        "years": 5, "end_of_year": True,
                    },
                },
            },
        },
    }  # fmt: skip


@pytest.fixture
async def register_url(server: Server) -> AsyncGenerator[str]:
    """Somebody else's database."""
    url, admin = server.database("story_register"), await asyncpg.connect(server.url)
    await admin.execute("DROP DATABASE IF EXISTS story_register WITH (FORCE)")
    await admin.execute("CREATE DATABASE story_register")
    await with_database(url, SYSTEM)
    yield url
    await admin.execute("DROP DATABASE story_register WITH (FORCE)")
    await admin.close()


@pytest.fixture
async def house(
    database: str,
    smtp_capture: Capture,
    register_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[House]:
    monkeypatch.setenv("STORY_REGISTER_URL", register_url)
    async with running_house(database, fjellkraft(register()), smtp_capture, tmp_path) as running:
        yield running


async def identified(house: House, case_id: str) -> Person:
    """Open the link of the acknowledgement and prove the mailbox."""
    person = Person(house)
    await person.open(link_in(await house.letter("mottatt", to=INGRID)))

    async def on_file() -> Any:
        return (await house.case(case_id))["contact_on_file"]

    await until(on_file)
    await person.post("/status/code", purpose="identity")
    code = code_in(await house.letter("engangskode", to=INGRID))
    await person.post("/status/unlock", purpose="identity", code=code)
    return person


async def downloaded(house: House, person: Person, case_id: str) -> dict[str, Any]:
    await person.post("/status/code", purpose="download")
    code = code_in(await house.letter("engangskode", to=INGRID, number=2))
    await person.post("/status/unlock", purpose="download", code=code)
    extract = (await house.case(case_id))["extracts"][-1]
    package = await person.download(f"/status/extracts/{extract['id']}")
    return dict(json.loads(package.read("utdrag.json")))


def asked(subject: str, text: str) -> Any:
    return mail(subject, text, sender=f"Ingrid Moen <{INGRID}>", to="personvern@fjellkraft.example")


async def test_innsyn(house: House) -> None:
    message = asked("Innsyn", "Hei! Jeg ber om innsyn i alle opplysninger dere har om meg. Hilsen Ingrid")
    case = await house.case_of(await house.hand_in(message))
    assert (case["language"], case["rights"]) == ("nb", ["access"])
    person = await identified(house, case["id"])
    case = await house.in_state(case["id"], "reviewing")
    await house.act(case["id"], "review_items", review="include")
    await house.act(case["id"], "approve")
    await house.letter("klart", to=INGRID)
    extract = await downloaded(house, person, case["id"])
    assert extract["language"] == "nb"
    assert "Ønsker deltid." in json.dumps(extract, ensure_ascii=False)
    assert "Ola Vik" not in json.dumps(extract, ensure_ascii=False)
    page = await person.http.get("/status")
    assert "Datatilsynet" in page.text


async def test_erasure_keeps_the_bookkeeping_with_ground_and_date(house: House, register_url: str) -> None:
    message = asked("Slett meg", "Hei. Jeg vil at dere sletter alle opplysninger om meg. Ingrid")
    case = await house.case_of(await house.hand_in(message))
    assert case["rights"] == ["erasure"]
    case_id = case["id"]
    person = await identified(house, case_id)
    await house.in_state(case_id, "deciding")
    await house.act(case_id, "decide_items", disposal="erase")
    found = (await house.read(f"/cases/{case_id}/findings"))["items"]
    invoice = next(item for item in found if item["collection"] == "faktura")
    await house.act(
        case_id, "decide_items", items=[invoice["id"]], disposal="retain", ground="legal_obligation",
        statute="bokføringsloven § 13", keep_until="2030-12-31",
    )  # fmt: skip
    await house.act(case_id, "decide")
    await house.in_state(case_id, "reviewing")

    connection = await asyncpg.connect(register_url)
    assert await connection.fetchval("SELECT count(*) FROM kandidat WHERE navn = 'Ingrid Moen'") == 0
    assert await connection.fetchval("SELECT count(*) FROM samtale WHERE kandidat_nr = 1") == 0
    assert await connection.fetchval("SELECT count(*) FROM faktura") == 1
    assert await connection.fetchval("SELECT count(*) FROM kandidat") == 1
    await connection.close()

    await house.act(case_id, "approve")
    await house.letter("klart", to=INGRID)
    report = await downloaded(house, person, case_id)
    [kept] = report["kept"]
    assert (kept["statute"], kept["keep_until"]) == ("bokføringsloven § 13", "2030-12-31")
    assert kept["ground"]
    case = await house.act(case_id, "close")
    assert (case["state"], case["outcome"]) == ("closed", "partly_fulfilled")

    async def purged() -> bool:
        return "copies_purged" in await house.events(case_id)

    await until(purged)


async def test_a_system_that_keeps_by_its_own_rule_says_so(house: House, register_url: str) -> None:
    """The handler says erase; the system refuses the invoice by law, and the case shows it."""
    message = asked("Slett meg", "Hei. Jeg vil at dere sletter alle opplysninger om meg. Ingrid")
    case = await house.case_of(await house.hand_in(message))
    await identified(house, case["id"])
    await house.in_state(case["id"], "deciding")
    await house.act(case["id"], "decide_items", disposal="erase")
    await house.act(case["id"], "decide")
    case = await house.in_state(case["id"], "reviewing")
    [erasing] = [task for task in case["tasks"] if task["verb"] == "erase"]
    assert erasing["state"] == "partial"
    [retained] = erasing["retained"]
    assert (retained["statute"], retained["keep_until"]) == ("bokføringsloven § 13", "2030-12-31")
    found = {
        item["collection"]: item for item in (await house.read(f"/cases/{case['id']}/findings"))["items"]
    }
    assert set(found) == {"faktura"}
