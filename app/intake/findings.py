"""Reads a mail sentence by sentence and lays down what was found where."""

from collections import Counter
from dataclasses import dataclass, field, replace

from app.intake.lexicon import Tags
from app.intake.mail import Mail
from app.intake.newest import Thread
from app.intake.tags import tags_of
from app.intake.weighing import Evidence, evidence_in
from app.intake.wording import Sentence, sentences
from app.intake.words.signs import Sign
from app.vocabulary import Right

S = Sign
SUBJECT_READ, NEWEST_READ, QUOTED_READ = 500, 4000, 1500
QUOTED_WEIGHT = 0.6
PERSONAL = (S.MY_DATA, S.PDATA, S.ABOUT_ME, S.MY_PROFILE, S.MY_FIELD, S.PROFILE, S.PRIVACY, S.CHANGED)
RIGHTS_NAMED = (
    (S.ERASE, S.T_ERASURE),
    (S.CORRECT, S.T_RECTIFICATION),
    (S.RESTRICT, S.T_RESTRICTION),
    (S.OBJECT, S.T_OBJECTION),
    (S.COMPLAIN, S.T_COMPLAINT),
    (S.MOVE, S.T_PORTABILITY),
)
ENUMERATION = 3


@dataclass(frozen=True)
class Passage:
    """One sentence, its signs, and the part of the mail it stands in."""

    sentence: Sentence
    tags: Tags
    where: str


@dataclass(frozen=True)
class Finding:
    """One piece of evidence and the sentence it stands in."""

    evidence: Evidence
    passage: Passage


@dataclass
class Reading:
    """Everything found in one mail; `signs` counts the sentences a sign stands in, quotes left out.

    `answered` are rights that are spoken of in the mail as something given, brought or received.
    """

    sender: str
    findings: list[Finding] = field(default_factory=list[Finding])
    answered: set[Right] = field(default_factory=set[Right])
    signs: Counter[Sign] = field(default_factory=Counter[Sign])
    sentences: list[Tags] = field(default_factory=list[Tags])
    words: int = 0
    body_words: int = 0

    def count(self, passage: Passage) -> None:
        """Takes the sentence into account."""
        length = len(passage.sentence.folded)
        self.words += length
        self.body_words += length if passage.where != "the subject" else 0
        self.sentences.append(passage.tags)
        self.signs.update(passage.tags.keys())

    @property
    def speaks_of_privacy(self) -> bool:
        """Whether somebody writes of personal data at all."""
        return any(sign in self.signs for sign in (S.PRIVACY, S.PDATA, S.MY_DATA, S.ABOUT_ME))


def read(subject: str, thread: Thread, mail: Mail, place: str = "the text") -> Reading:
    """What the subject, the newest text and, with less weight, the quoted text say."""
    where = "the forwarded text" if thread.forward else place
    passages = [
        *_passages(subject, SUBJECT_READ, "the subject"),
        *_passages(thread.newest, NEWEST_READ, where),
        *_passages(thread.quoted, QUOTED_READ, "the quoted text"),
    ]
    reading = Reading(sender=mail.sender.address)
    for passage in passages:
        if passage.where != "the quoted text":
            reading.count(passage)
    personal = any(sign in reading.signs for sign in PERSONAL)
    for passage in passages:
        if not _only_informs(passage.tags):
            _lay(reading, passage, personal=personal)
    return reading


def _passages(text: str, limit: int, where: str) -> list[Passage]:
    return [Passage(sentence, tags_of(sentence), where) for sentence in sentences(text, limit)]


def _lay(reading: Reading, passage: Passage, *, personal: bool) -> None:
    weight = QUOTED_WEIGHT if passage.where == "the quoted text" else 1.0
    subject = passage.where == "the subject"
    for found in evidence_in(passage.sentence, passage.tags, subject=subject, after_data=personal):
        if _is_meant(found, passage.tags, passage.sentence):
            reading.findings.append(Finding(replace(found, weight=found.weight * weight), passage))
        elif found.named:
            reading.answered.add(found.right)


def _only_informs(tags: Tags) -> bool:
    """“You have the right to …”: told to us by somebody, not asked of us."""
    return S.INFORM in tags and not (S.FIRST in tags and S.ASK in tags)


def _is_meant(found: Evidence, tags: Tags, sentence: Sentence) -> bool:
    """Whether the right is exercised, and not only spoken of, threatened with, or already answered."""
    right = found.right.value
    if right == "complaint" and (S.RESERVE in tags or S.IF_NOT in tags):
        return False
    if right in ("complaint", "objection") and S.PENDING in tags:
        return False
    if right == "access" and S.RECEIVED in tags and S.NOT not in tags:
        return False
    if (
        right != "access"
        and S.EXERCISE not in tags
        and (S.EXISTENCE in tags or _lists_rights(tags, sentence))
    ):
        return False
    if right == "access" and found.named and not found.firm:
        return not any(sign in tags for sign in (S.THANKS, S.ENCLOSED))
    return True


def _lists_rights(tags: Tags, sentence: Sentence) -> bool:
    """Three rights in one breath without anybody asking: the list a template copies from Article 15(1)(e)."""
    named = sum(any(sign in tags for sign in signs) for signs in RIGHTS_NAMED)
    return named >= ENUMERATION and (S.FIRST not in tags or sentence.bullet)
