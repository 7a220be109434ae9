"""What differs from right to right: the article, how well to know the person, and the steps of work."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.vocabulary import ExtractKind, IdentityLevel, Letter, Right, Verb, Work

R, W, V = Right, Work, Verb


@dataclass(frozen=True)
class Step:
    """One step of a plan."""

    right: Right
    work: Work
    verb: Verb | None = None
    extract: ExtractKind | None = None
    letter: Letter | None = None


@dataclass(frozen=True)
class Plan:
    """How one right is answered."""

    article: str
    identity: IdentityLevel
    steps: tuple[Step, ...]
    extendable: bool = True


def _collect(right: Right) -> Step:
    return Step(right, W.COLLECT, V.EXPORT)


def _act(right: Right, verb: Verb) -> Step:
    return Step(right, W.ACT, verb)


def _answer(right: Right, letter: Letter, extract: ExtractKind | None = None) -> tuple[Step, Step]:
    return Step(right, W.REVIEW, extract=extract), Step(right, W.ANSWER, extract=extract, letter=letter)


def _spoken(right: Right) -> tuple[Step, ...]:
    """A right that is answered in words: somebody writes the answer, nothing is collected."""
    return _answer(right, Letter.ANSWER_READY)


PLANS: dict[Right, Plan] = {
    R.ACCESS: Plan(
        "15",
        IdentityLevel.CONTACT_ON_FILE,
        (_collect(R.ACCESS), *_answer(R.ACCESS, Letter.ANSWER_READY, ExtractKind.ACCESS)),
    ),
    R.PORTABILITY: Plan(
        "20",
        IdentityLevel.CONTACT_ON_FILE,
        (_collect(R.PORTABILITY), *_answer(R.PORTABILITY, Letter.ANSWER_READY, ExtractKind.PORTABILITY)),
    ),
    R.RESTRICTION: Plan(
        "18",
        IdentityLevel.CONTACT_ON_FILE,
        (
            _act(R.RESTRICTION, V.RESTRICT),
            Step(R.RESTRICTION, W.NOTIFY, V.NOTIFY),
            *_spoken(R.RESTRICTION),
        ),
    ),
    R.RECTIFICATION: Plan(
        "16",
        IdentityLevel.CONTACT_ON_FILE,
        (
            _collect(R.RECTIFICATION),
            Step(R.RECTIFICATION, W.DECIDE),
            _act(R.RECTIFICATION, V.RECTIFY),
            Step(R.RECTIFICATION, W.NOTIFY, V.NOTIFY),
            Step(R.RECTIFICATION, W.PROVE, V.EXPORT),
            *_answer(R.RECTIFICATION, Letter.FRESH_EXTRACT, ExtractKind.FRESH),
        ),
    ),
    R.ERASURE: Plan(
        "17",
        IdentityLevel.CONTACT_ON_FILE,
        (
            _collect(R.ERASURE),
            Step(R.ERASURE, W.DECIDE),
            _act(R.ERASURE, V.ERASE),
            Step(R.ERASURE, W.PROVE, V.EXPORT),
            Step(R.ERASURE, W.NOTIFY, V.NOTIFY),
            *_answer(R.ERASURE, Letter.ANSWER_READY, ExtractKind.ERASURE),
        ),
    ),
    R.OBJECTION: Plan(
        "21(1)",
        IdentityLevel.CONTACT_ON_FILE,
        (_act(R.OBJECTION, V.RESTRICT), *_spoken(R.OBJECTION)),
    ),
    R.MARKETING_OBJECTION: Plan(
        "21(2)",
        IdentityLevel.NONE,
        (
            _act(R.MARKETING_OBJECTION, V.SUPPRESS),
            *_spoken(R.MARKETING_OBJECTION),
        ),
        extendable=False,
    ),
    R.CONSENT_WITHDRAWAL: Plan(
        "7(3)",
        IdentityLevel.NONE,
        (
            _act(R.CONSENT_WITHDRAWAL, V.SUPPRESS),
            *_spoken(R.CONSENT_WITHDRAWAL),
        ),
        extendable=False,
    ),
    R.COMPLAINT: Plan("77", IdentityLevel.NONE, _spoken(R.COMPLAINT)),
    R.AUTOMATED_DECISION_REVIEW: Plan(
        "22(3)", IdentityLevel.CONTACT_ON_FILE, _spoken(R.AUTOMATED_DECISION_REVIEW)
    ),
    R.INFORMATION_REQUEST: Plan("13–14", IdentityLevel.NONE, _spoken(R.INFORMATION_REQUEST)),
    R.APPLICANT_LIST_EXEMPTION: Plan(
        "offentleglova § 25",
        IdentityLevel.NONE,
        (
            Step(R.APPLICANT_LIST_EXEMPTION, W.NOTIFY, V.NOTIFY),
            *_spoken(R.APPLICANT_LIST_EXEMPTION),
        ),
        extendable=False,
    ),
}
"""In the order they are worked through: a copy is given before anything is changed or erased."""


def ordered(rights: Iterable[Right]) -> tuple[Right, ...]:
    """Give the rights of a case in the order they are worked through."""
    wanted = set(rights)
    return tuple(right for right in PLANS if right in wanted)


def steps_of(rights: Iterable[Right]) -> tuple[Step, ...]:
    """Give the steps of a case, one right after the other."""
    return tuple(step for right in ordered(rights) for step in PLANS[right].steps)


def work_at(steps: tuple[Step, ...], position: int) -> Work | None:
    """Give the kind of work at a position, or None beyond the end."""
    return steps[position].work if 0 <= position < len(steps) else None


def identity_needed(
    rights: Iterable[Right], overrides: dict[Right, IdentityLevel], ceiling: IdentityLevel
) -> IdentityLevel:
    """Give how well the person must be known: the strictest right decides.

    `ceiling` is the strictest level a searched system asks for; it counts only where something is
    collected from systems or changed in them, so that asking to be left alone never needs more.
    """
    levels = [overrides.get(right, PLANS[right].identity) for right in rights]
    reaches = any(step.verb in (V.EXPORT, V.RECTIFY, V.ERASE) for step in steps_of(rights))
    return max([*levels, ceiling if reaches else IdentityLevel.NONE])


def extendable(rights: Iterable[Right]) -> bool:
    """Tell whether the time of a case with these rights may be extended at all."""
    return all(PLANS[right].extendable for right in rights)
