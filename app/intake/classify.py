"""What a mail asks for: the rights, how surely and by which words, and what should happen to it first."""

from dataclasses import dataclass
from typing import Literal

from app.intake.findings import Reading, read
from app.intake.judgement import SURE, Judged, judge
from app.intake.language import language_of
from app.intake.mail import Mail
from app.intake.newest import newest_text, thread_of
from app.intake.wording import bare_subject
from app.vocabulary import Language, Right

__all__ = ["RightFound", "Verdict", "classify", "newest_text"]

Decision = Literal["open_case", "triage", "automated", "not_a_request"]

POSSIBLE, WORTH_TELLING = 0.3, 0.5
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
    """What the mail asks for. Pure: the same mail always gets the same verdict, with its reasons."""
    thread = thread_of(mail)
    subject = bare_subject(mail.subject)
    reading = read(subject, thread, mail)
    judged = judge(reading)
    rights = _rights(judged)
    decision, because = _decision(mail, reading, judged, rights)
    language = language_of(f"{subject}\n{thread.newest or thread.quoted}")
    return Verdict(language, rights, decision, because, judged.intents)


def _rights(judged: Judged) -> tuple[RightFound, ...]:
    """All rights that are likely; when none is, those that are at least possible."""
    found = [RightFound(right, round(weight, 2), why) for right, (weight, why) in judged.rights.items()]
    found.sort(key=lambda right: -right.confidence)
    sure = bool(found) and found[0].confidence >= SURE
    likely = [right for right in found if right.confidence >= (BESIDE_SURE if sure else WORTH_TELLING)]
    return tuple(likely or [right for right in found if right.confidence >= POSSIBLE])


def _decision(
    mail: Mail, reading: Reading, judged: Judged, rights: tuple[RightFound, ...]
) -> tuple[Decision, tuple[str, ...]]:
    top = max((right.confidence for right in rights), default=0.0)
    if mail.automated and not _human_after_all(mail, reading):
        return "automated", (f"A machine wrote it: {mail.automated.replace('_', ' ')}.",)
    doubts = [*judged.doubts, *(SECOND_LOOK[intent] for intent in judged.intents if intent in SECOND_LOOK)]
    if mail.automated:
        doubts.append("A machine or a list sent it, but it reads like a request.")
    if top >= SURE and not doubts:
        return "open_case", ("It asks for a right in words that leave little doubt.",)
    if top >= POSSIBLE:
        return "triage", (*doubts, "A person should say whether it is a request.")
    return _unclear(mail, reading, doubts)


def _human_after_all(mail: Mail, reading: Reading) -> bool:
    """A mailing list passes on what people write, and an away-subject alone is no proof of a machine."""
    if mail.automated not in ("list", "out_of_office"):
        return False
    return any(f.passage.where != "the subject" and f.evidence.weight >= SURE for f in reading.findings)


def _unclear(mail: Mail, reading: Reading, doubts: list[str]) -> tuple[Decision, tuple[str, ...]]:
    if doubts:
        return "triage", (*doubts, "A person should read it.")
    if not reading.words:
        what = "only attachments" if mail.attachments else "no text"
        return "triage", (f"It has {what}; a person should look.",)
    if reading.speaks_of_privacy:
        return "triage", ("It speaks of personal data but asks for nothing clear.",)
    return "not_a_request", ("Nothing in it asks for a right.",)
