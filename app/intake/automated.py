"""Mail written by machines, recognised so that nothing is acknowledged to it; it stays visible."""

import re

from app.intake.headers import Fields, first
from app.intake.mail import Address
from app.intake.parameters import Described

REPORTS = {
    "delivery-status": "bounce",
    "disposition-notification": "read_receipt",
    "feedback-report": "abuse_report",
}
MACHINE_SENDER = re.compile(r"mailer-daemon(?:@|$)", re.IGNORECASE)
BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver|delivery (?:status|failure|has failed)|mail delivery|returned mail|failure notice"
    r"|kunde inte levereras|kunne ikke leveres|ikke leveret|toimitusvirhe|ei voitu toimittaa"
    r"|oleverbart|post(?:en)? kan ikke leveres|viestiä ei voitu)",
    re.IGNORECASE,
)
AWAY_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic|matiskt?|maattinen)?[ -]?(?:reply|svar|vastaus|response)"
    r"|out of (?:the )?office"
    r"|frånvaro|fraværs|fravær[ :]|poissa\b|poissaolo|ikke til stede"
    r"|jag är (?:på semester|inte på kontoret))",
    re.IGNORECASE,
)


def automated_kind(
    fields: Fields, content: Described, report: str, subject: str, sender: Address
) -> str | None:
    """What kind of machine wrote the mail; none for a person. `report` is multipart/report's report-type.

    Kinds: own_mail, bounce, read_receipt, abuse_report, out_of_office, auto_reply, auto_submitted, list.
    X-Auto-Response-Suppress alone proves nothing: Exchange puts it on mail people write.
    """
    if "x-utdrag-loop" in fields:
        return "own_mail"
    return _report(fields, content, report, subject, sender) or _reply(fields, subject) or _bulk(fields)


def _report(fields: Fields, content: Described, report: str, subject: str, sender: Address) -> str | None:
    if content.value == "multipart/report":
        return REPORTS.get(report.lower(), "bounce")
    if content.value == "message/delivery-status" or "x-failed-recipients" in fields:
        return "bounce"
    if content.value == "message/disposition-notification":
        return "read_receipt"
    if MACHINE_SENDER.match(sender.address) or MACHINE_SENDER.match(sender.name):
        return "bounce"
    empty_path = any(value.strip() == b"<>" for value in fields.get("return-path", ()))
    if BOUNCE_SUBJECT.match(subject) and (empty_path or not sender.address):
        return "bounce"
    return None


def _reply(fields: Fields, subject: str) -> str | None:
    away = bool(AWAY_SUBJECT.match(subject))
    submitted = first(fields, "auto-submitted").strip().lower()
    if submitted and not submitted.startswith(b"no"):
        replied = submitted.startswith(b"auto-replied")
        return "out_of_office" if away else "auto_reply" if replied else "auto_submitted"
    if _says_reply(fields) or any(value.strip() == b"<>" for value in fields.get("return-path", ())):
        return "out_of_office" if away else "auto_reply"
    return "out_of_office" if away else None


def _says_reply(fields: Fields) -> bool:
    if any(
        name in fields for name in ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply")
    ):
        return True
    if b"autoresponder" in first(fields, "x-post-messageclass").lower():
        return True
    if "x-ms-exchange-inbox-rules-loop" in fields and "x-auto-response-suppress" in fields:
        return True
    return first(fields, "precedence").strip().lower() in (b"auto_reply", b"auto-reply")


def _bulk(fields: Fields) -> str | None:
    bulk = first(fields, "precedence").strip().lower() in (b"bulk", b"list", b"junk")
    return "list" if bulk or "list-id" in fields or "list-unsubscribe" in fields else None
