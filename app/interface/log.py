"""The whole log of a case, ready to be printed for an authority: its facts, its clock, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts.language import day, instant
from app.interface.dictionary import log_words, named, spoken
from app.interface.timeline import told
from app.law.steps import Step, sentence
from app.models.timeline import TimelineItem
from app.office import CaseFile, Office
from app.queries import history, timeline
from app.queries.timeline import NEWEST
from app.vocabulary import Language

_MOST: Final = 10_000
"""Lines of a log; no case comes near it."""


@dataclass(frozen=True)
class Line:
    """One thing that happened, with its instant written out."""

    at: str
    item: TimelineItem


@dataclass(frozen=True)
class Log:
    """Everything the page says, in one language."""

    title: str
    facts: Sequence[tuple[str, str]]
    why: str
    steps: Sequence[str]
    happened: str
    lines: Sequence[Line]
    chain: str


async def log_of(
    office: Office, session: AsyncSession, file: CaseFile, language: Language, at: datetime
) -> Log:
    """Give the log of a case, oldest first, unsealed; links and codes of the person are hidden."""
    language, case = spoken(language), file.case
    zone = str(file.profile.working_calendar.zone)
    page = await timeline.page_of(session, case.id, NEWEST, _MOST)
    items = await told(office, session, file, page, language)
    chained = await history.events_of(session, case.id)
    last = chained[-1].hash.hex() if chained else ""
    return Log(
        title=f"{log_words('title', language)} {case.reference}",
        facts=[(log_words(name, language), value) for name, value in _facts(file, language, at) if value],
        why=log_words("why", language),
        steps=[sentence(Step.from_json(step), language) for step in case.deadline_steps],
        happened=log_words("happened", language),
        lines=[Line(instant(item.at, language.value, zone), item) for item in reversed(items)],
        chain=log_words("chain", language).format(count=len(chained), hash=last),
    )


def _facts(file: CaseFile, language: Language, at: datetime) -> list[tuple[str, str]]:
    case, zone = file.case, str(file.profile.working_calendar.zone)

    def when(moment: datetime | None) -> str:
        return instant(moment, language.value, zone) if moment else ""

    return [
        (
            "person",
            ", ".join(part for part in (file.person_name, file.person_email, file.person_phone) if part),
        ),
        ("rights", ", ".join(named("Right", right, language) for right in case.rights)),
        ("state", named("State", case.state, language)),
        ("outcome", named("Outcome", case.outcome, language) if case.outcome else ""),
        ("handler", case.assignee or ""),
        ("received", when(case.received_at)),
        ("due", day(case.legal_due, language.value)),
        ("answered", when(case.answered_at)),
        ("closed", when(case.closed_at)),
        ("printed", f"{when(at)}, {file.profile.name}"),
    ]
