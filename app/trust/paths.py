"""Paths of blobs: made of ids only, so nothing anybody typed ever names a file."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

_NO_CASE = "none"
_ENDING = ".age"


@dataclass(frozen=True)
class BlobPath:
    """Where one blob is kept: organisation, case (None before there is one), blob."""

    organisation_id: UUID
    case_id: UUID | None
    blob_id: UUID

    def __str__(self) -> str:
        return f"{blob_folder(self.organisation_id, self.case_id)}/{self.blob_id}{_ENDING}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Give the path a text names; ValueError when no blob is ever kept there."""
        organisation, case, blob = text.split("/")
        path = cls(
            UUID(organisation), None if case == _NO_CASE else UUID(case), UUID(blob.removesuffix(_ENDING))
        )
        if str(path) != text:
            raise ValueError("This is not the path of a blob.")
        return path


def blob_folder(organisation_id: UUID, case_id: UUID | None) -> str:
    """Give the folder of a case's blobs."""
    return f"{organisation_id}/{case_id or _NO_CASE}"
