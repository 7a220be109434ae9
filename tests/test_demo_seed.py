"""The demonstration: its invented people, the system of record they are in, and the mails they write."""

import re
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.connectors import registry
from app.connectors.contract import Change, Connector, Ident, Match, Outcome, Record
from app.demo import rows
from app.demo.demo import MAILS, ORGANISATIONS, mails, prepare
from app.demo.people import NORWEGIANS, SWEDES, Invented, norwegians, swedes
from app.demo.seed import seed_system
from app.embedded import Server
from app.intake.decode import decode
from app.organisation_files import read_profile
from app.vocabulary import Certainty, IdentKind, RefusalGround, TaskState, Verb
from tests.offices import an_office

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FOLDER = Path(__file__).parent.parent / "organisations"
RESERVED = re.compile(r"\+46(70174(060[5-9]|06[1-9]\d)|8465004\d\d)")


@pytest.fixture
async def system(server: Server) -> AsyncGenerator[str]:
    """A database for the system of record, seeded."""
    name = f"system_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
        await seed_system(server.database(name))
        yield server.database(name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


async def fetch(url: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()


async def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    tables = await fetch(
        url,
        "SELECT table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_schema IN ('rekryt', 'bemanning')",
    )
    return {name: await fetch(url, f"SELECT * FROM {name} ORDER BY 1") for (name,) in tables}


@asynccontextmanager
async def connected(url: str, organisation: str, slug: str) -> AsyncGenerator[Connector]:
    """The connector the organisation's own file declares, on this database."""
    found = read_profile(FOLDER / f"{organisation}.toml").system(slug)
    assert found is not None
    connector = registry.build(found.kind, found.settings, lambda _name: url, now=lambda: NOW)
    try:
        yield connector
    finally:
        await connector.aclose()


def known(person: Invented, *kinds: IdentKind) -> list[Ident]:
    values = {
        IdentKind.EMAIL: person.email.upper(),
        IdentKind.PHONE: person.phone,
        IdentKind.NAME: person.name,
        IdentKind.BIRTH_DATE: person.born.isoformat(),
    }
    return [Ident(kind, values[kind], verified=True, source="test") for kind in kinds]


async def exported(connector: Connector, matches: list[Match]) -> list[Record]:
    return [item for match in matches async for item in connector.export(match) if isinstance(item, Record)]


async def erased(connector: Connector, matches: list[Match]) -> dict[str, Outcome]:
    return {match.ref: await connector.erase(match, "delete", "case-1") for match in matches}


# The people


def test_people_are_invented_and_the_same_every_time() -> None:
    people = [*swedes(), *norwegians()]
    assert len(people) == SWEDES + NORWEGIANS == 200
    assert people == [*swedes(), *norwegians()]
    assert len({person.email for person in people}) == len({person.name for person in people}) == 200
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+@post\.example", person.email) for person in people)


def test_numbers_are_reserved_for_fiction_and_unique() -> None:
    phones = [person.phone for person in swedes()]
    assert all(RESERVED.fullmatch(phone) for phone in phones)
    assert len(set(phones)) == SWEDES
    assert not any(person.phone for person in norwegians())


def test_a_number_in_a_mail_is_reserved_for_fiction_too() -> None:
    for mail in mails():
        for number in re.findall(r"\b0\d[\d -]{6,}\d", decode(mail.raw(NOW)).text):
            assert RESERVED.fullmatch("+46" + re.sub(r"\D", "", number)[1:]), number


# The system of record


async def test_the_system_holds_what_was_counted(system: str) -> None:
    held = await contents(system)
    laid = {f"rekryt.{name}": table for name, table in rows.nordstaff().items()}
    laid |= {f"bemanning.{name}": table for name, table in rows.fjellkraft().items()}
    assert held.keys() == laid.keys()
    for name, table in laid.items():
        assert held[name] == sorted(table), name
    assert len(held["rekryt.kandidat"]) == SWEDES
    assert len(held["rekryt.ansokan"]) == 240


async def test_seeding_again_changes_nothing_and_brings_nobody_back(system: str) -> None:
    before = await contents(system)
    await seed_system(system)
    assert await contents(system) == before
    await fetch(system, "DELETE FROM rekryt.dagbok")
    await fetch(system, "DROP SCHEMA bemanning CASCADE")
    await seed_system(system)
    after = await contents(system)
    assert after["rekryt.dagbok"] == []
    assert after["bemanning.vikar"] == before["bemanning.vikar"]


@pytest.mark.parametrize(("organisation", "slug"), [("nordstaff", "candidates"), ("fjellkraft", "vikarer")])
async def test_each_organisation_reaches_its_own_people_only(
    system: str, organisation: str, slug: str
) -> None:
    own, others = (swedes, norwegians) if organisation == "nordstaff" else (norwegians, swedes)
    async with connected(system, organisation, slug) as connector:
        assert (await connector.probe()).state is TaskState.DONE
        assert connector.capabilities == {Verb.EXPORT, Verb.RECTIFY, Verb.ERASE}
        for person in own()[::9]:
            found = await connector.find(known(person, IdentKind.EMAIL))
            assert found[0].label == person.name
            assert {match.certainty for match in found} == {Certainty.EXACT}
        assert await connector.find(known(others()[8], IdentKind.EMAIL)) == []


async def test_people_are_found_by_name_and_birth_date_or_number_but_less_surely(system: str) -> None:
    person = swedes()[3]
    async with connected(system, "nordstaff", "candidates") as connector:
        by_birth = await connector.find(known(person, IdentKind.NAME, IdentKind.BIRTH_DATE))
        by_phone = await connector.find(known(person, IdentKind.PHONE))
        assert [(match.ref, match.certainty) for match in by_birth] == [("4", Certainty.PROBABLE)]
        assert by_birth == by_phone


async def test_an_export_has_every_row_with_labels_and_without_the_internal_key(system: str) -> None:
    person = swedes()[0]
    async with connected(system, "nordstaff", "candidates") as connector:
        records = await exported(connector, await connector.find(known(person, IdentKind.EMAIL)))
    assert [record.collection for record in records] == [
        "kandidat", "ansokan", "ansokan", "intervju", "verifikat", "verifikat", "verifikat",
    ]  # fmt: skip
    assert records[0].data["ort"] == person.town
    for record in records:
        assert "sorteringsnyckel" not in record.data
        assert record.field_labels.keys() == record.data.keys()
        assert all({"sv", "en"} <= labels.keys() for labels in record.field_labels.values())


async def test_every_norwegian_field_has_labels_too(system: str) -> None:
    async with connected(system, "fjellkraft", "vikarer") as connector:
        found = await connector.find(known(norwegians()[0], IdentKind.EMAIL))
        records = await exported(connector, found)
    assert {record.collection for record in records} == {"vikar", "soknad", "samtale", "lonnsbilag"}
    for record in records:
        assert record.field_labels.keys() == record.data.keys()
        assert all({"nb", "en"} <= labels.keys() for labels in record.field_labels.values())


async def test_the_correction_one_mail_asks_for_can_be_made(system: str) -> None:
    person = swedes()[1]
    async with connected(system, "nordstaff", "candidates") as connector:
        found = (await connector.find(known(person, IdentKind.EMAIL)))[0]
        changes = [
            Change("ort", person.town, "Luleå"),
            Change("yrkesroll", person.trade, "Redovisningsekonom"),
        ]
        assert (await connector.rectify(found, changes, "case-1")).state is TaskState.DONE
        stale = [Change("ort", person.town, "Boden")]
        assert (await connector.rectify(found, stale, "case-2")).state is TaskState.REFUSED
        hidden = [Change("kalla", "Egen ansökan", "Tips")]
        assert (await connector.rectify(found, hidden, "case-3")).state is TaskState.MANUAL
    query = "SELECT ort, yrkesroll FROM rekryt.kandidat WHERE kandnr = 2"
    assert await fetch(system, query) == [("Luleå", "Redovisningsekonom")]


async def test_an_erasure_keeps_what_the_books_need_and_nothing_else(system: str) -> None:
    person = swedes()[2]
    async with connected(system, "nordstaff", "candidates") as connector:
        found = await connector.find(known(person, IdentKind.EMAIL))
        outcomes = await erased(connector, found)
        assert {ref: outcome.state for ref, outcome in outcomes.items()} == {
            "3": TaskState.DONE,
            "V2025-0003": TaskState.REFUSED,
            "V2023-0003": TaskState.REFUSED,
            "V2016-0003": TaskState.DONE,  # the law let go of it at the end of 2023
        }
        [retained] = outcomes["V2025-0003"].retained
        assert retained.ground is RefusalGround.LEGAL_OBLIGATION
        assert retained.statute == "7 kap. 2 § bokföringslagen (1999:1078)"
        assert retained.keep_until == date(2032, 12, 31)
        left = await connector.find(known(person, IdentKind.EMAIL))
        assert {match.ref for match in left} == {"V2025-0003", "V2023-0003"}
    for table in ("ansokan", "intervjuant", "kandidat"):
        assert await fetch(system, f"SELECT 1 FROM rekryt.{table} WHERE kandnr = 3") == []


async def test_a_norwegian_voucher_is_kept_for_five_years(system: str) -> None:
    person = norwegians()[1]
    async with connected(system, "fjellkraft", "vikarer") as connector:
        outcomes = await erased(connector, await connector.find(known(person, IdentKind.EMAIL)))
        kept = {ref: outcome.retained[0] for ref, outcome in outcomes.items() if outcome.retained}
    assert {ref: item.keep_until for ref, item in kept.items()} == {
        "L2025-0002": date(2030, 12, 31),
        "L2023-0002": date(2028, 12, 31),
    }
    assert {item.statute for item in kept.values()} == {"bokføringsloven § 13"}
    assert await fetch(system, "SELECT 1 FROM bemanning.vikar WHERE vikar_id = 2") == []


async def test_a_mention_in_the_diary_is_shown_and_left_to_a_person(system: str) -> None:
    person = swedes()[4]
    async with connected(system, "nordstaff", "candidates") as connector:
        found = await connector.find(known(person, IdentKind.EMAIL, IdentKind.NAME))
        [mention] = [match for match in found if match.certainty is Certainty.MENTION]
        assert (mention.collection, person.name in mention.data["rad"]) == ("dagbok", True)
        assert (await connector.erase(mention, "delete", "case-1")).state is TaskState.MANUAL
    assert len(await fetch(system, "SELECT 1 FROM rekryt.dagbok")) == 7


# The mails


def test_every_mail_is_in_the_index_and_says_whom_it_is_from() -> None:
    assert {mail.file for mail in mails()} == {path.name for path in MAILS.glob("*.eml")}
    people = {person.email for person in (*swedes(), *norwegians())}
    for mail in mails():
        read = decode(mail.raw(NOW))
        assert read.sender.address == mail.sender
        assert mail.organisation in ORGANISATIONS
        assert mail.sender in people or not mail.sender.endswith("@post.example")
        [to] = read.to
        inboxes = read_profile(FOLDER / f"{mail.organisation}.toml").inboxes
        assert to.address in {inbox.address for inbox in inboxes}
        assert not read.defects


def test_a_mail_is_dated_to_when_it_is_said_to_have_come() -> None:
    mail = mails()[0]
    raw = mail.raw(NOW)
    assert parsedate_to_datetime(raw.splitlines()[0].decode().removeprefix("Date: ")) == NOW
    assert raw.endswith((MAILS / mail.file).read_bytes())


@pytest.mark.parametrize(
    ("file", "subject", "words"),
    [
        ("01-registerutdrag.eml", "”Registerutdrag”", "all information som ni har sparat om mig"),
        ("02-rattning.eml", "Rättning av information", "inte i Umeå längre utan i Luleå"),
        ("03-radering.eml", "Begäran om radering av alla mina uppgifter", "raderar alla mina personuppgifter"),
        ("04-innsyn.eml", "Innsyn i egne opplysninger", "innsyn i hvilke opplysninger"),
        ("06-utdrag-fran-polisen.eml", "Registerutdrag från Polisen", "belastningsregistret"),
        ("07-access-request.eml", "Subject access request under Article 15 GDPR", "answer\nin English"),
        ("08-rattelse-telefon.eml", "Rättelse av felaktiga uppgifter", "Jag vill att ni rättar det"),
        ("10-sletting-html.eml", "Slett profilen min", "Slett alle opplysninger om"),
    ],
)  # fmt: skip
def test_a_mail_reads_as_it_was_meant(file: str, subject: str, words: str) -> None:
    [mail] = [mail for mail in mails() if mail.file == file]
    read = decode(mail.raw(NOW))
    assert read.subject == subject
    assert " ".join(words.split()) in " ".join(read.text.split())
    assert read.automated is None


def test_the_special_mails_are_what_they_show() -> None:
    by_file = {mail.file: decode(mail.raw(NOW)) for mail in mails()}
    assert by_file["05-autosvar.eml"].automated == "out_of_office"
    [forwarded] = by_file["09-vidarebefordrat.eml"].forwarded
    assert forwarded.sender.address == "kelvo.glimmerdrake@post.example"
    assert forwarded.sender.address in {person.email for person in swedes()}
    assert b"Beg\xe4ran" in (MAILS / "03-radering.eml").read_bytes()
    assert by_file["10-sletting-html.eml"].html is not None


async def test_preparing_delivers_every_mail_once(database: str, system: str, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        assert await prepare(office, system, NOW) == len(mails()) == 10
        assert await prepare(office, system, NOW + timedelta(days=1)) == 0
    arrived = await fetch(
        database,
        "SELECT m.source_key, o.slug, m.received_at FROM messages m JOIN organisations o ON o.id = m.organisation_id",
    )
    assert {(file, slug): at for file, slug, at in arrived} == {
        (mail.file, mail.organisation): NOW - timedelta(hours=mail.hours_ago) for mail in mails()
    }
    assert await fetch(database, "SELECT count(*), max(version) FROM profiles") == [(2, 1)]
