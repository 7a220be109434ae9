"""The contract of forms: every one can be drawn and read in every language; a new event needs no other change."""

import copy
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.interface.describing import described
from app.interface.dictionary import SPOKEN, enum_of, enums, labels, said, spoken, texts, words
from app.interface.forms import operations
from app.interface.subset import faults
from app.main import create_app
from app.models.actions import INPUTS
from app.vocabulary import Event, Language
from app.workflows.explaining import EXPLAINED
from app.workflows.titles import TITLES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = create_app(None).openapi()
FORMS = {operation.name for operation in operations(DOCUMENT) if operation.is_form}


def test_every_form_can_be_drawn_and_read_in_every_language() -> None:
    assert faults(DOCUMENT) == []
    assert {event.value for event in INPUTS} <= FORMS
    assert {"create_case", "accept_message", "link_message", "dismiss_messages"} <= FORMS
    assert not {"hand_in_mail", "push_mail", "list_cases", "get_message"} & FORMS


def broken(change: Callable[[dict[str, Any]], None]) -> list[str]:
    """Give what is found wrong once the shape of a note has been changed."""
    document = copy.deepcopy(DOCUMENT)
    change(document["components"]["schemas"]["TakeNote"])
    return faults(document)


def field(**schema: Any) -> Callable[[dict[str, Any]], None]:
    return lambda shape: shape["properties"].update(text={"title": "Reason", **schema})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (field(type="string"), None),
        (field(type="string", format="date"), None),
        (field(anyOf=[{"type": "string"}, {"type": "null"}]), None),
        (field(anyOf=[{"type": "number"}, {"type": "string"}]), None),
        (field(type="array", items={"$ref": "#/components/schemas/Right"}), None),
        (field(type="string", format="uuid", **{"x-options": "/x"}), None),
        (field(oneOf=[{"$ref": "#/components/schemas/Assign"}], discriminator={"propertyName": "x"}), None),
        (field(type="string", format="uuid"), "an id nobody can type"),
        (field(type="string", format="password"), "has the format password"),
        (field(type="string", **{"x-widget": "carousel"}), "wants the widget carousel"),
        (field(type="string", contentEncoding="base64"), "says contentEncoding"),
        (field(type="object", additionalProperties=True), "takes fields of any name"),
        (field(type="object", additionalProperties={"type": "string"}), "takes fields of any name"),
        (field(oneOf=[{"type": "string"}, {"type": "integer"}]), "nothing says which"),
        (field(anyOf=[{"type": "string"}, {"type": "integer"}]), "is any of several"),
        (field(), "no type a form can draw"),
        (field(type="array"), "no type a form can draw"),
        (field(**{"$ref": "#/components/schemas/TakeNote"}), "holds itself"),
        (field(type="string", enum=["sent", "mislaid"]), "no enum of the vocabulary"),
        (field(type="string", title=""), "no title of text"),
        (field(type="string", title="Never said before"), "no sv for the title of text"),
        (field(type="string", description="Never said before."), "no nn for the description of text"),
    ],
)
def test_what_no_form_can_draw_or_nobody_translated_is_found(
    change: Callable[[dict[str, Any]], None], fault: str | None
) -> None:
    found = broken(change)
    assert found == [] if fault is None else any(fault in line for line in found), found
    assert all(line.startswith("note: ") for line in found)


def test_an_operation_without_words_is_found() -> None:
    document = copy.deepcopy(DOCUMENT)
    said_of = document["paths"]["/api/v1/cases/{case_id}/actions/note"]["post"]
    said_of["summary"] = "Something new"
    del said_of["description"]
    assert [line for line in faults(document) if "summary" in line] == [
        f"note: no {language} for the summary: 'Something new'" for language in ("sv", "nb", "nn")
    ]
    assert "note: no description" in faults(document)


def test_every_word_of_the_vocabulary_people_see_is_named_in_every_language() -> None:
    shown = {name for name in DOCUMENT["components"]["schemas"] if name in enums()}
    assert len(shown) > 20
    for name in shown:
        for language in SPOKEN:
            assert labels(name, enums()[name], language).keys() == set(enums()[name]), (name, language)


def test_no_word_is_named_that_is_not_there() -> None:
    for name, named in words().items():
        assert set(named) <= set(enums()[name]), name


def test_texts_are_written_in_full_and_are_used() -> None:
    for english, text in texts().items():
        assert all((text.sv, text.nb, text.nn)), english
        assert text.sv != english or english == "Extract"
        for language in (text.sv, text.nb, text.nn):
            assert english.endswith(".") == language.endswith("."), english
    own = {written.en for written in (*TITLES.values(), *EXPLAINED.values())}
    used = set(re.findall(r'"(?:title|summary|description)": "((?:[^"\\]|\\.)*)"', json.dumps(DOCUMENT)))
    assert {english for english in texts() if json.dumps(english)[1:-1] not in used} <= own


def test_every_action_is_explained() -> None:
    assert set(EXPLAINED) == set(INPUTS)


@pytest.mark.parametrize("language", SPOKEN)
def test_a_person_reads_their_own_language(language: Language) -> None:
    told = described(DOCUMENT, language)
    for operation in operations(told):
        assert operation.is_for_people
        if operation.is_form:
            original = DOCUMENT["paths"][operation.path][operation.method]
            assert operation.said["summary"] == said(original["summary"], language)
            assert operation.said["description"] == said(original["description"], language)
    channel = told["components"]["schemas"]["Channel"]
    assert set(channel["x-enum-labels"]) == set(channel["enum"])
    how = told["components"]["schemas"]["HandOver"]["properties"]["how"]
    assert set(how["x-enum-labels"]) == {"letter", "desk", "phone"}
    note = told["components"]["schemas"]["TakeNote"]["properties"]["text"]
    assert note["x-widget"] == "textarea"
    assert note["title"] == said("Internal note", language)
    assert (note["title"] == "Internal note") is (language is Language.EN)


def test_nothing_of_another_language_is_left() -> None:
    told = json.dumps(described(DOCUMENT, Language.SV)["components"], ensure_ascii=False)
    shown = re.findall(r'"(?:title|description)": "([^"]*)"', told)
    own = {text.sv for text in texts().values()}
    assert shown
    assert set(shown) <= own


def test_the_description_itself_is_not_touched() -> None:
    before = json.dumps(DOCUMENT, sort_keys=True)
    described(DOCUMENT, Language.NB)
    assert json.dumps(DOCUMENT, sort_keys=True) == before
    english = described(DOCUMENT, Language.EN)
    assert english["components"]["schemas"]["Assign"] == DOCUMENT["components"]["schemas"]["Assign"]


def test_machines_stand_in_the_whole_description_only() -> None:
    told = described(DOCUMENT, Language.EN)["paths"]
    assert set(DOCUMENT["paths"]) - set(told) >= {"/api/v1/intake/mail", "/metrics", "/health/live"}
    assert "/api/v1/cases" in told


def test_danish_and_finnish_read_english() -> None:
    assert {spoken(language) for language in (Language.DA, Language.FI)} == {Language.EN}
    assert described(DOCUMENT, Language.DA) == described(DOCUMENT, Language.EN)


def test_words_that_could_be_of_two_enums_are_of_none() -> None:
    assert enum_of(("call_back", "in_person")) == "IdentityMethod"
    assert enum_of(("email",)) is None
    assert enum_of(("nothing",)) is None


# A new event, in a copy of the house: the table, the inputs, the title and its words, and nothing else.

PRAISED = '''class Praise(Action):
    """Say what went well."""

    what: Line = Field(title="What went well")
    how: Channel = Field(title="How it was said")


'''
PRAISE = {
    "app/vocabulary.py": [('    WRITE = "write"\n', '    WRITE = "write"\n    PRAISE = "praise"\n')],
    "app/workflows/lifecycle.py": [
        (
            "    _stay(E.NOTE, frozenset(S)),\n",
            "    _stay(E.NOTE, frozenset(S)),\n    _stay(E.PRAISE, UNCLOSED),\n",
        )
    ],
    "app/models/actions.py": [
        (
            "class TakeNote(Action):",
            PRAISED + "class TakeNote(Action):",
        ),
        ("from app.vocabulary import (", "from app.vocabulary import (\n    Channel,"),
        ("    Event.NOTE: TakeNote,\n", "    Event.NOTE: TakeNote,\n    Event.PRAISE: Praise,\n"),
    ],
    "app/workflows/titles.py": [
        (
            "    Event.ASSIGN: Words(",
            '    Event.PRAISE: Words(sv="Beröm", nb="Gi ros", nn="Gi ros", en="Praise"),\n    Event.ASSIGN: Words(',
        )
    ],
}
ITS_WORDS = """
["Say what went well."]
sv = "Säg vad som gick bra."
nb = "Si hva som gikk bra."
nn = "Sei kva som gjekk bra."
["What went well"]
sv = "Vad som gick bra"
nb = "Hva som gikk bra"
nn = "Kva som gjekk bra"
["How it was said"]
sv = "Hur det sades"
nb = "Hvordan det ble sagt"
nn = "Korleis det vart sagt"
"""
LOOK = """
import json
from uuid import UUID
from app.interface.describing import described
from app.interface.subset import faults
from app.main import create_app
from app.vocabulary import ActorKind, Language, State
from app.workflows.facts import Facts
from app.workflows.offering import offered
facts = Facts(**{name: False for name in Facts.__dataclass_fields__} | dict(work=None, next_work=None, answer_letter=None))
shown = offered(UUID(int=1), State.REVIEWING, facts, ActorKind.HANDLER, Language.NN)
document = create_app(None).openapi()
told = described(document, Language.SV)
print(json.dumps({
    "faults": faults(document),
    "action": next(one.model_dump(mode="json") for one in shown if one.operation_id == "praise"),
    "operation": told["paths"]["/api/v1/cases/{case_id}/actions/praise"]["post"],
    "form": told["components"]["schemas"]["Praise"],
}))
"""


def looked(folder: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def test_a_new_event_brings_its_action_its_form_and_asks_for_its_words(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for path, changes in PRAISE.items():
        text = (tmp_path / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (path, old)
            text = text.replace(old, new)
        (tmp_path / path).write_text(text, encoding="utf-8")

    found = looked(tmp_path)
    assert found["action"] == {
        "operation_id": "praise",
        "href": f"/api/v1/cases/{'0' * 8}-0000-0000-0000-{'1':0>12}/actions/praise",
        "method": "POST",
        "title": "Gi ros",
        "enabled": True,
        "reason": None,
        "key": None,
        "tone": "plain",
        "previews": False,
        "order": len(INPUTS),
    }
    untold = [line for line in found["faults"] if line.startswith("praise: ")]
    assert found["faults"] == untold
    assert len(untold) == 3 * len(("description", "title of what", "title of how"))

    dictionary = tmp_path / "app" / "interface" / "texts.toml"
    dictionary.write_text(dictionary.read_text(encoding="utf-8") + ITS_WORDS, encoding="utf-8")
    found = looked(tmp_path)
    assert found["faults"] == []
    assert found["operation"]["summary"] == "Beröm"
    assert found["operation"]["description"] == "Säg vad som gick bra."
    assert found["form"]["properties"]["what"]["title"] == "Vad som gick bra"
    assert found["form"]["properties"]["how"] == {
        "$ref": "#/components/schemas/Channel", "title": "Hur det sades",
    }  # fmt: skip
    assert "praise" not in {event.value for event in Event}
