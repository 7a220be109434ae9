"""Evidence for rights in one sentence: frames of signs matched clause by clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.intake.lexicon import Hit, Lexicon, Tags
from app.intake.wording import Sentence
from app.intake.words.actions import ACTIONS
from app.intake.words.contexts import CONTEXTS
from app.intake.words.frames import AFTER_DATA, BARE_SUBJECTS, FRAMES, SUBJECT_FRAMES
from app.intake.words.intents import INTENTS
from app.intake.words.persons import PERSONS
from app.intake.words.signs import Sign
from app.intake.words.terms import TERMS
from app.intake.words.things import THINGS
from app.vocabulary import Right

LEXICON = Lexicon(ACTIONS, THINGS, PERSONS, TERMS, CONTEXTS, INTENTS)

S = Sign
SHARED = frozenset((
    S.MY, S.ME, S.ABOUT_ME, S.FIRST, S.ASK, S.HOLD, S.WHICH, S.REGISTER, S.APPLICATION, S.ELSEWHERE, S.MACHINE,
    S.NOT_ERASE, S.N_EVENT, S.PRIVACY, S.APPLICANT_LIST, S.AUTOMATIC, S.DECISION,
))  # fmt: skip
OBJECTS = frozenset((
    S.DATA, S.PDATA, S.PROFILE, S.FIELD, S.MARKETING, S.CONSENT, S.PROCESSING, S.OTHER_THING, S.N_INVOICE, S.MY_DATA,
    S.MY_PROFILE, S.MY_FIELD, S.IT, S.ANSWER,
))  # fmt: skip
VERBS = (
    S.ERASE, S.CORRECT, S.RESTRICT, S.OBJECT, S.WITHDRAW, S.SEE, S.MOVE, S.UNSUBSCRIBE, S.STOP, S.COMPLAIN, S.TELL,
    S.WANT_NOT,
)  # fmt: skip
JOINING = frozenset(
    (
        ",",
        "och",
        "og",
        "and",
        "ja",
        "samt",
        "seka",
        "men",
        "but",
        "mutta",
        "eller",
        "or",
        "tai",
        "sen",
        "sedan",
    )
)
OWNED = ((S.DATA, S.MY_DATA), (S.PDATA, S.MY_DATA), (S.PROFILE, S.MY_PROFILE), (S.FIELD, S.MY_FIELD))
TO_ME = frozenset(("for", "till", "til", "at", "to", "from"))
REACH = 18  # words between the signs of one frame
ADJECTIVES = 3  # words between “my” and the thing


class Frame(NamedTuple):
    """Signs that together ask for a right: one of each group, none of the others."""

    right: Right
    weight: float
    firm: bool
    groups: tuple[tuple[Sign, ...], ...]
    unless: tuple[Sign, ...]


@dataclass(frozen=True)
class Evidence:
    """One place that asks for a right: how surely, and the words; `firm` when it shows the person's own data."""

    right: Right
    weight: float
    firm: bool
    words: str
    named: bool


def read_frames(table: Mapping[Right, str]) -> tuple[Frame, ...]:
    """The frames of a table, see words/frames.py for how a line is written."""
    return tuple(
        _frame(right, line) for right, lines in table.items() for line in lines.splitlines() if line.strip()
    )


def tags_of(sentence: Sentence) -> Tags:
    """The signs in a sentence, with those that are made of others and without an erasure that is denied."""
    tags = LEXICON.tags(sentence)
    _own(tags, sentence)
    _deny_erasure(tags, sentence)
    me = [hit for hit in tags.get(S.ERASE, ()) if _takes_me(hit, tags.get(S.ME, ()), sentence)]
    if me:
        tags[S.ERASE_ME] = me
    return tags


def evidence_in(sentence: Sentence, tags: Tags, *, subject: bool, after_data: bool) -> list[Evidence]:
    """What the sentence asks for, clause by clause; `after_data` says that personal data was spoken of before."""
    clauses = _clauses(sentence, tags)
    found = [e for clause in clauses for e in _matches(TEXT_FRAMES, clause, sentence)]
    if after_data or S.MY_DATA in tags or S.ABOUT_ME in tags or S.PDATA in tags:
        found += [e for clause in clauses for e in _matches(REFERRING, clause, sentence)]
    if subject:
        found += _matches(SUBJECT_ONLY, tags, sentence)
        found += _matches(BARE, tags, sentence) if len(sentence.folded) <= 2 else []  # noqa: PLR2004 - “Slett!”
    return found


def _frame(right: Right, line: str) -> Frame:
    weight, *words = line.split()
    firm = words[0] == "firm"
    groups = [word for word in words[firm:] if not word.startswith("-")]
    return Frame(
        right,
        float(weight),
        firm,
        tuple(tuple(Sign[name] for name in group.split("|")) for group in groups),
        tuple(Sign[word[1:]] for word in words if word.startswith("-")),
    )


TEXT_FRAMES = read_frames(FRAMES)
SUBJECT_ONLY = read_frames(SUBJECT_FRAMES)
BARE = read_frames(BARE_SUBJECTS)
REFERRING = read_frames(AFTER_DATA)


def _matches(frames: tuple[Frame, ...], tags: Tags, sentence: Sentence) -> Iterator[Evidence]:
    done: set[Right] = set()
    for frame in frames:
        if frame.right in done and not frame.firm:
            continue
        hits = _fitting(frame, tags)
        if hits and frame.right not in done:
            done.add(frame.right)
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            words = " ".join(sentence.written[start:end]).replace(" ,", ",")
            named = frame.groups[0][0].name.startswith("T_")
            yield Evidence(frame.right, frame.weight, frame.firm, words, named)


def _fitting(frame: Frame, tags: Tags) -> list[Hit]:
    """The places of the frame's signs, near one another; none when it does not fit."""
    if any(sign in tags for sign in frame.unless):
        return []
    groups = [[hit for sign in group for hit in tags.get(sign, ())] for group in frame.groups]
    if not all(groups):
        return []
    for first in groups[0]:
        hits = [first, *(min(group, key=lambda hit: _distance(first, hit)) for group in groups[1:])]
        if all(_distance(first, hit) <= REACH for hit in hits):
            return hits
    return []


def _distance(one: Hit, other: Hit) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _own(tags: Tags, sentence: Sentence) -> None:
    """MY_DATA, MY_PROFILE and MY_FIELD: “min nya adress”, “opplysningene mine”."""
    for mine in tags.get(S.MY, ()):
        for thing, owned in OWNED:
            for hit in tags.get(thing, ()):
                between = sentence.folded[mine.end : hit.start]
                ahead = 0 <= hit.start - mine.end <= ADJECTIVES and "," not in between
                if ahead or hit.end == mine.start:
                    places = (min(mine.start, hit.start), max(mine.end, hit.end))
                    tags.setdefault(owned, []).append(Hit(*places))


def _deny_erasure(tags: Tags, sentence: Sentence) -> None:
    denied = [hit for hit in tags.get(S.ERASE, ()) if _denied(hit, tags, sentence)]
    if denied:
        tags[S.NOT_ERASE] = denied
        tags[S.ERASE] = [hit for hit in tags[S.ERASE] if hit not in denied]
        if not tags[S.ERASE]:
            del tags[S.ERASE]


def _denied(hit: Hit, tags: Tags, sentence: Sentence) -> bool:
    """“do not delete”, “radera inte”, “jag vill inte att ni raderar”; not across a comma."""
    for no in tags.get(S.NOT, ()):
        inside = hit.start < no.start < hit.end
        behind = no.start == hit.end
        reach = 4 if S.WANT_NOT in tags else 2
        ahead = 0 <= hit.start - no.end < reach and "," not in sentence.folded[no.end : hit.start]
        if inside or behind or ahead:
            return True
    return False


def _takes_me(erase: Hit, me: "list[Hit] | tuple[Hit, ...]", sentence: Sentence) -> bool:
    for hit in me:
        inside = erase.start < hit.start < erase.end
        behind = 0 <= hit.start - erase.end <= 1 and TO_ME.isdisjoint(sentence.folded[erase.end : hit.start])
        if inside or behind or hit.end == erase.start:
            return True
    return False


def _clauses(sentence: Sentence, tags: Tags) -> list[Tags]:
    """The sentence's signs by clause: cut at a joining word when both sides want something done."""
    verbs = sorted({hit.start for sign in VERBS for hit in tags.get(sign, ())})
    cuts = [
        at
        for at, word in enumerate(sentence.folded)
        if word in JOINING
        and any(v < at for v in verbs)
        and any(at < v <= at + 8 for v in verbs)
        and not any(h.start < at < h.end for hits in tags.values() for h in hits)
    ]
    if not cuts:
        return [tags]
    edges = [0, *cuts, len(sentence.folded)]
    clauses = [_within(tags, start, end) for start, end in zip(edges, edges[1:], strict=False)]
    return [_with_object(clauses, at) for at in range(len(clauses))]


def _within(tags: Tags, start: int, end: int) -> Tags:
    clause: Tags = {}
    for sign, hits in tags.items():
        kept = hits if sign in SHARED else [hit for hit in hits if start <= hit.start < end]
        if kept:
            clause[sign] = kept
    return clause


def _with_object(clauses: list[Tags], at: int) -> Tags:
    """A clause without an object of its own takes the next one's, else the one before: “rätta och radera …”."""
    clause = clauses[at]
    if any(sign in clause for sign in OBJECTS if sign != S.IT) or S.TELL in clause:
        return clause
    before = () if S.SEE in clause else reversed(clauses[:at])
    for other in (*clauses[at + 1 :], *before):
        objects = {sign: hits for sign, hits in other.items() if sign in OBJECTS}
        if objects:
            return {**clause, **objects}
    return clause
