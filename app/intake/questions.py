"""What the process that reads mail is asked of one, and how it answers: the one place both sides agree on."""

import json
from enum import StrEnum

from app.intake.decode import decode
from app.intake.excision import without_files
from app.intake.harmless import page_of
from app.intake.papers import files_in
from app.intake.read import read_as_json


class What(StrEnum):
    """What may be asked of a mail."""

    READ = "read"
    FILES = "files"
    PAGE = "page"
    WITHOUT = "without"


def asked(what: What, raw: bytes, *numbers: int) -> bytes:
    """Give a question as it travels; `numbers` are those of files, as `files_in` counts them."""
    return json.dumps({"what": what, "numbers": numbers}).encode() + b"\n" + raw


def answered(question: bytes) -> bytes:
    """Answer a question, in the confined process."""
    head, _, raw = question.partition(b"\n")
    said = json.loads(head)
    numbers = frozenset(said["numbers"])
    match What(said["what"]):
        case What.READ:
            return read_as_json(raw)
        case What.FILES:
            return b"".join(
                file.content for place, file in enumerate(files_in(decode(raw))) if place in numbers
            )
        case What.PAGE:
            return page_of(raw).encode()
        case What.WITHOUT:
            return without_files(raw, numbers)
