"""What a person says is wrong in an extract: claimed in their case, or in a new one that begins with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import FieldError, InvalidInput
from app.intake.written import Written, already_opened, receive_written
from app.law.words import Words
from app.models.columns import new_id
from app.models.decisions import ClaimCorrection
from app.models.task import Finding, Task
from app.office import CaseFile, Office
from app.queries import answers, tasks
from app.vocabulary import Audience, Channel, Event, Right, State, TaskState, Verb
from app.workflows import corrections
from app.workflows.advance import advance_file, proceed
from app.workflows.contents import value_of
from app.workflows.gather import step_of
from app.workflows.history import SUBJECT
from app.workflows.links import new_link
from app.workflows.people import Applicant, prove, proven_about
from app.workflows.visits import Visit

MOST: Final = 30
"""Values that are claimed at once."""
_WORDS: Final = Words(
    sv="Det här är fel i mitt registerutdrag i ärende {reference}:",
    nb="Dette er feil i utdraget mitt i sak {reference}:",
    nn="Dette er feil i utdraget mitt i sak {reference}:",
    en="This is wrong in my extract in case {reference}:",
)


@dataclass(frozen=True)
class Wrong:
    """One value that is said to be wrong: where it is, and what it should be."""

    finding_id: UUID
    field: str
    right: str = ""


@dataclass(frozen=True)
class Claimed:
    """Where the claims are dealt with; the link is that of a case of its own, if one was opened."""

    reference: str
    link: str


async def claim(
    office: Office, who: Visit, extract_id: UUID, wrongs: Sequence[Wrong], at: datetime
) -> Claimed:
    """Write what is wrong; the same said again is said once.

    A case that is just deciding on corrections takes them; else a case of its own is opened, which knows the
    person as well as this one does. Raises NotFound and InvalidInput for what is not in the extract.
    """
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.lock_file(session, who.case_id)
        found = await _findings(session, file, extract_id, wrongs)
        step = step_of(file.case)
        if file.case.state is State.DECIDING and step and step.right is Right.RECTIFICATION:
            for wrong in wrongs:
                given = _given(wrong.finding_id, wrong)
                await advance_file(session, file, Event.CLAIM_CORRECTION, actor=SUBJECT, at=at, given=given)
            return Claimed(file.case.reference, "")
        return await _anew(office, session, file, extract_id, wrongs, found, at)


async def _findings(
    session: AsyncSession, file: CaseFile, extract_id: UUID, wrongs: Sequence[Wrong]
) -> dict[UUID, Finding]:
    """Give the findings that are meant, all of them in the extract."""
    extract = await answers.get_extract(session, file.case.id, extract_id)
    searched = await tasks.search_of(session, file.case.id, extract.round)
    found = {
        wrong.finding_id: await tasks.get_finding(session, file.case.id, wrong.finding_id) for wrong in wrongs
    }
    if not wrongs or len(wrongs) > MOST or any(finding.round != searched for finding in found.values()):
        sentence = "some of this is not in the extract"
        raise InvalidInput(sentence, fields=[FieldError("wrong", sentence)])
    return found


def _given(finding_id: UUID, wrong: Wrong) -> ClaimCorrection:
    return ClaimCorrection.model_validate(
        {"finding_id": finding_id, "field": wrong.field, "claimed": wrong.right}
    )


async def _anew(
    office: Office,
    session: AsyncSession,
    file: CaseFile,
    extract_id: UUID,
    wrongs: Sequence[Wrong],
    found: dict[UUID, Finding],
    at: datetime,
) -> Claimed:
    case = file.case
    written = Written(
        source="extract",
        key=hashlib.sha256(repr((extract_id, wrongs)).encode()).hexdigest(),
        channel=Channel.FORM,
        applicant=Applicant(file.person_name, file.person_email, file.person_phone),
        words=await _told(file, wrongs, found),
        said_at=at,
        rights=(Right.RECTIFICATION,),
        language=case.language,
        parent_id=case.id,
    )
    receipt, new = await receive_written(office, session, written, SUBJECT, at)
    if new is None:
        new = await already_opened(office, session, receipt)
        return Claimed(new.case.reference, await new_link(office, session, new, Audience.STATUS, at))
    for kind, value, method in await proven_about(session, file):
        prove(session, new, kind, value, method, at)
    await session.flush()
    await _copy(session, file, new, wrongs, found, at)
    await proceed(session, new, Event.CONFIRM_IDENTITY, actor=SUBJECT, at=at)
    return Claimed(new.case.reference, await new_link(office, session, new, Audience.STATUS, at))


async def _told(file: CaseFile, wrongs: Sequence[Wrong], found: dict[UUID, Finding]) -> str:
    lines = [
        f"- {file.profile.system_name(found[wrong.finding_id].system)}, {wrong.field}: "
        f"{await value_of(file, found[wrong.finding_id], wrong.field)} → {wrong.right}"
        for wrong in wrongs
    ]
    return "\n".join([_WORDS.filled(reference=file.case.reference).say(file.case.language), *lines])


async def _copy(
    session: AsyncSession,
    file: CaseFile,
    new: CaseFile,
    wrongs: Sequence[Wrong],
    found: dict[UUID, Finding],
    at: datetime,
) -> None:
    """Let the new case hold the records as the person was given them, before it has searched by itself."""
    copies: dict[UUID, UUID] = {}
    systems: dict[str, Task] = {}
    for position, finding in enumerate(found.values()):
        if finding.system not in systems:
            systems[finding.system] = await _task(session, new, finding, at)
        copies[finding.id] = await _copied(session, file, new, systems[finding.system], finding, position)
    for wrong in wrongs:
        await corrections.claim(session, new, _given(copies[wrong.finding_id], wrong), at)


async def _task(session: AsyncSession, new: CaseFile, finding: Finding, at: datetime) -> Task:
    task = Task(
        id=new_id(at),
        organisation_id=new.case.organisation_id,
        case_id=new.case.id,
        round=0,
        system=finding.system,
        verb=Verb.EXPORT,
        state=TaskState.DONE,
        reason="As the person was given it in an earlier extract.",
        handle="",
        attempts=0,
        found=1,
        retained=[],
        internal_due=new.profile.working_calendar.local_day(at),
        asked_at=at,
        settled_at=at,
    )
    session.add(task)
    await session.flush()
    return task


async def _copied(
    session: AsyncSession, file: CaseFile, new: CaseFile, task: Task, finding: Finding, position: int
) -> UUID:
    row_id = new_id(task.asked_at)
    stored = await new.keep(row_id, file.read(finding.id, finding.sha256))

    def moved(column: str, value: bytes) -> bytes:
        return new.seal.close(
            "findings", column, row_id, file.seal.open("findings", column, finding.id, value)
        )

    session.add(
        Finding(
            id=row_id,
            organisation_id=new.case.organisation_id,
            case_id=new.case.id,
            task_id=task.id,
            round=0,
            position=position,
            system=finding.system,
            collection=finding.collection,
            ref=moved("ref", finding.ref),
            label=moved("label", finding.label),
            certainty=finding.certainty,
            purpose=finding.purpose,
            field_labels=finding.field_labels,
            sha256=stored.sha256,
            media_type=finding.media_type,
            size=stored.size,
        )
    )
    await session.flush()
    return row_id
