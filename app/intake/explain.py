"""What the house makes of one mail, as plain values: for the command line and for whoever asks why."""

from dataclasses import replace
from typing import TypedDict

from app.intake.classify import classify
from app.intake.read import Read, unread


class AttachmentShown(TypedDict):
    """An attachment without its content; the size in bytes."""

    name: str
    type: str
    size: int


class RightShown(TypedDict):
    """A right with its confidence from 0 to 1 and the sentence that says why."""

    right: str
    confidence: float
    because: str


Explanation = TypedDict(
    "Explanation",
    {
        "file": str,
        "subject": str,
        "from": str,
        "language": str,
        "text": str,
        "attachments": list[AttachmentShown],
        "defects": list[str],
        "automated": str | None,
        "rights": list[RightShown],
        "decision": str,
    },
)


def explain(read: Read, name: str) -> Explanation:
    """How a mail was read and classified; `name` says where it came from."""
    mail, verdict = read.mail, read.verdict
    return {
        "file": name,
        "subject": mail.subject,
        "from": mail.sender.address,
        "language": verdict.language.value,
        "text": mail.text,
        "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in mail.attachments],
        "defects": list(mail.defects),
        "automated": mail.automated,
        "rights": [
            {"right": r.right.value, "confidence": r.confidence, "because": r.because} for r in verdict.rights
        ],
        "decision": verdict.decision,
    }


def given_up(raw: bytes, reason: str) -> Read:
    """What is left of a mail that met a limit: its beginning as it came, for a person to look at."""
    mail = unread(raw, reason)
    verdict = replace(classify(mail), rights=(), decision="triage", because=(reason,))
    return Read(mail, verdict, None, words=mail.text, writers=(), papers=(), results=())
