"""Settings in the API: who may, what is refused and where it says so, versions, and secrets that stay secret."""

import asyncio
import copy
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from app import clock, embedded, secrets
from app.interface.dictionary import SPOKEN
from app.interface.faulted import faulted
from app.main import create_app
from app.office import Office
from app.organisation_files import read_profile, sentences
from app.organisation_files.written import written
from app.organisation_settings.checked import changed
from app.organisation_settings.sections import SECTIONS
from app.profiles import Profile
from app.queries import organisations
from app.vocabulary import Language, Role, Section
from app.workflows.applying import apply
from tests.clockwork import a_database, manual, profile
from tests.house import give_token
from tests.offices import an_office

FILES = sorted((Path(__file__).parent.parent / "organisations").glob("*.toml"))
SECRET = "swordfish-of-the-mailbox"  # invented
MAILBOX = {"host": "imap.nordstaff.example", "user": "privacy", "password": "env:NORDSTAFF_OLD"}
DATABASE = {
    "slug": "people",
    "name": "Personregistret",
    "kind": "sql",
    "settings": {
        "url": "env:NORDSTAFF__PEOPLE",
        "tables": {
            "person": {
                "table": "person",
                "key": "id",
                "purpose": "staffing",
                "match": [{"columns": {"email": "mail"}}],
            }
        },
    },
}


@dataclass
class Door:
    """The API of one organisation, and of another beside it."""

    office: Office
    http: httpx.AsyncClient
    ids: dict[str, UUID]
    tokens: dict[tuple[str, Role], str]

    async def ask(
        self, method: str, path: str = "", *, role: Role = Role.LEAD, slug: str = "nordstaff", **given: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[slug, role]}", **given.pop("headers", {})}
        return await self.http.request(method, f"/api/v1/organisation{path}", headers=headers, **given)

    async def section(self, section: Section, slug: str = "nordstaff") -> dict[str, Any]:
        answer = await self.ask("GET", slug=slug)
        assert answer.status_code == 200, answer.text
        (found,) = [one for one in answer.json()["sections"] if one["section"] == section.value]
        return dict(found)

    async def put(
        self, section: Section, value: Any, *, version: str | None = None, **given: Any
    ) -> httpx.Response:
        tag = version or (await self.section(section))["version"]
        return await self.ask(
            "PUT", f"/{section.value}", json=value, headers={"If-Match": f'"{tag}"'}, **given
        )

    async def profile(self) -> Profile:
        async with self.office.db.transaction(self.ids["nordstaff"]) as session:
            return (await self.office.desk(session)).profile

    async def versions(self) -> list[tuple[int, str | None, str | None]]:
        async with self.office.db.transaction(self.ids["nordstaff"]) as session:
            found = await organisations.versions(session, 100)
        return [(one.version, one.section, one.applied_by) for one in found]


@asynccontextmanager
async def opened(
    server: embedded.Server, template: str, folder: Path, declared: dict[str, Any]
) -> AsyncGenerator[Door]:
    other = profile(
        slug="fjellkraft", name="Fjellkraft AS", reference_prefix="FK",
        inboxes=[{"address": "personvern@fjellkraft.example"}],
    )  # fmt: skip
    async with (
        a_database(server, template) as database,
        an_office(database, folder) as office,
        httpx.AsyncClient(transport=httpx.ASGITransport(create_app(office)), base_url="http://house") as http,
    ):
        ids = {
            one["slug"]: (await apply(office, Profile.model_validate(one), clock.now())).organisation_id
            for one in (declared, other)
        }
        tokens = {
            (slug, role): await give_token(office, organisation_id, role)
            for slug, organisation_id in ids.items()
            for role in Role
        }
        yield Door(office, http, ids, tokens)


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Door]:
    secrets.offer("NORDSTAFF_OLD", SECRET)
    declared = profile(manual("archive"), DATABASE)
    declared["inboxes"] = [{"address": "privacy@nordstaff.example", "imap": MAILBOX}]
    async with opened(server, template, tmp_path_factory.mktemp("settings"), declared) as door:
        yield door


def fields(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {field["path"]: field["message"] for field in answer.json()["fields"]}


def first_table(value: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = value["systems"][1]["settings"]["tables"][0]
    return table


# The forms and the file agree


EVERYTHING: dict[str, Any] = {
    "candidate": {
        "schema": "hr",
        "table": "candidate",
        "key": "id",
        "label": "name",
        "purpose": "recruitment",
        "omit": ["sort_key"],
        "rectify": ["email", "name"],
        "erase": {"name": "Erased", "points": 0, "email": None},
        "match": [
            {"columns": {"email": "mail", "name": "name"}, "ignore_case": True, "certainty": "probable"},
            {"columns": {"phone": "phone"}},
        ],
        "labels": {"mail": {"sv": "E-post", "en": "E-mail"}},
    },
    "application": {
        "table": "application",
        "key": "id",
        "purpose": "recruitment",
        "for_each": {"table": "candidate", "column": "candidate_id", "parent": "number"},
        "erase": "delete",
    },
    "voucher": {
        "table": "voucher",
        "key": "number",
        "purpose": "accounting",
        "match": [{"columns": {"email": "payee"}}],
        "retain": {"ground": "legal_obligation", "statute": "Lagen", "from_field": "day", "years": 7, "end_of_year": True},
    },
    "receipt": {
        "table": "receipt",
        "key": "id",
        "purpose": "accounting",
        "for_each": {"table": "voucher", "column": "voucher"},
        "retain": {"ground": "legal_obligation", "statute": "Lagen", "keep_until": "2033-12-31"},
    },
    "diary": {
        "table": "diary",
        "key": "id",
        "purpose": "recruitment",
        "mention": {"columns": ["line"], "kinds": ["name", "email"]},
    },
    "letter": {"table": "letter", "key": "id", "purpose": "recruitment", "mention": {"columns": ["body"]}},
}  # fmt: skip


def test_everything_a_file_can_say_of_tables_comes_back_from_the_form_as_it_was() -> None:
    content = Profile.model_validate(
        profile({**DATABASE, "settings": {"url": "env:NORDSTAFF__PEOPLE", "tables": EVERYTHING}})
    ).model_dump(mode="json", by_alias=True)
    shown = SECTIONS[Section.SYSTEMS].show(content)
    after = changed(Section.SYSTEMS, shown, content)
    assert [system.settings["tables"] for system in after.systems] == [EVERYTHING]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_section_saved_as_it_is_shown_changes_nothing(path: Path) -> None:
    content = read_profile(path).model_dump(mode="json", by_alias=True)
    for section, part in SECTIONS.items():
        after = changed(section, part.show(content), content).model_dump(mode="json", by_alias=True)
        assert {key: after[key] for key in after if key != "register"} == {
            key: content[key] for key in content if key != "register"
        }
        before, then = Profile.model_validate(content).register, Profile.model_validate(after).register
        assert [then.entry(slug) for slug in then.systems] == [before.entry(slug) for slug in before.systems]


def test_every_key_of_a_profile_is_in_one_section_or_settled() -> None:
    held = [key for part in SECTIONS.values() for key in part.keys]
    known = {field.alias or name for name, field in Profile.model_fields.items()}
    assert sorted(held) == sorted(known - {"slug", "country"})


def test_every_sentence_of_the_files_is_said_in_every_language() -> None:
    limits = {"gt": 1, "ge": 1, "le": 1, "min_length": 1, "max_length": 1}
    said = [*sentences._FORMS.values(), *(made(limits) for made in sentences._KINDS.values())]
    for sentence in said:
        told = {faulted(sentence, language) for language in SPOKEN if language is not Language.EN}
        assert sentence not in told, sentence
        assert len(told) > 1


# Who may


@pytest.mark.parametrize("role", list(Role))
async def test_only_leads_and_administrators_set_up(door: Door, role: Role) -> None:
    may = role in {Role.LEAD, Role.ADMINISTRATOR}
    assert (await door.ask("GET", role=role)).status_code == (200 if may else 403)
    ladder = await door.section(Section.LADDER)
    answer = await door.put(Section.LADDER, ladder["value"], version=ladder["version"], role=role)
    assert answer.status_code == (200 if may else 403)
    assert (await door.http.get("/api/v1/organisation")).status_code == 401


async def test_an_organisation_sets_up_itself_and_no_other(door: Door) -> None:
    mine = await door.section(Section.ORGANISATION)
    theirs = await door.section(Section.ORGANISATION, slug="fjellkraft")
    value = {**theirs["value"], "name": "Fjellkraft Nord AS"}
    answer = await door.ask(
        "PUT", "/organisation", slug="fjellkraft", json=value, headers={"If-Match": theirs["version"]}
    )
    assert answer.status_code == 200, answer.text
    assert await door.section(Section.ORGANISATION) == mine
    taken = await door.section(Section.INBOXES)
    taken["value"]["inboxes"].append({"address": "personvern@fjellkraft.example"})
    found = fields(await door.put(Section.INBOXES, taken["value"]))
    assert "annan organisation" in found["inboxes.1.address"]


# Versions


async def test_a_change_is_a_new_version_with_who_and_what_and_holds_at_once(door: Door) -> None:
    before = await door.versions()
    shown = await door.section(Section.ORGANISATION)
    answer = await door.put(Section.ORGANISATION, {**shown["value"], "promise_days": 21})
    assert answer.status_code == 200, answer.text
    assert answer.json()["value"]["promise_days"] == 21
    assert (await door.profile()).promise_days == 21
    newest, *earlier = await door.versions()
    assert earlier == before
    assert newest[:2] == (before[0][0] + 1, "organisation")
    told = (await door.ask("GET")).json()["changes"][0]
    assert (told["version"], told["section"], told["by"]) == newest
    again = await door.put(Section.ORGANISATION, answer.json()["value"])
    assert again.status_code == 200
    assert (await door.versions())[0] == newest, "nothing changed, so there is no new version"


async def test_what_was_set_is_written_as_a_file_that_sets_the_same(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "nordstaff.toml"
    async with door.office.db.transaction(door.ids["nordstaff"]) as session:
        stored = (await organisations.newest_profile(session)).content
    file.write_text(written(stored), encoding="utf-8")
    assert (await apply(door.office, read_profile(file), clock.now())).changed is False


async def test_whoever_was_not_looking_at_the_newest_is_told(door: Door) -> None:
    first = await door.section(Section.PEOPLE)
    others = copy.deepcopy(first["value"])
    others["people"][0]["name"] = "Hilma Handläggare"
    both = await asyncio.gather(
        *(door.put(Section.PEOPLE, others, version=first["version"]) for _ in range(2))
    )
    assert sorted(one.status_code for one in both) == [200, 412]
    late = await door.put(Section.PEOPLE, first["value"], version=first["version"])
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert (await door.profile()).people[0].name == "Hilma Handläggare"
    ladder = await door.section(Section.LADDER)
    assert (await door.put(Section.LADDER, ladder["value"])).status_code == 200, (
        "another section is not in the way"
    )
    missing = await door.ask("PUT", "/people", json=others)
    assert missing.status_code == 422


# Faults


@pytest.mark.parametrize(
    ("section", "change", "path", "said"),
    [
        (Section.LADDER, lambda v: v["ladder"][0].update(days=61), "ladder.0.days", "högst 60"),
        (Section.LADDER, lambda v: v["ladder"][0].update(days=None), "ladder.0.days", "Ange hur många arbetsdagar"),
        (Section.LADDER, lambda v: v["ladder"].append(v["ladder"][3]), "ladder.5.when", "två gånger"),
        (Section.LADDER, lambda v: v["ladder"][0].update(role="inbox"), "ladder.0.role", "Måste vara något av"),
        (Section.PEOPLE, lambda v: v.update(people=[]), "people", "Minst 1"),
        (Section.PEOPLE, lambda v: v["people"][1].update(email="nobody"), "people.1.email", "e-postadress"),
        (Section.ORGANISATION, lambda v: v.update(case_days=1), "case_days", "minst 730"),
        (Section.ORGANISATION, lambda v: v.pop("name"), "name", "Fyll i"),
        (Section.ORGANISATION, lambda v: v.update(country="NO"), "country", "finns inget sådant"),
        (Section.ORGANISATION, lambda v: v.update(name="A\0B"), "name", "ingen text har"),
        (Section.PUBLIC_FORM, lambda v: v["look"].update(colour="#f5a623"), "look.colour", "för ljus"),
        (Section.PUBLIC_FORM, lambda v: v["look"].update(colour="red"), "look.colour", "sex siffror"),
        (Section.IDENTITY, lambda v: v["identity"].update(access=9), "identity.access", "Måste vara något av"),
        (Section.SYSTEMS, lambda v: v["systems"][0]["settings"].pop("owner"), "systems.0.settings.owner", "Fyll i"),
        (Section.SYSTEMS, lambda v: v["systems"].append(v["systems"][0]), "systems.2.slug", "två gånger"),
        (Section.SYSTEMS, lambda v: first_table(v).pop("key"), "systems.1.settings.tables.0.key", "Fyll i"),
        (Section.SYSTEMS, lambda v: first_table(v).update(match=[]), "systems.1.settings.tables.0", "hur personer hittas"),
        (Section.SYSTEMS, lambda v: first_table(v).update(match=[{"columns": {"shoe": "size"}}]), "systems.1.settings.tables.0.match.0.columns.shoe", "Måste vara något av"),
        (Section.SYSTEMS, lambda v: first_table(v).update(erase={"how": "values", "values": []}), "systems.1.settings.tables.0.erase.values", "Minst 1"),
        (Section.SYSTEMS, lambda v: first_table(v).update(labels=[{"column": "mail", "name": {"sv": "E-post"}}] * 2), "systems.1.settings.tables.0.labels.1.column", "två gånger"),
        (Section.SYSTEMS, lambda v: first_table(v).update(retain={"ground": "legal_claims", "statute": "Lagen", "keep_until": "2030-01-01", "from_field": "day"}), "systems.1.settings.tables.0.retain", "inte båda"),
        (Section.SYSTEMS, lambda v: first_table(v).update(match=[], for_each={"table": "persons", "column": "id"}), "systems.1.settings", "ingen tabell här"),
        (Section.SYSTEMS, lambda v: v["systems"][1]["settings"]["tables"].append(first_table(v)), "systems.1.settings.tables.1.name", "två gånger"),
        (Section.SYSTEMS, lambda v: v["systems"][1]["settings"].update(url="postgresql://u:p@h/d"), "systems.1.settings.url", "hemlighetens namn"),
        (Section.SYSTEMS, lambda v: v["systems"][1].update(kind="own", settings=None), "systems.1.settings", "finns inget sådant"),
        (Section.RECIPIENTS, lambda v: v["recipients"].append({"slug": "client", "name": "Client", "email": "a@client.example", "systems": ["peeple"]}), "recipients.0.systems.0", "menade du `people`"),
        (Section.REGISTER, lambda v: v["register"]["systems"].append({"system": "moon"}), "register.systems.0.system", "inget sådant system"),
        (Section.MAIL_AND_FILES, lambda v: v["files"].update(largest_mb=51), "files.largest_mb", "högst 50"),
        (Section.CALENDAR, lambda v: v["calendar"].update(added=["soon"]), "calendar.added.0", "datum"),
        (Section.SIGN_IN, lambda v: v["sign_in"]["groups"].append({"name": "all", "role": "inbox"}), "sign_in.groups.0.role", "Måste vara något av"),
    ],
)  # fmt: skip
async def test_a_fault_stands_at_its_field_in_the_callers_language(
    door: Door, section: Section, change: Any, path: str, said: str
) -> None:
    before = await door.versions()
    value = (await door.section(section))["value"]
    change(value)
    found = fields(await door.put(section, value))
    assert said in found[path], found
    assert await door.versions() == before
    told = await door.put(section, value, params={"lang": "en"})
    assert fields(told).keys() == found.keys()
    assert fields(told) != found


async def test_what_another_section_needs_is_told_with_its_name(door: Door) -> None:
    recipients = await door.section(Section.RECIPIENTS)
    told = {"slug": "client", "name": "Client", "email": "a@client.example", "systems": ["people"]}
    assert (await door.put(Section.RECIPIENTS, {"recipients": [told]})).status_code == 200
    systems = (await door.section(Section.SYSTEMS))["value"]
    found = fields(await door.put(Section.SYSTEMS, {"systems": systems["systems"][:1]}))
    assert found[""].startswith("Mottagare av uppgifter: Det finns inget sådant system")
    assert (await door.put(Section.RECIPIENTS, recipients["value"])).status_code == 200


# Secrets


async def test_secrets_are_named_and_never_given(door: Door) -> None:
    answer = await door.ask("GET", role=Role.ADMINISTRATOR)
    assert SECRET not in answer.text
    inboxes, systems = await door.section(Section.INBOXES), await door.section(Section.SYSTEMS)
    assert inboxes["secrets"] == [{"name": "env:NORDSTAFF_OLD", "is_set": True}]
    assert systems["secrets"] == [{"name": "env:NORDSTAFF__PEOPLE", "is_set": False}]
    assert all("driver tjänsten" in one["hints"][0] for one in (inboxes, systems))


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("env:NORDSTAFF_OLD", True),
        ("env:NORDSTAFF__NEW", True),
        ("file:/run/secrets/nordstaff__new", True),
        ("env:UTDRAG_MASTER_KEY", False),
        ("env:NORDSTAFFX__NEW", False),
        ("env:FJELLKRAFT__NEW", False),
        ("env:NORDSTAFF_NEW", False),
        ("file:/run/secrets/nordstaff__../fjellkraft__mailbox", False),
        ("file:/etc/passwd", False),
    ],
)
async def test_only_secrets_of_ones_own_can_be_named(door: Door, name: str, may: bool) -> None:
    before = await door.section(Section.INBOXES)
    value = copy.deepcopy(before["value"])
    value["inboxes"][0]["imap"]["password"] = name
    answer = await door.put(Section.INBOXES, value)
    if may:
        assert answer.status_code == 200, answer.text
        # named so far, it stays nameable
        assert (await door.put(Section.INBOXES, before["value"])).status_code in {200, 422}
        await apply(door.office, await restored(door, before["value"]), clock.now())
    else:
        assert "hör till er organisation" in fields(answer)["inboxes.0.imap.password"]


async def restored(door: Door, value: dict[str, Any]) -> Profile:
    """Give the profile with its inboxes as its file would declare them."""
    content = (await door.profile()).model_dump(mode="json", by_alias=True)
    return Profile.model_validate({**content, "inboxes": value["inboxes"]})


async def test_a_product_of_the_library_is_set_by_its_own_fields(door: Door) -> None:
    before = (await door.section(Section.SYSTEMS))["value"]
    mail: dict[str, Any] = {
        "slug": "newsletter", "name": "Nyhetsbrevet", "kind": "rest",
        "settings": {
            "definition": "mailchimp",
            "params": {"base": "https://us1.api.mailchimp.com/3.0", "key": "env:NORDSTAFF__MAILCHIMP"},
        },
    }  # fmt: skip
    answer = await door.put(Section.SYSTEMS, {"systems": [*before["systems"], mail]})
    assert answer.status_code == 200, answer.text
    system = (await door.profile()).system("newsletter")
    assert system is not None
    assert system.settings == mail["settings"]
    wrong = copy.deepcopy(mail)
    wrong["settings"]["params"]["base"] = "https://elsewhere.example"
    found = fields(await door.put(Section.SYSTEMS, {"systems": [*before["systems"], wrong]}))
    assert list(found) == ["systems.2.settings.params.base"]
    own: dict[str, Any] = {**mail, "settings": {"definition": "/etc/definition.yaml", "params": {}}}
    assert (await door.put(Section.SYSTEMS, {"systems": [own]})).status_code == 422
    assert (await door.put(Section.SYSTEMS, before)).status_code == 200


async def test_a_definition_of_the_operators_own_stays_as_it_is(door: Door, tmp_path: Path) -> None:
    library = Path(__file__).parent.parent / "app" / "connectors" / "library" / "mailchimp.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(library.read_text(encoding="utf-8"), encoding="utf-8")
    params = {"base": "https://us1.api.mailchimp.com/3.0", "key": "env:ANY_NAME"}
    settings = {"definition": str(own), "params": params}
    before = (await door.profile()).model_dump(mode="json", by_alias=True)
    system = {"slug": "own", "name": "Eget", "kind": "rest", "settings": settings}
    await apply(
        door.office, Profile.model_validate({**before, "systems": [*before["systems"], system]}), clock.now()
    )
    shown = await door.section(Section.SYSTEMS)
    assert "settings" not in shown["value"]["systems"][-1]
    shown["value"]["systems"][-1]["name"] = "Vårt eget"
    assert (await door.put(Section.SYSTEMS, shown["value"])).status_code == 200
    found = (await door.profile()).system("own")
    assert found is not None
    assert (found.name, found.kind, found.settings) == ("Vårt eget", "rest", settings)
    shown["value"]["systems"].append({"slug": "new", "name": "Nytt", "kind": "own"})
    assert "driver tjänsten" in fields(await door.put(Section.SYSTEMS, shown["value"]))["systems.3.slug"]
    await apply(door.office, Profile.model_validate(before), clock.now())


def test_titles_of_params_say_what_the_library_asks() -> None:
    document = create_app(None).openapi()
    params = [name for name in document["components"]["schemas"] if re.fullmatch(r"\w+Params", name)]
    assert {"WordpressParams", "HubspotParams"} <= set(params)
