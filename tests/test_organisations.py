"""Organisations' files: ours are valid and keep every promise, broken ones name line and key, applying is safe."""

import asyncio
import tomllib
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import ValidationError
from typer.testing import CliRunner, Result

from app.cli.organisation import organisation_app
from app.errors import InvalidInput
from app.extracts import article15
from app.extracts.language import said
from app.law.ladder import DEFAULT_LADDER
from app.office import Office
from app.organisation_files import gaps, read_profile
from app.organisation_files.faults import Fault, faults
from app.organisation_files.lines import Lines
from app.organisation_files.written import written as to_toml
from app.profiles import Profile, SystemProfile
from app.queries import organisations
from app.trust import keys
from app.vocabulary import Certainty, Country, IdentityLevel, Language, RefusalGround, Right, Role
from app.workflows.applying import apply
from tests.offices import AT, MASTER, an_office, environment

FOLDER = Path(__file__).parent.parent / "organisations"
FILES = sorted(FOLDER.glob("*.toml"))
GOOD = """\
slug = "lundstaff"
name = "Lundstaff AB"
country = "SE"
language = "sv"
reference_prefix = "LST"

[contact]
email = "info@lundstaff.example"

[[inboxes]]
address = "info@lundstaff.example"

[[people]]
name = "Handläggare"
email = "handlaggare@lundstaff.example"
role = "handler"

[register.general]
purposes = ["staffing"]
categories = ["contact details"]
retention = "three years"
source = "you"
countries = ["SE"]
recipients = []
automated = { used = false }

[[systems]]
slug = "papers"
name = "Papers"
kind = "manual"

[systems.settings]
owner = "Archive"
owner_email = "archive@lundstaff.example"
checklist = { sv = ["Look."] }

[[systems]]
slug = "people"
name = "People"
kind = "sql"

[systems.settings]
url = "env:PEOPLE_URL"

[systems.settings.tables.person]
table = "person"
key = "id"
purpose = "staffing"
match = [{ columns = { email = "mail" } }]
erase = "delete"

[[systems]]
slug = "letters"
name = "Letters"
kind = "rest"

[systems.settings]
definition = "mailchimp"
params = { base = "https://us1.api.mailchimp.com/3.0", key = "env:MAILCHIMP_KEY" }

[[recipients]]
slug = "client"
name = "Client"
email = "hr@client.example"
systems = ["people"]
"""


def profile(slug: str) -> Profile:
    return read_profile(FOLDER / f"{slug}.toml")


def written(folder: Path, text: str) -> Path:
    path = folder / "firm.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_profile(path)
    return caught.value.detail.replace(f"{path}:", "").splitlines()


# Our own files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_ours_is_valid_and_complete(path: Path) -> None:
    declared = read_profile(path)
    assert path.stem == declared.slug
    assert gaps(declared) == []
    assert declared.systems
    for system in declared.systems:
        assert system.owner, f"{system.slug} has nobody to ask"
        assert system.slug in declared.register.systems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_the_same_after_the_database(path: Path) -> None:
    declared = read_profile(path)
    stored = declared.model_dump(mode="json", by_alias=True)
    assert Profile.model_validate(stored).model_dump(mode="json", by_alias=True) == stored


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_the_register_says_is_said_in_english_too(path: Path) -> None:
    declared = read_profile(path)
    for system in declared.systems:
        entry = declared.register.entry(system.slug)
        texts = [*entry.purposes, *entry.categories, entry.retention, entry.source]
        for text in texts:
            assert not isinstance(text, str), text
            assert {"en", declared.language.value} <= text.keys(), text
    shown = article15.blocks(declared.register, "en", [system.slug for system in declared.systems])
    assert {block.key for block in shown} >= set("abcdefgh")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_files_name_only_domains_that_cannot_exist(path: Path) -> None:
    declared = read_profile(path)
    addresses = [inbox.address for inbox in declared.inboxes]
    addresses += [person.email for person in declared.people]
    addresses += [recipient.email for recipient in declared.recipients]
    addresses += [declared.contact.email, *(system.owner for system in declared.systems)]
    assert all(address.endswith(".example") for address in addresses)


def test_no_two_files_share_an_inbox_or_a_prefix() -> None:
    declared = [read_profile(path) for path in FILES]
    inboxes = [inbox.address for one in declared for inbox in one.inboxes]
    prefixes = [one.reference_prefix for one in declared]
    assert len(set(inboxes)) == len(inboxes)
    assert len(set(prefixes)) == len(prefixes)


# The promises of the five policies, row by row


def the(declared: Profile, slug: str) -> SystemProfile:
    system = declared.system(slug)
    assert system is not None, slug
    return system


def settings(declared: Profile, slug: str) -> Any:
    return the(declared, slug).settings


def told(declared: Profile, slug: str, what: str) -> str:
    """Everything one entry of the register says of `what`, in the firm's language."""
    entry = declared.register.entry(slug)
    texts: dict[str, list[Any]] = {
        "purposes": list(entry.purposes),
        "categories": list(entry.categories),
        "retention": [entry.retention],
        "source": [entry.source],
        "recipients": [
            f"{one.name} {said(one.purpose, declared.language)}" for one in entry.recipients or ()
        ],
        "safeguard": [entry.safeguard],
    }
    return " ".join(said(text, declared.language.value) for text in texts[what])


def slugs(declared: Profile) -> set[str]:
    return {system.slug for system in declared.systems}


def inboxes(declared: Profile) -> set[str]:
    return {inbox.address for inbox in declared.inboxes}


def names(declared: Profile, slug: str) -> set[str]:
    return {one.name for one in declared.recipients if slug in one.systems}


AV, AB, CL, CO, TK, PR, AP = (
    "bjorkvinge", "flinkhand", "lyktstrak", "tindekron-search", "tindekron", "tindekron-projects", "fjordglott",
)  # fmt: skip
Promise = Callable[[Profile], bool]
PROMISES: list[tuple[str, str, Promise]] = [
    ("AV01", AV, lambda p: "info@bjorkvinge.example" in inboxes(p)),
    ("AV02", AV, lambda p: p.contact.phone.startswith("+46")),
    ("AV05", AV, lambda p: len(p.systems) == 14 and slugs(p) == p.register.systems.keys()),
    ("AV12", AV, lambda p: "lag eller avtal" in told(p, "korrespondens", "retention")),
    ("AV13", AV, lambda p: "tre år efter den senaste" in told(p, "kandidatsystem", "retention")),
    ("AV14", AV, lambda p: "högst fem år" in told(p, "deltagarregister", "retention")),
    ("AV15", AV, lambda p: settings(p, "deltagarregister")["tables"]["deltagare"]["retain"]["from_field"] == "garanti_till"),
    ("AV16", AV, lambda p: p.identity[Right.COMPLAINT] == IdentityLevel.NONE),
    ("AV17", AV, lambda p: "tas tillbaka" in told(p, "referenser", "retention")),
    ("AV19", AV, lambda p: "varje utlämnande" in told(p, "referenser", "categories")),
    ("AV20", AV, lambda p: "ta ned" in str(settings(p, "publicerat")["checklist"])),
    ("AV21", AV, lambda p: "inga kontaktuppgifter" in str(settings(p, "publicerat")["checklist"])),
    ("AV22", AV, lambda p: {"bokning", "uppfoljning"} <= settings(p, "deltagarregister")["tables"].keys()),
    ("AV23", AV, lambda p: the(p, "coachanteckningar").kind == "manual"),
    ("AV24", AV, lambda p: "CV" in told(p, "dokument", "categories")),
    ("AV25", AV, lambda p: {"korrespondens", "sms"} <= slugs(p)),
    ("AV26", AV, lambda p: {"chatt", "webbformular"} <= slugs(p)),
    ("AV27", AV, lambda p: "Rönnsystem AB" in told(p, "kandidatsystem", "recipients")),
    ("AV28", AV, lambda p: "kunskapstester och referenser" in told(p, "kandidatsystem", "categories")),
    ("AV29", AV, lambda p: "Kvarnljus Teknik AB" in names(p, "kandidatsystem")),
    ("AV30", AV, lambda p: "i förväg" in told(p, "dokument", "recipients")),
    ("AV31", AV, lambda p: "Omställningsfonden Trygghand" in names(p, "deltagarregister")),
    ("AV32", AV, lambda p: "fonden" in told(p, "deltagarregister", "source")),
    ("AV33", AV, lambda p: "SPAR" in told(p, "kundregister", "source")),
    ("AV34", AV, lambda p: "tidigare anställningar" in told(p, "deltagarregister", "categories")),
    ("AV35", AV, lambda p: "personnummer" in told(p, "deltagarregister", "categories")),
    ("AV36", AV, lambda p: the(p, "coachanteckningar").identity_level == IdentityLevel.TWO_SIGNS),
    ("AV37", AV, lambda p: the(p, "webbformular").kind == "sql"),
    ("AV38", AV, lambda p: settings(p, "nyhetsbrev")["definition"] == "mailchimp"),
    ("AV40", AV, lambda p: "samtycke" in told(p, "kandidatsystem", "purposes")),
    ("AV41", AV, lambda p: "berättigat intresse" in told(p, "kundregister", "purposes")),
    ("AV47", AV, lambda p: p.register.entry("korrespondens").recipients == ()),
    ("AV48", AV, lambda p: "sakerhetsloggar" in slugs(p)),
    ("AV49", AV, lambda p: "artikel 11" in str(settings(p, "webbanalys")["checklist"])),
    ("AV52", AV, lambda p: "marknadsföra" in said(p.register.general.purposes[1], "sv")),
    ("AB02", AB, lambda p: p.promise_days == 30),
    ("AB08", AB, lambda p: "kontakt@flinkhand.example" in inboxes(p)),
    ("AB09", AB, lambda p: p.addressees(Role.DPO)[0].name == "Personvernrådgiver"),
    ("AB10", AB, lambda p: p.authority.name == "Datatilsynet"),
    ("AB12", AB, lambda p: settings(p, "recman")["definition"] == "recman"),
    ("AB13", AB, lambda p: "Underleverandører" in told(p, "recman", "recipients")),
    ("AB15", AB, lambda p: "Havglans Sjømat AS" in names(p, "recman")),
    ("AB16", AB, lambda p: "Kunder" in told(p, "recman", "recipients")),
    ("AB17", AB, lambda p: "IP-adresser" in told(p, "recman", "categories")),
    ("AB18", AB, lambda p: the(p, "epost").kind == "manual"),
    ("AB19", AB, lambda p: "når du logger inn" in told(p, "recman", "source")),
    ("AB22", AB, lambda p: "Informasjonskapsler" in told(p, "nettsted", "categories")),
    ("AB23", AB, lambda p: "fremtidige oppdrag" in told(p, "recman", "purposes")),
    ("AB25", AB, lambda p: "innlogging" in told(p, "innlogginger", "categories")),
    ("AB26", AB, lambda p: "når samtykket trekkes" in told(p, "recman", "retention")),
    ("AB27", AB, lambda p: "alle plikter er oppfylt" in told(p, "recman", "retention")),
    ("CL01", CL, lambda p: bool(p.contact.phone) and "info@lyktstrak.example" in inboxes(p)),
    ("CL02", CL, lambda p: p.identity[Right.CONSENT_WITHDRAWAL] == IdentityLevel.CONTACT_ON_FILE),
    ("CL03", CL, lambda p: "inte kan fortsätta" in str(settings(p, "deltagarsystem")["checklist"])),
    ("CL06", CL, lambda p: "Till dess att" in told(p, "deltagarsystem", "retention")),
    ("CL07", CL, lambda p: p.identity[Right.INFORMATION_REQUEST] == IdentityLevel.NONE),
    ("CL08", CL, lambda p: "Meddelanden" in told(p, "deltagarsystem", "categories")),
    ("CL09", CL, lambda p: "Radera inte här" in str(settings(p, "rapportportal")["checklist"])),
    ("CL10", CL, lambda p: "46.2 c" in told(p, "nyhetsbrev", "safeguard")),
    ("CL11", CL, lambda p: "röster" in told(p, "inspelningar", "categories")),
    ("CL12", CL, lambda p: "samtycket i kontaktformuläret" in told(p, "epost", "purposes")),
    ("CL13", CL, lambda p: "Arbetsförmedlingen" in names(p, "rapportportal")),
    ("CL14", CL, lambda p: "utvecklingsplan" in told(p, "deltagarsystem", "categories")),
    ("CL15", CL, lambda p: "samtycke och berättigat intresse" in told(p, "deltagarsystem", "purposes")),
    ("CL16", CL, lambda p: "Din registrering" in told(p, "deltagarsystem", "source")),
    ("CL17", CL, lambda p: "underbiträden" in told(p, "deltagarsystem", "recipients")),
    ("CL18", CL, lambda p: "misstanke om brott" in told(p, "deltagarsystem", "recipients")),
    ("CL22", CL, lambda p: "Kakidentitet" in told(p, "webbplats", "categories")),
    ("CL24", CL, lambda p: p.authority.name.startswith("Integritetsskydds")),
    ("CO02", CO, lambda p: p.addressees(Role.DPO)[0].name == "Daglig leder"),
    ("CO03", CO, lambda p: "selv ansvarlig" in told(p, "recman", "recipients")),
    ("CO07", CO, lambda p: "Brønnøysund" in told(p, "recman", "source")),
    ("CO08", TK, lambda p: the(p, "kunder").kind == "sql"),
    ("CO09", TK, lambda p: settings(p, "kunder")["tables"]["faktura"]["retain"]["ground"] == RefusalGround.LEGAL_OBLIGATION),
    ("CO10", TK, lambda p: "kursbevis" in told(p, "kurs", "categories")),
    ("CO11", TK, lambda p: "anonyme rapporter" in told(p, "evaluering", "retention")),
    ("CO12", TK, lambda p: "du kan protestere" in told(p, "kurs", "retention")),
    ("CO13", TK, lambda p: "casefilmer" in told(p, "trening", "categories")),
    ("CO16", CO, lambda p: "berettiget interesse" in told(p, "recman", "purposes")),
    ("CO18", CO, lambda p: p.identity[Right.ERASURE] == IdentityLevel.CONTACT_ON_FILE),
    ("CO20", CO, lambda p: "kommune" in told(p, "sokerlister", "categories")),
    ("CO21", CO, lambda p: p.identity[Right.APPLICANT_LIST_EXEMPTION] == IdentityLevel.NONE),
    ("CO22", CO, lambda p: "casefilmer" in told(p, "tester", "categories")),
    ("CO23", CO, lambda p: the(p, "bakgrunnssjekk").identity_level == IdentityLevel.SUBSTANTIAL),
    ("CO24", CO, lambda p: "Inntil tre år" in told(p, "recman", "retention")),
    ("CO25", CO, lambda p: "nytt samtykke" in told(p, "recman", "retention")),
    ("CO27", CO, lambda p: settings(p, "sokerlister")["tables"]["sokerliste"]["retain"]["years"] == 5),
    ("CO28", PR, lambda p: "geografi" in told(p, "undersokelser", "categories")),
    ("CO29", PR, lambda p: "oppdraget er avsluttet" in told(p, "undersokelser", "retention")),
    ("CO30", CO, lambda p: "Markedsføring" in told(p, "markedsforing", "purposes")),
    ("CO34", TK, lambda p: the(p, "personal").identity_level == IdentityLevel.TWO_SIGNS),
    ("CO35", TK, lambda p: "fratreden slettes postkassen" in told(p, "personal", "retention")),
    ("CO42", CO, lambda p: "papirmappen" in str(settings(p, "saksmapper")["checklist"])),
    ("CO43", CO, lambda p: "artikkel 46" in told(p, "markedsforing", "safeguard")),
    ("CO46", CO, lambda p: "databehandler" in told(p, "recman", "recipients")),
    ("CO48", CO, lambda p: settings(p, "recman")["definition"] == "recman"),
    ("CO50", CO, lambda p: p.authority.website == "https://www.datatilsynet.no"),
    ("AP01", AP, lambda p: p.addressees(Role.DPO)[0].name == "Styrets leder"),
    ("AP02", AP, lambda p: p.addressees(Role.LEAD)[0].name == "Partnerne"),
    ("AP03", AP, lambda p: "kundeservice@fjordglott.example" in inboxes(p)),
    ("AP04", AP, lambda p: settings(p, "nettsted")["definition"] == "wordpress" and the(p, "skjemaer").kind == "sql"),
    ("AP08", AP, lambda p: "Min konto" in told(p, "kandidater", "retention")),
    ("AP09", AP, lambda p: p.identity[Right.INFORMATION_REQUEST] == IdentityLevel.NONE),
    ("AP11", AP, lambda p: bool(p.contact.address)),
    ("AP12", AP, lambda p: "Bare å svare" in told(p, "skjemaer", "purposes")),
    ("AP13", AP, lambda p: "deling" in settings(p, "kandidater")["tables"]),
    ("AP14", AP, lambda p: "aldri følsomme" in str(settings(p, "epost")["checklist"])),
    ("AP16", AP, lambda p: "telefonnotat" in told(p, "epost", "categories")),
    ("AP17", AP, lambda p: "gjennomgås minst hvert år" in told(p, "epost", "retention")),
    ("AP18", AP, lambda p: "kolleger som har sluttet" in str(settings(p, "epost")["checklist"])),
    ("AP19", AP, lambda p: "hvert kvartal" in told(p, "nyhetsbrev", "purposes")),
    ("AP20", AP, lambda p: settings(p, "nyhetsbrev")["tables"]["abonnent"]["erase"] == "delete"),
    ("AP21", AP, lambda p: "ute av bruk" in told(p, "nyhetsbrev", "retention")),
    ("AP22", AP, lambda p: "Evjelys Kommunikasjon AS" in names(p, "nettsted")),
    ("AP23", AP, lambda p: "databehandleravtale" in told(p, "nettsted", "recipients")),
    ("AP25", AP, lambda p: "artikkel 11" in str(settings(p, "statistikk")["checklist"])),
    ("AP27", AP, lambda p: "Evjelys" in told(p, "statistikk", "recipients")),
    ("AP29", AP, lambda p: "arkivlova" in told(p, "personal", "retention")),
    ("AP30", AP, lambda p: "kan publiseres" in told(p, "personal", "categories")),
    ("AP31", AP, lambda p: "med samtykke om ikke annet" in said(p.register.general.purposes[0], "nb")),
    ("AP32", AP, lambda p: p.promise_days == 30),
]  # fmt: skip


@pytest.mark.parametrize(("row", "slug", "kept"), PROMISES, ids=[row for row, _, _ in PROMISES])
def test_a_promise_of_a_policy_is_declared(row: str, slug: str, kept: Promise) -> None:
    assert kept(profile(slug)), row


def test_each_company_of_a_group_is_a_controller_of_its_own() -> None:
    group = [profile(path.stem) for path in FILES if path.stem.startswith("tindekron")]
    assert len(group) == 4
    assert len({one.addressees(Role.DPO)[0].email for one in group}) == 4
    assert all(one.country is Country.NO and one.language is Language.NB for one in group)


def test_the_ladder_is_the_house_s_own_where_a_file_says_none() -> None:
    assert profile(AV).rungs == DEFAULT_LADDER
    assert [str(rung) for rung in profile(AP).rungs] == ["T-10:handler", "T-5:lead", "due:dpo", "late:dpo"]


# What is wrong with a file


def test_the_file_the_faults_are_made_from_is_good(tmp_path: Path) -> None:
    assert gaps(read_profile(written(tmp_path, GOOD))) == []


BROKEN = [
    ("unclosed text", 'name = "Lundstaff AB"', 'name = "Lundstaff', "2: ", "not valid TOML"),
    ("a key twice", 'country = "SE"', 'country = "SE"\ncountry = "NO"', "4: ", "not valid TOML"),
    ("a table twice", "[register.general]", "[contact]\n[register.general]", "18: ", "not valid TOML"),
    ("no value", 'language = "sv"', "language =", "4: ", "not valid TOML"),
    ("unknown key", 'name = "Lundstaff AB"', 'nmae = "Lundstaff AB"', "2: nmae: ", "did you mean `name`?"),
    ("missing key", 'name = "Lundstaff AB"\n', "", "1: name: ", "is missing; add it"),
    ("missing table", '[contact]\nemail = "info@lundstaff.example"\n', "", "1: contact: ", "is missing"),
    ("no inbox", '[[inboxes]]\naddress = "info@lundstaff.example"\n', "", "1: inboxes: ", "is missing"),
    ("empty list", '"LST"\n\n[contact]', '"LST"\npeople = []\n\n[contact]', "14: ", "not valid TOML"),
    ("no column", '{ email = "mail" }', "{}", "49: systems.1.settings.tables.person.match.0.columns: ", "at least 1 of them"),
    ("country", 'country = "SE"', 'country = "SW"', "3: country: ", "must be one of SE, NO, DK, FI"),
    ("near word", 'role = "handler"', 'role = "handlr"', "16: people.0.role: ", "did you mean `handler`?"),
    ("slug", 'slug = "lundstaff"', 'slug = "Lund Staff"', "1: slug: ", "small letters"),
    ("prefix", '"LST"', '"lst"', "5: reference_prefix: ", "capital letters"),
    ("address", 'address = "info@', 'address = "info+gdpr@', "11: inboxes.0.address: ", "without a plus part"),
    ("number", '"LST"\n', '"LST"\npromise_days = "30 days"\n', "6: promise_days: ", "a whole number"),
    ("too few", '"LST"\n', '"LST"\npromise_days = 0\n', "6: promise_days: ", "at least 1"),
    ("too many", '"LST"\n', '"LST"\npromise_days = 90\n', "6: promise_days: ", "at most 60"),
    ("rung", '"LST"\n', '"LST"\nladder = [\n  "T-5:handler",\n  "T-1:boss",\n]\n', "8: ladder.1: ", "nobody to tell"),
    ("rung twice", '"LST"\n', '"LST"\nladder = ["due:dpo", "due:lead"]\n', "6: ladder.1: ", "written twice"),
    ("right", '"LST"\n', '"LST"\nidentity = { acess = 1 }\n', "6: identity.acess: ", "did you mean `access`?"),
    ("level", '"LST"\n', '"LST"\nidentity.access = 9\n', "6: identity.access: ", "must be one of 0, 1, 2, 3, 4"),
    ("holiday", '"LST"\n', '"LST"\ncalendar.added = ["Midsummer"]\n', "6: calendar.added.0: ", "a date, as in"),
    ("password", '"info@lundstaff.example"\n\n[[p', '"info@lundstaff.example"\nimap = { host = "h", user = "u", password = "hunter2" }\n\n[[p', "12: inboxes.0.imap.password: ", "do not write it down"),
    ("register key", "purposes = [", "purpose = [", "19: register.general.purpose: ", "did you mean `purposes`?"),
    ("register text", '["staffing"]', "[7]", "19: register.general.purposes.0: ", "a text in quotes, or must be a table"),
    ("automated", "{ used = false }", '{ used = "sometimes" }', "25: register.general.automated.used: ", "true or false"),
    ("register of nobody", '[[systems]]\nslug = "papers"', '[register.systems.paper]\n[[systems]]\nslug = "papers"', "27: register.systems.paper: ", "did you mean `papers`?"),
    ("kind", 'kind = "manual"', 'kind = "manuel"', "30: systems.0.kind: ", "did you mean `manual`?"),
    ("settings of another kind", 'owner = "Archive"', 'ower = "Archive"', "33: systems.0.settings.ower: ", "did you mean `owner`?"),
    ("settings missing", 'owner = "Archive"\n', "", "32: systems.0.settings.owner: ", "is missing"),
    ("language", "{ sv = [", "{ se = [", "35: systems.0.settings.checklist.se: ", "must be one of sv, nb"),
    ("url written down", '"env:PEOPLE_URL"', '"postgresql://u:hunter2@db/x"', "43: systems.1.settings.url: ", "a secret is named"),
    ("column rule", 'erase = "delete"', 'erase = "shred"', "50: systems.1.settings.tables.person.erase: ", "must be one of delete, or must be a table"),
    ("match", "columns = {", "colums = {", "49: systems.1.settings.tables.person.match.0.colums: ", "did you mean `columns`?"),
    ("search", 'match = [{ columns = { email = "mail" } }]\n', "", "45: systems.1.settings.tables.person: ", "give either `match`"),
    ("identifier", "{ email = ", "{ e_mail = ", "49: systems.1.settings.tables.person.match.0.columns.e_mail: ", "did you mean `email`?"),
    ("retain", 'erase = "delete"', 'retain = { ground = "law", statute = "x" }', "50: systems.1.settings.tables.person.retain.ground: ", "must be one of"),
    ("definition", '"mailchimp"', '"mailchump"', "58: systems.2.settings.definition: ", "no such definition"),
    ("param", 'key = "env:M', 'kye = "env:M', "59: systems.2.settings.params.kye: ", "did you mean `key`?"),
    ("secret param", '"env:MAILCHIMP_KEY"', '"hunter2"', "59: systems.2.settings.params.key: ", "a secret is named"),
    ("endpoint", "us1.api.mailchimp.com", "mail.evil.example", "59: systems.2.settings.params.base: ", "must be one of *.api.mailchimp.com"),
    ("slug twice", 'slug = "client"', 'slug = "people"', "62: recipients.0.slug: ", "used twice"),
    ("unknown system", 'systems = ["people"]', 'systems = ["poeple"]', "65: recipients.0.systems.0: ", "did you mean `people`?"),
    ("one too much", 'systems = ["people"]', 'systems = "people"', "65: recipients.0.systems: ", "a list in square brackets"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "broken", "place", "sentence"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_fault_is_told_with_its_line_and_key(
    tmp_path: Path, good: str, broken: str, place: str, sentence: str
) -> None:
    assert good in GOOD
    found = faults_of(written(tmp_path, GOOD.replace(good, broken, 1)))
    assert any(fault.startswith(place) and sentence in fault for fault in found), found
    assert "hunter2" not in str(found)


def test_the_first_table_is_not_blamed_for_the_second(tmp_path: Path) -> None:
    text = GOOD.replace('name = "People"\n', "")
    assert faults_of(written(tmp_path, text)) == ["37: systems.1.name: is missing; add it to this table"]


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD
    for good, broken in (
        ('country = "SE"', 'country = "Sweden"'),
        ('role = "handler"', 'role = "chief"'),
        ('"env:PEOPLE_URL"', '"hunter2"'),
        ('owner = "Archive"\n', ""),
        ('systems = ["people"]', 'systems = ["papers", "nowhere"]'),
        ('"LST"\n', '"LST"\nladder = ["T-0:handler"]\n'),
    ):
        text = text.replace(good, broken, 1)
    path = written(tmp_path, text)
    with pytest.raises(InvalidInput) as caught:
        read_profile(path)
    fields = caught.value.fields
    assert [field.path for field in fields] == [
        "line 3: country",
        "line 6: ladder.0",
        "line 17: people.0.role",
        "line 33: systems.0.settings.owner",
        "line 43: systems.1.settings.url",
        "line 65: recipients.0.systems.1",
    ]
    assert caught.value.detail.splitlines()[0].startswith(f"{path}:3: country: ")
    assert len(caught.value.detail.splitlines()) == len(fields)
    assert "hunter2" not in caught.value.detail + str(fields)


def with_value(data: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = data.copy()
    copy[place[0]] = with_value(data[place[0]], place[1:], value)
    return copy


def is_valid(data: Any) -> bool:
    try:
        Profile.model_validate(data)
    except (InvalidInput, ValidationError):
        return False
    return True


@pytest.mark.parametrize("value", [7, True, "", "nonsense", [], [7], {}, {"a": {"b": 7}}, AT.date()], ids=str)
def test_whatever_stands_in_a_file_is_a_fault_or_valid_but_never_a_crash(value: Any) -> None:
    good = tomllib.loads(GOOD)
    for place in places(good):
        data = with_value(good, place, value)
        found = faults(data)
        assert found or is_valid(data), place
        assert not found or not is_valid(data) or _stricter(found), (place, found)


def _stricter(found: list[Fault]) -> bool:
    """Two rules are the file's own: the register names only systems there are, and each inbox once."""
    return all(fault.place[:2] == ("register", "systems") or fault.place[0] == "inboxes" for fault in found)


def test_two_inboxes_of_one_address_are_one_too_many(tmp_path: Path) -> None:
    text = GOOD.replace("[[people]]", '[[inboxes]]\naddress = "INFO@lundstaff.example"\n\n[[people]]', 1)
    assert faults_of(written(tmp_path, text)) == [
        "14: inboxes.1.address: this address is used twice; give each its own"
    ]


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere\.toml cannot be read: No such file"):
        read_profile(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes('slug = "x"\nname = "Räv"'.encode("latin-1"))
    with pytest.raises(InvalidInput, match=r"latin\.toml:2: is not UTF-8"):
        read_profile(tmp_path / "latin.toml")
    (tmp_path / "empty.toml").write_text("")
    assert "1: slug: is missing; add it to this table" in faults_of(tmp_path / "empty.toml")


# Lines


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, below in entries:
        yield (*path, step)
        yield from places(below, (*path, step))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_of_a_file_stands_on_the_line_it_is_said_to(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines, rows = Lines(text), text.splitlines()
    for place in places(tomllib.loads(text)):
        row = rows[lines.of(place) - 1]
        name = next(step for step in reversed(place) if isinstance(step, str))
        assert name in row or isinstance(place[-1], int), (place, row)


AWKWARD = '''\
"a key" = 1            # a.b = 2
a.b = """
[c]
x = 1
"""
list = [
  "one", # ]
  { in = [1,
      2] },
]
'literal' = \'\'\'
[[d]]\'\'\'
[[d]]
when = 2026-01-02 03:04:05
[[d]]
e = { "f.g" = {}, h = [[], ["\\"]"]] }
[d.i]
j = true
[[d.k]]
l = 1
[[d.k]]
l = """a"""" # four
m = 2
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a key",), 1), (("a", "b"), 2), (("list",), 6), (("list", 0), 7), (("list", 1, "in", 1), 9),
        (("literal",), 11), (("d", 0), 13), (("d", 0, "when"), 14), (("d", 1), 15), (("d", 1, "e", "f.g"), 16),
        (("d", 1, "e", "h", 1, 0), 16), (("d", 1, "i", "j"), 18), (("d", 1, "k", 0, "l"), 20),
        (("d", 1, "k", 1, "m"), 23), (("d", 1, "k", 1, "missing"), 21), (("nothing", 3), 1),
    ],
)  # fmt: skip
def test_lines_are_found_whatever_the_file_is_written_like(place: tuple[Any, ...], line: int) -> None:
    assert set(places(tomllib.loads(AWKWARD))) >= {place} or place[-1] in {"missing", 3}
    assert Lines(AWKWARD).of(place) == line


# Applying


@pytest.fixture
async def office(database: str, tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(database, tmp_path) as opened:
        yield opened


def changed(declared: Profile, **changes: Any) -> Profile:
    return Profile.model_validate({**declared.model_dump(mode="json", by_alias=True), **changes})


async def rows(database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(database)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_applying_twice_makes_one_version(office: Office, database: str) -> None:
    declared = profile("bjorkvinge")
    first = await apply(office, declared, AT)
    again = await apply(office, profile("bjorkvinge"), AT)
    assert (first.version, first.created, first.changed) == (1, True, True)
    assert (again.version, again.created, again.changed) == (1, False, False)
    assert again.organisation_id == first.organisation_id
    assert await rows(database, "SELECT count(*) FROM profiles") == [(1,)]
    assert await rows(database, "SELECT address FROM inboxes ORDER BY 1") == [
        ("dataskydd@bjorkvinge.example",), ("info@bjorkvinge.example",),
    ]  # fmt: skip


async def test_every_file_of_ours_is_applied_side_by_side_and_read_back(office: Office) -> None:
    for path in FILES:
        applied = await apply(office, read_profile(path), AT)
        async with office.db.transaction(applied.organisation_id) as session:
            desk = await office.desk(session)
        assert desk.profile.slug == path.stem
        assert gaps(desk.profile) == []
        assert not (await apply(office, read_profile(path), AT)).changed
    async with office.db.transaction() as session:
        assert [one.slug for one in await organisations.all_organisations(session)] == sorted(
            path.stem for path in FILES
        )


async def test_a_change_is_a_new_version_and_keeps_the_key(office: Office, database: str) -> None:
    first = await apply(office, profile("nordstaff"), AT)
    wrapped = await rows(database, "SELECT wrapped, version FROM organisation_keys")
    renamed = changed(
        profile("nordstaff"), name="Nordstaff Norden AB", inboxes=[{"address": "dpo@nordstaff.example"}]
    )
    second = await apply(office, renamed, AT)
    assert (second.version, second.created, second.changed) == (2, False, True)
    assert second.organisation_id == first.organisation_id
    assert await rows(database, "SELECT wrapped, version FROM organisation_keys") == wrapped
    assert keys.unwrap_organisation_key(MASTER, first.organisation_id, wrapped[0][0]).generation == 1
    assert await rows(database, "SELECT name FROM organisations") == [("Nordstaff Norden AB",)]
    assert await rows(database, "SELECT address FROM inboxes") == [("dpo@nordstaff.example",)]


async def test_the_order_of_holidays_is_no_change(office: Office) -> None:
    days = [f"2026-0{month}-1{day}" for month in range(1, 10) for day in range(5)]
    await apply(office, changed(profile("nordstaff"), calendar={"added": days}), AT)
    assert not (
        await apply(office, changed(profile("nordstaff"), calendar={"added": days[::-1]}), AT)
    ).changed


async def test_an_inbox_of_another_organisation_is_refused_and_nothing_is_written(
    office: Office, database: str
) -> None:
    await apply(office, profile("nordstaff"), AT)
    taken = changed(
        profile("fjellkraft"),
        inboxes=[{"address": "personvern@fjellkraft.example"}, {"address": "info@nordstaff.example"}],
    )
    with pytest.raises(InvalidInput, match=r"info@nordstaff\.example is an inbox of another") as caught:
        await apply(office, taken, AT)
    assert [field.path for field in caught.value.fields] == ["inboxes.1.address"]
    assert await rows(database, "SELECT slug FROM organisations") == [("nordstaff",)]
    assert await rows(database, "SELECT count(*) FROM organisation_keys") == [(1,)]
    assert len(await rows(database, "SELECT 1 FROM inboxes")) == 2


async def test_two_at_once_make_one_organisation(database: str, tmp_path: Path) -> None:
    async with an_office(database, tmp_path, pool_size=6) as office:
        done = await asyncio.gather(*(apply(office, profile("nordstaff"), AT) for _ in range(6)))
        assert len({applied.organisation_id for applied in done}) == 1
        assert sorted(applied.changed for applied in done) == [False] * 5 + [True]
        names = [changed(profile("nordstaff"), name=f"Nordstaff {number}") for number in range(4)]
        versions = await asyncio.gather(*(apply(office, one, AT) for one in names))
        assert sorted(applied.version for applied in versions) == [2, 3, 4, 5]


async def test_a_stored_profile_finds_its_systems_again(office: Office) -> None:
    applied = await apply(office, profile("fjordglott"), AT)
    async with office.db.transaction(applied.organisation_id) as session:
        desk = await office.desk(session)
    assert desk.profile.strictest_system is IdentityLevel.TWO_SIGNS
    site = the(desk.profile, "skjemaer").settings["tables"]["innsending"]
    assert site["match"][0].get("certainty", Certainty.EXACT) == Certainty.EXACT


# Commands


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, organisation_app, list(arguments))


@pytest.fixture
def _house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(database, tmp_path).items():
        monkeypatch.setenv(name, value)


async def test_check_needs_no_database_and_tells_gaps(tmp_path: Path) -> None:
    quiet = await run("check", *map(str, FILES))
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    assert quiet.stdout.count("is valid") == len(FILES)
    gappy = await run("check", str(written(tmp_path, GOOD.replace('source = "you"\n', ""))))
    assert gappy.exit_code == 0
    assert "not complete: (g) Article 15(1)(g): the register does not say the source" in gappy.stderr


async def test_check_tells_the_faults_of_every_file(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("x = ")
    result = await run("check", str(written(tmp_path, GOOD.replace('"SE"', '"XX"', 1))), str(other))
    assert result.exit_code == 2
    assert f"{tmp_path}/firm.toml:3: country: must be one of" in result.stderr
    assert f"{other}:1: " in result.stderr


@pytest.mark.usefixtures("_house")
async def test_apply_puts_files_in_force_and_list_shows_them() -> None:
    first = await run("apply", str(FOLDER / "nordstaff.toml"), str(FOLDER / "fjellkraft.toml"))
    assert first.exit_code == 0, first.output
    assert first.stdout.count("is new (version 1)") == 2
    again = await run("apply", str(FOLDER / "nordstaff.toml"))
    assert "is in force already (version 1)" in again.stdout
    assert (await run("list")).stdout.splitlines() == [
        "fjellkraft\tNO\tFjellkraft Bemanning AS",
        "nordstaff\tSE\tNordstaff AB",
    ]


@pytest.mark.usefixtures("_house")
async def test_apply_changes_nothing_when_one_of_the_files_is_wrong(tmp_path: Path) -> None:
    broken = written(tmp_path, GOOD.replace('"SE"', '"XX"', 1))
    assert (await run("apply", str(FOLDER / "nordstaff.toml"), str(broken))).exit_code == 2
    assert (await run("list")).stdout == ""


@pytest.mark.usefixtures("_house")
async def test_apply_says_which_inbox_is_taken(tmp_path: Path) -> None:
    await run("apply", str(FOLDER / "nordstaff.toml"))
    thief = written(tmp_path, GOOD.replace('address = "info@lundstaff', 'address = "info@nordstaff', 1))
    result = await run("apply", str(thief))
    assert result.exit_code == 2
    assert "info@nordstaff.example is an inbox of another organisation" in result.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_profile_written_as_a_file_is_the_same(path: Path, tmp_path: Path) -> None:
    stored = read_profile(path).model_dump(mode="json", by_alias=True)
    again = read_profile(written(tmp_path, to_toml(stored)))
    assert again.model_dump(mode="json", by_alias=True) == stored
