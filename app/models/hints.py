"""What a field says to whoever draws its form, beside what its type says already.

`x-widget`: `textarea` for texts of several lines, `selection` for what was marked in a list before.
`x-options`: where the choices are read, as `{"items": [{"value", "label"}]}`; `{case_id}` stands for the case
at hand, and `q` searches. `x-sensitive`: shown and kept as little as possible. `x-enum`: whose names the
words of a field have.
"""

from enum import StrEnum
from typing import Final, Literal

Hints = dict[str, str | bool]

_OF_CASE: Final = "/api/v1/cases/{case_id}/options"
TASKS: Final = f"{_OF_CASE}/tasks"
WAITING: Final = f"{_OF_CASE}/waiting"
EXTRACTS: Final = f"{_OF_CASE}/extracts"
FINDINGS: Final = f"{_OF_CASE}/findings"
CORRECTIONS: Final = f"{_OF_CASE}/corrections"
LETTERS: Final = f"{_OF_CASE}/letters"
REFERENCES: Final = "/api/v1/options/references"
CASES: Final = "/api/v1/options/cases"
ASSIGNEES: Final = "/api/v1/assignees"


def widget(name: Literal["textarea", "selection"]) -> Hints:
    """Give the hint that a field is drawn in another way than its type would be."""
    return {"x-widget": name}


def options(address: str) -> Hints:
    """Give the hint that a field is chosen from what an address lists."""
    return {"x-options": address}


def of_enum(enum: type[StrEnum]) -> Hints:
    """Give the hint which enum some of whose words a field takes are of, where that is not clear."""
    return {"x-enum": enum.__name__}


SENSITIVE: Final[Hints] = {"x-sensitive": True}
