"""Tables of figures as CSV: a spreadsheet of the reader's language opens it right, and runs nothing of it."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from app.interface.dictionary import named, said, spoken
from app.vocabulary import Language

_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is a formula to a spreadsheet."""


def sheet(kind: type[BaseModel], rows: Sequence[BaseModel], language: Language) -> bytes:
    """Give rows of one kind with the titles of its fields above them, as UTF-8.

    Cells are parted by semicolons and decimals written with a comma, save in English, as spreadsheets of
    these countries expect; words of the vocabulary get their names.
    """
    language, written = spoken(language), io.StringIO()
    is_english = language is Language.EN
    lines = csv.writer(written, delimiter="," if is_english else ";")
    titles = [field.title or name for name, field in kind.model_fields.items()]
    lines.writerow([said(title, language) or title for title in titles])
    for row in rows:
        lines.writerow([_cell(getattr(row, name), language) for name in kind.model_fields])
    return (_MARK + written.getvalue()).encode()


def _cell(value: object, language: Language) -> str:
    match value:
        case None:
            return ""
        case StrEnum():
            return named(type(value).__name__, value.value, language)
        case float():
            return str(value) if language is Language.EN else str(value).replace(".", ",")
        case int() | date():
            return str(value)
        case _:
            text = str(value)
            return f"'{text}" if text.startswith(_RUNS) else text
