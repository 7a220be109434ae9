"""One task from claim to answer: read in one transaction, ask outside any, write in another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, measures
from app.connectors.contract import Change, Connector, Ident, Match, Outcome
from app.errors import DsarError, SystemDidNotAnswer
from app.jobs import Job
from app.models.task import Finding, Task
from app.office import CaseFile, Office
from app.profiles import SystemProfile
from app.queries import cases, tasks
from app.queries.dossiers import dossier_of
from app.vocabulary import IdentKind, Letter, Role, TaskState, Verb, Work
from app.workflows import corrections, erasures
from app.workflows.contents import match_of
from app.workflows.correspondence import write_to_colleague, write_to_owner
from app.workflows.gather import step_of
from app.workflows.history import SYSTEM
from app.workflows.missing import missing_from
from app.workflows.notices import write_notice
from app.workflows.searching import search
from app.workflows.settling import fail, locked, settle
from app.workflows.systems import idents_of, reach, together

log = structlog.get_logger()


@dataclass(frozen=True)
class Errand:
    """Everything a system must be told, read before it is asked."""

    file: CaseFile
    task: Task
    system: SystemProfile | None
    idents: list[Ident]
    changes: list[tuple[Match, list[Change], list[UUID]]]
    erasures: list[Match]
    holds_contact: bool
    """The system was seen to hold the address the person wrote from, and nothing of it is erased yet."""

    def key(self, match: Match) -> str:
        """Give the key under which a system does one thing once."""
        task = self.task
        return f"{task.case_id}:{task.round}:{task.system}:{task.verb.value}:{match.collection}:{match.ref}"


async def run_task(office: Office, job: Job) -> None:
    """Ask one system, or look how far it has come. Raises nothing a system can cause."""
    errand = await _claim(office, job)
    if errand is None:
        return
    found: list[Finding] = []
    try:
        kind = errand.system.kind if errand.system else "none"
        with measures.timed(measures.CALLS, kind, errand.task.verb.value) as ended:
            outcome = await _ask(errand, found, poll=job.detail == "poll")
            ended.as_ = outcome.state.value
    except SystemDidNotAnswer as error:
        await _write_failure(office, job, error)
        return
    except DsarError as error:
        await _write_failure(office, job, SystemDidNotAnswer(error.detail, permanent=True))
        return
    except Exception as error:
        # An answer our own code stumbled over: tried again as any failure, and seen on the case.
        log.exception("asking failed", task_id=str(job.subject_id), system=errand.task.system)
        sentence = f"The answer could not be read ({type(error).__name__})."
        await _write_failure(office, job, SystemDidNotAnswer(sentence))
        return
    await _write(office, job, outcome, found)


async def _claim(office: Office, job: Job) -> Errand | None:
    async with office.db.transaction(job.organisation_id) as session:
        case, task = await locked(session, job.subject_id)
        if task.state not in tasks.UNSETTLED or (task.state is TaskState.MANUAL and job.detail != "poll"):
            return None
        task.attempts += 1
        file = await office.file(session, case)
        return Errand(
            file,
            task,
            file.profile.system(task.system),
            await idents_of(session, file),
            await _changes(session, file, task) if task.verb is Verb.RECTIFY else [],
            await _erasures(session, file, task) if task.verb is Verb.ERASE else [],
            await _holds_contact(session, file, task),
        )


async def _holds_contact(session: AsyncSession, file: CaseFile, task: Task) -> bool:
    step = step_of(file.case)
    if step is None or step.work is not Work.COLLECT:
        return False
    held = await cases.contacts_of(session, file.case.id, IdentKind.EMAIL)
    return task.system in {contact.system for contact in held}


async def _changes(
    session: AsyncSession, file: CaseFile, task: Task
) -> list[tuple[Match, list[Change], list[UUID]]]:
    by_finding: dict[UUID, list[UUID]] = {}
    rows = {row.id: row for row in await corrections.accepted(session, file, task.system)}
    for row in rows.values():
        by_finding.setdefault(row.finding_id, []).append(row.id)
    errands: list[tuple[Match, list[Change], list[UUID]]] = []
    for finding_id, row_ids in by_finding.items():
        finding = await tasks.get_finding(session, file.case.id, finding_id)
        changes = [corrections.change_of(file, rows[row_id]) for row_id in row_ids]
        errands.append((await match_of(file, finding), changes, row_ids))
    return errands


async def _erasures(session: AsyncSession, file: CaseFile, task: Task) -> list[Match]:
    return [await match_of(file, finding) for finding in await erasures.to_erase(session, file, task.system)]


async def _ask(errand: Errand, found: list[Finding], *, poll: bool) -> Outcome:
    if errand.task.verb is Verb.NOTIFY:
        return Outcome(TaskState.PENDING, "The notice is on its way.")
    if errand.system is None:
        return Outcome(TaskState.REFUSED, "The system is no longer declared.")
    async with reach(errand.system) as connector:
        if poll and errand.task.handle:
            return together([*_kept(errand.task), *[await connector.poll(h) for h in _handles(errand.task)]])
        if errand.task.verb not in connector.capabilities:
            return Outcome(TaskState.MANUAL, "Done by hand by the owner of the system.")
        return await _perform(connector, errand, found)


def _handles(task: Task) -> list[str]:
    return task.handle.splitlines()


def _kept(task: Task) -> list[Outcome]:
    """Give what the system refused when it was asked, which no later look at the rest may hide."""
    kept = tuple(erasures.kept_of(stored) for stored in task.retained)
    return [Outcome(TaskState.REFUSED, task.reason, retained=kept)] if kept else []


async def _perform(connector: Connector, errand: Errand, found: list[Finding]) -> Outcome:
    match errand.task.verb:
        case Verb.EXPORT:
            found.extend(await search(connector, errand.idents, errand.file, errand.task))
            return _searched(connector, errand, found)
        case Verb.RECTIFY:
            return together(
                [
                    await connector.rectify(match, changes, errand.key(match))
                    for match, changes, _ in errand.changes
                ]
            )
        case Verb.ERASE:
            return together(
                [await connector.erase(match, "delete", errand.key(match)) for match in errand.erasures]
            )
        case _:
            return Outcome(TaskState.MANUAL, "Done by hand by the owner of the system.")


def _searched(connector: Connector, errand: Errand, found: list[Finding]) -> Outcome:
    """Give how a search ended: where it could not look, or cannot have looked right, a person must."""
    kinds = frozenset(ident.kind for ident in errand.idents)
    if missed := connector.out_of_reach(kinds):
        proven = ", ".join(sorted(kind.value for kind in kinds)) or "nothing"
        places = ", ".join(missed)
        return Outcome(
            TaskState.MANUAL,
            f"Not searched by what is proven ({proven}): {places}. Prove more about the person, or search by "
            "hand.",
        )
    if errand.holds_contact and not found:
        return Outcome(TaskState.MANUAL, "It holds the address the person wrote from, but nothing was found.")
    return Outcome(TaskState.DONE)


async def _write(office: Office, job: Job, outcome: Outcome, found: list[Finding]) -> None:
    at = clock.now()
    async with office.db.transaction(job.organisation_id) as session:
        case, task = await locked(session, job.subject_id)
        if task.state not in tasks.UNSETTLED:
            return  # a handler ended it meanwhile
        file = await office.file(session, case)
        if task.verb is Verb.EXPORT:
            await tasks.forget_findings(session, task.id)
            session.add_all(found)
            task.found = len(found)
            await session.flush()
        if task.verb is Verb.RECTIFY:
            await corrections.write(session, file, task.system, outcome.state)
        await _tell(office, session, file, task, outcome, at)
        await settle(session, file, task, outcome, SYSTEM, at)


async def _tell(
    office: Office, session: AsyncSession, file: CaseFile, task: Task, outcome: Outcome, at: datetime
) -> None:
    if outcome.state is TaskState.MANUAL:
        await write_to_owner(office, session, file, task, Letter.TASK, at)
    elif task.verb is Verb.NOTIFY and outcome.state is TaskState.PENDING:
        await write_notice(office, session, file, task, at)


async def _write_failure(office: Office, job: Job, error: SystemDidNotAnswer) -> None:
    async with office.db.transaction(job.organisation_id) as session:
        case, task = await locked(session, job.subject_id)
        if task.state not in tasks.UNSETTLED:
            return
        at = clock.now()
        if await fail(session, case, task, error, office.settings, at, again=job.detail):
            await _alert(office, session, await office.file(session, case), task, at)


async def _alert(office: Office, session: AsyncSession, file: CaseFile, task: Task, at: datetime) -> None:
    """Tell the handlers that a system will not answer by itself any more."""
    missing = missing_from(file, await dossier_of(session, file.case.id))
    for place, person in enumerate(file.profile.addressees(Role.HANDLER)):
        occasion = f"failed.{task.id}.{task.attempts}.{place}"
        await write_to_colleague(office, session, file, person, occasion, missing, at, timedelta(0))
