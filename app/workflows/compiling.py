"""From rows and sealed blobs to the content of an answer, streamed item by item."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts import article15
from app.extracts.content import Authority, Content, Correction, File, Item, Kept, Section, Withheld
from app.extracts.language import spoken
from app.extracts.redact import Redaction, redacted
from app.law import grounds
from app.law.authorities import AUTHORITIES
from app.models.answer import Extract
from app.models.task import Finding, Task
from app.office import CaseFile
from app.queries import tasks
from app.queries.tasks import Reviewed
from app.vocabulary import (
    CorrectionDecision,
    Disposal,
    ExtractKind,
    Language,
    RefusalGround,
    Review,
)
from app.workflows import corrections, erasures
from app.workflows.contents import data_of, file_name_of, label_of, reason_of, ref_of
from app.workflows.phrases import correction_words, outcome_words

_AT_ONCE = 8
"""Contents that are asked for together, as a store answers after a while."""
_HELD = 1024 * 1024
"""Bytes of them."""
_ROWS = 200
"""Findings that are read together."""

Sessions = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Gives a session to read in, each time anew."""


async def content_of(
    session: AsyncSession, file: CaseFile, extract: Extract, at: datetime, later: Sessions
) -> Content:
    """Give everything the package holds.

    Items are read only when they are written, rows in sessions that `later` gives, a few hundred at a time.
    """
    case, profile = file.case, file.profile
    language = case.language
    searched = await tasks.search_of(session, case.id, extract.round)
    asked = await tasks.tasks_of(session, case.id, round_=searched)
    erasing = extract.kind is ExtractKind.ERASURE
    found = [] if erasing else await tasks.reviewed(session, case.id, searched)
    slugs = [task.system for task in asked]
    return Content(
        organisation_name=profile.name,
        organisation_contact="\n".join(
            line for line in (profile.contact.address, profile.contact.email, profile.contact.phone) if line
        ),
        reference=case.reference,
        person_name=file.person_name,
        language=spoken(language),
        version=extract.version,
        kind=extract.kind.value,
        data_as_of=max((task.settled_at or task.asked_at for task in asked), default=at),
        made_at=extract.made_at,
        zone=str(profile.working_calendar.zone),
        received_on=profile.working_calendar.local_day(case.received_at),
        authority=_authority(file, language),
        sections=tuple(_section(file, task, found, language, later) for task in asked),
        blocks=article15.blocks(profile.register, spoken(language), slugs)
        if extract.kind in (ExtractKind.ACCESS, ExtractKind.FRESH)
        else (),
        corrections=await _corrections(session, file, language),
        kept=await _kept(session, file, language) if erasing else (),
    )


def _authority(file: CaseFile, language: Language) -> Authority:
    public = AUTHORITIES[file.profile.country]
    return Authority(
        public.name.say(language), public.website, public.email, public.phone, ", ".join(public.postal)
    )


def _section(
    file: CaseFile, task: Task, found: Sequence[Reviewed], language: Language, later: Sessions
) -> Section:
    mine = [some for some in found if some.system == task.system]
    rows = partial(_rows, task, later) if mine else _no_rows
    count = sum(some.findings for some in mine)
    return Section(
        system=task.system,
        name=file.profile.system_name(task.system),
        outcome=outcome_words(task, reason_of(file, task, language), count, language),
        given=sum(some.findings for some in mine if some.review is not Review.WITHHOLD),
        items=partial(_items, file, rows, language),
        withheld=tuple(_withheld(file, mine, language)),
    )


async def _rows(task: Task, later: Sessions) -> AsyncIterator[Sequence[Finding]]:
    last: Finding | None = None
    while True:
        async with later() as session:
            some = await tasks.given_after(session, task.case_id, task.round, task.system, last, limit=_ROWS)
        if not some:
            return
        yield some
        last = some[-1]


async def _no_rows() -> AsyncIterator[Sequence[Finding]]:
    for nothing in list[Sequence[Finding]]():
        yield nothing


async def _items(
    file: CaseFile, rows: Callable[[], AsyncIterator[Sequence[Finding]]], language: Language
) -> AsyncIterator[Item]:
    async for given in rows():
        async for item in items_of(file, given, language):
            yield item


async def items_of(file: CaseFile, given: Sequence[Finding], language: Language) -> AsyncIterator[Item]:
    """Give the items of findings, as the person is given them; holds a handful at once."""
    for some in handfuls(given):
        for item in await asyncio.gather(*(_item(file, finding, language) for finding in some)):
            yield item


def handfuls(given: Sequence[Finding]) -> Iterator[Sequence[Finding]]:
    """Give the findings in order, as many together as are asked for at once: few, and little in all."""
    start = size = 0
    for end, finding in enumerate(given):
        if end - start == _AT_ONCE or (end > start and size + finding.size > _HELD):
            yield given[start:end]
            start, size = end, 0
        size += finding.size
    yield given[start:]


async def _item(file: CaseFile, finding: Finding, language: Language) -> Item:
    name = file_name_of(file, finding)
    content = partial(file.read, finding.id, finding.sha256)
    item = Item(
        id=str(finding.id),
        system=finding.system,
        collection=finding.collection,
        ref=ref_of(file, finding),
        label=label_of(file, finding),
        purpose=finding.purpose,
        fields={} if name else await data_of(file, finding),
        field_labels=_labels(finding, language),
        file=File(name, finding.media_type, finding.size, content) if name else None,
    )
    return redacted(item, _redactions(file, finding, language))


def _redactions(file: CaseFile, finding: Finding, language: Language) -> list[Redaction]:
    if finding.redactions is None:
        return []
    ground, source = _ground(file, finding.review_ground, language)
    fields: list[str] = file.seal.open_json("findings", "redactions", finding.id, finding.redactions)
    return [Redaction(field, f"{ground} ({source})") for field in fields]


def _labels(finding: Finding, language: Language) -> dict[str, str]:
    return {
        field: words.get(language.value) or next(iter(words.values()), field)
        for field, words in finding.field_labels.items()
    }


def _withheld(file: CaseFile, found: Sequence[Reviewed], language: Language) -> Iterator[Withheld]:
    held = [some for some in found if some.review is Review.WITHHOLD]
    for some in sorted(held, key=lambda some: (some.collection, some.ground or "")):
        sentence, source = _ground(file, some.ground, language)
        yield Withheld(some.system, some.collection, some.findings, sentence, source)


def _ground(file: CaseFile, word: str | None, language: Language) -> tuple[str, str]:
    """Give a ground as a sentence and its legal sources."""
    if word is None:
        return "", ""
    ground = RefusalGround(word)
    sources = grounds.sources(ground, file.profile.country, language)
    return grounds.GROUNDS[ground].sentence.say(language), "; ".join(sources)


async def _corrections(session: AsyncSession, file: CaseFile, language: Language) -> tuple[Correction, ...]:
    rows = await tasks.corrections_of(session, file.case.id)
    result: list[Correction] = []
    for row in rows:
        declined = row.decision is CorrectionDecision.DECLINE
        reason = file.seal.open("corrections", "reason", row.id, row.reason) if row.reason else ""
        result.append(
            Correction(
                system=file.profile.system_name(row.system),
                field=await _field_label(session, file, row.finding_id, row.field, language),
                old=str(corrections.old_value(file, row) or ""),
                new=corrections.claimed_value(file, row),
                outcome=reason if declined and reason else correction_words(row, language),
                verified=bool(row.verified),
            )
        )
    return tuple(result)


async def _field_label(
    session: AsyncSession, file: CaseFile, finding_id: Any, field: str, language: Language
) -> str:
    finding = await tasks.get_finding(session, file.case.id, finding_id)
    return _labels(finding, language).get(field, field)


async def _kept(session: AsyncSession, file: CaseFile, language: Language) -> tuple[Kept, ...]:
    """Give what an erasure left: by a handler's decision, and by the system's own rule."""
    decided = [
        Kept(
            file.profile.system_name(finding.system),
            label_of(file, finding),
            _ground(file, finding.retain_ground, language)[0],
            finding.retain_statute or "",
            finding.keep_until,
        )
        for finding in await tasks.all_findings_of(session, file.case.id)
        if finding.disposal is Disposal.RETAIN
    ]
    by_system = [
        Kept(
            file.profile.system_name(task.system),
            kept.what,
            grounds.GROUNDS[kept.ground].sentence.say(language),
            kept.statute,
            kept.keep_until,
        )
        for task in await tasks.tasks_of(session, file.case.id)
        for kept in map(erasures.kept_of, task.retained)
    ]
    return (*decided, *by_system)
