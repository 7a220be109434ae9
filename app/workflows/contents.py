"""What a finding holds, read from its sealed blob; and what was said of a task."""

import json
from collections.abc import AsyncIterator
from typing import Any

from app.connectors.contract import Match
from app.connectors.reasons import in_language
from app.errors import FieldError, InvalidInput
from app.models.task import Finding, Task
from app.office import CaseFile
from app.vocabulary import Language

RECORD = "application/json"
"""The media type of a finding that is a record, not a file."""


async def data_of(file: CaseFile, finding: Finding) -> dict[str, Any]:
    """Give the fields of a record; a file has none."""
    if finding.media_type != RECORD or finding.file_name is not None:
        return {}
    return dict(json.loads(await file.read_whole(finding.id, finding.sha256)))


async def value_of(file: CaseFile, finding: Finding, field: str) -> Any:
    """Give one field of a record; InvalidInput when it has none of that name."""
    data = await data_of(file, finding)
    if field not in data:
        sentence = "the item has no field of this name"
        raise InvalidInput(sentence, fields=[FieldError("field", sentence)])
    return data[field]


async def match_of(file: CaseFile, finding: Finding) -> Match:
    """Give the finding as its system knows it, to be corrected or erased there."""
    return Match(
        file.seal.open("findings", "ref", finding.id, finding.ref),
        finding.collection,
        finding.certainty,
        label_of(file, finding),
        await data_of(file, finding),
    )


def label_of(file: CaseFile, finding: Finding) -> str:
    """Give the words a finding is called by."""
    return file.seal.open("findings", "label", finding.id, finding.label)


def ref_of(file: CaseFile, finding: Finding) -> str:
    """Give the system's own address of a finding."""
    return file.seal.open("findings", "ref", finding.id, finding.ref)


def file_name_of(file: CaseFile, finding: Finding) -> str:
    """Give the name of a finding that is a file, or nothing."""
    name = finding.file_name
    return file.seal.open("findings", "file_name", finding.id, name) if name is not None else ""


def reason_of(file: CaseFile, task: Task, language: Language) -> str:
    """Give how a task went: in words of ours, in a language, or of whoever ended it by hand."""
    if task.told is not None:
        return file.seal.open("tasks", "told", task.id, task.told)
    return in_language(task.reason, language)


async def encoded(data: object) -> AsyncIterator[bytes]:
    """Give a record as the bytes its blob holds."""
    yield json.dumps(data, ensure_ascii=False, default=str).encode()
