"""Notices to recipients: what was corrected, erased or restricted in what they were given (Art. 19)."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.task import Task
from app.office import CaseFile, Office
from app.profiles import RecipientProfile
from app.vocabulary import Right, Verb
from app.workflows import corrections, erasures
from app.workflows.correspondence import write_to_recipient
from app.workflows.gather import step_of
from app.workflows.lettering import plain_facts

_VERBS = {Right.RECTIFICATION: Verb.RECTIFY, Right.ERASURE: Verb.ERASE}


async def write_notice(
    office: Office, session: AsyncSession, file: CaseFile, task: Task, at: datetime
) -> None:
    """Tell one recipient; who it concerns stands behind the link only."""
    step, recipient = step_of(file.case), file.profile.recipient(task.system)
    if step is None or recipient is None:
        return
    about = systems_of(file, recipient)
    names = [system.name for system in file.profile.systems if system.slug in about]
    facts = replace(
        plain_facts(file),
        system_name=", ".join(names),
        verb=_VERBS.get(step.right, Verb.RESTRICT),
        categories=await _categories(session, file, step.right, recipient.systems),
    )
    await write_to_recipient(office, session, file, task, at, facts)


def systems_of(file: CaseFile, recipient: RecipientProfile) -> list[str]:
    """Give the systems whose data a recipient was given."""
    return [system.slug for system in file.profile.systems if system.slug in recipient.systems]


async def _categories(
    session: AsyncSession, file: CaseFile, right: Right, systems: tuple[str, ...]
) -> tuple[str, ...]:
    """Give the kinds of data concerned, as the systems name them; never the data."""
    if right is Right.RECTIFICATION:
        rows = await corrections.accepted(session, file)
        return tuple(sorted({row.field for row in rows if row.system in systems}))
    if right is Right.ERASURE:
        gone = await erasures.to_erase(session, file)
        return tuple(sorted({finding.collection for finding in gone if finding.system in systems}))
    return ()
