"""Rows of lists, as those who handle a case see them: its findings and its history."""

from collections.abc import Sequence

from app.models.audit import AuditEvent, EventShape
from app.models.task import Finding, FindingShape
from app.office import CaseFile
from app.workflows.contents import data_of, file_name_of, label_of, ref_of


async def finding_shape(file: CaseFile, finding: Finding) -> FindingShape:
    """Give one finding unsealed."""
    return FindingShape(
        id=finding.id,
        round=finding.round,
        system=finding.system,
        collection=finding.collection,
        ref=ref_of(file, finding),
        label=label_of(file, finding),
        certainty=finding.certainty,
        media_type=finding.media_type,
        file_name=file_name_of(file, finding),
        size=finding.size,
        data=await data_of(file, finding) if finding.sha256 else {},
        review=finding.review,
        review_ground=finding.review_ground,
        disposal=finding.disposal,
        retain_ground=finding.retain_ground,
        keep_until=finding.keep_until,
        gone=finding.gone,
    )


def event_shapes(events: Sequence[AuditEvent]) -> list[EventShape]:
    """Give the history as it is read."""
    return [
        EventShape(
            sequence=event.sequence,
            at=event.at,
            actor=event.actor or event.actor_kind.value,
            actor_kind=event.actor_kind,
            event=event.event,
            from_state=event.from_state,
            to_state=event.to_state,
            data=event.data,
            hash=event.hash.hex(),
        )
        for event in events
    ]
