"""Rectification field by field: claimed, decided, written, and shown to be true (Art. 16)."""

import json
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.connectors.contract import Change
from app.models.columns import new_id
from app.models.decisions import ClaimCorrection, DecideCorrection
from app.models.task import Correction
from app.office import CaseFile
from app.queries import tasks
from app.vocabulary import CorrectionDecision, TaskState
from app.workflows.contents import data_of, ref_of, value_of


async def claim(
    session: AsyncSession, file: CaseFile, given: ClaimCorrection, at: datetime
) -> dict[str, Any]:
    """Write that a value is wrong; the history learns which field, never its value."""
    finding = await tasks.get_finding(session, file.case.id, given.finding_id)
    old = await value_of(file, finding, given.field)
    row_id, close = new_id(at), file.seal.close
    session.add(
        Correction(
            id=row_id,
            organisation_id=file.case.organisation_id,
            case_id=file.case.id,
            finding_id=finding.id,
            system=finding.system,
            field=given.field,
            kind=given.kind,
            claimed=close("corrections", "claimed", row_id, given.claimed),
            old=file.seal.close_json("corrections", "old", row_id, old),
            evidence=close("corrections", "evidence", row_id, given.evidence) if given.evidence else None,
            claimed_at=at,
        )
    )
    return {"correction": str(row_id), "system": finding.system, "field": given.field}


async def decide(
    session: AsyncSession, file: CaseFile, given: DecideCorrection, at: datetime
) -> dict[str, Any]:
    """Accept or decline a claimed correction."""
    row = await tasks.get_correction(session, file.case.id, given.correction_id)
    row.decision = given.decision
    row.decided_at = at
    if given.reason:
        row.reason = file.seal.close("corrections", "reason", row.id, given.reason)
    return {"correction": str(row.id), "decision": given.decision.value}


async def accepted(session: AsyncSession, file: CaseFile, system: str | None = None) -> list[Correction]:
    """Give the corrections to write, in one system or in all."""
    return [
        row
        for row in await tasks.corrections_of(session, file.case.id)
        if row.decision is CorrectionDecision.ACCEPT and system in (None, row.system)
    ]


async def write(session: AsyncSession, file: CaseFile, system: str, how: TaskState) -> None:
    """Note how a system, or its owner, took the corrections it was given."""
    for row in await accepted(session, file, system):
        row.written = how


def claimed_value(file: CaseFile, row: Correction) -> str:
    """Give the value as it should be."""
    return file.seal.open("corrections", "claimed", row.id, row.claimed)


def old_value(file: CaseFile, row: Correction) -> Any:
    """Give the value as it was."""
    return file.seal.open_json("corrections", "old", row.id, row.old)


def change_of(file: CaseFile, row: Correction) -> Change:
    """Give the change to make, in the type the old value has."""
    return Change(row.field, old := old_value(file, row), _typed(claimed_value(file, row), old))


def _typed(text: str, like: object) -> Any:
    if isinstance(like, str) or like is None:
        return text
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return text
    return value if isinstance(value, type(like)) else text


async def verify(session: AsyncSession, file: CaseFile, round_: int) -> None:
    """Compare what systems hold now with what was to be corrected, and keep the result as proof."""
    fresh = await tasks.findings_of(session, file.case.id, round_)
    for row in await accepted(session, file):
        before = await tasks.get_finding(session, file.case.id, row.finding_id)
        wanted = change_of(file, row).new
        row.verified = False
        for finding in fresh:
            same = (finding.system, finding.collection) == (before.system, before.collection)
            if same and ref_of(file, finding) == ref_of(file, before):
                row.verified = (await data_of(file, finding)).get(row.field) == wanted
