"""Mail that says that a letter of ours came back, or is late: what it says, and which letter it may mean."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.intake.mail import Mail

REPORTS = ("message/delivery-status", "message/global-delivery-status")
HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
READ = 64 * 1024
"""Characters of each place that are looked at."""

_ACTION = re.compile(r"^action[ \t]*:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^status[ \t]*:[ \t]*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_IN_WORDS = re.compile(r"(?<![\d.])([45]\.\d{1,2}\.\d{1,3})(?![\d.])")
_ARRIVED = {"delivered", "relayed", "expanded"}
_LATE = re.compile(
    r"\bdelay|will be (?:re)?tried|will (?:continue|keep) (?:to try|trying)|not yet been delivered"
    r"|still trying|fördröj|försena|forsink|viiväst",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(
    r"(?:postmaster|mail(?:er)?-?daemon|microsoftexchange[0-9a-f]*)(?:@|$)", re.IGNORECASE
)
_REPLIES = ("auto_reply", "auto_submitted")


@dataclass(frozen=True)
class Bounce:
    """A letter that came back for good, or is only late. `status` is as RFC 3463 has it, or empty.

    `named` holds all that may name the letter: the addresses the report went to, and what it gives back.
    """

    permanent: bool
    status: str
    named: str


def bounce_in(mail: Mail) -> Bounce | None:
    """Give what a mail reports of a letter; None for any other mail, and when the letter arrived (RFC 3464).

    What was done decides, not the number: a server that gave up after days says "failed" with a 4.x.x.
    """
    if not _is_report(mail):
        return None
    report = "\n".join(_attached(mail, REPORTS))
    actions = {action.lower() for action in _ACTION.findall(report)}
    statuses = _STATUS.findall(report) or _IN_WORDS.findall(mail.text[:READ])
    if actions and actions <= _ARRIVED:
        return None
    permanent = "failed" in actions if actions else _for_good(mail, statuses)
    return Bounce(permanent, _told(statuses, permanent=permanent), "\n".join(_named(mail)))


def _is_report(mail: Mail) -> bool:
    """Tell a report from an answering machine, which writes to the same envelope sender."""
    by_postmaster = mail.automated in _REPLIES and bool(_POSTMASTER.match(mail.sender.address))
    return mail.automated == "bounce" or by_postmaster


def _for_good(mail: Mail, statuses: list[str]) -> bool:
    if statuses:
        return any(status.startswith("5") for status in statuses)
    return not _LATE.search(f"{mail.subject}\n{mail.text[:READ]}")


def _told(statuses: list[str], *, permanent: bool) -> str:
    first = "5" if permanent else "4"
    return next((status for status in statuses if status.startswith(first)), next(iter(statuses), ""))


def _named(mail: Mail) -> Iterator[str]:
    yield from mail.delivered_to
    yield from (recipient.address for recipient in mail.to)
    yield from _identifiers([mail, *mail.forwarded])
    yield from _attached(mail, (*REPORTS, *HEADERS))
    yield mail.text[:READ]


def _identifiers(mails: Iterable[Mail]) -> Iterator[str]:
    for mail in mails:
        yield from (f"<{name}>" for name in (mail.message_id, *mail.in_reply_to, *mail.references) if name)


def _attached(mail: Mail, kinds: tuple[str, ...]) -> Iterator[str]:
    for file in mail.attachments:
        if file.declared_type in kinds:
            yield file.content[:READ].decode("latin-1")
