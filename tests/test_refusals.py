"""Why a request was refused is told in the reader's language: every sentence a person may meet is written there."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import errors
from app.errors import DsarError
from app.interface.faulted import faulted
from app.main import create_app
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
        "expected": "'access' or 'erasure'", "expected_tags": "'access', 'erasure'",
    }  # fmt: skip
    said = [tell(limits) for tell in SENTENCES.values()]
    assert [sentence for sentence in said if faulted(sentence, language) == sentence] == []


RAISED = {
    "minimum": {"greater_than_equal"},
    "maximum": {"less_than_equal"},
    "exclusiveMinimum": {"greater_than"},
    "exclusiveMaximum": {"less_than"},
    "minLength": {"string_too_short"},
    "maxLength": {"string_too_long"},
    "minItems": {"too_short"},
    "minProperties": {"too_short"},
    "maxItems": {"too_long"},
    "pattern": {"string_pattern_mismatch"},
    "enum": {"enum", "literal_error"},
    "const": {"literal_error"},
    "required": {"missing"},
    "additionalProperties": {"extra_forbidden"},
    "discriminator": {"union_tag_invalid", "union_tag_not_found"},
    "string": {"string_type"},
    "integer": {"int_type", "int_parsing", "int_from_float"},
    "number": {"float_type", "float_parsing", "finite_number"},
    "boolean": {"bool_type", "bool_parsing"},
    "array": {"list_type", "tuple_type"},
    "object": {"model_type", "model_attributes_type", "dict_type"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "date-time": {"datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"},
    "uuid": {"uuid_type", "uuid_parsing"},
    "null": set[str](),
}
"""The kinds of fault each rule of a schema can raise."""
SAYING = {
    "title", "description", "default", "properties", "items", "anyOf", "oneOf", "$ref", "propertyNames",
    "contentMediaType",
}  # fmt: skip
"""What a schema says of a value that no value can offend."""


def rules(schema: Any) -> Iterator[str]:
    """Give the rules of a schema and of all below it, by what they are called."""
    match schema:
        case {"type": str(kind), **more}:
            yield str(more.get("format", kind))
            yield from rules(more)
        case dict():
            own = {key for key in schema if not key.startswith("x-")} - SAYING - {"format"}
            yield from own
            for below in schema.get("properties", {}).values():
                yield from rules(below)
            for key in ("items", "additionalProperties", "propertyNames"):
                yield from rules(schema.get(key))
            for key in ("anyOf", "oneOf"):
                for one in schema.get(key, ()):
                    yield from rules(one)
        case _:
            pass


def test_every_fault_a_schema_of_the_api_can_raise_has_a_sentence() -> None:
    document = create_app(None).openapi()
    given = [
        one["schema"]
        for path in document["paths"].values()
        for operation in path.values()
        for one in operation.get("parameters", ())
    ]
    found = {
        rule for schema in (*document["components"]["schemas"].values(), *given) for rule in rules(schema)
    }
    assert found - set(RAISED) == set()
    assert {kind for rule in found for kind in RAISED[rule]} - set(SENTENCES) == set()
