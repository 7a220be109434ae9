"""What a mail asks for: the rights, how surely and by which words, and what should happen to it first."""

from dataclasses import dataclass, replace
from typing import Literal

from app.intake.enclosures import Enclosure, enclosures
from app.intake.findings import Reading, read
from app.intake.judgement import SURE, Judged, judge
from app.intake.language import language_of
from app.intake.mail import Mail
from app.intake.newest import newest_text, thread_of
from app.intake.wording import bare_subject
from app.intake.words.signs import Sign
from app.vocabulary import Language, Right

__all__ = ["RightFound", "Verdict", "classify", "newest_text"]

Decision = Literal["open_case", "triage", "automated", "not_a_request"]

POSSIBLE, WORTH_TELLING = 0.3, 0.5
A_LETTER = 4000  # characters; longer files are contracts, policies and reports, which quote the law
PERSONAL = (Sign.FIRST, Sign.MY, Sign.ABOUT_ME)
BESIDE_SURE = 0.7  # what is only possible does not stand beside what is sure
SECOND_LOOK = {
    "chaser": "It reminds of an earlier request.",
    "status_question": "It asks how an earlier request goes.",
    "answer_to_us": "It answers something we asked.",
    "processor_forward": "Another organisation passes a request on.",
    "regulator": "It comes from a supervisory authority.",
}


@dataclass(frozen=True)
class RightFound:
    """A right somebody asks for; `because` is a sentence with the words and where they stand."""

    right: Right
    confidence: float
    because: str


@dataclass(frozen=True)
class Verdict:
    """What the mail is: its language, the rights it asks for (surest first), what to do, and why."""

    language: Language
    rights: tuple[RightFound, ...]
    decision: Decision
    because: tuple[str, ...]
    intents: tuple[str, ...]


def classify(mail: Mail) -> Verdict:
    """What the mail asks for. Pure: the same mail always gets the same verdict, with its reasons.

    What stands in its files counts when the mail itself does not say clearly what it wants.
    """
    own, doubts = _verdict(mail)
    if own.decision in ("open_case", "automated"):
        return own
    enclosed = [_of_file(mail, enclosure) for enclosure in enclosures(mail)]
    asking = [verdict for verdict in enclosed if verdict.rights]
    return _together(own, doubts, asking) if asking else own


def _verdict(mail: Mail, place: str = "the text") -> tuple[Verdict, list[str]]:
    """What a mail says by itself, and what makes it doubtful."""
    thread = thread_of(mail)
    subject = bare_subject(mail.subject)
    reading = read(subject, thread, mail, place)
    judged = judge(reading)
    rights = _rights(judged)
    doubts = [*judged.doubts, *(SECOND_LOOK[intent] for intent in judged.intents if intent in SECOND_LOOK)]
    decision, because = _decision(mail, reading, doubts, rights)
    language = language_of(f"{subject}\n{thread.newest or thread.quoted}")
    return Verdict(language, rights, decision, because, judged.intents), doubts


def _of_file(mail: Mail, enclosure: Enclosure) -> Verdict:
    """What a file asks for, read as if somebody had written it as a mail; at least likely rights only."""
    letter = replace(mail, subject="", text=enclosure.text, forwarded=(), attachments=())
    verdict, _ = _verdict(letter, f"the attachment “{enclosure.name}”")
    rights = tuple(found for found in verdict.rights if found.confidence >= WORTH_TELLING)
    if verdict.decision == "open_case" and len(enclosure.text) > A_LETTER:
        because = (
            f"The attachment “{enclosure.name}” is long; a person should say whether it is a request.",
        )
        return replace(verdict, rights=rights, decision="triage", because=because)
    return replace(verdict, rights=rights)


def _together(own: Verdict, doubts: list[str], asking: list[Verdict]) -> Verdict:
    """The mail's own words and its letters, which open a case when nothing in the words speaks against it."""
    best = {right.right: right for verdict in asking for right in sorted(verdict.rights, key=_confidence)}
    rights = tuple(sorted(best.values(), key=_confidence, reverse=True))
    surest = max(asking, key=lambda verdict: verdict.decision == "open_case")
    if surest.decision == "open_case" and not doubts:
        because = ("A file in it asks for a right in words that leave little doubt.",)
        return Verdict(surest.language, rights, "open_case", because, own.intents)
    return Verdict(surest.language, rights, "triage", (*doubts, *surest.because), own.intents)


def _confidence(found: RightFound) -> float:
    return found.confidence


def _rights(judged: Judged) -> tuple[RightFound, ...]:
    """All rights that are likely; when none is, those that are at least possible."""
    found = [RightFound(right, round(weight, 2), why) for right, (weight, why) in judged.rights.items()]
    found.sort(key=lambda right: -right.confidence)
    sure = bool(found) and found[0].confidence >= SURE
    likely = [right for right in found if right.confidence >= (BESIDE_SURE if sure else WORTH_TELLING)]
    return tuple(likely or [right for right in found if right.confidence >= POSSIBLE])


def _decision(
    mail: Mail, reading: Reading, doubts: list[str], rights: tuple[RightFound, ...]
) -> tuple[Decision, tuple[str, ...]]:
    top = max((right.confidence for right in rights), default=0.0)
    if mail.automated and not (top >= SURE and _human_after_all(mail, reading)):
        return "automated", (f"A machine wrote it: {mail.automated.replace('_', ' ')}.",)
    if mail.automated:
        doubts = [*doubts, "A machine or a list sent it, but it reads like a request."]
    if top >= SURE and not doubts:
        return "open_case", ("It asks for a right in words that leave little doubt.",)
    if top >= POSSIBLE:
        return "triage", (*doubts, "A person should say whether it is a request.")
    return _unclear(mail, reading, doubts)


def _human_after_all(mail: Mail, reading: Reading) -> bool:
    """Whether a person may have written what looks automated, so that their request must not be missed.

    A shared inbox that is a mailing list puts its mark on everybody's mail. A subject that speaks of absence
    is no proof of a machine, but only a person says “I want” below it; a machine says where to turn.
    """
    if mail.automated == "out_of_office":
        asked = [
            f for f in reading.findings if f.passage.where != "the subject" and f.evidence.weight >= SURE
        ]
        return any(sign in finding.passage.tags for finding in asked for sign in PERSONAL)
    return mail.automated == "list"


def _unclear(mail: Mail, reading: Reading, doubts: list[str]) -> tuple[Decision, tuple[str, ...]]:
    if doubts:
        return "triage", (*doubts, "A person should read it.")
    if not reading.words:
        what = "only attachments" if mail.attachments else "no text"
        return "triage", (f"It has {what}; a person should look.",)
    if reading.speaks_of_privacy:
        return "triage", ("It speaks of personal data but asks for nothing clear.",)
    return "not_a_request", ("Nothing in it asks for a right.",)
