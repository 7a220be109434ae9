"""Letters as their readers see them, read back from the mail that was sent."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from app.models.answer import OutgoingLetter
from app.office import CaseFile
from app.vocabulary import Letter

HIDDEN: Final = "•••"
_LINK: Final = re.compile(r"(?<=/[st]/)[A-Za-z0-9_-]{8,}")
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class Sheet:
    """A letter opened: to whom, its headers, and its words as text and as a page."""

    to: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


def opened(file: CaseFile, row: OutgoingLetter) -> Sheet:
    """Give a letter exactly as it was sent, links and codes in it included."""
    raw = file.seal.open_bytes("letters", "content", row.id, row.content)
    mail = message_from_bytes(raw, policy=SMTP)
    return Sheet(
        file.seal.open("letters", "recipient", row.id, row.recipient),
        str(mail["Subject"]),
        tuple((name, str(value)) for name, value in mail.items()),
        _part(mail, "plain"),
        _part(mail, "html"),
    )


def posted(file: CaseFile, row: OutgoingLetter) -> Sheet:
    """Give a letter as it was sent, for those who did not get it: its links and codes open nothing."""
    sheet = opened(file, row)
    hide = _without_code if row.letter is Letter.ONE_TIME_CODE else without_links
    return Sheet(sheet.to, sheet.subject, sheet.headers, hide(sheet.text), hide(sheet.html))


def without_links(text: str) -> str:
    """Give a text in which no link lets anybody in."""
    return _LINK.sub(HIDDEN, text)


def _without_code(text: str) -> str:
    return without_links(_CODE.sub(HIDDEN, text))


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
