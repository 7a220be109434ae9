"""The system owner's side: what to look for, what was handed in, and how it ended."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, NotFound
from app.models.actions import SettleTask
from app.models.task import Finding, Task
from app.office import CaseFile, Office
from app.queries import tasks
from app.vocabulary import Event, IdentKind, Language, TaskState, Verb
from app.workflows import corrections, erasures
from app.workflows.advance import advance
from app.workflows.contents import file_name_of, label_of, reason_of
from app.workflows.gather import step_of
from app.workflows.history import OWNER
from app.workflows.notices import systems_of
from app.workflows.people import proven_about
from app.workflows.portrait import OrganisationView
from app.workflows.searching import uploaded
from app.workflows.settling import locked
from app.workflows.visits import Visit

MOST_FILES = 200


@dataclass(frozen=True)
class ChangeView:
    """One value to correct."""

    label: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class UploadView:
    """One file that was handed in."""

    name: str
    size: int


@dataclass(frozen=True)
class TaskView:
    """Everything on the task page: what was verified about the person, and apart what they only said."""

    organisation: OrganisationView
    reference: str
    language: Language
    system_name: str
    verb: Verb
    due_on: date
    overdue: bool
    state: TaskState
    reason: str
    checklist: tuple[str, ...]
    identifiers: tuple[tuple[IdentKind, str], ...]
    said: tuple[tuple[IdentKind, str], ...]
    changes: tuple[ChangeView, ...]
    erasures: tuple[str, ...]
    uploads: tuple[UploadView, ...]
    notice: bool


async def task_view(office: Office, who: Visit, at: datetime) -> TaskView:
    """Give what an owner or a recipient must know; reading changes nothing."""
    async with office.db.transaction(who.organisation_id) as session:
        case, task = await locked(session, _task_id(who))
        return await _view(session, await office.file(session, case), task, at)


def _task_id(who: Visit) -> UUID:
    if who.task_id is None:
        raise NotFound("There is no task here.")
    return who.task_id


async def _view(session: AsyncSession, file: CaseFile, task: Task, at: datetime) -> TaskView:
    profile = file.profile
    system, recipient = profile.system(task.system), profile.recipient(task.system)
    about = systems_of(file, recipient) if recipient else [task.system]
    step, identifiers = step_of(file.case), await _identifiers(session, file)
    return TaskView(
        organisation=OrganisationView(
            profile.name, profile.contact, profile.working_calendar.zone, profile.slug
        ),
        reference=file.case.reference,
        language=(recipient and recipient.language) or profile.language,
        system_name=system.name if system else recipient.name if recipient else task.system,
        verb=task.verb if task.verb is not Verb.NOTIFY or step is None else Verb.NOTIFY,
        due_on=task.internal_due,
        overdue=task.internal_due < profile.working_calendar.local_day(at),
        state=task.state,
        reason=reason_of(file, task, profile.language),
        checklist=_checklist(system.settings if system else {}, profile.language),
        identifiers=identifiers,
        said=_only_said(file, identifiers) if task.verb is not Verb.NOTIFY else (),
        changes=await _changes(session, file, task, about),
        erasures=await _erasures(session, file, task, about),
        uploads=tuple(
            UploadView(file_name_of(file, finding), finding.size)
            for finding in await tasks.findings_of(session, file.case.id, task.round)
            if finding.task_id == task.id
        ),
        notice=task.verb is Verb.NOTIFY,
    )


async def _identifiers(session: AsyncSession, file: CaseFile) -> tuple[tuple[IdentKind, str], ...]:
    """Give whom it is about: what was proven, or where nothing need be proven what the person said."""
    proven = tuple((kind, value) for kind, value, _ in await proven_about(session, file))
    return proven if proven or file.case.required_level > 0 else _said(file)


def _said(file: CaseFile) -> tuple[tuple[IdentKind, str], ...]:
    said = (
        (IdentKind.NAME, file.person_name),
        (IdentKind.EMAIL, file.person_email),
        (IdentKind.PHONE, file.person_phone),
    )
    return tuple((kind, value) for kind, value in said if value)


def _only_said(
    file: CaseFile, identifiers: tuple[tuple[IdentKind, str], ...]
) -> tuple[tuple[IdentKind, str], ...]:
    """Give what a notebook is searched by as well: a name, above all, is seldom proven."""
    known = {kind for kind, _ in identifiers}
    return tuple((kind, value) for kind, value in _said(file) if kind not in known)


def _checklist(settings: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    lists: Mapping[str, Sequence[str]] = settings.get("checklist", {})
    return tuple(lists.get(language.value) or next(iter(lists.values()), ()))


async def _changes(
    session: AsyncSession, file: CaseFile, task: Task, about: Sequence[str]
) -> tuple[ChangeView, ...]:
    if task.verb not in (Verb.RECTIFY, Verb.NOTIFY):
        return ()
    views: list[ChangeView] = []
    for row in await corrections.accepted(session, file):
        if row.system in about:
            finding = await tasks.get_finding(session, file.case.id, row.finding_id)
            old, new = corrections.old_value(file, row), corrections.claimed_value(file, row)
            views.append(ChangeView(label_of(file, finding), row.field, str(old or ""), new))
    return tuple(views)


async def _erasures(
    session: AsyncSession, file: CaseFile, task: Task, about: Sequence[str]
) -> tuple[str, ...]:
    if task.verb not in (Verb.ERASE, Verb.NOTIFY):
        return ()
    gone = await erasures.to_erase(session, file)
    return tuple(label_of(file, finding) for finding in gone if finding.system in about)


async def upload(
    office: Office, who: Visit, name: str, media_type: str, chunks: AsyncIterator[bytes]
) -> None:
    """Keep a file the owner hands in, sealed with the case; the same one again is the same one.

    Raises ActionNotPossible when the task is over.
    """
    async with office.db.transaction(who.organisation_id) as session:
        case, task = await locked(session, _task_id(who))
        position = await _next_position(session, task)
        file = await office.file(session, case)
    finding = await uploaded(file, task, position, name, media_type, chunks)
    async with office.db.transaction(who.organisation_id) as session:
        case, task = await locked(session, _task_id(who))
        known = await _handed_in(session, task)
        # Sent again after a line that broke, when nobody saw that it had come.
        again = any(one.sha256 == finding.sha256 and file_name_of(file, one) == name for one in known)
        if not again:
            await _next_position(session, task)
            session.add(finding)
            task.found += 1
    if again:
        await file.forget(finding.id)


async def _next_position(session: AsyncSession, task: Task) -> int:
    if task.state is not TaskState.MANUAL or task.verb is not Verb.EXPORT:
        raise ActionNotPossible("This task takes no more files.")
    taken = [finding.position for finding in await _handed_in(session, task)]
    if len(taken) >= MOST_FILES:
        raise ActionNotPossible(f"A task takes at most {MOST_FILES} files; put them together in a zip.")
    return max(taken, default=-1) + 1


async def _handed_in(session: AsyncSession, task: Task) -> list[Finding]:
    found = await tasks.findings_of(session, task.case_id, task.round)
    return [finding for finding in found if finding.task_id == task.id]


async def finish(office: Office, who: Visit, state: TaskState, reason: str, at: datetime) -> None:
    """End a task as its owner says. Raises ActionNotPossible when it has ended already."""
    given = SettleTask.model_validate({"task_id": _task_id(who), "state": state, "reason": reason})
    async with office.db.transaction(who.organisation_id) as session:
        await advance(office, session, who.case_id, Event.SETTLE_TASK, actor=OWNER, at=at, given=given)
