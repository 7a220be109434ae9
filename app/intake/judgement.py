"""From findings to rights: what else the mail speaks of, which finding explains which, how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.intake.findings import Finding, Reading
from app.intake.words.signs import Sign
from app.vocabulary import Right

S = Sign
R = Right
SURE = 0.75  # from here a right opens a case
STATED_ONLY, CAPPED = 0.6, 0.4  # somebody should look; it speaks of something else
MENTIONED = 0.8  # data that was only named to say what should be done with it
ASKED_TOGETHER = 0.88
ANOTHER_TIME, HIGHEST = 0.03, 0.98
A_GREETING, SHORT_NOTE, FEW_WORDS = 3, 8, 12  # words
LONGEST_SHOWN = 90
BEGINNING = 5  # sentences in which a reminder says that it is one
REGULATORS = ("imy.", "datatilsynet", "tietosuoja", "edps.", "datainspektionen")
OWN_DATA = (S.MY_DATA, S.ABOUT_ME, S.PDATA, S.MY_PROFILE)

OTHER_BUSINESS = (
    (S.N_POLICE, {R.ACCESS}, "It speaks of an extract from a police register."),
    (S.N_REGISTER, {R.ACCESS}, "It speaks of an extract from a public register."),
    (S.N_PUBLIC, {R.ACCESS, R.OBJECTION}, "It speaks of public documents."),
    (
        S.N_INVOICE,
        {R.RECTIFICATION, R.ERASURE, R.OBJECTION, R.COMPLAINT, R.ACCESS},
        "It speaks of pay, invoices or bookings.",
    ),
    (S.N_APPEAL, {R.RECTIFICATION, R.OBJECTION, R.COMPLAINT, R.ACCESS}, "It speaks of an appeal or a plan."),
    (
        S.N_SENSE,
        {R.ACCESS, R.RESTRICTION, R.CONSENT_WITHDRAWAL, R.PORTABILITY},
        "Its words have other senses.",
    ),
    (S.N_EVENT, {R.MARKETING_OBJECTION}, "It speaks of a course or a meeting."),
)
OTHER_MAIL = (
    (S.N_VENDOR, "It reads like an offer."),
    (S.N_NOTICE, "It reads like a notice to customers or suppliers."),
    (S.N_CONFIRMED, "It confirms something that was done."),
)
INTENTS = (
    (S.I_CHASER, "chaser"),
    (S.I_STATUS, "status_question"),
    (S.I_ANSWER, "answer_to_us"),
    (S.I_AGENT, "agent"),
    (S.I_FORWARDED, "processor_forward"),
)


@dataclass
class Judged:
    """The rights with their confidence and the sentence that says why; doubts; what else the mail is."""

    rights: dict[Right, tuple[float, str]] = field(default_factory=dict[Right, tuple[float, str]])
    doubts: list[str] = field(default_factory=list[str])
    intents: tuple[str, ...] = ()

    def sure(self, right: Right) -> float:
        """How sure a right is; 0 when it was not found."""
        return self.rights.get(right, (0.0, ""))[0]


def judge(reading: Reading) -> Judged:
    """What the findings come to, taken together."""
    judged = Judged(intents=tuple(_intents(reading)))
    for right in Right:
        findings = [finding for finding in reading.findings if finding.evidence.right == right]
        if findings:
            judged.rights[right] = _weighed(findings, reading)
    _ask_for_a_human(judged, reading)
    _explain_away(judged, reading)
    _doubt(judged, reading)
    return judged


def _weighed(findings: list[Finding], reading: Reading) -> tuple[float, str]:
    """The best finding's weight, a little more for each other sentence that says the same; and why."""
    weights = [(_weight(finding, reading), finding) for finding in findings]
    best, finding = max(weights, key=lambda pair: pair[0])
    others = sum(weight >= STATED_ONLY for weight, _ in weights) - 1
    if best > STATED_ONLY:
        best = min(HIGHEST, best + ANOTHER_TIME * min(others, 2))
    words, right = finding.evidence.words, finding.evidence.right.value
    shown = words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
    return best, f"“{shown}” in {finding.passage.where} asks for {right}."


def _weight(finding: Finding, reading: Reading) -> float:
    evidence = finding.evidence
    if evidence.firm:
        return evidence.weight
    if any(_other_business(finding, reading)):
        return min(evidence.weight, CAPPED)
    complains = evidence.right == R.COMPLAINT and reading.body_words > A_GREETING
    if complains and not reading.speaks_of_privacy:
        return min(evidence.weight, STATED_ONLY)
    if _is_only_a_heading(finding, reading) or not _asked_for(finding, reading):
        return min(evidence.weight, STATED_ONLY)
    return evidence.weight


def _other_business(finding: Finding, reading: Reading) -> Iterator[str]:
    """What speaks against a finding: other business in its sentence, or in a mail without personal data."""
    private = S.FIRST in reading.signs and any(sign in reading.signs for sign in OWN_DATA)
    for sign, rights, sentence in OTHER_BUSINESS:
        here = sign in finding.passage.tags or (sign in reading.signs and not private)
        if here and finding.evidence.right in rights:
            yield sentence


def _is_only_a_heading(finding: Finding, reading: Reading) -> bool:
    """Whether a vague heading stands over a text that must say it itself: “Stop”, “Objection”."""
    if finding.passage.where != "the subject" or finding.evidence.named or reading.body_words <= A_GREETING:
        return False
    return finding.evidence.right not in (R.RECTIFICATION, R.ERASURE) or S.FIRST not in reading.signs


def _asked_for(finding: Finding, reading: Reading) -> bool:
    """Whether words that only name a right are meant as a request: short, or with somebody asking."""
    if finding.evidence.right in reading.answered:
        return False
    if finding.passage.where == "the subject":
        return reading.body_words <= FEW_WORDS or S.ASK in reading.signs or S.FIRST in reading.signs
    asks = S.ASK in finding.passage.tags or S.FIRST in finding.passage.tags
    return asks or min(reading.body_words, len(finding.passage.sentence.folded)) <= SHORT_NOTE


def _ask_for_a_human(judged: Judged, reading: Reading) -> None:
    """“The computer said no. I want a person to look”: two sentences, one request."""
    asks = S.ASK in reading.signs or S.REVIEW in reading.signs
    if R.AUTOMATED_DECISION_REVIEW in judged.rights and S.HUMAN in reading.signs and asks:
        before, why = judged.rights[R.AUTOMATED_DECISION_REVIEW]
        judged.rights[R.AUTOMATED_DECISION_REVIEW] = (max(before, ASKED_TOGETHER), why)


def _explain_away(judged: Judged, reading: Reading) -> None:
    """Takes out what a surer right explains: data named in passing, questions that belong to access."""
    others = max((weight for right, (weight, _) in judged.rights.items() if right != R.ACCESS), default=0.0)
    access = judged.sure(R.ACCESS)
    if access <= MENTIONED < others or access < judged.sure(R.INFORMATION_REQUEST):
        judged.rights.pop(R.ACCESS, None)
    elif access >= STATED_ONLY:
        judged.rights.pop(R.INFORMATION_REQUEST, None)
        if S.HUMAN not in reading.signs or S.DECISION not in reading.signs:
            judged.rights.pop(R.AUTOMATED_DECISION_REVIEW, None)
    rest = (R.RESTRICTION, R.CONSENT_WITHDRAWAL, R.MARKETING_OBJECTION, R.ERASURE, R.COMPLAINT)
    if S.OBJECT not in reading.signs and any(judged.sure(right) >= STATED_ONLY for right in rest):
        judged.rights.pop(R.OBJECTION, None)


def _doubt(judged: Judged, reading: Reading) -> None:
    """Notes what makes the whole mail doubtful, and lets no right be sure when it is another kind of mail."""
    taken_back = "It takes a request back." if "withdraw_request" in judged.intents else ""
    reason = taken_back or _other_kind(reading)
    if reason:
        judged.doubts.append(reason)
        judged.rights = {right: (min(weight, CAPPED), why) for right, (weight, why) in judged.rights.items()}
    if not any(weight >= SURE for weight, _ in judged.rights.values()):
        against = (sentence for finding in reading.findings for sentence in _other_business(finding, reading))
        judged.doubts += dict.fromkeys(against)


def _other_kind(reading: Reading) -> str:
    """Sales letters, notices and confirmations use the words of requests but ask for nothing of their own."""
    personal = (S.FIRST, S.MY, S.ABOUT_ME)
    own = any(f.evidence.firm and any(sign in f.passage.tags for sign in personal) for f in reading.findings)
    if own or not reading.findings:
        return ""
    for sign, reason in OTHER_MAIL:
        once_is_enough = sign != S.N_VENDOR or S.FIRST not in reading.signs
        if reading.signs[sign] > (0 if once_is_enough else 1):
            return reason
    return ""


def _intents(reading: Reading) -> Iterator[str]:
    for sign, name in INTENTS:
        if _says(reading, sign):
            yield name
    for thing, name in ((S.REQUEST, "withdraw_request"), (S.APPLICATION, "withdraw_application")):
        if any(S.WITHDRAW in tags and thing in tags and S.CONSENT not in tags for tags in reading.sentences):
            yield name
    if any(mark in reading.sender.rpartition("@")[2] for mark in REGULATORS):
        yield "regulator"


def _says(reading: Reading, sign: Sign) -> bool:
    """Whether a sentence that is no condition says so; reminders say it at the beginning."""
    early = sign in (S.I_CHASER, S.I_STATUS)
    sentences = reading.sentences[:BEGINNING] if early else reading.sentences
    return any(sign in tags and S.IF_NOT not in tags for tags in sentences)
