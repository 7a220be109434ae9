"""A case unsealed for those who handle it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law.steps import Step, sentence
from app.models import shapes
from app.models.case import Pause, VerifiedAttribute
from app.models.note import Note
from app.models.task import Correction, Task
from app.office import CaseFile
from app.profiles import SystemProfile
from app.queries.dossiers import Dossier, dossier_of
from app.vocabulary import ActorKind, Language, Right
from app.workflows import corrections
from app.workflows.contents import reason_of
from app.workflows.gather import facts_of
from app.workflows.members import called
from app.workflows.missing import missing_from
from app.workflows.offering import offered
from app.workflows.progress import due_of, stages_of


async def shown(
    session: AsyncSession,
    file: CaseFile,
    by: ActorKind,
    at: datetime,
    dossier: Dossier | None = None,
    language: Language | None = None,
) -> shapes.CaseShape:
    """Give a case as a caller sees it, with what the caller may do and why not, in the caller's language."""
    case, profile = file.case, file.profile
    dossier = dossier or await dossier_of(session, case.id)
    language = language or profile.language
    names = await called(session, file.desk, [case.assignee])
    return shapes.CaseShape(
        id=case.id,
        reference=case.reference,
        person=shapes.PersonShape(name=file.person_name, email=file.person_email, phone=file.person_phone),
        words=file.words,
        rights=[Right(right) for right in case.rights],
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        language=case.language,
        assignee=case.assignee,
        assignee_name=names.get(case.assignee or "", case.assignee),
        parent_id=case.parent_id,
        trial=case.trial,
        identity_level=case.identity_level,
        required_level=case.required_level,
        contact_on_file=bool(dossier.emails),
        received_at=case.received_at,
        nominal_due=case.nominal_due,
        legal_due=case.legal_due,
        first_due=case.first_due,
        extended_due=case.legal_due if case.extended_at else None,
        promise_due=case.promise_due,
        effective_due=case.effective_due,
        due_instant=case.due_at,
        deadline_steps=[sentence(Step.from_json(step), language) for step in case.deadline_steps],
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        version=case.version,
        stages=stages_of(case, language),
        **due_of(case, profile, at)._asdict(),
        missing=[] if case.closed_at else list(missing_from(file, dossier)),
        tasks=[_task(file, task, language) for task in dossier.tasks],
        corrections=[_correction(file, row) for row in dossier.corrections],
        pauses=[_pause(file, pause) for pause in dossier.pauses],
        proven=[_proven(file, row) for row in dossier.proven],
        extracts=[shapes.ExtractShape.model_validate(row, from_attributes=True) for row in dossier.extracts],
        letters=[shapes.LetterShape.model_validate(row, from_attributes=True) for row in dossier.letters],
        notes=[_note(file, row) for row in dossier.notes],
        actions=offered(case.id, case.state, await facts_of(session, file, at, dossier), by, language),
    )


def _task(file: CaseFile, task: Task, language: Language) -> shapes.TaskShape:
    known = file.profile.system(task.system) or file.profile.recipient(task.system)
    return shapes.TaskShape(
        id=task.id,
        round=task.round,
        system=task.system,
        system_name=known.name if known else task.system,
        owner=known.owner if isinstance(known, SystemProfile) else "",
        verb=task.verb,
        state=task.state,
        reason=reason_of(file, task, language),
        found=task.found,
        attempts=task.attempts,
        internal_due=task.internal_due,
        asked_at=task.asked_at,
        settled_at=task.settled_at,
        retained=task.retained,
    )


def _correction(file: CaseFile, row: Correction) -> shapes.CorrectionShape:
    def opened(column: str, value: bytes | None) -> str:
        return file.seal.open("corrections", column, row.id, value) if value else ""

    return shapes.CorrectionShape(
        id=row.id,
        finding_id=row.finding_id,
        system=row.system,
        field=row.field,
        kind=row.kind,
        old=corrections.old_value(file, row),
        claimed=corrections.claimed_value(file, row),
        evidence=opened("evidence", row.evidence),
        decision=row.decision,
        reason=opened("reason", row.reason),
        written=row.written,
        verified=row.verified,
    )


def _pause(file: CaseFile, pause: Pause) -> shapes.PauseShape:
    return shapes.PauseShape(
        kind=pause.kind,
        question=file.seal.open("pauses", "question", pause.id, pause.question),
        reason=file.seal.open("pauses", "doubt", pause.id, pause.doubt) if pause.doubt else "",
        asked_at=pause.asked_at,
        answered_at=pause.answered_at,
    )


def _proven(file: CaseFile, row: VerifiedAttribute) -> shapes.ProvenShape:
    return shapes.ProvenShape(
        kind=row.kind,
        value=file.seal.open("verified_attributes", "value", row.id, row.value),
        method=row.method,
        level=row.level,
        at=row.at,
    )


def _note(file: CaseFile, row: Note) -> shapes.NoteShape:
    return shapes.NoteShape(
        event=row.event.value,
        author=row.author,
        text=file.seal.open("notes", "text", row.id, row.text),
        at=row.at,
    )
