"""What may be chosen in the form of an action: tasks, extracts, items, corrections, letters of the case."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts.language import instant
from app.interface.dictionary import named
from app.models.task import Task
from app.models.timeline import Choice
from app.office import CaseFile
from app.queries import answers, tasks
from app.vocabulary import Language
from app.workflows.contents import label_of
from app.workflows.corrections import claimed_value
from app.workflows.fetching import downloadable
from app.workflows.gather import is_held, is_owners
from app.workflows.posted import opened

MOST: Final = 50
Listing = Callable[[AsyncSession, CaseFile, Language, datetime], Awaitable[list[Choice]]]


async def _tasks(session: AsyncSession, file: CaseFile, language: Language, _: datetime) -> list[Choice]:
    """Give the tasks that have not ended."""
    asked = await tasks.tasks_of(session, file.case.id)
    return [_task(file, task, language) for task in asked if task.state in tasks.UNSETTLED]


async def _waiting(session: AsyncSession, file: CaseFile, language: Language, _: datetime) -> list[Choice]:
    """Give the tasks that wait for the owner of a system."""
    asked = await tasks.tasks_of(session, file.case.id)
    return [_task(file, task, language) for task in asked if is_owners(file, task)]


def _task(file: CaseFile, task: Task, language: Language) -> Choice:
    words = (named("Verb", task.verb, language), named("TaskState", task.state, language))
    name = file.profile.system_name(task.system)
    return Choice(value=str(task.id), label=f"{name} – {', '.join(words).lower()}")


async def _extracts(session: AsyncSession, file: CaseFile, language: Language, at: datetime) -> list[Choice]:
    """Give the packages that can be fetched, the newest first."""
    made = await answers.extracts_of(session, file.case.id)
    return [
        Choice(value=str(row.id), label=f"{named('ExtractKind', row.kind, language)}, v{row.version}")
        for row in reversed(made)
        if downloadable(row, at)
    ]


async def _findings(session: AsyncSession, file: CaseFile, language: Language, _: datetime) -> list[Choice]:
    """Give what the latest search found."""
    searched = await tasks.latest_search(session, file.case.id)
    return [
        Choice(
            value=str(row.id),
            label=f"{file.profile.system_name(row.system)} – {label_of(file, row)} "
            f"({named('Certainty', row.certainty, language).lower()})",
        )
        for row in await tasks.findings_of(session, file.case.id, searched)
    ]


async def _corrections(session: AsyncSession, file: CaseFile, _: Language, __: datetime) -> list[Choice]:
    """Give the claimed corrections nobody has decided on."""
    return [
        Choice(
            value=str(row.id),
            label=f"{file.profile.system_name(row.system)} – {row.field}: {claimed_value(file, row)}",
        )
        for row in await tasks.corrections_of(session, file.case.id)
        if row.decision is None
    ]


async def _letters(session: AsyncSession, file: CaseFile, language: Language, _: datetime) -> list[Choice]:
    """Give the letters that can be taken back, the newest first."""
    zone = str(file.profile.working_calendar.zone)
    return [
        Choice(
            value=str(row.id),
            label=f"{opened(file, row).subject} ({instant(row.written_at, language.value, zone)})",
        )
        for row in reversed(await answers.letters_of(session, file.case.id))
        if is_held(row)
    ]


LISTED: Final[dict[str, Listing]] = {
    "tasks": _tasks,
    "waiting": _waiting,
    "extracts": _extracts,
    "findings": _findings,
    "corrections": _corrections,
    "letters": _letters,
}
"""Everything of a case that a form lets choose from, by its name in `x-options`."""


def chosen_from(found: list[Choice], q: str) -> list[Choice]:
    """Give what holds the words looked for, at most fifty."""
    wanted = q.casefold().split()
    return [one for one in found if all(word in one.label.casefold() for word in wanted)][:MOST]
