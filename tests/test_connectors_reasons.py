"""Why a system gave nothing, said in the reader's language: every sentence of the code has its translations."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.connectors.reasons import in_language
from app.vocabulary import Language

APP = Path(__file__).parents[1] / "app"
RAISED = {"Outcome": 1, "SystemDidNotAnswer": 0}
OPERATORS = {"intake"}
"""Rooms whose failures are an operator's, who reads English."""


def written(node: ast.expr) -> str | None:
    """Give a sentence of the code with something in the place of its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


def sentences() -> Iterator[str]:
    for path in sorted(APP.rglob("*.py")):
        if path.relative_to(APP).parts[0] in OPERATORS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                place = RAISED[node.func.id]
                said = written(node.args[place]) if len(node.args) > place else None
                if said and re.search(r"\w\w", said):  # more than what is carried over
                    yield said


def test_the_code_says_enough_to_be_looked_at() -> None:
    assert len(set(sentences())) > 30


@pytest.mark.parametrize("language", [Language.SV, Language.NB, Language.NN])
@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_is_translated(sentence: str, language: Language) -> None:
    modes = ("delete", "anonymise") if " to x " in sentence else ("x",)
    for mode in modes:
        filled = sentence.replace(" to x ", f" to {mode} ")
        assert in_language(filled, language) != filled


def test_values_are_carried_over_and_several_reasons_are_each_said() -> None:
    told = "The record is no longer there; GET /people answered 503"
    assert in_language(told, Language.SV) == "Posten finns inte längre; GET /people svarade 503"
    assert in_language("The notice was sent.", Language.NB) == "Underretningen er sendt."
    copied = "As the person was given it in an earlier extract."
    assert in_language(copied, Language.SV) == "Så som personen fick det i ett tidigare utdrag."
    proven = "Not searched by what is proven (email): notes, files. Prove more about the person, or search by hand."
    assert "(email)" in in_language(proven, Language.NN)
    assert in_language(proven, Language.NN).endswith("søk for hand.")


def test_english_and_what_a_person_wrote_stay_as_they_are() -> None:
    assert in_language("The record is no longer there", Language.EN) == "The record is no longer there"
    assert (
        in_language("Pärmen brann 2019; inget finns kvar.", Language.NB)
        == "Pärmen brann 2019; inget finns kvar."
    )


def test_places_are_the_same_in_every_language() -> None:
    entries = tomllib.loads((APP / "connectors/reasons.toml").read_text())["reason"]
    for entry in entries:
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in entry.values()}) == 1
