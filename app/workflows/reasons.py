"""Why something cannot be done, where the state, the plan or the caller is against it, with their names."""

from collections.abc import Collection, Mapping
from typing import Final

from app.law.words import Words
from app.vocabulary import ActorKind, State, Work

STATES: Final[Mapping[State, Words]] = {
    State.RECEIVED: Words(sv="mottaget", nb="mottatt", nn="motteken", en="received"),
    State.TRIAGE: Words(sv="under sortering", nb="under sortering", nn="under sortering", en="in triage"),
    State.VERIFYING: Words(
        sv="under identitetskontroll",
        nb="under identitetskontroll",
        nn="under identitetskontroll",
        en="waiting for the identity check",
    ),
    State.CLARIFYING: Words(
        sv="i väntan på förtydligande",
        nb="i påvente av presisering",
        nn="i påvente av presisering",
        en="waiting for a clarification",
    ),
    State.COLLECTING: Words(
        sv="under insamling", nb="under innhenting", nn="under innhenting", en="being collected"
    ),
    State.DECIDING: Words(sv="under beslut", nb="under avgjørelse", nn="under avgjerd", en="being decided"),
    State.ACTING: Words(
        sv="under genomförande", nb="under gjennomføring", nn="under gjennomføring", en="being carried out"
    ),
    State.REVIEWING: Words(
        sv="under granskning", nb="under gjennomgang", nn="under gjennomgang", en="being reviewed"
    ),
    State.ANSWERED: Words(sv="besvarat", nb="besvart", nn="svart på", en="answered"),
    State.CLOSED: Words(sv="avslutat", nb="avsluttet", nn="avslutta", en="closed"),
}
"""What a case is in each state."""
WORKS: Final[Mapping[Work, Words]] = {
    Work.COLLECT: Words(sv="insamling", nb="innhenting", nn="innhenting", en="collection"),
    Work.DECIDE: Words(sv="beslut", nb="avgjørelse", nn="avgjerd", en="decision"),
    Work.ACT: Words(sv="genomförande", nb="gjennomføring", nn="gjennomføring", en="change in the systems"),
    Work.PROVE: Words(sv="kontrollsökning", nb="kontrollsøk", nn="kontrollsøk", en="search for proof"),
    Work.NOTIFY: Words(
        sv="underrättelse till mottagare",
        nb="underretning av mottakere",
        nn="varsling av mottakarar",
        en="notice to recipients",
    ),
    Work.REVIEW: Words(sv="granskning", nb="gjennomgang", nn="gjennomgang", en="review"),
    Work.ANSWER: Words(sv="svar", nb="svar", nn="svar", en="answer"),
}
PEOPLE: Final[Mapping[ActorKind, Words]] = {
    ActorKind.SYSTEM: Words(
        sv="systemet självt", nb="systemet selv", nn="systemet sjølv", en="the system itself"
    ),
    ActorKind.SUBJECT: Words(
        sv="personen själv", nb="personen selv", nn="personen sjølv", en="the person concerned"
    ),
    ActorKind.OWNER: Words(sv="systemägare", nb="systemeiere", nn="systemeigarar", en="owners of systems"),
    ActorKind.INBOX: Words(sv="inkorgen", nb="innboksen", nn="innboksen", en="the inbox"),
    ActorKind.HANDLER: Words(sv="handläggare", nb="saksbehandlere", nn="saksbehandlarar", en="handlers"),
    ActorKind.LEAD: Words(sv="chefer", nb="ledere", nn="leiarar", en="leads"),
    ActorKind.DPO: Words(
        sv="dataskyddsombud", nb="personvernombud", nn="personvernombod", en="data protection officers"
    ),
    ActorKind.ADMINISTRATOR: Words(
        sv="administratörer", nb="administratorer", nn="administratorar", en="administrators"
    ),
}

_NOT_WHILE: Final = Words(
    sv="Det går inte när ärendet är {name}.",
    nb="Det går ikke når saken er {name}.",
    nn="Det går ikkje når saka er {name}.",
    en="Not possible while the case is {name}.",
)
_ONLY_FOR: Final = Words(
    sv="Bara för {name}.", nb="Bare for {name}.", nn="Berre for {name}.", en="Only for {name}."
)
_OR: Final = Words(
    sv="{one} eller {rest}", nb="{one} eller {rest}", nn="{one} eller {rest}", en="{one} or {rest}"
)
_COMMA: Final = Words(sv="{one}, {rest}", nb="{one}, {rest}", nn="{one}, {rest}", en="{one}, {rest}")
_NO_WORK: Final = Words(
    sv="Planen har inget steg för {name} här.",
    nb="Planen har ikke noe steg for {name} her.",
    nn="Planen har ikkje noko steg for {name} her.",
    en="The plan has no step of {name} here.",
)
_NO_WORK_NEXT: Final = Words(
    sv="Planens nästa steg är inte {name}.",
    nb="Det neste steget i planen er ikke {name}.",
    nn="Det neste steget i planen er ikkje {name}.",
    en="The next step of the plan is not {name}.",
)


def not_while(state: State) -> Words:
    """Give the refusal of what a state does not allow at all."""
    return _NOT_WHILE.filled(name=STATES[state])


def only_for(kinds: Collection[ActorKind]) -> Words:
    """Give the refusal of a caller, which names those who may."""
    *most, last = (PEOPLE[kind] for kind in ActorKind if kind in kinds)
    listed = last
    for name in reversed(most):
        listed = (_OR if listed is last else _COMMA).filled(one=name, rest=listed)
    return _ONLY_FOR.filled(name=listed)


def not_here(work: Work) -> Words:
    """Give the refusal where the plan does not stand at this kind of work."""
    return _NO_WORK.filled(name=WORKS[work])


def not_next(work: Work) -> Words:
    """Give the refusal where the plan does not go on with this kind of work."""
    return _NO_WORK_NEXT.filled(name=WORKS[work])
