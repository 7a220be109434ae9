"""Why a request was refused is told in the reader's language: every sentence a person may meet is written there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import errors
from app.errors import DsarError
from app.interface.faulted import faulted
from app.routers.sentences import SENTENCES
from app.vocabulary import Language

APP = Path(__file__).parents[1] / "app"
PLACES = (
    "routers", "workflows", "queries", "extracts/redact.py", "intake/sorting.py", "intake/showing.py",
    "intake/from_page.py", "intake/trial.py",
)  # fmt: skip
ELSEWHERE = (
    # What only programs and operators meet, and pages that have words of their own.
    "routers/push.py", "routers/pages.py", "routers/outbox.py", "routers/sign_in.py", "routers/form.py", "routers/stamped.py",
    "routers/cursors.py", "routers/once.py", "routers/actions.py", "routers/health.py", "queries/tables.py",
    "workflows/demonstration.py", "workflows/rotating.py", "workflows/portal.py", "workflows/applying.py",
)  # fmt: skip
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DsarError)
}
READ = (Language.SV, Language.NB, Language.NN)


def told() -> Iterator[tuple[str, str]]:
    """Give every sentence in the code that is the detail of an error, with its file."""
    for place in PLACES:
        for path in sorted((APP / place).rglob("*.py")) if (APP / place).is_dir() else [APP / place]:
            if any(str(path).endswith(other) for other in ELSEWHERE):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                    match node.args:
                        case [ast.Constant(value=str(sentence)), *_]:
                            yield str(path.relative_to(APP)), sentence
                        case [ast.JoinedStr() as sentence, *_]:
                            yield str(path.relative_to(APP)), filled(sentence)
                        case _:
                            pass  # a sentence that was made elsewhere


def filled(sentence: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in sentence.values)


@pytest.mark.parametrize("language", READ)
def test_every_refusal_a_person_may_meet_is_written_in_their_language(language: Language) -> None:
    sentences = {sentence: file for file, sentence in told()} | {
        kind.title: "errors.py"
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DsarError)
    }
    assert len(sentences) > 60
    unwritten = {
        sentence: file
        for sentence, file in sentences.items()
        if sentence and faulted(sentence, language) == sentence
    }
    assert unwritten == {}


@pytest.mark.parametrize("language", READ)
def test_every_fault_of_a_value_is_written_too(language: Language) -> None:
    limits = {
        "ge": 1, "le": 9, "gt": 0, "lt": 10, "min_length": 2, "max_length": 8,
        "expected": "'access' or 'erasure'",
    }  # fmt: skip
    said = [tell(limits) for tell in SENTENCES.values()]
    assert [sentence for sentence in said if faulted(sentence, language) == sentence] == []
