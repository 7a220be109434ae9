"""What would leave if an action were taken now: taken for real, in a transaction that is always undone."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple, NoReturn
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts.suggest import has_identity_number
from app.law.words import Words
from app.letters import LetterFacts, letter_language, render
from app.models.action import Action
from app.models.answer import Extract
from app.models.answering import Write
from app.models.timeline import ExtractPreview, LetterPreview, Preview, SystemPreview
from app.office import CaseFile, Office
from app.queries import tasks
from app.queries.tasks import Reviewed
from app.vocabulary import Event, Language, Letter, Review
from app.workflows.advance import advance_file
from app.workflows.answerable import is_answerable
from app.workflows.answering import new_extract
from app.workflows.compiling import content_of
from app.workflows.effects import HoldMessage, MakeExtract, WriteLetter
from app.workflows.gather import step_of
from app.workflows.history import Actor
from app.workflows.lettering import facts_of_letter, plain_facts
from app.workflows.machine import Row
from app.workflows.posted import without_links

_NO_ADDRESS: Final = Words(
    sv="Personen har ingen e-postadress. Inget brev skickas; lämna beskedet på annat sätt.",
    nb="Personen har ingen e-postadresse. Ikke noe brev sendes; gi beskjed på annen måte.",
    nn="Personen har inga e-postadresse. Ikkje noko brev blir sendt; gi beskjed på annan måte.",
    en="The person has no e-mail address. No letter leaves; tell them in another way.",
)
_NOT_ANSWERABLE: Final = Words(
    sv="Adressen tar inte emot svar. Ingen bekräftelse skickas.",
    nb="Adressen tar ikke imot svar. Ingen bekreftelse sendes.",
    nn="Adressa tek ikkje imot svar. Inga stadfesting blir send.",
    en="The address takes no answers. No acknowledgement leaves.",
)
_ENGLISH: Final = Words(
    sv="Brevet skrivs på engelska, eftersom vi inte har det på personens språk.",
    nb="Brevet skrives på engelsk, fordi vi ikke har det på språket til personen.",
    nn="Brevet blir skrive på engelsk, fordi vi ikkje har det på språket til personen.",
    en="The letter is written in English, as we do not have it in the person's language.",
)
NUMBER_SEEN: Final = Words(
    sv="Texten ser ut att innehålla ett personnummer. Ta bort det om det inte behövs.",
    nb="Teksten ser ut til å inneholde et fødselsnummer. Ta det bort hvis det ikke trengs.",
    nn="Teksten ser ut til å innehalde eit fødselsnummer. Ta det bort dersom det ikkje trengst.",
    en="The text seems to hold an identity number. Take it out if it is not needed.",
)
_TO_COME: Final = "made-when-it-is-written"
"""In the place of the link's token."""
_TEXTS: Final = ("text", "message", "reason", "question", "doubt", "explanation", "facts")


class _Undone(Exception):
    """Ends the transaction of a preview: nothing of it stays but what it told."""

    def __init__(self, told: Preview) -> None:
        super().__init__()
        self.told = told


def _undo(told: Preview) -> NoReturn:
    raise _Undone(told)


async def preview(
    office: Office,
    organisation_id: UUID,
    case_id: UUID,
    event: Event,
    given: Action,
    actor: Actor,
    at: datetime,
    language: Language,
) -> Preview:
    """Give what would leave, and what to look at before; changes nothing. Raises as the action would."""
    try:
        async with office.db.transaction(organisation_id) as session:
            file = await office.lock_file(session, case_id)
            row = await advance_file(session, file, event, actor=actor, at=at, given=given)
            _undo(await _told(office, session, file, row, given, at, language))
    except _Undone as undone:
        return undone.told


async def _told(
    office: Office,
    session: AsyncSession,
    file: CaseFile,
    row: Row,
    given: Action,
    at: datetime,
    language: Language,
) -> Preview:
    extract = await new_extract(session, file, at) if MakeExtract() in row.effects else None
    if extract is not None:
        session.add(extract)
        await session.flush()
    written = await _written(session, file, row, given, at)
    kept, warnings = _leaving(file, written, language)
    return Preview(
        letters=[_shown(office, file, letter, facts) for letter, facts in kept],
        extract=await _held(session, file, extract, at) if extract is not None else None,
        warnings=[*warnings, *warnings_of(given, language)],
    )


async def _written(
    session: AsyncSession, file: CaseFile, row: Row, given: Action, at: datetime
) -> list[tuple[Letter, LetterFacts]]:
    """Give the letters to the person that follow from a row, each with what it says."""
    letters: list[Letter] = []
    for effect in row.effects:
        match effect:
            case WriteLetter(letter):
                letters.append(letter)
            case MakeExtract() if (step := step_of(file.case)) is not None and step.letter is not None:
                letters.append(step.letter)
            case HoldMessage():
                letters.append(Letter.MESSAGE)
            case _:
                pass
    return [
        (
            letter,
            replace(plain_facts(file), message=given.text)
            if isinstance(given, Write)
            else await facts_of_letter(session, file, letter, at),
        )
        for letter in letters
    ]


def _leaving(
    file: CaseFile, written: Sequence[tuple[Letter, LetterFacts]], language: Language
) -> tuple[Sequence[tuple[Letter, LetterFacts]], list[str]]:
    """Give which letters really leave, and why the others do not."""
    if written and not file.person_email:
        return (), [_NO_ADDRESS.say(language)]
    if any(letter is Letter.ACKNOWLEDGEMENT for letter, _ in written) and not is_answerable(
        file.person_email, file.profile
    ):
        return [pair for pair in written if pair[0] is not Letter.ACKNOWLEDGEMENT], [
            _NOT_ANSWERABLE.say(language)
        ]
    foreign = written and letter_language(file.case.language) is not file.case.language
    return written, [_ENGLISH.say(language)] if foreign else []


def _shown(office: Office, file: CaseFile, letter: Letter, facts: LetterFacts) -> LetterPreview:
    link = f"{office.settings.public_url}/s/{_TO_COME}"
    rendered = render(letter, file.case.language, replace(facts, link=link), file.profile.letters)
    return LetterPreview(
        letter=letter,
        to=file.person_email,
        language=rendered.language,
        subject=rendered.subject,
        text=without_links(rendered.text),
        html=without_links(rendered.html),
    )


async def _held(session: AsyncSession, file: CaseFile, extract: Extract, at: datetime) -> ExtractPreview:
    """Give what an extract would hold, system by system."""
    searched = await tasks.latest_search(session, file.case.id)
    found = await tasks.reviewed(session, file.case.id, searched)
    content = await content_of(session, file, extract, at, lambda: nullcontext(session))
    return ExtractPreview(
        kind=extract.kind,
        version=extract.version,
        expires_at=extract.expires_at,
        **_counted(found)._asdict(),
        systems=[
            _system(section.system, section.name, section.outcome, found) for section in content.sections
        ],
    )


def _system(system: str, name: str, outcome: str, found: Sequence[Reviewed]) -> SystemPreview:
    mine = [some for some in found if some.system == system]
    return SystemPreview(system=system, name=name, outcome=outcome, **_counted(mine)._asdict())


class _Counts(NamedTuple):
    included: int
    redacted: int
    withheld: int


def _counted(found: Sequence[Reviewed]) -> _Counts:
    count: Counter[Review | None] = Counter()
    for some in found:
        count[some.review] += some.findings
    return _Counts(count[Review.INCLUDE], count[Review.REDACT], count[Review.WITHHOLD])


def warnings_of(given: Action | None, language: Language) -> list[str]:
    """Give what somebody should look at in what was written with an action, in a language."""
    texts = [getattr(given, name, None) for name in _TEXTS]
    seen = any(has_identity_number(text) for text in texts if isinstance(text, str))
    return [NUMBER_SEEN.say(language)] if seen else []
