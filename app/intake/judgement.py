"""From findings to rights: what else the mail speaks of, which findings explain each other, how sure it is."""

from dataclasses import dataclass, field

from app.intake.findings import Finding, Reading
from app.intake.words.signs import Sign
from app.vocabulary import Right

S = Sign
R = Right
CAPPED = 0.4
STATED_ONLY = 0.6
ASKED_TOGETHER = 0.88
ANOTHER_TIME = 0.03
HIGHEST = 0.98
A_GREETING = 3
FEW_WORDS = 12
SHORT_NOTE = 8
REGULATORS = ("imy.", "datatilsynet", "tietosuoja", "edps.", "datainspektionen")

OTHER_BUSINESS = (
    (S.N_POLICE, {R.ACCESS}, "It speaks of an extract from a police register."),
    (S.N_REGISTER, {R.ACCESS}, "It speaks of an extract from a public register."),
    (S.N_PUBLIC, {R.ACCESS, R.OBJECTION}, "It speaks of public documents."),
    (
        S.N_INVOICE,
        {R.RECTIFICATION, R.ERASURE, R.OBJECTION, R.COMPLAINT, R.ACCESS},
        "It speaks of pay or invoices.",
    ),
    (S.N_APPEAL, {R.RECTIFICATION, R.OBJECTION, R.COMPLAINT, R.ACCESS}, "It speaks of an appeal or a plan."),
    (
        S.N_SENSE,
        {R.ACCESS, R.RESTRICTION, R.CONSENT_WITHDRAWAL, R.PORTABILITY},
        "The words may mean something else.",
    ),
    (S.N_EVENT, {R.MARKETING_OBJECTION}, "It speaks of a course or a meeting."),
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


def judge(reading: Reading) -> Judged:
    """What the findings come to, taken together."""
    judged = Judged(intents=_intents(reading))
    for right in Right:
        findings = [finding for finding in reading.findings if finding.evidence.right == right]
        if findings:
            judged.rights[right] = _weighed(findings, reading)
    _ask_for_a_human(judged, reading)
    _explain_away(judged, reading)
    _cap_other_mail(judged, reading)
    return judged


def _weighed(findings: list[Finding], reading: Reading) -> tuple[float, str]:
    """The best finding's weight, a little more for each other sentence that says the same."""
    weights = sorted(
        ((_weight(finding, reading), finding) for finding in findings), key=lambda pair: -pair[0]
    )
    best, finding = weights[0]
    others = sum(weight >= STATED_ONLY for weight, _ in weights[1:])
    if best > STATED_ONLY:
        best = min(HIGHEST, best + ANOTHER_TIME * min(others, 2))
    return (
        best,
        f"“{_shortened(finding.evidence.words)}” in {finding.passage.where} asks for {finding.evidence.right.value}.",
    )


def _weight(finding: Finding, reading: Reading) -> float:
    evidence = finding.evidence
    if evidence.firm:
        return evidence.weight
    for sign, rights, _ in OTHER_BUSINESS:
        here = sign in finding.passage.tags
        somewhere = sign in reading.signs and not _is_private(reading)
        if evidence.right in rights and (here or somewhere):
            return min(evidence.weight, CAPPED)
    if evidence.right == R.COMPLAINT and reading.body_words > A_GREETING and not reading.speaks_of_privacy:
        return min(evidence.weight, STATED_ONLY)
    if not _asked_for(finding, reading):
        return min(evidence.weight, STATED_ONLY)
    return evidence.weight


def _is_private(reading: Reading) -> bool:
    """Whether the mail clearly speaks of somebody's own data, so that other words do not turn its sense."""
    own = (S.MY_DATA, S.ABOUT_ME, S.PDATA, S.MY_PROFILE)
    return any(sign in reading.signs for sign in own) and S.FIRST in reading.signs


def _asked_for(finding: Finding, reading: Reading) -> bool:
    """A heading stands for a request when the mail is short or its writer asks for something."""
    if finding.evidence.right in reading.answered:
        return False
    if finding.passage.where == "the subject":
        asks = S.ASK in reading.signs or S.FIRST in reading.signs
        return reading.body_words <= FEW_WORDS or asks
    asks = S.ASK in finding.passage.tags or S.FIRST in finding.passage.tags
    return asks or min(reading.body_words, len(finding.passage.sentence.folded)) <= SHORT_NOTE


def _shortened(words: str) -> str:
    return words if len(words) <= 90 else words[:87] + "…"  # noqa: PLR2004 - what fits in one line of a list


def _lower(judged: Judged, right: Right, weight: float) -> None:
    if right in judged.rights:
        before, why = judged.rights[right]
        judged.rights[right] = (min(before, weight), why)


def _sure(judged: Judged, right: Right) -> float:
    return judged.rights.get(right, (0.0, ""))[0]


def _explain_away(judged: Judged, reading: Reading) -> None:
    """Findings that another, surer right explains."""
    if _sure(judged, R.ACCESS) >= STATED_ONLY:
        judged.rights.pop(R.INFORMATION_REQUEST, None)
        if S.HUMAN not in reading.signs or S.DECISION not in reading.signs:
            judged.rights.pop(R.AUTOMATED_DECISION_REVIEW, None)
    if (
        "OBJECT" not in {sign.name for sign in reading.signs}
        and max(
            _sure(judged, right)
            for right in (R.RESTRICTION, R.CONSENT_WITHDRAWAL, R.MARKETING_OBJECTION, R.ERASURE, R.COMPLAINT)
        )
        >= STATED_ONLY
    ):
        judged.rights.pop(R.OBJECTION, None)


def _ask_for_a_human(judged: Judged, reading: Reading) -> None:
    """“The computer said no. I want a person to look”: two sentences, one request."""
    if (
        R.AUTOMATED_DECISION_REVIEW in judged.rights
        and S.HUMAN in reading.signs
        and (S.ASK in reading.signs or S.REVIEW in reading.signs)
    ):
        before, why = judged.rights[R.AUTOMATED_DECISION_REVIEW]
        judged.rights[R.AUTOMATED_DECISION_REVIEW] = (max(before, ASKED_TOGETHER), why)


def _cap_other_mail(judged: Judged, reading: Reading) -> None:
    """Sales letters, notices, confirmations, and people who take a request back: nothing in them is sure."""
    reason = "It takes a request back." if "withdraw_request" in judged.intents else _other_mail(reading)
    if reason:
        judged.doubts.append(reason)
        for right in judged.rights:
            _lower(judged, right, CAPPED)


def _other_mail(reading: Reading) -> str:
    signs = reading.signs
    firm_first = any(
        f.evidence.firm
        and (S.FIRST in f.passage.tags or S.MY in f.passage.tags or S.ABOUT_ME in f.passage.tags)
        for f in reading.findings
    )
    if not firm_first and (signs[S.N_VENDOR] > 1 or (signs[S.N_VENDOR] and S.FIRST not in signs)):
        return "It reads like an offer." if reading.findings else ""
    if not firm_first and S.N_NOTICE in signs:
        return "It reads like a notice to customers or suppliers." if reading.findings else ""
    if S.N_CONFIRMED in signs and not firm_first:
        return "It confirms something that was done." if reading.findings else ""
    return ""


def _intents(reading: Reading) -> tuple[str, ...]:
    found = [name for sign, name in INTENTS if _says(reading, sign)]
    if any(S.WITHDRAW in tags and S.REQUEST in tags and S.CONSENT not in tags for tags in reading.sentences):
        found.append("withdraw_request")
    if any(
        S.WITHDRAW in tags and S.APPLICATION in tags and S.CONSENT not in tags for tags in reading.sentences
    ):
        found.append("withdraw_application")
    if any(mark in reading.sender.rpartition("@")[2] for mark in REGULATORS):
        found.append("regulator")
    return tuple(found)


def _says(reading: Reading, sign: Sign) -> bool:
    """Whether a sentence that is no condition says so; a reminder stands at the beginning."""
    first = reading.sentences[:5] if sign in (S.I_CHASER, S.I_STATUS) else reading.sentences
    return any(sign in tags and S.IF_NOT not in tags for tags in first)
