"""Erasure item by item: what was erased, what stays and why, and the proof (Art. 17)."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.connectors.contract import Retained
from app.models.task import Finding
from app.office import CaseFile
from app.queries import tasks
from app.vocabulary import Disposal, RefusalGround
from app.workflows.contents import ref_of


async def to_erase(session: AsyncSession, file: CaseFile, system: str | None = None) -> list[Finding]:
    """Give what was decided to be erased, in one system or in all."""
    return [
        finding
        for finding in await tasks.all_findings_of(session, file.case.id)
        if finding.disposal is Disposal.ERASE and system in (None, finding.system)
    ]


async def verify(session: AsyncSession, file: CaseFile, round_: int) -> None:
    """Look whether what was erased is still found, and keep the result as proof."""
    fresh = await tasks.findings_of(session, file.case.id, round_)
    there = {(finding.system, finding.collection, ref_of(file, finding)) for finding in fresh}
    for finding in await to_erase(session, file):
        finding.gone = (finding.system, finding.collection, ref_of(file, finding)) not in there


def kept_json(kept: Retained) -> dict[str, Any]:
    """Give what a system kept, as it is stored with the task."""
    return {
        "what": kept.what,
        "ground": kept.ground.value,
        "statute": kept.statute,
        "keep_until": kept.keep_until.isoformat() if kept.keep_until else None,
    }


def kept_of(stored: dict[str, Any]) -> Retained:
    """Give what `kept_json` stored."""
    until = stored["keep_until"]
    return Retained(
        stored["what"],
        RefusalGround(stored["ground"]),
        stored["statute"],
        date.fromisoformat(until) if until else None,
    )
