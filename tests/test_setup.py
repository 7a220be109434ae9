"""Setting up: letters in the organisation's own words, logos, trials of systems, and a test request."""

import json
from collections.abc import AsyncGenerator
from io import BytesIO
from itertools import product

import httpx
import pytest
from PIL import Image
from pydantic import ValidationError

from app import clock, embedded, secrets
from app.interface.checklist import words
from app.interface.dictionary import SPOKEN
from app.letters import Wording
from app.letters.wording import ADDABLE
from app.models.case import CaseKey
from app.profiles import Profile
from app.queries import setup
from app.vocabulary import Channel, Language, Letter, Role, Section, SetupStep, State
from app.workflows import checklist
from app.workflows.applying import apply
from app.workflows.sampling import sample
from tests.clockwork import manual, profile
from tests.test_settings import DATABASE, Door, fields, opened

ADDED = "Vi har **semesterstängt**. Ärende {{ reference }}.\n\n- Ring [oss](https://nordstaff.example/om)"


@pytest.fixture(scope="module")
async def door(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Door]:
    secrets.offer("NORDSTAFF__PEOPLE", "postgresql://nobody:wrong-word@127.0.0.1:9/none")
    declared = profile(manual("archive"), DATABASE)
    async with opened(server, template, tmp_path_factory.mktemp("setup"), declared) as door:
        yield door


# Letters


def wording(text: str, letter: str = "acknowledgement", language: str = "sv") -> Wording:
    return Wording.model_validate({"letter": letter, "language": language, "text": text})


@pytest.mark.parametrize(("letter", "language"), list(product(sorted(ADDABLE), SPOKEN)))
def test_what_is_added_stands_in_its_letter_before_the_regards(letter: Letter, language: Language) -> None:
    declared = Profile.model_validate(profile())
    own = wording(ADDED, letter, language)
    plain = sample(declared, letter, language, (), "http://house/s/x", clock.now())
    made = sample(declared, letter, language, (own,), "http://house/s/x", clock.now())
    assert "semesterstängt. Ärende NS-" in made.text.replace("\n", " ")
    assert "semesterstängt</strong>" in made.html
    assert "https://nordstaff.example/om" in made.text
    before, _, after = made.text.partition("Ring oss")
    assert before
    assert "Nordstaff AB" in after
    assert plain.subject == made.subject
    assert "semester" not in plain.text
    others = [one for one in ADDABLE if one is not letter]
    assert sample(declared, letter, language, [wording(ADDED, one, language) for one in others],
                  "http://house/s/x", clock.now()).text == plain.text  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Hej {{ person_name }}", "Hej {{ namn }}", "Skriv till [namn].", "Datum: ____", "# Rubrik",
        "[Klicka](https://elsewhere.example)", "Se [oss](http://plain.example) här.", "", "x" * 2001,
        "Se [oss](javascript:alert) och [er](ftp://x.example) här.",
    ],
)  # fmt: skip
def test_what_could_mislead_or_was_not_filled_in_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        wording(text)


def test_what_is_added_is_no_markup_of_its_own() -> None:
    declared = Profile.model_validate(profile(name="Nord <b>&</b> [x](https://y.example)"))
    own = wording('<img src="x" onerror="y()"> {{ organisation_name }} ![x](https://z.example/x.png)')
    made = sample(declared, Letter.ACKNOWLEDGEMENT, Language.SV, (own,), "http://house/s/x", clock.now())
    assert "<script" not in made.html
    assert "<b>" not in made.html
    assert 'y.example"' not in made.html
    assert "<img" not in made.html


@pytest.mark.parametrize("letter", ["one_time_code", "task"])
def test_nothing_is_added_to_codes_and_tasks(letter: str) -> None:
    with pytest.raises(ValidationError, match="nothing can be added"):
        wording("Hej.", letter)
    with pytest.raises(ValidationError, match="letters are written in"):
        wording("Hej.", language="fi")


async def test_a_letter_is_seen_before_it_is_kept_and_then_is_really_written(door: Door) -> None:
    sent = {"language": "sv", "text": ADDED}
    seen = await door.ask("POST", "/letters/acknowledgement/preview", json=sent)
    assert seen.status_code == 200, seen.text
    assert "semesterstängt" in seen.json()["text"]
    assert "Nordstaff AB" in seen.json()["html"]
    plain = await door.ask("POST", "/letters/acknowledgement/preview", json={"language": "sv"})
    assert "semesterstängt" not in plain.json()["text"]
    page = await door.ask("POST", "/letters/acknowledgement/preview/page", data={"given": json.dumps(sent)})
    assert page.text == seen.json()["html"]
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'; ")
    wrong = await door.ask(
        "POST", "/letters/acknowledgement/preview", json={"language": "sv", "text": "[namn]"}
    )
    assert "fylls inte i" in fields(wrong)["text"]
    value = {"letters": [{"letter": "acknowledgement", "language": "sv", "text": ADDED}]}
    assert (await door.put(Section.LETTERS, value)).status_code == 200
    twice = fields(await door.put(Section.LETTERS, {"letters": value["letters"] * 2}))
    assert "Ett brev kan ha ett tillägg" in "".join(twice.values())
    kept = await door.ask("POST", "/letters/acknowledgement/preview", json={"language": "sv"})
    assert "semesterstängt" in kept.json()["text"]
    for letter in Letter:
        for language in SPOKEN:
            answer = await door.ask("POST", f"/letters/{letter.value}/preview", json={"language": language})
            assert answer.status_code == 200, answer.text
    assert (await door.put(Section.LETTERS, {"letters": []})).status_code == 200


# Logos


def picture(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "#1a4f8b").save(made, kind)
    return made.getvalue()


async def test_a_logo_is_a_small_picture_and_nothing_else(door: Door) -> None:
    async def put(content: bytes, role: Role = Role.LEAD) -> httpx.Response:
        return await door.ask("POST", "/logo", role=role, files={"file": ("logo.png", content, "image/png")})

    for kind in ("PNG", "JPEG", "WEBP"):
        answer = await put(picture(kind))
        assert answer.status_code == 200, answer.text
        shown = await door.http.get(answer.json()["address"])
        assert (shown.content, shown.headers["content-type"]) == (picture(kind), f"image/{kind.lower()}")
    assert (await door.ask("GET")).json()["logo"] == "/r/nordstaff/logo"
    for wrong, said in (
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG eller WebP"),
        (b"<html><script>1</script></html>", "PNG, JPEG eller WebP"),
        (picture("GIF"), "PNG, JPEG eller WebP"),
        (picture("PNG")[:30], "PNG, JPEG eller WebP"),
        (picture("PNG", (2001, 1)), "2000 punkter"),
        (picture("BMP", (400, 400)), "större än 256 kB"),
    ):
        assert said in fields(await put(wrong))["file"]
    assert (await put(picture("PNG"), Role.HANDLER)).status_code == 403
    assert (await door.ask("POST", "/logo/remove")).status_code == 200
    assert (await door.http.get("/r/nordstaff/logo")).status_code == 404


# Systems


async def test_a_system_is_tried_and_tells_no_secret(door: Door) -> None:
    by_hand = await door.ask("POST", "/systems/archive/trial")
    assert by_hand.json()["state"] == "done"
    silent = await door.ask("POST", "/systems/people/trial", role=Role.ADMINISTRATOR)
    assert silent.json()["state"] == "wrong"
    assert silent.json()["told"].startswith("Det svarar inte.")
    assert "wrong-word" not in silent.text
    assert (await door.ask("POST", "/systems/moon/trial")).status_code == 404
    assert (await door.ask("POST", "/systems/archive/trial", role=Role.DPO)).status_code == 403
    steps = await todo(door)
    assert steps["systems"] == ("wrong", "Svarar inte: Personregistret.")


async def todo(door: Door) -> dict[str, tuple[str, str]]:
    answer = await door.ask("GET", "/checklist", role=Role.ADMINISTRATOR)
    assert answer.status_code == 200, answer.text
    found = {one["step"]: (one["state"], one["why"]) for one in answer.json()["items"]}
    assert list(found) == [step.value for step in SetupStep]
    assert answer.json()["done"] == sum(state == "done" for state, _ in found.values())
    return found


def test_every_reason_a_step_may_give_is_written() -> None:
    source = checklist.__spec__.loader.get_source(checklist.__name__)  # type: ignore[union-attr]
    for step, said in words().items():
        for name in said:
            assert name == "title" or f'"{name}"' in source, (step, name)


async def test_the_checklist_follows_the_facts(door: Door) -> None:
    steps = await todo(door)
    assert steps["contact"][0] == "to_do"
    assert steps["ladder"][0] == "done"
    assert steps["register"][0] == "done"
    assert steps["owners"] == ("to_do", "Ingen svarar för Personregistret; era handläggare får uppgifterna.")
    assert steps["members"][0] == "to_do"
    shown = await door.section(Section.ORGANISATION)
    shown["value"]["contact"]["address"] = "Exempelgatan 1, 111 11 Stockholm"
    assert (await door.put(Section.ORGANISATION, shown["value"])).status_code == 200
    register = await door.section(Section.REGISTER)
    assert register["hints"] == []
    register["value"]["register"]["general"]["retention"] = {}
    answer = await door.put(Section.REGISTER, register["value"])
    assert len(answer.json()["hints"]) == 2
    steps = await todo(door)
    assert steps["contact"][0] == "done"
    assert steps["register"][1].startswith("Det som saknas: 2.")
    assert (await door.ask("GET", "/checklist", role=Role.HANDLER)).status_code == 403
    await apply(door.office, Profile.model_validate(profile(manual("archive"), DATABASE)), clock.now())


async def test_a_test_request_goes_the_way_of_all_and_is_forgotten(door: Door) -> None:
    assert (await todo(door))["test"][0] == "to_do"
    sent = await door.ask("POST", "/test-request", json={}, role=Role.ADMINISTRATOR)
    assert sent.status_code == 201, sent.text
    reference = sent.json()["reference"]
    async with door.office.db.transaction(door.ids["nordstaff"]) as session:
        case = await setup.newest_trial(session)
        assert case is not None
        assert (case.reference, case.channel, case.trial) == (reference, Channel.FORM, True)
        file = await door.office.file(session, case)
        assert file.person_name == "Prova Provsson"
        assert file.words.startswith("PROV.")
    assert (await todo(door))["test"] == ("done", f"{reference} gick igenom. Avsluta det, så att det glöms.")
    again = await door.ask("POST", "/test-request", json={})
    assert again.status_code == 409
    assert (await door.ask("POST", "/test-request/end", role=Role.HANDLER)).status_code == 403
    ended = await door.ask("POST", "/test-request/end", role=Role.ADMINISTRATOR)
    assert (ended.status_code, ended.json()["reference"]) == (200, reference), ended.text
    async with door.office.db.transaction(door.ids["nordstaff"]) as session:
        case = await setup.newest_trial(session)
        assert case is not None
        assert case.state is State.CLOSED
        assert await session.get(CaseKey, case.id) is None
    assert (await todo(door))["test"] == ("done", f"{reference} gick igenom och är glömt.")
    assert (await door.ask("POST", "/test-request/end")).status_code in {404, 410}
