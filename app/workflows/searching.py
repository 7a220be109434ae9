"""Searching one system: find the person, take a copy of everything, keep it sealed."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from app.connectors.contract import Blob, Connector, Ident, Record
from app.models.task import Finding, Task
from app.office import CaseFile
from app.trust.blobs import Stored
from app.vocabulary import Certainty
from app.workflows.contents import RECORD, encoded


@dataclass
class Collected:
    """What a search has kept so far: rows to write when it is done."""

    file: CaseFile
    task: Task
    rows: list[Finding]

    async def keep(self, found: Record | Blob) -> None:
        """Store one finding's content, and its row for later.

        Each try has ids of its own: one that wakes up late writes over nothing a later one has stored. What a
        try leaves behind goes with the other copies of the case.
        """
        position = len(self.rows)
        row_id = uuid5(self.task.id, f"{self.task.attempts}.{position}")
        stored = await self.file.keep(row_id, _content(found))
        self.rows.append(_row(self.file, self.task, row_id, position, found, stored))


async def search(connector: Connector, idents: Sequence[Ident], file: CaseFile, task: Task) -> list[Finding]:
    """Give a row for everything the system holds about the person; the contents are stored by then.

    Raises SystemDidNotAnswer when the system fails.
    """
    collected = Collected(file, task, [])
    for match in await connector.find(idents):
        async for found in connector.export(match):
            await collected.keep(found)
    return collected.rows


def _content(found: Record | Blob) -> AsyncIterator[bytes]:
    return encoded(dict(found.data)) if isinstance(found, Record) else found.chunks


def _row(
    file: CaseFile, task: Task, row_id: UUID, position: int, found: Record | Blob, stored: Stored
) -> Finding:
    def close(column: str, text: str) -> bytes:
        return file.seal.close("findings", column, row_id, text)

    record = found if isinstance(found, Record) else None
    return Finding(
        id=row_id,
        organisation_id=file.case.organisation_id,
        case_id=file.case.id,
        task_id=task.id,
        round=task.round,
        position=position,
        system=task.system,
        collection=found.collection,
        ref=close("ref", found.ref),
        label=close("label", found.label),
        certainty=found.certainty,
        purpose=record.purpose if record else "",
        field_labels=_labels(record) if record else {},
        sha256=stored.sha256,
        file_name=close("file_name", found.name) if isinstance(found, Blob) else None,
        media_type=RECORD if record else found.media_type if isinstance(found, Blob) else "",
        size=stored.size,
    )


def _labels(record: Record) -> dict[str, dict[str, str]]:
    return {
        field: {language.value: label for language, label in labels.items()}
        for field, labels in record.field_labels.items()
    }


async def uploaded(
    file: CaseFile, task: Task, position: int, name: str, media_type: str, chunks: AsyncIterator[bytes]
) -> Finding:
    """Give the row of a file a system's owner handed in; its content is stored by then."""
    blob = Blob("uploads", name, Certainty.EXACT, name, name, media_type, None, chunks)
    row_id = uuid4()  # two files handed in at once may get one position, but never one place
    return _row(file, task, row_id, position, blob, await file.keep(row_id, _content(blob)))
