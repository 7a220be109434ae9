"""Evidence for rights in one sentence: frames of signs, matched clause by clause."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.intake.clauses import clauses_of
from app.intake.lexicon import Hit, Tags
from app.intake.wording import Sentence
from app.intake.words.frames import AFTER_DATA, BARE_SUBJECTS, FRAMES, SUBJECT_FRAMES
from app.intake.words.signs import Sign
from app.vocabulary import Right

S = Sign
NEXT_FRAME = re.compile(r"\n\s*(?=0\.)")
REACH = 18  # words between the signs of one frame


class Frame(NamedTuple):
    """Signs that together ask for a right: one of each group, none of the others."""

    right: Right
    weight: float
    firm: bool
    groups: tuple[tuple[Sign, ...], ...]
    needs: tuple[frozenset[Sign], ...]
    """The groups once more: without a sign of each it does not fit, which most frames do not."""
    unless: frozenset[Sign]


@dataclass(frozen=True)
class Evidence:
    """One place that asks for a right: how surely, and in which words.

    `firm` when they show the person's own data, `named` when they only name the right.
    """

    right: Right
    weight: float
    firm: bool
    words: str
    named: bool


def read_frames(table: Mapping[Right, str]) -> tuple[Frame, ...]:
    """The frames of a table, the surest first; see words/frames.py for how a line is written."""
    lines = [(right, line) for right, text in table.items() for line in NEXT_FRAME.split(text.strip())]
    return tuple(sorted((_frame(right, line) for right, line in lines), key=lambda frame: -frame.weight))


def evidence_in(sentence: Sentence, tags: Tags, *, subject: bool, after_data: bool) -> list[Evidence]:
    """What the sentence asks for, clause by clause; `after_data` when the mail speaks of personal data."""
    clauses = clauses_of(sentence, tags)
    found = [e for clause in clauses for e in _matches(TEXT_FRAMES, clause, sentence)]
    if after_data or S.MY_DATA in tags or S.ABOUT_ME in tags or S.PDATA in tags:
        found += [e for clause in clauses for e in _matches(REFERRING, clause, sentence)]
    if subject:
        found += _matches(SUBJECT_ONLY, tags, sentence)
        found += _matches(BARE, tags, sentence) if _is_bare(sentence, tags) else []
    return found


def _frame(right: Right, line: str) -> Frame:
    weight, *words = line.split()
    firm = words[0] == "firm"
    groups = [word for word in words[firm:] if not word.startswith("-")]
    signs = tuple(tuple(Sign[name] for name in group.split("|")) for group in groups)
    return Frame(
        right,
        float(weight),
        firm,
        signs,
        tuple(map(frozenset, signs)),
        frozenset(Sign[word[1:]] for word in words if word.startswith("-")),
    )


TEXT_FRAMES = read_frames(FRAMES)
SUBJECT_ONLY = read_frames(SUBJECT_FRAMES)
BARE = read_frames(BARE_SUBJECTS)
REFERRING = read_frames(AFTER_DATA)


def _matches(frames: tuple[Frame, ...], tags: Tags, sentence: Sentence) -> Iterator[Evidence]:
    """The surest firm and the surest other frame of each right that fit."""
    done: set[tuple[Right, bool]] = set()
    for frame in frames:
        kind = (frame.right, frame.firm)
        hits = [] if kind in done else _fitting(frame, tags)
        if hits:
            done.add(kind)
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            words = " ".join(sentence.written[start:end]).replace(" ,", ",")
            named = frame.groups[0][0].name.startswith("T_")
            yield Evidence(frame.right, frame.weight, frame.firm, words, named)


def _fitting(frame: Frame, tags: Tags) -> list[Hit]:
    """The places of the frame's signs, near one another; none when it does not fit."""
    for group in frame.needs:
        if group.isdisjoint(tags):
            return []
    if not frame.unless.isdisjoint(tags):
        return []
    groups = [[hit for sign in group for hit in tags.get(sign, ())] for group in frame.groups]
    for first in groups[0]:
        hits = [first, *(min(group, key=lambda hit: _distance(first, hit)) for group in groups[1:])]
        if all(_distance(first, hit) <= REACH for hit in hits):
            return hits
    return []


def _distance(one: Hit, other: Hit) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _is_bare(sentence: Sentence, tags: Tags) -> bool:
    """One word, or two of which each means something: “Radering”, “Radering tack”, not “Radera utkastet”."""
    known = {at for hits in tags.values() for hit in hits for at in range(hit.start, hit.end)}
    return len(sentence.folded) <= 2 and len(known) == len(sentence.folded)  # noqa: PLR2004 - see above
