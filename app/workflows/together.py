"""Actions on many cases at once: which ones make sense, and how many of the cases are ready for each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, get_args
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ChangedMeanwhile, DsarError, Forgotten, NotFound, NotReady
from app.law.words import Words
from app.models.action import Action
from app.models.actions import INPUTS
from app.models.bulk import BulkOffer, Picked
from app.office import Office
from app.queries import cases
from app.queries.dossiers import dossiers_of
from app.vocabulary import ActorKind, Event, Language, State, Tone
from app.workflows.facts import Facts
from app.workflows.gather import facts_of
from app.workflows.lifecycle import TABLE, as_if
from app.workflows.machine import available
from app.workflows.presenting import key_of, place_of, tone_of
from app.workflows.titles import TITLES


def _names_a_row(needs: type[Action]) -> bool:
    """Tell whether an action must be told an id, which only one case can have."""
    return any(
        field.is_required() and UUID in (field.annotation, *get_args(field.annotation))
        for field in needs.model_fields.values()
    )


FOR_MANY: Final = frozenset(
    event
    for event, needs in INPUTS.items()
    if not _names_a_row(needs) and event is not Event.CONFIRM_IDENTITY
)
"""What can be said of many cases in the same words. Who somebody is, is known of one person."""

_GONE = Words(
    sv="Ärendet finns inte här.", nb="Saken finnes ikke her.", nn="Saka finst ikkje her.",
    en="There is no such case here.",
)  # fmt: skip
_FASTER = Words(
    sv="Någon annan har ändrat ärendet. Läs det igen och bestäm sedan.",
    nb="Noen andre har endret saken. Les den på nytt og bestem deg så.",
    nn="Nokon andre har endra saka. Les ho på nytt og avgjer så.",
    en="Somebody has changed the case. Read it again, then decide.",
)
_ERASED = Words(
    sv="Det ärendet innehöll har raderats.", nb="Det saken inneholdt, er slettet.",
    nn="Det saka inneheldt, er sletta.", en="What this case held has been erased.",
)  # fmt: skip
_AWAY = Words(
    sv="Databasen svarar inte just nu. Försök igen senare.",
    nb="Databasen svarer ikke akkurat nå. Prøv igjen senere.",
    nn="Databasen svarer ikkje akkurat no. Prøv igjen seinare.",
    en="The database does not answer at the moment. Try again later.",
)
_OURS = Words(
    sv="Något gick fel hos oss. Det är noterat.", nb="Noe gikk galt hos oss. Det er notert.",
    nn="Noko gjekk gale hos oss. Det er notert.", en="Something went wrong on our side; it was noted.",
)  # fmt: skip
_SAID: Final[Mapping[type[DsarError], Words]] = {
    NotFound: _GONE, Forgotten: _ERASED, ChangedMeanwhile: _FASTER, NotReady: _AWAY, DsarError: _OURS,
}  # fmt: skip


def reasons_of(error: DsarError, language: Language) -> list[str]:
    """Give why nothing was done with a case, in the reader's language where the rules did not say it."""
    if error.reasons:
        return list(error.reasons)
    words = _SAID.get(type(error))
    return [words.say(language) if words else error.detail]


async def offers(
    office: Office,
    session: AsyncSession,
    picked: Sequence[Picked],
    by: ActorKind,
    language: Language,
    at: datetime,
) -> list[BulkOffer]:
    """Give what could be done with the chosen cases, and with how many of them now.

    A case that is gone or was changed since it was read is ready for nothing.
    """
    desk, wanted = await office.desk(session), {one.id: one.version for one in picked}
    found = await cases.cases_of(session, list(wanted))
    keys = await cases.keys_of(session, [case.id for case in found])
    dossiers = await dossiers_of(session, list(keys))
    ready, states = Counter[Event](), dict[Event, set[State]]()
    for case in found:
        if case.id not in keys or case.version != wanted[case.id]:
            continue
        file = desk.open(case, keys[case.id])
        facts = await facts_of(session, file, at, dossiers[case.id])
        for event, refused in available(TABLE, case.state, partial(_judged_by, facts), by).items():
            ready[event] += refused is None
            states.setdefault(event, set()).add(case.state)
    return [
        BulkOffer(
            operation_id=event.value,
            title=TITLES[event].say(language),
            enabled=ready[event],
            of=len(wanted),
            key=key_of(event),
            tone=_tone(event, states[event]),
        )
        for event in sorted(FOR_MANY & ready.keys(), key=place_of)
    ]


def _judged_by(facts: Facts, event: Event) -> Facts:
    return as_if(event, facts)


def _tone(event: Event, states: Iterable[State]) -> Tone:
    """Give how much an action weighs where it weighs least; a danger is one anywhere."""
    tones = {tone_of(event, state) for state in states}
    return tones.pop() if len(tones) == 1 else Tone.PLAIN
