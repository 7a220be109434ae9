"""Short sentences about tasks and corrections, for the person, in their language."""

from app.law.words import Words
from app.models.task import Correction, Task
from app.vocabulary import CorrectionDecision, Language, TaskState, Verb

_DONE_FOUND = Words(
    sv="Sökt. {count} poster om dig.",
    nb="Søkt. {count} poster om deg.",
    nn="Søkt. {count} postar om deg.",
    en="Searched. {count} items about you.",
)
_DONE_ONE = Words(
    sv="Sökt. 1 post om dig.",
    nb="Søkt. 1 post om deg.",
    nn="Søkt. 1 post om deg.",
    en="Searched. 1 item about you.",
)
_DONE_NOTHING = Words(
    sv="Sökt. Inga uppgifter om dig.",
    nb="Søkt. Ingen opplysninger om deg.",
    nn="Søkt. Ingen opplysningar om deg.",
    en="Searched. No data about you.",
)
_ENDED = {
    TaskState.REFUSED: Words(
        sv="Kunde inte lämna uppgifter: {reason}",
        nb="Kunne ikke utlevere opplysninger: {reason}",
        nn="Kunne ikkje utlevere opplysningar: {reason}",
        en="Could not disclose data: {reason}",
    ),
    TaskState.PARTIAL: Words(
        sv="Kunde bara lämna en del av uppgifterna: {reason}",
        nb="Kunne bare utlevere en del av opplysningene: {reason}",
        nn="Kunne berre utlevere ein del av opplysningane: {reason}",
        en="Could disclose only part of the data: {reason}",
    ),
}
_WAITING = Words(sv="Inte klart än.", nb="Ikke ferdig ennå.", nn="Ikkje ferdig enno.", en="Not finished yet.")
_CORRECTED = Words(
    sv="Rättat och kontrollerat i systemet.",
    nb="Rettet og kontrollert i systemet.",
    nn="Retta og kontrollert i systemet.",
    en="Corrected and checked in the system.",
)
_WRITTEN = Words(
    sv="Rättat, men ännu inte bekräftat av systemet.",
    nb="Rettet, men ennå ikke bekreftet av systemet.",
    nn="Retta, men enno ikkje stadfesta av systemet.",
    en="Corrected, but not yet confirmed by the system.",
)
_NOT_WRITTEN = Words(
    sv="Systemet kunde inte ändra uppgiften.",
    nb="Systemet kunne ikke endre opplysningen.",
    nn="Systemet kunne ikkje endre opplysninga.",
    en="The system could not change the value.",
)
_DECLINED = Words(sv="Inte rättat.", nb="Ikke rettet.", nn="Ikkje retta.", en="Not corrected.")


def outcome_words(task: Task, reason: str, found: int, language: Language) -> str:
    """Give how the search of one system ended."""
    if task.state is TaskState.DONE and task.verb is Verb.EXPORT:
        words = {0: _DONE_NOTHING, 1: _DONE_ONE}.get(found, _DONE_FOUND)
        return words.say(language).format(count=found)
    return _ENDED.get(task.state, _WAITING).say(language).format(reason=reason)


def correction_words(row: Correction, language: Language) -> str:
    """Give what became of a claimed correction."""
    if row.decision is CorrectionDecision.DECLINE:
        return _DECLINED.say(language)
    if row.verified:
        return _CORRECTED.say(language)
    return (_WRITTEN if row.written is TaskState.DONE else _NOT_WRITTEN).say(language)
