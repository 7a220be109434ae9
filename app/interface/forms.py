"""Which operations a form is drawn for, and which are for machines only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

JSON = dict[str, Any]

TAGS: Final = frozenset({"actions", "messages", "members", "settings"})
"""The audiences of operations that people fill in."""
BESIDE: Final = frozenset({"create_case"})
"""Operations people fill in that stand with others."""
MACHINES: Final = ("/api/v1/intake/", "/health/", "/metrics")
"""Where no person calls."""


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    path: str
    method: str
    said: JSON

    @property
    def name(self) -> str:
        """Give its operationId."""
        return str(self.said["operationId"])

    @property
    def is_for_people(self) -> bool:
        """Tell whether a person may call it."""
        return not self.path.startswith(MACHINES)

    @property
    def is_form(self) -> bool:
        """Tell whether people fill it in."""
        wanted = TAGS & set(self.said.get("tags", ())) or self.name in BESIDE
        return bool(wanted) and self.is_for_people and self.method != "get"

    @property
    def body(self) -> tuple[str, JSON] | None:
        """Give the media type and the schema of what is sent, if anything is."""
        content: Mapping[str, JSON] = self.said.get("requestBody", {}).get("content", {})
        return next(((kind, entry["schema"]) for kind, entry in content.items()), None)


def operations(document: JSON) -> Iterator[Operation]:
    """Give every operation of a description."""
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield Operation(path, method, said)
