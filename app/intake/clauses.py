"""Cuts a sentence into clauses, so that each wish is read with its own object."""

from itertools import pairwise

from app.intake.lexicon import Tags
from app.intake.wording import Sentence
from app.intake.words.signs import Sign

S = Sign
SHARED = frozenset((
    S.MY, S.ME, S.ABOUT_ME, S.FIRST, S.ASK, S.HOLD, S.REGISTER, S.APPLICATION, S.ELSEWHERE,
    S.MACHINE, S.NOT_ERASE, S.KEEP, S.QUESTION, S.STATES, S.N_EVENT, S.PRIVACY, S.APPLICANT_LIST,
    S.AUTOMATIC, S.DECISION,
))  # fmt: skip
OBJECTS = frozenset((
    S.DATA, S.PDATA, S.PROFILE, S.FIELD, S.MARKETING, S.CONSENT, S.PROCESSING, S.OTHER_THING, S.N_INVOICE,
    S.MY_DATA, S.MY_PROFILE, S.MY_FIELD, S.IT, S.ANSWER,
))  # fmt: skip
VERBS = (
    S.ERASE, S.CORRECT, S.RESTRICT, S.OBJECT, S.WITHDRAW, S.SEE, S.MOVE, S.UNSUBSCRIBE, S.STOP, S.COMPLAIN,
    S.TELL, S.WANT_NOT,
)  # fmt: skip
JOINING = frozenset((
    ",", "och", "og", "and", "ja", "samt", "seka", "men", "but", "mutta", "eller", "or", "tai", "sen",
    "sedan", "for", "innan", "before", "ennen", "then", "after", "efter", "etter", "when", "nar", "kun",
    "medan", "mens", "while",
))  # fmt: skip
NEXT_WISH = 8  # words after a joining word in which the next wish begins


def clauses_of(sentence: Sentence, tags: Tags) -> list[Tags]:
    """The sentence's signs by clause: cut at a joining word when both sides want something done."""
    edges = [0, *_cuts(sentence, tags), len(sentence.folded)]
    if len(edges) == 2:  # noqa: PLR2004 - nothing was cut
        return [tags]
    clauses = [_within(tags, start, end) for start, end in pairwise(edges)]
    return [_with_object(clauses, at) for at in range(len(clauses))]


def _cuts(sentence: Sentence, tags: Tags) -> list[int]:
    verbs = sorted({hit.start for sign in VERBS for hit in tags.get(sign, ())})
    phrases = [hit for sign in (*VERBS, *OBJECTS) for hit in tags.get(sign, ())]
    return [
        at
        for at, word in enumerate(sentence.folded)
        if word in JOINING
        and any(verb < at for verb in verbs)
        and any(at < verb <= at + NEXT_WISH for verb in verbs)
        and not any(phrase.start < at < phrase.end for phrase in phrases)
    ]


def _within(tags: Tags, start: int, end: int) -> Tags:
    clause: Tags = {}
    for sign, hits in tags.items():
        kept = hits if sign in SHARED else [hit for hit in hits if start <= hit.start < end]
        if kept:
            clause[sign] = kept
    return clause


def _with_object(clauses: list[Tags], at: int) -> Tags:
    """A clause without an object of its own takes the next one's, else the one before."""
    clause = clauses[at]
    if any(sign in clause for sign in OBJECTS if sign != S.IT) or S.TELL in clause:
        return clause
    before = () if S.SEE in clause else reversed(clauses[:at])
    for other in (*clauses[at + 1 :], *before):
        objects = {sign: hits for sign, hits in other.items() if sign in OBJECTS}
        if objects:
            return {**clause, **objects}
    return clause
