"""What a case still lacks, in the words its handlers read."""

from app.law.words import Words
from app.office import CaseFile
from app.queries.dossiers import Dossier
from app.vocabulary import State
from app.workflows.gather import answers_in, came_back
from app.workflows.rounds import open_tasks

_STEPS = {
    State.RECEIVED: Words(
        sv="Arbetet med ärendet har inte börjat.",
        nb="Arbeidet med saken er ikke begynt.",
        nn="Arbeidet med saka er ikkje byrja.",
        en="Work on the case has not begun.",
    ),
    State.TRIAGE: Words(
        sv="Någon behöver avgöra vad det är för en begäran.",
        nb="Noen må avgjøre hva slags forespørsel det er.",
        nn="Nokon må avgjere kva slags førespurnad det er.",
        en="Somebody must say what kind of request it is.",
    ),
    State.VERIFYING: Words(
        sv="Personens identitet är inte bekräftad.",
        nb="Identiteten til personen er ikke bekreftet.",
        nn="Identiteten til personen er ikkje stadfesta.",
        en="The person's identity is not confirmed.",
    ),
    State.CLARIFYING: Words(
        sv="Vi väntar på ett förtydligande.",
        nb="Vi venter på en presisering.",
        nn="Vi ventar på ei presisering.",
        en="We are waiting for a clarification.",
    ),
    State.DECIDING: Words(
        sv="Beslut saknas.", nb="Avgjørelser mangler.", nn="Avgjerder manglar.", en="Decisions are missing."
    ),
    State.REVIEWING: Words(
        sv="Svaret är inte granskat.",
        nb="Svaret er ikke gjennomgått.",
        nn="Svaret er ikkje gjennomgått.",
        en="The answer has not been reviewed.",
    ),
    State.ANSWERED: Words(
        sv="Svaret har inte skickats.",
        nb="Svaret er ikke sendt.",
        nn="Svaret er ikkje sendt.",
        en="The answer has not been sent.",
    ),
}
_CAME_BACK = Words(
    sv="Svaret kom tillbaka. Ta reda på rätt adress och skicka det på nytt.",
    nb="Svaret kom i retur. Finn riktig adresse og send det på nytt.",
    nn="Svaret kom i retur. Finn rett adresse og send det på nytt.",
    en="The answer came back; find the right address and send it again.",
)
_NOTICE = Words(
    sv="Underrättelsen till {recipient} kom tillbaka. Underrätta på annat sätt och avsluta uppgiften.",
    nb="Underretningen til {recipient} kom i retur. Gi beskjed på annen måte og avslutt oppgaven.",
    nn="Varselet til {recipient} kom i retur. Gi beskjed på annan måte og avslutt oppgåva.",
    en="The notice to {recipient} came back; tell them in another way and settle the task.",
)
_SYSTEM = Words(
    sv="{system} har inte svarat.",
    nb="{system} har ikke svart.",
    nn="{system} har ikkje svart.",
    en="{system} has not answered.",
)


def missing_from(file: CaseFile, dossier: Dossier) -> tuple[str, ...]:
    """Give what must be done next, in the organisation's language."""
    return (*_notices(file, dossier), *_next(file, dossier))


def _notices(file: CaseFile, dossier: Dossier) -> list[str]:
    if file.case.state is State.CLOSED:
        return []
    names = [
        recipient.name if (recipient := file.profile.recipient(task.system)) else task.system
        for task in dossier.notices_back
    ]
    return [_NOTICE.say(file.profile.language).format(recipient=name) for name in names]


def _next(file: CaseFile, dossier: Dossier) -> tuple[str, ...]:
    language, case = file.profile.language, file.case
    if case.state in (State.ANSWERED, State.CLOSED):
        if came_back(case, answers_in(dossier.letters)):
            return (_CAME_BACK.say(language),)
        return () if case.answered_at or case.closed_at else (_STEPS[State.ANSWERED].say(language),)
    if case.state in _STEPS:
        return (_STEPS[case.state].say(language),)
    waiting = open_tasks(task for task in dossier.tasks if task.round == case.round)
    names = map(file.profile.system_name, waiting)
    return tuple(_SYSTEM.say(language).format(system=name) for name in names) or (
        _STEPS[State.RECEIVED].say(language),
    )
